"""Depreciation and capital expenditures outside the cash flow statement, where they repeat it."""

from __future__ import annotations

import pytest

from tests.builders.html_page import UNIT, actuals, millions, read, table

JUNE = "<p>Results for the second quarter ended June 30, 2025.</p>"
HEAD = """
 | Three Months Ended June 30,~2 | Six Months Ended June 30,~2
 | 2025 | 2024 | 2025 | 2024
"""
CASH = table("""
 | Six Months Ended June 30,~2
 | 2025 | 2024
Operating activities: | |
Net income | 520 | 470
Depreciation and amortization | 61 | 57
Net cash provided by operating activities | 581 | 527
Investing activities: | |
Capital expenditures | (88) | (79)
Net cash used in investing activities | (88) | (79)""")


def face(depreciation: str) -> str:
    return table(HEAD + f"""Revenue | 1,200 | 1,000 | 2,300 | 2,000
Cost of sales | (700) | (600) | (1,330) | (1,180)
Depreciation and amortization | {depreciation}
Operating income | 300 | 270 | 600 | 540
Income tax | (40) | (35) | (80) | (70)
Net income | 260 | 235 | 520 | 470""")  # fmt: skip


def depreciation(*parts: str) -> dict[str, int]:
    return {k: int(v) for k, v in millions(actuals(read(JUNE, UNIT, *parts), METRIC)).items()}


METRIC = "depreciation_and_amortization"
HALVES = {"H1 2025-06-30": 61, "H1 2024-06-30": 57}


@pytest.mark.parametrize("line", ["31 | 29 | 61 | 57", "(31) | (29) | (61) | (57)"])
def test_the_face_of_the_income_statement_adds_the_quarter(line):
    assert depreciation(face(line), UNIT, CASH) == {
        **HALVES, "Q 2025-06-30": 31, "Q 2024-06-30": 29,
    }  # fmt: skip


@pytest.mark.parametrize(
    "line", ["21 | 19 | 41 | 37", "31 | 29 | 61 | 55", "31 | (29) | 61 | (57)"]
)
def test_what_is_not_the_statements_is_left(line):
    """Depreciation beside what is in the cost of sales, or another year's: it proves nothing."""
    assert depreciation(face(line), UNIT, CASH) == HALVES


def test_a_note_on_capital_expenditures_adds_the_quarter():
    note = table(HEAD + """Northern markets | 30 | 28 | 60 | 50
Southern markets | 14 | 12 | 28 | 29
Total capital expenditures | 44 | 40 | 88 | 79""")  # fmt: skip
    found = read(JUNE, UNIT, CASH, UNIT, note)
    assert millions(actuals(found, "capital_expenditures")) == {
        "H1 2025-06-30": 88, "H1 2024-06-30": 79, "Q 2025-06-30": 44, "Q 2024-06-30": 40,
    }  # fmt: skip


def test_a_note_without_the_cash_flow_statement_proves_nothing():
    note = table(HEAD + "Total capital expenditures | 44 | 40 | 88 | 79")
    assert actuals(read(JUNE, UNIT, note), "capital_expenditures") == {}


def test_purchases_of_what_is_not_leased_to_others():
    cash = CASH.replace(
        "Capital expenditures", "Capital expenditures – excluding equipment leased to others"
    )
    found = millions(actuals(read(JUNE, UNIT, cash), "capital_expenditures"))
    assert found == {"H1 2025-06-30": 88, "H1 2024-06-30": 79}
