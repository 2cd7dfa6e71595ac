"""Percentages whose row or column says no more than that they are shares: of what, the place says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.builders.html_page import APRIL, HEAD, UNIT, actuals, read, reasons, table

WHEN = "Q 2025-04-30"
ROWS = """Net sales | 1,200 | 1,000
Gross profit | 540 | 400
{0} | 45.0% | 40.0%
Operating income | 300 | 200
{0} | 25.0% | 20.0%
"""


@pytest.mark.parametrize("caption", ["percent of revenue", "% of net sales", "as a % of total revenues", "Margin %"])  # fmt: skip
def test_a_share_below_a_profit_is_its_margin(caption):
    found = read(APRIL, UNIT, table(HEAD + ROWS.format(caption)))
    assert actuals(found, "gross_margin") == {WHEN: Decimal("0.45"), "Q 2024-04-30": Decimal("0.4")}
    assert actuals(found, "operating_margin")[WHEN] == Decimal("0.25")


@pytest.mark.parametrize("caption", ["% of total assets", "Change", "% of segment revenue", "Tax rate"])  # fmt: skip
def test_another_share_is_no_margin(caption):
    found = read(APRIL, UNIT, table(HEAD + ROWS.format(caption)))
    assert actuals(found, "gross_margin") == actuals(found, "operating_margin") == {}


def test_a_share_that_is_not_the_quotient_is_refused():
    text = ROWS.format("% of net sales").replace("45.0%", "54.0%")
    found = read(APRIL, UNIT, table(HEAD + text))
    assert WHEN not in actuals(found, "gross_margin")
    assert reasons(found)


def test_a_share_below_a_cost_is_no_margin():
    found = read(APRIL, UNIT, table(HEAD + """Net sales | 1,200 | 1,000
    Cost of sales | 660 | 600
    % of net sales | 55.0% | 60.0%
    Gross profit | 540 | 400"""))  # fmt: skip
    assert actuals(found, "gross_margin") == {}


BLOCKS = """
 | First Quarter 2025 GAAP Results~2 | First Quarter 2025 Non-GAAP Results(1)~2
 | Amount (in millions) | Year/Year Growth (%) | Amount (in millions) | Year/Year Growth (%)
Total revenues | $1,200 | 20% | $1,200 | 20%
 | Amount (in billions) | Year/Year Growth (%) | Amount (in billions) | Year/Year Growth (%)
Backlog | $9.36 | 26% | $9.18 | 24%
 | Amount (in millions) | Margin (%) | Amount (in millions) | Margin (%)
Gross profit | $900 | 75% | $960 | 80%
Income from operations | $120 | 10% | $360 | 30%
"""
MARCH = "<p>Results for the first quarter ended March 31, 2025.</p>"


def test_heads_below_numbers_stand_under_the_periods_and_bases_above():
    found = read(MARCH, table(BLOCKS))
    when = "Q 2025-03-31"
    assert actuals(found, "gross_profit") == {when: 900_000_000}
    assert actuals(found, "gross_profit", basis="non_gaap") == {when: 960_000_000}
    assert actuals(found, "operating_income", basis="non_gaap") == {when: 360_000_000}
    assert actuals(found, "gross_margin") == {when: Decimal("0.75")}
    assert actuals(found, "operating_margin", basis="non_gaap") == {when: Decimal("0.3")}


def test_growth_under_such_heads_is_no_margin():
    found = read(MARCH, table(BLOCKS.replace("Margin (%)", "Year/Year Growth (%)")))
    assert actuals(found, "gross_profit") == {"Q 2025-03-31": 900_000_000}
    assert actuals(found, "gross_margin") == actuals(found, "operating_margin") == {}


def test_amounts_are_counted_as_their_own_head_says():
    found = read(MARCH, "(in millions)", table("""
     | Q1 2025 | Q1 2024
     | US$ billion | US$ billion
    Revenue | 1.20 | 1.00
    Gross profit | 0.50 | 0.40
    Operating income | 0.20 | 0.10
    """))  # fmt: skip
    assert actuals(found, "revenue")["Q 2025-03-31"] == 1_200_000_000


SHARES = """
 | Three Months Ended April 30, 2025 | Three Months Ended April 30, 2024
Subscriptions | 97% | 96%
Services | 3 | 4
Total revenue | 100 | 100
Total cost of revenue | 58 | 62
Gross profit | 42 | 38
Income from operations | 12 | (9)
Net income | 9% | (8)%
"""


def test_a_statement_in_percent_without_a_title():
    found = read(APRIL, "Results of Operations", table(SHARES))
    assert actuals(found, "gross_margin") == {
        WHEN: Decimal("0.42"),
        "Q 2024-04-30": Decimal("0.38"),
    }
    assert actuals(found, "operating_margin")["Q 2024-04-30"] == Decimal("-0.09")
    assert actuals(found, "revenue") == actuals(found, "gross_profit") == {}


@pytest.mark.parametrize("text", [
    SHARES.replace("Total revenue | 100 | 100", "Total revenue | 100 | 110"),
    SHARES.replace("97% | 96%", "97 | 96"), SHARES.replace("97% | 96%", "$97 | $96"),
])  # fmt: skip
def test_what_may_be_money_is_no_share(text):
    found = read(APRIL, "Results of Operations", table(text))
    assert actuals(found, "gross_margin") == actuals(found, "operating_margin") == {}
