"""Tables of the same lines for one period after another, with the unit above the first alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractors.language.units import is_unit
from extractors.tables.grid import Table


def with_units(tables: Iterable[Table]) -> Iterator[Table]:
    """The tables; one right below another of the same captions has its unit above it too."""
    above: Table | None = None
    for table in tables:
        if above is not None and not table.before and _captions(table) == _captions(above):
            table = replace(table, before=tuple(text for text in above.before if is_unit(text)))
        yield table
        above = table


def _captions(table: Table) -> list[str]:
    return [row.caption for row in table.rows if row.amounts]
