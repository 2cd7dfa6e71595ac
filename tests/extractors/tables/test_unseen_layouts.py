"""Layouts of statements from Taiwan, Japan, China and France, and what only looks like them."""

from __future__ import annotations

import re

import pytest

from tests.builders.html_page import (
    APRIL,
    FACE,
    HEAD,
    UNIT,
    actuals,
    millions,
    parts,
    read,
    table,
)  # fmt: skip

NOTED = """
 | | Three months ended April 30~4
 | | 2025~2 | 2024~2
Items | Notes | AMOUNT | % | AMOUNT | %
Operating revenue | 6(24) and 7 | $ 1,200 | 100 | $ 1,000 | 100
Operating costs | 6(6) and 7 | (700) | (58) | (600) | (60)
Gross profit | | 500 | 42 | 400 | 40
Operating expenses | 6(29) and 7 | | | |
Selling expenses | | (60) | (5) | (30) | (3)
Research and development expenses | | (90) | (8) | (70) | (7)
Total operating expenses | | (150) | (13) | (100) | (10)
Operating profit | | 350 | 29 | 300 | 30
Income tax expense | 6(32) | (50) | (4) | (40) | (4)
Profit for the period | | $ 300 | 25 | $ 260 | 26
"""
TAIWAN = "Results for the first quarter ended April 30, 2025, in millions of New Taiwan dollars."


def test_a_note_beside_a_heading_is_no_new_head_of_columns():
    found = read(TAIWAN, "(In millions of New Taiwan dollars)", table(NOTED))
    for metric, values in {
        "cost_of_revenue": (700, 600), "research_and_development": (90, 70),
        "operating_expenses": (150, 100), "operating_income": (350, 300), "net_income": (300, 260),
    }.items():  # fmt: skip
        expected = dict(zip(("Q 2025-04-30", "Q 2024-04-30"), values, strict=True))
        assert millions(actuals(found, metric)) == expected
    assert {f.unit for f in found.figures if f.metric == "revenue"} == {"TWD"}


def test_words_beside_a_heading_over_dated_columns_are_heads():
    found = read(APRIL, UNIT, table(HEAD + """Net sales | 1,200 | 1,000
Forecasts | Three Months Ended April 30, 2026 | Three Months Ended April 30, 2027
Net sales | 1,400 | 1,300"""))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {"Q 2025-04-30": 1200, "Q 2024-04-30": 1000}


DIVIDED = (
    HEAD
    + """Net sales | 1,200 | 1,000
Cost of sales | 700 | 600
Gross profit | 500 | 400
Operating income | 350 | 300
Income tax | 50 | 40
Net income | 300 | 260
{heading} | |
Owners of the parent | 270 | 240
Non-controlling interests | 30 | 20
{total} | 300 | 260"""
)


@pytest.mark.parametrize(
    "heading", ["Net income attributable to:", "Profit attributable to", "Attributable to:"]
)
@pytest.mark.parametrize("total", ["", "Net income"])
def test_the_owners_part_and_that_of_others_are_no_profit_and_its_remainder(
    heading: str, total: str
):
    found = read(APRIL, UNIT, table(DIVIDED.format(heading=heading, total=total)))
    assert millions(actuals(found, "net_income")) == {"Q 2025-04-30": 300, "Q 2024-04-30": 260}
    owned = {"Q 2025-04-30": 270, "Q 2024-04-30": 240}
    assert millions(actuals(found, "net_income_attributable")) == owned


def test_parts_of_comprehensive_income_are_no_profit():
    found = read(APRIL, UNIT, table(HEAD + """Net sales | 1,200 | 1,000
Income tax | 50 | 40
Net income | 300 | 260
Currency translation | 30 | 20
Total comprehensive income | 330 | 280
Total comprehensive income attributable to: | |
Owners of the parent | 295 | 257
Non-controlling interests | 35 | 23
 | 330 | 280"""))  # fmt: skip
    assert millions(actuals(found, "net_income")) == {"Q 2025-04-30": 300, "Q 2024-04-30": 260}
    assert actuals(found, "net_income_attributable") == {}


def test_a_loss_of_minorities_adds_to_what_the_owners_have():
    found = read(APRIL, UNIT, table(HEAD + """Net sales | 1,200 | 1,000
Income tax | 50 | 40
Net income | 300 | 260
Less: net loss attributable to noncontrolling interests | 30 | 20
Net income attributable to Orlabeck | 330 | 280"""))  # fmt: skip
    assert millions(actuals(found, "net_income")) == {"Q 2025-04-30": 300, "Q 2024-04-30": 260}


COSTS = (
    HEAD
    + """Net sales | 1,200 | 1,000
Cost of products sold | 500 | 450
Cost of financing operations | 200 | 150
{total}{gross}Selling expenses | 150 | 100
Operating income | 350 | 300
Income tax | 50 | 40
Net income | 300 | 260"""
)


@pytest.mark.parametrize(
    ("total", "gross", "expected"),
    [
        ("", "", {}),
        ("Cost of products and services | 710 | 640\n", "", {}),
        ("Cost of products and services | 700 | 600\n", "", {"25": 700, "24": 600}),
        ("Total cost of sales | 700 | 600\n", "", {"25": 700, "24": 600}),
        ("", "Gross profit | 700 | 550\n", {"25": 500, "24": 450}),
    ],
)
def test_a_cost_beside_another_is_not_all_that_revenue_costs(
    total: str, gross: str, expected: dict[str, int]
):
    found = read(APRIL, UNIT, table(COSTS.format(total=total, gross=gross)))
    days = {f"Q 20{year}-04-30": value for year, value in expected.items()}
    assert millions(actuals(found, "cost_of_revenue")) == days


def test_a_heading_says_which_columns_are_translations():
    head = """
 | Three Months Ended April 30, 2025 (RMB)~3 | Three Months Ended April 30, 2025 (US$)~3
 | Orla Core | iQ | Elim & adj | Orla Core | iQ | Elim & adj
Net sales | 900 | 350 | (50) | 126 | 49 | (7)
Operating income | 340 | (10) | 20 | 48 | (1) | 3
"""
    own = "Results for the first quarter ended April 30, 2025, in millions of RMB."
    found = read(own, "(RMB in millions)", FACE, "Segments", "(in millions)", table(head))
    assert parts(found, "revenue", "2025-04-30")["Orla Core"] == 900
    assert {f.unit for f in found.figures} == {"CNY"}
    assert {f.basis for f in found.figures} == {"gaap"}


def test_currencies_over_columns_may_bear_the_number_of_a_note():
    found = read(TAIWAN, "(In millions of New Taiwan dollars and U.S. dollars)", table("""
 | Three Months Ended April 30~3
 | 2024 | 2025~2
 | NT$ | NT$ | US$ (Note 4)
OPERATING REVENUES (Notes 4 and 25) | $ 1,000 | $ 1,200 | $ 37
OPERATING COSTS (Note 11) | 600 | 700 | 22
GROSS PROFIT | 400 | 500 | 15
INCOME TAX EXPENSE | 40 | 50 | 2
NET PROFIT FOR THE QUARTER | 260 | 300 | 9"""))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {"Q 2025-04-30": 1200, "Q 2024-04-30": 1000}
    assert millions(actuals(found, "net_income")) == {"Q 2025-04-30": 300, "Q 2024-04-30": 260}


RATIOS = (
    HEAD
    + """Gross profit as a % of net sales | {gross}
Operating margin (%) | 29.2 | 30.0
Net sales per employee | 41.7 | 40.2"""
)


def test_margins_without_a_sign_are_believed_where_their_lines_give_them():
    found = read(APRIL, UNIT, FACE, "Ratios", UNIT, table(RATIOS.format(gross="41.7 | 40.0")))
    gross, profit = actuals(found, "gross_margin"), actuals(found, "operating_margin")
    assert {key: f"{value * 100}" for key, value in gross.items()} == {
        "Q 2025-04-30": "41.700", "Q 2024-04-30": "40.000"
    }  # fmt: skip
    assert [f"{value:.3f}" for value in profit.values()] == ["0.292", "0.300"]
    found = read(APRIL, UNIT, FACE, "Ratios", UNIT, table(RATIOS.format(gross="58.3 | 60.0")))
    assert actuals(found, "gross_margin") == {}


def test_margins_without_a_sign_need_their_lines():
    found = read(APRIL, UNIT, "Ratios", UNIT, table(RATIOS.format(gross="41.7 | 40.0")))
    assert actuals(found, "gross_margin") == {}


def test_net_income_is_below_what_investees_add_to_the_profit_after_tax():
    found = read(APRIL, UNIT, table(HEAD + """Net sales | 1,200 | 1,000
Income before income taxes | 330 | 290
Income tax expense | 50 | 40
Income after income taxes | 280 | 250
Profit related to equity method investments | 20 | 10
Net income | 300 | 260"""))  # fmt: skip
    assert millions(actuals(found, "net_income")) == {"Q 2025-04-30": 300, "Q 2024-04-30": 260}


def test_a_list_of_adjustments_gives_no_basis_to_the_lines_below_it():
    found = read(APRIL, UNIT, FACE, table(HEAD + """Operating income | 350 | 300
Adjusted to exclude the following: | |
Restructuring | 40 | 20
Adjusted operating income | 390 | 320
Revenue | 1,200 | 1,000"""))  # fmt: skip
    adjusted = actuals(found, "operating_income", basis="non_gaap")
    assert millions(adjusted) == {"Q 2025-04-30": 390, "Q 2024-04-30": 320}
    assert actuals(found, "revenue", basis="non_gaap") == {}


def test_a_revenue_that_is_not_the_statements_takes_its_adjusted_ones_with_it():
    found = read(APRIL, UNIT, FACE, "Results of Tarn Insurance", table("""
 | Three Months Ended April 30, 2025~2 | Three Months Ended April 30, 2024~2
 | As Reported (GAAP) | Adjusted (non-GAAP) | As Reported (GAAP) | Adjusted (non-GAAP)
Revenue | 222 | 223 | 221 | 220
Operating income | 18 | 20 | 16 | 19"""))  # fmt: skip
    assert actuals(found, "revenue", basis="non_gaap") == {}
    assert millions(actuals(found, "revenue")) == {"Q 2025-04-30": 1200, "Q 2024-04-30": 1000}


@pytest.mark.parametrize(
    ("caption", "metric"),
    [
        ("Net sales (including sales to related parties of $12 and $9)", "revenue"),
        ("Sales revenues", "revenue"),
        ("Research, development and related expenses", "research_and_development"),
        ("Consolidated gross profit", "gross_profit"),
        ("Total Company operating income (loss)", "operating_income"),
        ("Net profit before minority interests", "net_income"),
        ("Net profit, Group share", "net_income_attributable"),
        ("Net income (Group share)", "net_income_attributable"),
    ],
)
def test_captions_of_many_companies(caption: str, metric: str):
    lines = "Turnover | 1,100 | 900\nIncome tax | 50 | 40\nNet earnings | 99 | 88\nBasic earnings per share | 1 | 1\n"
    kept = "" if metric in ("revenue", "net_income") else lines
    rest = "" if kept else "Cost of sales | 700 | 600\nIncome tax | 50 | 40\n"
    title = "Consolidated Statements of Income"
    found = read(APRIL, title, UNIT, table(f"{HEAD}{kept}{rest}{caption} | 150 | 120"))
    assert millions(actuals(found, metric)) == {"Q 2025-04-30": 150, "Q 2024-04-30": 120}


def test_the_owners_part_by_its_own_words_above_that_of_others():
    text = DIVIDED.replace("{heading} | |\nOwners of the parent", "Profit attributable to Orlabeck")
    found = read(APRIL, UNIT, table(text.format(total="Net income")))
    assert millions(actuals(found, "net_income")) == {"Q 2025-04-30": 300, "Q 2024-04-30": 260}
    owned = {"Q 2025-04-30": 270, "Q 2024-04-30": 240}
    assert millions(actuals(found, "net_income_attributable")) == owned


FISCAL = table("""
 | Fiscal 2025~2 | Fiscal 2024~2
 | As Reported (GAAP) | Adjusted (non-GAAP) | As Reported (GAAP) | Adjusted (non-GAAP)
Revenue | $22.2 billion | $22.2 billion | $22.1 billion | $22.1 billion
Net income | $1.65 billion | $1.46 billion | $1.47 billion | $1.34 billion""")


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        (
            "Orlabeck reported the following results for the fourth quarter ended May 31, 2025:",
            {"Q 2025-05-31": 1650, "Q 2024-05-31": 1470},
        ),
        (
            "Orlabeck reported these results for the fourth quarter and year ended May 31, 2025:",
            {"FY 2025-05-31": 1650, "FY 2024-05-31": 1470},
        ),
        (
            "The fourth quarter ended May 31, 2025. These are the results of two years:",
            {"FY 2025-05-31": 1650, "FY 2024-05-31": 1470},
        ),
    ],
)
def test_fiscal_years_over_columns_are_of_the_quarter_that_introduces_them(
    said: str, ends: dict[str, int]
):
    found = read("Results for the fourth quarter ended May 31, 2025.", said, FISCAL)
    assert millions(actuals(found, "net_income")) == ends
    assert set(actuals(found, "net_income", basis="non_gaap")) == set(ends)


SPREAD = (
    HEAD
    + """Net sales | 1,200 | 1,000
Cost of sales | 700 | 600
Research and development | 90 | 70
Income tax | 50 | 40
Net income | 300 | 260
Basic earnings per share | 1.20 | 1.04
{name}research and development | 9 | 7
Cost of sales | 3 | 2"""
)


def test_costs_below_the_net_income_are_those_of_a_note_whose_heading_is_lost():
    found = read(APRIL, UNIT, table(SPREAD.format(name="R").replace("Rresearch", "Research")))
    assert millions(actuals(found, "cost_of_revenue")) == {"Q 2025-04-30": 700, "Q 2024-04-30": 600}
    research = {"Q 2025-04-30": 90, "Q 2024-04-30": 70}
    assert millions(actuals(found, "research_and_development")) == research


def test_adjusted_costs_may_stand_below_the_net_income():
    found = read(APRIL, UNIT, table(SPREAD.format(name="Non-GAAP ")))
    adjusted = actuals(found, "research_and_development", basis="non_gaap")
    assert millions(adjusted) == {"Q 2025-04-30": 9, "Q 2024-04-30": 7}


CODES = """
 | | Three months ended April 30~2
 | | 2025 | 2024
4000 | Operating revenues (notes 6(19) and 7) | $ 1,200 | 1,000
5000 | Operating costs (notes 6(5) and 7) | 700 | 600
 | Gross profit from operations | 500 | 400
6200 | Administrative expenses | 60 | 30
6300 | Research and development expenses | 90 | 70
 | Total operating expenses | 150 | 100
 | Net operating income | 350 | 300
7950 | Less: Income tax expenses | 50 | 40
8200 | Profit for the period | 300 | 260"""


IN_ONE_CELL = re.sub(r"(?m)^(\d{4})? \| ", r"\1 ", CODES)


@pytest.mark.parametrize("text", [CODES, IN_ONE_CELL])
def test_codes_before_captions_are_none_of_their_words(text: str):
    found = read(TAIWAN, "(In millions of New Taiwan dollars)", table(text))
    for metric, values in {
        "revenue": (1200, 1000), "cost_of_revenue": (700, 600), "gross_profit": (500, 400),
        "research_and_development": (90, 70), "operating_expenses": (150, 100),
        "operating_income": (350, 300), "net_income": (300, 260),
    }.items():  # fmt: skip
        expected = dict(zip(("Q 2025-04-30", "Q 2024-04-30"), values, strict=True))
        assert millions(actuals(found, metric)) == expected


def test_a_propertys_net_operating_income_is_not_the_companys():
    found = read(APRIL, UNIT, FACE, "Properties", table(HEAD + """Rent | 80 | 70
Net operating income | 60 | 50"""))  # fmt: skip
    assert 60 not in millions(actuals(found, "operating_income")).values()
