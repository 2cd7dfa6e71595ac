"""A gross profit without a caption: the numbers above and below it say what it is."""

from __future__ import annotations

import pytest

from tests.builders.html_page import APRIL, actuals, millions, read, table

NOW = "Q 2025-04-30"


def statement(costs: str, line: str, expenses: str) -> str:
    return table(f"""
 | Three Months Ended~2
 | April 30, 2025 | April 30, 2024
Sales of products | 900 | 750
Sales of services | 300 | 250
Total revenues | 1,200 | 1,000
Cost of products | (500) | (430)
Cost of services | (200) | (170)
Total costs and expenses | {costs}
 | {line}
Income from investments | 10 | 5
{expenses}
Earnings from operations | 350 | 300
Income tax | 50 | 40
Net earnings | 300 | 260""")


OVERHEADS = "General and administrative expense | (160) | (105)"


@pytest.mark.parametrize("costs", ["(700) | (600)", "700 | 600"])
def test_the_line_that_closes_upwards_and_downwards_is_gross_profit(costs):
    found = read(APRIL, "(in millions)", statement(costs, "500 | 400", OVERHEADS))
    assert millions(actuals(found, "gross_profit"))[NOW] == 500
    assert millions(actuals(found, "cost_of_revenue"))[NOW] == 700
    assert millions(actuals(found, "operating_income"))[NOW] == 350


@pytest.mark.parametrize(
    ("line", "expenses"),
    [
        ("510 | 400", OVERHEADS),  # does not close upwards
        ("500 | 400", "General and administrative expense | (150) | (105)"),  # nor downwards
        ("500 | 400", "Loss on sale of an investment | (160) | (105)"),  # no overheads below
    ],
)
def test_another_line_without_a_caption_stays_unnamed(line, expenses):
    found = read(APRIL, "(in millions)", statement("(700) | (600)", line, expenses))
    assert not actuals(found, "gross_profit")
    assert not actuals(found, "cost_of_revenue")
