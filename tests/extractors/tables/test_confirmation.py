"""Bare years are fiscal years where sums, margins or known totals prove it, and only there."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.builders.html_page import UNIT, actuals, millions, parts, read, reasons, table

ANNUAL = "<p>Annual report of Sample Corporation for the year ended December 31, 2025.</p>"
YEARS = " | 2025 | 2024 | 2023\n"
FACE = table(YEARS + """Net sales | 3,400 | 3,100 | 2,900
Cost of sales | 2,000 | 1,900 | 1,800
Gross profit | 1,400 | 1,200 | 1,100
Operating income | 680 | 590 | 520
Income tax | 80 | 60 | 50
Net income | 600 | 530 | 470""")  # fmt: skip
STATEMENT = (ANNUAL, "Consolidated statements of income", UNIT, FACE)
BLOCKS = """Pumps
 Net sales | {pumps} | 2,100 | 2,000
 Operating profit | 430 | 400 | 380
Valves
 Net sales | 1,050 | 1,000 | 900
 Operating profit | 300 | 230 | 200"""


def blocks(pumps: str):
    return read(*STATEMENT, "Segment results", UNIT, table(YEARS + BLOCKS.format(pumps=pumps)))


def test_parts_that_add_up_to_the_company_prove_the_years():
    found = blocks("2,350")
    assert parts(found, "revenue", "2025-12-31") == {"Pumps": 2350, "Valves": 1050}
    assert parts(found, "operating_income", "2023-12-31") == {"Pumps": 380, "Valves": 200}


def test_parts_that_do_not_add_up_in_every_year_prove_nothing():
    found = blocks("2,351,000")
    assert parts(found, "revenue", "2024-12-31") == {}
    assert "bad_period" in reasons(found)


LISTED = """Net sales:
 Pumps | 2,350 | 2,100 | 2,000
 Valves | 1,050 | 1,000 | 900
Total net sales | {total} | 3,100 | 2,900
Operating profit:
 Pumps | 430 | 400 | 380
 Valves | 300 | 230 | 200
Total operating profit | 730 | 630 | 580
Corporate expenses | (50) | (40) | (60)
Operating income | 680 | 590 | 520"""


def test_a_profit_of_all_segments_beside_the_companys_disproves_nothing():
    text = YEARS + LISTED.format(total="3,400")
    found = read(*STATEMENT, "Segment information", UNIT, table(text))
    assert parts(found, "operating_income", "2024-12-31")["Pumps"] == 400
    assert millions(actuals(found, "operating_income"))["FY 2025-12-31"] == 680


def test_a_revenue_that_is_not_the_companys_disproves_the_years():
    text = YEARS + LISTED.format(total="3,500")
    found = read(*STATEMENT, "Segment information", UNIT, table(text))
    assert parts(found, "operating_income", "2024-12-31") == {}


SHARES = """Net sales | 100% | 100% | 100%
Gross profit | {gross} | 38.7% | 37.9%
Operating income | 20.0% | 19.0% | 17.9%"""


@pytest.mark.parametrize(("gross", "expected"), [
    ("41.2%", {"FY 2025-12-31": "0.412", "FY 2024-12-31": "0.387", "FY 2023-12-31": "0.379"}),
    ("38.2%", {}),
])  # fmt: skip
def test_margins_that_the_statement_gives_prove_the_years(gross, expected):
    text = YEARS + SHARES.format(gross=gross)
    found = read(*STATEMENT, "Percentage of net sales:", table(text))
    assert actuals(found, "gross_margin") == {k: Decimal(v) for k, v in expected.items()}


PUMPS = "Net sales | 2,350 | 2,100 | 2,000\nOperating income | 430 | 400 | 380"
VALVES = "Net sales | {sales} | 1,000 | 900\nOperating income | 300 | 230 | 200"


@pytest.mark.parametrize(("sales", "expected"), [
    ("1,050", {"Pumps": 2350, "Valves": 1050}), ("1,150", {}),
])  # fmt: skip
def test_a_table_for_each_part_under_bare_years(sales, expected):
    second = table(YEARS + VALVES.format(sales=sales))
    found = read(
        *STATEMENT, "Segments", "Pumps", UNIT, table(YEARS + PUMPS), "Valves", UNIT, second
    )
    assert parts(found, "revenue", "2025-12-31") == expected
