"""What part of revenue one customer is: "sales to one direct customer represented 23% of revenue".

Read where the sentence names one period, of which the document has the revenue: a share of half a
year, of several customers together or of what they owe is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from extractors.language.fiscal_calendar import Calendar
from extractors.language.number_words import parse_number_words
from extractors.language.phrases import has, pattern
from extractors.language.ranges import Value
from extractors.language.text import TextLine, sentences
from extractors.model import Duration, Fact, Figure, Input, Period
from extractors.sentences.outlook_periods import is_of_several, named
from extractors.sentences.text_facts import quoted
from extractors.sentences.text_figures import TextFigures

METRIC = "customer_concentration"


def shares(
    lines: Iterable[TextLine], dates: Calendar, known: Iterable[Figure], document: str
) -> TextFigures:
    """The share of the largest of the customers of each period."""
    sold = revenues(known)
    found: dict[Duration, dict[Decimal, tuple[Fact, Figure]]] = {}
    for line in lines:
        if "%" not in line.text or "ustomer" not in line.text:
            continue
        for sentence in sentences(line):
            matches = list(pattern("customer_share").finditer(sentence.text))
            if not matches or has(sentence.text, "customer_other") or is_of_several(sentence.text):
                continue
            period, _ = named(sentence.text, dates) or (None, None)
            revenue = sold.get(period) if period else None
            for match in matches if revenue else ():
                value = _largest(match)
                if revenue is None or period is None or value is None:
                    continue
                fact = quoted(sentence, match.start("shares"), value, METRIC, period, document)
                figure = Figure(
                    document=document, metric=METRIC, period=period,
                    period_type=revenue.period_type, value=value[1], unit="pure",
                    rule="one customer's share of revenue", confidence="prose",
                    inputs=(Input(fact.fact_id),), basis=revenue.basis,
                )  # fmt: skip
                found.setdefault(period, {}).setdefault(value[1], (fact, figure))
    largest = [of_period[max(of_period)] for of_period in found.values()]
    return TextFigures(tuple(fact for fact, _ in largest), tuple(one for _, one in largest))


def revenues(known: Iterable[Figure]) -> dict[Period, Figure]:
    """The company's revenue of each period, of which a customer is a part."""
    return {
        figure.period: figure
        for figure in known
        if figure.metric == "revenue" and figure.segment is None and figure.kind == "actual"
    }


def _largest(match: re.Match[str]) -> Value | None:
    """The largest share; None where there is not one for each of the customers."""
    letters, number = match["letters"], match["number"]
    customers = (
        len(re.findall(r"\b[a-z]\b", letters, re.I))
        if letters
        else parse_number_words(number or "one")
    )
    texts = pattern("customer_part").findall(match["shares"])
    values = [(text, Decimal(text.removesuffix("%").strip()).scaleb(-2)) for text in texts]
    best = max(values, key=lambda value: value[1])
    return best if len(values) == customers and 0 < best[1] <= 1 else None
