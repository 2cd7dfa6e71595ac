"""Bridges from GAAP to adjusted measures: read where the adjustments add up."""

from __future__ import annotations

from tests.builders.html_page import APRIL, UNIT, actuals, millions, read, table

FACE = table("""
 | Three Months Ended~2
 | April 30, 2025 | April 30, 2024
Net sales | 1,200 | 1,000
Cost of sales | 700 | 600
Research and development | 100 | 80
Income tax | 50 | 40
Net income | 300 | 260""")
ACROSS = """
 | Three Months Ended April 30, 2025~4
 | GAAP | Amortization | Restructuring | Non-GAAP
Cost of sales | 700 | (40) | (10) | 650
Research and development | 100 | (5) | (1) | {0}
Income tax | 50 | 9 | 3 | 62
Net income | 300 | 36 | 8 | 344"""
DOWN = """
 | Three Months Ended April 30, 2025~2
 | Cost of sales | Net income
GAAP reported | 700 | 300
Amortization | (40) | 36
Restructuring | (10) | 8
Non-GAAP adjusted | 650 | {0}"""


def adjusted(found, metric):
    return millions(actuals(found, metric, basis="non_gaap"))


def test_over_columns():
    found = read(APRIL, UNIT, FACE, UNIT, table(ACROSS.format(94)))
    assert adjusted(found, "cost_of_revenue") == {"Q 2025-04-30": 650}
    assert adjusted(found, "research_and_development") == {"Q 2025-04-30": 94}
    assert adjusted(found, "net_income") == {"Q 2025-04-30": 344}
    assert millions(actuals(found, "cost_of_revenue"))["Q 2025-04-30"] == 700


def test_a_row_that_does_not_add_up_is_no_bridge():
    found = read(APRIL, UNIT, FACE, UNIT, table(ACROSS.format(99)))
    assert adjusted(found, "research_and_development") == {}
    assert adjusted(found, "cost_of_revenue") == {"Q 2025-04-30": 650}


def test_as_rows():
    found = read(APRIL, UNIT, FACE, UNIT, table(DOWN.format(344)))
    assert adjusted(found, "cost_of_revenue") == {"Q 2025-04-30": 650}
    assert adjusted(found, "net_income") == {"Q 2025-04-30": 344}


def test_the_adjustments_alone_are_no_measure():
    found = read(
        APRIL,
        UNIT,
        FACE,
        UNIT,
        table("""
 | Three Months Ended April 30, 2025~3
 | GAAP | Non-GAAP adjustments | Share
Cost of sales | 700 | (50) | 4"""),
    )
    assert adjusted(found, "cost_of_revenue") == {}
