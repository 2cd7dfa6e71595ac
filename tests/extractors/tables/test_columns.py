"""Stacked headers resolved into columns; their order is read and never assumed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.html import reader
from extractors.tables.columns import Header, columns
from extractors.tables.title_lengths import length_in
from tests.builders.html_page import APRIL, UNIT, actuals, millions, page, read, reasons, table

FOURTH = "<p>Results for the fourth quarter and fiscal year 2024.</p>"


def header(text: str) -> Header:
    (one,) = reader.read(reader.parse(page(table(text)))).tables
    return columns(one)


def test_stacked_headers_are_read_together():
    found = header("""
     | Three Months Ended~2 | Year Ended~2
     | December 31,~2 | December 31,~2
     | 2024 | 2023 | 2024 | 2023
    Revenue | 1,200 | 1,000 | 4,500 | 4,000
    Gross profit | 700 | 600 | 2,500 | 2,100
    """)
    assert found.captions == [
        "Three Months Ended December 31, 2024",
        "Three Months Ended December 31, 2023",
        "Year Ended December 31, 2024",
        "Year Ended December 31, 2023",
    ]
    assert found.rows == {1, 2, 3}


@pytest.mark.parametrize(
    "text",
    [
        """
         | Three Months Ended December 31,~2 | Year Ended December 31,~2
         | 2023 | 2024 | 2023 | 2024
        Revenue | 1,000 | 1,200 | 4,000 | 4,500
        Gross profit | 600 | 700 | 2,100 | 2,500
        """,
        """
         | Year Ended~2 | Three Months Ended~2
         | December 31, 2024 | December 31, 2023 | December 31, 2024 | December 31, 2023
        Revenue | 4,500 | 4,000 | 1,200 | 1,000
        Gross profit | 2,500 | 2,100 | 700 | 600
        """,
        """
         | Three Months Ended | | Year Ended |
         | December 31, | December 31, | December 31, | December 31,
         | 2024 | 2023 | 2024 | 2023
        Revenue | 1,200 | 1,000 | 4,500 | 4,000
        Gross profit | 700 | 600 | 2,500 | 2,100
        """,
    ],
    ids=["older first", "year first", "without colspan"],
)
def test_the_order_of_columns_is_read(text):
    found = read(FOURTH, UNIT, table(text))
    assert millions(actuals(found, "revenue")) == {
        "Q 2024-12-31": 1_200, "Q 2023-12-31": 1_000, "FY 2024-12-31": 4_500, "FY 2023-12-31": 4_000,
    }  # fmt: skip
    assert millions(actuals(found, "gross_profit"))["Q 2023-12-31"] == 600


def test_change_and_percent_columns_are_no_periods():
    found = read(APRIL, UNIT, table("""
     | Three Months Ended~2 | Increase (Decrease)~2
     | April 30, 2024 | April 30, 2025 | $ | %
    Revenue | 1,000 | 1,200 | 200 | 20%
    Gross profit | 600 | 700 | 100 | 17
    Operating income | (100) | 150 | 250 | NM
    """))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {"Q 2024-04-30": 1_000, "Q 2025-04-30": 1_200}
    assert millions(actuals(found, "operating_income")) == {
        "Q 2024-04-30": -100,
        "Q 2025-04-30": 150,
    }
    assert len(found.figures) == 6


def test_changes_between_and_behind_periods():
    found = read(APRIL, UNIT, table("""
     | Q1 FY26 | Q/Q | Q4 FY25 | Y/Y | Q1 FY25
    Revenue | $1,200 | 9% | $1,100 | 20% | $1,000
    Gross margin | 58.0% | 1.0 pts | 57.0% | 3.0 pts | 55.0%
    """))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {
        "Q 2025-04-30": 1_200, "Q 2025-01-31": 1_100, "Q 2024-04-30": 1_000,
    }  # fmt: skip
    assert actuals(found, "gross_margin") == {
        "Q 2025-04-30": Decimal("0.58"), "Q 2025-01-31": Decimal("0.57"), "Q 2024-04-30": Decimal("0.55"),
    }  # fmt: skip


def test_blank_cells_do_not_shift_columns():
    found = read(APRIL, UNIT, table("""
     | Three Months Ended~3
     | April 30, 2025 | January 31, 2025 | April 30, 2024
    Revenue | 1,200 | | 1,000
    Gross profit | | 650 |
    Operating income | — | 90 | 100
    """))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {"Q 2025-04-30": 1_200, "Q 2024-04-30": 1_000}
    assert millions(actuals(found, "gross_profit")) == {"Q 2025-01-31": 650}
    assert millions(actuals(found, "operating_income")) == {"Q 2025-01-31": 90, "Q 2024-04-30": 100}


def test_percentages_of_revenue_make_profit_lines_margins():
    found = read(APRIL, UNIT, table("""
     | Three Months Ended~4
     | April 30, 2025~2 | April 30, 2024~2
     | Amount | % of revenue | Amount | % of revenue
    Revenue | 1,200 | 100.0% | 1,000 | 100.0%
    Gross profit | 700 | 58.3% | 600 | 60.0%
    Research and development | 100 | 8.3 | 90 | 9.0
    Operating income | 300 | 25.0 | 200 | 20.0
    """))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {"Q 2025-04-30": 1_200, "Q 2024-04-30": 1_000}
    assert actuals(found, "gross_margin") == {
        "Q 2025-04-30": Decimal("0.583"), "Q 2024-04-30": Decimal("0.6"),
    }  # fmt: skip
    assert actuals(found, "operating_margin")["Q 2025-04-30"] == Decimal("0.25")


def test_gaap_and_non_gaap_side_by_side_with_adjustments_between():
    found = read(APRIL, UNIT, table("""
     | Three Months Ended April 30, 2025~3 | Three Months Ended April 30, 2024~3
     | GAAP | Adjustments | Non-GAAP | GAAP | Adjustments | Non-GAAP
    Revenue | 1,200 | | 1,200 | 1,000 | | 1,000
    Gross profit | 700 | 20 | 720 | 600 | 10 | 610
    Operating income | 300 | 50 | 350 | 200 | 40 | 240
    """))  # fmt: skip
    assert millions(actuals(found, "gross_profit")) == {"Q 2025-04-30": 700, "Q 2024-04-30": 600}
    assert millions(actuals(found, "gross_profit", basis="non_gaap")) == {
        "Q 2025-04-30": 720, "Q 2024-04-30": 610,
    }  # fmt: skip
    assert millions(actuals(found, "operating_income", basis="non_gaap"))["Q 2024-04-30"] == 240
    assert len(found.figures) == 12


@pytest.mark.parametrize("share", ["per share", "per diluted share", "EPS", "Per ADS"])
def test_gaap_and_non_gaap_alternate_with_columns_per_share(share):
    found = read(APRIL, "(in millions, except per share data)", table(f"""
     | Three Months Ended April 30, 2025~4
     | GAAP | GAAP {share} | Non-GAAP | Non-GAAP {share}
    Operating income | 300 | 1.20 | 350 | 1.45
    Net income | 250 | 1.00 | 290 | 1.20
    """))  # fmt: skip
    assert millions(actuals(found, "operating_income")) == {"Q 2025-04-30": 300}
    assert millions(actuals(found, "operating_income", basis="non_gaap")) == {"Q 2025-04-30": 350}


@pytest.mark.parametrize("hyphen", ["‑", "–", "‐"])
def test_hyphens_of_non_gaap(hyphen):
    found = read(APRIL, UNIT, table(f"""
     | Three Months Ended~2
     | April 30, 2025 | April 30, 2024
     | Non{hyphen}GAAP | Non{hyphen}GAAP
    Gross profit | 720 | 610
    Operating income | 350 | 240
    """))  # fmt: skip
    assert actuals(found, "gross_profit") == {}
    assert millions(actuals(found, "gross_profit", basis="non_gaap"))["Q 2025-04-30"] == 720


def test_what_was_previously_reported_is_not_the_figure():
    found = read(APRIL, UNIT, table("""
     | Three Months Ended April 30, 2024~2
     | As Previously Reported | As Restated
    Revenue | 1,000 | 1,020
    Operating income | 90 | 110
    """))  # fmt: skip
    assert 1_000 not in millions(actuals(found, "revenue")).values()
    assert 90 not in millions(actuals(found, "operating_income")).values()


def test_an_outlook_column_is_no_actual():
    found = read(APRIL, UNIT, table("""
     | Three Months Ended | Three Months Ending
     | April 30, 2025 | July 31, 2025
    Revenue | 1,200 | 1,300
    Gross profit | 700 | 800
    """))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {"Q 2025-04-30": 1_200}


def test_a_second_header_in_one_table_heads_what_is_below_it():
    found = read("<p>Results for the second quarter ended April 30, 2025.</p>", UNIT, table("""
     | Three Months Ended | Three Months Ended
     | April 30, 2025 | April 30, 2024
    Revenue | 1,200 | 1,000
    Gross profit | 700 | 600
     | Six Months Ended | Six Months Ended
     | April 30, 2025 | April 30, 2024
    Revenue | 2,200 | 1,900
    Gross profit | 1,300 | 1,100
    """))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {
        "Q 2025-04-30": 1_200, "Q 2024-04-30": 1_000, "H1 2025-04-30": 2_200, "H1 2024-04-30": 1_900,
    }  # fmt: skip


def test_without_headers_there_are_no_figures():
    found = read(APRIL, UNIT, table("Revenue | 1,200 | 1,000\nGross profit | 700 | 600"))
    assert found.figures == ()
    assert reasons(found) == ["no_figures"]


def test_the_length_beside_or_above_a_table():
    assert length_in(["Years Ended", "(in millions)"]) == "Years Ended"
    assert length_in(["Three Months Ended", "Nine months ended"]) == "Nine months ended"
    assert length_in(["Revenue"]) == ""


def test_a_sentence_tells_that_days_end_years():
    found = read(FOURTH, "<p>Overview.</p>", "<p>Segments.</p>", "<p>Text.</p>",
                 "Segment results for 2021, 2020 and 2019 (in millions)", table("""
     | December 25, 2021 | December 26, 2020 | December 28, 2019
    Revenue | $ 4,014 | $ 3,232 | $ 2,900
    Operating income | 1,015 | 98 | (171)
    """))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {
        "FY 2021-12-25": 4_014, "FY 2020-12-26": 3_232, "FY 2019-12-28": 2_900,
    }  # fmt: skip


def test_a_sentence_of_other_years_tells_nothing_of_days():
    found = read(FOURTH, "<p>Overview.</p>", "<p>Segments.</p>", "<p>Text.</p>",
                 "Segment results for 2020 and 2019 (in millions)", table("""
     | December 25, 2021 | December 26, 2020 | December 28, 2019
    Revenue | $ 4,014 | $ 3,232 | $ 2,900
    Operating income | 1,015 | 98 | (171)
    """))  # fmt: skip
    assert not found.figures


def test_percent_of_net_over_revenue_is_one_head():
    found = read(APRIL, UNIT, table("""
     | Q1 FY26~2 | Q1 FY25~2
     | Dollars | % of Net | Dollars | % of Net
     | | Revenue | | Revenue
    Net revenue | $ 15,338 | 100.0 % | $ 19,192 | 100.0 %
    Gross margin | 6,535 | 42.6 % | 10,746 | 56.0 %
    Operating income (loss) | (175) | (1.1) % | 5,227 | 27.2 %
    """))  # fmt: skip
    assert millions(actuals(found, "gross_profit")) == {
        "Q 2025-04-30": 6_535,
        "Q 2024-04-30": 10_746,
    }
    assert actuals(found, "gross_margin") == {
        "Q 2025-04-30": Decimal("0.426"), "Q 2024-04-30": Decimal("0.560"),
    }  # fmt: skip
    assert actuals(found, "operating_margin") == {
        "Q 2025-04-30": Decimal("-0.011"), "Q 2024-04-30": Decimal("0.272"),
    }  # fmt: skip


def test_a_column_beside_non_gaap_ones_that_says_no_basis_is_left():
    found = read(APRIL, UNIT, table("""
     | Three Months Ended April 30, 2025~3
     | | Non-GAAP | Non-GAAP
     | Segments | Adjustments | Results
    Revenue | 1,200 | 20 | 1,220
    Operating income | 150 | 30 | 180
    """))  # fmt: skip
    assert not actuals(found, "revenue")


@pytest.mark.parametrize(
    "head",
    ["Constant Currency", "Currency Impact", "Change at CC", "Consensus", "Guidance midpoint"],
)
def test_what_is_no_result_is_no_column_of_results(head):
    found = read(APRIL, UNIT, table(f"""
     | Three Months Ended April 30, 2025~2
     | As Reported | {head}
    Revenue | 1,200 | 1,180
    Operating income | 150 | 145
    """))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {"Q 2025-04-30": 1_200}
    assert len(found.figures) == 2


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("Revenue rose in the quarter ended June 30, 2025.", "Annual figures (in millions)"),
        ("Results for the second quarter ended June 30, 2025.", "Six months (in millions)"),
    ],
)
def test_a_sentence_of_a_quarter_does_not_head_bare_years(sentence, title):
    found = read("Results for the second quarter ended June 30, 2025.", *["Text."] * 4, sentence, title,
                 table("""
     | 2024 | 2023
    Revenue | 4,234 | 4,100
    Operating income | 300 | 250
    """))  # fmt: skip
    assert not [f for f in found.figures if f.period_type == "Q"]
