"""What part of revenue one customer is: "sales to one direct customer represented 23% of revenue".

Read where the sentence names one period, of which the filing has the revenue: a share of half a
year, of several customers together or of what they owe is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from extractors.language.fiscal_calendar import Calendar
from extractors.language.phrases import has, pattern
from extractors.language.text import TextLine, sentences
from extractors.model import Duration, Fact, Figure, Input
from extractors.sentences.outlook_periods import is_of_several, named
from extractors.sentences.text_facts import quoted
from extractors.sentences.text_figures import TextFigures

METRIC = "customer_concentration"


def shares(
    lines: Iterable[TextLine], dates: Calendar, known: Iterable[Figure], document: str
) -> TextFigures:
    """The share of the largest of the customers of each period."""
    sold = {
        figure.period: figure
        for figure in known
        if figure.metric == "revenue" and figure.segment is None and figure.kind == "actual"
    }
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
                text = match["share"]
                value = Decimal(text.removesuffix("%").strip()).scaleb(-2)
                if revenue is None or period is None or not 0 < value <= 1:
                    continue
                fact = quoted(
                    sentence, match.start("share"), (text, value), METRIC, period, document
                )
                figure = Figure(
                    document=document, metric=METRIC, period=period,
                    period_type=revenue.period_type, value=value, unit="pure",
                    rule="one customer's share of revenue", confidence="prose",
                    inputs=(Input(fact.fact_id),), basis=revenue.basis,
                )  # fmt: skip
                found.setdefault(period, {}).setdefault(value, (fact, figure))
    largest = [of_period[max(of_period)] for of_period in found.values()]
    return TextFigures(tuple(fact for fact, _ in largest), tuple(one for _, one in largest))
