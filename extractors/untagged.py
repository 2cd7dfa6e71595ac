"""What a tagged filing prints without a tag: margins in percent, adjusted figures, prior quarters.

Only tables that speak of margins or of adjusted figures are read, cut out of the bytes, so that a
filing costs little more than its tags; what the tags say already is theirs to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from extractors import html_tables, printed
from extractors.calendar import Anchor, Calendar
from extractors.grid import Table
from extractors.inline_xbrl import Tagged
from extractors.model import Document, Duration, Fact, Figure
from extractors.periods import is_weekly
from extractors.slices import plain

TABLE = re.compile(rb"<table\b.*?</table>", re.S)
TELLING = re.compile(rb"argin|% of |ercentage of|ercent of|on-GAAP|perating \(non")
QUARTERS = {"Q1": 1, "Q2": 2, "Q3": 3, "Q4": 4, "FY": 4}
CONTEXT = 3000
"""Bytes before a table that may hold its title and unit."""
MARGINS = {"gross_margin": "gross_profit", "operating_margin": "operating_income"}


def untagged(
    plain_data: bytes,
    document: Document,
    texts: Mapping[str, str],
    tagged: Iterable[Tagged],
    known: Iterable[Figure],
) -> tuple[list[Fact], list[Figure]]:
    """Facts and figures of telling tables that `known`, the tagged figures, do not have."""
    dates = _calendar(document, texts, tagged)
    if dates is None:
        return [], []
    known = list(known)
    names = frozenset(plain(f.segment) for f in known if f.segment and f.breakdown == "segment")
    read = printed.figures(_tables(plain_data), [], document.sha256, dates, names)
    by_key = {_key(figure): figure for figure in known}
    kept = [f for f in read.figures if _key(f) not in by_key and _is_borne_out(f, by_key)]
    used = {one.fact_id for figure in kept for one in figure.inputs}
    return [fact for fact in read.facts if fact.fact_id in used], kept


def _calendar(
    document: Document, texts: Mapping[str, str], tagged: Iterable[Tagged]
) -> Calendar | None:
    """The calendar that the cover and the contexts tell."""
    quarter = QUARTERS.get(texts.get("dei:DocumentFiscalPeriodFocus", ""))
    if quarter is None or document.period_end is None:
        return None
    periods = {one.context.period for one in tagged if not one.context.members}
    ends = frozenset(p.end for p in periods if isinstance(p, Duration))
    year = texts.get("dei:DocumentFiscalYearFocus", "")
    return Calendar(
        ends | _days_before(periods),
        is_weekly(ends),
        Anchor(quarter, document.period_end),
        int(year) if year.isdigit() else None,
    )


def _days_before(periods: Iterable[object]) -> frozenset[date]:
    """The days before periods begin end other periods."""
    starts = [p.start.toordinal() for p in periods if isinstance(p, Duration)]
    return frozenset(date.fromordinal(start - 1) for start in starts)


def _tables(data: bytes) -> Iterator[Table]:
    for number, found in enumerate(TABLE.finditer(data)):
        before = data[max(0, found.start() - CONTEXT) : found.start()]
        before = before[before.rfind(b"</table>") + 1 :]
        if TELLING.search(found[0]) is None and TELLING.search(before) is None:
            continue
        begin = before.find(b"<")
        root = html_tables.parse(b"<div>" + before[max(begin, 0) :] + found[0] + b"</div>")
        yield from html_tables.read(root, number).tables[-1:]


def _key(figure: Figure) -> tuple[object, ...]:
    part = plain(figure.segment) if figure.segment else None
    return (figure.metric, part, figure.basis, figure.period.end, figure.period_type)


def _is_borne_out(figure: Figure, known: Mapping[tuple[object, ...], Figure]) -> bool:
    """A printed margin must be what the tagged lines give, where they are there."""
    if figure.metric not in MARGINS:
        return figure.basis == "non_gaap" or figure.period_type != "other"
    _, part, _, end, kind = _key(figure)
    top = known.get((MARGINS[figure.metric], part, "gaap", end, kind))
    revenue = known.get(("revenue", part, "gaap", end, kind))
    if figure.basis != "gaap" or top is None or revenue is None or not revenue.value:
        return True
    half = abs(top.value / revenue.value - figure.value)
    return figure.decimals is None or half * 2 * 10**figure.decimals <= 1 + 10**-3
