"""One customer's part of revenue, told in a sentence of a tagged filing; what is none of it.

The invented report has the revenue of the calendar years 2024 and 2023.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.builders.ixbrl_filing import FY23, FY24
from tests.extractors.sentences.test_filing_text import read


def told(*sentences: str) -> list[tuple[object, Decimal, str]]:
    """Period, value and the characters of each share."""
    found = read(*sentences)
    quotes = {fact.fact_id: fact.quote for fact in found.facts}
    made = [f for f in found.figures if f.metric == "customer_concentration"]
    assert all((f.kind, f.basis, f.unit, f.segment) == ("actual", "gaap", "pure", None)
               and f.confidence == "prose" for f in made)  # fmt: skip
    return [(f.period, f.value, quotes[f.inputs[0].fact_id]) for f in made]


@pytest.mark.parametrize(
    "sentence",
    [
        "For fiscal year 2024, sales to one direct customer, Customer A, represented 23% of total "
        "revenue; and sales to a second direct customer, Customer B, represented 16%.",
        "One Devices segment customer accounted for 23% of consolidated net revenue in fiscal year "
        "2024.",
        "In fiscal 2024 our <b>largest</b> customer represented 23% of our net sales.",
        "A single customer accounted for 23% of the Company’s total net revenues in fiscal 2024.",
        "Sales to Customer A represented 23% of total revenue for fiscal year 2024.",
        "Sales to direct Customers A, B and C represented 12%, 23% and 11% of total revenue, "
        "respectively, for fiscal year 2024.",
        "Two direct customers accounted for 23% and 11% of our revenue in fiscal year 2024.",
    ],
)  # fmt: skip
def test_the_part_of_one_customer(sentence: str) -> None:
    assert told(sentence) == [(FY24, Decimal("0.23"), "23%")]


def test_the_largest_of_a_period_and_each_period_its_own() -> None:
    assert told(
        "One customer represented 12.5% of total revenue in fiscal year 2024.",
        "One indirect customer represented 19% of total revenue in fiscal year 2024.",
        "One customer represented 11% of total revenue in fiscal year 2023.",
    ) == [(FY24, Decimal("0.19"), "19%"), (FY23, Decimal("0.11"), "11%")]


@pytest.mark.parametrize(
    "sentence",
    [
        "One customer represented 23% of our accounts receivable and 20% of revenue in fiscal 2024.",
        "One customer accounted for 23% of our balance as of December 31, 2024.",
        "For the first half of fiscal year 2024, one customer represented 23% of total revenue.",
        "Our three largest customers accounted for 40% of our net revenue in fiscal 2024.",
        "Three direct customers accounted for 40% of our net revenue in fiscal 2024.",
        "Customers A and B represented 23% of total revenue for fiscal year 2024.",
        "One customer represented 23% and 20% of total revenue in fiscal years 2024 and 2023.",
        "Two customers represented 23% and 20% of total revenue in fiscal years 2024 and 2023.",
        "Two customers represented 23% and 20% of accounts receivable in fiscal year 2024.",
        "One customer represented approximately 23% of total revenue in fiscal year 2024.",
        "One customer represented 23% of total revenue in fiscal year 2024 and fiscal year 2023.",
        "One customer represented 23% of total revenue.",
        "One customer represented 23% of total revenue in fiscal year 2022.",
        "One customer represented 23% of total revenue in the second quarter of fiscal 2024.",
        "One customer represented 23% of segment revenue in fiscal year 2024.",
        "One customer represented 23% of Devices revenue in fiscal year 2024.",
        "We expect that one customer represented 23% of total revenue in fiscal year 2024.",
        "Sales to customers abroad represented 23% of total revenue in fiscal year 2024.",
        "No one customer represented 23% of total revenue in fiscal year 2024.",
    ],
)
def test_what_is_not_the_part_of_one_customer(sentence: str) -> None:
    assert told(sentence) == []
