"""Segments' figures in sentences: 'Fourth-quarter Gaming revenue was $511 million'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.language.amounts import parse_amount
from extractors.language.fiscal_calendar import ORDINALS, Calendar
from extractors.language.phrases import has, pattern
from extractors.language.ranges import amount
from extractors.language.text import TextLine
from extractors.model import Duration, Fact, Figure, Input
from extractors.sentences.text_facts import quoted


def parts(
    lines: tuple[TextLine, ...], dates: Calendar, document: str
) -> Iterator[tuple[Fact, Figure]]:
    """'Fourth-quarter revenue was $511 million' under a segment's heading, or with its name.

    Also the value of the same quarter a year before, if the sentence gives it.
    """
    heading = ""
    if dates.anchor is None:
        return
    period = dates.quarter(dates.anchor.quarter, None)
    for line in lines:
        if has(line.text, "part_heading") and len(line.text.split()) <= 6:
            heading = line.text
        found = pattern("part_revenue").match(line.text)
        if found is None or period is None:
            continue
        if ORDINALS[found["ordinal"].lower()] != dates.anchor.quarter:
            continue
        name = (found["name"] or "").strip() or heading
        if not name or has(name, "no_part_heading"):
            continue
        yield from _revenue(line, found, name, period, document)
        before, former = pattern("part_before").match(line.text, found.end()), _year_before(dates)
        if before and former:
            yield from _revenue(line, before, name, former, document)


def _revenue(
    line: TextLine, found: re.Match[str], name: str, period: Duration, document: str
) -> Iterator[tuple[Fact, Figure]]:
    value = amount(found["value"])
    if value is None:
        return
    fact = quoted(line, found.start("value"), value, "revenue", period, document)
    printed = parse_amount(found["value"])
    yield (
        fact,
        Figure(
            document=document, metric="revenue", period=period, period_type="Q",
            value=value[1], unit=fact.unit, rule="a sentence under the part's heading",
            confidence="prose", inputs=(Input(fact.fact_id),), segment=name,
            breakdown="product", decimals=printed.decimals - printed.scale.adjusted(),
        ),
    )  # fmt: skip


def _year_before(dates: Calendar) -> Duration | None:
    """The same quarter of the year before; None where its last day would be a guess."""
    if dates.anchor is None or dates.year_of_anchor is None:
        return None
    period = dates.quarter(dates.anchor.quarter, dates.year_of_anchor - 1)
    if period is None or (dates.counts_weeks and period.end not in dates.ends):
        return None
    return period
