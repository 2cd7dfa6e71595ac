"""Of real documents, what is shown of a figure's place has the quote at its mark."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from extractors import extract
from warehouse.excerpts.crops import Place, crops
from warehouse.excerpts.pictures import agree
from warehouse.excerpts.rebuilt import Source

DOCUMENTS = {
    "ixbrl/amzn-10-k-2025-02-07.html": 30,
    "ixbrl/nvda-10-q-2025-08-27.html": 30,
    "ixbrl/ibm-10-q-2025-07-24.html": 20,
    "html_releases/nvda_FY2025_Q4_newsroom.html": 30,
    "html_releases/adbeex991q123.htm": 30,
    "pdf/INTEL_2023Q1_EARNINGS.pdf": 30,
    "pdf/SALESFORCE_2024Q1_EARNINGS.pdf": 20,
    "pdf/pathway_goog-exhibit-99-1-q1-2023-19.pdf": 20,
}
"""Document → how many of its figures are looked at: 210 in all."""


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_quote_stands_at_the_mark(name: str, shared: Path) -> None:
    data = (shared / "corpus" / name).read_bytes()
    read = extract(data)
    facts = {fact.fact_id: fact for fact in read.facts}
    places = sorted({
        (facts[one.fact_id].locator.kind, facts[one.fact_id].locator.place, facts[one.fact_id].quote)
        for figure in read.figures for one in figure.inputs
    })  # fmt: skip
    chosen = random.Random(7).sample(places, min(DOCUMENTS[name], len(places)))
    assert len(chosen) >= 15
    assert [(kind, where, quote, seen) for kind, where, quote in chosen
            if not agree(quote, seen := looked(data, kind, where, name))] == []  # fmt: skip


def looked(data: bytes, kind: str, where: str, name: str) -> str:
    """What stands at the mark: by the parsed tree in HTML, by a second engine in a PDF."""
    if name.endswith(".pdf"):
        [(_, crop)] = crops(data, [Place.of(where)])
        assert crop.png.startswith(b"\x89PNG")
        return crop.text or ""
    source = SOURCES.setdefault(name, Source(data, is_xml=name.startswith("ixbrl")))
    shown = source.show(kind, where)
    if shown is None:
        return ""
    assert "<mark>" in shown.markup
    return shown.text


SOURCES: dict[str, Source] = {}
