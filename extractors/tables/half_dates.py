"""Columns whose head has lost a part of its date: the day, or the year.

"Nine Months Ended 2023" beside one with a day: the year is then the calendar's, which the day
belongs to, and not the fiscal year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.language.calendar_evidence import parsed_caption
from extractors.language.phrases import has, pattern
from extractors.tables.column_heads import Column
from extractors.tables.grid import is_year


def without_half_dates(columns: Sequence[Column]) -> list[Column]:
    """The columns; of one that has a year without a day, beside one with a day, only the length."""
    is_dated = any(pattern("printed_day").search(column.period) for column in columns)
    return [
        replace(column, period=column.period[:-4].rstrip())
        if is_dated and _lacks_its_day(column.period)
        else column
        for column in columns
    ]


def _lacks_its_day(period: str) -> bool:
    is_bare = is_year(period[-4:]) and not pattern("printed_day").search(period)
    return is_bare and has(period, "counted_length") and has(period, "length")


def without_lost_years(found: list[Column]) -> list[Column]:
    """The columns, without quarters that lack the year that others have: "Q3 Fiscal".

    In print, a head that wraps may lose its second line.
    """
    told = [parsed_caption(column.period) if column.period else None for column in found]
    if not any(one and one.quarter and one.year for one in told):
        return found
    lost = [bool(one and one.quarter and not one.year and not one.end) for one in told]
    return [
        replace(column, is_excluded=column.is_excluded or is_lost)
        for column, is_lost in zip(found, lost, strict=True)
    ]
