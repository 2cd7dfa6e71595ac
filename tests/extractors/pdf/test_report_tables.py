"""Tables of PDF reports: captions in two columns, groups of heads over changes, tables that touch."""

from __future__ import annotations

from tests.builders.html_page import UNIT, actuals, millions, parts
from tests.builders.pdf_page import JUNE, Drawn

FACE = """
| Three Months Ended~2
| June 30, 2025 | June 30, 2024
Net sales | 1,200 | 1,000
Cost of sales | 700 | 600
Gross profit | 500 | 400
Income tax | 50 | 40
Net income | 300 | 260
"""
HALF = """
| Three Months Ended June 30,~2 | Six Months Ended June 30,~2
| 2025 | 2024 | 2025 | 2024
Net sales | 1,200 | 1,000 | 2,300 | 1,900
Income tax | 50 | 40 | 90 | 80
Net income | 300 | 260 | 610 | 540
"""
NOW = "2025-06-30"


def test_groups_and_their_lines_in_two_columns_of_captions():
    drawn = Drawn(first=150, step=110, width=90).text(JUNE, "Segment revenue was as follows:", UNIT)
    drawn.heads = "left"
    found = drawn.table("""
Three Months Ended June 30, | | 2025 | 2024
Revenue | | |
Home and Garden | Tools | 300 | 250
 | Seeds | 100 | 80
 | Total Home and Garden | 400 | 330
Trade | Tools | 500 | 420
 | Other | 260 | 240
 | Total Trade | 760 | 660
Corporate | | 40 | 10
Total revenue | | 1,200 | 1,000
""").read()  # fmt: skip
    assert parts(found, "revenue", NOW) == {
        "Home and Garden Tools": 300, "Seeds": 100, "Home and Garden": 400,
        "Trade Tools": 500, "Other": 260, "Trade": 760, "Corporate": 40,
    }  # fmt: skip


def test_changes_over_two_columns_each():
    found = Drawn(first=190, step=56, width=48).text(JUNE, UNIT).table(FACE).text(UNIT).table("""
 | Three Months Ended June 30,~7
 | | Percent change~2 | | Percent change~2 |
Sales by segment | 2025 | Actual | Constant | 2024 | Actual | Constant | 2023
Net sales | | | | | | |
Boats | 700 | 27% | 25% | 550 | 10% | 9% | 500
Tents | 500 | 11% | 10% | 450 | 12% | 9% | 400
Total net sales | 1,200 | 20% | 18% | 1,000 | 11% | 9% | 900
""").read()  # fmt: skip
    assert parts(found, "revenue", NOW) == {"Boats": 700, "Tents": 500}
    assert parts(found, "revenue", "2023-06-30") == {"Boats": 500, "Tents": 400}


def test_another_table_below_in_columns_of_its_own():
    found = (
        Drawn(first=400, step=80)
        .text(JUNE, UNIT)
        .table("""
| Six Months Ended June 30,~2
| 2025 | 2024
Net income | 610 | 540
Depreciation and amortization | 61 | 58
Net cash provided by operating activities | 700 | 610
Capital expenditures | (75) | (70)
Net cash used in investing activities | (75) | (70)
""")
    )
    found.first, found.step = 130, 80
    read = found.table("""
| Stores~3
| Opened | Closed | At the end
First quarter | 12 | 3 | 509
Second quarter | 15 | 2 | 522
""").read()
    assert millions(actuals(read, "capital_expenditures")) == {
        "H1 2025-06-30": 75, "H1 2024-06-30": 70,
    }  # fmt: skip


def test_a_segments_title_over_the_quarter_is_that_of_the_half_year_on_the_next_page():
    sales = """
{0} | 2025 | 2024
Boats | {1} | {2}
Tents | {3} | {4}
Worldwide | {5} | {6}
"""
    drawn = Drawn(first=210).text(JUNE, UNIT).table(HALF).text("Segment sales results", UNIT)
    drawn.table(sales.format("Q2", 700, 550, 500, 450, "1,200", "1,000")).page()
    found = drawn.text(UNIT).table(
        sales.format("Six months", "1,400", "1,100", 900, 800, "2,300", "1,900")
    )
    assert millions(actuals(found.read(), "revenue", "Boats")) == {
        "Q 2025-06-30": 700, "Q 2024-06-30": 550, "H1 2025-06-30": 1400, "H1 2024-06-30": 1100,
    }  # fmt: skip


def test_spans_of_which_one_wraps_its_month_and_one_its_day():
    drawn = Drawn(first=300, step=70).text(JUNE, UNIT)
    found = drawn.table("""
| Six months ended June~2 | Three months ended~2
| 30~2 | June 30~2
| 2025 | 2024 | 2025 | 2024
Net sales | 2,300 | 1,900 | 1,200 | 1,000
Income tax | 90 | 80 | 50 | 40
Net income | 610 | 540 | 300 | 260
""").read()
    assert millions(actuals(found, "revenue")) == {
        "Q 2025-06-30": 1200, "Q 2024-06-30": 1000, "H1 2025-06-30": 2300, "H1 2024-06-30": 1900,
    }  # fmt: skip


def test_a_running_head_states_the_unit_of_tables_far_below():
    drawn = Drawn()
    for _ in range(2):
        drawn.text("Sample Corporation", "Dollars in millions except per share amounts").page()
    drawn.text("Sample Corporation", "Dollars in millions except per share amounts", JUNE)
    drawn.text(*(f"Our people serve {number} towns." for number in ("many", "some", "few") * 3))
    found = drawn.table(FACE).read()
    assert millions(actuals(found, "revenue"))["Q 2025-06-30"] == 1200


def test_a_unit_at_the_head_of_one_page_alone_is_not_that_of_a_table_far_below():
    drawn = Drawn().text("Sample Corporation", "Dollars in millions", JUNE)
    drawn.text(*(f"Our people serve {number} towns." for number in ("many", "some", "few") * 3))
    assert actuals(drawn.table(FACE).read(), "revenue") == {}


def test_a_period_over_two_lines_heads_rows_of_columns_of_parts():
    found = (
        Drawn(first=150, step=80)
        .text(JUNE, UNIT)
        .table(FACE)
        .text(UNIT)
        .table("""
 | Boats | Tents | Total
Second Quarter | | |
2025 | | |
External revenues | 700 | 500 | 1,200
Second Quarter | | |
2024 | | |
External revenues | 550 | 450 | 1,000
""")
        .read()
    )
    assert parts(found, "revenue", NOW) == {"Boats": 700, "Tents": 500}
    assert parts(found, "revenue", "2024-06-30") == {"Boats": 550, "Tents": 450}


def test_lines_closer_than_rows_are_one_caption():
    """Whatever their words; a heading above a row is as far from it as rows are."""
    page = (
        Drawn()
        .text(JUNE, "(in millions)")
        .table("""
 | Three Months Ended June 30,~2
 | 2025 | 2024
Net sales | 1,200 | 1,000
Cost of sales | 700 | 600
Gross profit | 500 | 400
Expenses for research and selling | 200 | 150
Operating income | 300 | 250
Net earnings (GAAP) | 118 | 289
Adjusted net earnings attributable to Harbour//Boats Alliance, Inc. (Non-GAAP measure) | 160 | 134
Owners
Dividends declared | 12 | 10""")
    )
    found = [f for f in page.read().figures if f.metric.startswith("net_income")]
    assert {(f.basis, int(f.value / 10**6)) for f in found} == {
        ("gaap", 118), ("gaap", 289), ("non_gaap", 160), ("non_gaap", 134),
    }  # fmt: skip
