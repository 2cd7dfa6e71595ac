"""Segments side by side, and what stands beside them that is no figure of the company."""

from __future__ import annotations

import pytest

from tests.builders.html_page import APRIL, HEAD, UNIT, actuals, millions, parts, read, table

FACE = """Net sales | 1,200 | 1,000
Cost of sales | 700 | 600
Gross profit | 500 | 400
Operating income | 350 | 300
Income tax | 50 | 40
Net income | 300 | 260"""
NOW, THEN = "2025-04-30", "2024-04-30"


def test_a_company_without_its_finance_arm_is_no_whole():
    found = read(APRIL, UNIT, table(HEAD + FACE), UNIT, table("""
 | Three Months Ended April 30, 2025~3
 | Company excluding Harbor Finance | Harbor Finance | Consolidated
Net sales | 1,050 | 150 | 1,200
Operating income | 290 | 60 | 350
Net income | 250 | 50 | 300"""))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {f"Q {NOW}": 1200, f"Q {THEN}": 1000}
    assert millions(actuals(found, "net_income")) == {f"Q {NOW}": 300, f"Q {THEN}": 260}
    assert parts(found, "revenue", NOW) == {
        "Company excluding Harbor Finance": 1050,
        "Harbor Finance": 150,
    }


def test_sales_to_others_go_before_sales_to_other_segments():
    found = read(APRIL, UNIT, table(HEAD + FACE), UNIT, table("""
 | Three Months Ended April 30, 2025~4
 | Boats | Tents | Eliminations | Total
External revenues | 700 | 500 | – | 1,200
Intersegment revenues | 90 | 10 | (100) | –
Total revenues | 790 | 510 | (100) | 1,200
Operating income | 230 | 120 | – | 350"""))  # fmt: skip
    now = parts(found, "revenue", NOW)
    assert (now["Boats"], now["Tents"]) == (700, 500)
    assert millions(actuals(found, "revenue"))[f"Q {NOW}"] == 1200


def test_sales_to_others_are_no_revenue_of_the_company():
    found = read(APRIL, UNIT, table(HEAD + FACE), UNIT, table(HEAD + """External revenues | 900 | 800
Operating income | 350 | 300"""))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {f"Q {NOW}": 1200, f"Q {THEN}": 1000}


def test_profit_of_one_share_is_no_profit_of_the_company():
    found = read(APRIL, UNIT, table(HEAD + FACE + """
Net income attributable to Harbor shareholders | 290 | 250
Earnings of one share, basic:
Net income attributable to Harbor shareholders | 2.90 | 2.50"""))  # fmt: skip
    assert millions(actuals(found, "net_income_attributable")) == {
        f"Q {NOW}": 290,
        f"Q {THEN}": 250,
    }
    assert millions(actuals(found, "net_income")) == {f"Q {NOW}": 300, f"Q {THEN}": 260}


def test_days_alone_are_those_of_a_statement_of_three_years():
    days = " | December 31, 2024 | December 31, 2023 | December 31, 2022\n"
    found = read(
        "Annual report for the fiscal year ended December 31, 2024", "Harbor Corporation",
        "Consolidated statements of income", UNIT,
        table(days + """Net sales | 1,200 | 1,000 | 900
Cost of sales | 700 | 600 | 550
Gross profit | 500 | 400 | 350
Operating income | 350 | 300 | 260
Income tax | 50 | 40 | 30
Net income | 300 | 260 | 230"""),
        "Net sales by segment were (in millions):",
        table(days + """Net sales:
Boats | 700 | 600 | 500
Tents | 500 | 400 | 400
Total net sales | 1,200 | 1,000 | 900"""),
    )  # fmt: skip
    assert parts(found, "revenue", "2024-12-31") == {"Boats": 700, "Tents": 500}


def test_days_whose_total_is_another_are_refused():
    days = " | December 31, 2024 | December 31, 2023 | December 31, 2022\n"
    found = read(
        "Annual report for the fiscal year ended December 31, 2024", "Harbor Corporation",
        "Consolidated statements of income", UNIT,
        table(days + """Net sales | 1,200 | 1,000 | 900
Cost of sales | 700 | 600 | 550
Gross profit | 500 | 400 | 350
Operating income | 350 | 300 | 260
Income tax | 50 | 40 | 30
Net income | 300 | 260 | 230"""),
        "Net sales by segment were (in millions):",
        table(days + """Net sales:
Boats | 200 | 160 | 150
Tents | 120 | 100 | 90
Total net sales | 320 | 260 | 240"""),
    )  # fmt: skip
    assert parts(found, "revenue", "2024-12-31") == {}


# The dash of "Corporate" is nothing where the others make the total: see test_nil_cells.
@pytest.mark.parametrize(
    ("totals", "revenue"),
    [(("1,000", "300"), {"Cloud": 640, "Devices": 360, "Corporate": 0}), (("1,100", "299"), {})],
)
def test_the_total_beside_parts_proves_their_unit(totals: tuple[str, str], revenue: dict[str, int]):
    found = read(APRIL, UNIT, table(HEAD + FACE), "Segment results", table(f"""
Three Months Ended April 30, 2024 | Cloud | Devices | Corporate | Total
Net sales | 640 | 360 | — | {totals[0]}
Operating income | 250 | 90 | (40) | {totals[1]}"""))  # fmt: skip
    assert parts(found, "revenue", THEN) == revenue
