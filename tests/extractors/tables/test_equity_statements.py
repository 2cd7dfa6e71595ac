"""The net income between two balances of a statement of equity."""

from __future__ import annotations

import pytest

from tests.builders.html_page import UNIT, actuals, millions, read, table

JUNE = "<p>Results for the second quarter ended June 30, 2025.</p>"
FACE = table("""
 | Three Months Ended June 30,~2 | Six Months Ended June 30,~2
 | 2025 | 2024 | 2025 | 2024
Revenue | 1,200 | 1,000 | 2,300 | 2,000
Income tax | 40 | 35 | 80 | 70
Net income | 260 | 235 | 500 | 470""")


def equity(first: str, second: str, end: str = "June 30, 2025") -> str:
    return table(f"""
 | Common Stock | Retained Earnings | Total Stockholders' Equity
Balance at December 31, 2024 | 900 | 4,100 | 5,000
Net income | — | 240 | {first}
Dividends | — | (40) | (40)
Balance at March 31, 2025 | 900 | 4,300 | 5,200
Net income | — | 260 | {second}
Balance at {end} | 900 | 4,560 | 5,460""")


def net_income(*parts: str) -> dict[str, int]:
    return {k: int(v) for k, v in millions(actuals(read(JUNE, *parts), "net_income")).items()}


PRINTED = {"Q 2025-06-30": 260, "Q 2024-06-30": 235, "H1 2025-06-30": 500, "H1 2024-06-30": 470}


def test_the_first_quarter_stands_between_two_balances():
    found = net_income(UNIT, FACE, "Statements of Equity", UNIT, equity("240", "260"))
    assert found == {**PRINTED, "Q 2025-03-31": 240}


@pytest.mark.parametrize(
    "statement",
    [
        equity("240", "255"),  # the total leaves out what others have of it
        equity("240", "260", "July 20, 2025"),  # nothing is printed of that time
    ],
)
def test_a_column_that_the_income_statement_does_not_know_is_left(statement):
    assert net_income(UNIT, FACE, "Statements of Equity", UNIT, statement) == PRINTED


def test_a_balance_of_another_account_dates_nothing():
    account = table("""
 | Goodwill | Total
Balance at December 31, 2024 | 900 | 900
Net income | 240 | 240
Balance at March 31, 2025 | 1,140 | 1,140""")
    assert net_income(UNIT, FACE, "Goodwill", UNIT, account) == PRINTED
