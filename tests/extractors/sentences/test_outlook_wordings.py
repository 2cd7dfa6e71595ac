"""Outlooks in the wordings of many companies: read for their own period, or refused.

The invented quarter is the second of a calendar year; amounts are in millions.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extractors import Extraction
from tests.builders.html_page import read, table

STATEMENT = table("""
 | Three Months Ended~2
 | June 30, 2031 | June 30, 2030
Revenue | 4,200 | 3,900
Gross profit | 2,300 | 2,000
""")
Q3, FY = "Q 2031-09-30", "FY 2031-12-31"
Values = dict[tuple[str, str, str], tuple[str, ...]]


def said(*lines: str) -> Extraction:
    return read(
        "Results for the second quarter ended June 30, 2031.", "(in millions)", STATEMENT, *lines
    )


def outlooks(found: Extraction) -> Values:
    """{(metric, basis, period): values from low to high}, money in millions, margins in percent."""
    values: dict[tuple[str, str, str], list[Decimal]] = {}
    for f in found.figures:
        if f.kind == "guidance":
            number = f.value * 100 if f.unit == "pure" else f.value / 10**6
            key = (f.metric, f.basis, f"{f.period_type} {f.period.end}")
            values.setdefault(key, []).append(number)
    return {key: tuple(f"{v.normalize():f}" for v in sorted(all_)) for key, all_ in values.items()}


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (
            ["Orlabeck’s third quarter outlook is for revenue in the range of $3.65 billion to $3.95 "
             "billion and earnings per share between $1.05 and $1.25."],
            {("revenue", "gaap", Q3): ("3650", "3950")},
        ),
        (
            ["Guidance for Q3 FY 2031:", "Revenue: $4.4 billion to $4.6 billion",
             "Non-GAAP gross margin: 67.5% - 68.5%", "For full year FY 2031:",
             "Revenue: $17.3 billion to $17.5 billion"],
            {
                ("revenue", "gaap", Q3): ("4400", "4600"),
                ("gross_margin", "non_gaap", Q3): ("67.5", "68.5"),
                ("revenue", "gaap", FY): ("17300", "17500"),
            },
        ),
        (
            ["Full-year fiscal 2031 revenue is expected between $17.5 billion and $18.5 billion, up "
             "8% year over year at the midpoint of $18.0 billion."],
            {("revenue", "gaap", FY): ("17500", "18500")},
        ),
        (
            ["We anticipate our full-year 2031 capital expenditures will be in the range of $35-40 "
             "billion, increased from our prior range of $30-37 billion as we go on investing."],
            {("capital_expenditures", "gaap", FY): ("35000", "40000")},
        ),
        (
            ["Orlabeck expects third-quarter 2031 total net sales between €5.7 billion and €6.2 "
             "billion, and a gross margin between 50% and 51%. Orlabeck expects R&D costs of around "
             "€1,070 million and SG&A costs of around €295 million."],
            {
                ("revenue", "gaap", Q3): ("5700", "6200"),
                ("gross_margin", "gaap", Q3): ("50", "51"),
                ("research_and_development", "gaap", Q3): ("1070",),
            },
        ),
        (
            ["For the third quarter of 2031, we expect:", "Revenue between $1.62 billion to $1.65 "
             "billion;", "Non-GAAP operating margin of approximately 44%."],
            {
                ("revenue", "gaap", Q3): ("1620", "1650"),
                ("operating_margin", "non_gaap", Q3): ("44",),
            },
        ),
        (
            ["We expect to spend between $1.2 billion and $1.5 billion on capital expenditures in "
             "2031."],
            {("capital_expenditures", "gaap", FY): ("1200", "1500")},
        ),
        (
            ["The company now expects 2031 revenue of $17.0 billion versus prior guidance of $16.0 "
             "billion."],
            {("revenue", "gaap", FY): ("17000",)},
        ),
        (
            ["For the full year, we expect net income of $1.2 billion to $1.3 billion."],
            {("net_income", "gaap", FY): ("1200", "1300")},
        ),
        (
            ["Third quarter fiscal 2031 revenue is expected between $4.3 billion and $4.5 billion, "
             "with the midpoint of $4.4 billion representing 5% growth year over year."],
            {("revenue", "gaap", Q3): ("4300", "4500")},
        ),
        (
            ["For Fiscal 2031 Q3, Orlabeck estimates revenue to be in the range of $4.3 billion and "
             "$4.5 billion."],
            {("revenue", "gaap", Q3): ("4300", "4500")},
        ),
        (
            ["For the quarter ending September 30, 2031, we currently expect net sales of $4.3 "
             "billion to $4.5 billion, and operating income of $1.1 billion to $1.2 billion."],
            {
                ("revenue", "gaap", Q3): ("4300", "4500"),
                ("operating_income", "gaap", Q3): ("1100", "1200"),
            },
        ),
        (
            ["Business Outlook for the third quarter of 2031:",
             "Non-GAAP gross margin of approximately 62 to 63%; and",
             "Operating profit margin is expected to be between 49% and 51%."],
            {
                ("gross_margin", "non_gaap", Q3): ("62", "63"),
                ("operating_margin", "gaap", Q3): ("49", "51"),
            },
        ),
        (
            ["We expect Q3'31 total revenue between €4.2 billion and €4.8 billion with a gross "
             "margin between 51% and 53%."],
            {
                ("revenue", "gaap", Q3): ("4200", "4800"),
                ("gross_margin", "gaap", Q3): ("51", "53"),
            },
        ),
        (
            ["We continue to expect full-year capex of $66-72 billion, narrowed from our prior "
             "outlook of $64-72 billion."],
            {("capital_expenditures", "gaap", FY): ("66000", "72000")},
        ),
        (
            ["We are raising our full-year 2031 revenue guidance to $17.2 billion to $17.5 billion."],
            {("revenue", "gaap", FY): ("17200", "17500")},
        ),
        (
            ["The Company expects net sales of $4.3 billion to $4.5 billion for the third quarter of "
             "fiscal year 2031 ending September 30, 2031 and GAAP net income per diluted share of "
             "$0.37 to $0.45."],
            {("revenue", "gaap", Q3): ("4300", "4500")},
        ),
        (
            ["We currently expect 2031 capital expenditures, including principal payments on finance "
             "leases, to be in the range of $7.0-7.2 billion."],
            {("capital_expenditures", "gaap", FY): ("7000", "7200")},
        ),
        (
            ["For the full year 2031, we forecast revenue of $17.1 billion and we now expect an "
             "operating margin of 29%, down from our prior forecast of 30%."],
            {("revenue", "gaap", FY): ("17100",), ("operating_margin", "gaap", FY): ("29",)},
        ),
        (
            ["Orlabeck expects revenues for the third quarter of 2031 to be in the range of $4.1 "
             "billion to $4.75 billion, 1% to 5% growth in local currency."],
            {("revenue", "gaap", Q3): ("4100", "4750")},
        ),
        (
            ["Orlabeck expects GAAP operating margin for fiscal 2031 to be in the range of 15.3% to "
             "15.5%, an expansion of 60 to 80 basis points."],
            {("operating_margin", "gaap", FY): ("15.3", "15.5")},
        ),
        (
            ["Quarterly net bookings in the second quarter were €5.5 billion of which €2.3 billion is "
             "of one customer", "Orlabeck expects Q3 2031 total net sales between €7.4 billion and "
             "€7.9 billion, and a gross margin between 50% and 52%"],
            {
                ("revenue", "gaap", Q3): ("7400", "7900"),
                ("gross_margin", "gaap", Q3): ("50", "52"),
            },
        ),
    ],
)  # fmt: skip
def test_an_outlook_is_read_for_its_own_period(lines: list[str], wanted: Values) -> None:
    assert outlooks(said(*lines)) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "We expect revenue of $4.5 billion in the third quarter and $17.9 billion for the full year.",
        "We expect third quarter revenue to be flat sequentially.",
        "Low single digit revenue growth is expected for 2031.",
        "We expect our June quarter revenue to grow low single digits year over year.",
        "In the third quarter of 2030 we expected revenue of $3.5 billion.",
        "Previously, the Company expected 2031 revenue of $16.0 billion.",
        "For 2031, Orlabeck expects non-IFRS operating profit of €7.6 – 7.9 billion at constant "
        "currencies.",
        "Orlabeck expects €17.0 – 17.3 billion cloud revenue in 2031.",
        "For the third quarter, the Company expects comparable sales growth of 0 to 2 percent.",
        "For Data Center in 2031, we expect revenue of $1.2 billion.",
        "In the long term, we expect gross margin of 60%.",
        "For 2031, we anticipate generating free cash flow in the range of $3.1 to $3.6 billion.",
        "For 2031, we are raising revenue guidance from $16.0 billion to $17.0 billion.",
        "We expect to spend $1.2 billion on capital expenditures for the new plant in 2031.",
        "We expect capital expenditures of 3.0% to 3.5% of net sales in 2031.",
        "We are raising our full-year 2031 revenue guidance by $500 million to $1.5 billion.",
        "We expect full-year 2031 revenue growth of 5 to 6%.",
        "We expect third quarter gross margin to be up 1 to 2%.",
        "We expect third quarter revenue of $4 billion with Cloud gross margin of 50%.",
        "Analysts expect full-year revenue of $17.0 billion.",
        "We expect 2031 capital expenditures, including $2 billion for leases, to be $7.0 billion.",
        "Orlabeck expects a gross margin in the third quarter of 2031 between 50%",
        "For the third quarter of 2031 we expect gross margin of between approximately 50%.",
    ],
)
def test_what_is_no_amount_of_the_company_in_one_period(sentence: str) -> None:
    assert outlooks(said(sentence)) == {}


WEEKS = """
 | 13 Weeks Ended~2 | 52 Weeks Ended~2
 | {0} | {1} | {0} | {1}
Net sales | 4,200 | 3,900 | 16,800 | 15,900
"""


def year_ahead(end: str, before: str, year: int = 2022) -> set[date]:
    found = read(
        f"Results for the fourth quarter of fiscal {year}, which ended {end}.",
        "(in millions)",
        table(WEEKS.format(end, before)),
        f"Net sales are expected to be $17.0 billion in fiscal {year + 1}.",
    )
    return {f.period.end for f in found.figures if f.kind == "guidance"}


def test_a_year_of_weeks_ends_by_the_rule_of_those_before() -> None:
    # The last Saturday of January is not the one nearest its end.
    assert year_ahead("January 26, 2023", "January 27, 2022") == {date(2024, 1, 25)}


def test_where_rules_differ_on_the_year_ahead_it_is_not_dated() -> None:
    # The last Saturday of July 2024 is the 27th, the one nearest its end August 3.
    assert year_ahead("July 29, 2023", "July 30, 2022", 2023) == set()
    assert year_ahead("July 30, 2022", "July 31, 2021", 2022) == {date(2023, 7, 29)}


def test_years_on_saturdays_about_january_31_are_those_of_retailers() -> None:
    assert year_ahead("January 28, 2023", "January 29, 2022") == {date(2024, 2, 3)}
    # On Sundays they are not: here the last one of January and the one nearest its end differ.
    assert year_ahead("January 28, 2018", "January 29, 2017", 2017) == set()


def test_the_last_saturdays_of_january_are_no_calendar_of_retailers() -> None:
    # The one nearest the end of January would be February 1, 2020, and January 31, 2026.
    assert year_ahead("January 25, 2020", "January 26, 2019", 2019) == {date(2021, 1, 30)}
    assert year_ahead("January 25, 2025", "January 27, 2024", 2024) == {date(2026, 1, 31)}


def test_the_last_fridays_of_january_are_no_calendar_of_retailers() -> None:
    assert year_ahead("January 27, 2023", "January 28, 2022") == {date(2024, 1, 26)}
