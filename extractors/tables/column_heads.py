"""One column of a printed table, by its header cells: its period, segment and kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.language.calendar_evidence import parsed_caption
from extractors.language.captions import plain_caption, stated_basis, without_marks
from extractors.language.concepts import line_meanings
from extractors.language.dates import spelt
from extractors.language.phrases import has, pattern, read
from extractors.language.units import is_unit, unit_of
from extractors.model import Basis
from extractors.tables.grid import Row, is_year

MONTH_ENDS = (28, 29, 30, 31)
NO_LABEL = ("basis", "change", "neutral")
"""Kinds of words over a column that name no part."""


@dataclass(frozen=True, slots=True)
class Column:
    """A range that holds numbers, and what its headers state.

    period   the words of its period ('Three Months Ended January 26, 2025'), '' where none
    label    words that are neither period nor basis: a segment, 'Total', 'Adjustments'
    is_excluded   its numbers are no amounts of a period: changes, former values, per-share values
    is_percent_of_revenue   so that profit lines in it are margins
    currency   the currency named in its header: "RMB", "US$"
    scale      what its amounts are counted in by its header: 10⁶ of "US$ million"
    """

    start: float
    end: float
    period: str
    label: str
    basis: Basis | None
    is_excluded: bool
    is_percent_of_revenue: bool = False
    currency: str | None = None
    scale: int | None = None


def column_of(start: float, end: float, heads: list[Row], length: str, is_us: bool) -> Column:
    """The column of a range by its header rows; `length` is that of periods without one."""
    texts = [text for row in heads if (text := text_over(row, start, end))]
    texts = [spelt(text) if is_us else text for text in texts]
    texts = [without_marks(text) for text in texts if not has(text, "unaudited")]
    currencies = {c for t in texts if is_unit(t) and (c := read(t).value("currency"))}
    scales = {unit.scale for t in texts if (unit := unit_of([t]))}
    texts = [_of_metric_alone(_of_period_alone(text)) for text in texts]
    joined = " ".join(texts)
    periods = _in_order([t for t in texts if _is_of_period(t) and not is_unit(t)])
    others = [t for t in texts if t not in periods and not is_unit(t)]
    currencies |= {
        c for t in others if has(t, "currency_alone") and (c := read(t).value("currency"))
    }
    currencies |= {c for t in periods if (c := _beside(t))}
    others = [t for t in others if not has(t, "currency_alone")]
    others = [t for t in others if ")" not in t or "(" in t]  # the end of a wrapped unit
    share = pattern("percent_of").search(joined)
    is_margin = any(has(t, "margin_head") for t in others)
    if share:  # "% of Net" over "Revenue": the words say one thing
        others = [t for t in others if t not in share[0]]
    # "Boats" over "Boats Abroad" is contained in it; a cell over two columns counts for both.
    others = [t for t in dict.fromkeys(others) if not any(o.startswith(f"{t} ") for o in others)]
    # "Growth" over "Businesses" is one name: the lines of a header belong together.
    kinds = [kind for kind in NO_LABEL if kind != "change" or has(joined, "change")]
    names = (t for t in others if not any(has(t, kind) for kind in (*kinds, "margin_head")))
    label = " ".join(names)
    # "Nine Months Ended" over "YTD 2022": the length is printed, the year is the fiscal one.
    period = pattern("year_to_date").sub(r"\1FY\2", " ".join(periods))
    if period and length and not has(period, "length"):
        # "Years Ended" beside or above the table; its day only where none is over the column.
        length = re.sub(r"(?i)(?<= ended).*", "", length) if has(period, "a_day") else length
        period = f"{length} {period}"
    is_share = share is not None or is_margin
    is_excluded = _is_excluded(texts, is_share)
    basis = stated_basis(joined)
    currency = currencies.pop() if len(currencies) == 1 else None
    scale = scales.pop() if len(scales) == 1 else None
    return Column(start, end, period, label, basis, is_excluded, is_share, currency, scale)


def _beside(period: str) -> str | None:
    """The currency in brackets behind a period: "Three months ended June 30, 2025 (RMB)"."""
    found = pattern("currency_beside").search(period)
    return read(found[0]).value("currency") if found else None


def _is_excluded(texts: list[str], is_percent_of_revenue: bool) -> bool:
    """Whether a column's headers name changes, former values, or per-share values."""
    words = [t for t in texts if not is_unit(t)]
    is_change = any(has(t, "change") for t in words) and has(" ".join(words), "change")
    if is_change and not is_percent_of_revenue:
        return True
    if any(has(t, "per_share") and "except" not in t.lower() for t in texts):
        return True
    # "% of revenue Q2 2024": the next column's header has slipped into this one.
    return has(" ".join(texts), "former") or any(has(t, "percent_of_then_year") for t in texts)


def _of_period_alone(text: str) -> str:
    """A period without the unit and the "(unaudited)" that one cell prints beside it."""
    rest = read(text).rest("unaudited_beside")
    if not has(text, "period"):
        return rest.strip() if is_year(rest.strip()) else text  # below "Six months ended 30 June"
    rest = read(rest).rest("unit_beside") if is_unit(rest) else rest
    return text if rest == text else " ".join(rest.split())


def _of_metric_alone(text: str) -> str:
    """A metric without the unit in its cell: "Revenue from external customers US$'000"."""
    rest = " ".join(read(text).rest("unit_beside").split()) if is_unit(text) else ""
    return rest if rest and line_meanings(plain_caption(rest)) else text


def _in_order(periods: list[str]) -> list[str]:
    """The words of a period, the length before the day: "October 26, 2024" may stand over it."""
    turned = sorted(periods, key=lambda text: not has(text, "length"))
    before, after = (parsed_caption(" ".join(texts)) for texts in (periods, turned))
    is_dated = before is not None and (before.end or before.period)
    return turned if not is_dated and after is not None and after.end else periods


def _is_of_period(text: str) -> bool:
    return is_year(text) or has(text, "period") or has(text, "day_piece")


def text_over(row: Row, start: float, end: float) -> str:
    """The header cell over the range, else the spanning one to its left ("Three Months Ended")."""
    over = [t for t in row.tokens if t.start < end and start < t.end]
    if over:
        return " ".join(t.text for t in over)
    left = [t for t in row.tokens if t.end <= start]
    if not left or not has(left[-1].text, "period") or re.search(r"\d{4}", left[-1].text):
        return ""
    day = re.search(r"\d+", left[-1].text) if has(left[-1].text, "month_day") else None
    # Years of weeks end on other days: "April 1," is not over the next column's year.
    return left[-1].text if day is None or int(day[0]) in MONTH_ENDS else ""
