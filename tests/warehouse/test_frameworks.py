"""Segment frameworks: re-cuts, renames, and what may be compared across them; rows typed by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.reports import Line, Report, ask, at, registry, segment, span, warehouse

FY2023 = span("2022-07-01", "2023-06-30")
FY2024 = span("2023-07-01", "2024-06-30")
FY2025 = span("2024-07-01", "2025-06-30")
PRODUCTIVITY, CLOUD, PERSONAL = (
    "Productivity and Business Processes",
    "Intelligent Cloud",
    "More Personal Computing",
)
REGISTRY = registry(
    companies=[("microsoft", "Microsoft", "US", "USD", "06-30", "year_of_end", None)],
    identifiers=[("microsoft", "ticker", "MSFT", None, None)],
)


def revenues(period: object, *values: str, names: tuple[str, ...] = ()) -> tuple[Line, ...]:
    """Revenue of a company in millions, and of its segments; the whole is the first value."""
    whole, *parts = values
    named = names or (PRODUCTIVITY, CLOUD, PERSONAL)
    return (
        Line("revenue", whole, period),  # type: ignore[arg-type]
        *(
            segment("revenue", value, period, name)  # type: ignore[arg-type]
            for name, value in zip(named, parts, strict=True)
        ),
    )


def report(name: str, known_at: str, period_end: str, *lines: Line, **more: object) -> Report:
    return Report(
        name, lines, cik=None, company_id="microsoft", known_at=known_at, period_end=period_end,
        fiscal_year_end="06-30", **more,  # type: ignore[arg-type]
    )  # fmt: skip


# Microsoft's segments as first printed, and as cut anew in August 2024 (10-K of fiscal 2025).
FIRST = report(
    "10-K 2024", "2024-07-30", "2024-06-30",
    *revenues(FY2024, "245,122", "77,728", "105,362", "62,032"),
    *revenues(FY2023, "211,915", "69,274", "87,907", "54,734"),
)  # fmt: skip
RECUT = report(
    "10-K 2025", "2025-07-30", "2025-06-30",
    *revenues(FY2025, "281,724", "120,810", "106,265", "54,649"),
    *revenues(FY2024, "245,122", "106,820", "87,464", "50,838"),
    *revenues(FY2023, "211,915", "94,151", "72,944", "44,820"),
)  # fmt: skip

GROWTH = f"""
    select fiscal_label, revenue / 1e6, round(revenue_growth, 3), revenue_growth_reason
    from mart.segment_growth where segment = '{CLOUD}' order by period_end
"""


# --- a re-cut --------------------------------------------------------------------------------------


def test_before_the_recut_the_first_printed_segments_stand_and_grow() -> None:
    con = warehouse(FIRST, RECUT, registry=REGISTRY, known_on=at("2024-07-31"))
    assert ask(con, GROWTH) == [
        ("FY2023", 87907, None, "no_prior_year"),
        ("FY2024", 105362, Decimal("0.199"), None),
    ]


def test_after_the_recut_the_recast_segments_stand_and_grow() -> None:
    con = warehouse(FIRST, RECUT, registry=REGISTRY)
    assert ask(con, GROWTH) == [
        ("FY2023", 72944, None, "no_prior_year"),
        ("FY2024", 87464, Decimal("0.199"), None),
        ("FY2025", 106265, Decimal("0.215"), None),
    ]


def test_both_vintages_stay_and_the_later_is_a_recast() -> None:
    con = warehouse(FIRST, RECUT, registry=REGISTRY)
    assert ask(
        con,
        f"""
        select value / 1e6, status, is_standing, known_from from stg.vintage
        where segment = '{CLOUD}' and fiscal_label = 'FY2024' order by position
        """,
    ) == [
        (105362, "first printed", False, at("2024-07-30")),
        (87464, "recast", True, at("2025-07-30")),
    ]
    assert ask(con, "select distinct status from stg.vintage where segment is null order by 1") == [
        ("confirmed",),
        ("first printed",),
    ]


def test_parts_that_change_with_their_whole_are_restated_and_not_recast() -> None:
    later = report(
        "10-K 2025", "2025-07-30", "2025-06-30",
        *revenues(FY2024, "245,000", "77,606", "105,362", "62,032"),
    )  # fmt: skip
    con = warehouse(FIRST, later, registry=REGISTRY)
    assert ask(
        con,
        "select segment, status from stg.vintage where document_period_end = '2025-06-30'"
        " and status <> 'confirmed' order by all",
    ) == [(PRODUCTIVITY, "restated"), (None, "restated")]
    assert ask(con, "select max(framework) from stg.framework") == [(1,)]


def test_without_the_recast_comparative_growth_across_the_recut_is_null() -> None:
    """The later report gives only one of the years anew: the other speaks of other segments."""
    later = RECUT.with_lines(*RECUT.lines[:8])
    con = warehouse(FIRST, later, registry=REGISTRY)
    assert ask(con, GROWTH) == [
        ("FY2023", 87907, None, "no_prior_year"),
        ("FY2024", 87464, None, "framework_break"),
        ("FY2025", 106265, Decimal("0.215"), None),
    ]


def test_growth_needs_a_report_that_says_both_years() -> None:
    """Two reports of one year each may have cut anew between them, and nothing would show it."""
    later = RECUT.with_lines(*RECUT.lines[:4])
    con = warehouse(FIRST, later, registry=REGISTRY)
    assert ask(con, GROWTH)[-1] == ("FY2025", 106265, None, "no_comparative")
    assert ask(con, "select revenue_growth_reason from mart.growth order by period_end") == [
        ("no_prior_year",),
        (None,),
        (None,),
    ]


def test_the_registry_can_tell_of_a_recut_before_a_comparative_does() -> None:
    known = registry(
        companies=[("microsoft", "Microsoft", "US", "USD", "06-30", "year_of_end", None)],
        identifiers=[("microsoft", "ticker", "MSFT", None, None)],
        segments=[
            ("microsoft", "2019", CLOUD, "cloud", "1", None, "2024-06-30", None, "https://a"),
            ("microsoft", "2024", CLOUD, "cloud", "1", "2024-07-01", None,
             "2024-08-21T00:00:00+00:00", "https://a"),
        ],
    )  # fmt: skip
    con = warehouse(FIRST, RECUT.with_lines(*RECUT.lines[:4]), registry=known)
    assert ask(con, GROWTH)[-1] == ("FY2025", 106265, None, "framework_break")


def test_one_recut_that_reaches_the_reports_one_by_one_is_one_break() -> None:
    """Each 10-Q of the year recasts its own quarter a year before: that is no break of its own."""
    quarters = [("07-01", "09-30"), ("10-01", "12-31")]
    reports = []
    for start, end in quarters:
        before, after = span(f"2023-{start}", f"2023-{end}"), span(f"2024-{start}", f"2024-{end}")
        reports += [
            report(f"old {end}", f"2024-0{1 + len(reports)}-20", f"2023-{end}",
                   *revenues(before, "100", "30", "50", "20")),
            report(f"new {end}", f"2025-0{1 + len(reports)}-20", f"2024-{end}",
                   *revenues(after, "120", "50", "45", "25"),
                   *revenues(before, "100", "40", "40", "20")),
        ]  # fmt: skip
    con = warehouse(*reports, registry=REGISTRY)
    assert ask(con, "select framework, is_break from stg.framework order by position") == [
        (1, False),
        (1, False),
        (2, True),
        (2, False),
    ]


# --- a rename --------------------------------------------------------------------------------------

OLD_NAMES, NEW_NAMES = ("Devices", "Cloud", "Rest"), ("Devices", "Azure and servers", "Rest")


def renamed(comparative: tuple[str, ...], profit: str) -> tuple[Report, Report]:
    old = report(
        "old", "2024-07-30", "2024-06-30",
        *revenues(FY2024, "100", "30", "50", "20", names=OLD_NAMES),
        segment("operating_income", "20", FY2024, "Cloud"),
    )  # fmt: skip
    new = report(
        "new", "2025-07-30", "2025-06-30",
        *revenues(FY2025, "120", "40", "60", "20", names=NEW_NAMES),
        *revenues(FY2024, "100", *comparative, names=NEW_NAMES),
        segment("operating_income", "25", FY2025, "Azure and servers"),
        segment("operating_income", profit, FY2024, "Azure and servers"),
    )  # fmt: skip
    return old, new


def test_a_rename_is_shown_by_equal_numbers() -> None:
    con = warehouse(*renamed(("30", "50", "20"), "20"), registry=REGISTRY)
    assert ask(con, "select segment_key, newest_key from stg.segment_rename order by all") == [
        ("azure and servers", "azure and servers"),
        ("cloud", "azure and servers"),
    ]
    assert ask(con, "select max(framework) from stg.framework") == [(1,)]


@pytest.mark.parametrize(
    ("comparative", "profit"),
    [
        (("31", "49", "20"), "20"),  # another cut under another name
        (("30", "50", "20"), "21"),  # one number differs
    ],
)
def test_a_new_name_with_other_numbers_is_a_new_framework(
    comparative: tuple[str, ...], profit: str
) -> None:
    con = warehouse(*renamed(comparative, profit), registry=REGISTRY)
    assert ask(con, "from stg.segment_rename") == []
    assert ask(con, "select framework, is_break from stg.framework order by position") == [
        (1, False),
        (2, True),
    ]


def test_a_like_name_alone_shows_no_rename() -> None:
    """No year in common: 'Cloud' and 'Clouds' may be anything."""
    old, new = renamed(("30", "50", "20"), "20")
    con = warehouse(old, new.with_lines(*new.lines[:4]), registry=REGISTRY)
    assert ask(con, "from stg.segment_rename") == []


def test_two_names_that_fit_one_are_no_rename() -> None:
    old = report(
        "old", "2024-07-30", "2024-06-30",
        *revenues(FY2024, "100", "50", "50", names=("Cloud", "Devices")),
        *(segment("operating_income", "20", FY2024, name) for name in ("Cloud", "Devices")),
    )  # fmt: skip
    new = report(
        "new", "2025-07-30", "2025-06-30",
        *revenues(FY2025, "110", "60", "50", names=("East", "West")),
        *revenues(FY2024, "100", "50", "50", names=("East", "West")),
        *(segment("operating_income", "20", FY2024, name) for name in ("East", "West")),
    )  # fmt: skip
    con = warehouse(old, new, registry=REGISTRY)
    assert ask(con, "from stg.segment_rename") == []
    assert ask(con, "select max(framework) from stg.framework") == [(2,)]


def by_kind(year: int, **more: object) -> tuple[Report, Report]:
    """A release that calls a segment what the 10-K leaves to the company, as Alphabet's do."""
    period = span(f"{year - 1}-07-01", f"{year}-06-30")
    return (
        report(
            f"release {year}", f"{year}-07-29", f"{year}-06-30",
            *revenues(period, "100", "60", "45", "-5", names=("A", "B", "Rest")), form="8-K",
        ),
        report(
            f"10-K {year}", f"{year}-07-30", f"{year}-06-30",
            *revenues(period, "100", "60", "45", names=("A", "B")),
            segment("revenue", "-5", period, "Rest", breakdown="corporate"),
        ),
    )  # fmt: skip


def test_filings_and_releases_may_name_the_parts_each_in_their_way() -> None:
    con = warehouse(*by_kind(2024), *by_kind(2025), registry=REGISTRY)
    assert ask(con, "select max(framework), count(*) from stg.framework") == [(1, 4)]


def test_the_first_filing_after_a_release_of_other_parts_and_periods_is_a_break() -> None:
    """Nothing that both print shows that they divide alike."""
    con = warehouse(by_kind(2024)[0], by_kind(2025)[1], registry=REGISTRY)
    assert ask(con, "select framework from stg.framework order by position") == [(1,), (2,)]


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(order=st.permutations([FIRST, RECUT, *renamed(("30", "50", "20"), "20")]))
def test_the_order_of_loading_changes_no_framework(order: list[Report]) -> None:
    reports = [one for one in order if one.name.startswith("10-K")]
    con = warehouse(*reports, registry=REGISTRY)
    assert ask(
        con, "select ordered_at, framework from stg.framework order by position"
    ) == [(at("2024-07-30"), 1), (at("2025-07-30"), 2)]  # fmt: skip


# --- growth by two documents ------------------------------------------------------------------------


def two_documents(known_from: str | None, start: str = "2022-07-01") -> list[tuple[object, ...]]:
    """Growth of Intelligent Cloud by reports of one year each, and the framework's row."""
    filing = "https://www.sec.gov/Archives/edgar/data/789019/"
    row = ("microsoft", "2024", "Intelligent Cloud", "cloud", "1", start, None, known_from, filing)
    book = replace(
        REGISTRY,
        tables=dict(REGISTRY.tables)
        | {"segments": replace(REGISTRY.tables["segments"], rows=(row,))},
    )
    con = warehouse(FIRST, RECUT.with_lines(*RECUT.lines[:4]), registry=book)
    return ask(
        con,
        "select fiscal_label, revenue_growth, by_two_documents, revenue_growth_reason"
        " from mart.segment_growth where segment = 'Intelligent Cloud' order by period_end",
    )[-1:]


def test_two_reports_of_one_framework_tell_growth_and_say_so() -> None:
    """106,265 of the later report over 105,362 of the first: 0.857 %."""
    assert two_documents(None) == [("FY2025", Decimal("0.008570"), True, None)]


def test_not_where_the_framework_is_younger_than_one_of_them() -> None:
    """Known since August 2024: what was printed in July spoke of other segments."""
    assert two_documents("2024-08-21") == [("FY2025", None, False, "framework_break")]


def test_nor_where_a_year_is_outside_of_it() -> None:
    assert two_documents(None, start="2024-07-01") == [("FY2025", None, False, "no_comparative")]
