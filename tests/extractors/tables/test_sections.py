"""What rows without numbers say of the rows below them: headers, segments, a basis, a recast."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.builders.html_page import UNIT, actuals, millions, parts, read, reasons, table

JUNE = "<p>Results for the second quarter ended June 30, 2025.</p>"
WHOLE = table("""
 | Three Months Ended June 30,~2
 | 2025 | 2024
Revenue | $ 3,500 | $ 3,380
Gross profit | 820 | 760
Operating income | 140 | 115
""")


def test_sections_of_segments_have_headers_and_bases_of_their_own():
    found = read(JUNE, UNIT, table("""
    Domestic Segment Results | |
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | $ 3,000 | $ 2,900
    Gross profit | 700 | 650
    Operating income | 120 | 100
    Domestic Segment Non-GAAP Results | |
    Gross profit | 710 | 660
    Operating income | 140 | 115
    International Segment Results | |
     | Three Months Ended June 30,~2
     | 2024 | 2025
    Revenue | $ 480 | $ 500
    Gross profit | 110 | 120
    Operating income | 15 | 20
    International Segment Non-GAAP Results | |
    Gross profit | 111 | 121
    Operating income | 18 | 25
    """), UNIT, WHOLE)  # fmt: skip
    assert millions(actuals(found, "revenue", "Domestic")) == {
        "Q 2025-06-30": 3_000, "Q 2024-06-30": 2_900,
    }  # fmt: skip
    assert millions(actuals(found, "revenue", "International")) == {
        "Q 2025-06-30": 500, "Q 2024-06-30": 480,
    }  # fmt: skip
    assert millions(actuals(found, "gross_profit", "Domestic", "non_gaap")) == {
        "Q 2025-06-30": 710, "Q 2024-06-30": 660,
    }  # fmt: skip
    assert millions(actuals(found, "operating_income", "International")) == {
        "Q 2025-06-30": 20, "Q 2024-06-30": 15,
    }  # fmt: skip
    assert millions(actuals(found, "operating_income", "International", "non_gaap")) == {
        "Q 2025-06-30": 25, "Q 2024-06-30": 18,
    }  # fmt: skip
    assert millions(actuals(found, "operating_income")) == {
        "Q 2025-06-30": 140,
        "Q 2024-06-30": 115,
    }


def test_parts_under_the_heading_of_their_metric():
    found = read(JUNE, UNIT, table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue: | |
    Advertising | $ 46,563 | $ 38,329
    Other revenue | 583 | 389
    Family of Apps | 47,146 | 38,718
    Reality Labs | 370 | 353
    Total revenue | $ 47,516 | $ 39,071
    Income (loss) from operations: | |
    Family of Apps | $ 24,971 | $ 19,335
    Reality Labs | (4,530) | (4,488)
    Total income from operations | $ 20,441 | $ 14,847
    """))  # fmt: skip
    assert parts(found, "revenue", "2025-06-30") == {
        "Advertising": 46_563, "Other revenue": 583, "Family of Apps": 47_146, "Reality Labs": 370,
    }  # fmt: skip
    assert parts(found, "operating_income", "2024-06-30") == {
        "Family of Apps": 19_335, "Reality Labs": -4_488,
    }  # fmt: skip
    assert millions(actuals(found, "revenue"))["Q 2025-06-30"] == 47_516


def test_segments_as_sections_with_margins():
    found = read(JUNE, UNIT, table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Semiconductor Systems | |
    Net revenue | $ 5,255 | $ 4,901
    Operating income | $ 1,912 | $ 1,701
    Operating margin | 36.4% | 34.7%
    Corporate and Other | |
    Net revenue | $ 1,845 | $ 1,745
    Operating income (loss) | $ (189) | $ (225)
    Consolidated | |
    Net revenue | $ 7,100 | $ 6,646
    Operating income | $ 1,723 | $ 1,476
    """))  # fmt: skip
    assert actuals(found, "operating_margin", "Semiconductor Systems") == {
        "Q 2025-06-30": Decimal("0.364"), "Q 2024-06-30": Decimal("0.347"),
    }  # fmt: skip
    assert parts(found, "operating_income", "2025-06-30") == {
        "Semiconductor Systems": 1_912, "Corporate and Other": -189,
    }  # fmt: skip
    assert millions(actuals(found, "revenue")) == {"Q 2025-06-30": 7_100, "Q 2024-06-30": 6_646}


def test_non_gaap_lines_below_their_heading_repeat_the_captions():
    found = read(JUNE, UNIT, table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Net revenue | $ 23,378 | $ 22,244
    Gross margin | 4,938 | 4,794
    Operating income | 1,165 | 920
    Percentage of Total Net Revenue: | |
    Gross margin | 21.1% | 21.6%
    Non-GAAP Financial Measures: | |
    Gross margin | 5,039 | 4,900
    Operating income | 1,667 | 1,400
    """))  # fmt: skip
    assert millions(actuals(found, "gross_profit")) == {
        "Q 2025-06-30": 4_938,
        "Q 2024-06-30": 4_794,
    }
    assert millions(actuals(found, "gross_profit", basis="non_gaap")) == {
        "Q 2025-06-30": 5_039, "Q 2024-06-30": 4_900,
    }  # fmt: skip
    assert actuals(found, "gross_margin") == {
        "Q 2025-06-30": Decimal("0.211"), "Q 2024-06-30": Decimal("0.216"),
    }  # fmt: skip


def test_a_table_as_previously_reported_is_skipped():
    found = read(JUNE, "Segment results as previously reported (in millions):", WHOLE)
    assert reasons(found) == ["no_figures"]


def test_of_restated_columns_the_last_is_read():
    found = read(JUNE, UNIT, table("""
     | Three Months Ended June 30, 2024~3
     | As Previously Reported | Adjustment | As Restated
    Revenue | 1,100 | (20) | 1,080
    Operating income | 250 | (10) | 240
    """))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {"Q 2024-06-30": 1_080}
    assert millions(actuals(found, "operating_income")) == {"Q 2024-06-30": 240}


def test_lines_below_as_previously_reported_are_skipped():
    found = read(JUNE, UNIT, table("""
     | Three Months Ended June 30, 2024 | Three Months Ended June 30, 2023
    As previously reported | |
    Revenue | $ 3,232 | $ 2,900
    Operating income | 98 | 90
    As restated | |
    Revenue | $ 3,200 | $ 2,880
    Operating income | 90 | 80
    """))  # fmt: skip
    assert 3_232 not in millions(actuals(found, "revenue")).values()


@pytest.mark.parametrize(
    "heads",
    [
        "Reported | M&A | Organic",
        "Consolidated | Acquired businesses | Comparable",
        "Total | Continuing Operations | Discontinued Operations",
    ],
)
def test_effects_that_add_up_are_no_segments(heads):
    found = read(JUNE, UNIT, table(f"""
     | Three Months Ended June 30, 2025~3
     | {heads}
    Revenue | 1,234 | 50 | 1,184
    Operating income | 300 | 50 | 250
    """))  # fmt: skip
    assert not [f for f in found.figures if f.segment]


@pytest.mark.parametrize(
    "sentence",
    [
        "The following pro forma information presents the combined results (in millions):",
        "Discontinued operations were as follows (in millions):",
        "Summarized financial information of our equity method investees (in millions):",
        "Condensed financial information of the Parent Company (in millions):",
    ],
)
def test_another_companys_results_are_not_ours(sentence):
    found = read(JUNE, f"<p>{sentence}</p>", table("""
     | Six Months Ended June 30,~2
     | 2025 | 2024
    Revenue | 434 | 300
    Net income | 30 | 18
    """))  # fmt: skip
    assert not found.figures


def test_costs_in_brackets():
    found = read(JUNE, "(€ in millions)", table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | 9,027 | 8,288
    Cost of revenue | (2,400) | (2,271)
    Gross profit | 6,627 | 6,017
    Operating profit | 2,456 | 1,222
    """))  # fmt: skip
    assert millions(actuals(found, "cost_of_revenue")) == {
        "Q 2025-06-30": 2_400,
        "Q 2024-06-30": 2_271,
    }
    assert millions(actuals(found, "gross_profit")) == {
        "Q 2025-06-30": 6_627,
        "Q 2024-06-30": 6_017,
    }


ADDENDS = [
    ("Revenue", "Point in time", "Over time", "434 | 300", "800 | 800", "1,234 | 1,100"),
    ("Revenue", "Customer A", "All other customers", "434 | 300", "800 | 800", "1,234 | 1,100"),
    ("Revenue", "Gross revenue", "Less: returns", "1,434 | 1,300", "(200) | (200)", "1,234 | 1,100"),
    ("Revenue", "Prior year", "Volume and price", "1,154 | 1,040", "80 | 60", "1,234 | 1,100"),
    ("Operating income", "Segment operating income", "Stock-based compensation", "334 | 300",
     "(34) | (50)", "300 | 250"),
    ("Operating income", "First quarter", "Second quarter", "134 | 100", "166 | 150", "300 | 250"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("metric", "one", "other", "first", "second", "total"),
    [pytest.param(*addends, id=addends[1]) for addends in ADDENDS],
)
def test_addends_that_are_no_parts(metric, one, other, first, second, total):
    found = read(JUNE, UNIT, table(f"""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    {metric}: | |
    {one} | {first}
    {other} | {second}
    Total {metric.lower()} | {total}
    """))  # fmt: skip
    assert not [f for f in found.figures if f.segment]


@pytest.mark.parametrize("caption", ["Sales (in units)", "Revenue (in thousands of units)"])
def test_pieces_are_no_money(caption):
    found = read(JUNE, UNIT, table(f"""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    {caption} | 434 | 300
    Gross profit | 820 | 760
    """))  # fmt: skip
    assert not actuals(found, "revenue")


@pytest.mark.parametrize(
    "caption",
    [
        "Revenue growth", "Incremental operating margin", "Deferred revenue", "Revenue backlog",
        "Revenue excluding traffic costs", "Revenue at constant currency", "Gross revenue",
        "Operating income before depreciation and amortization", "Net interest revenue",
        "Operating income excluding special items", "Related party revenue", "Billings",
        "Net income from continuing operations", "Net income per share", "Free cash flow margin",
    ],
)  # fmt: skip
def test_captions_that_only_resemble_a_metric(caption):
    found = read(JUNE, UNIT, table(f"""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    {caption} | 434 | 300
    Gross profit | 820 | 760
    """))  # fmt: skip
    assert {f.metric for f in found.figures} == {"gross_profit"}
