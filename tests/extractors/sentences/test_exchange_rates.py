"""The rate that an outlook assumes, as a figure; rates that were, and rates of no country, are none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extractors import Extraction
from tests.builders.html_page import outlooks
from tests.extractors.sentences.test_guidance_text import OUTLOOK, said

NEXT = (date(2025, 5, 1), date(2025, 7, 31))


def rates(found: Extraction) -> list[tuple[Decimal, str, str]]:
    """Value, unit and the characters of each rate; all are of the next quarter."""
    made = [f for f in found.figures if f.metric == "exchange_rate"]
    assert {(f.period.start, f.period.end) for f in made} <= {NEXT}
    assert all((f.kind, f.bound, f.confidence) == ("guidance", "mid", "prose") for f in made)
    quotes = {fact.fact_id: fact.quote for fact in found.facts}
    return [(f.value, f.unit, quotes[f.inputs[0].fact_id]) for f in made]


def test_a_rate_on_a_line_of_its_own_between_two_outlooks():
    found = said(
        OUTLOOK,
        "Revenue is expected to be between US$25.0 billion and US$25.8 billion;",
        "And, based on the exchange rate assumption of 1 US dollar to 32.5 NT dollars,",
        "Gross profit margin is expected to be between 57% and 59%;",
    )
    assert rates(found) == [(Decimal("32.5"), "TWD/USD", "1 US dollar to 32.5 NT dollars")]
    known = outlooks(found)
    assert known["revenue", "gaap", "low"] == 25 * 10**9
    assert known["gross_margin", "gaap", "low"] == Decimal("0.57")
    assert known["gross_margin", "gaap", "high"] == Decimal("0.59")


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("US$1 to NT$32.5", "32.5", "TWD/USD"),
        ("US$1 = NT$30.6", "30.6", "TWD/USD"),
        ("NT$30.6 to the U.S. dollar", "30.6", "TWD/USD"),
        ("1.08 US dollars per euro", "1.08", "USD/EUR"),
        ("one US dollar to 147 yen", "147", "JPY/USD"),
        ("KRW 1,350 per US$1", "1350", "KRW/USD"),
    ],
)
def test_the_forms_of_a_rate(words: str, value: str, unit: str):
    found = said(OUTLOOK, f"We assume an exchange rate of {words}.")
    assert rates(found) == [(Decimal(value), unit, words)]


def test_a_rate_before_its_measure_and_one_behind_it():
    before = said(
        "Based on the exchange rate assumption of 1 US dollar to 32.5 NT dollars, gross margin for "
        "the second quarter of fiscal 2026 is expected to be between 57% and 59%."
    )
    assert rates(before) == [(Decimal("32.5"), "TWD/USD", "1 US dollar to 32.5 NT dollars")]
    assert outlooks(before)["gross_margin", "gaap", "high"] == Decimal("0.59")
    behind = said(
        "For the second quarter of fiscal 2026, we expect revenue of $25.0 billion, assuming an "
        "exchange rate of US$1 to NT$32.5."
    )
    assert rates(behind) == [(Decimal("32.5"), "TWD/USD", "US$1 to NT$32.5")]
    assert outlooks(behind)["revenue", "gaap", "mid"] == 25 * 10**9


@pytest.mark.parametrize(
    "sentence",
    [
        # what was, not what is assumed
        "The average exchange rate in the quarter was 1 US dollar to 32.1 NT dollars.",
        # of which neither is told to be that of the outlook
        "We assume exchange rates of 1 US dollar to 32.1 NT dollars and 1 euro to 35 NT dollars.",
        # of no country, of one country, of nothing
        "We assume an exchange rate of 1 dollar to 32.1.",
        "We assume an exchange rate of 1 US dollar to 1.1 US dollars.",
        "We assume that exchange rates stay as they are, and 1 to 2 new products.",
        "We assume an exchange rate of 1 US dollar to 0 NT dollars.",
    ],
)
def test_no_rate(sentence: str):
    assert rates(said(OUTLOOK, sentence)) == []


def test_a_rate_without_a_period_is_none():
    sentence = "We assume an exchange rate of 1 US dollar to 32.5 NT dollars."
    assert rates(said("Notes", sentence)) == []
