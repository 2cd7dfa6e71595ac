"""Columns of amounts beside changes that bear words of their own, and titles that are periods."""

from __future__ import annotations

import pytest

from tests.builders.html_page import APRIL, UNIT, actuals, millions, parts, read, table
from tests.builders.pdf_page import JUNE, Drawn

FACE = table("""
 | Three Months Ended~2
 | April 30, 2025 | April 30, 2024
Net sales | 1,200 | 1,000
Cost of sales | 700 | 600
Gross profit | 500 | 400
Income tax | 50 | 40
Net income | 300 | 260""")
SECOND = """
 | Three Months Ended June 30,~2
 | 2025 | 2024
Net sales | 1,200 | 1,000
Cost of sales | 700 | 600
Gross profit | 500 | 400"""
NOW = "2025-04-30"
SALES = """
{0} | | | % Change~2
($ in millions) | 2025 | 2024 | Reported | Adjusted
Boats | 700 | 550 | 27.3 | 25.1
Tents | 500 | 450 | 11.1 | 10.2
Worldwide | 1,200 | 1,000 | 20.0 | 18.0"""


def test_the_title_beside_the_heads_is_the_period_of_bare_years():
    found = read(APRIL, UNIT, FACE, "Segment sales results", table(SALES.format("Q1")))
    assert parts(found, "revenue", NOW) == {"Boats": 700, "Tents": 500}


def test_a_title_that_is_no_period_dates_nothing():
    found = read(APRIL, UNIT, FACE, "Segment sales results", table(SALES.format("Regions")))
    assert parts(found, "revenue", NOW) == {}


def test_a_row_says_its_year_where_the_columns_have_none():
    found = read(
        APRIL,
        UNIT,
        FACE,
        "Components of net sales growth",
        UNIT,
        table("""
 | Three Months Ended April 30~3
 | Boats | Tents | Total
Net sales 2025 | 700 | 500 | 1,200
Net sales 2024 | 550 | 450 | 1,000
Growth % | 27 | 11 | 20"""),
    )
    assert parts(found, "revenue", NOW) == {"Boats": 700, "Tents": 500}
    assert parts(found, "revenue", "2024-04-30") == {"Boats": 550, "Tents": 450}


def test_an_income_statement_stays_one_above_adjusted_lines():
    found = read(
        APRIL,
        UNIT,
        table("""
 | Three Months Ended~2
 | April 30, 2025 | April 30, 2024
Net sales | 1,200 | 1,000
Cost of sales | 700 | 600
Gross profit | 500 | 400
Research and development | 100 | 80
Provision for taxes on income | 50 | 40
Net earnings | 300 | 260
Adjusted earnings | |
Adjusted net earnings | 344 | 290"""),
    )
    assert millions(actuals(found, "research_and_development"))["Q 2025-04-30"] == 100
    assert millions(actuals(found, "net_income"))["Q 2025-04-30"] == 300


def test_years_are_not_supposed_because_a_quarter_beside_them_is_known():
    found = read(
        APRIL,
        UNIT,
        FACE,
        UNIT,
        table("""
 | First quarter~2 | Season~2
 | 2025 | 2024 | 2025 | 2024
Net sales | 1,200 | 1,000 | 4,100 | 3,900
Income tax | 50 | 40 | 170 | 160
Net income | 300 | 260 | 1,010 | 990"""),
    )
    assert set(actuals(found, "net_income")) == {"Q 2025-04-30", "Q 2024-04-30"}
    assert not any(one.period_type == "FY" for one in found.figures)


@pytest.mark.parametrize(
    "title",
    ["Percentage increases (decreases)", "Year-over-year growth rates", "% Change", "% of sales"],
)
def test_a_table_that_is_titled_changes_holds_no_money(title: str):
    """Though a unit is printed above it, which is that of the table before."""
    page = Drawn().text(JUNE, "(in millions)").table(SECOND).page().text("(in millions)")
    found = page.table(f"""
 | {title}~2
 | Three Months Ended June 30,~2
 | 2025 | 2024
Net sales | 20.0 | 4.2
Operating income | 49.2 | 54.3
Research and development | 9.1 | 7.3""").read()
    assert millions(actuals(found, "revenue")) == {"Q 2025-06-30": 1200, "Q 2024-06-30": 1000}
    assert actuals(found, "operating_income") == {}


@pytest.mark.parametrize(
    "title", ["Growth (YoY)", "Percent change from prior year", "% of revenue"]
)
def test_nor_does_one_below_such_a_title_and_a_unit(title: str):
    changes = table("""
 | Three Months Ended~2
 | April 30, 2025 | April 30, 2024
Operating income | 49.2 | 54.3
Net earnings | 9.1 | 7.3""")
    found = read(APRIL, UNIT, FACE, title, UNIT, changes)
    assert millions(actuals(found, "net_income")) == {"Q 2025-04-30": 300, "Q 2024-04-30": 260}
    assert actuals(found, "operating_income") == {}
    assert found.refusals == ()
