"""Groups of parts: blocks with their totals, parts of one name, wholes above their parts."""

from __future__ import annotations

from tests.builders.html_page import APRIL, FACE, HEAD, UNIT, actuals, millions, parts, read, table

NOW = "2025-04-30"
BLOCKS = (
    HEAD
    + """Pumps: | |
Revenues | 400 | 300
Expenses | 300 | 220
Margin | 100 | 80
Valves: | |
Revenues | 300 | 250
Expenses | 180 | 160
Margin | 120 | 90
Total flow business: | |
Revenues | 700 | 550
Expenses | 480 | 380
Margin | 220 | 170
Total repairs business: | |
Revenues | 500 | 450
Expenses | 290 | 270
Margin | 210 | 180
Totals: | |
Revenues | 1,200 | 1,000
Expenses | 770 | 650
Margin | 430 | 350
"""
)


def test_the_total_of_a_group_heads_a_block_of_its_own():
    found = read(APRIL, UNIT, FACE, UNIT, table(BLOCKS))
    assert parts(found, "revenue", NOW) == {
        "Pumps": 400,
        "Valves": 300,
        "Flow": 700,
        "Repairs": 500,
    }
    assert parts(found, "operating_income", NOW) == {
        "Pumps": 100, "Valves": 120, "Flow": 220, "Repairs": 210,
    }  # fmt: skip
    assert millions(actuals(found, "revenue"))["Q 2025-04-30"] == 1200


def test_blocks_that_do_not_make_the_company_are_refused():
    found = read(APRIL, UNIT, FACE, UNIT, table(BLOCKS.replace("| 400 |", "| 420 |")))
    assert parts(found, "revenue", NOW) == {}


def test_parts_of_one_name_bear_the_name_of_their_group():
    text = (
        HEAD
        + """Revenue | |
Consumer and Home | |
Licences | 200 | 150
Other | 100 | 50
Total Consumer and Home | 300 | 200
Industry | |
Licences | 600 | 550
Other | 300 | 250
Total Industry | 900 | 800
Total revenue | 1,200 | 1,000"""
    )
    found = read(APRIL, UNIT, FACE, UNIT, table(text))
    assert parts(found, "revenue", NOW) == {
        "Consumer and Home Licences": 200, "Consumer and Home Other": 100,
        "Consumer and Home": 300,
        "Industry Licences": 600, "Industry Other": 300, "Industry": 900,
    }  # fmt: skip
    said = "C&H Licences revenue rose by a third."
    found = read(APRIL, UNIT, FACE, said, UNIT, table(text))
    assert parts(found, "revenue", NOW)["C&H Licences"] == 200


def test_a_whole_above_its_parts():
    text = (
        HEAD
        + """Medicines | 900 | 760
Hearts | 500 | 400
Lungs | 400 | 360
Devices | 300 | 240
Total revenues | 1,200 | 1,000"""
    )
    found = read(APRIL, UNIT, FACE, "Revenue by segment were as follows:", UNIT, table(text))
    assert parts(found, "revenue", NOW) == {
        "Medicines": 900, "Hearts": 500, "Lungs": 400, "Devices": 300,
    }  # fmt: skip
    held = {f.segment: f.parent for f in found.figures if f.segment in ("Hearts", "Devices")}
    assert held == {"Hearts": "Medicines", "Devices": None}


OF_PUMPS = (
    HEAD
    + """Net sales | 700 | 550
Cost of sales | 400 | 330
Gross profit | 300 | 220
Depreciation and amortization | 31 | 29"""
)
SEGMENTS = (
    HEAD
    + """Net sales | |
Pumps | {0} | {1}
Valves | {2} | {3}
Total net sales | 1,200 | 1,000"""
)


def test_a_table_whose_revenue_is_a_parts_is_of_that_part():
    note = table(
        SEGMENTS.format(7000, 5500, 5000, 4500).replace("1,200 | 1,000", "12,000 | 10,000")
    )
    face = table(HEAD + """Net sales | 12,000 | 10,000
Cost of sales | 7,000 | 6,000
Gross profit | 5,000 | 4,000
Income tax | 500 | 400
Net income | 3,000 | 2,600""")  # fmt: skip
    own = table(HEAD + """Net sales | 7,000 | 5,500
Cost of sales | 4,000 | 3,300
Gross profit | 3,000 | 2,200""")  # fmt: skip
    found = read(
        APRIL, UNIT, face, UNIT, note, "What follows is about our largest business.", UNIT, own
    )
    assert parts(found, "gross_profit", NOW) == {"Pumps": 3000}
    assert parts(found, "cost_of_revenue", NOW) == {"Pumps": 4000}
    assert millions(actuals(found, "cost_of_revenue"))["Q 2025-04-30"] == 7000


def test_a_table_whose_revenue_is_no_ones_is_not():
    note = table(
        SEGMENTS.format(7000, 5500, 5000, 4500).replace("1,200 | 1,000", "12,000 | 10,000")
    )
    own = table(OF_PUMPS.replace("700 |", "7,100 |").replace("550", "5,500"))
    found = read(APRIL, UNIT, FACE.replace("1,200", "12,000"), UNIT, note, UNIT, own)
    assert parts(found, "gross_profit", NOW) == {}


OVER_COLUMNS = """
 | Boats | Tents | Corporate | Total
First quarter 2026 | | | |
External revenues | 700 | 490 | 10 | 1,200
Intersegment revenues | 80 | 20 | – | 100
Total revenues | 780 | 510 | 10 | 1,300
Total assets | 3,100 | 900 | 400 | 4,400"""


def test_of_two_revenues_over_columns_of_parts_that_without_others_counts():
    said = "First quarter fiscal 2026 results"
    found = read(APRIL, said, UNIT, FACE, "Our segments (in millions):", table(OVER_COLUMNS))
    assert parts(found, "revenue", NOW) == {"Boats": 700, "Tents": 490, "Corporate": 10}


def test_the_newest_label_is_of_the_quarter_reported():
    found = read(APRIL, UNIT, FACE, "Our segments (in millions):", table(OVER_COLUMNS))
    assert {f"{f.period.end}" for f in found.figures if f.segment} == {NOW}


def test_a_heading_of_adjusted_profits_below_sales_makes_no_bridge():
    found = read(APRIL, UNIT, FACE, "Results of our segments (in millions):", table(HEAD + """Sales: | |
Boats | 700 | 550
Tents | 500 | 450
Sample Company, Inc. | 1,200 | 1,000
Adjusted operating income (Non-GAAP measure): | |
Boats | 250 | 200
Tents | 130 | 120
Sample Company, Inc. | 380 | 320"""))  # fmt: skip
    assert parts(found, "revenue", NOW) == {"Boats": 700, "Tents": 500}
