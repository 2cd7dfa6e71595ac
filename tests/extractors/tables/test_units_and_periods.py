"""Of which unit, basis and period the amounts of a table or an outlook are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.builders.html_page import actuals, millions, parts, read, table
from tests.builders.pdf_page import Drawn

JUNE = "Results for the second quarter ended June 30, 2025."


def test_a_page_gives_a_table_no_unit_of_the_table_above():
    sheet = (
        Drawn()
        .text(JUNE, "(in millions)")
        .table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | $1,234.5 | $1,100.2
    Operating income | 300.1 | 250.9
    """)
    )
    found = (
        sheet.text("Supplementary results")
        .table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Non-GAAP gross profit | $700,100 | $590,900
    Stock compensation | 40,000 | 30,000
    """)
        .read()
    )
    assert actuals(found, "gross_profit", basis="non_gaap") == {}


def test_non_ifrs_in_a_cell_says_that_the_rest_is_ifrs():
    found = read(JUNE, "(RMB in millions)", table("""
     | Three months ended June 30,~2
     | 2025 | 2024
    Revenues | 184,504 | 161,117
    Operating profit | 60,104 | 50,732
    Non-IFRS operating profit | 69,248 | 58,443
    """))  # fmt: skip
    assert {f.basis for f in found.figures} == {"ifrs", "non_gaap"}


def test_a_quarter_begins_on_the_day_after_the_reported_one():
    found = read(
        "Results for the fiscal 2026 second quarter ended August 1, 2025.",
        "For the third quarter of fiscal 2026, the company expects revenue between $26.5 billion"
        " and $27.5 billion.",
    )
    assert {f.period.start for f in found.figures} == {date(2025, 8, 2)}


def test_a_year_of_53_weeks_ends_with_a_quarter_of_14():
    found = read("Results for the fourth quarter of fiscal 2023 ended February 3, 2024.", table("""
    (in millions) | Three Months Ended~2 | Fiscal Year Ended~2
     | February 3, 2024 | January 28, 2023 | February 3, 2024 | January 28, 2023
    Revenue | 1,234 | 1,100 | 4,400 | 4,100
    Operating income | 300 | 250 | 1,060 | 900
    """))  # fmt: skip
    starts = {f.period.start for f in found.figures if f.period_type == "Q"}
    assert starts == {date(2023, 10, 29), date(2022, 10, 30)}


def test_quarters_by_their_number_over_their_last_days():
    """ "4th Qtr." over a day is a quarter, beside the years of the same statement."""
    found = read("Results for the fourth quarter and year ended August 28, 2025.", "(in millions)",
    table("""
     | 4th Qtr. | 3rd Qtr. | 4th Qtr. | Year Ended~2
     | August 28, 2025 | May 29, 2025 | August 29, 2024 | August 28, 2025 | August 29, 2024
    Revenue | $11,315 | $9,301 | $7,750 | $37,378 | $25,111
    Cost of goods sold | 6,261 | 5,793 | 5,013 | 22,505 | 19,498
    Gross margin | 5,054 | 3,508 | 2,737 | 14,873 | 5,613
    """))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {
        "Q 2025-08-28": 11315, "Q 2025-05-29": 9301, "Q 2024-08-29": 7750,
        "FY 2025-08-28": 37378, "FY 2024-08-29": 25111,
    }  # fmt: skip


def test_business_units_by_quarter_and_their_margins():
    """ "Core" in a name adjusts nothing, and units that print a margin of profit are segments."""
    found = read("Results for the fourth quarter and year ended August 28, 2025.", "(in millions)",
    table("""
     | Q4-25 | Q4-24
    Revenue | 9,300 | 7,700
    Cost of goods sold | 5,300 | 5,000
    Gross margin | 4,000 | 2,700
    """), "Business Unit Results", "(in millions)", table("""
     | FQ4-25 | FQ4-24
    Cloud Paper Business Unit | |
    Revenue | $4,500 | $1,400
    Operating margin | 48% | 33%
    Core Quill Business Unit | |
    Revenue | $3,300 | $3,300
    Operating margin | 25% | 31%
    Mobile and Client Ink Business Unit | |
    Revenue | $1,500 | $3,000
    Operating margin | 29% | 20%
    """))  # fmt: skip
    end = "2025-08-28"
    assert parts(found, "revenue", end) == {
        "Cloud Paper Business Unit": 4500,
        "Core Quill Business Unit": 3300,
        "Mobile and Client Ink Business Unit": 1500,
    }
    assert {f.breakdown for f in found.figures if f.segment} == {"segment"}
    assert {f.basis for f in found.figures} == {"gaap"}


LABELS = """
 | Q3 2025 | Q3 2024
Revenue | 1,200 | 1,000
Cost of revenue | 700 | 600
Income tax | 50 | 40
Net income | 300 | 260"""


def test_labels_alone_are_quarters_of_the_calendar_where_the_day_of_the_report_agrees():
    found = read("Results, October 24, 2025", "(in millions)", table(LABELS))
    assert set(actuals(found, "revenue")) == {"Q 2025-09-30", "Q 2024-09-30"}


def test_a_report_of_before_that_day_is_of_another_calendar():
    assert actuals(read("Results, July 31, 2025", "(in millions)", table(LABELS)), "revenue") == {}


WEEKS = """
 | Quarter Ended~2 | Nine Months Ended~2
 | July 1, 2023 | July 2, 2022 | July 1, 2023 | July 2, 2022
Revenue | 1,200 | 1,000 | 3,500 | 3,100
Income tax | 50 | 40 | 150 | 130
Net income | 300 | 260 | 900 | 800"""
BALANCE = """
 | July 1, 2023 | {0}
Cash | 100 | 90
Total assets | 900 | 800"""


def test_nine_months_of_39_weeks_have_quarters_of_13():
    text = "For the quarterly period ended July 1, 2023"
    balance = table(BALANCE.format("October 1, 2022"))
    found = read(text, "(in millions)", table(WEEKS), "(in millions)", balance)
    assert "Q 2023-07-01" in actuals(found, "revenue")
    starts = {f.period.start.isoformat() for f in found.figures if f.period_type == "Q"}
    assert "2023-04-02" in starts


def test_the_third_quarter_a_year_before_one_of_13_weeks_has_13_too():
    text = "For the quarterly period ended July 1, 2023"
    balance = table(BALANCE.format("October 1, 2022"))
    found = read(text, "(in millions)", table(WEEKS), "(in millions)", balance)
    quarters = {f.period for f in found.figures if f.metric == "revenue" and f.period_type == "Q"}
    assert {(p.start.isoformat(), p.end.isoformat()) for p in quarters} == {
        ("2023-04-02", "2023-07-01"),
        ("2022-04-03", "2022-07-02"),
    }


def test_nine_months_of_36_weeks_do_not_say_which_quarter_is_long():
    text = "For the quarterly period ended July 1, 2023"
    balance = table(BALANCE.format("October 22, 2022"))
    found = read(text, "(in millions)", table(WEEKS), "(in millions)", balance)
    assert "Q 2023-07-01" not in actuals(found, "revenue")


INTERIM = """
Revenue | 1,204.3 | 1,150.8 | 2,398.7
Cost of sales | (702.1) | (681.0) | (1,410.2)
Gross profit | 502.2 | 469.8 | 988.5
Operating profit | 171.8 | 150.9 | 337.5
"""
HALVES = {"H1 2025-06-30": 1204.3, "H1 2024-06-30": 1150.8, "FY 2024-12-31": 2398.7}


def test_half_years_beside_the_year_before_are_no_years():
    found = read("Interim results", table("""
     | Half-year ended 30 June 2025 | Half-year ended 30 June 2024 | Year ended 31 December 2024
     | £m | £m | £m""" + INTERIM))  # fmt: skip
    said = {when: float(value) for when, value in millions(actuals(found, "revenue")).items()}
    assert said == HALVES
    assert {f.unit for f in found.figures} == {"GBP"}


def test_years_below_their_days_with_the_word_unaudited_beside():
    found = Drawn(first=240, step=110, width=80, size=7).text("Interim results").table("""
     | Six months ended 30 June | Six months ended 30 June | Year ended 31 December
     | 2025 (unaudited) | 2024 (unaudited) | 2024 (audited)
     | £m | £m | £m""" + INTERIM).read()  # fmt: skip
    said = {when: float(value) for when, value in millions(actuals(found, "revenue")).items()}
    assert said == HALVES


def test_a_half_that_does_not_end_six_months_after_the_year_is_not_dated():
    found = read("Interim results", table("""
     | Half-year ended 30 April 2025 | Half-year ended 30 April 2024 | Year ended 31 December 2024
     | £m | £m | £m""" + INTERIM))  # fmt: skip
    assert "H1 2025-04-30" not in actuals(found, "revenue")


def test_nine_months_beside_a_quarter_by_their_labels():
    found = read("Results for the third quarter ended September 30, 2025", "(€ million)", table("""
     | Q3 2025 | Q3 2024 | 9M 2025 | 9M 2024
    Revenue | 4,812 | 4,655 | 14,310 | 13,902
    Cost of sales | 3,120 | 3,044 | 9,290 | 9,088
    Gross profit | 1,692 | 1,611 | 5,020 | 4,814
    """))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {
        "Q 2025-09-30": 4812, "Q 2024-09-30": 4655, "9M 2025-09-30": 14310, "9M 2024-09-30": 13902,
    }  # fmt: skip


def test_a_table_under_new_heads_keeps_its_unit_where_the_numbers_are_as_large():
    found = Drawn().text(JUNE, "(in millions)").table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | 1,234 | 1,100
    Operating income | 300 | 250
     | Six Months Ended June 30,~2
     | 2025 | 2024
    Revenue | 2,434 | 2,200
    Operating income | 600 | 500
    """).read()  # fmt: skip
    assert millions(actuals(found, "revenue"))["H1 2025-06-30"] == 2434


def test_a_fiscal_year_is_dated_by_a_day_before_its_month():
    found = read(
        "Annual results for the fiscal year ended 31 August 2025.", "(in € million)",
        table("""
         | FY2024 | FY2025
        Revenue | 990.1 | 1,080.6
        Net income | 10.1 | 20.4
        """),
    )  # fmt: skip
    assert millions(actuals(found, "revenue")) == {
        "FY 2024-08-31": Decimal("990.1"), "FY 2025-08-31": Decimal("1080.6")
    }  # fmt: skip


def test_the_first_three_quarters_are_nine_months_and_no_third_quarter():
    found = read(
        "Results for the third quarter ended September 30, 2025.",
        "(in NT$ millions)", table("""
         | 3Q25 | 3Q24
        Revenue | 700 | 600
        Gross profit | 90 | 80
        """),
        "(in NT$ millions)", table("""
         | 1-3Q25 | 1-3Q24
        Revenue | 2,000 | 1,700
        Gross profit | 90 | 80
        """),
        "(in NT$ millions)", table("""
         | 2-3Q25 | 2-3Q24
        Revenue | 1,400 | 1,150
        Gross profit | 90 | 80
        """),
    )  # fmt: skip
    assert millions(actuals(found, "revenue")) == {
        "Q 2025-09-30": 700, "Q 2024-09-30": 600,
        "9M 2025-09-30": 2000, "9M 2024-09-30": 1700,
    }  # fmt: skip


def test_the_year_to_date_beside_its_quarters_is_dated_by_them():
    found = read(
        "Results for the third quarter ended September 30, 2025.", "(in € millions)",
        table("""
         | Q3-2025 | Q3-2024 | YTD-2025 | YTD-2024
        Revenue | 132.5 | 156.5 | 424.5 | 454.5
        Net income | 25.5 | 46.5 | 88.5 | 122.5
        """),
    )  # fmt: skip
    assert millions(actuals(found, "revenue")) == {
        "Q 2025-09-30": Decimal("132.5"), "Q 2024-09-30": Decimal("156.5"),
        "9M 2025-09-30": Decimal("424.5"), "9M 2024-09-30": Decimal("454.5"),
    }  # fmt: skip
