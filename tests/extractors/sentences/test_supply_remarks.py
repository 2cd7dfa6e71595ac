"""Remarks on high-bandwidth memory and advanced packaging: sentences with their place, no figure."""

from __future__ import annotations

from html import unescape

import pytest

from extractors import Extraction, extract
from tests.builders.html_page import APRIL, FACE, page
from tests.builders.ixbrl_filing import END24
from tests.extractors.sentences.test_filing_text import data, read

SCARCE = "Our HBM3E output is sold out for the coming year."


def said(found: Extraction) -> list[tuple[str, str]]:
    """Topic and sentence of each remark."""
    remarks = [fact for fact in found.facts if fact.concept.startswith("remark")]
    used = {one.fact_id for figure in found.figures for one in figure.inputs}
    assert all(fact.value is None and fact.fact_id not in used for fact in remarks)
    return [(fact.concept.removeprefix("remark › "), fact.quote) for fact in remarks]


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        (SCARCE, "high_bandwidth_memory"),
        ("Revenue from high-bandwidth memory (HBM) more than doubled.", "high_bandwidth_memory"),
        ("High bandwidth memory remains in short supply.", "high_bandwidth_memory"),
        ("We are doubling our CoWoS capacity this year.", "advanced_packaging"),
        ("Demand for advanced packaging exceeds what we can make.", "advanced_packaging"),
    ],
)
def test_a_remark(sentence: str, topic: str) -> None:
    assert said(read(sentence)) == [(topic, sentence)]
    assert said(extract(page(APRIL, FACE, sentence))) == [(topic, sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The board has 64 GB of HBM.",
        "We use CoWoS technology for packaging.",
        "We may not obtain enough HBM supply.",
        "If advanced packaging capacity is short, our sales could fall.",
        "Our competitors expand their HBM capacity.",
        "Demand for packaging services exceeds supply.",
        "Our advanced packaging rests on a global supply chain.",
    ],
)
def test_what_says_nothing_of_it(sentence: str) -> None:
    assert said(read(sentence)) == []


def test_a_remark_has_its_place_and_day_and_counts_once() -> None:
    filing = data("We expand. Our <b>HBM</b> capacity&#160;is tight. We grow.", SCARCE, SCARCE)
    found = extract(filing)
    assert [quote for _, quote in said(found)] == ["Our HBM capacity is tight.", SCARCE]
    first, second = (fact for fact in found.facts if fact.concept.startswith("remark"))
    assert (first.period, second.period) == (END24, END24)
    start, end = map(int, first.locator.place.split("-"))
    assert unescape(filing.decode()[start:end]) == "Our <b>HBM</b> capacity\xa0is tight."


def test_a_document_without_a_dated_period_has_no_remark() -> None:
    assert said(extract(page(SCARCE))) == []
