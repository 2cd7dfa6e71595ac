"""Heads of a page that are about all columns, or say no more than a currency and its note."""

from __future__ import annotations

import pytest

from tests.builders.html_page import actuals, millions, parts
from tests.builders.pdf_page import JUNE, Drawn

QUARTERS = {"Q 2025-06-30": 1200, "Q 2024-06-30": 1000}
FACE = """
 | Three Months Ended June 30,~3
 | 2025 | 2024 | 2023
Net sales | 1,200 | 1,000 | 900
Cost of sales | 700 | 600 | 500
Gross profit | 500 | 400 | 400"""


def test_a_metric_in_the_middle_of_the_columns_is_their_title():
    page = (
        Drawn().text(JUNE, "(in millions)").table(FACE).text("Revenue of segments is as follows:")
    )
    found = page.table("""
 | Total Revenue~3
 | Three Months Ended June 30,~3
 | 2025 | 2024 | 2023
Boats | 900 | 700 | 600
Engines | 300 | 300 | 300
Total Revenue | 1,200 | 1,000 | 900""").read()
    assert parts(found, "revenue", "2025-06-30") == {"Boats": 900, "Engines": 300}


def test_a_name_over_the_middle_column_is_its_own():
    page = Drawn().text(JUNE, "(in millions)").table(FACE).text("Parts of the quarter:")
    found = page.table("""
 | Three Months Ended June 30, 2025~3
 | | Engines
Net sales | 900 | 300 | 1,200""").read()
    assert "Boats" not in parts(found, "revenue", "2025-06-30")
    assert millions(actuals(found, "revenue"))["Q 2025-06-30"] == 1200


def test_currencies_and_the_number_of_a_note_are_heads_of_columns():
    page = Drawn().text(JUNE, "(In millions of New Taiwan dollars and U.S. dollars)")
    found = page.table("""
 | Three Months Ended June 30,~3
 | 2024 | 2025~2
 | NT$ | NT$ | US$ (Note 4)
Net sales | 1,000 | 1,200 | 37
Cost of sales | 600 | 700 | 22
Gross profit | 400 | 500 | 15""").read()
    assert millions(actuals(found, "revenue")) == QUARTERS
    assert {f.unit for f in found.figures} == {"TWD"}


def test_percent_above_change_is_of_that_column_alone():
    page = (
        Drawn(first=220, step=55, width=40)
        .text(JUNE, "(in millions)")
        .table("""
 | Three Months Ended~2 | | Six Months Ended~2 |
 | June 30,~2 | | June 30,~2 |
 | | | Percent | | | Percent
 | 2025 | 2024 | Change | 2025 | 2024 | Change
Net sales | 1,200 | 1,000 | 20 | 2,300 | 2,000 | 15
Cost of sales | 700 | 600 | 17 | 1,400 | 1,250 | 12
Gross profit | 500 | 400 | 25 | 900 | 750 | 20""")
    )
    found = millions(actuals(page.read(), "revenue"))
    assert found == QUARTERS | {"H1 2025-06-30": 2300, "H1 2024-06-30": 2000}


def test_percent_over_years_is_of_them_all():
    page = (
        Drawn(first=220, step=75, width=50)
        .text(JUNE, "(in millions)")
        .table("""
 | Three Months Ended June 30,~2 | Percent Change~2
 | 2025 | 2024 | 2025 | 2024
Net sales | 1,200 | 1,000 | 20 | 11
Cost of sales | 700 | 600 | 17 | 9
Gross profit | 500 | 400 | 25 | 14""")
    )
    assert millions(actuals(page.read(), "revenue")) == QUARTERS


@pytest.mark.parametrize("last", ["Forecast", "Change"])
def test_a_quarter_alone_on_its_line_is_of_the_column_that_names_none(last: str):
    page = (
        Drawn(first=220, step=75, width=50)
        .text(JUNE, "(in millions)")
        .table(f"""
 | | | | Q3 2025
 | Q2 2024 | Q1 2025 | Q2 2025 | {last}
Net sales | 1,000 | 1,100 | 1,200 | 1,300
Cost of sales | 600 | 650 | 700 | 750
Gross profit | 400 | 450 | 500 | 550""")
    )
    found = millions(actuals(page.read(), "revenue"))
    assert found == QUARTERS | {"Q 2025-03-31": 1100}


def test_a_year_over_columns_that_repeat_is_of_all_of_them():
    """Though it is as narrow as the head below the middle one, and right above it."""
    page = Drawn(first=190, step=55, width=40).text(JUNE, "(in millions)").table(FACE)
    found = (
        page.text("Revenue of products is as follows:")
        .table("""
 | Three Months Ended June 30,~6
 | 2025~3 | 2024~3
 | U.S. | Abroad | Total | U.S. | Abroad | Total
Boats | 500 | 400 | 900 | 400 | 300 | 700
Engines | 200 | 100 | 300 | 200 | 100 | 300
Total Revenue | 700 | 500 | 1,200 | 600 | 400 | 1,000""")
        .read()
    )
    for year, sold in (("2025", (900, 300)), ("2024", (700, 300))):
        of_parts = parts(found, "revenue", f"{year}-06-30")
        assert (of_parts["Boats"], of_parts["Engines"]) == sold
