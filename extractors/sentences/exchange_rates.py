"""The exchange rate that an outlook assumes: "1 US dollar to 32.5 NT dollars"."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.language.phrases import has, pattern, read
from extractors.language.text import TextLine
from extractors.model import Fact, Figure, Input
from extractors.sentences.text_figures import Target


def assumed(line: TextLine, target: Target | None, document: str) -> tuple[Fact, Figure] | None:
    """The rate that the sentence states for the target period, as `TWD/USD`: NT$ for one US$.

    None without a period, where the sentence assumes nothing, and where it states no rate or
    several of two known currencies.
    """
    if target is None or not has(line.text, "rate_assumed"):
        return None
    found = [rate for kind in ("rate_to", "rate_per") for rate in _rates(kind, line.text)]
    if len(found) != 1:
        return None
    words, value, unit = found[0]
    start = line.start + line.text.find(words)
    fact = Fact(
        document=document,
        concept="prose › exchange_rate",
        period=target.period,
        members=frozenset(),
        value=value,
        unit=unit,
        decimals=None,
        quote=words,
        locator=line.place(start, start + len(words)),
    )
    figure = Figure(
        document=document, metric="exchange_rate", period=target.period,
        period_type=target.period_type, value=value, unit=unit,
        rule="the exchange rate that an outlook assumes", confidence="prose",
        inputs=(Input(fact.fact_id),), kind="guidance", bound="mid",
    )  # fmt: skip
    return fact, figure


def _rates(kind: str, text: str) -> list[tuple[str, Decimal, str]]:
    """The characters, number and unit of each rate between two currencies."""
    made = []
    for found in pattern(kind).finditer(text):
        counted, one = (_currency(found, *names) for names in (("of", "words"), ("sign", "one")))
        value = Decimal(found["value"].replace(",", ""))
        if counted and one and counted != one and value > 0:
            made.append((found[0].strip(), value, f"{counted}/{one}"))
    return made


def _currency(found: re.Match[str], sign: str, name: str) -> str | None:
    """The currency that a sign ("NT$") or a name ("NT dollars") gives, or both alike."""
    said = {read(found[group]).value("currency") for group in (sign, name) if found[group]}
    return said.pop() if len(said) == 1 else None
