"""The period of a column's numbers, by its own header and the rows above."""

from __future__ import annotations

from datetime import timedelta

from extractors.language.calendar_evidence import caption_in
from extractors.language.fiscal_calendar import Calendar
from extractors.language.phrases import has
from extractors.model import Period, PeriodType
from extractors.tables.column_heads import Column
from extractors.tables.sections import TableState
from extractors.tables.unread import Why

WEEK = timedelta(days=7)
"""How far a year that ends with a month may end from one of weeks."""


def dated_column(
    column: Column, state: TableState, calendar: Calendar, title: str
) -> tuple[Period, PeriodType] | Why:
    """The period of the column, or why it has none that can be read here.

    `title` are the lines above the table.
    """
    dated = _period(column, state, calendar)
    if dated is None:
        return Why.NO_PERIOD
    # Guidance in a table is read by sentences.guidance_tables.
    anchor = calendar.anchor
    is_named = has(column.period, "ahead") and (anchor is None or has(title, "outlook_name"))
    is_ahead = is_named or (anchor is not None and dated[0].end > anchor.end)
    return Why.AHEAD if is_ahead else dated


def _period(
    column: Column, state: TableState, calendar: Calendar
) -> tuple[Period, PeriodType] | None:
    above = "" if column.period else state.period  # a column's own period takes precedence
    for text in (column.period, f"{state.period} {column.period}".strip(), above):
        caption = caption_in(text, calendar) if text else None
        found = calendar.period(caption) if caption else None
        if found is not None:
            return None if _is_of_unknown_length(text, found[0], calendar) else found
    return None


def _is_of_unknown_length(text: str, period: Period, calendar: Calendar) -> bool:
    """Whether it is a "Quarter Ended" of unknown length: in a calendar of weeks, 12 to 17."""
    if not calendar.weekly or period.end in calendar.weeks or not has(text, "quarter_ended"):
        return False
    if has(text, "counted_length"):
        return False
    rules = (_ends_months, _ends_quarters, _is_a_year_before)
    if any(is_of_13(period, calendar) for is_of_13 in rules):
        return False
    starts_after = None if period.start is None else period.start - timedelta(days=1)
    return starts_after not in calendar.ends


def _ends_months(period: Period, calendar: Calendar) -> bool:
    """Whether six or nine months end with it, that began with a year by the printed days."""
    later = [period.end, *(period.end + timedelta(weeks=count) for count in (52, 53))]
    return period.end in calendar.halves and any(
        abs(one - timedelta(weeks=count) - end) <= WEEK
        for one in later
        if one in calendar.halves
        for count in (26, 39)
        for end in calendar.ends
    )


def _ends_quarters(period: Period, calendar: Calendar) -> bool:
    """Whether a printed year end is 26 or 39 weeks before; with 12 and 16 weeks it is 24 to 40."""
    is_before_13 = period.end + timedelta(weeks=13) in calendar.ends
    weeks = (26, 39, 27, 40) if is_before_13 and not calendar.is_uneven else (26, 39)
    return any(period.end - timedelta(weeks=count) in calendar.ends for count in weeks)


def _is_a_year_before(period: Period, calendar: Calendar) -> bool:
    """Whether 52 or 53 weeks later, 26 or 39 after a printed end of a year, a quarter ends too.

    The week that some years have more is in their first or last quarter, so that the second and
    third are as long in every year.
    """
    later = [] if calendar.is_uneven else [period.end + timedelta(weeks=w) for w in (52, 53)]
    return any(
        end in calendar.ends and end - timedelta(weeks=count) in calendar.ends
        for end in later
        for count in (26, 39)
    )
