"""Outlooks whose metrics are over the columns and whose years are the rows, as in Japan.

"Net sales | Operating income" over "Million yen | % | Million yen | %", and "Fiscal year ending
March 31, 2026" or "Full-year" before the values; the lines above say that they are forecasts.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractors.language.captions import plain_caption
from extractors.language.concepts import line_meanings
from extractors.language.fiscal_calendar import Calendar
from extractors.language.phrases import has, pattern
from extractors.language.units import Unit, unit_of
from extractors.model import Fact, Figure
from extractors.sentences.outlook_facts import made
from extractors.sentences.outlook_periods import target_of
from extractors.sentences.text_figures import Target
from extractors.tables.column_heads import Column
from extractors.tables.columns import columns
from extractors.tables.grid import Row, Table, Token
from extractors.tables.row_meanings import ONLY_OF_PARTS

NEAR = 4
"""Lines before a table that may say that it is a forecast, and of what year."""
METRICS_ACROSS = ("revenue", "operating_income", "net_income")
LEAST_METRICS = 2


def across(table: Table, dates: Calendar, document: str) -> Iterator[tuple[Fact, Figure]]:
    """The outlooks of such a table; only for fiscal years whose last day is printed."""
    titles = table.before[-NEAR:]
    if dates.anchor is None or not any(has(text, "outlook_name") for text in titles):
        return
    header = columns(table)
    metrics = {column.start: metric for column in header.columns if (metric := _metric(column))}
    if len(set(metrics.values())) < LEAST_METRICS or "revenue" not in metrics.values():
        return
    unit = unit_of([*titles, *header.title])
    for row in table.rows:
        aimed = _target(row, titles, dates) if row.number not in header.rows else None
        for token in row.amounts if aimed is not None else ():
            column = header.column_of(token)
            if aimed is not None and column is not None and column.start in metrics:
                yield from _of_cell(
                    row, token, metrics[column.start], column, unit, aimed, document
                )


def _metric(column: Column) -> str | None:
    """The metric that the words over the column name."""
    if column.is_excluded or column.is_percent_of_revenue or not column.label:
        return None
    meanings = line_meanings(plain_caption(column.label))
    named = {m.metric for m in meanings if m.rank < ONLY_OF_PARTS} & {*METRICS_ACROSS}
    return named.pop() if len(named) == 1 else None


def _target(row: Row, titles: tuple[str, ...], dates: Calendar) -> Target | None:
    """The year ahead that the row names by its last day, or by words alone below such a day."""
    if not has(row.caption, "forecast_row"):
        return None
    found = (pattern("forecast_span").search(text) for text in titles)
    texts = [f"year ending {match['day']}" for match in found if match]
    if has(row.caption, "year_ending"):
        texts = [row.caption]
    aimed = [target for text in texts if (target := target_of(text, dates)) is not None]
    return aimed[-1] if aimed and aimed[-1].period_type == "FY" else None


def _of_cell(
    row: Row, token: Token, metric: str, column: Column, unit: Unit | None, aimed: Target,
    document: str,
) -> Iterator[tuple[Fact, Figure]]:  # fmt: skip
    """The outlook of one cell, in its column's unit, else in that of the table."""
    amount, scale = token.amount, column.scale or (unit.scale if unit else None)
    currency = column.currency or (unit.currency if unit else None)
    if amount is None or amount.value is None or amount.is_percent or scale is None:
        return
    value = amount.value * (scale if amount.scale == 1 else 1)
    yield from made(row, token, metric, "gaap", aimed, {"mid": value}, currency, document)
