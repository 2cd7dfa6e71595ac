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


def dated_column(
    column: Column, state: TableState, calendar: Calendar
) -> tuple[Period, PeriodType] | Why:
    """The period of the column, or why it has none that can be read here."""
    dated = _period(column, state, calendar)
    if dated is None:
        return Why.NO_PERIOD
    # Guidance in a table is read by sentences.guidance_tables.
    is_ahead = calendar.anchor is not None and dated[0].end > calendar.anchor.end
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
    if has(text, "counted_length") or _ends_quarters_of_13_weeks(period, calendar):
        return False
    if _is_a_year_before_13_weeks(period, calendar):
        return False
    starts_after = None if period.start is None else period.start - timedelta(days=1)
    return starts_after not in calendar.ends


def _ends_quarters_of_13_weeks(period: Period, calendar: Calendar) -> bool:
    """Whether a printed year end is 26 or 39 weeks before; with 12 and 16 weeks it is 24 to 40."""
    is_before_13 = period.end + timedelta(weeks=13) in calendar.ends
    weeks = (26, 39, 27, 40) if is_before_13 and not calendar.is_uneven else (26, 39)
    return any(period.end - timedelta(weeks=count) in calendar.ends for count in weeks)


def _is_a_year_before_13_weeks(period: Period, calendar: Calendar) -> bool:
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
