"""The period that a document reports comes from its statements and its cover, not from citations."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.language.calendar_evidence import calendar, remarks
from extractors.language.fiscal_calendar import Anchor
from extractors.language.reported_period import shifted
from tests.builders.html_page import actuals, millions, read, reasons, table

CITED = (
    "For our policies see Note 2 of our Annual Report on Form 10-K for the fiscal year ended "
    "December 31, 2030, and elsewhere in this report."
)
STATED = ["Three Months Ended June 30, 2031", "Six Months Ended June 30, 2031"]
QUARTERS = ["Three Months Ended June 30, 2031", "Three Months Ended June 30, 2030"]


def test_the_newest_period_of_the_statements_and_no_cited_year():
    assert calendar(STATED, [CITED], STATED).anchor == Anchor(2, date(2031, 6, 30))


def test_a_cited_year_numbers_the_quarter_that_the_statements_end_with():
    assert calendar(QUARTERS, [CITED], QUARTERS).anchor == Anchor(2, date(2031, 6, 30))


def test_a_cited_year_alone_is_not_the_period_reported():
    assert calendar([], [CITED]).anchor is None


def test_a_cover_names_its_form_too():
    cover = (
        "ANNUAL REPORT ON FORM 10-K PURSUANT TO SECTION 13 OR 15(d) OF THE SECURITIES ACT OF 1934 "
        "For the fiscal year ended March 31, 2031"
    )
    assert calendar([], [cover]).anchor == Anchor(4, date(2031, 3, 31))


def test_a_dated_quarter_that_no_column_has_is_another_documents():
    told = ["In the first quarter ended March 31, 2032, we will open two sites."]
    assert calendar(STATED, told, STATED).anchor == Anchor(2, date(2031, 6, 30))


def test_years_to_come_are_not_reported():
    captions = ["Year Ended May 31, 2031", "Year ending May 31, 2036"]
    assert calendar(captions, [], captions).reported == date(2031, 5, 31)


def test_the_first_pages_of_a_report_are_its_cover():
    pages = ["FORM 10-Q\nFor the quarterly period ended\nJune 30, 2031", "", "", CITED]
    assert list(remarks(pages)) == ["For the quarterly period ended June 30, 2031"]


@pytest.mark.parametrize(
    ("end", "number"),
    [
        (date(2031, 6, 30), 2),
        (date(2031, 9, 27), 3),
        (date(2030, 12, 31), 4),
        (date(2029, 3, 31), 1),
        (date(2031, 8, 15), None),
    ],
)
def test_quarters_counted_from_a_year_end(end, number):
    assert shifted(Anchor(4, date(2030, 12, 31)), end) == number


@pytest.mark.parametrize(
    ("end", "lines", "statements", "year"),
    [
        (date(2031, 12, 27), ["Q4 2030 was weak. Q4 2030 again. Fourth quarter 2030."], [], 2031),
        (date(2032, 1, 31), ["Fiscal 2031 has 52 weeks ended January 31, 2032."], [], 2031),
        (date(2032, 1, 31), ["Fiscal 2032 has 52 weeks ended January 31, 2032."], [], 2032),
        (date(2032, 1, 31), [], ["Fiscal 2031", "Fiscal 2030"], 2031),
        (date(2032, 1, 31), [], ["Fiscal 2032", "Fiscal 2031"], 2032),
    ],
)
def test_a_year_is_named_by_its_end_or_its_beginning(end, lines, statements, year):
    annual = [f"Year Ended {end:%B %d, %Y}"]
    found = calendar(annual, lines, [*annual, *statements])
    assert (found.anchor, found.year_of_anchor) == (Anchor(4, end), year)


def test_columns_after_the_period_reported_are_refused_by_name():
    found = read(
        "Results for the second quarter ended June 30, 2031.",
        "(in millions)",
        table("""
         | Three Months Ended~2
         | June 30, 2031 | June 30, 2030
        Revenue | 1,200 | 1,000
        Income taxes | 20 | 10
        Net income | 100 | 90
        """),
        table("""
         | Three Months Ended~2
         | June 30, 2031 | September 30, 2031
        Revenue | 1,200 | 1,300
        Gross profit | 600 | 650
        """),
    )
    assert millions(actuals(found, "revenue")) == {"Q 2031-06-30": 1_200, "Q 2030-06-30": 1_000}
    assert reasons(found) == ["bad_period"]
    assert "'Three Months Ended September 30, 2031'" in found.refusals[0].what


def test_a_year_to_date_ends_with_the_quarter_reported():
    found = read(
        "(in millions)",
        table("""
         | June 30, 2031 | December 31, 2030
        Inventories | 50 | 40
        Total assets | 900 | 800
        """),
        "(in millions)",
        table("""
         | Quarter Ended June 30,~2 | Year to Date June 30,~2
         | 2031 | 2030 | 2031 | 2030
        Revenue | 1,200 | 1,000 | 2,300 | 1,900
        Income taxes | 20 | 10 | 40 | 30
        Net income | 100 | 90 | 190 | 170
        """),
    )
    assert millions(actuals(found, "revenue")) == {
        "Q 2031-06-30": 1_200, "Q 2030-06-30": 1_000,
        "H1 2031-06-30": 2_300, "H1 2030-06-30": 1_900,
    }  # fmt: skip


def test_six_months_of_a_year_end_with_the_quarter_reported():
    found = read(
        "Results for the second quarter ended June 30, 2031.",
        "(in millions)",
        table("""
         | Six-Month Period~2
         | 2031 | 2030
        Revenue | 2,300 | 1,900
        Gross profit | 900 | 800
        """),
    )
    assert millions(actuals(found, "revenue")) == {"H1 2031-06-30": 2_300, "H1 2030-06-30": 1_900}
