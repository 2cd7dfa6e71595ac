"""Tables of selected data: segments by metric, and below them lines of other statements."""

from __future__ import annotations

from tests.builders.html_page import (
    APRIL,
    HEAD,
    UNIT,
    actuals,
    millions,
    parts,
    read,
    reasons,
    table,
)

FACE = table(HEAD + """Net revenue | 1,200 | 1,000
Cost of sales | 700 | 600
Gross profit | 500 | 400
Operating income | 350 | 300
Income tax | 50 | 40
Net income | 300 | 260""")  # fmt: skip
NOW, THEN = "2025-04-30", "2024-04-30"
SEGMENTS = """Segment and category information | |
Net revenue: | |
Looms Segment | 410 | 300
Boats and Canoes Segment | |
Boats | 420 | 330
Canoes | 280 | 270
Total Boats and Canoes | 700 | 600
Tents Segment | 90 | 100
Total net revenue | 1,200 | 1,000
Operating income (loss): | |
Looms Segment | 350 | 290
Boats and Canoes Segment | 120 | 90
Tents Segment | 40 | 30
All other | (160) | (110)
Total operating income | 350 | 300
"""
OTHER = """Other data | |
Capital expenditures | 31 | 29
Adjusted EBITDA | 410 | 350
Total assets | 5,100 | 4,900
"""


def test_segments_are_read_above_lines_of_other_statements():
    found = read(APRIL, UNIT, FACE, UNIT, table(HEAD + SEGMENTS + OTHER))
    assert parts(found, "revenue", NOW) == {
        "Looms Segment": 410, "Boats": 420, "Canoes": 280, "Boats and Canoes Segment": 700,
        "Tents Segment": 90,
    }  # fmt: skip
    # One of them earns as much as the company: it is a segment all the same.
    assert parts(found, "operating_income", NOW) == {
        "Looms Segment": 350, "Boats and Canoes Segment": 120, "Tents Segment": 40,
        "All other": -160,
    }  # fmt: skip
    assert {f.segment: f.parent for f in found.figures if f.metric == "revenue" and f.segment} == {
        "Looms Segment": None, "Boats": "Boats and Canoes Segment",
        "Canoes": "Boats and Canoes Segment", "Boats and Canoes Segment": None,
        "Tents Segment": None,
    }  # fmt: skip


def test_adjusted_lists_of_parts_are_adjusted():
    """The look-alike: here the lines of the list say themselves that they are adjusted."""
    adjusted = SEGMENTS.replace("All other | (160) | (110)", "All other | (130) | (80)").replace(
        "Total operating income | 350 | 300", "Total adjusted operating income | 380 | 330"
    )
    found = read(APRIL, UNIT, FACE, UNIT, table(HEAD + adjusted))
    assert parts(found, "operating_income", NOW) == {}


def test_a_balance_sheet_with_a_heading_of_sales_is_one():
    found = read(APRIL, UNIT, FACE, UNIT, table(HEAD + """Net revenue: | |
Receivables from sales | 410 | 300
Inventories | 50 | 40
Total assets | 5,100 | 4,900"""))  # fmt: skip
    assert parts(found, "revenue", NOW) == {}


CASH = """Cash flows from operating activities: | |
Net income | 300 | 260
Depreciation and amortization | 61 | 59
Net cash provided by operating activities | 361 | 319
Cash flows from investing activities: | |
Purchases of property and equipment | (31) | (29)
Acquisitions | (4) | (1)
Investing activities of continuing operations | (35) | (30)
Proceeds of divestiture | 90 | 0
Purchases of property and equipment | {gone}
Investing activities of discontinued operations | {sum}
Net cash used in investing activities | 47 | (38)
"""


def test_purchases_of_a_discontinued_business_are_not_the_companys():
    lines = CASH.format(gone="(8) | (8)", sum="82 | (8)")
    found = read(APRIL, UNIT, FACE, UNIT, table(HEAD + lines))
    assert millions(actuals(found, "capital_expenditures")) == {f"Q {NOW}": 31, f"Q {THEN}": 29}
    assert "conflict" not in reasons(found)


def test_purchases_that_make_no_discontinued_sum_stay_in_conflict():
    lines = CASH.format(gone="(8) | (8)", sum="50 | (3)")
    found = read(APRIL, UNIT, FACE, UNIT, table(HEAD + lines))
    assert actuals(found, "capital_expenditures") == {}
    assert reasons(found).count("conflict") == 2


def test_a_measure_that_is_adjusted_twice_is_another_than_the_one_adjusted_once():
    once = table(HEAD + "GAAP gross profit | 500 | 400\nNon-GAAP gross profit | 520 | 415")
    twice = table(
        HEAD + "GAAP gross profit | 500 | 400\nAdjusted Non-GAAP gross profit | 490 | 380"
    )
    found = read(APRIL, UNIT, FACE, UNIT, once, UNIT, twice)
    adjusted = millions(actuals(found, "gross_profit", basis="non_gaap"))
    assert adjusted == {f"Q {NOW}": 520, f"Q {THEN}": 415}
    alone = read(APRIL, UNIT, FACE, UNIT, twice)
    adjusted = millions(actuals(alone, "gross_profit", basis="non_gaap"))
    assert adjusted == {f"Q {NOW}": 490, f"Q {THEN}": 380}
