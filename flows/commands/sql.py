"""`profitpools sql`: a question to the warehouse, which it cannot change."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

import duckdb
from warehouse.query import connect

from extractors.errors import QueryError
from flows.settings import Settings
from flows.tables import Row, write_csv, write_json, write_table

DESCRIPTION = """\
Ask the warehouse: DuckDB's SQL over the schemas mart (answers), stg (one truth), raw (as loaded)
and ref (the registry). It is opened read-only, without access to files or the network."""

EXAMPLES = """\
examples:
  profitpools sql "from mart.segment_margin where ticker = 'AMZN' and segment = 'AWS'"
  profitpools sql "show all tables"
  profitpools sql --format csv - < question.sql > answer.csv"""

WRITERS = {"table": write_table, "csv": write_csv, "json": write_json}
FETCH = 1000  # rows in memory at once, for csv and json


def configure(parser: argparse.ArgumentParser) -> None:
    """QUERY, --format."""
    parser.add_argument("query", metavar="QUERY", help="the question; - reads it from stdin")
    parser.add_argument("--format", choices=sorted(WRITERS), default="table")


def run(options: argparse.Namespace) -> int:
    """Print the answer. Raises QueryError where there is none."""
    query = sys.stdin.read() if options.query == "-" else options.query
    if not query.strip():
        raise QueryError("the question is empty", "sql", "write a query, or - and give it on stdin")
    with connect(Settings.of().database) as connection:
        try:
            answer = connection.execute(query)
            columns = [column[0] for column in answer.description or ()]
            WRITERS[options.format](columns, _rows(answer), sys.stdout)
        except duckdb.Error as error:
            raise QueryError(_first_line(error), "sql", "mend the query") from error
    return 0


def _rows(answer: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    while rows := answer.fetchmany(FETCH):
        yield from rows


def _first_line(error: duckdb.Error) -> str:
    """DuckDB's message without the drawing that points into the query."""
    message = str(error).strip().split("\nLINE ")[0]
    return " ".join(message.split())
