"""The target period of guidance, as its words name it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from extractors.errors import PeriodError
from extractors.language.dates import parse_date
from extractors.language.fiscal_calendar import ORDINALS, Calendar, YearEnd
from extractors.language.phrases import has, pattern
from extractors.model import Duration, PeriodType
from extractors.sentences.text_figures import Target

AROUND = timedelta(days=7)
"""How far a year of weeks may end from the day that a sentence prints."""
RETAIL = YearEnd(weekday=5, month=1, is_nearest=True)
"""The 4-5-4 calendar of the National Retail Federation: the Saturday nearest to January 31."""


def is_of_several(text: str) -> bool:
    """Whether the text names several quarters, several years, or a quarter and a year."""
    quarters = {(_number(m)) for m in pattern("quarter_named").finditer(text)}
    rest = pattern("quarter_named").sub(" ", text)
    years = {_year(m) for m in pattern("year_named").finditer(rest)}
    years |= {-1 for _ in pattern("whole_year").finditer(rest) if not years}
    bare = {
        _year(m) for m in pattern("calendar_year").finditer(pattern("year_named").sub(" ", rest))
    }
    return len(quarters) + len(years) > 1 or len(bare) > 1


def target_of(text: str, dates: Calendar) -> Target | None:
    """The period that the text names, if it is after the reported quarter."""
    if dates.anchor is None:
        return None
    found = named(text, dates)
    if found is None or found[0] is None or found[0].end <= dates.anchor.end:
        return None
    return Target(found[0], found[1])


def named(text: str, dates: Calendar) -> tuple[Duration | None, PeriodType] | None:
    """The period by its most reliable words; None where it names none."""
    if found := pattern("quarter_named").search(text):
        number, year = _number(found), _year(found)
        return dates.quarter(number, year or _next_year(number, dates)), "Q"
    if found := pattern("quarter_ending").search(text):
        period = _quarter_to(found[1], dates)
        return (period, "Q") if period else None
    if has(text, "next_quarter") and dates.anchor is not None:
        number = dates.anchor.quarter % 4 + 1
        return dates.quarter(number, _next_year(number, dates)), "Q"
    period = _fiscal_year(text, dates)
    return (period, "FY") if period else None


def _fiscal_year(text: str, dates: Calendar) -> Duration | None:
    """The year named by its number or last day, or as the current one."""
    if found := pattern("year_named").search(text):
        return _of_weeks(dates.fiscal_year(_year(found) or 0), text, dates)
    if found := pattern("year_ending").search(text):
        return _year_to(found[1], dates)
    year = dates.year_of_anchor
    if year is not None and dates.anchor is not None and has(text, "whole_year"):
        return _of_weeks(dates.fiscal_year(year + dates.anchor.quarter // 4), text, dates)
    if (found := pattern("calendar_year").search(text)) and _is_of_the_calendar(dates):
        return _of_weeks(dates.fiscal_year(_year(found) or 0), text, dates)
    return None


def _number(found: re.Match[str]) -> int:
    word = next(group for group in found.groups() if group)
    return ORDINALS[word.lower()] if word.lower() in ORDINALS else int(word)


def _year(found: re.Match[str]) -> int | None:
    """The last group that is digits of a year: '26' is 2026."""
    digits = [
        group for group in found.groups() if group and len(group) in (2, 4) and group.isdigit()
    ]
    return int(digits[-1]) + (2000 if len(digits[-1]) == 2 else 0) if digits else None


def _of_weeks(period: Duration | None, text: str, dates: Calendar) -> Duration | None:
    """The year with the stated number of weeks, else by the rule that its printed ends follow.

    A year that ended on January 28, 29 and 30 ends on the last Saturday of January, or on the one
    nearest its end: where the two rules differ for the next year, the result is None. Saturdays
    near January 31 are the retailers' calendar, which they share and rarely explain.
    """
    if period is None or period.end in dates.ends or not dates.counts_weeks:
        return period
    if has(text, "long_year"):
        return Duration(period.start, period.start + timedelta(weeks=53, days=-1))
    anchor = dates.quarter_end(4 - dates.anchor.quarter) if dates.anchor else period.end
    own = {anchor} if dates.anchor and dates.anchor.quarter == 4 else set()
    known = [day for day in dates.ends | own if _is_year_end(day, anchor)]
    near = period.end + AROUND
    rules = [YearEnd(near.weekday(), month, False) for month in {day.month for day in known}]
    rules += [YearEnd(near.weekday(), (day - 2 * AROUND).month, True) for day in known[:1]]
    fitting = [rule for rule in rules if all(_closest(rule, day) == day for day in known)]
    fitting = [RETAIL] if RETAIL in fitting else fitting
    ends = {_closest(rule, period.end) for rule in fitting}
    if len(ends) > 1:
        return None
    return Duration(period.start, next(iter(ends), period.end))


def _is_year_end(day: date, anchor: date) -> bool:
    years = round((anchor - day).days / 365.25)
    return (
        abs((anchor - day).days - 365.25 * years) <= AROUND.days
        and day.weekday() == anchor.weekday()
    )


def _closest(rule: YearEnd, day: date) -> date:
    days = (rule.day_in(year) for year in (day.year - 1, day.year, day.year + 1))
    return min(days, key=lambda one: abs(one - day))


def _year_to(text: str, dates: Calendar) -> Duration | None:
    """The fiscal year that ends on the printed day, or near it if it consists of weeks."""
    try:
        day = parse_date(text)
    except PeriodError:
        return None
    for year in (day.year, day.year - 1):
        period = dates.fiscal_year(year)
        if period is not None and abs(period.end - day) <= AROUND:
            return period
    return None


def _quarter_to(text: str, dates: Calendar) -> Duration | None:
    """The quarter of the coming year that ends on the printed day, within a week."""
    try:
        day = parse_date(text)
    except PeriodError:
        return None
    if dates.anchor is None:
        return None
    ahead = (dates.quarter(number, _next_year(number, dates)) for number in (1, 2, 3, 4))
    near = (one for one in ahead if one is not None and abs(one.end - day) <= AROUND)
    found = next(near, None)
    return Duration(found.start, day) if found else None


def _is_of_the_calendar(dates: Calendar) -> bool:
    """Whether fiscal years end with calendar years, or within some days of it."""
    end = dates.fiscal_year_end or ""
    return end >= "12-25" or (dates.counts_weeks and "01-01" <= end <= "01-04")


def _next_year(number: int, dates: Calendar) -> int | None:
    if dates.year_of_anchor is None or dates.anchor is None:
        return None
    # A quarter named without a year may be the reported one, never next year's.
    later = number < dates.anchor.quarter
    return dates.year_of_anchor + later
