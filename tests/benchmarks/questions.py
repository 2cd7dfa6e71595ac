"""How long each mart of a build takes to answer, from a file that nobody has open yet.

    python -m tests.benchmarks.questions HOME

One question is what an analyst asks: all columns of one company, or of one layer's year. The other
goes through every column of every row.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warehouse.query.connection import connect

TARGET = 300
"""Milliseconds that a mart should take over 10⁶ figures; printed beside, not asserted."""
_BY = ("company_id", "calendar_period", "layer")


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of one mart and the milliseconds of both questions."""

    name: str
    rows: int
    one: float
    all: float


def ask(home: Path) -> Iterator[Answer]:
    """An answer for each mart, each from a connection of its own."""
    path = home / "profit_pools.duckdb"
    with connect(path) as con:
        found = con.execute(
            "select table_name, list(column_name) from duckdb_columns() where schema_name = 'mart'"
            " group by 1 order by 1"
        ).fetchall()
    for name, columns in found:
        by = next((column for column in _BY if column in columns), None)
        wanted = f"select * from mart.{name}"
        if by:
            wanted += f" where {by} = (select max({by}) from mart.{name})"
        rows, all_of_it = _timed(path, f"select count(*), bit_xor(hash(m)) from mart.{name} as m")
        yield Answer(name, int(rows[0][0]), _timed(path, wanted)[1], all_of_it)


def _timed(path: Path, query: str) -> tuple[list[tuple[int, ...]], float]:
    with connect(path) as con:
        began = time.monotonic()
        rows = con.execute(query).fetchall()
        return rows, 1000 * (time.monotonic() - began)


def table(answers: list[Answer]) -> Iterator[str]:
    """As lines of a Markdown table, the slowest first."""
    yield "| mart                 |       rows | one company, ms | every row, ms |"
    yield "|:---------------------|-----------:|----------------:|--------------:|"
    for one in sorted(answers, key=lambda answer: -answer.one):
        yield f"| {one.name:20} | {one.rows:10,} | {one.one:15.1f} | {one.all:13.1f} |"
    slow = [one.name for one in answers if one.one > TARGET]
    yield f"over {TARGET} ms for one company or period: {', '.join(slow) or 'none'}"


if __name__ == "__main__":
    print(*table(list(ask(Path(sys.argv[1])))), sep="\n")
