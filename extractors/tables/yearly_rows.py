"""Rows that name their year, below columns of periods without one: "Net sales 2023"."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.language.captions import plain_caption
from extractors.language.concepts import line_meanings
from extractors.language.phrases import has, pattern
from extractors.tables.column_heads import Column
from extractors.tables.columns import Header
from extractors.tables.grid import Row


def without_year(row: Row, header: Header) -> tuple[Row, str]:
    """The row without the year after its caption, and that year; '' where columns have years."""
    ending = pattern("year_behind").search(row.caption)
    periods = header.captions
    if ending is None or row.lead is None or not periods or any(map(_has_year, periods)):
        return row, ""
    bare = row.caption[: ending.start()].rstrip(" ,")
    if not line_meanings(plain_caption(bare)):
        return row, ""
    return replace(row, lead=replace(row.lead, text=bare)), ending[1]


def in_year(column: Column, year: str) -> Column:
    """The column with the year that the row names."""
    if not year or not column.period or not has(column.period, "length"):
        return column
    return replace(column, period=f"{column.period.rstrip(', ')}, {year}")


def _has_year(period: str) -> bool:
    return re.search(r"\d{4}", period) is not None
