"""`profitpools sql`: a read-only query of the warehouse."""

from __future__ import annotations

import argparse
import sys

from flows.terminal.console import say
from flows.terminal.questions import SECONDS, add_as_of, asked, opened
from flows.terminal.tables import write_csv, write_json, write_table

DESCRIPTION = """\
Ask the warehouse: one select in DuckDB's SQL over the schemas mart (answers), stg (one truth), raw
(as loaded) and ref (the registry). It is opened read-only, without access to files or network."""

EXAMPLES = """\
examples:
  profitpools sql "from mart.segment_margin where ticker = 'AMZN' and segment = 'AWS'"
  profitpools sql "select schema_name, table_name, comment from duckdb_tables()"
  profitpools sql --expand --limit 1 "from mart.claim"
  profitpools sql --format csv - < question.sql > answer.csv"""

WRITERS = {"csv": write_csv, "json": write_json}


def configure(parser: argparse.ArgumentParser) -> None:
    """QUERY, --format, --expand, --limit, --seconds, --as-of."""
    parser.add_argument("query", metavar="QUERY", help="the question; - reads it from stdin")
    parser.add_argument("--format", choices=sorted((*WRITERS, "table")), default="table")
    parser.add_argument("--expand", action="store_true", help="a block for each row, nothing cut")
    parser.add_argument("--limit", type=_count, metavar="N", help="print N rows at most")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="how long it may take (default: 300)"
    )
    add_as_of(parser)


def run(options: argparse.Namespace) -> int:
    """Print the result. Raises QueryError where the query fails or takes too long."""
    query = sys.stdin.read() if options.query == "-" else options.query
    with opened(options.as_of) as connection:
        answer = asked(connection, query, options.seconds)
    rows = answer.rows[: options.limit]
    if options.format == "table":
        write_table(answer.columns, rows, sys.stdout, expand=options.expand)
    else:
        WRITERS[options.format](answer.columns, rows, sys.stdout)
    if len(rows) < len(answer.rows):
        say(f"{len(rows)} of {len(answer.rows)} rows, by --limit")
    return 0


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of rows: write 1 or more")
    return int(text)
