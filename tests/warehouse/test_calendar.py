"""Fiscal quarters and years on the calendar, in dollars: rows typed by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import Duration
from tests.builders.many import apart
from tests.builders.reports import Line, Report, ask, day, registry, segment, span, warehouse
from warehouse.build import checks

ABROAD = {
    "companies": [("tsmc", "TSMC", "TW", "TWD", "12-31", "year_of_end", None)],
    "identifiers": [("tsmc", "ticker", "TSM", None, None)],
}


def report(name: str, *lines: Line, **more: object) -> Report:
    options = {"known_at": "2026-08-01", "period_end": "2026-06-30"} | more
    return Report(name, lines, **options)  # type: ignore[arg-type]


def quarter(value: str, start: str, end: str, **more: object) -> Line:
    return replace(Line("revenue", value, span(start, end), period_type="Q"), **more)  # type: ignore[arg-type]


QUESTION = """
    select calendar_quarter, value / 1e6, is_calendar, reason from stg.calendar_quarter
    order by calendar_quarter
"""


# --- quarters --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "found", "is_calendar"),
    [
        ("2025-10-27", "2026-01-25", "2025Q4", False),  # NVIDIA
        ("2025-08-04", "2025-11-02", "2025Q3", False),  # Broadcom
        ("2026-03-01", "2026-05-31", "2026Q2", False),  # Oracle
        ("2025-11-01", "2026-01-31", "2025Q4", False),  # Salesforce
        ("2025-08-30", "2025-11-28", "2025Q4", False),  # Adobe
        ("2025-05-30", "2025-08-28", "2025Q3", False),  # Micron
        ("2025-09-28", "2025-12-27", "2025Q4", True),  # AMD
        ("2026-01-01", "2026-03-31", "2026Q1", True),
        ("2022-09-25", "2022-12-31", "2022Q4", True),  # fourteen weeks
    ],
)
def test_a_quarter_is_that_of_its_middle(
    start: str, end: str, found: str, is_calendar: bool
) -> None:
    con = warehouse(report("r", quarter("100", start, end)))
    assert ask(con, QUESTION) == [(found, 100, is_calendar, None)]


def test_two_fiscal_quarters_in_one_calendar_quarter_are_none_of_it() -> None:
    """A company that moves the end of its year reports a stub."""
    con = warehouse(
        report("r", quarter("100", "2025-07-01", "2025-09-30"),
               quarter("70", "2025-07-20", "2025-10-10")),
    )  # fmt: skip
    assert ask(con, "select calendar_quarter, value, reason from stg.calendar_quarter") == [
        ("2025Q3", None, "two_quarters")
    ]
    assert [one.complaint for one in checks.run(con) if one.complaint] == []


def test_a_quarter_that_cannot_be_told_is_on_the_calendar_with_its_reason() -> None:
    con = warehouse(
        report("r", Line("revenue", "500", span("2025-01-27", "2026-01-25"))),
    )
    assert ask(con, QUESTION) == [("2025Q4", None, False, "no_ytd9")]


# --- currencies ------------------------------------------------------------------------------------


def test_a_quarter_is_told_in_the_local_currency_first_and_converted_last() -> None:
    """The half year has another rate; it is never converted."""
    known = registry(
        **ABROAD,  # type: ignore[arg-type]
        fx=[
            ("TWD", "2024-01-01", "2024-03-31", "31.4", "https://www.federalreserve.gov/h10", None),
            ("TWD", "2024-04-01", "2024-06-30", "32.3", "https://www.federalreserve.gov/h10", None),
        ],
    )
    con = warehouse(
        report("r", quarter("592,644", "2024-01-01", "2024-03-31", unit="TWD"),
               Line("revenue", "1,266,154", span("2024-01-01", "2024-06-30"), unit="TWD",
                    period_type="H1"),
               cik=None, company_id="tsmc"),
        registry=known,
    )  # fmt: skip
    assert ask(
        con, "select calendar_quarter, value / 1e6, round(value_usd / 1e6, 1), usd_reason"
        " from stg.calendar_quarter order by 1",
    ) == [
        ("2024Q1", 592644, 18874.0, None),  # 592,644 / 31.4 = 18,874.0
        ("2024Q2", 673510, 20851.7, None),  # 673,510 / 32.3 = 20,851.7
    ]  # fmt: skip


def test_without_a_rate_there_are_no_dollars_but_a_reason() -> None:
    con = warehouse(
        report("r", quarter("592,644", "2024-01-01", "2024-03-31", unit="TWD"), cik=None,
               company_id="tsmc"),
        registry=registry(**ABROAD),  # type: ignore[arg-type]
    )  # fmt: skip
    assert ask(
        con, "select value / 1e6, reason, value_usd, usd_reason from stg.calendar_quarter"
    ) == [(592644, None, None, "fx_missing")]
    assert [one.complaint for one in checks.run(con) if one.complaint] == []


def test_an_amount_that_is_misread_by_far_breaks_no_build() -> None:
    """A million times too large, in won; the checks of scale see to it, where there is a line."""
    con = warehouse(
        report("r", quarter("66,193,000,000,000", "2024-01-01", "2024-03-31", unit="KRW"),
               Line("revenue", "9,000,000,000,000,000", span("2023-07-01", "2024-06-30"), unit="USD"),
               cik=None, company_id="tsmc"),
        registry=registry(
            **ABROAD,  # type: ignore[arg-type]
            fx=[("KRW", "2024-01-01", "2024-03-31", "1330", "https://a", None)],
        ),
    )  # fmt: skip
    assert ask(
        con, "select round(value_usd / 1e18, 3) from stg.calendar_quarter where currency = 'KRW'"
    ) == [(0.05,)]  # 66.193e18 / 1,330 = 0.0498e18 dollars


def test_what_the_filer_prints_in_dollars_beside_is_a_line_of_its_own() -> None:
    con = warehouse(
        report("r", quarter("592,644", "2024-01-01", "2024-03-31", unit="TWD"),
               quarter("18,870", "2024-01-01", "2024-03-31", unit="USD"), cik=None,
               company_id="tsmc"),
        registry=registry(**ABROAD),  # type: ignore[arg-type]
    )  # fmt: skip
    assert ask(
        con, "select currency, value_usd / 1e6, usd_reason from stg.calendar_quarter order by 1"
    ) == [("TWD", None, "fx_missing"), ("USD", 18870, None)]


# --- years -----------------------------------------------------------------------------------------

YEARS = """
    select calendar_year, value / 1e6, method, is_approximate, reason from stg.calendar_year
    order by calendar_year
"""


def test_a_calendar_year_as_reported() -> None:
    con = warehouse(report("r", Line("revenue", "637,959", span("2024-01-01", "2024-12-31"))))  # fmt: skip
    assert ask(con, YEARS) == [(2024, 637959, "year", False, None)]


def test_a_year_to_the_first_days_of_january_is_that_before() -> None:
    con = warehouse(report("r", Line("revenue", "100", span("2020-12-28", "2022-01-02"))))  # fmt: skip
    assert ask(con, YEARS) == [(2021, 100, "year", False, None)]


def test_an_annual_filer_is_placed_by_the_formula() -> None:
    """Microsoft, June: half of fiscal 2024 and half of fiscal 2025."""
    con = warehouse(
        report("r", Line("revenue", "245,122", span("2023-07-01", "2024-06-30")),
               Line("revenue", "281,724", span("2024-07-01", "2025-06-30"))),
    )  # fmt: skip
    assert (2024, 263423, "formula", True, None) in ask(con, YEARS)


def test_the_formula_weighs_by_months() -> None:
    """NVIDIA, January: one month of fiscal 2025 and eleven of fiscal 2026."""
    con = warehouse(
        report("r", Line("revenue", "130,497", span("2024-01-29", "2025-01-26")),
               Line("revenue", "215,938", span("2025-01-27", "2026-01-25"))),
    )  # fmt: skip
    [(found,)] = ask(con, "select value from stg.calendar_year where calendar_year = 2025")
    assert found == round((Decimal(130_497) + 11 * Decimal(215_938)) * 10**6 / 12, 2)


FOUR = [
    ("44,062", "2025-01-27", "2025-04-27"),
    ("46,743", "2025-04-28", "2025-07-27"),
    ("57,006", "2025-07-28", "2025-10-26"),
    ("68,127", "2025-10-27", "2026-01-25"),
]


def test_four_quarters_go_before_the_formula() -> None:
    con = warehouse(
        report("r", *(quarter(*one) for one in FOUR),
               Line("revenue", "130,497", span("2024-01-29", "2025-01-26")),
               Line("revenue", "215,938", span("2025-01-27", "2026-01-25"))),
    )  # fmt: skip
    assert (2025, 215938, "quarters", True, None) in ask(con, YEARS)


def test_three_quarters_are_no_year() -> None:
    con = warehouse(report("r", *(quarter(*one) for one in FOUR[:3])))
    assert ask(con, YEARS) == [(2025, None, "quarters", True, "no_four_quarters")]


def test_a_break_inside_the_year_falls_back_to_the_formula_and_says_so() -> None:
    """Two quarters in the old segments, two in the new, and both years in the new ones."""
    halves = [("2024-01-01", "2024-03-31"), ("2024-04-01", "2024-06-30"),
              ("2024-07-01", "2024-09-30"), ("2024-10-01", "2024-12-31")]  # fmt: skip

    def cut(period: Duration, cloud: str, rest: str, kind: str) -> tuple[Line, ...]:
        whole = str(int(cloud) + int(rest))
        return (
            Line("revenue", whole, period, period_type=kind),  # type: ignore[arg-type]
            segment("revenue", cloud, period, "Cloud", period_type=kind),
            segment("revenue", rest, period, "Rest", period_type=kind),
        )

    year_2024, year_2025 = span("2023-07-01", "2024-06-30"), span("2024-07-01", "2025-06-30")
    june = {"fiscal_year_end": "06-30"}
    reports = [
        report("q3", *cut(span(*halves[0]), "60", "40", "Q"), period_end="2024-03-31",
               known_at="2024-04-25", **june),
        report("10-K 24", *cut(span(*halves[1]), "62", "40", "Q"), *cut(year_2024, "240", "160", "FY"),
               period_end="2024-06-30", known_at="2024-07-30", **june),
        report("10-K 25", *cut(span(*halves[2]), "50", "60", "Q"), *cut(span(*halves[3]), "52", "60", "Q"),
               *cut(year_2025, "208", "242", "FY"), *cut(year_2024, "180", "220", "FY"),
               period_end="2025-06-30", known_at="2025-07-30", **june),
    ]  # fmt: skip
    con = warehouse(*reports)
    assert ask(
        con, "select value / 1e6, method, is_approximate, reason from stg.calendar_year"
        " where calendar_year = 2024 and segment = 'Cloud'",
    ) == [(194, "formula", True, None)]  # (180 + 208) / 2  # fmt: skip
    assert ask(
        con, "select value / 1e6, method from stg.calendar_year"
        " where calendar_year = 2024 and segment is null",
    ) == [(100 + 102 + 110 + 112, "quarters")]  # fmt: skip


# --- invariants ------------------------------------------------------------------------------------


@settings(max_examples=3, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(min_value=100, max_value=999), min_size=1, max_size=9),
            st.dates(min_value=day("2020-01-01"), max_value=day("2022-12-31")),
            st.sampled_from([13, 14]),
        ),
        min_size=12, max_size=12,
    )
)  # fmt: skip
def test_the_calendar_neither_loses_nor_doubles_a_quarter(
    cases: list[tuple[list[int], date, int]],
) -> None:
    rows = ask(
        apart([[report("r", *in_a_row(*case))] for case in cases]),
        "select sum(coalesce(value, undecided)) / 1e6, sum(quarters),"
        " count(distinct calendar_quarter) from stg.calendar_quarter"
        " group by company_id order by company_id",
    )
    for (values, _, _), (total, quarters, names) in zip(cases, rows, strict=True):
        assert (total, quarters) == (sum(values), len(values))
        assert names <= len(values)  # type: ignore[operator]


def in_a_row(values: list[int], first: date, weeks: int) -> list[Line]:
    """Quarters from a day on, the first of so many weeks."""
    lines, start = [], first
    for number, value in enumerate(values):
        length = (
            day("2024-04-01") - day("2024-01-01") if number else (weeks - 13) * 7 * DAY + 91 * DAY
        )
        period = Duration(start, start + length - DAY)
        lines.append(Line("operating_income", str(value), period, period_type="Q"))
        start = period.end + DAY
    return lines


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(
    values=st.tuples(*[st.integers(min_value=100, max_value=999)] * 4),
    rate=st.integers(min_value=1, max_value=2000),
)
def test_one_rate_through_the_year_converts_quarters_and_year_alike(
    values: tuple[int, ...], rate: int
) -> None:
    days = [("2024-01-01", "2024-03-31"), ("2024-04-01", "2024-06-30"),
            ("2024-07-01", "2024-09-30"), ("2024-10-01", "2024-12-31")]  # fmt: skip
    known = registry(
        **ABROAD,  # type: ignore[arg-type]
        fx=[("TWD", *period, str(rate), "https://a", None)
            for period in [*days, ("2024-01-01", "2024-12-31")]],
    )  # fmt: skip
    lines = [quarter(str(value), *period, unit="TWD") for value, period in zip(values, days)]  # noqa: B905
    con = warehouse(
        report("r", *lines, Line("revenue", str(sum(values)), span("2024-01-01", "2024-12-31"),
                                 unit="TWD"), cik=None, company_id="tsmc"),
        registry=known,
    )  # fmt: skip
    [(quarters,)] = ask(con, "select sum(value_usd) from stg.calendar_quarter")
    [(whole,)] = ask(con, "select value_usd from stg.calendar_year")
    assert abs(quarters - whole) <= Decimal("0.05")  # type: ignore[operator]


DAY = day("2024-01-02") - day("2024-01-01")
