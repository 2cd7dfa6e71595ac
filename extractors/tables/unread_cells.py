"""Excludes numbers before they are interpreted, because of their row or column."""

from __future__ import annotations

from extractors.language.captions import plain_caption
from extractors.language.concepts import line_meanings
from extractors.language.phrases import has
from extractors.tables.adjusted_rows import excludes_from_nothing
from extractors.tables.column_heads import Column
from extractors.tables.grid import Row, Table, Token
from extractors.tables.percent_columns import is_bare_margin, is_in_cents
from extractors.tables.sections import TableState
from extractors.tables.unread import Why


def unread_row(row: Row, state: TableState, table: Table, gone: frozenset[int]) -> Why | None:
    """Why the row's numbers are excluded; `gone` are rows of a discontinued business."""
    if row.number in gone:
        return Why.DISCONTINUED
    if excludes_from_nothing(row, table):
        return Why.EXCLUDING
    if has(row.caption, "per_share") or has(row.caption, "not_money"):
        return Why.COUNTED
    return Why.FORMER if state.is_former else None


def unread_cell(
    row: Row, token: Token, column: Column, shares: set[float], whole: set[float]
) -> Why | None:
    """Why the number is excluded by its column; None if it is not."""
    label = column.label
    if column.is_excluded:
        return Why.CHANGE_COLUMN
    if has(label, "skipped") or (has(label, "no_part") and not line_meanings(plain_caption(label))):
        return Why.OTHER_COLUMN
    if column.start in shares and not (token.amount and token.amount.is_percent):
        return Why.PERCENT_COLUMN
    if column.start not in whole:
        return None
    if is_bare_margin(row, token):
        return Why.SHARE_OF_WHOLE
    return Why.COUNTED if is_in_cents(token) else None
