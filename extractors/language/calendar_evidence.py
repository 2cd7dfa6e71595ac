"""The fiscal calendar that a document prints: which days its quarters and years end on.

A caption like "Q3 FY24" or "Three Months Ended October 29, 2023" is a period only by other dates
of the same document: its statements' columns, its balance sheet, its first sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from extractors.errors import PeriodError
from extractors.language.fiscal_calendar import EVEN, ORDINALS, Anchor, Calendar, YearEnd
from extractors.language.number_words import parse_number_words
from extractors.language.period_captions import PeriodCaption, is_weekly, parse_caption, parse_date

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
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
YEAR_ENDS = re.compile(
    r"\byears?\b[^.;]{0,60}?\bend(?:s|ing|ed)? on (?:the )?(last )?"
    rf"({'|'.join(DAYS)}) (?:(?:of|in) (?:each )?|(?:closest|nearest)(?: to)?(?: the end of)? )"
    rf"({'|'.join(NAMES)})[a-z]*\b",
    re.I,
)
QUARTER_WEEKS = re.compile(
    r"\b(first|second|third|fourth) quarter(?: of)?(?: fiscal)?(?: year)?(?: 20\d\d)?"
    r" (?:includ(?:es|ed)|ha[sd]|contain(?:s|ed)|consist(?:s|ed) of|was|comprised)"
    r" (1[1-7]|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen) weeks\b",
    re.I,
)


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
    years = sorted({c.end for c in parsed if c.end and c.months == 12 and c.period_type != "other"})
    weeks = _weeks(lines, anchor, ends) or _long_quarters(years)
    is_uneven = any(caption.weeks and caption.weeks not in EVEN for caption in parsed)
    year = _year(named, anchor)
    return Calendar(ends, weekly, anchor, year, weeks, is_uneven, _year_end(lines))


def _long_quarters(years: list[date]) -> dict[date, int]:
    """The last quarter of a year of 53 weeks has 14, where both its ends are printed."""
    return {end: 14 for before, end in pairwise(years) if (end - before).days == 53 * 7}


def remarks(texts: Iterable[str]) -> Iterator[str]:
    """What running text says of when years end and how many weeks quarters have."""
    for text in texts:
        if "week" in text or "day" in text:
            flat = " ".join(text.split())
            yield from (
                match[0] for rule in (YEAR_ENDS, QUARTER_WEEKS) for match in rule.finditer(flat)
            )


def _year_end(lines: list[str]) -> YearEnd | None:
    """The rule of a 52- or 53-week year, where the document prints one and no other."""
    found = {
        YearEnd(
            DAYS.index(match[2].lower()), NAMES.index(match[3][:3].lower()) + 1,
            match[1] is None,
        )
        for line in lines
        for match in YEAR_ENDS.finditer(line)
    }  # fmt: skip
    return found.pop() if len(found) == 1 else None


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
