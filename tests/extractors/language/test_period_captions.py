"""Periods: real fiscal calendars by their days, captions as they are printed, and what is refused."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractors.errors import PeriodError
from extractors.language.period_captions import (
    DAYS,
    class_of,
    fits,
    is_weekly,
    parse_caption,
    parse_date,
)
from extractors.model import Duration, Instant, PeriodType


def duration(start: str, end: str) -> Duration:
    return Duration(date.fromisoformat(start), date.fromisoformat(end))


BY_DAYS = [
    # NVIDIA: the last Sunday of January; the 10-Q of fiscal 2026 says 01-25
    ("2024-01-29", "2025-01-26", "01-26", "FY"),
    ("2023-01-30", "2024-01-28", "01-26", "FY"),
    ("2022-01-31", "2023-01-29", "01-26", "FY"),
    ("2025-01-27", "2025-07-27", "01-25", "H1"),
    ("2024-01-29", "2024-07-28", "01-25", "H1"),
    ("2023-01-30", "2023-10-29", "01-28", "9M"),
    ("2025-04-28", "2025-07-27", "01-25", "Q"),
    # AMD: the last Saturday of December; 2016 and 2022 had 53 weeks
    ("2024-12-29", "2025-12-27", "12-27", "FY"),
    ("2023-12-31", "2024-12-28", "12-27", "FY"),
    ("2023-01-01", "2023-12-30", "12-27", "FY"),
    ("2015-12-27", "2016-12-31", "12-31", "FY"),
    ("2021-12-26", "2022-12-31", "12-27", "FY"),
    # Adobe: the Friday closest to 30 November
    ("2020-11-28", "2021-12-03", "11-29", "FY"),
    ("2022-12-03", "2023-12-01", "11-29", "FY"),
    # Best Buy and Buckle: 53 weeks into February
    ("2023-01-29", "2024-02-03", "01-28", "FY"),
    ("2024-02-04", "2024-11-02", "02-01", "9M"),
    # PepsiCo: quarters of 12, 16 and 17 weeks
    ("2022-09-04", "2022-12-31", "12-31", "Q"),
    ("2021-09-05", "2021-12-25", "12-31", "Q"),
    ("2021-12-26", "2022-03-19", "12-31", "Q"),
    ("2021-12-26", "2022-06-11", "12-31", "H1"),  # 24 weeks, 168 days
    ("2021-12-26", "2022-09-03", "12-31", "9M"),  # 36 weeks, 252 days
    # 28 and 40 weeks
    ("2024-01-29", "2024-08-11", "01-28", "H1"),
    ("2024-01-29", "2024-11-03", "01-28", "9M"),
    # calendar months
    ("2024-01-01", "2024-12-31", "12-31", "FY"),
    ("2023-06-01", "2024-05-31", "05-31", "FY"),
    ("2023-03-01", "2024-02-29", "02-28", "FY"),
    ("2022-03-01", "2023-02-28", "02-29", "FY"),
    ("2024-06-01", "2024-08-31", "05-31", "Q"),
    ("2025-01-01", "2025-06-30", "12-31", "H1"),
    ("2024-02-01", "2024-10-31", "01-31", "9M"),
    # Amazon's rolling twelve months, and spans inside the year
    ("2023-07-01", "2024-06-30", "12-31", "other"),
    ("2024-07-01", "2025-06-30", "12-31", "other"),
    ("2024-07-01", "2024-12-31", "12-31", "other"),
    ("2024-04-01", "2024-12-31", "12-31", "other"),
    # no class has these days
    ("2024-01-01", "2024-01-31", "12-31", "other"),
    ("2024-01-01", "2024-04-30", "12-31", "Q"),  # 121 days: the days alone cannot tell
    ("2024-01-01", "2024-05-31", "12-31", "other"),
    ("2022-01-01", "2024-12-31", "12-31", "other"),
]


@pytest.mark.parametrize(("start", "end", "fiscal_year_end", "expected"), BY_DAYS)
def test_class_by_days(start: str, end: str, fiscal_year_end: str, expected: PeriodType) -> None:
    assert class_of(duration(start, end), fiscal_year_end) == expected


def test_without_a_fiscal_year_end_days_alone_decide() -> None:
    assert class_of(duration("2023-07-01", "2024-06-30"), None) == "FY"
    assert class_of(duration("2024-07-01", "2024-12-31"), None) == "H1"


def test_instants_have_no_class() -> None:
    assert class_of(Instant(date(2024, 12, 31)), "12-31") == "other"


@pytest.mark.parametrize("text", ["", "31-12", "13-01", "02-30", "--12-31", "December 31", "1-5"])
def test_a_fiscal_year_end_is_a_day(text: str) -> None:
    with pytest.raises(PeriodError, match="is not a fiscal year end"):
        class_of(duration("2024-01-01", "2024-12-31"), text)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 800))
def test_classes_agree_with_their_days(start: date, days: int) -> None:
    period = Duration(start, start + timedelta(days=days - 1))
    found = class_of(period, None)
    assert fits(found, period)
    fitting = [kind for kind in DAYS if fits(kind, period)]
    assert fitting == ([] if found == "other" else [found])


@given(st.dates(), st.dates())
def test_any_duration_has_a_class(one: date, other: date) -> None:
    period = Duration(min(one, other), max(one, other))
    assert fits(class_of(period, "02-29"), period)


@given(st.integers(1990, 2090), st.integers(-6, 6), st.sampled_from(["12-31", "01-28", "09-28"]))
def test_years_float_around_their_end(year: int, drift: int, fiscal_year_end: str) -> None:
    end = date.fromisoformat(f"{year}-{fiscal_year_end}") + timedelta(days=drift)
    assert class_of(Duration(end - timedelta(days=363), end), fiscal_year_end) == "FY"
    assert class_of(Duration(end - timedelta(days=370), end), fiscal_year_end) == "FY"
    late = end + timedelta(days=91)
    assert class_of(Duration(late - timedelta(days=363), late), fiscal_year_end) == "other"


def test_gold_periods_have_their_class(shared: Path) -> None:
    """Every labelled actual of the tagged filings, by the fiscal year end of its company."""
    ends = {
        "NVDA": "01-26",
        "AMD": "12-27",
        "ADBE": "11-29",
        "AMZN": "12-31",
        "CRM": "01-31",
        "GOOGL": "12-31",
        "IBM": "12-31",
        "INTC": "12-30",
        "ORCL": "05-31",
    }
    with (shared / "gold" / "ixbrl.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if not row["bound"]]
    assert len(rows) > 100
    for row in rows:
        period = duration(row["period_start"], row["period_end"])
        assert class_of(period, ends[row["company"]]) == row["period_type"], row


DATES = [
    ("April 27, 2025", "2025-04-27"),
    ("Jan\xa026, 2025", "2025-01-26"),
    ("JUNE 30, 2025", "2025-06-30"),
    ("Sept. 30, 2024", "2024-09-30"),
    ("December 31,2024", "2024-12-31"),
    ("December 31 2024", "2024-12-31"),
    ("January 26th, 2025", "2025-01-26"),
    ("December 31, 201 9", "2019-12-31"),
    ("December 31, 2 0 19", "2019-12-31"),
    ("31 December 2024", "2024-12-31"),
    ("31. December 2024", "2024-12-31"),
    ("1st of May 2024", "2024-05-01"),
    ("30-Sep-24", "2024-09-30"),
    ("30-Sep-2024", "2024-09-30"),
    ("2024-12-31", "2024-12-31"),
    ("2024/12/31", "2024-12-31"),
    ("12/31/2022", "2022-12-31"),
    ("31/12/2022", "2022-12-31"),
    ("12/25/21", "2021-12-25"),
    ("31.12.2024", "2024-12-31"),
    ("4/4/2022", "2022-04-04"),
    ("February 29, 2024,", "2024-02-29"),
    (" December\u00ad 31, 2024: ", "2024-12-31"),
    ("２０２４-１２-３１", "2024-12-31"),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates(text: str, expected: str) -> None:
    assert parse_date(text).isoformat() == expected


NOT_DATES = [
    "", "2024", "December 2024", "December 31", "3/4/2022", "13/13/2022", "February 30, 2024",
    "February 29, 2023", "Month 3, 2024", "December 31, 2024 and 2023", "December 31, 202",
    "December 311, 2024", "31 December 20245", "0/1/2024", "December 31, 2024 2023", "99-99-9999",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_DATES)
def test_refused_dates_are_quoted(text: str) -> None:
    with pytest.raises(PeriodError) as error:
        parse_date(text)
    assert str(error.value).startswith(repr(text))
    assert error.value.reason == "bad_period"


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_comes_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day:%B} {day.day}, {day.year}") == day
    assert parse_date(f"{day.day} {day:%b} {day.year}") == day
    assert parse_date(f"{day:%b}. {day.day:02}, {day.year}") == day
    broken = f"{day.year // 10} {day.year % 10}"
    assert parse_date(f"{day:%B} {day.day}, {broken}") == day


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_in_digits_is_never_another_day(day: date) -> None:
    for text in (f"{day.month}/{day.day}/{day.year}", f"{day.day}/{day.month}/{day.year}"):
        try:
            assert parse_date(text) == day
        except PeriodError:
            assert day.day <= 12


TYPES = [
    ("Three Months Ended April 27, 2025", "Q"),
    ("Three Months Ended", "Q"),
    ("For the three months ended June 30:", "Q"),
    ("Three-Month Period Ended March 31, 2024", "Q"),
    ("Quarter Ended March 31, 2023", "Q"),
    ("For the quarterly period ended June 30, 2025", "Q"),
    ("12 Weeks Ended", "Q"),
    ("Thirteen Weeks Ended", "Q"),
    ("16 Weeks Ended December 25, 2021", "Q"),
    ("17 weeks ended", "Q"),
    ("Q1 FY2025", "Q"),
    ("Q4 FY25", "Q"),
    ("FY25 Q4", "Q"),
    ("1Q25", "Q"),
    ("Q3'24", "Q"),
    ("2024 Q4", "Q"),
    ("First Quarter", "Q"),
    ("First Quarter Fiscal 2026", "Q"),
    ("fiscal first quarter", "Q"),
    ("Second Quarter (Three Months Ended July 27, 2025)", "Q"),
    ("Q1 FY2026 Outlook", "Q"),
    ("Six Months Ended Jul\xa027, 2025", "H1"),
    ("Financial Performance Summary \u2014Six Months Ended June\xa030:", "H1"),
    ("First Half", "H1"),
    ("H1 FY25", "H1"),
    ("1H25", "H1"),
    ("24 Weeks Ended", "H1"),
    ("Twenty-eight weeks ended", "H1"),
    ("Nine Months Ended", "9M"),
    ("First Nine Months", "9M"),
    ("39 Weeks Ended", "9M"),
    ("Thirty-Nine Weeks Ended", "9M"),
    ("36 weeks ended", "9M"),
    ("9M24", "9M"),
    ("Half-year ended 30 June 2025", "H1"),
    ("Half year ended December 31, 2024", "H1"),
    ("Half year 2025", "H1"),
    ("Second half year ended 30 June 2025", "other"),
    ("Year Ended December 31,", "FY"),
    ("Fiscal Year Ended January\xa031,", "FY"),
    ("Years Ended (In Millions)", "FY"),
    ("Fiscal 2025", "FY"),
    ("Fiscal Year 2025 Ended January 26, 2025", "FY"),
    ("FY25", "FY"),
    ("Full-Year 2024", "FY"),
    ("Twelve Months Ended", "other"),
    ("52 Weeks Ended January 29, 2022", "other"),  # without the fiscal year's end it is not sure
    ("Trailing twelve months", "other"),
    ("Trailing 4-Quarters Ended August 31,", "other"),
    ("TTM", "other"),
    ("Last twelve months ended June 30, 2025", "other"),
    ("Second Half 2025", "other"),
    ("One Month Ended January 31, 2025", "other"),
    ("As of December 31, 2024", "other"),
]


@pytest.mark.parametrize(("text", "expected"), TYPES)
def test_captions_tell_their_class(text: str, expected: PeriodType) -> None:
    assert parse_caption(text).period_type == expected


SEVERAL = [
    "Three and Six Months Ended June 30, 2025",
    "Three- and six-month periods ended June 30, 2025",
    "Three Months Ended Twelve Months Ended",
    "Fourth Quarter Full-Year",
    "Q4 FY23 Q4 FY22",
    "Q1 2023 Q1 2022",
    "Q1 Q2",
    "Fiscal 2025 and 2024",
    "Q1 2023 2022",
    "FY2024-2025",
    "Quarters Ended December 31, 2022 and December 25, 2021",
    "Three Months Ended October 27, 2024 January 26, 2025",
    "year ended December 31, 2024 compared to year ended December 31, 2023",
]
NO_PERIOD = [
    "", "Total revenue", "2024", "Year to date", "YTD", "Quarter Ended September 31, 2024",
    "Six months to date ended June 30, 2025", "Change", "Transition period ended June 30, 2025",
    "Remainder of fiscal 2025", "End of fiscal 2025", "Remaining six months",
]  # fmt: skip


@pytest.mark.parametrize("text", SEVERAL + NO_PERIOD)
def test_captions_without_one_sure_period_are_refused(text: str) -> None:
    with pytest.raises(PeriodError) as error:
        parse_caption(text)
    assert str(error.value).startswith(repr(text))


@pytest.mark.parametrize(
    ("text", "fiscal_year_end", "expected"),
    [
        ("Twelve Months Ended January 28, 2023", "01-28", "FY"),
        ("Twelve Months Ended February 3, 2024", "01-28", "FY"),
        ("Twelve Months Ended June 30, 2025", "12-31", "other"),
        ("52 Weeks Ended January 29, 2022", "01-28", "FY"),
        ("Year Ended June 30, 2025", "12-31", "other"),
        ("Six Months Ended July 27, 2025", "01-26", "H1"),
        ("Six Months Ended December 31, 2025", "12-31", "other"),
        ("24 Weeks Ended June 11, 2022", "12-31", "H1"),
        ("Nine Months Ended October 30, 2022", "01-29", "9M"),
        ("36 Weeks Ended September 3, 2022", "12-31", "9M"),
        ("Nine Months Ended December 31, 2022", "12-31", "other"),
        ("Three Months Ended December 31, 2022", "06-30", "Q"),
    ],
)
def test_the_fiscal_year_can_veto(text: str, fiscal_year_end: str, expected: PeriodType) -> None:
    assert parse_caption(text, fiscal_year_end=fiscal_year_end).period_type == expected


def test_a_caption_in_weeks_knows_its_first_day() -> None:
    caption = parse_caption("16 Weeks Ended December 25, 2021")
    assert caption.period == duration("2021-09-05", "2021-12-25")
    assert caption.weeks == 16


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Three Months Ended March 31, 2024", "2024-01-01"),
        ("Six Months Ended June 30, 2025", "2025-01-01"),
        ("Nine Months Ended October 31, 2024", "2024-02-01"),
        ("Year Ended February 29, 2024", "2023-03-01"),
        ("Fiscal Year Ended January 31, 2025", "2024-02-01"),
        ("Trailing 4-Quarters Ended August 31, 2024", "2023-09-01"),
        ("Three Months Ended April 27, 2025", None),  # no month's end
    ],
)
def test_whole_months_know_their_first_day(text: str, start: str | None) -> None:
    caption = parse_caption(text, weekly=False)
    first = caption.period.start if isinstance(caption.period, Duration) else None
    assert first == (date.fromisoformat(start) if start else None)


def test_a_month_end_alone_does_not_tell_the_first_day() -> None:
    """AMD's fiscal 2022 ended on 31 December 2022 and began on 26 December 2021."""
    caption = parse_caption("Year Ended December 31, 2022", fiscal_year_end="12-31")
    assert (caption.period, caption.end) == (None, date(2022, 12, 31))
    assert caption.period_type == "FY"


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (["2022-12-31", "2021-12-25"], True),  # AMD
        (["2025-01-26"], True),
        (["2022-12-31", "2016-12-31"], None),  # both are Saturdays
        (["2024-12-31"], None),
        ([], None),
        (["2024-12-31", "2023-12-31"], False),
        (["2024-06-30", "2024-03-31", "2023-06-30"], False),
    ],
)
def test_weeks_are_told_by_the_last_days(ends: list[str], expected: bool | None) -> None:
    assert is_weekly(date.fromisoformat(end) for end in ends) is expected


def test_a_year_printed_elsewhere_completes_the_caption() -> None:
    bare = parse_caption("Year Ended December 31,")
    assert (bare.end, bare.month_day) == (None, "12-31")
    whole = parse_caption("Year Ended December 31,", year=2024, weekly=False)
    assert whole.period == duration("2024-01-01", "2024-12-31")
    with pytest.raises(PeriodError):
        parse_caption("Year Ended February 29,", year=2023)


@pytest.mark.parametrize(
    "text",
    [
        "For the Three Months Ended August 31, 2024 and 2023",
        "Three Months Ended August 31, 2024 2023",
        "Three Months Ended August 31, 201 9 201 8",
    ],
)
def test_two_years_behind_a_day_leave_the_year_open(text: str) -> None:
    caption = parse_caption(text)
    assert (caption.period_type, caption.end, caption.month_day) == ("Q", None, "08-31")


@pytest.mark.parametrize("text", ["As of December 31, 2024", "December 31, 2024", "at 31 Dec 2024",
                                  "Balance at December 31, 202 4"])  # fmt: skip
def test_instants(text: str) -> None:
    caption = parse_caption(text)
    assert (caption.period_type, caption.period) == ("other", Instant(date(2024, 12, 31)))


def test_labels_tell_quarter_and_year_without_dates() -> None:
    for text in ("Q1 FY2026", "Q1 FY26", "1Q26", "First Quarter Fiscal 2026", "FY26 Q1",
                 "first quarter of fiscal year 2026", "2026 Q1", "Q1’26"):  # fmt: skip
        caption = parse_caption(text)
        assert (caption.quarter, caption.year, caption.months) == (1, 2026, 3), text
        assert (caption.end, caption.period) == (None, None)


WORDS = {3: "Three", 6: "Six", 9: "Nine", 12: "Twelve"}


@given(
    st.sampled_from(sorted(WORDS)),
    st.dates(date(2000, 1, 1), date(2090, 12, 1)),
)
def test_whole_months_come_back_from_their_caption(months: int, start: date) -> None:
    start = start.replace(day=1)
    later = start
    for _ in range(months):
        later = (later + timedelta(days=31)).replace(day=1)
    end = later - timedelta(days=1)
    text = f"{WORDS[months]} Months Ended {end:%B} {end.day}, {end.year}"
    caption = parse_caption(text, weekly=False, fiscal_year_end=f"{end:%m-%d}")
    assert caption.period == Duration(start, end)
    assert caption.period_type in ("FY", "Q", "other")  # the year ends with this period


@given(st.integers(11, 53), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_weeks_come_back_from_their_caption(weeks: int, end: date) -> None:
    caption = parse_caption(f"{weeks} Weeks Ended {end:%B} {end.day}, {end.year}")
    assert caption.period is not None
    assert isinstance(caption.period, Duration)
    assert caption.period.days == 7 * weeks
    assume(caption.period_type != "other")
    assert fits(caption.period_type, caption.period)
    assert class_of(caption.period) == caption.period_type


@given(st.text(alphabet="QH19M 0245,.'()fyendthrqu", max_size=30) | st.text(max_size=30))
def test_any_text_is_a_caption_or_refused(text: str) -> None:
    try:
        caption = parse_caption(text)
    except PeriodError:
        return
    assert caption.period_type in ("FY", "Q", "H1", "9M", "other")


def test_a_date_behind_a_length_needs_no_ended():
    found = parse_caption("Fourth Quarter Jan 1, 2023")
    assert (found.quarter, found.months, found.end) == (4, 3, date(2023, 1, 1))
    assert parse_caption("Three months to 30 June 2025").end == date(2025, 6, 30)
    with pytest.raises(PeriodError):
        parse_caption("Quarters to date June 30, 2025")


def test_twelve_months_of_a_year_and_rolling_ones():
    assert parse_caption("Twelve Months 2024").year == 2024
    assert parse_caption("Trailing twelve months 2024").year is None


@pytest.mark.parametrize(
    ("text", "period_type", "end", "year"),
    [
        ("Jan-Sep 2025", "9M", date(2025, 9, 30), None),
        ("January – September 2025", "9M", date(2025, 9, 30), None),
        ("Jan. to June, 2025", "H1", date(2025, 6, 30), None),
        ("Apr-Jun 2025", "Q", date(2025, 6, 30), None),
        ("Q1-Q3'25", "9M", None, 2025),
        ("Q1–Q3 2025", "9M", None, 2025),
        ("Q1-Q2 2025", "H1", None, 2025),
        ("1-3Q25", "9M", None, 2025),
        ("1Q–3Q 2025", "9M", None, 2025),
        ("1-2Q25", "H1", None, 2025),
        ("1H FYE26", "H1", None, 2026),
        ("Q2 FYE 2026", "Q", None, 2026),
    ],
)
def test_the_first_and_last_part_of_a_period_span_it(text, period_type, end, year):
    found = parse_caption(text)
    assert (found.period_type, found.end, found.year) == (period_type, end, year)


@pytest.mark.parametrize(
    "text",
    [
        "Oct-Mar 2025",
        "Jan-Feb 2025",
        "Sep-Jan 2025",
        "Q2 CY25",
        "Q2 season 2025",
        "Q4 FY",
    ],
)
def test_a_span_over_years_and_a_year_of_another_kind_are_no_period(text):
    with pytest.raises(PeriodError):
        parse_caption(text)
