"""The fiscal calendar: last days of quarters and years, as far as a document's dates show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from extractors.errors import PeriodError
from extractors.language.period_captions import PeriodCaption, class_of
from extractors.model import Duration, Instant, Period, PeriodType

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
SNAP = 10
EVEN = frozenset((13, 14, 26, 27, 39, 40, 52, 53))
"""Weeks of periods in a year of four quarters of 13 weeks, one of which may have 14."""
EXTRA_WEEK = 14


@dataclass(frozen=True, slots=True)
class Anchor:
    """A quarter whose number in the fiscal year and last day are both known from the document."""

    quarter: int
    end: date


@dataclass(frozen=True, slots=True)
class YearEnd:
    """The rule of a 52/53-week year's end: the last given weekday of a month, or the nearest.

    weekday 0 is Monday; is_nearest: nearest to the month's end, so perhaps in the next month.
    """

    weekday: int
    month: int
    is_nearest: bool = False

    def day_in(self, year: int) -> date:
        """The year end in the calendar year `year`; one nearest December 31 may be in January."""
        last = _months_on(date(year, self.month, 1), 0)
        day = last - timedelta(days=(last.weekday() - self.weekday) % 7)
        return day + timedelta(days=7) if self.is_nearest and (last - day).days > 3 else day


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the document's own dates show.

    ends      last days of periods and balance sheets, as printed
    weekly    a 52/53-week calendar; None where the dates do not show it
    anchor    a quarter of known number and end
    year_of_anchor   the fiscal year that the document gives the anchor
    weeks     the stated number of weeks of the quarters that end on these days
    year_end   the stated rule for the weekday on which fiscal years end
    halves    last days of six or nine months, whose quarters have three: those of weeks say so
    is_uneven   its quarters have 12, 16 or other weeks, so that only printed dates count
    """

    ends: frozenset[date]
    weekly: bool | None
    anchor: Anchor | None
    year_of_anchor: int | None
    weeks: Mapping[date, int] = field(default_factory=dict)
    is_uneven: bool = False
    year_end: YearEnd | None = None
    halves: frozenset[date] = frozenset()

    @property
    def reported(self) -> date | None:
        """The last day of the period that the document reports."""
        return self.anchor.end if self.anchor else None

    @property
    def fiscal_year_end(self) -> str | None:
        """'MM-DD' near which fiscal years end."""
        if self.anchor is None:
            return None
        return f"{self.quarter_end(4 - self.anchor.quarter):%m-%d}"

    @property
    def counts_weeks(self) -> bool:
        """Whether its quarters consist of weeks rather than months."""
        if self.weekly is None and self.anchor is not None:
            return not _is_month_end(self.anchor.end)
        return self.weekly is not False

    @property
    def _is_at_year_end(self) -> bool:
        return self.anchor is not None and self.anchor.quarter == 4

    def quarter_end(self, ahead: int) -> date:
        """The last day of the quarter `ahead` of the anchor; printed days take precedence."""
        if self.anchor is None:
            raise PeriodError("no quarter of the document is dated", reason="bad_period")
        if not self.counts_weeks:
            return _months_on(self.anchor.end, 3 * ahead)
        guess = self.anchor.end + timedelta(days=91 * ahead)
        if ahead <= -4:  # a 53-week year shifts all earlier ends
            guess = self.quarter_end(ahead + 4) - timedelta(weeks=52)
        near = self._ends_near(guess, SNAP)
        if not near and self.year_end is not None and (ahead + self.anchor.quarter) % 4 == 0:
            ruled = (self.year_end.day_in(guess.year), self.year_end.day_in(guess.year - 1))
            near = [day for day in ruled if abs((day - guess).days) <= SNAP]
        return min(near, key=lambda end: abs((end - guess).days), default=guess)

    def _ends_near(self, guess: date, days: int) -> list[date]:
        """Printed days near a computed one that may be the period's end.

        Weeks end on one weekday, so a day on another weekday, such as the last trading day before,
        is not one; but some companies' years end with a month while their quarters end with a week.
        """
        near = [end for end in self.ends if abs((end - guess).days) <= days]
        if self.anchor is None or guess.weekday() != self.anchor.end.weekday():
            return near  # counted from a day that is not itself the end of a week
        whole = [end for end in near if end.weekday() == guess.weekday()]
        return whole or [end for end in near if _is_month_end(end)]

    def quarter(self, number: int, year: int | None) -> Duration | None:
        """The fiscal quarter `number` of `year` (None = the anchor's); None where undated."""
        if self.anchor is None or (year is not None and self.year_of_anchor is None):
            return None
        years = 0 if year is None or self.year_of_anchor is None else year - self.year_of_anchor
        ahead = 4 * years + number - self.anchor.quarter
        return self._span(ahead, 1)

    def fiscal_year(self, year: int) -> Duration | None:
        """The fiscal year `year`; None where undated."""
        if self.anchor is None or self.year_of_anchor is None:
            return None
        ahead = 4 * (year - self.year_of_anchor) + 4 - self.anchor.quarter
        return self._span(ahead, 4)

    def _span(self, last: int, quarters: int) -> Duration | None:
        """The period of that many quarters, ending with the one `last` ahead of the anchor.

        None where quarters are uneven and one of the two days would be a guess.
        """
        end = self.quarter_end(last)
        start = self._first_day(end, 3 * quarters)
        days = ((last - quarters, start - timedelta(days=1)), (last, end))
        is_sure = all(ahead % 4 == 0 or day in self.ends for ahead, day in days)
        return Duration(start, end) if is_sure or not self.is_uneven else None

    def period(self, caption: PeriodCaption) -> tuple[Period, PeriodType] | None:
        """The dated period of a caption; None where the document does not date it."""
        if caption.period is not None:
            return caption.period, self._kind(caption, caption.period)
        if caption.end is not None:
            start = self._start(caption)
            if start is None:
                return None
            found = Duration(start, caption.end)
            return found, self._kind(caption, found)
        labelled = self._to_date(caption)
        if caption.quarter is not None and caption.period_type == "Q":
            labelled = self.quarter(caption.quarter, caption.year)
        elif caption.year is not None and caption.period_type == "FY":
            labelled = self.fiscal_year(caption.year)
        elif caption.year is not None and caption.months == 12 and self._is_at_year_end:
            year = self.fiscal_year(caption.year)  # "Twelve Months 2024" beside a fourth quarter
            return (year, "FY") if year else None
        return (labelled, caption.period_type) if labelled else None

    def _to_date(self, caption: PeriodCaption) -> Duration | None:
        """The months of a fiscal year up to the reported quarter: "Nine Months Ended", 2022."""
        if self.anchor is None or caption.year is None or caption.months not in (6, 9):
            return None
        last = self.quarter(self.anchor.quarter, caption.year)
        if last is None or caption.months != 3 * self.anchor.quarter:
            return None
        return Duration(self._first_day(last.end, caption.months), last.end)

    def _kind(self, caption: PeriodCaption, period: Period) -> PeriodType:
        if isinstance(period, Instant):
            return "other"
        is_year = caption.months == 12 or caption.weeks in (52, 53)
        if caption.period_type == "other" and is_year:
            return class_of(period, self.fiscal_year_end) if self.anchor else "FY"
        return caption.period_type

    def _start(self, caption: PeriodCaption) -> date | None:
        if caption.end is None or not caption.months:
            return None
        start = self._first_day(caption.end, caption.months)
        is_sure = caption.months % 12 == 0 or caption.end in self.weeks or not self.counts_weeks
        is_printed = start - timedelta(days=1) in self.ends
        return start if is_sure or is_printed or not self.is_uneven else None

    def _first_day(self, end: date, months: int) -> date:
        """The first day of that many months up to `end`, next to a printed day if one is near."""
        if months == 3 and end in self.weeks:
            return end - timedelta(weeks=self.weeks[end], days=-1)
        if months == 12 and self.weeks.get(end) == EXTRA_WEEK:
            return end - timedelta(weeks=53, days=-1)
        of_months = _is_month_end(end) if self.anchor is None else not self.counts_weeks
        if self.weekly is False or (self.weekly is None and of_months):
            return _months_on(end, -months) + timedelta(days=1)
        if months == 12 and self.year_end is not None:
            ruled = [self.year_end.day_in(year) for year in (end.year - 1, end.year - 2)]
            exact = [day for day in ruled if 357 <= (end - day).days <= 378]
            if exact and end in (
                self.year_end.day_in(end.year),
                self.year_end.day_in(end.year - 1),
            ):
                return exact[0] + timedelta(days=1)
        before = end - timedelta(days=round(months * 13 / 3) * 7)
        near = self._ends_near(before, 7)
        return min(near, key=lambda d: abs((d - before).days), default=before) + timedelta(days=1)


def _is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _months_on(end: date, months: int) -> date:
    """The month end `months` after the month of `end`."""
    index = 12 * end.year + end.month + months
    return date(index // 12, index % 12 + 1, 1) - timedelta(days=1)
