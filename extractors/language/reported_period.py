"""Which period a document reports: by its statements, by its cover, by its sentences.

The newest period that its statements print is the one reported. A sentence that dates another
quarter or year ("our Annual Report on Form 10-K for the fiscal year ended December 31, 2024") says
where fiscal years end, and so which quarter the newest one is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from extractors.errors import PeriodError
from extractors.language.fiscal_calendar import ORDINALS, Anchor
from extractors.language.period_captions import PeriodCaption, parse_date

DATE = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}, ?(?:19|20)\d\d"
QUARTER_ENDED = re.compile(
    rf"\b(first|second|third|fourth)[ -]quarter\b[^.;]{{0,60}}?\bended,? (?:on )?({DATE})", re.I
)
COVER_YEAR = re.compile(rf"\bfor the (?:fiscal )?year ended:? ({DATE})", re.I)
COVER_QUARTER = re.compile(rf"\bfor the (?:fiscal )?quarter(?:ly period)? ended:? ({DATE})", re.I)
CITED = re.compile(
    r"\breports? on form\b|\b(?:our|its|in|the|company['’]s) (?:\w+ ){0,2}(?:report|form)\b", re.I
)
"""Before a date these words make it that of another document."""
PURSUANT = re.compile(r"\bpursuant to section 1[35]\b", re.I)
"""A cover names its form too, and the law that asks for it."""
COVER_PAGES = 3
TITLE = re.compile(
    r"\b(first|second|third|fourth)[ -]quarter(?:,? (?:and|&) (?:full[ -]year|fiscal year))?"
    r"(?: of)?,?(?: fiscal)?(?: year)?(?: and fiscal)? '?((?:19|20)\d\d)\b"
    r"|\bq([1-4]) (?:fiscal |fy)?((?:20)\d\d)\b|\bq([1-4]) fy ?'?(\d\d)\b"
    r"|\b(?:fiscal |fy ?)'?((?:20)?\d\d),? q([1-4])\b",
    re.I,
)
YEAR_NAMED = re.compile(
    rf"\bfiscal (?:year )?(20\d\d)\b[^.;\d]{{0,60}}?(?:\d\d weeks )?\bended,? (?:on )?({DATE})",
    re.I,
)
"""A sentence that says which year ended when: "Fiscal 2023 consisted of 53 weeks ended ..."."""
QUARTER_DAYS = 91.31
NEAR = 12
"""Days by which a quarter's end may stray from so many quarters after another one."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A quarter or year that a sentence dates; is_cited: as that of another document."""

    anchor: Anchor
    is_cited: bool


def cover_lines(pages: Iterable[str]) -> Iterator[str]:
    """What the first pages of a report say of its period."""
    for _, text in zip(range(COVER_PAGES), pages, strict=False):
        flat = " ".join(text.split())
        for rule in (COVER_YEAR, COVER_QUARTER):
            if (found := rule.search(flat)) and not _is_cited(flat, found.start()):
                yield found[0]


def anchor_of(
    lines: Sequence[str], parsed: Sequence[PeriodCaption], stated: Sequence[PeriodCaption]
) -> Anchor | None:
    """The quarter at the end of the period reported.

    parsed are the captions of all columns, stated those of the statements of income and cash flow.
    """
    dated = [found for line in lines for found in _dated(line, parsed)]
    labelled = [
        Dated(Anchor(c.quarter, c.end), is_cited=True) for c in parsed if c.quarter and c.end
    ]
    newest = max((c.end for c in stated if c.end and (c.months or c.weeks)), default=None)
    printed = {c.end for c in parsed if c.end}
    own = [one.anchor for one in dated if not one.is_cited]
    if newest is None:
        return next(iter(own), None) or _by_columns(lines, parsed)
    if later := [one for one in own if one.end > newest and one.end in printed]:
        return later[0]
    number = _number(newest, lines, parsed, stated, [*dated, *labelled])
    return Anchor(number, newest) if number else None


def _number(
    newest: date,
    lines: Sequence[str],
    parsed: Sequence[PeriodCaption],
    stated: Sequence[PeriodCaption],
    dated: Sequence[Dated],
) -> int | None:
    """Which quarter of the fiscal year ends on the newest day."""
    by_length = quarters_to(newest, stated)
    same = [one.anchor.quarter for one in dated if one.anchor.end == newest]
    if by_length in (2, 3) or (by_length == 4 and not same):
        return by_length
    if same:
        return by_length if by_length in same else same[0]
    votes = Counter(n for one in dated if (n := shifted(one.anchor, newest)) is not None)
    told = votes.most_common(1)[0][0] if votes else _by_balance(newest, parsed)
    if told is not None:
        return told
    covers = (found for line in lines if (found := COVER_QUARTER.search(line)))
    if by_length == 1 and any(_day(found[1]) == newest for found in covers):
        return quarters_to(newest, parsed)
    other = _by_columns(lines, parsed)
    return other.quarter if other is not None and other.end == newest else None


def _by_balance(newest: date, parsed: Sequence[PeriodCaption]) -> int | None:
    """The number by the balance sheet, which puts beside the newest day that of the last year.

    A day a quarter before may as well be the last quarter's.
    """
    days = {c.end for c in parsed if c.end and not c.months and not c.weeks}
    before = [day for day in days if 0 < (newest - day).days < 300]
    found = shifted(Anchor(4, before[0]), newest) if len(before) == 1 else None
    return found if found in (2, 3) else None


def shifted(anchor: Anchor, end: date) -> int | None:
    """The number of the quarter that ends then; None where none of that calendar does."""
    days = (end - anchor.end).days
    ahead = round(days / QUARTER_DAYS)
    return (anchor.quarter + ahead - 1) % 4 + 1 if abs(days - ahead * QUARTER_DAYS) < NEAR else None


def _dated(line: str, parsed: Sequence[PeriodCaption]) -> Iterator[Dated]:
    """The first dated quarter or year of a sentence, if its days are of the calendar."""
    for rule in (QUARTER_ENDED, COVER_YEAR, COVER_QUARTER):
        found = rule.search(line)
        if found is None:
            continue
        end = _day(found[2] if rule is QUARTER_ENDED else found[1])
        if end is None:
            return
        number: int | None = 4
        if rule is QUARTER_ENDED:
            number = ORDINALS[found[1].lower()]
        elif rule is COVER_QUARTER:
            number = quarters_to(end, parsed)
            number = None if number == 1 else number  # its other columns may not be dated
        if number is not None:
            yield Dated(Anchor(number, end), _is_cited(line, found.start()))
        return


def _is_cited(text: str, start: int) -> bool:
    before = text[max(0, start - 160) : start]
    return CITED.search(before) is not None and PURSUANT.search(before) is None


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except PeriodError:
        return None


def _by_columns(lines: Sequence[str], parsed: Sequence[PeriodCaption]) -> Anchor | None:
    for caption in parsed:
        if caption.quarter and caption.end:
            return Anchor(caption.quarter, caption.end)
    year_ends = [c.end for c in parsed if c.end and c.months == 12 and c.period_type == "FY"]
    quarters = [c.end for c in parsed if c.end and c.months == 3]
    if year_ends and not quarters:
        return Anchor(4, max(year_ends))
    titled = next((found for line in lines if (found := TITLE.search(line))), None)
    if titled and quarters:
        return Anchor(numbered(titled)[0], max(quarters))
    return Anchor(4, max(year_ends)) if year_ends else None


def quarters_to(end: date, parsed: Sequence[PeriodCaption]) -> int | None:
    """How many quarters the year to date of that end has; None without any, or with two."""
    lengths = {c.months or round((c.weeks or 0) / 4.35) for c in parsed if c.end == end}
    steps = ((4, {11, 12}), (3, {8, 9}), (2, {5, 6}), (1, {3, 4}))
    found = [number for number, months in steps if lengths & months]
    return found[0] if found and not {2, 3} & set(found[1:]) else None


def year_of(
    lines: Sequence[str], anchor: Anchor | None, stated: Sequence[PeriodCaption]
) -> int | None:
    """The year that the document gives its quarter, checked against the days.

    A year is named by where it ends, or by where it begins if most of it lies there.
    """
    if anchor is None:
        return None
    last = anchor.end + timedelta(days=91 * (4 - anchor.quarter) - 7)
    ends_in, begins_in = last.year, last.year - 1
    if last.month > 6:
        return ends_in
    named = Counter(
        int(found[1]) - (end - timedelta(days=7)).year
        for line in lines
        for found in YEAR_NAMED.finditer(line)
        if (end := _day(found[2])) is not None and _is_near(end, last)
    )
    if named[-1] != named[0]:
        return begins_in if named[-1] > named[0] else ends_in
    titles = [numbered(found) for line in lines for found in TITLE.finditer(line)]
    told = Counter(year for number, year in titles if number == anchor.quarter)
    labels = {caption.year for caption in stated if caption.year}
    # Comparatives name the year before: a few more of them say nothing.
    is_by_begin = told[begins_in] > 3 * told[ends_in] or (
        not told[ends_in] and max(labels, default=ends_in) == begins_in
    )
    return begins_in if is_by_begin else ends_in


def _is_near(end: date, last: date) -> bool:
    """Whether both are about the same day of the year."""
    away = (end - last).days % 365.2425
    return min(away, 365.2425 - away) < 20


def numbered(found: re.Match[str]) -> tuple[int, int]:
    """Quarter and fiscal year of a title."""
    number = ORDINALS[found[1].lower()] if found[1] else int(found[3] or found[5] or found[8])
    year = int(found[2] or found[4] or found[6] or found[7])
    return number, year if year > 99 else 2000 + year
