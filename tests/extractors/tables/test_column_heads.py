"""Heads of columns: where they begin, in what order their words stand, what is in one cell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.builders.html_page import APRIL, FACE, HEAD, UNIT, actuals, millions, parts, read, table

MARCH = "<p>Results for the first quarter ended March 31, 2025.</p>"
NOW, THEN = "Q 2025-03-31", "Q 2024-03-31"
LINES = "Revenue | 1,200 | 1,000\nGross profit | 500 | 400\nOperating income | 200 | 100"


@pytest.mark.parametrize("heads", [
    " | March 31, 2025 | March 31, 2024\n | Three Months Ended | Three Months Ended",
    " | 3 months ended March 31, 2025 (unaudited) US$ million"
    " | 3 months ended March 31, 2024 (unaudited) US$ million",
    " | 1Q2025 | 1Q2024", " | Three months ended March 31, 2025 | Three months ended March 31, 2024",
])  # fmt: skip
def test_the_period_of_a_column_by_its_words(heads):
    found = read(MARCH, UNIT, table(f"{heads}\n{LINES}"))
    assert millions(actuals(found, "revenue")) == {NOW: 1200, THEN: 1000}
    assert millions(actuals(found, "operating_income")) == {NOW: 200, THEN: 100}


def test_halves_beside_a_quarter():
    found = read(
        "<p>Results for the second quarter ended June 30, 2025.</p>", "(in NT$ millions)",
        table(" | 2Q25 | 1H25 | 1H24\nNet revenue | 933 | 1,773 | 1,266\nGross profit | 540 | 1,040 | 672"),
    )  # fmt: skip
    assert millions(actuals(found, "revenue")) == {
        "Q 2025-06-30": 933, "H1 2025-06-30": 1773, "H1 2024-06-30": 1266
    }  # fmt: skip


CURRENCIES = """
 | Three months ended March 31,~3 |
 | 2024 | 2025~2 |
 | RMB | RMB | US$(1) | % Change
 | (in millions, except percentages)~4
Revenue | 1,000 | 1,200 | 165 | 20%
Income from operations | 100 | 200 | 28 | 100%
"""


def test_a_translation_whose_head_bears_a_footnote():
    found = read(MARCH, table(CURRENCIES))
    assert millions(actuals(found, "revenue")) == {NOW: 1200, THEN: 1000}
    assert {f.unit for f in found.figures} == {"CNY"}


def test_losses_are_no_footnotes_of_currencies():
    found = read(MARCH, "(in millions)", table("""
     | Three months ended March 31,~2
     | 2025 | 2024
    Revenue | $1,200 | $1,000
    Gross profit | $500 | $400
    Operating loss | $(1) | $(2)
    """))  # fmt: skip
    assert millions(actuals(found, "operating_income")) == {NOW: -1, THEN: -2}


def spanned(title: str = "") -> str:
    """A table with heads over three cells each, of which the second has the number."""
    heads = "<tr><td></td><td></td><td colspan=3>1Q2025</td><td></td><td colspan=3>1Q2024</td></tr>"
    rows = "".join(
        f"<tr><td>{name}</td><td></td><td></td><td>{now}</td><td></td><td></td><td></td>"
        f"<td>{then}</td><td></td></tr>"
        for name, now, then in (row.split(" | ") for row in LINES.splitlines())
    )
    return f"<table>{title}{heads}{rows}</table>"


def test_a_head_that_begins_left_of_its_numbers():
    found = read(MARCH, UNIT, spanned())
    assert millions(actuals(found, "revenue")) == {NOW: 1200, THEN: 1000}


def test_sales_and_revenues_name_no_business():
    found = read(MARCH, "Consolidated Statement of Results of Operations", UNIT, table("""
     | Three Months Ended March 31,~2
     | 2025 | 2024
    Sales and revenues: | |
    Sales of machinery | 1,100 | 920
    Revenues of financial products | 100 | 80
    Total sales and revenues | 1,200 | 1,000
    Operating costs: | |
    Cost of goods sold | 700 | 600
    Selling expenses | 200 | 200
    Total operating costs | 900 | 800
    Operating profit | 300 | 200
    Provision for income taxes | 60 | 40
    Profit of consolidated companies | 240 | 160
    Profit | 240 | 160"""))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {NOW: 1200, THEN: 1000}
    assert millions(actuals(found, "operating_income")) == {NOW: 300, THEN: 200}


MARGINS = table(HEAD + """Gross margin percentage: | |
North | 68.3% | 66.3%
South | 71.1% | 69.6%""")  # fmt: skip
PARTS = table(HEAD + "Net sales: | |\nNorth | 700 | 610\nSouth | 500 | 390\nTotal | 1,200 | 1,000")


def test_margins_below_a_heading_are_of_parts_that_add_up_elsewhere():
    found = read(APRIL, UNIT, FACE, UNIT, PARTS, "Gross margin percentage by segment", MARGINS)
    assert actuals(found, "gross_margin", "North") == {
        "Q 2025-04-30": Decimal("0.683"), "Q 2024-04-30": Decimal("0.663")
    }  # fmt: skip
    assert parts(found, "revenue", "2025-04-30") == {"North": 700, "South": 500}


def test_margins_of_names_that_are_no_parts_are_none():
    found = read(APRIL, UNIT, FACE, "Gross margin percentage by segment", MARGINS)
    assert actuals(found, "gross_margin", "North") == {}


def test_a_title_over_all_columns_heads_none():
    title = "<tr><td></td><td></td><td colspan=7>Statements of Operations for the quarter</td></tr>"
    found = read(MARCH, UNIT, spanned(title))
    assert millions(actuals(found, "revenue")) == {NOW: 1200, THEN: 1000}
