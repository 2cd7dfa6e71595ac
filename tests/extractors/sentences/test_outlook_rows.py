"""Rows of outlooks' tables: heads below values, cells that are one value, and what may not be one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.builders.html_page import outlooks, read, table, targets
from tests.builders.pdf_page import JUNE

THIRD = "For the quarter ending September 30, 2025, we are providing the following guidance:"
QUARTER = ("Q", date(2025, 7, 1), date(2025, 9, 30))
YEAR = ("FY", date(2025, 1, 1), date(2025, 12, 31))


def around(
    metric: str, mid: str, off: str, basis: str = "gaap"
) -> dict[tuple[str, str, str], Decimal]:
    values = (Decimal(mid) - Decimal(off), Decimal(mid), Decimal(mid) + Decimal(off))
    return {(metric, basis, b): v for b, v in zip(("low", "mid", "high"), values, strict=True)}


def test_a_value_and_its_spread_in_cells_of_their_own():
    found = read(JUNE, THIRD, table("""
     | U.S. GAAP~3 | Reconciling Items | Non-GAAP~3
    Revenue | $4.30 Billion | +/- | $300 Million | — | $4.30 Billion | +/- | $300 Million
    Gross margin as a percentage of revenue | 46.9% | +/- | 1% | $5 Million | 47.0% | +/- | 1%
    Net income per diluted share | $0.86 | +/- | $0.10 | $6 Million | $0.87 | +/- | $0.10
    """))  # fmt: skip
    assert outlooks(found) == {
        **around("revenue", "4300000000", "300000000"),
        **around("revenue", "4300000000", "300000000", "non_gaap"),
        **around("gross_margin", "0.469", "0.01"),
        **around("gross_margin", "0.47", "0.01", "non_gaap"),
    }  # fmt: skip
    assert targets(found) == {QUARTER}


def test_a_spread_takes_the_scale_of_the_table():
    found = read(JUNE, "Net revenue and non-GAAP gross margin are expected to be as follows:", table("""
     | Q3 2025
    (In millions, except percentages) |
    Total net revenue | $ 7,150 | +/- | $ 400
    Non-GAAP gross margin | 48.4 % | |
    """))  # fmt: skip
    assert outlooks(found) == {
        **around("revenue", "7150000000", "400000000"),
        ("gross_margin", "non_gaap", "mid"): Decimal("0.484"),
    }


def test_letters_for_scales():
    found = read(JUNE, table("""
     | Third Quarter 2025 Guidance
    Net sales | $2,115M - $2,165M
    Adjusted operating profit(2) | $450M - $480M
     | Full Year 2025 Guidance
    Net sales | $7.8B - $7.9B
    """))  # fmt: skip
    assert outlooks(found) == {
        ("revenue", "gaap", "low"): 2_115_000_000, ("revenue", "gaap", "high"): 2_165_000_000,
        ("operating_income", "non_gaap", "low"): 450_000_000,
        ("operating_income", "non_gaap", "high"): 480_000_000,
    } | {("revenue", "gaap", "low"): 7_800_000_000, ("revenue", "gaap", "high"): 7_900_000_000}  # fmt: skip
    assert targets(found) == {QUARTER, YEAR}


SUBSCRIPTIONS = """
 | Third Quarter 2025 GAAP Guidance~2 | Third Quarter 2025 Non-GAAP Guidance(1)~2
 | Amount (millions) | Year/Year Growth | Amount (millions) | Year/Year Growth
Product revenue | $906 - $911 | 23% | |
 | | | | Margin
Income from operations | | | | 4%
"""


def test_a_head_of_margins_below_values_is_of_the_lines_below_it():
    found = read(JUNE, "Guidance", table(SUBSCRIPTIONS))
    assert outlooks(found) == {("operating_margin", "non_gaap", "mid"): Decimal("0.04")}


def test_growth_of_a_profit_is_no_margin():
    found = read(JUNE, "Guidance", table(SUBSCRIPTIONS.replace("Margin", "Growth")))
    assert outlooks(found) == {}


def test_a_list_without_full_stops():
    found = read(
        JUNE, "Third Quarter 2025 Guidance",
        "The following details our guidance for the third quarter of 2025:",
        "Total revenues is expected to be in a range of $2,950 million +/- $150 million",
        "GAAP gross margin is expected to be in a range of 60.4% +/- 1.0%",
        "Non-GAAP gross margin is expected to be in a range of 61.7% +/- 1.0%",
    )  # fmt: skip
    assert outlooks(found) == {
        **around("revenue", "2950000000", "150000000"),
        **around("gross_margin", "0.604", "0.01"),
        **around("gross_margin", "0.617", "0.01", "non_gaap"),
    }


@pytest.mark.parametrize("text", ["$4.30 | +/- | $0.30", "$4.30 | +/- | 5%"])
def test_a_spread_without_a_scale_is_no_value(text):
    found = read(JUNE, THIRD, table(f"""
     | GAAP~3
    Revenue | {text}
    """))  # fmt: skip
    assert outlooks(found) == {}
