"""A second header within a table: "Amount | Margin" below the periods of the first header."""

from __future__ import annotations

from dataclasses import replace

from extractors.language.calendar_evidence import parsed_caption
from extractors.language.captions import stated_basis, without_marks
from extractors.tables.column_heads import Column
from extractors.tables.columns import Header, columns
from extractors.tables.grid import Row, Table, is_year


def header_again(table: Table, above: Header, row: Row) -> Header:
    """The columns from `row` on; without periods of their own they keep those of `above`."""
    below = tuple(one for one in table.rows if one.number >= row.number)
    found = columns(replace(table, rows=below))
    if any(column.period and not column.is_excluded for column in found.columns):
        return found
    if not any(map(_is_told, found.columns)):
        return found
    kept = tuple(one for one in table.rows if one.number in above.rows and _is_over_all(one))
    if not kept:
        return found
    return columns(replace(table, rows=(*kept, *below)))


def _is_told(column: Column) -> bool:
    """Whether the words over a column say what it is."""
    return bool(column.label or column.basis or column.is_excluded or column.is_percent_of_revenue)


def _is_over_all(row: Row) -> bool:
    """Whether each header cell is a period, its year or a basis, which may span columns."""
    return bool(row.tokens) and all(
        parsed_caption(without_marks(token.text)) is not None
        or is_year(token.text)
        or stated_basis(token.text)
        for token in row.tokens
    )
