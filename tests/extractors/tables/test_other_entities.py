"""Parts, divisions and discontinued business: their figures are not the company's."""

from __future__ import annotations

import pytest

from tests.builders.html_page import (
    UNIT,
    actuals,
    described,
    millions,
    outlooks,
    read,
    reasons,
    table,
)
from tests.builders.pdf_page import JUNE as JUNE_LINE
from tests.builders.pdf_page import Drawn

JUNE = "Results for the second quarter ended June 30, 2025."
JULY = "Results for the third quarter ended July 27, 2025."


def test_a_table_titled_with_a_part_is_not_the_companys():
    found = read(JULY, table("""
    Applied Global Services | Q3 FY2025 | Q3 FY2024
     | (In millions, except percentages)~2
    Net revenue | $1,600 | $1,580
    Operating income | $445 | $467
    Operating margin | 27.8% | 29.6%
    """))  # fmt: skip
    assert described(f for f in found.figures if f.segment is None) == []


def test_tables_of_parts_leave_the_companys_figures_alone():
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
    "tail",
    ["on an annualized basis", "lower", "on a pro forma basis", "in constant currency",
     "to $1.3 billion", "for the first six months", "below plan"],
)  # fmt: skip
def test_what_follows_a_parts_amount_may_change_it(tail: str):
    found = read(JUNE, f"Second quarter Cloud revenue was $1.2 billion {tail}.")
    assert described(found.figures) == []


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


@pytest.mark.parametrize("heading", ["Software division", "Cloud business"])
def test_a_table_under_the_name_of_a_division_is_not_the_companys(heading: str):
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


def test_a_sentence_over_several_lines_names_an_investee():
    """The name stands two lines above the table, in the sentence that ends there."""
    drawn = Drawn().text(JUNE_LINE).table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    (in millions)
    Revenue | 1,234 | 1,100
    Net income | 230 | 140
    """).text(
        "Summarized financial information for our equity-method investee, Quill Health, for the",
        "three months ending March 31, 2025, the most recent period available, and for the months",
        "ending March 31, 2024, is as follows:",
    ).table("""
     | Three Months Ended March 31,~2
     | 2025 | 2024
    (in millions)
    Net sales | 3,600 | 3,500
    Gross profit | 2,200 | 2,100
    Net income | 500 | 480
    """)  # fmt: skip
    found = drawn.read()
    assert millions(actuals(found, "revenue")) == {"Q 2025-06-30": 1234, "Q 2024-06-30": 1100}
    assert actuals(found, "gross_profit") == {}
    assert "other_entity" in reasons(found)


def test_the_obligors_of_a_guarantee_are_not_the_company():
    found = read(
        JUNE,
        "The following table presents summarized income statement information (in millions):",
        table("""
         | Six Months Ended June 30, 2025 | Year Ended December 31, 2024
        Net sales | $— | $—
        Net loss | (390) | (268)
        Net loss attributable to the entity | (390) | (268)
        """),
    )
    assert described(found.figures) == []


SCHEDULE = """
 | Year ended January 31,~2
 | 2025 | 2024
Interest income | 12 | 9
Total revenues | 12 | 9
Income tax | 2 | 1
Net income | 10 | 8
"""


@pytest.mark.parametrize(
    "title", ["(Parent Company Only)", "Condensed Financial Information of Registrant"]
)
def test_a_schedule_of_the_parent_alone_is_told_by_any_line_of_its_title(title):
    whole = table(SCHEDULE.replace("12 | 9", "1,200 | 900").replace("10 | 8", "300 | 260"))
    cover = "<p>For the fiscal year ended January 31, 2025</p>"
    statements = "<p>Consolidated Statements of Operations</p>"
    above = ("Schedule I", title, "Harbor Group", "Condensed Statements of Income")
    found = read(cover, statements, UNIT, whole, *above, UNIT, table(SCHEDULE))
    assert millions(actuals(found, "revenue")) == {"FY 2025-01-31": 1_200, "FY 2024-01-31": 900}
    assert reasons(found).count("other_entity") == 1
    # A sentence of a note that mentions it is no title.
    note = f"The dividends of the company are restricted, as is said in the schedule {title}, "
    note += "which is filed with this report, and does not change the results below."
    found = read(cover, statements, UNIT, note, "Results", UNIT, whole)
    assert millions(actuals(found, "revenue")) == {"FY 2025-01-31": 1_200, "FY 2024-01-31": 900}
