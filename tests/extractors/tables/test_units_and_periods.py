"""Of which unit, basis and period the amounts of a table or an outlook are."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders.html_page import actuals, read, table
from tests.builders.pdf_page import Drawn

JUNE = "Results for the second quarter ended June 30, 2025."


@pytest.mark.xfail(strict=True, reason="a wrong figure")
def test_a_page_gives_a_table_no_unit_of_the_table_above():
    sheet = (
        Drawn()
        .text(JUNE, "(in millions)")
        .table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | $1,234.5 | $1,100.2
    Operating income | 300.1 | 250.9
    """)
    )
    found = (
        sheet.text("Supplementary results")
        .table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Non-GAAP gross profit | $700,100 | $590,900
    Stock compensation | 40,000 | 30,000
    """)
        .read()
    )
    assert actuals(found, "gross_profit", basis="non_gaap") == {}


def test_non_ifrs_in_a_cell_says_that_the_rest_is_ifrs():
    found = read(JUNE, "(RMB in millions)", table("""
     | Three months ended June 30,~2
     | 2025 | 2024
    Revenues | 184,504 | 161,117
    Operating profit | 60,104 | 50,732
    Non-IFRS operating profit | 69,248 | 58,443
    """))  # fmt: skip
    assert {f.basis for f in found.figures} == {"ifrs", "non_gaap"}


def test_a_quarter_begins_on_the_day_after_the_reported_one():
    found = read(
        "Results for the fiscal 2026 second quarter ended August 1, 2025.",
        "For the third quarter of fiscal 2026, the company expects revenue between $26.5 billion"
        " and $27.5 billion.",
    )
    assert {f.period.start for f in found.figures} == {date(2025, 8, 2)}


def test_a_year_of_53_weeks_ends_with_a_quarter_of_14():
    found = read("Results for the fourth quarter of fiscal 2023 ended February 3, 2024.", table("""
    (in millions) | Three Months Ended~2 | Fiscal Year Ended~2
     | February 3, 2024 | January 28, 2023 | February 3, 2024 | January 28, 2023
    Revenue | 1,234 | 1,100 | 4,400 | 4,100
    Operating income | 300 | 250 | 1,060 | 900
    """))  # fmt: skip
    starts = {f.period.start for f in found.figures if f.period_type == "Q"}
    assert starts == {date(2023, 10, 29), date(2022, 10, 30)}
