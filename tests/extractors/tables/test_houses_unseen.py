"""Layouts of a foundry, makers of equipment, and houses of Hong Kong and Taiwan."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.builders.html_page import (
    APRIL,
    FACE,
    HEAD,
    UNIT,
    actuals,
    millions,
    outlooks,
    parts,
    read,
    table,
)  # fmt: skip

QUARTERS = """
 | 3Q25 | 2Q25 | 3Q24
Revenue | 2,400 | 2,200 | 2,100
Cost of sales | (1,800) | (1,700) | (1,650)
Gross profit | 600 | 500 | 450
"""
STATEMENT = """
 | For the three months ended~2
 | September 30, 2025 | June 30, 2025
Revenue | 2,400 | 2,200
Cost of sales | (1,800) | (1,700)
Gross profit | 600 | 500
"""


@pytest.mark.parametrize("title", [
    "Fourth Quarter 2025 Guidance", "Outlook for the Fourth Quarter of 2025"
])  # fmt: skip
def test_the_title_of_an_outlook_does_not_number_the_quarter_reported(title):
    found = read(
        "Results for the three months ended September 30, 2025.", title,
        "Summary of Third Quarter 2025 Results", UNIT, table(QUARTERS), UNIT, table(STATEMENT),
    )  # fmt: skip
    assert millions(actuals(found, "revenue")) == {
        "Q 2025-09-30": 2400, "Q 2025-06-30": 2200, "Q 2024-09-30": 2100
    }  # fmt: skip


def test_the_quarter_before_is_no_outlook_below_words_of_guidance():
    found = read(
        "Total revenues were above the midpoint of the guidance range.",
        "Results for the fourth quarter and fiscal year ended June 30, 2025.",
        table("""
         | Q4 FY 2025 | Q3 FY 2025 | Q4 FY 2024
        Total Revenues | $3.2 billion | $3.1 billion | $2.6 billion
        Net Income | $1.2 billion | $1.1 billion | $0.8 billion"""),
        UNIT,
        table("""
         | Three Months Ended June 30,~2 | Twelve Months Ended June 30,~2
         | 2025 | 2024 | 2025 | 2024
        Total revenues | 3,200 | 2,600 | 12,200 | 9,800
        Net income | 1,200 | 800 | 4,100 | 2,800"""),
    )
    assert outlooks(found) == {}


def test_a_translation_into_dollars_may_stand_first():
    found = read(
        "Results for the quarter ended September 30, 2025.",
        "(In millions of NT dollars (NT$) and US dollars (US$))",
        table("""
         | Three-Month Period Ended~4
         | September 30, 2025~2 | September 30, 2024~2
         | US$ | NT$ | US$ | NT$
        Operating revenues | 1,940 | 59,127 | 1,985 | 60,485
        Operating costs | (1,362) | (41,500) | (1,314) | (40,055)
        Gross profit | 578 | 17,627 | 671 | 20,430"""),
    )
    assert {f.unit for f in found.figures} == {"TWD"}
    assert millions(actuals(found, "gross_profit")) == {
        "Q 2025-09-30": 17_627, "Q 2024-09-30": 20_430
    }  # fmt: skip


OWNED = """
 | 3Q25 | 3Q24
Revenue | 2,400 | 2,100
Net income attributable to shareholders of the parent | 300 | 260
"""
UNDATED = """
 | Current | Former
Revenue | 2,400 | 2,100
Cost of revenue | 1,800 | 1,650
Gross profit | 600 | 450
Operating expenses | 200 | 150
Operating income | 400 | 300
Income before income taxes | 400 | 300
Income tax expense | 100 | 40
Net income | {0} | {1}
Basic earnings per share | 3.00 | 2.60
"""


@pytest.mark.parametrize(("values", "is_given"), [((280, 250), False), ((300, 260), True)])
def test_the_owners_part_is_not_the_whole_beside_a_net_income_that_no_period_dates(
    values, is_given
):
    found = read(
        "Results for the third quarter ended September 30, 2025.",
        UNIT, table(OWNED), UNIT, table(UNDATED.format(*values)),
    )  # fmt: skip
    assert bool(actuals(found, "net_income")) is is_given
    assert millions(actuals(found, "net_income_attributable"))["Q 2025-09-30"] == 300


@pytest.mark.parametrize("title", [
    "For the three months and nine months ended September 30, 2025 and 2024",
    "For the three and nine months ended September 30, 2025 and 2024",
])  # fmt: skip
def test_the_second_length_of_a_title_is_not_that_of_bare_years(title):
    found = read(title, UNIT, table("""
     | | | Nine Months Ended September 30,~2
     | 2025 | 2024 | 2025 | 2024
    Net sales | 900 | 800 | 2,600 | 2,300
    Cost of sales | 500 | 450 | 1,500 | 1,300
    Gross profit | 400 | 350 | 1,100 | 1,000
    """))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {"9M 2025-09-30": 2600, "9M 2024-09-30": 2300}


def test_a_cost_in_brackets_is_positive_below_a_list_of_costs_without():
    found = read(APRIL, UNIT, table(HEAD + """Net sales | 1,200 | 1,000
    Cost of sales | (700) | (610)
    Gross profit | 500 | 390
    By function | |
    Cost of sales | 700 | 610"""))  # fmt: skip
    assert millions(actuals(found, "cost_of_revenue")) == {
        "Q 2025-04-30": 700, "Q 2024-04-30": 610
    }  # fmt: skip


def test_thousands_may_stand_behind_a_period_and_behind_a_metric():
    heads = [f"{m} months ended September 30, {y} (unaudited) US$'000"
             for y in (2025, 2024) for m in (3, 6)]  # fmt: skip
    found = read(
        "Results for the three and six months ended September 30, 2025.",
        table(f"""
         | Note | {" | ".join(heads)}
        Revenue | 2 | 20,000 | 39,000 | 17,000 | 33,000
        Cost of sales | | (17,000) | (33,000) | (14,000) | (28,000)
        Gross profit | | 3,000 | 6,000 | 3,000 | 5,000
        Operating profit | 3 | 700 | 1,400 | 600 | 1,280"""),
        table("""
         | 6 months ended September 30, 2025~2 | 6 months ended September 30, 2024~2
         | Revenue US$'000 | Operating profit/(loss) US$'000 | Revenue US$'000 | Operating profit/(loss) US$'000
        Devices | 27,500 | 1,850 | 24,150 | 1,655
        Servers | 8,215 | (515) | 6,435 | (410)
        Services | 3,285 | 1,020 | 2,415 | 790
        Total | 39,000 | 2,355 | 33,000 | 2,035
        Unallocated items: | | | |
        Headquarters and corporate expenses - net | | (955) | | (755)
        Consolidated operating profit | | 1,400 | | 1,280"""),
    )  # fmt: skip
    revenue = actuals(found, "revenue")
    assert revenue["Q 2025-09-30"] == Decimal(20_000_000)
    assert revenue["H1 2024-09-30"] == Decimal(33_000_000)
    assert actuals(found, "revenue", "Servers") == {
        "H1 2025-09-30": Decimal(8_215_000), "H1 2024-09-30": Decimal(6_435_000)
    }  # fmt: skip


def test_names_beside_the_heads_are_of_parts_that_add_up_in_the_unit_of_most_tables():
    north, south = (
        table(f"""
         | Three Months Ended April 30,~3
        {name} | 2025 | 2024 | Change
        Net sales | {now} | {then} | 10%
        Adjusted operating profit | {now // 5} | {then // 5} | 10%""")
        for name, now, then in (("North", 700, 610), ("South", 500, 390))
    )
    found = read(APRIL, UNIT, FACE, "Segment information", north, south)
    assert parts(found, "revenue", "2025-04-30") == {"North": 700, "South": 500}
    other = table("""
         | Three Months Ended April 30,~3
        South | 2025 | 2024 | Change
        Net sales | 480 | 390 | 10%""")  # fmt: skip
    found = read(APRIL, UNIT, FACE, "Segment information", north, other)
    assert parts(found, "revenue", "2025-04-30") == {}


@pytest.mark.parametrize(("head", "is_read"), [("Q1 Fiscal 2024", True), ("Q1 Fiscal", False)])
def test_a_quarter_without_the_year_that_others_have_is_not_the_reported_one(head, is_read):
    found = read(APRIL, UNIT, table(f"""
     | Q1 Fiscal 2025 | {head}
    Net sales | 1,200 | 1,000
    Cost of sales | 700 | 600
    Gross profit | 500 | 400"""))  # fmt: skip
    revenue = millions(actuals(found, "revenue"))
    assert revenue.pop("Q 2025-04-30") == 1200
    assert bool(revenue) is is_read


def test_the_owners_part_is_known_by_the_profit_far_above():
    found = read(APRIL, UNIT, table(HEAD + """Net sales | 1,200 | 1,000
    Cost of sales | 700 | 610
    Gross profit | 500 | 390
    Operating expenses | 200 | 170
    Profit from operations | 300 | 220
    Income tax expense | 60 | 40
    Net profit for the period | 240 | 180
    Other comprehensive income | 20 | 10
    Total comprehensive income | 260 | 190
    Net profit attributable to: | |
    Owners of the Corporation | 230 | 175
    Non-controlling interests | 10 | 5
    Total comprehensive income attributable to: | |
    Owners of the Corporation | 249 | 185
    Non-controlling interests | 11 | 5"""))  # fmt: skip
    assert millions(actuals(found, "net_income_attributable")) == {
        "Q 2025-04-30": 230, "Q 2024-04-30": 175
    }  # fmt: skip
    assert millions(actuals(found, "net_income")) == {"Q 2025-04-30": 240, "Q 2024-04-30": 180}


def test_other_property_beside_real_estate_is_the_capital_spending():
    found = read(APRIL, UNIT, FACE, UNIT, table(HEAD + """Cash flows from operating activities: | |
    Net income | 240 | 180
    Net cash provided by operating activities | 300 | 250
    Cash flows from investing activities: | |
    Purchases of real estate | (40) | (30)
    Purchases of other property, plant and equipment | (120) | (90)
    Net cash used in investing activities | (160) | (120)"""))  # fmt: skip
    assert millions(actuals(found, "capital_expenditures")) == {
        "Q 2025-04-30": 120, "Q 2024-04-30": 90
    }  # fmt: skip


def test_what_segments_sell_each_other_is_no_segment():
    found = read(APRIL, UNIT, FACE, "Segment results", UNIT, table(HEAD + """Net sales | |
    Integrated Solutions | 900 | 760
    Components | 400 | 330
    Intersegment revenue | (100) | (90)
    Total | 1,200 | 1,000"""))  # fmt: skip
    kinds = {f.segment: f.breakdown for f in found.figures if f.segment}
    assert kinds.pop("Intersegment revenue") == "corporate"
    assert set(kinds) == {"Integrated Solutions", "Components"}
