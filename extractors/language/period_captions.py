"""The grammar of period captions, and the classes of XBRL durations.

A period is known by its days (`class_of`) and by its caption (`parse_caption`). Where both are
given, the caption decides, and the days can only rule it out (`fits`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from extractors.errors import PeriodError
from extractors.language.dates import date_at, holds_day, month_day_at, normal, parse_date, refusal
from extractors.language.names import month
from extractors.language.period_lengths import DAYS, Length, label_year, length_of
from extractors.language.phrases import has, pattern
from extractors.model import Duration, Instant, Period, PeriodType

__all__ = ["DAYS", "PeriodCaption", "class_of", "fits", "is_weekly", "parse_caption", "parse_date"]

_FISCAL_Q = re.compile(r"\bf(q[1-4])(?=\b|-)")
_SHORT_YEAR = re.compile(r"\b(q[1-4]|[1-4]q)[ -](\d\d)(?![\d/.,%]| ?(?:-|weeks?|months?))")
_TWO_YEARS = re.compile(r"\b(?:q[1-4]|[1-4]q) ?'?(?:20)?\d\d/\d\d\b")
QUARTERLY = (3, 6, 9, 12)
"""Months of the periods that statements cover."""
_FLOAT = 10  # days; 52/53-week years end up to a week from their nominal day


@dataclass(frozen=True, slots=True)
class PeriodCaption:
    """What a caption states about its period; None where it states nothing.

    period      Instant, or Duration where its first day is certain (see `parse_caption`)
    end         the last day
    month_day   'MM-DD' of the last day, also where its year is printed elsewhere or twice
    months      length as printed in months (a quarter has 3), weeks the same in weeks
    quarter     1-4 of 'Q3' or 'third quarter'
    year        the year of a label: 2025 in 'FY25', 'fiscal 2025', '1Q25'
    """

    period_type: PeriodType
    period: Period | None = None
    end: date | None = None
    month_day: str | None = None
    months: int | None = None
    weeks: int | None = None
    quarter: int | None = None
    year: int | None = None


def fits(period_type: PeriodType, period: Period) -> bool:
    """Whether the days of `period` are compatible with a caption's class ('other' fits all)."""
    if period_type == "other":
        return True
    low, high = DAYS[period_type]
    return isinstance(period, Duration) and low <= period.days <= high


def class_of(period: Period, fiscal_year_end: str | None = None) -> PeriodType:
    """The class of an XBRL period without a caption, by its days.

    With `fiscal_year_end` ('MM-DD'), FY must end, and H1 and 9M start, within ten days of a fiscal
    year's end; otherwise, as for a rolling twelve months, it is 'other'. Instants are 'other'.
    Raises PeriodError for an invalid fiscal year end.
    """
    for period_type in DAYS:
        if isinstance(period, Duration) and fits(period_type, period):
            if fiscal_year_end is None or period_type == "Q":
                return period_type
            turn = period.end.toordinal() if period_type == "FY" else period.start.toordinal() - 1
            return period_type if _is_year_end(turn, fiscal_year_end) else "other"
    return "other"


def _is_year_end(ordinal: int, fiscal_year_end: str) -> bool:
    """Whether the day of this ordinal is within ten days of a fiscal year's end."""
    found = re.fullmatch(r"(\d\d)-(\d\d)", fiscal_year_end)
    try:
        if not found:
            raise ValueError(fiscal_year_end)
        month, month_day = int(found[1]), int(found[2])
        date(2000, month, month_day)
    except ValueError as error:
        what = f"{fiscal_year_end!r} is not a fiscal year end"
        raise PeriodError(what, to_do="write MM-DD", reason="bad_period") from error
    month_day = min(month_day, 28) if month == 2 else month_day
    about = round(ordinal / 365.2425)
    ends = (date(year, month, month_day) for year in range(max(about - 1, 1), min(about + 3, 9999)))
    return any(abs(ordinal - end.toordinal()) <= _FLOAT for end in ends)


def is_weekly(ends: Iterable[date]) -> bool | None:
    """Whether the last days of a company's periods follow a 52/53-week calendar.

    A last day inside a month: True. Month ends on different weekdays: False, since weeks always end
    on the same one. Otherwise None: AMD's fiscal 2022 of 53 weeks ended on Saturday, 31 December.
    """
    days = set(ends)
    if any(_month_end(day) != day for day in days):
        return True
    return False if len({day.weekday() for day in days}) > 1 else None


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _months_back(end: date, months: int) -> date:
    """The first day of `months` whole months that end on the month end `end`."""
    index = 12 * end.year + end.month - months
    return date(index // 12, index % 12 + 1, 1)


_ENDED = re.compile(r"(?<!\w)end(?:ed|ing)(?:,| on)?[ :]*")
_AS_OF = re.compile(r"(?:balances?,? ?)?(?:(?:as of|as at|at) )?")
_MORE_YEARS = re.compile(r",? ?(?:and |or |& ?)?(?:1 ?9|2 ?0) ?\d ?\d(?!\d)")


def parse_caption(
    text: str,
    *,
    fiscal_year_end: str | None = None,
    year: int | None = None,
    weekly: bool | None = None,
) -> PeriodCaption:
    """The one period that `text` names: 'Three Months Ended April 27, 2025', 'Q1 FY25'.

    fiscal_year_end  'MM-DD'. Twelve months or 52 weeks are FY only where they end within ten days
                     of it, and 'other' without it; years, six and nine months that break it are
                     'other' too
    year             completes a caption without one: 'Year Ended December 31,' over '2024'
    weekly           the result of `is_weekly` for the document. The first day of a period is sure
                     in two cases only: the caption counts weeks, or `weekly` is False and the
                     period consists of whole months and ends with a month

    A date without any length is an instant. Words around a period are ignored. Raises PeriodError
    for a caption without a period or with several ('Three and Six Months Ended'), for a year to
    date, and for impossible dates.
    """
    clean = _with_ended(_spelt(normal(text).rstrip(",.:; "), text), text)
    if instant := _instant(clean, text, year):
        return instant
    label, length = label_year(clean, text), length_of(clean, text)
    month_day, end = _end(clean, text, year)
    if length.quarter and label is None and end is None and has(clean, "unread_year"):
        raise refusal(text, "the caption of one period")
    start = _start(length, end, weekly)
    return PeriodCaption(
        period_type=_type(length, end, fiscal_year_end),
        period=Duration(start, end) if start and end else None,
        end=end,
        month_day=month_day,
        months=length.months,
        weeks=length.weeks,
        quarter=length.quarter,
        year=label,
    )


def _spelt(clean: str, text: str) -> str:
    """'q2 25' and 'fq3-25' as 'q2 fy25', '4th qtr.' as 'q4'; 'q1 24/25' names two years."""
    clean = pattern("short_months").sub("months", pattern("numbered_quarter").sub(r"q\1", clean))
    if _TWO_YEARS.search(clean):
        raise refusal(text, "the caption of one period")
    clean = pattern("spanned_quarters").sub(lambda span: "1h" if "2" in span[0] else "9m", clean)
    clean = pattern("fiscal_year_end").sub("fy", clean)
    clean = pattern("spanned_months").sub(_whole_months, clean)
    return _SHORT_YEAR.sub(r"\1 fy\2", _FISCAL_Q.sub(r"\1", clean))


def _whole_months(span: re.Match[str]) -> str:
    """'jan-sep 2025' as '9 months ended september 30, 2025'; what spans years stays as it is."""
    first, last = month(span["first"]), month(span["last"])
    if first is None or last is None or (count := last - first + 1) not in QUARTERLY:
        return span[0]
    end = _month_end(date(int(span["year"]), last, 1))
    return f"{count} months ended {end.isoformat()}"


def _with_ended(clean: str, text: str) -> str:
    """'fourth quarter jan 1, 2023' and 'three months to june 30, 2025' with their 'ended'."""
    for found in pattern("length_before_day").finditer(clean):
        if date_at(clean, found.end(), text):
            return f"{clean[: found.end(1)]} ended {clean[found.end() :]}"
    return clean


def _instant(clean: str, text: str, year: int | None) -> PeriodCaption | None:
    begin = found.end() if (found := _AS_OF.match(clean)) else 0
    if (dated := date_at(clean, begin, text)) and dated[1] == len(clean):
        day = dated[0]
        return PeriodCaption("other", Instant(day), day, f"{day:%m-%d}")
    if (named := month_day_at(clean, begin)) and named[1] == len(clean):
        day_of_year = None if year is None else parse_date(f"{year}-{named[0]}")
        return PeriodCaption(
            "other", Instant(day_of_year) if day_of_year else None, day_of_year, named[0]
        )
    return None


def _end(clean: str, text: str, year: int | None) -> tuple[str | None, date | None]:
    """'MM-DD' and the last day, as far as the caption prints them after 'ended'."""
    ends, month_days = set(), set()
    for found in _ENDED.finditer(clean):
        begin = found.end()
        dated = date_at(clean, begin, text)
        named = None if dated else month_day_at(clean, begin)
        behind = clean[dated[1] if dated else named[1] if named else begin :]
        if holds_day(_ENDED.split(behind)[0]):
            raise refusal(text, "the caption of one period")
        if dated:
            month_days.add(f"{dated[0]:%m-%d}")
            ends.add(None if _MORE_YEARS.match(behind) else dated[0])
        elif named:
            month_days.add(named[0])
            ends.add(None if year is None else parse_date(f"{year}-{named[0]}"))
    if len(ends) > 1 or len(month_days) > 1:
        raise refusal(text, "the caption of one period")
    return next(iter(month_days), None), next(iter(ends), None)


def _type(length: Length, end: date | None, fiscal_year_end: str | None) -> PeriodType:
    """The class by length, unless the fiscal year shows that it is a different period."""
    nominal = length.nominal
    if nominal in ("Q", "other"):
        return nominal
    if end is None or fiscal_year_end is None:
        return "other" if nominal == "FY" and not length.is_year else nominal
    days = 0
    if nominal != "FY":
        days = 7 * length.weeks if length.weeks else round(30.4375 * (length.months or 0))
    return nominal if _is_year_end(end.toordinal() - days, fiscal_year_end) else "other"


def _start(length: Length, end: date | None, weekly: bool | None) -> date | None:
    if end is None:
        return None
    if length.weeks:
        return end - timedelta(days=7 * length.weeks - 1)
    if length.months and weekly is False and _month_end(end) == end:
        return _months_back(end, length.months)
    return None
