"""The fiscal calendar that a document prints: which days its quarters and years end on.

A caption like "Q3 FY24" or "Three Months Ended October 29, 2023" is a period only by other dates
of the same document: its statements' columns, its balance sheet, its first sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from extractors.errors import PeriodError
from extractors.language.fiscal_calendar import EVEN, ORDINALS, Anchor, Calendar, YearEnd
from extractors.language.number_words import parse_number_words
from extractors.language.period_captions import PeriodCaption, is_weekly, parse_caption
from extractors.language.reported_period import YEAR_NAMED, anchor_of, cover_lines, shifted, year_of

ROLLING = re.compile(r"\b(?:trailing|rolling|[tl]tm|(?:last|past) (?:twelve|four|12|4))\b", re.I)
"""Such a column says nothing of where in the fiscal year the document stands."""
AHEAD = re.compile(r"\b(?:ending|expected|outlook|guidance|forecast|pro forma)\b", re.I)
TO_DATE = re.compile(r"\byear[ -]to[ -]date(?: periods?)?(?: ended)?\b", re.I)
MONTHS_TO = {2: "Six", 3: "Nine", 4: "Twelve"}
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


def calendar(
    captions: Iterable[str], lines: Iterable[str], statements: Iterable[str] = ()
) -> Calendar:
    """The calendar of a document from its column captions and its text.

    `statements` are the captions of its statements of income and cash flow.
    """
    lines, captions = list(lines), list(captions)
    named = [*lines, *captions]
    captions = [text for text in captions if not ROLLING.search(text)]
    parsed = [found for text in captions if (found := parsed_caption(text)) is not None]
    ends = frozenset(caption.end for caption in parsed if caption.end)
    durations = {caption.end for caption in parsed if caption.end and caption.months}
    weekly = is_weekly(durations or ends)
    stated = [found for text in _past(statements) if (found := parsed_caption(text)) is not None]
    anchor = anchor_of(lines, parsed, stated)
    years = sorted({c.end for c in parsed if c.end and c.months == 12 and c.period_type != "other"})
    weeks = _weeks(lines, anchor, ends) or _long_quarters(years)
    is_uneven = any(caption.weeks and caption.weeks not in EVEN for caption in parsed)
    year = year_of(named, anchor, stated)
    return Calendar(ends, weekly, anchor, year, weeks, is_uneven, _year_end(lines))


def _past(statements: Iterable[str]) -> list[str]:
    """Captions of statements without those of periods to come or of rolling ones."""
    return [text for text in statements if not ROLLING.search(text) and not AHEAD.search(text)]


def _long_quarters(years: list[date]) -> dict[date, int]:
    """The last quarter of a year of 53 weeks has 14, where both its ends are printed."""
    return {end: 14 for before, end in pairwise(years) if (end - before).days == 53 * 7}


def remarks(texts: Sequence[str]) -> Iterator[str]:
    """What covers and running text say of the period, of when years end, of quarters' weeks."""
    yield from cover_lines(texts)
    for text in texts:
        if "week" in text or "day" in text or "iscal" in text:
            flat = " ".join(text.split())
            rules = (YEAR_ENDS, QUARTER_WEEKS, YEAR_NAMED)
            yield from (match[0] for rule in rules for match in rule.finditer(flat))


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


def caption_in(text: str, dates: Calendar) -> PeriodCaption | None:
    """The caption's period, where a year to date ends with the quarter that is reported, too."""
    caption = parsed_caption(text)
    if caption is not None or dates.anchor is None or not TO_DATE.search(text):
        return caption
    months = MONTHS_TO.get(dates.anchor.quarter)
    caption = parsed_caption(TO_DATE.sub(f"{months} Months Ended", text)) if months else None
    end = caption.end if caption else None
    is_same = end is not None and shifted(dates.anchor, end) == dates.anchor.quarter
    return caption if is_same else None


@lru_cache(maxsize=4096)
def parsed_caption(text: str) -> PeriodCaption | None:
    """The caption's period, None where it names none or several."""
    try:
        return parse_caption(text)
    except PeriodError:
        return None
