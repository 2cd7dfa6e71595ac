"""Pages that a browser prints: titles at a page's foot, lists of outlooks, stacked days, marks."""

from __future__ import annotations

from decimal import Decimal

from extractors.pdf.reader import read
from tests.builders.html_page import actuals, millions, outlooks, parts
from tests.builders.pdf_page import FONT, JUNE, LEFT, Drawn

THREE = "Results for the three months ended June 30, 2025."


def test_a_title_at_the_foot_of_a_page_is_of_the_table_on_the_next():
    sheet = (
        Drawn(first=300, step=80, width=60)
        .text(JUNE, "(in thousands)")
        .table("""
     | Three months ended June 30,~2
     | 2025 | 2024
    Deferred items | 1,200 | 1,000
    Other items | 700 | 600
    """)
    )
    sheet.text("Statements of operations", "(in millions)").page().table("""
     | Three months ended June 30,~2
     | 2025 | 2024
    Revenue | 1,200 | 1,000
    Cost of revenue | 700 | 600
    Gross profit | 500 | 400
    """)
    found = sheet.read()
    assert millions(actuals(found, "revenue")) == {"Q 2025-06-30": 1200, "Q 2024-06-30": 1000}


def test_a_list_of_outlooks_right_above_a_table_is_heard():
    sheet = Drawn(first=300, step=80, width=60, pitch=1.3)
    sheet.text(JUNE, "For the third quarter of 2025, we expect:")
    sheet.text_below("Revenue of $520 million to $540 million")
    sheet.text_below("Non-GAAP gross margin of 62% to 63%")
    sheet.text_below("Non-GAAP income from operations of $83.0 to $84.0 million.")
    sheet.table("""
     | Three months ended June 30,~2
    (in millions) | 2025 | 2024
    Revenue | 1,200 | 1,000
    Cost of revenue | 700 | 600
    Gross profit | 500 | 400
    """)
    found = sheet.read()
    assert outlooks(found) == {
        ("revenue", "gaap", "low"): Decimal(520_000_000),
        ("revenue", "gaap", "high"): Decimal(540_000_000),
        ("gross_margin", "non_gaap", "low"): Decimal("0.62"),
        ("gross_margin", "non_gaap", "high"): Decimal("0.63"),
        ("operating_income", "non_gaap", "low"): Decimal(83_000_000),
        ("operating_income", "non_gaap", "high"): Decimal(84_000_000),
    }
    assert millions(actuals(found, "gross_profit")) == {"Q 2025-06-30": 500, "Q 2024-06-30": 400}


def test_months_over_days_over_years():
    sheet = (
        Drawn(first=240, step=60, width=50)
        .text(THREE, "(in millions)")
        .table("""
     | Three months ended~3
     | August | | August
     | 2, | May 3, | 3,
     | 2025 | 2025 | 2024
    Revenue | 1,200 | 1,100 | 1,000
    Cost of revenue | 700 | 650 | 600
    Gross profit | 500 | 450 | 400
    """)
    )
    assert millions(actuals(sheet.read(), "revenue")) == {
        "Q 2025-08-02": 1200, "Q 2025-05-03": 1100, "Q 2024-08-03": 1000
    }  # fmt: skip


def test_days_over_months_over_years_are_no_amounts():
    sheet = Drawn(first=240, step=80, width=60, heads="right")
    sheet.text(THREE, "(RMB in millions)").table("""
     | Three months ended~2
     | 30 | 30
     | June | June
     | 2025 | 2024
    Revenues | 1,200 | 1,000
    Cost of revenues | 700 | 600
    Gross profit | 500 | 400
    """)
    assert millions(actuals(sheet.read(), "gross_profit")) == {
        "Q 2025-06-30": 500, "Q 2024-06-30": 400
    }  # fmt: skip


def test_a_mark_in_five_sixths_of_the_size_is_no_column():
    sheet = Drawn(first=240, step=80, width=60, size=10).text(JUNE, "(in millions)")
    top = sheet.top - 1.5 * sheet.size - sheet.size + 4  # raised above the heads
    sheet.canvas.setFont(FONT, 8.34)
    sheet.canvas.drawString(370, top, "(1)")
    sheet.table("""
     | 2Q25 | 2Q24(1)
    Revenue | 1,200 | 1,000
    Cost of revenue | 700 | 600
    Gross profit | 500 | 400
    """)
    assert millions(actuals(sheet.read(), "revenue")) == {
        "Q 2025-06-30": 1200, "Q 2024-06-30": 1000
    }  # fmt: skip


def test_a_total_as_wide_as_captions_goes_on_below():
    sheet = Drawn(first=LEFT + 170, step=80, width=60, pitch=1.2).text(JUNE, "(in millions)")
    sheet.table("""
     | Three months ended June 30,~2
     | 2025 | 2024
    Total International Digital Trade
    Group | 700 | 610
    Total Domestic Trade Group | 400 | 310
    All others | 100 | 80
    Total revenue | 1,200 | 1,000
    """)
    captions = [row.caption for row in read(sheet.bytes()).tables[0].rows if row.amounts]
    assert captions == [
        "Total International Digital Trade Group", "Total Domestic Trade Group", "All others",
        "Total revenue",
    ]  # fmt: skip


def test_the_bracket_behind_a_heading_is_of_its_name():
    sheet = Drawn(first=LEFT + 170, step=80, width=60, pitch=1.2).text(JUNE, "(in millions)")
    sheet.table("""
     | Three months ended June 30,~2
     | 2025 | 2024
    Infrastructure Products Group
    (IPG):
    Net revenue | 700 | 610
    Operating income | 70 | 61
    Client Products Group (CPG):
    Net revenue | 500 | 390
    Operating income | 50 | 39
    Total net revenue | 1,200 | 1,000
    Total operating income | 120 | 100
    """)
    assert parts(sheet.read(), "revenue", "2025-06-30") == {
        "Infrastructure Products Group (IPG)": 700, "Client Products Group (CPG)": 500
    }  # fmt: skip


def test_the_word_of_a_year_over_its_number_is_no_part():
    sheet = Drawn(first=240, step=80, width=60)
    sheet.text("Results for the fourth quarter ended September 30, 2025.", "(in millions)")
    sheet.table("""
     | Q4~2 | Fiscal year~2
     | FY | FY
     | 2025 | 2024 | 2025 | 2024
    Revenue | 1,200 | 1,000 | 4,400 | 4,000
    Cost of sales | 700 | 600 | 2,600 | 2,400
    Gross profit | 500 | 400 | 1,800 | 1,600
    """)
    assert millions(actuals(sheet.read(), "revenue")) == {
        "Q 2025-09-30": 1200, "Q 2024-09-30": 1000, "FY 2025-09-30": 4400, "FY 2024-09-30": 4000
    }  # fmt: skip


def test_codes_behind_captions_are_no_column():
    sheet = Drawn(first=200, step=70, width=60, size=8)
    sheet.text("For the three months and nine months ended September 30, 2025 and 2024")
    sheet.text("(Expressed in thousands of New Taiwan Dollars)").table("""
     | | Three months ended September 30~2 | Nine months ended September 30~2
     | | 2025 | 2024 | 2025 | 2024
    Operating revenue | 4000 | 1,200,400 | 1,000,300 | 3,400,200 | 3,000,100
    Operating costs | 5000 | 700,400 | 600,300 | 2,000,200 | 1,800,100
    Gross profit | 5900 | 500,000 | 400,000 | 1,400,000 | 1,200,000
    Net operating income | 6900 | 250,000 | 200,000 | 700,000 | 600,000
    """)
    assert millions(actuals(sheet.read(), "gross_profit")) == {
        "Q 2025-09-30": 500, "Q 2024-09-30": 400, "9M 2025-09-30": 1400, "9M 2024-09-30": 1200
    }  # fmt: skip


def test_outlooks_under_two_titles_without_heads_are_of_their_own_periods():
    sheet = (
        Drawn(first=300, step=80, width=60)
        .text(JUNE)
        .table("""
    Third Quarter 2025 Guidance
    Net sales | $500M - $520M
    Adjusted operating margin | 22% - 23%
    Full Year 2025 Guidance
    Net sales | $2,000M - $2,040M
    Adjusted operating margin | 20% - 21%
    Adjusted free cash flow | $300M
    """)
    )
    ends = {
        (figure.metric, figure.bound, figure.period.end.month): figure.value
        for figure in sheet.read().figures
    }
    assert ends["revenue", "low", 9] == Decimal(500_000_000)
    assert ends["revenue", "low", 12] == Decimal(2_000_000_000)
    assert ends["operating_margin", "high", 9] == Decimal("0.23")
    assert ends["operating_margin", "high", 12] == Decimal("0.21")
