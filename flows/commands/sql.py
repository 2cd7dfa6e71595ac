"""`profitpools sql`: a question to the warehouse, which it cannot change."""

from __future__ import annotations

import argparse
import sys

from flows.terminal.questions import SECONDS, add_as_of, asked, opened
from flows.terminal.tables import write_csv, write_json, write_table

DESCRIPTION = """\
Ask the warehouse: one select in DuckDB's SQL over the schemas mart (answers), stg (one truth), raw
(as loaded) and ref (the registry). It is opened read-only, without access to files or network."""

EXAMPLES = """\
examples:
  profitpools sql "from mart.segment_margin where ticker = 'AMZN' and segment = 'AWS'"
  profitpools sql "select schema_name, table_name, comment from duckdb_tables()"
  profitpools sql --format csv - < question.sql > answer.csv"""

WRITERS = {"table": write_table, "csv": write_csv, "json": write_json}


def configure(parser: argparse.ArgumentParser) -> None:
    """QUERY, --format, --seconds, --as-of."""
    parser.add_argument("query", metavar="QUERY", help="the question; - reads it from stdin")
    parser.add_argument("--format", choices=sorted(WRITERS), default="table")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="how long it may take (default: 300)"
    )
    add_as_of(parser)


def run(options: argparse.Namespace) -> int:
    """Print the answer. Raises QueryError where there is none."""
    query = sys.stdin.read() if options.query == "-" else options.query
    with opened(options.as_of) as connection:
        answer = asked(connection, query, options.seconds)
    WRITERS[options.format](answer.columns, answer.rows, sys.stdout)
    return 0
