"""What each number is about: captions, sections, bases and statements."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.builders.html_page import APRIL, HEAD, UNIT, actuals, millions, parts, read, table

NOW, THEN = "Q 2025-04-30", "Q 2024-04-30"


def statement(rows: str):
    return read(APRIL, UNIT, table(HEAD + rows))


def test_gross_margin_in_dollars_and_in_percent():
    found = statement("""Revenue | 1,200 | 1,000
Cost of revenue | 500 | 400
Gross margin | 700 | 600
Gross margin percentage | 58.3% | 60.0%""")
    assert millions(actuals(found, "gross_profit")) == {NOW: 700, THEN: 600}
    assert actuals(found, "gross_margin") == {NOW: Decimal("0.583"), THEN: Decimal("0.6")}


def test_gross_margin_in_percent_alone_is_no_profit():
    found = statement("Revenue | 1,200 | 1,000\nGross margin | 58.3% | 60.0%")
    assert actuals(found, "gross_profit") == {}
    assert actuals(found, "gross_margin") == {NOW: Decimal("0.583"), THEN: Decimal("0.6")}


@pytest.mark.parametrize(
    "caption",
    [
        "Gross margin",
        "Gross margin %",
        "Gross margin percentage",
    ],
)
def test_a_margin_without_a_percent_sign_is_no_profit(caption):
    found = statement(
        f"Revenue | 1,200 | 1,000\nCost of revenue | 500 | 400\n{caption} | 58.3 | 60.0"
    )
    assert actuals(found, "gross_profit") == {}
    assert millions(actuals(found, "cost_of_revenue")) == {NOW: 500, THEN: 400}


def test_a_margin_in_dollars_with_decimals_like_all_its_table_is_a_profit():
    found = statement(
        "Revenue | 120.5 | 100.2\nCost of revenue | 50.2 | 40.1\nGross margin | 70.3 | 60.1"
    )
    assert millions(actuals(found, "gross_profit")) == {NOW: Decimal("70.3"), THEN: Decimal("60.1")}


def test_only_the_total_of_the_cost_of_sales_closes():
    found = statement("""Net sales | 1,200 | 1,000
Cost of sales | 450 | 380
Amortization of acquired technology | 50 | 20
Total cost of sales | 500 | 400
Gross profit | 700 | 600""")
    assert millions(actuals(found, "cost_of_revenue")) == {NOW: 500, THEN: 400}


def test_net_income_before_and_after_minorities():
    found = statement("""Revenue | 1,200 | 1,000
Income before income taxes | 120 | 100
Provision for income taxes | 20 | 20
Net income | 100 | 80
Less: Net income attributable to noncontrolling interests | 10 | 8
Net income attributable to Quill Corporation | 90 | 72""")
    assert millions(actuals(found, "net_income")) == {NOW: 100, THEN: 80}
    assert millions(actuals(found, "net_income_attributable")) == {NOW: 90, THEN: 72}


STATEMENT = """Revenue | 1,200 | 1,000
Cost of revenue | 500 | 400
Gross profit | 700 | 600
Research and development | 200 | 180
Provision for income taxes | 20 | 20
Net income | 100 | 80
"""
FOOTNOTE = "Cost of revenue | 12 | 10\nResearch and development | 50 | 40"


def test_a_table_of_stock_compensation_is_not_the_statement():
    found = read(
        APRIL, UNIT, table(HEAD + STATEMENT),
        "Stock-based compensation was as follows (in millions):", table(HEAD + FOOTNOTE),
    )  # fmt: skip
    assert millions(actuals(found, "cost_of_revenue")) == {NOW: 500, THEN: 400}
    assert millions(actuals(found, "research_and_development")) == {NOW: 200, THEN: 180}


def test_a_footnote_of_stock_compensation_below_the_statement():
    found = statement(f"{STATEMENT}(1) Includes stock-based compensation as follows:\n{FOOTNOTE}")
    assert millions(actuals(found, "cost_of_revenue")) == {NOW: 500, THEN: 400}
    assert millions(actuals(found, "research_and_development")) == {NOW: 200, THEN: 180}


def test_gaap_and_non_gaap_lines_under_one_another():
    found = statement("""GAAP gross profit | 700 | 600
Stock-based compensation | 20 | 10
Non-GAAP gross profit | 720 | 610
GAAP gross margin | 58.3% | 60.0%
Non-GAAP gross margin | 60.0% | 61.0%
GAAP operating income | 300 | 200
Acquisition costs | 50 | 40
Non-GAAP operating income | 350 | 240""")
    assert millions(actuals(found, "gross_profit")) == {NOW: 700, THEN: 600}
    assert millions(actuals(found, "gross_profit", basis="non_gaap")) == {NOW: 720, THEN: 610}
    assert actuals(found, "gross_margin", basis="non_gaap")[THEN] == Decimal("0.61")
    assert millions(actuals(found, "operating_income", basis="non_gaap")) == {NOW: 350, THEN: 240}
    assert len(found.figures) == 12


def test_gaap_and_non_gaap_blocks_under_headings():
    found = statement("""GAAP
Gross profit | 700 | 600
Operating income | 300 | 200
Non-GAAP
Gross profit | 720 | 610
Operating income | 350 | 240""")
    assert millions(actuals(found, "gross_profit")) == {NOW: 700, THEN: 600}
    assert millions(actuals(found, "gross_profit", basis="non_gaap")) == {NOW: 720, THEN: 610}
    assert millions(actuals(found, "operating_income", basis="non_gaap"))[NOW] == 350


def test_losses_are_negative_and_never_a_profit():
    found = statement("Net sales | 1,200 | 1,000\nOperating loss | (80) | (70)")
    assert millions(actuals(found, "operating_income")) == {NOW: -80, THEN: -70}
    found = statement("Net sales | 1,200 | 1,000\nOperating loss | 80 | 70")
    assert actuals(found, "operating_income") == {}


def test_a_subtotal_without_a_caption_is_that_of_the_heading_above():
    found = statement("""Net revenue:
Data Center | 700 | 500
Gaming | 500 | 500
 | 1,200 | 1,000
Cost of revenue | 500 | 400
Gross profit | 700 | 600""")
    assert millions(actuals(found, "revenue")) == {NOW: 1_200, THEN: 1_000}
    assert parts(found, "revenue", "2025-04-30") == {"Data Center": 700, "Gaming": 500}


@pytest.mark.parametrize("total", ["1,300 | 1,100", "1,200 | 1,100", "700 | 500"])
def test_a_line_without_a_caption_that_is_no_sum_is_not_the_heading_s(total):
    found = statement(f"""Net revenue:
Data Center | 700 | 500
Gaming | 500 | 500
 | {total}
Cost of revenue | 500 | 400
Gross profit | 700 | 600""")
    assert actuals(found, "revenue") == {}


def test_a_cost_under_the_name_of_sales():
    found = statement("""Revenue:
Services | 700 | 600
Sales | 500 | 400
Total revenue | 1,200 | 1,000
Cost:
Services | 300 | 250
Sales | 200 | 150
Total cost | 500 | 400
Gross profit | 700 | 600
Provision for income taxes | 5 | 5
Net income | 100 | 90""")
    assert millions(actuals(found, "revenue")) == {NOW: 1_200, THEN: 1_000}
    assert parts(found, "revenue", "2025-04-30") == {"Services": 700, "Sales": 500}


def test_cash_flow_and_balance_lines():
    found = read(
        APRIL, UNIT,
        table(HEAD + """Depreciation and amortization | 45 | 40
Purchases of property and equipment | (80) | (70)
Proceeds from sales of property and equipment | 5 | 4
Net cash used in investing activities | (75) | (66)"""),
        "Balance sheets (in millions)",
        table("""
         | April 30, 2025 | January 31, 2025
        Inventories | 70 | 80
        Total assets | 900 | 880
        """),
    )  # fmt: skip
    assert millions(actuals(found, "capital_expenditures")) == {NOW: 80, THEN: 70}
    assert millions(actuals(found, "depreciation_and_amortization")) == {NOW: 45, THEN: 40}
    assert millions(actuals(found, "inventory")) == {"other 2025-04-30": 70, "other 2025-01-31": 80}


def test_nine_and_twelve_months_are_told_apart():
    found = read("<p>Results for the third quarter ended September 30, 2025.</p>", UNIT, table("""
     | Three Months Ended September 30,~2 | Nine Months Ended September 30,~2 | Twelve Months Ended September 30,
     | 2025 | 2024 | 2025 | 2024 | 2025
    Revenue | 1,200 | 1,000 | 3,300 | 2,800 | 4,400
    Operating income | 100 | 90 | 300 | 250 | 390
    """))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {
        "Q 2025-09-30": 1_200, "Q 2024-09-30": 1_000, "9M 2025-09-30": 3_300,
        "9M 2024-09-30": 2_800, "other 2025-09-30": 4_400,
    }  # fmt: skip


def test_a_fact_says_where_it_stands():
    found = read(APRIL, UNIT, table(HEAD + "Net revenue:\nData Center | $700 | $500\nGaming | 500 | 500\nTotal net revenue | 1,200 | 1,000"))  # fmt: skip
    (fact,) = [f for f in found.facts if f.quote == "$700"]
    assert fact.caption == ("Net revenue:", "Data Center")
    assert fact.column_caption == ("Three Months Ended April 30, 2025",)
    assert (str(fact.locator), fact.decimals, fact.value) == ("cell:1/4/2", -6, 700_000_000)


def test_what_is_taken_from_deferred_revenue_is_no_revenue():
    found = statement("""Deferred revenue, beginning of period | 900 | 800
Billings | 1,300 | 1,100
Revenue | (1,200) | (1,000)
Deferred revenue, end of period | 1,000 | 900""")
    assert not actuals(found, "revenue")
