"""Rows of two measures: "Net income / earnings per share", an amount and its per-share value."""

from __future__ import annotations

from dataclasses import replace

from extractors.language.phrases import has
from extractors.tables.grid import Row


def without_shares(row: Row) -> Row:
    """The row with its first measure and that measure's amounts, if each has a per-share value.

    The amounts are integers, the per-share values are not.
    """
    first, slash, second = row.caption.partition(" / ")
    if not slash or not has(second, "per_share") or has(first, "per_share") or row.lead is None:
        return row
    decimals = [token.amount.decimals for token in row.amounts if token.amount]
    whole, shares = decimals[::2], decimals[1::2]
    if len(whole) != len(shares) or any(whole) or not all(shares):
        return row
    kept = row.amounts[::2]
    tokens = tuple(token for token in row.tokens if token.amount is None or token in kept)
    return replace(row, lead=replace(row.lead, text=first.strip()), tokens=tokens)
