"""Sentences on a part of the company: 'Fourth-quarter Gaming revenue was $511 million'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.language.fiscal_calendar import ORDINALS, Calendar
from extractors.language.ranges import MONEY, amount
from extractors.language.text import TextLine
from extractors.model import Duration, Fact, Figure, Input
from extractors.sentences.text_facts import quoted

PART = re.compile(
    rf"^(?P<ordinal>first|second|third|fourth)[ -]quarter (?P<name>(?-i:[A-Z])[\w &]{{0,40}} )?"
    rf"revenue was (?:a record |an? )?(?P<value>{MONEY})"
    r"(?=$|[.;]|,? (?:up|down|flat|unchanged|compared|versus|and|representing"
    r"|an? (?:increase|decrease))\b)",
    re.I,
)
HEADING = re.compile(r"^[A-Z][\w&,/ -]{1,48}$")
NO_PART = re.compile(
    r"\b(?:total|record|gaap|net|adjusted|deferred|organic|recurring|highlights?|results?|quarters?|"
    r"fiscal|summary|reports?|outlook|guidance|website|financials?|overview|business|"
    r"commentary|news|about|contacts?|execution|performance|momentum|cash|capital|operating|strong|"
    r"continued|consolidated|pro forma|constant currency|annualized|worldwide|revenues?|growth)\b",
    re.I,
)
BEFORE = re.compile(
    rf",? (?:(?:up|down|an increase of|a decrease of)(?: \d+(?:\.\d+)?%)?|compared)"
    rf" (?:from|to|with) (?P<value>{MONEY}) (?:a year (?:ago|earlier)|"
    r"in the (?:year-ago|prior[- ]year) (?:quarter|period)|in the same (?:quarter|period)"
    r" (?:a year (?:ago|earlier)|(?:of )?(?:last|the prior|the previous) year))(?=[.,;]|$)",
    re.I,
)


def parts(
    lines: tuple[TextLine, ...], dates: Calendar, document: str
) -> Iterator[tuple[Fact, Figure]]:
    """'Fourth-quarter revenue was $511 million' under the heading of a part, or with its name.

    With it the value of the same quarter a year before, where the sentence gives it.
    """
    heading = ""
    if dates.anchor is None:
        return
    period = dates.quarter(dates.anchor.quarter, None)
    for line in lines:
        if HEADING.match(line.text) and len(line.text.split()) <= 6:
            heading = line.text
        found = PART.match(line.text)
        if found is None or period is None:
            continue
        if ORDINALS[found["ordinal"].lower()] != dates.anchor.quarter:
            continue
        name = (found["name"] or "").strip() or heading
        if not name or NO_PART.search(name):
            continue
        yield from _revenue(line, found, name, period, document)
        before, former = BEFORE.match(line.text, found.end()), _year_before(dates)
        if before and former:
            yield from _revenue(line, before, name, former, document)


def _revenue(
    line: TextLine, found: re.Match[str], name: str, period: Duration, document: str
) -> Iterator[tuple[Fact, Figure]]:
    value = amount(found["value"])
    if value is None:
        return
    fact = quoted(line, found.start("value"), value, "revenue", period, document)
    digits = len(found["value"].partition(".")[2].split(" ")[0])
    power = 9 if "billion" in found["value"] else 6
    yield (
        fact,
        Figure(
            document=document, metric="revenue", period=period, period_type="Q",
            value=value[1], unit=fact.unit, rule="a sentence under the part's heading",
            confidence="prose", inputs=(Input(fact.fact_id),), segment=name,
            breakdown="product", decimals=digits - power,
        ),
    )  # fmt: skip


def _year_before(dates: Calendar) -> Duration | None:
    """The reported quarter of the year before; None where its last day would be a guess."""
    if dates.anchor is None or dates.year_of_anchor is None:
        return None
    period = dates.quarter(dates.anchor.quarter, dates.year_of_anchor - 1)
    if period is None or (dates.counts_weeks and period.end not in dates.ends):
        return None
    return period
