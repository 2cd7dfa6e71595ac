"""Heads of columns as companies print them: days that wrap, currencies, quarters in words."""

from __future__ import annotations

from tests.builders.html_page import actuals, millions, parts, reasons
from tests.builders.pdf_page import JUNE, LEFT, Drawn

YEAR = "Sample Corporation today reported results for its fourth quarter ended December 31, 2031."


def test_a_day_that_wraps_below_its_month_is_no_amount():
    sheet = Drawn(first=240, step=75, width=55).text(JUNE, "Results of operations")
    sheet.table("""
     | Six months ended June~2 | Three months ended June~2
    (Dollars in millions) | 30~2 | 30~2
     | 2025 | 2024 | 2025 | 2024
    Revenue | 7,178 | 6,902 | 4,014 | 3,232
    Gross profit | 4,493 | 3,723 | 2,747 | 1,679
    """)
    assert millions(actuals(sheet.read(), "revenue")) == {
        "H1 2025-06-30": 7_178, "H1 2024-06-30": 6_902,
        "Q 2025-06-30": 4_014, "Q 2024-06-30": 3_232,
    }  # fmt: skip


def test_a_day_that_wraps_below_one_of_two_heads():
    sheet = Drawn(first=240, step=75, width=55).text(JUNE, "(in millions)")
    sheet.table("""
     | ~2 | Three months ended June~2
     | Six months ended June 30~2 | 30~2
     | 2025 | 2024 | 2025 | 2024
    Revenue | 7,178 | 6,902 | 4,014 | 3,232
    Gross profit | 4,493 | 3,723 | 2,747 | 1,679
    """)
    assert millions(actuals(sheet.read(), "revenue")) == {
        "H1 2025-06-30": 7_178, "H1 2024-06-30": 6_902,
        "Q 2025-06-30": 4_014, "Q 2024-06-30": 3_232,
    }  # fmt: skip


def test_a_day_over_its_year_is_common_to_three_columns_in_words():
    sheet = Drawn(first=232, step=60, width=48, size=7).text(YEAR, "(in millions)")
    sheet.table("""
     | Year Ended~6
     | December 31,~3 | December 25,~3
     | 2031~3 | 2030~3
     | As reported | Adjustment | As adjusted | As reported | Adjustment | As adjusted
    Net revenue | 5,329 | (76) | 5,253 | 4,272 | 47 | 4,319
    Cost of sales | 3,506 | (40) | 3,466 | 3,274 | 42 | 3,316
    Gross profit | 1,823 | (36) | 1,787 | 998 | 5 | 1,003
    """)
    found = actuals(sheet.read(), "revenue")
    assert millions(found) == {"FY 2031-12-31": 5_329, "FY 2030-12-25": 4_272}


def test_a_translation_into_dollars_is_nobodys():
    sheet = Drawn(first=180, step=65, width=50, size=8).text(
        "Consolidated statements of income", "(Amounts in millions of RMB and US$)"
    )
    sheet.table("""
     | Three months ended December 31,~3 | Year ended December 31,~3
     | 2030 | 2031 | 2031 | 2030 | 2031 | 2031
     | RMB | RMB | US$ | RMB | RMB | US$
    Revenues | 410,200 | 450,700 | 62,500 | 1,610,100 | 1,700,300 | 235,800
    Costs of revenues | (180,100) | (200,300) | (27,780) | (700,400) | (760,200) | (105,430)
    Operating profit | 90,400 | 101,200 | 14,030 | 350,600 | 390,500 | 54,160
    Income tax expenses | (9,100) | (11,200) | (1,553) | (36,400) | (41,500) | (5,756)
    Net income | 80,300 | 88,900 | 12,330 | 310,100 | 348,800 | 48,370
    """)
    found = sheet.read()
    assert millions(actuals(found, "revenue")) == {
        "Q 2030-12-31": 410_200, "Q 2031-12-31": 450_700,
        "FY 2030-12-31": 1_610_100, "FY 2031-12-31": 1_700_300,
    }  # fmt: skip
    assert {figure.unit for figure in found.figures} == {"CNY"}


def test_the_first_currency_is_the_companys_own_also_where_it_is_dollars():
    sheet = Drawn(first=190, step=130, width=110).text("(in millions)")
    sheet.table("""
     | Year ended December 31,~3
     | 2031 | 2031 | 2030
     | US$ | EUR | US$
    Revenue | 940 | 870 | 800
    Gross profit | 440 | 407 | 360
    """)
    found = sheet.read()
    assert millions(actuals(found, "revenue")) == {"FY 2031-12-31": 940, "FY 2030-12-31": 800}
    assert {figure.unit for figure in found.figures} == {"USD"}


def test_quarters_in_words_of_a_report_without_dates_are_the_calendars():
    sheet = Drawn(first=220, step=58, width=40, groups="cells").text(
        "Consolidated Statements of Income (millions)"
    )
    sheet.table("""
     | Second-Quarter~2 | % Incr. / | Six Months~2 | % Incr. /
     | 2031 | 2030 | (Decr.) | 2031 | 2030 | (Decr.)
    Revenues | 640 | 600 | 7 | 1,250 | 1,180 | 6
    Gross profit | 384 | 348 | 10 | 740 | 690 | 7
    """)
    assert millions(actuals(sheet.read(), "revenue")) == {
        "Q 2031-06-30": 640, "Q 2030-06-30": 600, "H1 2031-06-30": 1_250, "H1 2030-06-30": 1_180,
    }  # fmt: skip


def quarters(*lines: str) -> Drawn:
    sheet = Drawn(first=220, step=58, width=40).text(*lines, "(in millions)")
    return sheet.table("""
     | Q3'30 | Q4'30 | Q1'31 | Q2'31 | Q3'31
    Revenue | 3,600 | 3,720 | 3,840 | 3,960 | 4,080
    Gross profit | 1,800 | 1,860 | 1,920 | 1,980 | 2,040
    """)


def test_a_slide_of_quarters_without_dates():
    assert millions(actuals(quarters("Earnings presentation").read(), "revenue")) == {
        "Q 2030-09-30": 3_600, "Q 2030-12-31": 3_720, "Q 2031-03-31": 3_840,
        "Q 2031-06-30": 3_960, "Q 2031-09-30": 4_080,
    }  # fmt: skip


def test_quarters_of_a_fiscal_year_without_dates_are_refused():
    found = quarters("Fiscal year to date").read()
    assert not found.figures
    assert "bad_period" in reasons(found)


def test_quarters_beside_a_date_inside_a_month_are_refused():
    found = quarters("Backlog as of the period ended August 2, 2031").read()
    assert not found.figures


def test_amounts_beside_percent_to_sales():
    sheet = Drawn(first=240, step=75, width=55).text(YEAR, "(in millions)")
    sheet.table("""
     | Fourth Quarter~4
     | 2031 | Percent | 2030 | Percent
     | Amount | to Sales | Amount | to Sales
    Sales to customers | 640 | 100.0 | 600 | 100.0
    Cost of products sold | 256 | 40.0 | 252 | 42.0
    Gross profit | 384 | 60.0 | 348 | 58.0
    """)
    found = sheet.read()
    assert millions(actuals(found, "gross_profit")) == {"Q 2031-12-31": 384, "Q 2030-12-31": 348}
    margins = actuals(found, "gross_margin")
    assert {when: float(value) for when, value in margins.items()} == {
        "Q 2031-12-31": 0.6, "Q 2030-12-31": 0.58,
    }  # fmt: skip


def test_a_caption_that_wraps_around_the_heads_is_no_row():
    sheet = Drawn(first=260, step=80, width=60, size=10, pitch=0.7).text(JUNE)
    sheet.table("""
    ($ in millions, except earnings
     | Q2 2025 | Q1 2025 | Q2 2024
    per share)

    Revenue | 1,210 | 1,180 | 1,050

    Gross profit | 610 | 590 | 520
    """)
    assert millions(actuals(sheet.read(), "revenue")) == {
        "Q 2025-06-30": 1_210, "Q 2025-03-31": 1_180, "Q 2024-06-30": 1_050,
    }  # fmt: skip


def test_a_basis_between_two_tables_of_the_same_heads():
    sheet = Drawn(first=340, step=75, width=60).text(YEAR)
    sheet.table("""
    GAAP
    ($ in millions) | FY31 | FY30
    Revenue | 2,390 | 2,080
    Operating income | 790 | 620
    Non-GAAP
    ($ in millions) | FY31 | FY30
    Revenue | 2,390 | 2,080
    Operating income | 910 | 700
    """)
    found = sheet.read()
    assert millions(actuals(found, "operating_income")) == {
        "FY 2031-12-31": 790, "FY 2030-12-31": 620,
    }  # fmt: skip
    assert millions(actuals(found, "operating_income", basis="non_gaap")) == {
        "FY 2031-12-31": 910, "FY 2030-12-31": 700,
    }  # fmt: skip


def test_growth_in_the_name_of_a_part_is_no_change():
    sheet = Drawn(first=200, step=80, width=60).text("Segment information", "(in millions)")
    sheet.table("""
     | Optical | | Emerging
     | Networks | Display | Growth
     | Systems | Panels | Businesses | Total
    Three months ended June 30, 2023
    Segment net sales | 1,066 | 928 | 377 | 2,371
    """)
    assert parts(sheet.read(), "revenue", "2023-06-30") == {
        "Optical Networks Systems": 1_066, "Display Panels": 928,
        "Emerging Growth Businesses": 377,
    }  # fmt: skip


def test_a_heading_that_falls_apart_ends_no_years():
    sheet = Drawn().text(JUNE, "Statement of Cash Flows", "(in millions)")
    sheet.table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Net income | 567 | 341
    Depreciation and amortization | 107 | 118
    Net cash provided by operating activities | 841 | 613
    """)
    sheet.top -= 1.5 * sheet.size
    sheet.canvas.drawString(LEFT, sheet.top, "Cash")
    sheet.canvas.drawString(LEFT + 40, sheet.top, "ows from investing activities:")
    sheet.table("""
    Purchases of property and equipment | (132) | (83)
    Net cash used in investing activities | (532) | (183)
    """)
    assert millions(actuals(sheet.read(), "capital_expenditures")) == {
        "Q 2025-06-30": 132, "Q 2024-06-30": 83,
    }  # fmt: skip
