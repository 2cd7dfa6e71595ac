"""The fiscal calendar that a document prints: the last days of its quarters and years.

A caption like "Q3 FY24" or "Three Months Ended October 29, 2023" is a definite period only with
other dates of the same document: its statements' columns, balance sheet, first sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from extractors.errors import PeriodError
from extractors.language.fiscal_calendar import (
    EVEN,
    EXTRA_WEEK,
    ORDINALS,
    Anchor,
    Calendar,
    YearEnd,
)
from extractors.language.names import month
from extractors.language.number_words import parse_number_words
from extractors.language.period_captions import PeriodCaption, is_weekly, parse_caption
from extractors.language.phrases import has, pattern, read
from extractors.language.reported_period import (
    anchor_of,
    cover_lines,
    ends_of_long_years,
    shifted,
    supposed,
    year_of,
)

QUARTERS = (12, 13, 14, 16, 17)
"""Weeks that a quarter has in calendars of weeks."""
REMARKS = ("year_end_rule", "quarter_weeks", "uneven_quarter", "dated_year")
MONTHS_TO = {2: "Six", 3: "Nine", 4: "Twelve"}


def calendar(
    captions: Iterable[str], lines: Iterable[str], statements: Iterable[str] = ()
) -> Calendar:
    """The calendar of a document, from its column captions and its text.

    `statements` are the column captions of its income and cash flow statements.
    """
    lines, captions = list(lines), list(captions)
    named = [*lines, *captions]
    captions = [text for text in captions if not has(text, "rolling")]
    parsed = [found for text in captions if (found := parsed_caption(text)) is not None]
    ends = frozenset(caption.end for caption in parsed if caption.end)
    durations = {caption.end for caption in parsed if caption.end and caption.months}
    weekly = is_weekly(durations or ends)
    stated = [found for text in _past(statements) if (found := parsed_caption(text)) is not None]
    halves = frozenset(c.end for c in parsed if c.end and c.months in (6, 9))
    told = [found for text in _past(captions) if (found := parsed_caption(text)) is not None]
    anchor = anchor_of(lines, told or parsed, stated) or supposed(named, parsed)
    years = sorted({c.end for c in parsed if c.end and c.months == 12 and c.period_type != "other"})
    is_uneven = any(caption.weeks and caption.weeks not in EVEN for caption in parsed)
    is_uneven |= any("week" in line and has(line, "uneven_quarter") for line in lines)
    weeks = _weeks(lines, anchor, ends, weekly is True)
    if not weeks and not is_uneven:
        weeks = _long_quarters(years)
    long = dict.fromkeys(ends_of_long_years(lines), EXTRA_WEEK)
    past = stated or [caption for text in _past(captions) if (caption := parsed_caption(text))]
    year = year_of(named, anchor, past)
    return Calendar(
        ends | long.keys(), weekly, anchor, year, weeks | long, is_uneven, _year_end(lines), halves
    )


def _past(statements: Iterable[str]) -> list[str]:
    """Captions of statements without those of future or rolling periods."""
    return [text for text in statements if not has(text, "rolling") and not has(text, "ahead")]


def _long_quarters(years: list[date]) -> dict[date, int]:
    """Quarters of 14 weeks: the last of a 53-week year, where both its ends are printed."""
    return {end: 14 for before, end in pairwise(years) if (end - before).days == 53 * 7}


def remarks(texts: Sequence[str]) -> Iterator[str]:
    """Statements of covers and text about the period, the fiscal year end and quarters' weeks."""
    yield from cover_lines(texts)
    for text in texts:
        if "week" in text or "day" in text or "iscal" in text:
            flat = " ".join(text.split())
            yield from (found[0] for kind in REMARKS for found in pattern(kind).finditer(flat))


def _year_end(lines: list[str]) -> YearEnd | None:
    """The rule for the end of a 52/53-week year, if the document states exactly one."""
    found = {
        YearEnd(
            int(read(match["day"]).value("weekday") or 0), month(match["month"]) or 0,
            match["last"] is None,
        )
        for line in lines
        for match in pattern("year_end_rule").finditer(line)
    }  # fmt: skip
    return found.pop() if len(found) == 1 else None


def _weeks(
    lines: list[str], anchor: Anchor | None, ends: frozenset[date], is_weekly: bool
) -> dict[date, int]:
    """The number of weeks of the reported quarter and of the one a year before, as stated.

    Where none is stated, and years are of weeks, they are counted from the quarter end before it. A
    53-week year has its extra week in the last quarter, and the year before it has 52.
    """
    counted = [found for line in lines for found in pattern("quarter_weeks").finditer(line)]
    counts = {
        int(count) if (count := found["count"]).isdecimal() else parse_number_words(count)
        for found in counted
        if anchor is not None and ORDINALS[found["ordinal"].lower()] == anchor.quarter
    }
    count = next(iter(counts)) if len(counts) == 1 else None
    if not counts and anchor is not None and is_weekly:
        since = {(anchor.end - end).days for end in ends} & {7 * weeks for weeks in QUARTERS}
        count = since.pop() // 7 if len(since) == 1 else None
    if anchor is None or count is None:
        return {}
    before = next((end for end in ends if 360 < (anchor.end - end).days < 372), None)
    if before is None:
        return {anchor.end: count}
    if anchor.quarter < 4:
        return {anchor.end: count, before: count}
    is_long = (anchor.end - before).days == 53 * 7
    return {anchor.end: count, before: count - (count != 13)} if is_long else {anchor.end: count}


def caption_in(text: str, dates: Calendar) -> PeriodCaption | None:
    """The caption's period; a year to date is dated too if it ends with the reported quarter."""
    caption = parsed_caption(text)
    if caption is not None or dates.anchor is None or not has(text, "so_far"):
        return caption
    months = MONTHS_TO.get(dates.anchor.quarter)
    counted = pattern("so_far").sub(f"{months} Months Ended ", text)
    caption = parsed_caption(counted) if months else None
    if caption is None or caption.end is None:
        return caption if caption and caption.year else None
    return caption if shifted(dates.anchor, caption.end) == dates.anchor.quarter else None


@lru_cache(maxsize=4096)
def parsed_caption(text: str) -> PeriodCaption | None:
    """The caption's period; None where it names none or several."""
    try:
        return parse_caption(text)
    except PeriodError:
        return None
