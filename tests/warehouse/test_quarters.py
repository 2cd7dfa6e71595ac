"""Discrete quarters from years to date, and twelve months to a quarter: rows typed by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import Duration, Instant, PeriodType
from tests.builders.many import apart
from tests.builders.reports import Line, Report, ask, at, day, registry, segment, span, warehouse
from warehouse.build import checks

NVIDIA = {"cik": "0001045810", "fiscal_year_end": "01-25"}
START = "2024-01-29"
ENDS = ("2024-04-28", "2024-07-28", "2024-10-27", "2025-01-26")
TYPES: tuple[PeriodType, ...] = ("Q", "H1", "9M", "FY")
QUARTERS = tuple(
    span(start, end)
    for start, end in zip((START, "2024-04-29", "2024-07-29", "2024-10-28"), ENDS, strict=True)
)
DATES = [(quarter.start, quarter.end) for quarter in QUARTERS]
TO_DATE = ("26,044", "56,084", "91,166", "130,497")  # NVIDIA's revenue of fiscal 2025, in millions
ALONE = (26044, 30040, 35082, 39331)  # as its releases print the quarters


def to_date(*values: str, **more: object) -> list[Line]:
    """Revenue of the quarter, half year, nine months and year that begin on one day."""
    return [
        replace(Line("revenue", value, span(START, end), period_type=kind), **more)  # type: ignore[arg-type]
        for value, end, kind in zip(values, ENDS, TYPES, strict=False)
    ]


def report(name: str, known_at: str, period_end: str, *lines: Line, **more: object) -> Report:
    options = NVIDIA | {"form": "10-Q", "known_at": known_at, "period_end": period_end} | more
    return Report(name, lines, **options)  # type: ignore[arg-type]


def reports(lines: list[Line], known: int = 2025) -> list[Report]:
    """One report each for the lines, as they come out through the year."""
    days = ("05-29", "08-28", "11-20", "02-26")
    return [
        report(f"{known} {number}", f"{known - 1 + (number == 3)}-{days[number]}", ENDS[number],
               line, form="10-K" if number == 3 else "10-Q")
        for number, line in enumerate(lines)
    ]  # fmt: skip


QUARTERLY = """
    select fiscal_label, period_start, period_end, value / 1e6, method, reason
    from stg.quarterly order by period_end, period_start
"""


def sound(con: object) -> object:
    assert [one.complaint for one in checks.run(con) if one.complaint] == []  # type: ignore[arg-type]
    return con


# --- from years to date ----------------------------------------------------------------------------


def test_quarters_are_differences_of_years_to_date() -> None:
    con = warehouse(*reports(to_date(*TO_DATE)))
    sound(con)
    assert ask(con, QUARTERLY) == [
        ("FY2025Q1", *DATES[0], ALONE[0], "printed", None),
        ("FY2025Q2", *DATES[1], ALONE[1], "H1 − Q", None),
        ("FY2025Q3", *DATES[2], ALONE[2], "9M − H1", None),
        ("FY2025Q4", *DATES[3], ALONE[3], "FY − 9M", None),
    ]


@pytest.mark.parametrize(
    ("left_out", "number", "reason"),
    [(2, 3, "no_ytd9"), (1, 2, "no_ytd6"), (0, 1, "no_ytd3")],
)
def test_a_missing_year_to_date_is_the_reason(left_out: int, number: int, reason: str) -> None:
    lines = to_date(*TO_DATE)
    del lines[left_out]
    con = warehouse(*reports(lines))
    sound(con)
    rows = {row[2]: row[3:] for row in ask(con, QUARTERLY)}
    assert rows[day(ENDS[number])] == (None, None, reason)


def test_the_days_of_a_missing_quarter_are_those_of_another_line() -> None:
    profit = Line("operating_income", "81,453", span(START, ENDS[3]))
    con = warehouse(*reports(to_date(*TO_DATE)), report("r", "2025-02-26", ENDS[3], profit))
    assert ask(
        con,
        "select period_start, period_end, value, reason from stg.quarterly"
        " where metric = 'operating_income'",
    ) == [(*DATES[3], None, "no_ytd9")]


def test_a_loss_of_the_last_quarter_stays_a_loss() -> None:
    con = warehouse(*reports(to_date("10", "30", "60", "45")))
    assert [row[3] for row in ask(con, QUARTERLY)] == [10, 20, 30, -15]


def test_years_that_begin_on_different_days_give_no_quarter() -> None:
    lines = to_date(*TO_DATE)
    lines[2] = replace(lines[2], period=span("2024-01-28", ENDS[2]))
    con = warehouse(*reports(lines))
    assert [(row[3], row[5]) for row in ask(con, QUARTERLY)] == [
        (26044, None), (30040, None), (None, "no_ytd6"), (None, "no_ytd9"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [{"unit": "EUR"}, {"basis": "non_gaap"}],
)
def test_units_and_bases_are_never_mixed(changed: dict[str, str]) -> None:
    lines = to_date(*TO_DATE)
    lines[2] = replace(lines[2], **changed)  # type: ignore[arg-type]
    con = warehouse(*reports(lines))
    found = ask(
        con,
        "select reason from stg.quarterly where period_end = ? and basis = 'gaap' and unit = 'USD'",
        day(ENDS[3]),
    )
    assert found == [("no_ytd9",)]


def test_concepts_are_never_mixed() -> None:
    lines = to_date(*TO_DATE)
    lines[2] = replace(lines[2], concept="us-gaap:Revenues")
    con = warehouse(*reports(lines))
    sound(con)
    assert [(row[3], row[5]) for row in ask(con, QUARTERLY)][2:] == [
        (None, "concept_break"), (None, "concept_break"),
    ]  # fmt: skip


def test_ratios_and_balances_have_no_quarters() -> None:
    lines = [
        *to_date("0.7", "0.75", metric="gross_margin", unit="pure", decimals=3),
        *to_date("5", "9", unit="USD/wafers", decimals=2),
        Line("inventory", "10,080", Instant(day(ENDS[1])), period_type="other"),
    ]
    con = warehouse(report("r", "2024-08-28", ENDS[1], *lines))
    assert ask(con, QUARTERLY) == []


def test_sixteen_weeks_are_a_quarter_and_half_a_year_is_none() -> None:
    """Costco's year is 12, 12, 12 and 16 weeks."""
    weeks = (12, 24, 36, 52)
    lines = [
        Line("revenue", value, Duration(day("2024-09-02"), day("2024-09-01") + 7 * w * DAY),
             period_type=kind)
        for value, w, kind in zip(("62", "125", "188", "275"), weeks, TYPES, strict=True)
    ]  # fmt: skip
    con = warehouse(report("r", "2025-10-01", "2025-08-31", *lines))
    assert [row[3] for row in ask(con, QUARTERLY)] == [62, 63, 63, 87]
    con = warehouse(report("r", "2025-10-01", "2025-08-31", lines[1], lines[3]))
    assert [row[5] for row in ask(con, QUARTERLY)] == ["no_ytd3", "no_ytd9"]


DAY = day("2024-01-02") - day("2024-01-01")


# --- a printed quarter -----------------------------------------------------------------------------


def printed(value: str, **more: object) -> Report:
    """The release of the fourth quarter."""
    line = Line("revenue", value, QUARTERS[3], period_type="Q")
    return report("q4", "2025-02-26", ENDS[3], replace(line, **more), form="8-K")  # type: ignore[arg-type]


def test_a_printed_quarter_wins() -> None:
    """9M rounded to ten millions: the difference is 39,327, the release says 39,331."""
    lines = to_date("26,044", "56,084", "91,170", "130,497")
    lines[2] = replace(lines[2], decimals=-7)
    con = warehouse(*reports(lines), printed("39,331"))
    sound(con)
    assert ask(con, QUARTERLY)[-1] == ("FY2025Q4", *DATES[3], ALONE[3], "printed", None)
    assert ask(con, "from mart.conflict") == []


def test_a_printed_quarter_that_is_not_the_difference_is_a_conflict_and_held() -> None:
    con = warehouse(*reports(to_date(*TO_DATE)), printed("39,431"))
    sound(con)
    assert ask(con, QUARTERLY)[-1] == ("FY2025Q4", *DATES[3], None, "printed", "conflict")
    assert ask(
        con, "select kind, found / 1e6, expected / 1e6, holds, len(rivals), period_start,"
        " period_end from mart.conflict",
    ) == [("quarter", 39431, 39331, True, 3, day(START), day(ENDS[3]))]  # of all three  # fmt: skip
    assert ask(
        con, "select period_type, reason from stg.current_figure where period_end = ? order by 1",
        day(ENDS[3]),
    ) == [("FY", "conflict"), ("Q", "conflict")]  # fmt: skip


def test_what_another_document_confirms_is_not_held() -> None:
    annual = report("release", "2025-02-26", ENDS[3], to_date(*TO_DATE)[3], form="8-K")
    con = warehouse(*reports(to_date(*TO_DATE)), annual, printed("39,431"))
    sound(con)
    assert ask(
        con, "select period_type, reason from stg.current_figure where period_end = ? order by 1",
        day(ENDS[3]),
    ) == [("FY", None), ("Q", "conflict")]  # fmt: skip


def test_four_printed_quarters_that_fill_the_year_stand_against_its_nine_months() -> None:
    single = [
        report(f"q{number}", "2025-02-26", ENDS[3],
               Line("revenue", str(value), quarter, period_type="Q"), form="8-K")
        for number, (value, quarter) in enumerate(zip(ALONE, QUARTERS, strict=True))
    ]  # fmt: skip
    lines = to_date(*TO_DATE)
    lines[2] = replace(lines[2], value="91,200")
    con = warehouse(
        *single, *reports([lines[2]], 2025), report("k", "2025-02-26", ENDS[3], lines[3])
    )
    sound(con)
    assert [row[3] for row in ask(con, QUARTERLY)] == list(ALONE)
    assert ask(
        con, "select period_type, value / 1e6, reason from stg.current_figure"
        " where period_type in ('FY', '9M') order by 1",
    ) == [("9M", None, "conflict"), ("FY", 130497, None)]  # fmt: skip


def test_a_review_settles_the_quarter() -> None:
    release = printed("39,431")
    [(key,)] = ask(warehouse(release), "select figure_key from stg.vintage where period_type = 'Q'")
    accepted = (
        "r1",
        key,
        None,
        None,
        None,
        None,
        None,
        "accept",
        "read by eye",
        None,
        "a",
        "2026-01-01",
    )
    con = warehouse(
        *reports(to_date(*TO_DATE)), release, registry=registry(reviews=[accepted])  # type: ignore[list-item]
    )  # fmt: skip
    assert ask(con, QUARTERLY)[-1][3:] == (39431, "printed", None)


# --- restated and recast ---------------------------------------------------------------------------


def test_a_restated_year_and_nine_months_as_first_printed_give_no_quarter() -> None:
    restated = report("10-K 2026", "2026-02-25", "2026-01-25", *to_date("", "", "", "130,000")[3:])
    con = warehouse(*reports(to_date(*TO_DATE)), restated)
    sound(con)
    assert ask(con, QUARTERLY)[-1][3:] == (None, "FY − 9M", "restatement_break")
    before = warehouse(*reports(to_date(*TO_DATE)), restated, known_on=at("2026-01-01"))
    assert ask(before, QUARTERLY)[-1][3:] == (39331, "FY − 9M", None)


def test_a_year_and_nine_months_restated_alike_give_the_quarter() -> None:
    later = [
        report("10-Q 2026", "2025-11-19", "2025-10-26", *to_date("", "", "91,000")[2:]),
        report("10-K 2026", "2026-02-25", "2026-01-25", *to_date("", "", "", "130,000")[3:]),
    ]
    con = warehouse(*reports(to_date(*TO_DATE)), *later)
    assert ask(con, QUARTERLY)[-1][3:] == (39000, "FY − 9M", None)


def parts(line: Line, first: str, second: str) -> tuple[Line, ...]:
    named = (("Compute", first), ("Graphics", second))
    return (line, *(
        segment("revenue", value, line.period, name, period_type=line.period_type)
        for name, value in named
    ))  # fmt: skip


def test_a_year_recast_and_nine_months_as_first_printed_are_two_frameworks() -> None:
    nine, whole = to_date(*TO_DATE)[2:]
    first = report("10-Q", "2024-11-20", ENDS[2], *parts(nine, "81,166", "10,000"))
    annual = report("10-K", "2025-02-26", ENDS[3], *parts(whole, "116,193", "14,304"), form="10-K")
    recast = report("10-K 26", "2026-02-25", "2026-01-25", *parts(whole, "110,000", "20,497"),
                    form="10-K")  # fmt: skip
    query = (
        "select value / 1e6, reason from stg.quarterly where segment = 'Compute' and period_end = ?"
    )
    assert ask(warehouse(first, annual), query, day(ENDS[3])) == [(116193 - 81166, None)]
    con = warehouse(first, annual, recast)
    sound(con)
    assert ask(con, query, day(ENDS[3])) == [(None, "framework_break")]
    anew = report("10-Q 26", "2025-11-19", "2025-10-26", *parts(nine, "75,000", "16,166"))
    assert ask(warehouse(first, annual, anew, recast), query, day(ENDS[3])) == [(35000, None)]


@pytest.mark.parametrize(
    ("second", "found"), [("28,786", (28786, None)), ("28,000", (None, "conflict"))]
)
def test_one_part_under_two_spellings_is_one_line_while_they_agree(
    second: str, found: tuple[object, ...]
) -> None:
    """The release says AWS, the filing AWS segment."""
    fourth = span("2024-10-01", "2024-12-31")
    reports = [
        report("release", "2025-02-06", "2024-12-31", form="8-K", cik="0001018724").with_lines(
            segment("revenue", "28,786", fourth, "AWS", period_type="Q")
        ),
        report("10-K", "2025-02-07", "2024-12-31", form="10-K", cik="0001018724").with_lines(
            segment("revenue", second, fourth, "AWS segment", period_type="Q")
        ),
    ]
    con = warehouse(*reports)
    sound(con)
    assert ask(con, "select value / 1e6, reason from stg.quarterly") == [found]
    listed = ask(con, "select kind, holds, len(rivals) from mart.conflict")
    assert listed == ([] if found[1] is None else [("name", True, 2)])


# --- twelve months ---------------------------------------------------------------------------------

TWELVE = """
    select period_start, period_end, value / 1e6, method, reason
    from stg.trailing_twelve_months order by period_end
"""


def test_twelve_months_are_four_quarters_in_a_row_or_the_year() -> None:
    first = Line("revenue", "44,062", span("2025-01-27", "2025-04-27"), period_type="Q")
    con = warehouse(*reports(to_date(*TO_DATE)), report("q1", "2025-05-28", "2025-04-27", first))
    assert ask(con, TWELVE)[-2:] == [
        (day(START), day(ENDS[3]), 130497, "year", None),
        (day("2024-04-29"), day("2025-04-27"), 30040 + 35082 + 39331 + 44062, "quarters", None),
    ]
    assert [row[4] for row in ask(con, TWELVE)[:3]] == ["no_four_quarters"] * 3


def test_the_year_with_what_is_new_and_without_what_was_a_year_before() -> None:
    """NVIDIA's half year of fiscal 2026: 130,497 + 90,805 - 56,084 million; releases print the four
    quarters, 35,082, 39,331, 44,062 and 46,743, which are as much."""
    half = span(START, ENDS[1]), span("2025-01-27", "2025-07-27")
    con = warehouse(
        report("10-K", "2025-02-26", ENDS[3], to_date(*TO_DATE)[3]),
        report("10-Q", "2025-08-27", "2025-07-27",
               Line("revenue", "90,805", half[1], period_type="H1"),
               Line("revenue", "56,084", half[0], period_type="H1")),
    )  # fmt: skip
    assert ask(con, TWELVE)[-1] == (
        day("2024-07-29"), day("2025-07-27"), 35082 + 39331 + 44062 + 46743, "year to date", None,
    )  # fmt: skip
    sound(con)


def test_a_gap_between_quarters_gives_no_twelve_months() -> None:
    later = Line("revenue", "46,743", span("2025-04-28", "2025-07-27"), period_type="Q")
    con = warehouse(*reports(to_date(*TO_DATE)), report("q2", "2025-08-27", "2025-07-27", later))
    assert ask(con, TWELVE)[-1][2:] == (None, None, "no_four_quarters")


# --- invariants ------------------------------------------------------------------------------------

# Three digits: what jumps by a thousand is held back, which is another rule.
amounts = st.integers(min_value=100, max_value=999) | st.integers(min_value=-999, max_value=-100)


singles = st.tuples(amounts, amounts, amounts, amounts)
OF_EACH = """
    select list(value / 1e6 order by period_end, period_start)
    from stg.quarterly group by company_id order by company_id
"""


def through(single: tuple[int, ...]) -> list[Report]:
    """A year's reports, each with what was earned to date."""
    sums = [str(sum(single[: number + 1])) for number in range(4)]
    return reports(to_date(*sums, metric="operating_income"))


@settings(max_examples=3, deadline=None)
@given(singles=st.lists(singles, min_size=24, max_size=24))
def test_quarters_add_up_to_the_year_in_whatever_order_they_came(
    singles: list[tuple[int, ...]],
) -> None:
    orders = permutations(range(4))
    cases = [[through(one)[n] for n in order] for one, order in zip(singles, orders, strict=True)]
    assert ask(apart(cases), OF_EACH) == [(list(single),) for single in singles]


@settings(max_examples=3, deadline=None)
@given(singles=st.lists(singles, min_size=16, max_size=16))
def test_printing_a_quarter_too_changes_none(singles: list[tuple[int, ...]]) -> None:
    some = [also for count in range(5) for also in combinations(range(4), count)]
    cases = []
    for single, also in zip(singles, some, strict=True):
        lines = [
            Line("operating_income", str(single[number]), QUARTERS[number], period_type="Q")
            for number in also
        ]
        cases.append([
            *through(single),
            *(report(f"q{at}", "2025-02-27", ENDS[3], line) for at, line in enumerate(lines)),
        ])  # fmt: skip
    con = apart(cases)
    assert ask(con, OF_EACH) == [(list(single),) for single in singles]
    assert ask(con, "from stg.conflict where kind = 'quarter'") == []
