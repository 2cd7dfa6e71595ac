"""What a company is bound to buy, told in a dated sentence; what is none of it.

The invented filing ends on December 31, 2024, the invented release on April 30, 2025.
"""

from __future__ import annotations

from html import unescape

import pytest

from extractors import Extraction, extract
from tests.builders.html_page import APRIL, FACE, page
from tests.builders.ixbrl_filing import END24, Row, Table
from tests.builders.statements import ENDS, report
from tests.extractors.sentences.test_filing_text import data, read

METRICS = ("purchase_commitments", "supply_commitments")


def told(found: Extraction) -> list[tuple[str, str, int, str]]:
    """Metric, day, millions and the characters of each amount."""
    quotes = {fact.fact_id: fact.quote for fact in found.facts}
    made = [f for f in found.figures if f.metric in METRICS and f.confidence == "prose"]
    assert all((f.kind, f.basis, f.segment, f.period_type) == ("actual", "gaap", None, "other")
               for f in made)  # fmt: skip
    return [
        (f.metric, str(f.period), int(f.value / 10**6), quotes[f.inputs[0].fact_id]) for f in made
    ]


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        (
            "As of December 31, 2024, we had outstanding inventory purchase and long-term supply "
            "and capacity obligations totaling $29.8 billion, an increase from the prior year.",
            "supply_commitments",
        ),
        (
            "As of December 31, 2024, the Company had manufacturing purchase obligations of "
            "<b>$29.8</b>&#160;billion, with $29.7 billion payable within 12 months.",
            "supply_commitments",
        ),
        (
            "Our total supply-related commitments were $29.8 billion as of December 31, 2024.",
            "supply_commitments",
        ),
        (
            "As of December 31, 2024, the value of our non-cancellable unconditional purchase "
            "obligations was $29.8 billion, primarily relating to contracts for hosting.",
            "purchase_commitments",
        ),
        (
            "At December 31, 2024 we had purchase commitments of $29.8 billion.",
            "purchase_commitments",
        ),
    ],
)
def test_an_amount_of_commitments(sentence: str, metric: str) -> None:
    (only,) = told(read(sentence))
    assert only[:3] == (metric, "2024-12-31", 29_800)
    assert only[3].replace("\xa0", " ").startswith("$29.8")


@pytest.mark.parametrize(
    "sentence",
    [
        "We had purchase obligations of $5.0 billion.",
        "As of December 31, 2023, we had purchase obligations of $5.0 billion.",
        "As of December 31, 2024 and December 31, 2023, we had purchase obligations of $5.0 billion.",
        "As of December 31, 2024, we had purchase obligations of $5.0 billion and $2.0 billion.",
        "As of December 31, 2024, we had purchase obligations of $5.0 billion, respectively.",
        "As of December 31, 2024, we had purchase obligations of $5.0 billion to $6.0 billion.",
        "As of December 31, 2024, we had purchase obligations of up to $5.0 billion.",
        "As of December 31, 2024, we had purchase obligations of approximately $5.0 billion.",
        "As of December 31, 2024, we had other purchase obligations of $5.0 billion.",
        "As of December 31, 2024, our non-inventory purchase obligations were $5.0 billion.",
        "As of December 31, 2024, our excess inventory purchase obligations were $5.0 billion.",
        "As of December 31, 2024, our purchase obligations increased to $5.0 billion.",
        "As of December 31, 2024, our customers' purchase commitments were $5.0 billion.",
        "As of December 31, 2024, our suppliers had purchase commitments of $5.0 billion.",
        "As of December 31, 2024, a subsidiary of ours said: we had purchase obligations of $5.0 "
        "billion.",
        "As of December 31, 2024, we had debt of $9.0 billion, including our purchase obligations "
        "of $5.0 billion.",
        "As of December 31, 2024, we had purchase obligations of $5.0 billion under our agreement "
        "with Harbor Foundry.",
        "As of December 31, 2024, we had purchase commitments and other contractual obligations of "
        "$5.0 billion.",
        "As of December 31, 2024, we had purchase obligations of $5,000.",
        "We may have purchase obligations of $5.0 billion as of December 31, 2024.",
        "As of December 31, 2024, we had remaining performance obligations of $5.0 billion.",
        "As of February 30, 2024, we had purchase obligations of $5.0 billion.",
    ],
)
def test_what_is_no_amount_of_commitments(sentence: str) -> None:
    assert told(read(sentence)) == []


def test_two_amounts_of_one_day_are_none_and_one_told_twice_is_one() -> None:
    said = "As of December 31, 2024, we had purchase obligations of $5.0 billion."
    assert told(read(said, "Our purchase obligations were $5.0 billion at December 31, 2024.")) == [
        ("purchase_commitments", "2024-12-31", 5_000, "$5.0 billion")
    ]
    assert (
        told(read(said, "Our purchase obligations were $5.1 billion at December 31, 2024.")) == []
    )


def test_a_tag_is_surer_than_a_sentence() -> None:
    row = Row("Purchase obligations", "us-gaap:PurchaseObligation", ("90", ""))
    filing = report(Table("Commitments", ENDS, (row,))).render()
    said = b"<p>As of December 31, 2024, we had purchase obligations of $89 million.</p></body>"
    found = extract(filing.replace(b"</body>", said))
    (only,) = [f for f in found.figures if f.metric == "purchase_commitments"]
    assert (only.period, only.value, only.confidence) == (END24, 90_000_000, "exact_tag")


def test_the_amount_is_at_its_place_with_its_precision() -> None:
    filing = data("As of December 31, 2024, we had <i>purchase obligations</i> of $5.25 billion.")
    found = extract(filing)
    (only,) = [f for f in found.figures if f.metric == "purchase_commitments"]
    assert only.decimals == -7
    fact = next(fact for fact in found.facts if fact.fact_id == only.inputs[0].fact_id)
    start, end = map(int, fact.locator.place.split("-"))
    assert unescape(filing.decode()[start:end]) == "$5.25 billion"


def test_a_release_without_tags_tells_it_too() -> None:
    said = "As of April 30, 2025, we had outstanding supply commitments of $5.0 billion."
    assert told(extract(page(APRIL, FACE, said))) == [
        ("supply_commitments", "2025-04-30", 5_000, "$5.0 billion")
    ]
