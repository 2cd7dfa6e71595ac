"""Lines that are what they are called only where sums, order or a period beside them prove it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.builders.html_page import APRIL, HEAD, UNIT, actuals, millions, outlooks, read, table

QUARTERS = {"Q 2025-04-30": 1200, "Q 2024-04-30": 1000}


@pytest.mark.parametrize("caption", ["Total costs", "Operating costs"])
def test_costs_are_those_of_revenue_only_where_they_make_the_gross_profit(caption: str):
    closing = f"Revenue | 1,200 | 1,000\n{caption} | 700 | 600\nGross profit | 500 | 400\n"
    found = read(APRIL, UNIT, table(HEAD + closing + "Operating income | 350 | 300"))
    assert millions(actuals(found, "cost_of_revenue")) == {"Q 2025-04-30": 700, "Q 2024-04-30": 600}
    lines = f"Revenue | 1,200 | 1,000\nWages | 300 | 300\n{caption} | 850 | 700\n"
    found = read(APRIL, UNIT, table(HEAD + lines + "Operating income | 350 | 300"))
    assert actuals(found, "cost_of_revenue") == {}


def test_a_heading_of_operating_costs_leaves_the_line_below_its_meaning():
    found = read(APRIL, UNIT, table(HEAD + """Revenue | 1,200 | 1,000
Operating costs: | |
Cost of goods sold | 700 | 600
Selling expenses | 150 | 100
Operating income | 350 | 300"""))  # fmt: skip
    assert millions(actuals(found, "cost_of_revenue")) == {"Q 2025-04-30": 700, "Q 2024-04-30": 600}


def test_revenue_is_the_sum_of_net_sales_and_other_revenues():
    found = read(APRIL, UNIT, "Consolidated Statements of Income", table(HEAD + """
Net sales | 1,190 | 995
Other revenues | 10 | 5
Net revenues | 1,200 | 1,000
Cost of sales | 700 | 600
Gross profit | 500 | 400
Income taxes | 50 | 40
Net income | 300 | 260"""))  # fmt: skip
    assert millions(actuals(found, "revenue")) == QUARTERS


SUMMARY = """Revenue | 1,200 | 1,000
Gross profit | 500 | 400
{research}
Operating profit | 350 | 300
{last}"""


def test_research_is_read_in_a_summary_with_the_lines_of_a_statement_in_order():
    lines = SUMMARY.format(research="- R&D expenses | 90 | 70", last="Net profit | 300 | 260")
    found = read(APRIL, UNIT, table(HEAD + lines))
    assert millions(actuals(found, "research_and_development")) == {
        "Q 2025-04-30": 90, "Q 2024-04-30": 70
    }  # fmt: skip


def test_research_in_a_note_on_charges_is_not_the_companys():
    lines = "Cost of revenue | 10 | 9\nResearch and development | 40 | 35\nTotal | 50 | 44"
    found = read(APRIL, UNIT, "Stock-based compensation", table(HEAD + lines))
    assert actuals(found, "research_and_development") == {}


def test_expenses_are_analysed_without_the_brackets_of_the_statement():
    found = read(APRIL, UNIT, table(HEAD + """Revenue | 1,200 | 1,000
Cost of sales | (700) | (600)
Gross profit | 500 | 400
Research and development | 90 | 70
Income tax | (50) | (40)
Net income | 300 | 260"""))  # fmt: skip
    assert millions(actuals(found, "research_and_development")) == {
        "Q 2025-04-30": 90, "Q 2024-04-30": 70
    }  # fmt: skip
    assert millions(actuals(found, "cost_of_revenue")) == {"Q 2025-04-30": 700, "Q 2024-04-30": 600}


def test_days_below_a_length_are_the_days_of_periods():
    found = read(APRIL, UNIT, table(HEAD + "Total revenues | 1,200 | 1,000"), UNIT, table("""
 | Pumps | Valves | Total
Three Months Ended | | |
April 30, 2025 | | |
Total revenues | 800 | 400 | 1,200
April 30, 2024 | | |
Total revenues | 700 | 300 | 1,000
"""))  # fmt: skip
    assert millions(actuals(found, "revenue", "Pumps")) == {
        "Q 2025-04-30": 800, "Q 2024-04-30": 700
    }  # fmt: skip


MONTHS = """ | {three} 6/30/25 | {three} 6/30/24
Revenue | 1,200 | 1,000
Operating income | 350 | 300"""


@pytest.mark.parametrize("three", ["3 Mos. Ended", "3 Months Ended"])
def test_months_may_be_cut_short(three: str):
    found = read(UNIT, table(MONTHS.format(three=three)))
    assert millions(actuals(found, "revenue")) == {"Q 2025-06-30": 1200, "Q 2024-06-30": 1000}


YEAR_TO_DATE = """ | Second Quarter~2 | Year-to-Date~2
 | 2025 | 2024 | 2025 | 2024
Sales | 1,200 | 1,000 | 2,300 | 2,100
Operating income | 350 | 300 | 600 | 500"""


def test_a_year_to_date_beside_the_reported_quarter_has_its_months():
    text = "Results for the second quarter ended August 2, 2025."
    days = "Periods ended August 2, 2025 and August 3, 2024"
    found = read(text, days, UNIT, table(YEAR_TO_DATE))
    assert millions(actuals(found, "revenue")) == {
        "Q 2025-08-02": 1200, "Q 2024-08-03": 1000, "H1 2025-08-02": 2300, "H1 2024-08-03": 2100
    }  # fmt: skip


WEEKS = """ | Quarters Ended~2 | Six Months Ended~2
 | June 29, 2025 | June 30, 2024 | June 29, 2025 | June 30, 2024
Sales | 1,200 | 1,000 | 2,300 | 2,100
Operating income | 350 | 300 | 600 | 500"""
BALANCE = " | June 29, 2025 | {0}\nCash | 100 | 90\nTotal assets | 900 | 800"


def test_quarters_beside_six_months_since_the_year_end_have_thirteen_weeks():
    balance = table(BALANCE.format("Dec. 31, 2024"))
    found = read("Results for the quarter.", UNIT, table(WEEKS), UNIT, balance)
    assert set(actuals(found, "revenue")) == {
        "Q 2025-06-29", "Q 2024-06-30", "H1 2025-06-29", "H1 2024-06-30"
    }  # fmt: skip
    balance = table(BALANCE.format("January 12, 2025"))  # 24 weeks before
    found = read("Results for the quarter.", UNIT, table(WEEKS), UNIT, balance)
    assert "Q 2025-06-29" not in actuals(found, "revenue")


JUNE = "Summary of Results for the Three Months Ended June 30, 2025"
RESULTS = (
    " | Three months ended June 30, 2025\nNet sales | 549\nIncome taxes | 30\nNet income | 114"
)
FORECAST = """ | Six months ending September 30, 2025 | Fiscal year ending March 31, 2026
 | Millions of yen | Millions of yen
Net sales | 1,150 | 2,350
Operating income | 275 | 570"""


def test_a_forecast_under_units_of_columns_is_an_outlook_and_no_result():
    title = "3. Earnings Forecasts for the Fiscal Year Ending March 31, 2026"
    found = read(JUNE, "(Millions of yen)", table(RESULTS), title, table(FORECAST))
    assert "FY 2026-03-31" not in actuals(found, "revenue")
    told = {(f.metric, f.period_type): f.value for f in found.figures if f.kind == "guidance"}
    assert told[("revenue", "FY")] == Decimal("2.35e9")
    assert ("revenue", "H1") not in told


def test_a_table_of_periods_that_are_ending_gives_no_results():
    found = read("Earnings forecasts", "(Millions of yen)", table(FORECAST))
    assert not [figure for figure in found.figures if figure.kind == "actual"]


def test_a_title_that_compares_two_quarters_says_that_they_are_quarters():
    title = "Comparison from the Quarter Ended January 31, 2025 to the Quarter Ended April 30, 2025"
    days = " | January 31, 2025 | April 30, 2025\nTotal revenues | 1,100 | 1,200"
    found = read(APRIL, UNIT, title, table(days + "\nOperating income | 310 | 350"))
    assert set(actuals(found, "revenue")) == {"Q 2025-01-31", "Q 2025-04-30"}


STATED = table(HEAD + "Revenue | 1,200 | 1,000\nGross profit | 700 | 600")


def said(sentence: str, heading: str = "Outlook") -> dict:
    return outlooks(read(APRIL, UNIT, STATED, heading, sentence))


def test_points_around_money_are_of_its_growth_and_no_bounds():
    assert said(
        "For the second quarter of fiscal 2026, revenue is expected to be $3.17 billion, plus or"
        " minus 350 basis points."
    ) == {("revenue", "gaap", "mid"): Decimal("3.17e9")}


def test_a_second_margin_follows_the_spread_of_the_first():
    values = said(
        "For the second quarter of fiscal 2026, we expect operating margin of approximately 30.5%,"
        " +/-150 bps, and adjusted operating margin of approximately 43.5%, +/-100 bps."
    )
    assert values[("operating_margin", "gaap", "low")] == Decimal("0.29")
    assert values[("operating_margin", "non_gaap", "low")] == Decimal("0.425")


def test_a_long_title_without_a_full_stop_cuts_no_sentence():
    values = said(
        "For the second quarter of fiscal 2026, we expect revenue of $3.0 billion.",
        "Our Business Outlook for the Second Quarter of Fiscal Year 2026",
    )
    assert values == {("revenue", "gaap", "mid"): Decimal("3e9")}
