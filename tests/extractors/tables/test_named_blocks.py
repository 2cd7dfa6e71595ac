"""Blocks whose lines repeat the name of their part, as releases of several groups print them."""

from __future__ import annotations

from tests.builders.html_page import actuals, millions, parts, read, reasons, table

QUARTER = "Results for the third quarter ended October 31, 2025."
STATEMENT = table("""
 | Three Months Ended~2
 | October 31, 2025 | October 31, 2024
Net revenue | $2,700 | $2,400
Operating income | 210 | 160
Income tax expense | 30 | 20
Net income | 150 | 110
""")
BLOCKS = """
 | Three Months Ended~3
 | October 31, 2025 | October 31, 2024 | Change
Paper Solutions Group (PSG): | | |
Net revenue: | | |
Sheets and rolls | $1,010 | $730 | 38%
Envelopes | 390 | 400 | (3)%
Total PSG net revenue | $1,400 | $1,130 | 24%
Operating income: | | |
PSG operating income | $170 | $150 | 13%
% of PSG net revenue | 12.1% | 13.3% |
Ink Solutions Group (ISG): | | |
Net revenue: | | |
Commercial | $1,060 | $1,010 | 5%
Consumer | 190 | 200 | (5)%
Total ISG net revenue | $1,250 | $1,210 | 3%
Operating income: | | |
ISG operating income | $75 | $70 | 7%
% of ISG net revenue | 6.0% | 5.8% |
"""
TO_THE_WHOLE = table("""
 | Three Months Ended~2
 | October 31, 2025 | October 31, 2024
Reconciliation to consolidated net revenue: | |
Reportable segment net revenue | $2,650 | $2,340
Other businesses | 50 | 60
Total consolidated net revenue | $2,700 | $2,400
Reconciliation to consolidated operating income: | |
Reportable segment operating income | $245 | $220
Other businesses | (35) | (60)
Total consolidated operating income | $210 | $160
""")
NOW, THEN = "2025-10-31", "2024-10-31"


def test_lines_that_bear_the_name_of_their_block_are_of_that_part():
    found = read(QUARTER, "(in millions)", STATEMENT, "Segment Information", "(in millions)",
                 table(BLOCKS), TO_THE_WHOLE)  # fmt: skip
    paper, ink = "Paper Solutions Group (PSG)", "Ink Solutions Group (ISG)"
    revenue, profit = parts(found, "revenue", NOW), parts(found, "operating_income", THEN)
    assert (revenue[paper], revenue[ink]) == (1400, 1250)
    assert (profit[paper], profit[ink]) == (150, 70)
    assert "Commercial" not in profit
    assert millions(actuals(found, "revenue"))[f"Q {NOW}"] == 2700


def test_blocks_that_no_printed_total_proves_are_refused():
    found = read(QUARTER, "(in millions)", STATEMENT, "Segment Information", "(in millions)",
                 table(BLOCKS))  # fmt: skip
    assert parts(found, "revenue", NOW) == {}
    assert parts(found, "operating_income", NOW) == {}
    assert "does_not_close" in reasons(found)
    assert millions(actuals(found, "operating_income"))[f"Q {NOW}"] == 210
