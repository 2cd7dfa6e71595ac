"""Columns of "Fiscal 2025" that are of a quarter, as the words that introduce their table say.

"… reported the following results for the fourth quarter ended May 31, 2025:" above such columns
makes them the fourth quarters of these years.
"""

from __future__ import annotations

from dataclasses import replace

from extractors.language.phrases import has, pattern
from extractors.tables.columns import Header
from extractors.tables.grid import Table

NEAR = 3
"""Lines before a table over which its introduction may go, in a PDF."""


def of_quarters(table: Table, header: Header) -> Header:
    """The header, its bare fiscal years as the quarter that the sentence before the table names."""
    if not all(has(text, "bare_fiscal_year") for text in header.captions) or not header.captions:
        return header
    said = " ".join(table.before[-NEAR:]).rsplit(". ", 1)[-1]
    quarters = {found["ordinal"] for found in pattern("introduced_quarter").finditer(said)}
    if len(quarters) != 1 or not said.endswith(":") or has(said, "introduced_year"):
        return header
    quarter = quarters.pop()
    named = [
        replace(one, period=f"{quarter} quarter {one.period}") if one.period else one
        for one in header.columns
    ]
    return replace(header, columns=tuple(named))
