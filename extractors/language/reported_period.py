"""Which period a document reports, by its statements, its cover and its sentences.

The newest period in its statements is the reported one. A sentence that dates another quarter or
year ("our Annual Report on Form 10-K for the fiscal year ended December 31, 2024") shows where
fiscal years end, and so which quarter the newest one is.
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
from extractors.language.phrases import has, pattern

COVER_PAGES = 3
LAST = 4
"""The number of a year's last quarter."""
QUARTER_DAYS = 91.31
SOON = 130
"""Days after a quarter in which it is reported."""
NEAR = 12
"""Days by which a quarter's end may stray from so many quarters after another one."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A quarter or year dated by a sentence; is_cited: as that of another document."""

    anchor: Anchor
    is_cited: bool


def cover_lines(pages: Iterable[str]) -> Iterator[str]:
    """The lines of a report's first pages that state its period."""
    for _, text in zip(range(COVER_PAGES), pages, strict=False):
        flat = " ".join(text.split())
        for rule in (pattern("cover_year"), pattern("cover_quarter")):
            if (found := rule.search(flat)) and not _is_cited(flat, found.start()):
                yield found[0]


def anchor_of(
    lines: Sequence[str], parsed: Sequence[PeriodCaption], stated: Sequence[PeriodCaption]
) -> Anchor | None:
    """The quarter that ends the reported period.

    parsed are the captions of all columns, stated those of the income and cash flow statements.
    """
    dated = [found for line in lines for found in _dated(line, parsed)]
    labelled = [
        Dated(Anchor(c.quarter, c.end), is_cited=True) for c in parsed if c.quarter and c.end
    ]
    newest = max((c.end for c in stated if c.end and (c.months or c.weeks)), default=None)
    printed = {c.end for c in parsed if c.end}
    own = [one.anchor for one in dated if not one.is_cited]
    if newest is None:
        found = next(iter(own), None) or _by_columns(lines, parsed) or _by_lengths(lines)
        return found or _before_year_end(lines)
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
    """The number within the fiscal year of the quarter that ends on the newest day."""
    by_length = quarters_to(newest, stated)
    same = [one.anchor.quarter for one in dated if one.anchor.end == newest]
    if by_length in (2, 3) or (by_length == 4 and not same):
        return by_length
    if same:
        return by_length if by_length in same else same[0]
    votes = Counter(n for one in dated if (n := shifted(one.anchor, newest)) is not None)
    voted = votes.most_common(1)[0][0] if votes else _by_balance(newest, parsed)
    if voted is not None:
        return voted
    covers = (found for line in lines if (found := pattern("cover_quarter").search(line)))
    if by_length == 1 and any(_day(found["day"]) == newest for found in covers):
        return quarters_to(newest, parsed)
    other = _by_columns(lines, parsed)
    return other.quarter if other is not None and other.end == newest else None


def _by_balance(newest: date, parsed: Sequence[PeriodCaption]) -> int | None:
    """The number by the balance sheet, whose second column is the last fiscal year end.

    A column one quarter earlier may as well be the last quarter's.
    """
    days = {c.end for c in parsed if c.end and not c.months and not c.weeks}
    before = [day for day in days if 0 < (newest - day).days < 300]
    found = shifted(Anchor(4, before[0]), newest) if len(before) == 1 else None
    return found if found in (2, 3) else None


def shifted(anchor: Anchor, end: date) -> int | None:
    """The number of the quarter that ends on `end`; None where no quarter of the calendar does."""
    days = (end - anchor.end).days
    ahead = round(days / QUARTER_DAYS)
    return (anchor.quarter + ahead - 1) % 4 + 1 if abs(days - ahead * QUARTER_DAYS) < NEAR else None


def _dated(line: str, parsed: Sequence[PeriodCaption]) -> Iterator[Dated]:
    """The first dated quarter or year of a sentence, if its days fit the calendar."""
    quarter, cover_quarter = pattern("dated_quarter"), pattern("cover_quarter")
    coming = pattern("coming_year")
    for rule in (quarter, pattern("cover_year"), cover_quarter, coming):
        if rule is coming and "ending" not in line.lower():
            return
        found = rule.search(line)
        if found is None:
            continue
        end = _day(found["day"])
        if end is None:
            return
        number: int | None = 4
        if rule is quarter:
            number = ORDINALS[found["ordinal"].lower()]
        elif rule is cover_quarter:
            number = quarters_to(end, parsed)
            number = None if number == 1 else number  # other columns may lack dates
        if number is not None:
            yield Dated(Anchor(number, end), rule is coming or _is_cited(line, found.start()))
        return


def _by_lengths(lines: Sequence[str]) -> Anchor | None:
    """The newest quarter and year to date that sentences date together."""
    found = (match for line in lines for match in pattern("ended_together").finditer(line))
    steps = {"six": 2, "nine": 3, "twelve": 4}
    dated = [
        (end, steps[one["months"].lower()])
        for one in found
        if (end := _day(one["day"])) is not None
    ]
    return Anchor(max(dated)[1], max(dated)[0]) if dated else None


def supposed(lines: Sequence[str], parsed: Sequence[PeriodCaption]) -> Anchor | None:
    """The newest quarter in columns, assumed to end with a calendar quarter: "Q3'25" is September.

    Without quarters the newest first half: "H1 2025" is June.

    None where the document dates anything differently, mentions fiscal years, or prints days of
    which none is that end or soon after it.
    """
    undated = [c for c in parsed if c.year and c.end is None]
    labels = [(c.year, c.quarter) for c in undated if c.year and c.quarter]
    labels = labels or [(c.year, 2) for c in undated if c.year and c.period_type == "H1"]
    dated = (found for line in lines for found in pattern("ended_on").finditer(line))
    ends = [*(_day(found["day"]) for found in dated), *(c.end for c in parsed if c.end)]
    if not labels or any(end is None or _quarter_of(end) is None for end in ends):
        return None
    if any(has(line, "fiscal_word") for line in lines):
        return None
    year, quarter = max(labels)
    end = date(year, 3 * quarter, (31, 30, 30, 31)[quarter - 1])
    printed = (_day(found[0]) for line in lines for found in pattern("printed_day").finditer(line))
    days = [day for day in (*printed, *ends) if day is not None]
    # A report is dated soon after its quarter: "July 31, 2025" cannot follow September.
    is_disproved = days and not any(0 <= (day - end).days <= SOON for day in days)
    return None if is_disproved else Anchor(quarter, end)


def _quarter_of(end: date) -> int | None:
    """The calendar quarter that ends on the day; None for any other day."""
    is_end = end.month % 3 == 0 and (end + timedelta(days=1)).day == 1
    return end.month // 3 if is_end else None


def _is_cited(text: str, start: int) -> bool:
    before = text[max(0, start - 160) : start]
    return bool(pattern("cited").search(before) and not pattern("pursuant").search(before))


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
        return _half_after(Anchor(4, max(year_ends)), parsed) or Anchor(4, max(year_ends))
    if quarters and (number := _titled(lines, parsed)):
        return Anchor(number, max(quarters))
    return Anchor(4, max(year_ends)) if year_ends else None


def _before_year_end(lines: Sequence[str]) -> Anchor | None:
    """The titled quarter, by the day on which its year of 53 weeks will end."""
    ends = set(ends_of_long_years(lines))
    number = _titled(lines, ())
    if len(ends) != 1 or number is None:
        return None
    weeks = 13 * (4 - number) + (number < LAST)
    return Anchor(number, ends.pop() - timedelta(weeks=weeks))


def _titled(lines: Sequence[str], parsed: Sequence[PeriodCaption]) -> int | None:
    """The quarter of the first title, unless a column is labelled with a newer one: "3Q25".

    A title of an outlook is the last choice: "Fourth Quarter 2025 Guidance" precedes the third.
    """
    titles = [(line, found) for line in lines if (found := pattern("quarter_title").search(line))]
    first = min(titles, key=lambda one: has(one[0], "outlook_name"), default=None)
    labels = [(c.year, c.quarter) for c in parsed if c.year and c.quarter and c.end is None]
    number, year = numbered(first[1]) if first else (None, None)
    return number if not labels or max(labels) == (year, number) else None


def ends_of_long_years(lines: Iterable[str]) -> Iterator[date]:
    """The days on which years of 53 weeks will end, whose last quarter has the week more.

    "The company's fiscal 2031 is a 53-week year ending January 31, 2032."
    """
    long = (line for line in lines if "53" in line)  # weeks, which the expression is slower to see
    coming = (match for line in long for match in pattern("coming_year").finditer(line))
    days = (_day(found["day"]) for found in coming if has(found[0], "long_year"))
    return (day for day in days if day is not None)


def _half_after(year: Anchor, parsed: Sequence[PeriodCaption]) -> Anchor | None:
    """The half that is reported beside the year before it, where no quarters are printed."""
    halves = [c.end for c in parsed if c.end and c.period_type == "H1" and c.end > year.end]
    newest = max(halves, default=year.end)
    return Anchor(2, newest) if shifted(year, newest) == 2 else None


def quarters_to(end: date, parsed: Sequence[PeriodCaption]) -> int | None:
    """The number of quarters of the year to date with that end; None without any, or with two."""
    lengths = {c.months or round((c.weeks or 0) / 4.35) for c in parsed if c.end == end}
    steps = ((4, {11, 12}), (3, {8, 9}), (2, {5, 6}), (1, {3, 4}))
    found = [number for number, months in steps if lengths & months]
    return found[0] if found and not {2, 3} & set(found[1:]) else None


def year_of(
    lines: Sequence[str], anchor: Anchor | None, stated: Sequence[PeriodCaption]
) -> int | None:
    """The fiscal year that the document gives its quarter, checked against the days.

    A fiscal year is named after the year in which it ends, or begins if most of it is there.
    """
    if anchor is None:
        return None
    last = anchor.end + timedelta(days=91 * (4 - anchor.quarter) - 7)
    ends_in, begins_in = last.year, last.year - 1
    if last.month > 6:
        return ends_in
    named = Counter(
        int(found["year"]) - (end - timedelta(days=7)).year
        for line in lines
        for found in pattern("dated_year").finditer(line)
        if (end := _day(found["day"])) is not None and _is_near(end, last)
    )
    if named[-1] != named[0]:
        return begins_in if named[-1] > named[0] else ends_in
    titles = [
        numbered(found) for line in lines for found in pattern("quarter_title").finditer(line)
    ]
    named_in = Counter(year for number, year in titles if number == anchor.quarter)
    labels = {caption.year for caption in stated if caption.year}
    # Comparatives name the year before; a small majority of them proves nothing.
    is_by_begin = named_in[begins_in] > 3 * named_in[ends_in] or (
        not named_in[ends_in] and max(labels, default=ends_in) == begins_in
    )
    return begins_in if is_by_begin else ends_in


def _is_near(end: date, last: date) -> bool:
    """Whether both are near the same day of the year."""
    away = (end - last).days % 365.2425
    return min(away, 365.2425 - away) < 20


def numbered(found: re.Match[str]) -> tuple[int, int]:
    """Quarter and fiscal year in a title."""
    number = ORDINALS[found[1].lower()] if found[1] else int(found[3] or found[5] or found[8])
    year = int(found[2] or found[4] or found[6] or found[7])
    return number, year if year > 99 else 2000 + year
