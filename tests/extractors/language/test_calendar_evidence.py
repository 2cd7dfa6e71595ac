"""Labels such as Q3 FY24 become dates by dates that the same document prints, or they do not."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.language.calendar_evidence import calendar
from extractors.language.fiscal_calendar import Anchor, Calendar
from extractors.model import Duration
from tests.builders.html_page import APRIL, UNIT, actuals, millions, read, reasons, table, targets


def weeks(count: str, end: str, before: str) -> str:
    return table(f"""
     | {count} Weeks Ended~2
     | {end} | {before}
    Net sales | 1,200 | 1,000
    Operating income | 100 | 120
    """)


@pytest.mark.parametrize(
    ("count", "end", "before", "start"),
    [
        ("12", "May 10, 2025", "May 11, 2024", date(2025, 2, 16)),
        ("Twelve", "May 10, 2025", "May 11, 2024", date(2025, 2, 16)),
        ("13", "May 3, 2025", "May 4, 2024", date(2025, 2, 2)),
        ("Thirteen", "May 3, 2025", "May 4, 2024", date(2025, 2, 2)),
        ("14", "May 3, 2025", "April 27, 2024", date(2025, 1, 26)),
        ("16", "June 14, 2025", "June 15, 2024", date(2025, 2, 23)),
        ("Sixteen", "June 14, 2025", "June 15, 2024", date(2025, 2, 23)),
    ],
)
def test_quarters_of_12_13_14_and_16_weeks(count, end, before, start):
    found = read(UNIT, weeks(count, end, before))
    newest = max(found.figures, key=lambda figure: figure.period.end)
    assert newest.period_type == "Q"
    assert newest.period.start == start


def test_the_sentence_that_dates_the_quarter():
    found = calendar(
        [], ["Quill Corporation", "Results for the third quarter ended October 26, 2025:"]
    )
    assert found.anchor == Anchor(3, date(2025, 10, 26))
    assert found.reported == date(2025, 10, 26)


def test_the_cover_of_a_year():
    found = calendar(
        ["Year Ended December 31, 2024"], ["For the fiscal year ended December 31, 2024"]
    )
    assert found.anchor == Anchor(4, date(2024, 12, 31))
    assert found.fiscal_year_end == "12-31"


def test_the_cover_of_a_quarter_counts_its_columns():
    captions = ["Three Months Ended September 30, 2025", "Nine Months Ended September 30, 2025"]
    found = calendar(captions, ["For the quarterly period ended September 30, 2025"])
    assert found.anchor == Anchor(3, date(2025, 9, 30))
    assert found.fiscal_year_end == "12-31"


def test_quarters_and_years_around_a_month_end():
    dates = Calendar(frozenset(), False, Anchor(1, date(2025, 4, 30)), 2026)
    assert dates.quarter(2, 2026) == Duration(date(2025, 5, 1), date(2025, 7, 31))
    assert dates.quarter(4, 2025) == Duration(date(2024, 11, 1), date(2025, 1, 31))
    assert dates.quarter(1, None) == Duration(date(2025, 2, 1), date(2025, 4, 30))
    assert dates.fiscal_year(2026) == Duration(date(2025, 2, 1), date(2026, 1, 31))


def test_february_has_its_29th():
    dates = Calendar(frozenset(), False, Anchor(4, date(2023, 11, 30)), 2023)
    assert dates.quarter(1, 2024) == Duration(date(2023, 12, 1), date(2024, 2, 29))


def test_printed_ends_of_weeks_count_before_computed_ones():
    ends = frozenset((date(2025, 1, 25), date(2025, 4, 26)))
    dates = Calendar(ends, True, Anchor(1, date(2025, 4, 26)), 2026)
    assert dates.quarter(4, 2025) == Duration(date(2024, 10, 27), date(2025, 1, 25))


def test_undated_labels_date_nothing():
    dates = Calendar(frozenset(), None, None, None)
    assert dates.quarter(1, 2025) is None
    assert dates.fiscal_year(2025) is None
    assert (dates.reported, dates.fiscal_year_end) == (None, None)


LABELS = table("""
 | Q2 FY26 | Q1 FY26 | Q2 FY25
Revenue | 1,200 | 1,100 | 900
Gross profit | 700 | 600 | 500
""")


def test_labels_get_the_dates_that_the_document_prints():
    found = read(
        "Results for the second quarter ended July 27, 2025.",
        UNIT,
        LABELS,
        "(in millions)",
        table("""
         | Three Months Ended~2
         | July 27, 2025 | July 28, 2024
        Operating income | 100 | 90
        Depreciation | 10 | 9
        """),
    )
    assert millions(actuals(found, "revenue")) == {
        "Q 2025-07-27": 1_200, "Q 2025-04-27": 1_100, "Q 2024-07-28": 900,
    }  # fmt: skip


def test_labels_without_any_date_are_no_periods():
    found = read("Results for the quarter.", UNIT, LABELS)
    assert found.figures == ()
    assert reasons(found) == ["bad_period", "no_figures"]


def test_the_target_of_an_outlook_is_dated_by_the_reported_quarter():
    found = read(APRIL, "Revenue for the second quarter is expected to be $1.25 billion.")
    assert targets(found) == {("Q", date(2025, 5, 1), date(2025, 7, 31))}


def test_an_outlook_of_an_undated_document_is_not_read():
    found = read("Revenue for the second quarter is expected to be $1.25 billion.")
    assert found.figures == ()


def test_the_next_quarter_of_a_calendar_of_12_and_16_weeks_is_not_guessed():
    outlook = "Revenue for the second quarter is expected to be $1.25 billion."
    first = "Results for the first quarter ended November 24, 2024."
    columns = weeks("12", "November 24, 2024", "November 26, 2023")
    assert targets(read(first, UNIT, columns, outlook)) == set()


def test_a_printed_quarter_of_uneven_weeks_is_dated():
    ends = frozenset((date(2024, 11, 24), date(2025, 2, 16)))
    dates = Calendar(ends, True, Anchor(2, date(2025, 2, 16)), 2025, is_uneven=True)
    assert dates.quarter(2, 2025) == Duration(date(2024, 11, 25), date(2025, 2, 16))
    assert [dates.quarter(number, 2025) for number in (1, 3, 4)] == [None, None, None]


def test_a_year_of_uneven_quarters_follows_the_year_before():
    dates = Calendar(frozenset(), True, Anchor(4, date(2024, 12, 28)), 2024, is_uneven=True)
    assert dates.fiscal_year(2025) == Duration(date(2024, 12, 29), date(2025, 12, 27))
    assert dates.quarter(1, 2025) is None


def test_an_impossible_day_in_a_sentence_costs_only_the_sentence():
    found = read(
        "Quill was founded in the first quarter ended April 31, 1999.",
        "<p>Results for the first quarter ended May 3, 2025.</p>",
        UNIT,
        weeks("13", "May 3, 2025", "May 4, 2024"),
    )
    assert millions(actuals(found, "revenue"))["Q 2025-05-03"] == 1_200


QUARTER_OF_17_WEEKS = """
 | Quarter Ended~2
 | September 3, 2023 | August 28, 2022
Net sales | $ 78,939 | $ 72,091
Operating income | 2,777 | 2,497
"""


def test_a_sentence_counts_the_weeks_of_a_quarter():
    found = read(
        "<p>Sample reports results for the fourth quarter ended September 3, 2023.</p>",
        "<p>The fourth quarter of fiscal year 2023 had 17 weeks.</p>",
        "(in millions)",
        table(QUARTER_OF_17_WEEKS),
    )
    sales = {
        (f.period.start, f.period.end): f.value for f in found.figures if f.metric == "revenue"
    }
    # A year of 53 weeks lies between: the quarter before had one week less.
    assert sales == {
        (date(2023, 5, 8), date(2023, 9, 3)): 78_939 * 10**6,
        (date(2022, 5, 9), date(2022, 8, 28)): 72_091 * 10**6,
    }


def test_a_quarter_of_unknown_weeks_is_left():
    found = read(
        "<p>Sample reports results for the fourth quarter ended September 3, 2023.</p>",
        "(in millions)",
        table(QUARTER_OF_17_WEEKS),
    )
    assert not found.figures


def test_years_to_date_under_nine_months_ended():
    found = read(
        "<p>Results for the third quarter ended September 30, 2022.</p>",
        "(in millions)",
        table("""
     | Three Months Ended~2 | Nine Months Ended~2
     | Q3 2022 | Q3 2021 | YTD 2022 | YTD 2021
    Revenue | $ 4,014 | $ 3,232 | $ 9,900 | $ 9,300
    Operating income | 1,015 | 98 | 1,900 | 300
    """),
    )
    assert {
        (f.period_type, f.period.start, f.period.end): f.value / 10**6
        for f in found.figures
        if f.metric == "revenue"
    } == {
        ("Q", date(2022, 7, 1), date(2022, 9, 30)): 4_014,
        ("Q", date(2021, 7, 1), date(2021, 9, 30)): 3_232,
        ("9M", date(2022, 1, 1), date(2022, 9, 30)): 9_900,
        ("9M", date(2021, 1, 1), date(2021, 9, 30)): 9_300,
    }


@pytest.mark.parametrize("head", ["Q2 24", "Q2 23/24"])
def test_a_quarter_keeps_its_year_of_two_digits(head):
    found = read(
        "<p>Results for the second quarter of fiscal year 2025, ended May 4, 2025.</p>",
        "(in millions)",
        table(f"""
     | {head}
    Revenue | $12,487
    Net income | 2,121
    """),
    )
    assert not [f for f in found.figures if f.period.end == date(2025, 5, 4)]


def test_years_named_by_where_they_begin():
    found = read(
        "<p>Consolidated results for the first quarter ended June 30, 2025.</p>",
        "(in billions of yen)",
        table("""
     | FY2024 Q1 | FY2025 Q1 | Change
    Sales | 2,234 | 2,100 | 1
    Operating income | 300 | 250 | 1
    """),
    )
    assert {f.period.end for f in found.figures} <= {date(2025, 6, 30), date(2024, 6, 30)}


def test_52_weeks_to_the_fiscal_years_end_are_a_year():
    found = read(
        "<p>Results for the fiscal year ended February 3, 2024.</p>",
        "(in millions)",
        table("""
     | 53 Weeks Ended February 3, 2024 | 52 Weeks Ended January 28, 2023
    Revenue | 4,234 | 4,100
    Gross profit | 1,617 | 1,520
    """),
    )
    assert {f.period_type for f in found.figures} == {"FY"}


def test_years_before_a_year_of_53_weeks_end_a_week_earlier():
    ends = frozenset({date(2024, 2, 3), date(2023, 1, 28)})
    dates = Calendar(ends, True, Anchor(4, date(2024, 2, 3)), 2023)
    assert dates.fiscal_year(2021) == Duration(date(2021, 1, 31), date(2022, 1, 29))


def test_three_and_six_months_in_a_sentence_date_labels():
    lines = [
        "These statements present the three and six months ended July 2, 2023 and July 3, 2022."
    ]
    dates = calendar(["Second-Quarter 2023", "Six Months 2023"], lines)
    assert dates.anchor == Anchor(2, date(2023, 7, 2))


def test_labels_alone_are_of_the_calendar_unless_something_else_is_dated():
    labels = ["Q3'30", "Q4'30"]
    assert calendar(labels, ["Slides"]).anchor == Anchor(4, date(2030, 12, 31))
    assert calendar(labels, ["Slides for the fiscal year"]).anchor is None
    assert calendar(labels, ["the quarter ended October 27, 2030"]).anchor is None


def test_a_week_ends_on_its_own_day_whatever_else_is_printed_near_it():
    """The last day of trading before a year's Saturday heads a graph; the year ends a day later."""
    printed = [date(2024, 2, 3), date(2023, 1, 28), date(2022, 1, 28)]
    weeks = Calendar(frozenset(printed), True, Anchor(4, date(2024, 2, 3)), 2023)
    assert weeks.fiscal_year(2022) == Duration(date(2022, 1, 30), date(2023, 1, 28))
    assert weeks.fiscal_year(2021) == Duration(date(2021, 1, 31), date(2022, 1, 29))


def test_years_may_end_with_a_month_whose_quarters_end_with_a_week():
    printed = [date(2023, 7, 2), date(2022, 12, 31)]
    weeks = Calendar(frozenset(printed), True, Anchor(2, date(2023, 7, 2)), 2023)
    assert weeks.quarter_end(-2) == date(2022, 12, 31)


def test_columns_say_whether_a_year_is_named_by_its_begin():
    found = read("For the fiscal year ended February 3, 2024", "(in millions)", table("""
     | Fiscal 2023 | Fiscal 2022
    Net sales | 5,272 | 5,927
    Cost of sales | 3,978 | 4,555
    Gross profit | 1,294 | 1,372
    """))  # fmt: skip
    assert millions(actuals(found, "revenue"))["FY 2024-02-03"] == 5272


YEAR_AGO = """
 | Quarter Ended~2
 | July 1, 2023 | July 2, 2022
Revenues | 22,330 | 21,504
Net income | 2,012 | 1,502
"""


def test_a_quarter_of_the_year_before_is_as_long_as_the_one_reported():
    before = table(
        " | April 1, 2023 | October 1, 2022\nInventories | 410 | 390\nTotal assets | 9 | 8"
    )
    cover = "<p>Results for the third quarter ended July 1, 2023.</p>"
    found = read(cover, "(in millions)", table(YEAR_AGO), "(in millions)", before)
    assert {f.period.start for f in found.figures if f.metric == "revenue"} == {
        date(2023, 4, 2), date(2022, 4, 3),
    }  # fmt: skip
    # Without the day before, a quarter has 12, 13 or 16 weeks.
    found = read(cover, "(in millions)", table(YEAR_AGO))
    assert not [f for f in found.figures if f.metric == "revenue"]


@pytest.mark.parametrize(
    "words",
    [
        "Each of our first three quarters consists of twelve weeks.",
        "The results include an extra week; sixteen weeks make up the last quarter of our year.",
    ],
)
def test_beside_a_word_of_uneven_quarters_no_quarter_is_guessed(words):
    """The year of 53 weeks between the two ends would make it one of 14."""
    sample = "<p>Sample reports results for the fourth quarter ended December 31, 2022.</p>"
    columns = table("""
     | Quarter Ended~2 | Year Ended~2
     | 12/31/2022 | 12/25/2021 | 12/31/2022 | 12/25/2021
    Net sales | 27,996 | 25,248 | 86,392 | 79,474
    Cost of sales | 13,420 | 12,130 | 40,576 | 37,075
    Operating profit | 815 | 2,562 | 11,512 | 11,162
    """)
    found = read(sample, f"<p>{words}</p>", UNIT, columns)
    assert {f.period_type for f in found.figures} == {"FY"}
    found = read(sample, UNIT, columns)
    assert {f.period_type for f in found.figures} == {"FY", "Q"}
