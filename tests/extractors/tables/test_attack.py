"""What a second attack with facsimile releases found: small examples of wrong figures.

Each is what must not be read, or on which basis, in which currency, from which day.
"""

from __future__ import annotations

from datetime import date

import pytest

from extractors import Extraction
from tests.builders.html_page import actuals, described, millions, outlooks, read, table
from tests.builders.pdf_page import Drawn

JUNE = "Results for the second quarter ended June 30, 2025."
JULY = "Results for the third quarter ended July 27, 2025."
wrong = pytest.mark.xfail(strict=True, reason="a wrong figure")


def guided(found: Extraction) -> set[tuple[str, str, str]]:
    """(metric, basis, unit) of all guidance."""
    return {(f.metric, f.basis, f.unit) for f in found.figures if f.kind == "guidance"}


@pytest.mark.parametrize(
    ("title", "currency"),
    [
        ("Outlook for the third quarter of 2025 (in € millions)", "EUR"),
        ("Guidance for the third quarter of 2025 (NT$ in billions)", "TWD"),
        ("Outlook for the third quarter of 2025 (RMB in millions)", "CNY"),
    ],
)
def test_an_outlooks_table_is_in_the_currency_that_stands_over_it(title: str, currency: str):
    found = read(JUNE, title, table("""
     | Q3 2025
    Revenue | 9,100 - 9,300
    Operating margin | 24.0% - 26.0%
    """))  # fmt: skip
    assert {unit for metric, _, unit in guided(found) if metric == "revenue"} <= {currency}


def test_a_table_with_a_parts_name_over_its_captions_is_not_the_companys():
    found = read(JULY, table("""
    Applied Global Services | Q3 FY2025 | Q3 FY2024
     | (In millions, except percentages)~2
    Net revenue | $1,600 | $1,580
    Operating income | $445 | $467
    Operating margin | 27.8% | 29.6%
    """))  # fmt: skip
    assert described(f for f in found.figures if f.segment is None) == []


def test_the_tables_of_parts_leave_the_companys_quarter_alone():
    statement = table("""
    (In millions) | Three Months Ended~2
     | July 27, 2025 | July 28, 2024
    Net revenue | $7,302 | $6,778
    Cost of products sold | 3,737 | 3,571
    Gross profit | 3,565 | 3,207
    Total operating expenses | 1,332 | 1,265
    Income from operations | 2,233 | 1,942
    Net income | $1,779 | $1,705
    """)
    part = table("""
    Semiconductor Systems | Q3 FY2025 | Q3 FY2024
     | (In millions, except percentages)~2
    Net revenue | $5,427 | $4,924
    Operating income | $1,964 | $1,712
    Operating margin | 36.2% | 34.8%
    Non-GAAP Results | |
    Operating income | $1,975 | $1,723
    """)
    found = read(JULY, "Consolidated Condensed Statements of Operations", statement, part)
    assert millions(actuals(found, "revenue"))["Q 2025-07-27"] == 7302
    assert actuals(found, "operating_margin") == {}
    assert actuals(found, "operating_income", basis="non_gaap") == {}


@pytest.mark.parametrize(
    "heading",
    ["Strong Execution", "Operating Performance", "Continued AI Momentum", "Revenue",
     "Cash Flow and Capital Allocation", "Dell Technologies"],
)  # fmt: skip
def test_a_heading_that_no_table_names_is_no_part(heading: str):
    found = read(
        "Dell Technologies reports results for its fourth quarter ended January 31, 2025.",
        "(in millions)",
        table("""
         | Three Months Ended January 31, 2025 | Three Months Ended February 2, 2024
        Net revenue | 23,931 | 22,318
        Operating income | 2,160 | 1,489
        """),
        heading,
        "Fourth quarter revenue was $23.9 billion, up 7% year over year.",
    )
    assert {f.segment for f in found.figures} <= {None}


@pytest.mark.parametrize(
    "word", ["Consolidated", "Pro Forma", "Constant Currency", "Annualized", "Worldwide"]
)
def test_a_measure_of_the_whole_is_no_part(word: str):
    found = read(JUNE, f"Second quarter {word} revenue was $24.9 billion.")
    assert described(found.figures) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "For fiscal year 2025, gross margin is expected to be 53% excluding stock compensation.",
        "For fiscal year 2025, operating income is expected to be $1.4 billion, excluding"
        " restructuring.",
    ],
)
def test_an_outlook_that_excludes_something_is_not_gaap(sentence: str):
    assert {basis for _, basis, _ in guided(read(JUNE, sentence))} <= {"non_gaap"}


def test_a_quarter_begins_on_the_day_after_the_reported_one():
    found = read(
        "Results for the fiscal 2026 second quarter ended August 1, 2025.",
        "For the third quarter of fiscal 2026, the company expects revenue between $26.5 billion"
        " and $27.5 billion.",
    )
    assert {f.period.start for f in found.figures} == {date(2025, 8, 2)}


def test_a_discontinued_business_is_not_the_company():
    found = read(JUNE, "Condensed Consolidated Statements of Operations", table("""
    (in millions) | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | $1,234 | $1,100
    Cost of revenue | 617 | 580
    Income from operations | 276 | 150
    Income tax expense | 20 | 10
    Income from discontinued operations | 30 | 20
    Net income | 230 | 140
    Basic earnings per share | $2.00 | $1.20
    """), "The results of the discontinued business were as follows (in millions):", table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Net sales | $200 | $180
    Gross profit | 100 | 90
    Research and development | 14 | 13
    Income before taxes | 34 | 22
    Net income | 30 | 20
    """))  # fmt: skip
    assert actuals(found, "gross_profit") == {}
    assert actuals(found, "research_and_development") == {}
    assert millions(actuals(found, "revenue"))["Q 2025-06-30"] == 1234
    assert millions(actuals(found, "net_income"))["Q 2025-06-30"] == 230


@wrong
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


@pytest.mark.parametrize(
    ("title", "row"),
    [
        ("Outlook for the third quarter of 2025", "Non-GAAP: |"),
        ("Outlook for the third quarter of 2025", "Non-GAAP |"),
        ("Non-GAAP outlook for the third quarter of 2025", " |"),
    ],
)
def test_an_outlooks_section_or_title_gives_its_basis(title: str, row: str):
    found = read(JUNE, title, table(f"""
    (in millions) | Third Quarter 2025
    {row}
    Operating margin | 20% - 21%
    Gross margin | 50% - 51%
    """))  # fmt: skip
    assert {basis for _, basis, _ in guided(found)} <= {"non_gaap"}


@pytest.mark.parametrize(
    ("title", "head", "row"),
    [
        ("Outlook for the third quarter of 2025", "(in millions)", "Cloud: |"),
        ("Outlook for the third quarter of 2025", "(in millions)", "Cloud |"),
        ("Cloud outlook for the third quarter of 2025", "(in millions)", " |"),
        ("Outlook for the third quarter of 2025", "Cloud guidance (in millions)", " |"),
    ],
)
def test_an_outlook_of_a_part_is_not_the_companys(title: str, head: str, row: str):
    found = read(JUNE, title, table(f"""
    {head} | Third Quarter 2025
    {row}
    Operating margin | 20% - 21%
    Capital expenditures | $40 - $41
    """))  # fmt: skip
    assert outlooks(found) == {}


@pytest.mark.parametrize("heading", ["Software division", "Cloud business"])
def test_a_heading_that_names_a_division_takes_its_table_from_the_company(heading: str):
    found = read(JUNE, table("""
    (in millions) | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | $1,234 | $1,100
    Operating income | 300 | 250
    """), heading, table("""
    (in millions) | Three Months Ended June 30,~2
     | 2025 | 2024
    Gross profit | 90 | 70
    Gross margin | 50% | 45%
    """))  # fmt: skip
    assert actuals(found, "gross_margin") == {}
    assert actuals(found, "gross_profit") == {}


@pytest.mark.parametrize(
    "tail",
    ["on an annualized basis", "lower", "on a pro forma basis", "in constant currency",
     "to $1.3 billion", "for the first six months", "below plan"],
)  # fmt: skip
def test_what_follows_a_parts_amount_may_change_it(tail: str):
    found = read(JUNE, f"Second quarter Cloud revenue was $1.2 billion {tail}.")
    assert described(found.figures) == []


@pytest.mark.parametrize(
    "said",
    ["gross margin of 45% for our hardware products", "operating margin of 25% in our Cloud unit",
     "revenue of $1.4 billion from Cloud", "revenue of $5 billion in AI",
     "operating expenses of $150 million per month",
     "operating expenses of $300 million related to restructuring",
     "capital expenditures of $40 million for the new fab",
     "capital expenditures of $40 million to $50 million, net of grants",
     "gross margin of 45% before amortization", "operating margin of 30% or better"],
)  # fmt: skip
def test_what_follows_an_outlooks_values_may_change_them(said: str):
    found = read(JUNE, f"For the third quarter of 2025, we expect {said}.")
    assert outlooks(found) == {}


@pytest.mark.parametrize(
    "lines",
    [
        ("For the full year 2025, the Cloud business is expected to grow 10% with",
         "operating margin of 25% and gross margin of 55%."),
        ("For the third quarter of 2025, the hardware unit expects sales to rise, and we target",
         "revenue of $1.4 billion after the launch."),
        ("The third quarter 2025 outlook for China assumes no licence, and there",
         "gross margin of 45% would follow."),
    ],
)  # fmt: skip
def test_the_second_line_of_a_sentence_on_a_page_is_no_sentence(lines: tuple[str, str]):
    sheet = (
        Drawn()
        .text(JUNE, "(in millions)")
        .table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | $1,234 | $1,100
    Operating income | 300 | 250
    """)
    )
    assert outlooks(sheet.text("Outlook", *lines).read()) == {}


def test_a_year_of_53_weeks_ends_with_a_quarter_of_14():
    found = read("Results for the fourth quarter of fiscal 2023 ended February 3, 2024.", table("""
    (in millions) | Three Months Ended~2 | Fiscal Year Ended~2
     | February 3, 2024 | January 28, 2023 | February 3, 2024 | January 28, 2023
    Revenue | 1,234 | 1,100 | 4,400 | 4,100
    Operating income | 300 | 250 | 1,060 | 900
    """))  # fmt: skip
    starts = {f.period.start for f in found.figures if f.period_type == "Q"}
    assert starts == {date(2023, 10, 29), date(2022, 10, 30)}


@pytest.mark.parametrize(
    "heading",
    ["Recent highlights:", "Q2 2025 results:", "Second quarter results:", "Cloud", "Cloud:",
     "Cloud business:", "Highlights of Q2 2025"],
)  # fmt: skip
def test_another_heading_ends_an_outlook(heading: str):
    found = read(
        JUNE,
        "Outlook for the third quarter of 2025:",
        "Revenue of $1.3 billion, plus or minus 2%",
        heading,
        "Operating margin of 24%",
        "Capital expenditures of $120 million",
    )
    assert {metric for metric, _, _ in guided(found)} == {"revenue"}


@pytest.mark.parametrize("heading", ["On a non-GAAP basis:", "Non-GAAP:", "Non-GAAP"])
def test_a_line_within_an_outlook_gives_the_basis(heading: str):
    found = read(
        JUNE,
        "Outlook for the third quarter of 2025:",
        "Revenue of $1.3 billion, plus or minus 2%",
        heading,
        "Gross margin of 60%",
    )
    assert {basis for metric, basis, _ in guided(found) if metric == "gross_margin"} <= {"non_gaap"}
