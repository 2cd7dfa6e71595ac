"""Operating leverage, capital spending and the watchlist: rows typed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import Duration, Instant
from tests.builders.many import apart, names
from tests.builders.reports import Line, Report, ask, day, registry, segment, span, warehouse, year
from warehouse.build import checks

QUARTER_2024 = span("2024-01-01", "2024-03-31")
QUARTER_2025 = span("2025-01-01", "2025-03-31")
TWO_YEARS = {"period_end": "2025-12-31", "known_at": "2026-02-06"}


def sound(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    assert [one.complaint for one in checks.run(con) if one.complaint] == []
    return con


def of(revenue: str, operating_income: str | None, period: Duration, **more: object) -> list[Line]:
    lines = [Line("revenue", revenue, period, **more)]  # type: ignore[arg-type]
    if operating_income is not None:
        lines.append(Line("operating_income", operating_income, period, **more))  # type: ignore[arg-type]
    return lines


def part(revenue: str, operating_income: str, period: Duration, name: str) -> list[Line]:
    return [
        segment("revenue", revenue, period, name),
        segment("operating_income", operating_income, period, name),
    ]


# --- operating leverage ----------------------------------------------------------------------------

LEVERAGE = """
    select revenue_change / 1e6, operating_income_change / 1e6, incremental_margin,
        degree_of_operating_leverage, incremental_margin_reason,
        degree_of_operating_leverage_reason
    from mart.operating_leverage
    where fiscal_label = ? and segment is not distinct from ?
    order by company_id
"""


def leverage(label: str, *reports: Report, part: str | None = None) -> tuple[object, ...]:
    (row,) = ask(sound(warehouse(*reports)), LEVERAGE, label, part)
    return row


def test_what_a_further_dollar_of_revenue_brings() -> None:
    report = Report(
        "two", (*of("100", "20", year(2024)), *of("150", "40", year(2025))), **TWO_YEARS
    )
    # 20 on 50; doubled by half as much again
    assert leverage("FY2025", report) == (50, 20, Decimal("0.4"), 2, None, None)


def test_where_there_is_no_leverage_there_is_a_reason() -> None:
    told = [
        # from a loss there is a margin on what was added, and no degree
        (("100", "-10"), ("150", "15"), (50, 25, Decimal("0.5"), None, None, "no_positive_base")),
        # both fall: 8 of the 20 lost
        (("100", "20"), ("80", "12"), (-20, -8, Decimal("0.4"), 2, None, None)),
        (("100", "20"), ("100", "30"), (0, 10, None, None, *["no_revenue_change"] * 2)),
        # one million is what two values in millions may be rounded by
        (("100", "20"), ("101", "30"), (1, 10, None, None, *["no_revenue_change"] * 2)),
        (("100", "20"), ("102", "30"), (2, 10, 5, 25, None, None)),
        (("0", "20"), ("100", "30"), (100, 10, Decimal("0.1"), None, None, "no_positive_base")),
        # the report is of the second year alone
        (("100", None), ("150", "30"), (50, None, None, None, *["not_collected"] * 2)),
        (("100", "20"), ("150", None), (50, None, None, None, *["not_disclosed"] * 2)),
    ]
    con = sound(apart([
        [Report("two", (*of(*before, year(2024)), *of(*after, year(2025))), **TWO_YEARS)]
        for before, after, _ in told
    ]))  # fmt: skip
    assert ask(con, LEVERAGE, "FY2025", None) == [expected for *_, expected in told]


def test_the_first_year_has_none_before_it() -> None:
    report = Report("one", tuple(of("100", "20", year(2024))))
    assert leverage("FY2024", report) == (None, None, None, None, *["no_prior_year"] * 2)


def test_a_part_is_compared_where_one_document_says_both_years() -> None:
    parts = (
        *part("60", "10", year(2024), "AWS"), *part("40", "10", year(2024), "Shops"),
        *part("100", "30", year(2025), "AWS"), *part("50", "10", year(2025), "Shops"),
    )  # fmt: skip
    both = Report("both", parts, **TWO_YEARS)
    assert leverage("FY2025", both, part="AWS") == (40, 20, Decimal("0.5"), 3, None, None)
    apart = Report("first", parts[:4]), Report("second", parts[4:], **TWO_YEARS)
    assert leverage("FY2025", *apart, part="AWS") == (
        None, None, None, None, *["no_comparative"] * 2,
    )  # fmt: skip


def test_nothing_is_compared_across_a_recut() -> None:
    """The later report tells one of two years anew: the other speaks of other segments."""
    first = Report(
        "first",
        (*of("100", "20", year(2023)), *part("60", "10", year(2023), "AWS"),
         *part("40", "10", year(2023), "Shops"),
         *of("150", "40", year(2024)), *part("100", "30", year(2024), "AWS"),
         *part("50", "10", year(2024), "Shops")),
    )  # fmt: skip
    second = Report(
        "second",
        (*of("150", "40", year(2024)), *part("80", "25", year(2024), "AWS"),
         *part("70", "15", year(2024), "Shops"),
         *of("200", "60", year(2025)), *part("110", "40", year(2025), "AWS"),
         *part("90", "20", year(2025), "Shops")),
        **TWO_YEARS,
    )  # fmt: skip
    assert leverage("FY2024", first, part="AWS")[:3] == (40, 20, Decimal("0.5"))
    assert leverage("FY2024", first, second, part="AWS") == (
        None, None, None, None, *["framework_break"] * 2,
    )  # fmt: skip
    assert leverage("FY2025", first, second, part="AWS")[:3] == (30, 15, Decimal("0.5"))


def test_a_quarter_that_nobody_prints_is_compared_by_its_years_to_date() -> None:
    """The year less nine months, both said by one document; and not where none says both."""
    nine = [span(f"{at}-01-01", f"{at}-09-30") for at in (2024, 2025)]
    quarterly = {"form": "10-Q", "period_end": "2025-09-30", "known_at": "2025-10-30"}
    yearly = (
        *part("100", "20", year(2024), "AWS"), *part("10", "2", year(2024), "Shops"),
        *part("160", "44", year(2025), "AWS"), *part("10", "2", year(2025), "Shops"),
    )  # fmt: skip
    to_date = tuple(
        Line(line.metric, line.value, line.period, line.segment, "segment", period_type="9M")
        for values, period in zip((("70", "12"), ("110", "30")), nine, strict=True)
        for name in ("AWS", "Shops")
        for line in part(*values, period, name)
    )
    reports = Report("10-K", yearly, **TWO_YEARS), Report("10-Q", to_date, **quarterly)  # type: ignore[arg-type]
    # revenue 30 → 50, operating income 8 → 14: 6 / 20; (6 / 8) / (20 / 30)
    assert leverage("FY2025Q4", *reports, part="AWS") == (
        20, 6, Decimal("0.3"), Decimal("1.125"), None, None,
    )  # fmt: skip
    apart = (
        reports[0],
        Report("10-Q 24", to_date[:4], form="10-Q", period_end="2024-09-30", known_at="2024-10-30"),
        Report("10-Q 25", to_date[4:], **quarterly),  # type: ignore[arg-type]
    )
    assert leverage("FY2025Q4", *apart, part="AWS")[4:] == ("no_comparative",) * 2


def test_it_says_which_figures_it_rests_on() -> None:
    report = Report(
        "two", (*of("100", "20", year(2024)), *of("150", "40", year(2025))), **TWO_YEARS
    )
    assert ask(
        warehouse(report),
        """
        select distinct f.metric, f.fiscal_label
        from (
            select unnest(flatten([revenue_figure_ids, prior_revenue_figure_ids,
                operating_income_figure_ids, prior_operating_income_figure_ids])) as figure_id
            from mart.operating_leverage where fiscal_label = 'FY2025'
        )
        join stg.vintage as f using (figure_id)
        order by all
        """,
    ) == [(m, f) for m in ("operating_income", "revenue") for f in ("FY2024", "FY2025")]


# within what no check takes for another scale
revenues = st.integers(10**4, 10**5)
profits = st.integers(10**3, 10**4).flatmap(lambda value: st.sampled_from((value, -value)))


@settings(max_examples=3, deadline=None)
@given(st.lists(st.tuples(revenues, profits, revenues, profits), min_size=12, max_size=12))
def test_margins_and_the_margin_on_what_was_added_agree(
    cases: list[tuple[int, int, int, int]],
) -> None:
    """What was earned and what was added make what is earned: P + m·ΔR = P′."""
    reports = [
        Report(
            "two",
            (*of(str(revenue), str(profit), year(2024)), *of(str(later), str(earned), year(2025))),
            **TWO_YEARS,
        )
        for revenue, profit, later, earned in cases
    ]
    found = ask(
        apart([[one] for one in reports]),
        "select incremental_margin, incremental_margin_reason from mart.operating_leverage"
        " where fiscal_label = 'FY2025' order by company_id",
    )
    for (revenue, profit, later, earned), (margin, reason) in zip(cases, found, strict=True):
        if abs(later - revenue) <= 1:
            assert (margin, reason) == (None, "no_revenue_change")
        else:
            assert isinstance(margin, Decimal)
            difference = profit + margin * (later - revenue) - earned
            assert abs(difference) <= Decimal("0.000001") * abs(later - revenue)


# --- capital spending ------------------------------------------------------------------------------

CAPEX = """
    select period_type, capex_to_revenue, capex_to_depreciation, depreciation_to_revenue,
        capex_to_revenue_reason, capex_to_depreciation_reason, depreciation_to_revenue_reason
    from mart.capex_intensity
"""


def spent(
    capex: str, period: Duration, depreciation: str | None = None, **more: object
) -> list[Line]:
    lines = [Line("capital_expenditures", capex, period, **more)]  # type: ignore[arg-type]
    if depreciation is not None:
        lines.append(Line("depreciation_and_amortization", depreciation, period, **more))  # type: ignore[arg-type]
    return lines


def test_capital_spending_of_a_year() -> None:
    report = Report("one", (*of("200", "20", year(2024)), *spent("50", year(2024), "25")))
    con = sound(warehouse(report))
    told = (Decimal("0.25"), 2, Decimal("0.125"), None, None, None)
    assert ask(con, CAPEX + "order by 1") == [("FY", *told), ("TTM", *told)]


def test_where_there_is_no_ratio_there_is_a_reason() -> None:
    alone = Report("one", (*spent("50", year(2024)),))
    of_nothing = Report("two", (*of("0", "-9", year(2024)), *spent("50", year(2024), "0")))
    rows = ask(
        sound(apart([[alone], [of_nothing]])),
        CAPEX + "where period_type = 'FY' order by company_id",
    )
    nothing = ("FY", None, None, None)
    assert rows == [
        (*nothing, *["not_collected"] * 3),
        (*nothing, "no_revenue", "no_depreciation", "no_revenue"),
    ]


def test_a_quarter_of_capital_spending_is_the_difference_of_two_years_to_date() -> None:
    half = span("2024-01-01", "2024-06-30")
    quarter = span("2024-04-01", "2024-06-30")
    lines = (
        *spent("10", QUARTER_2024, period_type="Q"), *spent("30", half, period_type="H1"),
        *of("80", "5", quarter, period_type="Q"),
    )  # fmt: skip
    report = Report("10-Q", lines, form="10-Q", period_end="2024-06-30", known_at="2024-08-01")
    rows = ask(
        sound(warehouse(report)),
        "select fiscal_label, capital_expenditures / 1e6, capex_to_revenue, capex_to_revenue_reason"
        " from mart.capex_intensity where period_type = 'Q' order by 1",
    )
    assert rows == [
        ("FY2024Q1", 10, None, "not_collected"),
        ("FY2024Q2", 20, Decimal("0.25"), None),
    ]


# --- the watchlist ---------------------------------------------------------------------------------

WATCHED = """
    select value, prior_value, change, direction, unit, reason, change_reason
    from mart.watchlist where company_id = ? and signal = ? and fiscal_label = 'FY2025Q1'
"""


def watched(*cases: tuple[str, Sequence[Line]]) -> list[tuple[object, ...]]:
    """What each signal tells of the first quarter of 2025, of a company with these lines."""
    con = sound(apart([
        [Report("10-Q", tuple(lines), form="10-Q", period_end="2025-03-31", known_at="2025-05-01")]
        for _, lines in cases
    ]))  # fmt: skip
    companies = zip(names(len(cases)), cases, strict=True)
    return [row for name, (signal, _) in companies for row in ask(con, WATCHED, name, signal)]


def quarterly(metric: str, before: str | None, after: str | None, **more: object) -> list[Line]:
    pairs = ((before, QUARTER_2024), (after, QUARTER_2025))
    return [
        Line(metric, value, period, period_type="Q", **more)  # type: ignore[arg-type]
        for value, period in pairs
        if value is not None
    ]


def stands(metric: str, value: str, on: str) -> Line:
    return Line(metric, value, Instant(day(on)))


REVENUE = quarterly("revenue", "200", "250")
COST = quarterly("cost_of_revenue", "100", "150")


def test_what_is_divided_by_what_is_a_row_of_the_registry() -> None:
    row = ("cost_ratio", "cost_of_revenue", "revenue", "fraction", "no_revenue", "cost / revenue")
    report = Report("10-Q", (*REVENUE, *COST), form="10-Q", known_at="2025-05-01")
    con = sound(warehouse(report, registry=registry(signals=[row])))
    assert ask(con, "select signal, value from mart.watchlist where fiscal_label = 'FY2025Q1'") == [
        ("cost_ratio", Decimal("0.6"))
    ]


def test_a_gross_margin_is_kept_or_lost() -> None:
    face = quarterly("gross_profit", "100", "100")
    assert watched(
        ("gross_margin", [*REVENUE, *COST]), ("gross_margin", [*REVENUE, *COST, *face])
    ) == [
        (Decimal("0.4"), Decimal("0.5"), Decimal("-0.1"), "down", "fraction", None, None)
    ] * 2  # fmt: skip


def in_days(*stock: Line) -> tuple[str, list[Line]]:
    return "inventory_days", [*REVENUE, *COST, *stock]


def test_inventory_in_days_of_cost() -> None:
    stock = stands("inventory", "50", "2024-03-31"), stands("inventory", "80", "2025-03-31")
    # 50 / 100 · 91 days of 2024, 80 / 150 · 90 days of 2025
    assert watched(in_days(*stock)) == [
        (48, Decimal("45.5"), Decimal("2.5"), "up", "days", None, None)
    ]


def test_what_stands_within_a_week_of_the_end_is_of_the_quarter() -> None:
    days = ("2025-03-24", "2025-04-07", "2025-03-23", "2025-04-08")
    rows = watched(*(in_days(stands("inventory", "80", on)) for on in days))
    assert [(row[0], row[5]) for row in rows] == [(48, None)] * 2 + [(None, "not_disclosed")] * 2


def test_the_nearest_of_two_days_is_the_quarters() -> None:
    near = stands("inventory", "80", "2025-03-30"), stands("inventory", "8", "2025-04-03")
    tied = stands("inventory", "80", "2025-03-30"), stands("inventory", "8", "2025-04-01")
    # of two as near, the earlier day
    assert [row[0] for row in watched(in_days(*near), in_days(*tied))] == [48, 48]


def twelve_months(metric: str, value: str) -> list[Line]:
    """Four quarters of one value, the last of which ends on 31 March 2025."""
    spans = (("2024-04-01", "2024-06-30"), ("2024-07-01", "2024-09-30"), ("2024-10-01", "2024-12-31"),
             ("2025-01-01", "2025-03-31"))  # fmt: skip
    return [Line(metric, value, span(*one), period_type="Q") for one in spans]


def test_obligations_are_told_against_twelve_months() -> None:
    lines = [*twelve_months("revenue", "100"), *twelve_months("cost_of_revenue", "50")]
    bound = stands("purchase_commitments", "300", "2025-03-31")
    owed = stands("remaining_performance_obligation", "900", "2025-03-31")
    supplied = stands("supply_commitments", "200", "2025-03-31")
    against, part, ahead, without = watched(
        ("purchase_commitments", [*lines, bound]), ("supply_commitments", [*lines, bound, supplied]),
        ("remaining_obligations", [*lines, owed]),
        ("remaining_obligations", [*lines[1:], owed]),
    )  # fmt: skip
    assert against == (Decimal("1.5"), None, None, None, "ratio", None, "no_prior_year")
    assert part[0] == Decimal(1)  # 200 of a year's 200: the part of the 300 that is its suppliers'
    assert ahead[0] == Decimal("2.25")
    assert without[5:] == ("no_four_quarters",) * 2


def test_the_burden_of_capital_spending_and_of_depreciation() -> None:
    lines = [
        *REVENUE, *quarterly("capital_expenditures", "20", "75"),
        *quarterly("depreciation_and_amortization", "20", "25"),
    ]  # fmt: skip
    assert [row[:4] for row in watched(("capex", lines), ("depreciation", lines))] == [
        (Decimal("0.3"), Decimal("0.1"), Decimal("0.2"), "up"),
        (Decimal("0.1"), Decimal("0.1"), 0, "level"),
    ]


def test_revenue_per_wafer_in_the_companys_currency() -> None:
    wafers = quarterly("wafer_shipments", "20000", "20000", unit="pure", decimals=0)
    nothing = quarterly("wafer_shipments", None, "0", unit="pure", decimals=0)
    some, none = watched(
        ("revenue_per_wafer", [*REVENUE, *wafers]), ("revenue_per_wafer", [*REVENUE, *nothing])
    )
    assert some[:5] == (12500, 10000, 2500, "up", "USD/wafer")
    assert none[5:] == ("no_units", "no_units")


def test_the_part_of_the_largest_customer() -> None:
    told = quarterly("customer_concentration", "0.13", "0.23", unit="pure", decimals=2)
    (only,) = watched(("customer_concentration", [*REVENUE, *told]))
    assert only[:5] == (Decimal("0.23"), Decimal("0.13"), Decimal("0.1"), "up", "fraction")


def test_the_margin_on_what_was_added() -> None:
    lines = [*REVENUE, *quarterly("operating_income", "20", "40")]
    assert watched(("incremental_margin", lines)) == [
        (Decimal("0.4"), None, None, None, "fraction", None, "no_prior_year")
    ]


def test_where_there_is_no_signal_there_is_a_reason() -> None:
    told: list[tuple[str, list[Line], str]] = [
        ("customer_concentration", REVENUE, "not_disclosed"),
        ("inventory_days", REVENUE, "not_disclosed"),
        ("gross_margin", [*quarterly("revenue", None, "0"), *COST], "no_revenue"),
        ("inventory_days", [*REVENUE, *quarterly("cost_of_revenue", None, "0"),
                            stands("inventory", "80", "2025-03-31")], "no_cost"),
        ("incremental_margin", REVENUE[1:], "not_disclosed"),
        # a held face line is not worked around: 250 - 150 is 100
        ("gross_margin", [*REVENUE, *COST, *quarterly("gross_profit", "100", "120")], "conflict"),
    ]  # fmt: skip
    rows = watched(*((signal, lines) for signal, lines, _ in told))
    assert [row[5:] for row in rows] == [(reason, reason) for *_, reason in told]


def test_every_quarter_has_every_signal_once() -> None:
    report = Report("10-Q", tuple(REVENUE), form="10-Q", period_end="2025-03-31",
                    known_at="2025-05-01")  # fmt: skip
    rows = ask(
        warehouse(report),
        "select fiscal_label, count(*), count(distinct signal) from mart.watchlist group by 1 order by 1",
    )
    assert rows == [("FY2024Q1", 10, 10), ("FY2025Q1", 10, 10)]
