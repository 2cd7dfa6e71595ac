"""Which build a question goes to: the current one, or that as of a date."""

from __future__ import annotations

import argparse
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import duckdb

from extractors.errors import QueryError
from flows.settings import Settings
from warehouse.query.connection import Answer, connect, run

SECONDS = 300.0
"""What a question may take, where nothing else is given."""


def add_as_of(parser: argparse.ArgumentParser) -> None:
    """--as-of DATE."""
    parser.add_argument(
        "--as-of", type=_day, metavar="DATE", help="ask the build of `rebuild --as-of DATE`"
    )


def opened(as_of: date | None) -> duckdb.DuckDBPyConnection:
    """A read-only connection. Raises QueryError where there is no such build."""
    settings = Settings.of()
    if as_of is None:
        return connect(settings.database)
    path = settings.home / f"profit_pools.as_of_{as_of}.duckdb"
    if not path.is_file():
        to_do = f"run: profitpools rebuild --as-of {as_of}"
        raise QueryError("there is no build as of that day", str(path), to_do)
    return connect(path)


def asked(connection: duckdb.DuckDBPyConnection, query: str, seconds: float = SECONDS) -> Answer:
    """The answer. Raises QueryError, also after so many seconds, and KeyboardInterrupt at once.

    DuckDB asks now and then whether it is interrupted, and for a long task not at all; so it works
    in a thread of its own, and we wait where an interrupt arrives.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        answer = pool.submit(run, connection, query)
        try:
            return answer.result(seconds)
        except TimeoutError as error:
            connection.interrupt()
            what = f"the query took more than {seconds:g} s"
            raise QueryError(what, "sql", "ask for less, or give --seconds") from error
        except KeyboardInterrupt:
            connection.interrupt()
            raise


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write YYYY-MM-DD") from None
