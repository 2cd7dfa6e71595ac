"""Rows of balances and the periods between them: "Balance at March 31, 2025"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from extractors.language.dates import parse_date
from extractors.language.phrases import has, pattern
from extractors.tables.grid import Row, Table

LENGTHS = {1: "Three", 2: "Six", 3: "Nine", 4: "Twelve"}
"""Quarters between two balances, and how a caption would say it."""
QUARTER = 91
SLACK = 3


def balance_days(table: Table) -> list[tuple[int, date]]:
    """Row number and day of each balance printed by a row of amounts."""
    return [(r.number, day) for r in table.rows if r.amounts and (day := _day_of(r)) is not None]


def _day_of(row: Row) -> date | None:
    if not has(row.caption, "balance_at"):
        return None
    printed = pattern("printed_day").search(row.caption)
    return parse_date(printed[0]) if printed else None


def periods_between(table: Table) -> dict[int, str]:
    """Row number → caption of the period between the balances above and below it."""
    return dict(_periods(table))


def _periods(table: Table) -> Iterator[tuple[int, str]]:
    days = balance_days(table)
    for (begin, first), (end, last) in pairwise(days):
        caption = _caption(first, last)
        if caption:
            yield from ((r.number, caption) for r in table.rows if begin < r.number < end)


def _caption(first: date, last: date) -> str:
    """'Three Months Ended March 31, 2025', or in weeks where the days are no month ends."""
    days = (last - first).days
    quarters = round(days / QUARTER)
    if quarters not in LENGTHS or abs(days - quarters * QUARTER) > SLACK * quarters:
        return ""
    ended = f"{last:%B} {last.day}, {last.year}"
    of_months = all((day + timedelta(days=1)).day == 1 for day in (first, last))
    length = f"{LENGTHS[quarters]} Months" if of_months or days % 7 else f"{days // 7} Weeks"
    return f"{length} Ended {ended}"
