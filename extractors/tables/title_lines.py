"""Finds a table's title, which may be separated from it by its unit or a remark."""

from __future__ import annotations

from extractors.language.phrases import has
from extractors.language.units import is_unit
from extractors.tables.grid import Table


def title_above(table: Table) -> str:
    """The nearest line before the table that is more than its unit; '' where there is none."""
    return next((text for text in reversed(table.before) if not is_unit_line(text)), "")


def is_unit_line(text: str) -> bool:
    """Whether it is a line between a title and its table: '(in millions)', '(unaudited)'."""
    is_of_unit = is_unit(text) or has(text, "unaudited")
    is_short = len(text) < 60 and not text.rstrip().endswith(":")
    return is_of_unit and is_short and not has(text, "other_entity")
