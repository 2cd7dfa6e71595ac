"""Opens the build that a command queries, current or as of a date, and limits a query's time."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import date
from threading import Thread

import duckdb

from extractors.errors import QueryError
from flows.settings import Settings
from flows.terminal.console import INTERRUPTED, INTERRUPTED_LINE, fail
from warehouse.query.connection import Answer, connect, run

SECONDS = 300.0
"""Default limit of a query, in seconds."""
GRACE = 2.0
"""Seconds that an interrupted query is given to end by itself."""


def add_as_of(parser: argparse.ArgumentParser) -> None:
    """--as-of DATE."""
    parser.add_argument(
        "--as-of", type=_day, metavar="DATE", help="ask the build of `rebuild --as-of DATE`"
    )


@contextmanager
def opened(as_of: date | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the current build or that of a date.

    Raises QueryError where there is no such build, or where it lacks what this program asks for.
    """
    settings = Settings.of()
    path, rebuild = settings.database, "profitpools rebuild"
    if as_of is not None:
        path = settings.home / f"profit_pools.as_of_{as_of}.duckdb"
        rebuild = f"profitpools rebuild --as-of {as_of}"
        if not path.is_file():
            raise QueryError("there is no build as of that day", str(path), f"run: {rebuild}")
    with connect(path) as connection:
        try:
            yield connection
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            what = str(error).split("\n", 1)[0]
            raise QueryError(
                f"another version of this program built the warehouse ({what})", str(path),
                f"run: {rebuild}",
            ) from error  # fmt: skip


def asked(connection: duckdb.DuckDBPyConnection, query: str, seconds: float = SECONDS) -> Answer:
    """The query's result. Raises QueryError, also after `seconds`; KeyboardInterrupt at once.

    DuckDB checks for an interrupt only now and then, and within a single function call never. So it
    runs in a thread of its own, and if that ignores the interrupt, this process ends; as the query
    only reads, nothing is lost.
    """
    answer: Future[Answer] = Future()
    thread = Thread(target=_answer, args=(answer, connection, query), daemon=True)
    thread.start()
    try:
        return answer.result(seconds)
    except TimeoutError as error:
        what = f"the query took more than {seconds:g} s"
        slow = QueryError(what, "sql", "ask for less, or give --seconds")
        _end(thread, connection, str(slow), 1)
        raise slow from error
    except KeyboardInterrupt:
        _end(thread, connection, INTERRUPTED_LINE, INTERRUPTED)
        raise


def _answer(answer: Future[Answer], connection: duckdb.DuckDBPyConnection, query: str) -> None:
    try:
        answer.set_result(run(connection, query))
    except (QueryError, RuntimeError, MemoryError) as error:  # RuntimeError: interrupted
        answer.set_exception(error)


def _end(thread: Thread, connection: duckdb.DuckDBPyConnection, line: str, code: int) -> None:
    """Interrupt the query; if it does not stop, print the line and end the process with `code`."""
    connection.interrupt()
    thread.join(GRACE)
    if thread.is_alive():
        fail(line)
        sys.stdout.flush()
        os._exit(code)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write YYYY-MM-DD") from None
