"""Heads of PDF tables that stand on lines of their own: days, lengths, stray numbers."""

from __future__ import annotations

from tests.builders.html_page import actuals, millions
from tests.builders.pdf_page import Drawn

APRIL = "Sample Corporation today reported results for its second quarter ended April 1, 2031."


def revenue(sheet: Drawn) -> dict:
    return millions(actuals(sheet.read(), "revenue"))


def test_days_of_52_week_years_over_their_years_beside_changes():
    sheet = Drawn(first=200, step=62, width=50, size=8).text(APRIL, "(in millions)")
    sheet.table("""
     | Three Months Ended~3 | Six Months Ended~3
     | April 1, | April 2, | | April 1, | April 2,
     | 2031 | 2030 | Change | 2031 | 2030 | Change
    Revenue | 6,178 | 6,416 | (4)% | 13,868 | 14,540 | (5)%
    Gross profit | 3,178 | 3,416 | (7)% | 6,868 | 7,540 | (9)%
    """)
    assert revenue(sheet) == {
        "Q 2031-04-01": 6_178, "Q 2030-04-02": 6_416,
        "H1 2031-04-01": 13_868, "H1 2030-04-02": 14_540,
    }  # fmt: skip


def test_days_on_three_lines():
    sheet = Drawn(first=240, step=70, width=55).text(APRIL, "(in millions)")
    sheet.table("""
     | Three Months Ended~2 | Six Months Ended~2
     | April | April | April | April
     | 1, | 2, | 1, | 2,
     | 2031 | 2030 | 2031 | 2030
    Revenue | 6,178 | 6,416 | 13,868 | 14,540
    Gross profit | 3,178 | 3,416 | 6,868 | 7,540
    """)
    assert revenue(sheet) == {
        "Q 2031-04-01": 6_178, "Q 2030-04-02": 6_416,
        "H1 2031-04-01": 13_868, "H1 2030-04-02": 14_540,
    }  # fmt: skip


def test_lengths_on_two_lines_head_their_own_columns():
    sheet = Drawn(first=240, step=70, width=55).text(APRIL, "(in millions)")
    sheet.table("""
     | Three Months Ended~3
     | | | | Six Months Ended~2
     | April 1, | January 1, | April 2, | April 1, | April 2,
     | 2031 | 2031 | 2030 | 2031 | 2030
    Revenue | 6,178 | 7,690 | 6,416 | 13,868 | 14,540
    Gross profit | 3,178 | 3,690 | 3,416 | 6,868 | 7,540
    """)
    assert revenue(sheet) == {
        "Q 2031-04-01": 6_178, "Q 2031-01-01": 7_690, "Q 2030-04-02": 6_416,
        "H1 2031-04-01": 13_868, "H1 2030-04-02": 14_540,
    }  # fmt: skip


def test_a_stray_number_at_the_margin_of_a_heading_is_no_column():
    sheet = Drawn(first=200, step=95, width=60).text(APRIL, "(in millions)")
    sheet.table("""
    7 | Three Months Ended April 1,~2 | Six Months Ended April 1,~2
     | 2031 | Share | 2031 | Share
    Revenue | 6,178 | 100% | 13,868 | 100%
    Gross profit | 3,178 | 51% | 6,868 | 50%
    """)
    assert revenue(sheet) == {"Q 2031-04-01": 6_178, "H1 2031-04-01": 13_868}


def test_a_day_over_two_years_is_the_day_of_both():
    sheet = Drawn(first=240, step=50, width=45, size=8, groups="numbers")
    sheet.text("Results for the second quarter ended June 30, 2031.", "(in millions)")
    sheet.table("""
     | Three Months Ended~2 | | Six Months Ended~2
     | June 30,~2 | | June 30,~2
     | 2031 | 2030 | Change | 2031 | 2030 | Change
    Revenue | 6,178 | 6,416 | (4)% | 13,868 | 14,540 | (5)%
    Gross profit | 3,178 | 3,416 | (7)% | 6,868 | 7,540 | (9)%
    """)
    assert revenue(sheet) == {
        "Q 2031-06-30": 6_178, "Q 2030-06-30": 6_416,
        "H1 2031-06-30": 13_868, "H1 2030-06-30": 14_540,
    }  # fmt: skip
