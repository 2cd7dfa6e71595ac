"""Tables of one part each, under its name: believed where they add up to the company."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.builders.html_page import APRIL, FACE, HEAD, UNIT, actuals, millions, parts, read, table

NORTH = table(HEAD + "Net sales | 700 | 610\nOperating income | 210 | 180\nMargin | 30.0% | 29.5%")
SOUTH = table(HEAD + "Net sales | 500 | 390\nOperating income | 160 | 140\nMargin | 32.0% | 35.9%")


def blocks(first: str, second: str, south: str = SOUTH):
    return read(APRIL, UNIT, FACE, "Segment information", first, UNIT, NORTH, second, UNIT, south)


def test_titles_name_the_parts_of_tables_that_add_up():
    found = blocks("Northern Region", "Southern Region")
    assert parts(found, "revenue", "2025-04-30") == {"Northern Region": 700, "Southern Region": 500}
    assert parts(found, "revenue", "2024-04-30") == {"Northern Region": 610, "Southern Region": 390}
    assert parts(found, "operating_income", "2025-04-30") == {
        "Northern Region": 210, "Southern Region": 160
    }  # fmt: skip
    margins = actuals(found, "operating_margin", "Southern Region")
    assert margins["Q 2025-04-30"] == Decimal("0.32")
    assert millions(actuals(found, "operating_income")) == {
        "Q 2025-04-30": 350,
        "Q 2024-04-30": 300,
    }


@pytest.mark.parametrize("second", [
    "Southern Region had a strong quarter in all of its markets.",
    "Selected Financial Data", "Northern Region", "Three months ended April 30, 2025",
])  # fmt: skip
def test_what_is_no_other_name_names_no_part(second):
    assert parts(blocks("Northern Region", second), "revenue", "2025-04-30") == {}


def test_tables_that_add_up_in_one_period_alone_are_of_no_parts():
    other = table(HEAD + "Net sales | 500 | 380\nOperating income | 160 | 140")
    found = blocks("Northern Region", "Southern Region", other)
    assert parts(found, "revenue", "2025-04-30") == {}
    assert millions(actuals(found, "revenue")) == {"Q 2025-04-30": 1200, "Q 2024-04-30": 1000}


def test_a_table_without_revenue_is_of_no_such_part():
    bridge = table(HEAD + "North | 220 | 190\nSouth | 150 | 130\nOperating income | 350 | 300")
    found = read(
        APRIL, UNIT, FACE, "North", UNIT, NORTH, "South", UNIT, SOUTH, "Segment profit", UNIT, bridge
    )  # fmt: skip
    assert parts(found, "operating_income", "2025-04-30")["North"] == 210
    assert millions(actuals(found, "operating_income"))["Q 2025-04-30"] == 350
