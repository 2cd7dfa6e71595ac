"""The largest customer's part of revenue from a printed table; shares of anything else.

The invented release reports the quarters ended on April 30 of 2025 and 2024.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.builders.html_page import APRIL, FACE, HEAD, UNIT, read, table

OVER = "Customers that were at least 10% of our net revenue:"
ROWS = "Customer A | 13% | 11%\nCustomer B | 12% | 17%\nCustomer C | * | 10%"


def told(*parts: str, face: str = FACE) -> dict[date, tuple[Decimal, str]]:
    """The share and its characters by the end of the quarter."""
    found = read(APRIL, UNIT, face, *parts)
    quotes = {fact.fact_id: fact.quote for fact in found.facts}
    made = [f for f in found.figures if f.metric == "customer_concentration"]
    assert all((f.unit, f.basis, f.kind, f.segment, f.period_type, f.confidence)
               == ("pure", "gaap", "actual", None, "Q", "open_table") for f in made)  # fmt: skip
    return {f.period.end: (f.value, quotes[f.inputs[0].fact_id]) for f in made}


def test_the_largest_in_each_quarter() -> None:
    assert told(OVER, table(HEAD + ROWS)) == {
        date(2025, 4, 30): (Decimal("0.13"), "13%"),
        date(2024, 4, 30): (Decimal("0.17"), "17%"),
    }


def test_a_customer_of_one_quarter_alone() -> None:
    assert told(OVER, table(HEAD + "Customer A | 13% | *\nCustomer B | 12% | *")) == {
        date(2025, 4, 30): (Decimal("0.13"), "13%")
    }


@pytest.mark.parametrize(
    "parts",
    [
        ("Customers that owe at least 10% of accounts receivable:", table(HEAD + ROWS)),
        ("Customers as percentages of net revenue and of receivables:", table(HEAD + ROWS)),
        ("Customers that were at least 10% of a segment's revenue:", table(HEAD + ROWS)),
        ("Our largest customers:", table(HEAD + ROWS)),
        (OVER, table(HEAD + ROWS + "\nEurope | 40% | 30%")),
        (OVER, table(HEAD + "Three largest customers | 40% | 41%\nCustomer A | 20% | 21%")),
        (OVER, table(HEAD + "Customer A | 130 | 110\nCustomer B | 120 | 170")),
        (OVER, table(" | Now | Then\n" + ROWS)),
        (
            OVER,
            table(HEAD + ROWS),
            OVER,
            table(HEAD + "Customer A | 14% | 18%\nCustomer B | 10% | *"),
        ),
    ],
)
def test_what_is_no_customers_part_of_revenue(parts: tuple[str, ...]) -> None:
    assert told(*parts) == {}


def test_a_quarter_without_the_companys_revenue_has_no_share() -> None:
    face = FACE.replace("Net sales", "Total cash")
    assert told(OVER, table(HEAD + ROWS), face=face) == {}
