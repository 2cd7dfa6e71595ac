"""Percentages without a percent sign in a table."""

from __future__ import annotations

from extractors.language.phrases import has
from extractors.tables.columns import Header
from extractors.tables.grid import Row, Table, Token
from extractors.tables.statements import says_revenue


def shares_of(table: Table, header: Header) -> set[float]:
    """Columns of percentages without sign: their revenue is 100 %."""
    return {
        column.start
        for row in table.rows
        if says_revenue(row.caption)
        for token in row.amounts
        if token.amount and token.amount.is_percent and token.amount.value == 1
        if (column := header.column_of(token)) and not column.is_percent_of_revenue
    }


def whole_of(table: Table, header: Header) -> set[float]:
    """Columns whose revenue has no decimals."""
    return {
        column.start
        for row in table.rows
        if says_revenue(row.caption)
        for token in row.amounts
        if token.amount and token.amount.value and not token.amount.decimals
        if (column := header.column_of(token)) and not column.is_percent_of_revenue
    }


def is_bare_margin(row: Row, token: Token) -> bool:
    """Whether it is a percentage without a sign: "Gross margin  58.3" below a revenue of 1,200."""
    amount = token.amount
    is_bare = amount is not None and not amount.is_percent and amount.decimals > 0
    return is_bare and has(row.caption, "margin") and not has(row.caption, "percent_row")


def is_in_cents(token: Token) -> bool:
    """Whether it has two decimals: below a revenue of 1,200 it is a per-share amount."""
    amount = token.amount
    return amount is not None and not amount.is_percent and amount.decimals > 1
