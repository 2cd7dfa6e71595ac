"""Half years as Europe reports them: "H1 2025" over columns, or the days on which halves end."""

from __future__ import annotations

import pytest

from tests.builders.html_page import actuals, millions, parts, read, table

SAID = "Paris, July 24, 2025. Orlabeck Groupe recorded its revenue of the first half of 2025."
HIGHLIGHTS = table("""
In millions of euros | {0} | {1} | % change
Revenue | 1,000 | 1,200 | + 20 %
Net profit, Group share | 240 | 270 | + 13 %
""")
STATEMENT = table("""
(EUR millions, except for earnings per share) | Notes | {0} | {1} | {2}
Revenue | 24-25 | {3} | 2,100 | 1,000
Cost of sales | | (700) | (1,250) | (600)
Gross margin | | 500 | 850 | 400
Operating profit | | 350 | 610 | 300
Income taxes | 28 | (50) | (90) | (40)
Net profit before minority interests | | 300 | 520 | 260
Minority interests | 18 | (30) | (50) | (20)
Net profit, Group share | | 270 | 470 | 240
""")
DAYS = ("June 30, 2025", "Dec. 31, 2024", "June 30, 2024")


def drawn(table_: str, *texts: str) -> str:
    for number, text in enumerate(texts):
        table_ = table_.replace(f"{{{number}}}", text)
    return table_


@pytest.mark.parametrize("heads", [("First half 2024", "First half 2025"), ("2024 H1", "2025 H1")])
def test_halves_end_in_june_and_the_days_of_a_statement_are_their_ends(heads: tuple[str, str]):
    found = read(
        SAID, drawn(HIGHLIGHTS, *heads), "Income statement", drawn(STATEMENT, *DAYS, "1,200")
    )
    halves = {"H1 2025-06-30": 1200, "H1 2024-06-30": 1000, "FY 2024-12-31": 2100}
    assert millions(actuals(found, "revenue")) == halves
    profits = {"H1 2025-06-30": 300, "H1 2024-06-30": 260, "FY 2024-12-31": 520}
    assert millions(actuals(found, "net_income")) == profits


def test_days_over_other_numbers_than_the_halves_are_not_dated():
    found = read(
        SAID, drawn(HIGHLIGHTS, "H1 2024", "H1 2025"), "Income statement",
        drawn(STATEMENT, *DAYS, "1,220"),
    )  # fmt: skip
    assert "FY 2024-12-31" not in actuals(found, "revenue")
    assert actuals(found, "gross_profit") == {}


@pytest.mark.parametrize(
    "said",
    [
        "Orlabeck recorded its revenue of the first half of fiscal 2025.",
        "Paris, May 24, 2025. Orlabeck recorded its revenue of the first half.",
        "Paris, July 24, 2025. The half ended on May 31, 2025.",
    ],
)
def test_halves_of_other_years_are_not_supposed_to_end_in_june(said: str):
    found = read(said, drawn(HIGHLIGHTS, "H1 2024", "H1 2025"))
    assert actuals(found, "revenue") == {}


def test_a_dash_among_percentages_is_no_part_of_a_sum():
    found = read(SAID, drawn(HIGHLIGHTS, "H1 2024", "H1 2025"), "Revenue by business group:", table("""
In millions of euros | H1 2024 | H1 2025 | % change | Organic*
Wines | 700 | 800 | + 14 % | + 10 %
Watches | 280 | 370 | + 32 % | 0 %
Other activities and eliminations | 20 | 30 | - | -
Total Orlabeck | 1,000 | 1,200 | + 20 % | + 12 %"""))  # fmt: skip
    found_parts = parts(found, "revenue", "2025-06-30")
    assert (found_parts["Wines"], found_parts["Watches"]) == (800, 370)


def test_lines_of_a_statement_above_its_operating_income_are_no_segments():
    found = read(SAID, "Consolidated statement of income", table("""
(in millions of euros) | H1 2025 | H1 2024
Revenue | 1,200 | 1,000
Cost of sales | (700) | (600)
Gross profit | 500 | 400
Selling expenses | (110) | (70)
EBITA | 390 | 330
Amortization of purchase accounting intangibles | (40) | (30)
Operating income | 350 | 300
Income tax | (50) | (40)
Net income | 300 | 260"""))  # fmt: skip
    assert millions(actuals(found, "operating_income")) == {
        "H1 2025-06-30": 350, "H1 2024-06-30": 300
    }  # fmt: skip
    assert {figure.segment for figure in found.figures} == {None}
