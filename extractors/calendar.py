"""The fiscal calendar that a document prints: which days its quarters and years end on.

A caption like "Q3 FY24" or "Three Months Ended October 29, 2023" is a period only by other dates
of the same document: its statements' columns, its balance sheet, its first sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from extractors.errors import PeriodError
from extractors.model import Duration, Instant, Period, PeriodType
from extractors.number_words import parse_number_words
from extractors.periods import PeriodCaption, class_of, is_weekly, parse_caption, parse_date

MONTHS: dict[PeriodType, int] = {"Q": 3, "H1": 6, "9M": 9, "FY": 12}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
SNAP = 10
EVEN = frozenset((13, 14, 26, 27, 39, 40, 52, 53))
"""Weeks of periods in a year of four quarters of 13 weeks, one of which may have 14."""
DATE = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}, ?(?:19|20)\d\d"
QUARTER_ENDED = re.compile(
    rf"\b(first|second|third|fourth)[ -]quarter\b[^.;]{{0,60}}?\bended,? (?:on )?({DATE})", re.I
)
ROLLING = re.compile(r"\b(?:trailing|rolling|[tl]tm|(?:last|past) (?:twelve|four|12|4))\b", re.I)
"""Such a column says nothing of where in the fiscal year the document stands."""
COVER_YEAR = re.compile(rf"\bfor the (?:fiscal )?year ended:? ({DATE})", re.I)
COVER_QUARTER = re.compile(rf"\bfor the (?:fiscal )?quarter(?:ly period)? ended:? ({DATE})", re.I)
TITLE = re.compile(
    r"\b(first|second|third|fourth)[ -]quarter(?:,? (?:and|&) (?:full[ -]year|fiscal year))?"
    r"(?: of)?,?(?: fiscal)?(?: year)?(?: and fiscal)? '?((?:19|20)\d\d)\b"
    r"|\bq([1-4]) (?:fiscal |fy)?((?:20)\d\d)\b|\bq([1-4]) fy ?'?(\d\d)\b"
    r"|\b(?:fiscal |fy ?)'?((?:20)?\d\d),? q([1-4])\b",
    re.I,
)


QUARTER_WEEKS = re.compile(
    r"\b(first|second|third|fourth) quarter(?: of)?(?: fiscal)?(?: year)?(?: 20\d\d)?"
    r" (?:includ(?:es|ed)|ha[sd]|contain(?:s|ed)|consist(?:s|ed) of|was|comprised)"
    r" (1[1-7]|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen) weeks\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A quarter whose place in the fiscal year and whose last day are both printed."""

    quarter: int
    end: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the document's own dates say.

    ends      last days of periods and balance sheets, as printed
    weekly    a 52/53-week calendar; None where the dates do not tell
    anchor    a quarter of known number and end
    year_of_anchor   the fiscal year that the document gives the anchor
    weeks     how many weeks a sentence gives the quarters that end on these days
    is_uneven   its quarters have 12, 16 or other weeks, so that none is dated but by its print
    """

    ends: frozenset[date]
    weekly: bool | None
    anchor: Anchor | None
    year_of_anchor: int | None
    weeks: Mapping[date, int] = field(default_factory=dict)
    is_uneven: bool = False

    @property
    def reported(self) -> date | None:
        """The last day of the period that the document reports."""
        return self.anchor.end if self.anchor else None

    @property
    def fiscal_year_end(self) -> str | None:
        """'MM-DD' around which fiscal years end."""
        if self.anchor is None:
            return None
        return f"{self.quarter_end(4 - self.anchor.quarter):%m-%d}"

    @property
    def counts_weeks(self) -> bool:
        """Whether its quarters are of weeks, and not of months."""
        if self.weekly is None and self.anchor is not None:
            return not _is_month_end(self.anchor.end)
        return self.weekly is not False

    def quarter_end(self, ahead: int) -> date:
        """The last day of the quarter that is `ahead` of the anchor, printed ones first."""
        if self.anchor is None:
            raise PeriodError("no quarter of the document is dated", reason="bad_period")
        if not self.counts_weeks:
            return _months_on(self.anchor.end, 3 * ahead)
        guess = self.anchor.end + timedelta(days=91 * ahead)
        near = [end for end in self.ends if abs((end - guess).days) <= SNAP]
        return min(near, key=lambda end: abs((end - guess).days), default=guess)

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
        """So many quarters, the one `last` ahead of the anchor at their end.

        None where quarters are uneven and one of the two days is a guess.
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
        return (labelled, caption.period_type) if labelled else None

    def _to_date(self, caption: PeriodCaption) -> Duration | None:
        """The months of a fiscal year up to the quarter reported: "Nine Months Ended", 2022."""
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
        return self._first_day(caption.end, caption.months)

    def _first_day(self, end: date, months: int) -> date:
        """The first day of so many months that end then: after a printed day where one is near."""
        if months == 3 and end in self.weeks:
            return end - timedelta(weeks=self.weeks[end], days=-1)
        if self.weekly is False or (self.weekly is None and _is_month_end(end)):
            return _months_on(end, -months) + timedelta(days=1)
        before = end - timedelta(days=round(months * 13 / 3) * 7)
        near = [day for day in self.ends if abs((day - before).days) <= 7]
        return min(near, key=lambda d: abs((d - before).days), default=before) + timedelta(days=1)


def calendar(captions: Iterable[str], lines: Iterable[str]) -> Calendar:
    """The calendar of a document from its column captions and its text."""
    lines, captions = list(lines), list(captions)
    named = [*lines, *captions]
    captions = [text for text in captions if not ROLLING.search(text)]
    parsed = [found for text in captions if (found := parsed_caption(text)) is not None]
    ends = frozenset(caption.end for caption in parsed if caption.end)
    durations = {caption.end for caption in parsed if caption.end and caption.months}
    weekly = is_weekly(durations or ends)
    anchor = _anchor(lines, parsed)
    weeks = _weeks(lines, anchor, ends)
    is_uneven = any(caption.weeks and caption.weeks not in EVEN for caption in parsed)
    return Calendar(ends, weekly, anchor, _year(named, anchor), weeks, is_uneven)


def _weeks(lines: list[str], anchor: Anchor | None, ends: frozenset[date]) -> dict[date, int]:
    """The weeks of the reported quarter as a sentence counts them, and of the one a year before.

    A year of 53 weeks has its extra one in its last quarter, and the year before it has 52.
    """
    told = [found for line in lines for found in QUARTER_WEEKS.finditer(line)]
    counts = {
        int(count) if (count := found[2].lower()).isdecimal() else parse_number_words(count)
        for found in told
        if anchor is not None and ORDINALS[found[1].lower()] == anchor.quarter
    }
    count = next(iter(counts)) if len(counts) == 1 else None
    if anchor is None or count is None:
        return {}
    before = next((end for end in ends if 360 < (anchor.end - end).days < 372), None)
    if before is None:
        return {anchor.end: count}
    if anchor.quarter < 4:
        return {anchor.end: count, before: count}
    is_long = (anchor.end - before).days == 53 * 7
    return {anchor.end: count, before: count - 1} if is_long else {anchor.end: count}


@lru_cache(maxsize=4096)
def parsed_caption(text: str) -> PeriodCaption | None:
    """The caption's period, None where it names none or several."""
    try:
        return parse_caption(text)
    except PeriodError:
        return None


def _anchor(lines: list[str], parsed: list[PeriodCaption]) -> Anchor | None:
    """The reported quarter: by the first sentence that dates it, else by the columns."""
    told = (anchor for line in lines if (anchor := _told_surely(line, parsed)) is not None)
    return next(told, None) or _by_columns(lines, parsed)


def _told_surely(line: str, parsed: list[PeriodCaption]) -> Anchor | None:
    """None for a sentence with a day that no calendar has: it costs itself alone."""
    try:
        return _told(line, parsed)
    except PeriodError:
        return None


def _told(line: str, parsed: list[PeriodCaption]) -> Anchor | None:
    if found := QUARTER_ENDED.search(line):
        return Anchor(ORDINALS[found[1].lower()], parse_date(found[2]))
    if found := COVER_YEAR.search(line):
        return Anchor(4, parse_date(found[1]))
    if found := COVER_QUARTER.search(line):
        end = parse_date(found[1])
        number = _quarters_to(end, parsed)
        return Anchor(number, end) if number else None
    return None


def _by_columns(lines: list[str], parsed: list[PeriodCaption]) -> Anchor | None:
    for caption in parsed:
        if caption.quarter and caption.end:
            return Anchor(caption.quarter, caption.end)
    year_ends = [c.end for c in parsed if c.end and c.months == 12 and c.period_type == "FY"]
    quarters = [c.end for c in parsed if c.end and c.months == 3]
    if year_ends and not quarters:
        return Anchor(4, max(year_ends))
    titled = next((found for line in lines if (found := TITLE.search(line))), None)
    if titled and quarters:
        return Anchor(_numbered(titled)[0], max(quarters))
    return Anchor(4, max(year_ends)) if year_ends else None


def _quarters_to(end: date, parsed: list[PeriodCaption]) -> int | None:
    """How many quarters the longest year-to-date column of that end has; None without any."""
    lengths = {c.months or round((c.weeks or 0) / 4.35) for c in parsed if c.end == end}
    steps = ((4, {11, 12}), (3, {8, 9}), (2, {5, 6}), (1, {3, 4}))
    return next((number for number, months in steps if lengths & months), None)


def _year(lines: list[str], anchor: Anchor | None) -> int | None:
    """The year that the document gives its quarter, checked against the days."""
    if anchor is None:
        return None
    last = anchor.end + timedelta(days=91 * (4 - anchor.quarter))
    ends_in = (last - timedelta(days=7)).year
    titles = [_numbered(found) for line in lines for found in TITLE.finditer(line)]
    told = Counter(year for number, year in titles if number == anchor.quarter)
    # A year is named by where it ends, else by where it begins; comparatives name the year before.
    begins_in = ends_in - 1
    is_by_begin = told[begins_in] > 3 * told[ends_in]
    return begins_in if is_by_begin else ends_in


def _numbered(found: re.Match[str]) -> tuple[int, int]:
    """Quarter and fiscal year of a title."""
    number = ORDINALS[found[1].lower()] if found[1] else int(found[3] or found[5] or found[8])
    year = int(found[2] or found[4] or found[6] or found[7])
    return number, year if year > 99 else 2000 + year


def _is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _months_on(end: date, months: int) -> date:
    """The month end `months` after the month of `end`."""
    index = 12 * end.year + end.month + months
    return date(index // 12, index % 12 + 1, 1) - timedelta(days=1)
