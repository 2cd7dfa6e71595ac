"""The pools drawn as a map, ranked and compared over a year: rows typed by hand."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.reports import Line, Report, ask, registry, segment, warehouse, year
from warehouse.build import checks

EVIDENCE = "https://www.sec.gov/Archives/edgar/data/1/"
NAMES = ("a", "b", "c")
COMPANIES = [(n, n.upper(), "US", "USD", "12-31", "year_of_end", None) for n in NAMES]


def weight(company: str, layer: str, name: str | None = None, framework: str = "company",
           start: str | None = None, end: str | None = None) -> tuple[str | None, ...]:  # fmt: skip
    return (company, framework, name, layer, "1", start, end, None, EVIDENCE)


LAYERS = [weight("a", "chips"), weight("b", "chips"), weight("c", "cloud")]


def report(
    company: str, number: int, revenue: int, profit: int, gross: int | None = None
) -> Report:
    lines = [
        Line("revenue", str(revenue), year(number)),
        Line("operating_income", str(profit), year(number)),
    ]
    if gross is not None:
        lines.append(Line("gross_profit", str(gross), year(number)))
    return Report(
        f"{company} {number}", tuple(lines), cik=None, company_id=company,
        period_end=f"{number}-12-31", known_at=f"{number + 1}-02-01",
    )  # fmt: skip


def built(*reports: Report, **more: object) -> duckdb.DuckDBPyConnection:
    options: dict[str, object] = {"companies": COMPANIES, "identifiers": [], "segments": LAYERS}
    con = warehouse(*reports, registry=registry(**(options | more)))  # type: ignore[arg-type]
    assert [one.complaint for one in checks.run(con) if one.complaint] == []
    return con


# --- the map ---------------------------------------------------------------------------------------

ONE_YEAR = (
    report("a", 2024, 500, 300, 400),
    report("b", 2024, 100, -20, 30),
    report("c", 2024, 400, 100, 350),
)


def test_width_is_revenue_and_height_is_margin() -> None:
    con = built(*ONE_YEAR)
    assert ask(
        con,
        "select layer, company_id, left_edge, width, height, area from mart.profit_pool_map"
        " where calendar_period = '2024'",
    ) == [
        ("chips", None, 0, Decimal("0.6"), Decimal("0.466666667"), Decimal("0.28")),
        ("cloud", None, Decimal("0.6"), Decimal("0.4"), Decimal("0.25"), Decimal("0.1")),
        ("chips", "a", 0, Decimal("0.5"), Decimal("0.6"), Decimal("0.3")),
        ("chips", "b", Decimal("0.5"), Decimal("0.1"), Decimal("-0.2"), Decimal("-0.02")),
        ("cloud", "c", Decimal("0.6"), Decimal("0.4"), Decimal("0.25"), Decimal("0.1")),
    ]
    assert ask(con, "select distinct whole_operating_margin from mart.profit_pool_map") == [
        (Decimal("0.38"),)  # 380 of 1,000
    ]


def test_a_layer_that_is_not_covered_is_not_on_the_map() -> None:
    before = report("c", 2023, 400, 100)
    con = built(*ONE_YEAR[:2], before)
    assert ask(
        con, "select distinct layer from mart.profit_pool_map where calendar_period = '2024'"
    ) == [("chips",)]


# --- margin against pool ---------------------------------------------------------------------------


def test_a_high_gross_margin_is_not_the_largest_pool() -> None:
    con = built(*ONE_YEAR)
    assert ask(
        con,
        "select company_id, gross_margin, rank_by_gross_margin, rank_by_profit, rank_difference,"
        " companies from mart.margin_vs_pool",
    ) == [
        ("a", Decimal("0.8"), 2, 1, -1, 3),
        ("c", Decimal("0.875"), 1, 2, 1, 3),
        ("b", Decimal("0.3"), 3, 3, 0, 3),
    ]


def test_who_does_not_disclose_a_gross_profit_is_not_ranked() -> None:
    con = built(*ONE_YEAR[:2], report("c", 2024, 400, 100))
    assert ask(con, "select company_id, companies from mart.margin_vs_pool") == [("a", 2), ("b", 2)]


# --- what moved the profit -------------------------------------------------------------------------

SHIFT = """
    select calendar_period, members, profit_change_usd / 1e6, from_revenue_usd / 1e6,
        from_margin_usd / 1e6, reason
    from mart.capture_shift where layer = 'chips' and calendar_period = '2025'
"""


def test_a_change_is_of_revenue_and_of_margin() -> None:
    """600 at 280, then 900 at 500: 300 * 28/60 = 140, and 900 * (50/90 - 28/60) = 80."""
    con = built(*ONE_YEAR, report("a", 2025, 700, 480), report("b", 2025, 200, 20))
    assert ask(con, SHIFT) == [("2025", 2, 220, 140, 80, None)]


def test_the_cohort_is_who_is_there_in_both_years() -> None:
    con = built(*ONE_YEAR, report("a", 2025, 700, 480))
    assert ask(con, SHIFT) == [("2025", 1, 180, 120, 60, None)]  # 200 * 0.6; 700 * (48/70 - 0.6)


def cut(number: int, *names: str) -> Report:
    whole = report("a", number, 100, 50)
    parts = [
        segment(metric, value, year(number), name)
        for name in names
        for metric, value in (("revenue", "50"), ("operating_income", "25"))
    ]
    return whole.with_lines(*whole.lines, *parts)


def test_a_company_that_enters_as_a_whole_is_a_cohort_however_it_divides_itself() -> None:
    segments = [
        weight("a", "chips", "One", "2024", None, "2024-12-31"),
        weight("a", "chips", "Two", "2024", None, "2024-12-31"),
        weight("a", "chips", "One", "2025", "2025-01-01"),
        weight("a", "chips", "Three", "2025", "2025-01-01"),
    ]
    con = built(cut(2024, "One", "Two"), cut(2025, "One", "Three"), segments=segments)
    assert ask(con, SHIFT) == [("2025", 1, 0, 0, 0, None)]


def test_segments_of_another_framework_are_no_cohort() -> None:
    segments = [
        weight("a", "chips", "One", "2024", None, "2024-12-31"),
        weight("a", "out_of_scope", "Two", "2024", None, "2024-12-31"),
        weight("a", "chips", "One", "2025", "2025-01-01"),
        weight("a", "out_of_scope", "Three", "2025", "2025-01-01"),
    ]
    con = built(cut(2024, "One", "Two"), cut(2025, "One", "Three"), segments=segments)
    assert ask(con, SHIFT) == [("2025", None, None, None, None, "no_prior_year")]


# Nor is a revenue that grows 500 times and more: 19 and 9,999 would be one.
revenues = st.integers(min_value=20, max_value=9999)
# A profit of 1 beside one of 500 is held back as a slip of scale, and no part of the identity.
profits = st.sampled_from([0, *range(-999, -9), *range(10, 1000)])
years = st.tuples(revenues, profits, revenues, profits)


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(chips=years, other=years, cloud=years)
@pytest.mark.filterwarnings("error")
def test_identities_hold_whatever_the_numbers(
    chips: tuple[int, ...], other: tuple[int, ...], cloud: tuple[int, ...]
) -> None:
    reports = [
        report(name, 2024 + at, values[2 * at], values[2 * at + 1])
        for name, values in zip(NAMES, (chips, other, cloud), strict=True)
        for at in (0, 1)
    ]
    con = built(*reports)  # the check pools_decompose is among its checks
    assert ask(con, "select count(*) from mart.capture_shift where reason is null") == [(2,)]
