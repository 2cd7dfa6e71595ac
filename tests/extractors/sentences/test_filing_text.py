"""Outlooks and margins in the paragraphs of a tagged filing; its tags prove the margins.

The invented report earns 1,000 (800) of revenue, 600 (450) of gross profit and 300 (180) of
operating income, in the calendar years 2024 and 2023.
"""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest

from extractors import Extraction, extract
from tests.builders.html_page import outlooks, targets
from tests.builders.ixbrl_filing import FY23, FY24, Filing
from tests.builders.statements import report

Said = dict[tuple[str, str, int], str]


def data(*paragraphs: str) -> bytes:
    """The filing with the paragraphs of markup before its end."""
    text = "".join(f"<div><p>{one}</p></div>" for one in paragraphs)
    filing: Filing = replace(report(), focus="FY")
    return filing.render().replace(b"</body>", f"{text}</body>".encode())


def read(*paragraphs: str) -> Extraction:
    return extract(data(*paragraphs))


def margins(found: Extraction) -> Said:
    return {
        (f.metric, f.basis, f.period.end.year): str(f.value.normalize())
        for f in found.figures
        if f.confidence == "prose" and f.kind == "actual" and f.period in (FY24, FY23)
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Gross profit was $1.00 billion, or 60.0% of revenue, compared with 56.3% of revenue.",
        "As a percentage of revenue, gross profit increased to 60.0% from 56.3%.",
        "Gross profit as a percentage of net sales was 60.0% compared to 56.3% in 2023.",
        "Gross margin for 2024 increased 370 basis points to 60.0%, from 56.3%.",
        "Our <b>gross margin</b> was&#160;60<span>.0</span>%, up from 56.3% last year.",
    ],
)
def test_a_margin_that_the_tags_give(sentence: str) -> None:
    wanted = {("gross_margin", "gaap", 2024): "0.6", ("gross_margin", "gaap", 2023): "0.563"}
    assert margins(read(sentence)) == wanted


def test_a_profit_and_its_share_of_revenue() -> None:
    found = read(
        "Income from operations was $300 million, or 30.0% of revenue, compared with $180 million, "
        "or 22.5% of revenue."
    )
    assert margins(found) == {
        ("operating_margin", "gaap", 2024): "0.3",
        ("operating_margin", "gaap", 2023): "0.225",
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Gross margin was 61.0%, compared with 57.3% a year ago.",
        "Gross margin excluding a charge was 60.0%.",
        "We expect gross margin of 60.0% over the long term.",
        "Non-GAAP gross margin was 60.0%.",
        "Gross bookings were 60.0% of revenue.",
    ],
)
def test_what_the_tags_do_not_give_is_no_margin(sentence: str) -> None:
    assert margins(read(sentence)) == {}


def test_an_outlook_of_the_year_ahead() -> None:
    found = read(
        "We anticipate making capital expenditures of approximately $30–37 billion in 2025."
    )
    assert {bound: f"{value:f}" for (_, _, bound), value in outlooks(found).items()} == {
        "low": "30000000000",
        "high": "37000000000",
    }
    assert {kind for kind, *_ in targets(found)} == {"FY"}
    assert {end.isoformat() for *_, end in targets(found)} == {"2025-12-31"}


def test_a_heading_speaks_for_the_lines_below() -> None:
    found = read(
        "Outlook for the First Quarter of 2025",
        "• Revenue is expected to be between $270 million and $290 million.",
    )
    assert {kind for kind, *_ in targets(found)} == {"Q"}
    assert set(outlooks(found)) == {("revenue", "gaap", "low"), ("revenue", "gaap", "high")}


@pytest.mark.parametrize(
    "sentence",
    [
        "We expect to recognize revenue of $120 million in 2025.",
        "We expect revenue of $120 million from this contract in 2025.",
        "We expect capital expenditures of $120 million in 2025 and 2026.",
        "We expect capital expenditures for the new plant to be $120 million in 2025.",
        "We expected capital expenditures of $120 million in 2024.",
        "Remaining revenue is expected to be $120 million in 2025.",
        "We expect revenue to grow 5% to 7% in 2025.",
        "Capital expenditures are expected to be flat in 2025.",
    ],
)
def test_what_is_no_outlook_of_the_company(sentence: str) -> None:
    assert outlooks(read(sentence)) == {}


def test_the_place_of_a_value_is_its_characters() -> None:
    page = data("We expect capital expenditures of <b>$1.2</b>&#160;billion in 2025.")
    fact = next(f for f in extract(page).facts if f.locator.kind == "span")
    start, end = map(int, fact.locator.place.split("-"))
    assert unescape(page.decode()[start:end].replace("</b>", "")).replace("\xa0", " ") == fact.quote
