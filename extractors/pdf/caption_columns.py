"""Captions in two columns: group names at the margin, and the lines' captions beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.tables.grid import Row, Token, is_numeric, is_year

ALIGNED = 2.0
"""Points by which captions of one column may differ where they begin."""
LEAST = 2
"""Lines that must begin in the second column before it is one."""


def grouped(rows: Sequence[Row]) -> list[Row]:
    """The rows, with "Devices | Licensing  14,969" split into a heading and a line below it."""
    numbers = [t for row in rows if row.lead for t in row.tokens if is_numeric(t)]
    edge = min((token.start for token in numbers), default=0.0)
    single = [row for row in rows if row.amounts and _beside(row, edge) is None]
    begins = [row.lead.start for row in single if row.lead]
    found: list[Row] = []
    for row in rows:
        line = _beside(row, edge)
        is_second = line is not None and sum(_is_at(x, line.start) for x in begins) >= LEAST
        if line is not None and is_second:
            found.append(replace(row, tokens=()))
            row = replace(row, lead=line, tokens=row.tokens[1:])
        found.append(row)
    return [replace(row, number=number) for number, row in enumerate(found, 1)]


def _beside(row: Row, edge: float) -> Token | None:
    """The second text of a row of numbers, if it is left of all numbers too."""
    first = row.tokens[0] if row.tokens else None
    if row.lead is None or not row.amounts or first is None or is_numeric(first):
        return None
    return None if is_year(first.text) or first.end > edge else first


def _is_at(one: float, other: float) -> bool:
    return abs(one - other) < ALIGNED
