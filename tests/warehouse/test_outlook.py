"""Growth over a year, and guidance beside what came: rows typed by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.model import PeriodType
from tests.builders.reports import (
    AMAZON_2024,
    Line,
    Report,
    ask,
    day,
    registry,
    span,
    warehouse,
    year,
)
from warehouse.build import checks
from warehouse.registry.declarations import TABLES
from warehouse.registry.registry import Table

NVIDIA = {"cik": "0001045810", "fiscal_year_end": "01-25"}
NO_RATES = Table(TABLES["fx"].names, ())
FIRST_QUARTER = span("2025-01-27", "2025-04-27")


def fiscal(number: int, revenue: str, profit: str, **more: object) -> tuple[Line, ...]:
    """Revenue and operating income of a year from July to June, in millions."""
    days = span(f"{number - 1}-07-01", f"{number}-06-30")
    return (
        Line("revenue", revenue, days, **more),  # type: ignore[arg-type]
        Line("operating_income", profit, days, **more),  # type: ignore[arg-type]
    )


MICROSOFT = Report(
    "msft",
    (*fiscal(2024, "245,122", "109,433"), *fiscal(2023, "211,915", "88,523")),
    fiscal_year_end="06-30",
    period_end="2024-06-30",
)


def growth(*reports: Report, columns: str) -> list[tuple[object, ...]]:
    con = warehouse(*reports)
    assert [one.complaint for one in checks.run(con) if one.complaint] == []
    return ask(con, f"select {columns} from mart.growth")


# --- growth ----------------------------------------------------------------------------------------


def test_growth_of_microsofts_fiscal_2024() -> None:
    assert growth(
        MICROSOFT,
        columns="fiscal_label, revenue / 1e6, round(revenue_growth, 3), operating_income / 1e6,"
        " round(operating_income_growth, 3), prior_fiscal_label, reason",
    ) == [
        ("FY2024", 245122, Decimal("0.157"), 109433, Decimal("0.236"), "FY2023", None),
        ("FY2023", 211915, None, 88523, None, None, "no_prior_year"),
    ]


def test_growth_rests_on_four_figures() -> None:
    con = warehouse(MICROSOFT)
    assert ask(
        con,
        """
        select l.quote
        from mart.growth as g, unnest([
            g.revenue_figure_id, g.prior_revenue_figure_id, g.operating_income_figure_id,
            g.prior_operating_income_figure_id
        ]) as u (figure_id)
        join mart.figure_lineage as l using (figure_id)
        where g.fiscal_label = 'FY2024' order by l.quote
        """,
    ) == [("109,433",), ("211,915",), ("245,122",), ("88,523",)]


@pytest.mark.parametrize(
    ("now", "before", "found", "reason"),
    [
        ("100", "-5", None, "no_positive_base"),
        ("-12", "8", Decimal("-2.5"), None),
        ("8", "0", None, "no_positive_base"),
    ],
)
def test_growth_of_profit_needs_a_profit_to_grow_from(
    now: str, before: str, found: Decimal | None, reason: str | None
) -> None:
    report = MICROSOFT.with_lines(*fiscal(2024, "245,122", now), *fiscal(2023, "211,915", before))
    assert growth(report, columns="operating_income_growth, reason")[0] == (found, reason)


def test_a_year_of_53_weeks_follows_one_of_52() -> None:
    report = Report(
        "nvda",
        (
            Line("revenue", "26,974", span("2022-01-31", "2023-01-29")),
            Line("revenue", "60,922", span("2023-01-30", "2024-01-28")),
            Line("revenue", "53,948", span("2021-01-25", "2022-01-30")),
        ),
        **NVIDIA,  # type: ignore[arg-type]
    )
    assert growth(report, columns="fiscal_label, revenue_growth") == [
        ("FY2024", Decimal("1.258545")),
        ("FY2023", Decimal("-0.5")),
        ("FY2022", None),
    ]


def test_a_year_does_not_grow_from_nine_months_nor_another_basis() -> None:
    other = (
        Line("revenue", "100", span("2023-01-01", "2023-09-30"), period_type="9M"),
        Line("revenue", "100", year(2023), basis="non_gaap"),
        Line("revenue", "100", year(2022)),
    )
    report = AMAZON_2024.with_lines(Line("revenue", "200", year(2024)), *other)
    assert {row[0] for row in growth(report, columns="revenue_growth_reason")} == {"no_prior_year"}


# --- guidance --------------------------------------------------------------------------------------


def expected(value: str, bound: str, metric: str = "revenue", **more: object) -> Line:
    quarter: PeriodType = "Q"
    options: dict[str, object] = {"period_type": quarter, "bound": bound} | more
    return Line(metric, value, FIRST_QUARTER, **options)  # type: ignore[arg-type]


OUTLOOK = Report(
    "outlook",
    (
        expected("42,140", "low"),
        expected("43,000", "mid"),
        expected("43,860", "high"),
        expected("0.701", "low", "gross_margin", unit="pure", decimals=3),
        expected("0.706", "mid", "gross_margin", unit="pure", decimals=3),
        expected("0.711", "high", "gross_margin", unit="pure", decimals=3),
        expected("0.71", "mid", "gross_margin", unit="pure", decimals=3, basis="non_gaap"),
    ),
    form="8-K", period_end="2025-01-26", known_at="2025-02-26", **NVIDIA,  # type: ignore[arg-type]
)  # fmt: skip
CAME = Report(
    "came",
    (
        Line("revenue", "44,062", span("2025-01-27", "2025-04-27"), period_type="Q"),
        Line("gross_profit", "26,668", span("2025-01-27", "2025-04-27"), period_type="Q"),
        Line("gross_margin", "0.61", span("2025-01-27", "2025-04-27"), period_type="Q",
             unit="pure", decimals=3, basis="non_gaap"),
    ),
    form="10-Q", period_end="2025-04-27", known_at="2025-05-28", **NVIDIA,  # type: ignore[arg-type]
)  # fmt: skip
QUESTION = """
    select metric, basis, unit, low, mid, high, actual, surprise, reason
    from mart.guidance order by metric, basis
"""


def test_guidance_before_it_is_met() -> None:
    con = warehouse(OUTLOOK)
    assert ask(
        con, "select distinct company_id, fiscal_label, period_start, period_end, known_at::date,"
        " is_latest, document, actual_known_at from mart.guidance"
    ) == [
        ("nvidia", "FY2026Q1", day("2025-01-27"), day("2025-04-27"), day("2025-02-26"), True,
         OUTLOOK.sha256, None)
    ]  # fmt: skip
    assert {row[6:] for row in ask(con, QUESTION)} == {(None, None, "not_yet_reported")}


def test_guidance_against_what_came() -> None:
    con = warehouse(OUTLOOK, CAME)
    million = 10**6
    assert ask(con, QUESTION) == [
        ("gross_margin", "gaap", "pure", Decimal("0.701"), Decimal("0.706"), Decimal("0.711"),
         Decimal("0.605238"), Decimal("-0.100762"), None),  # 26,668 / 44,062
        ("gross_margin", "non_gaap", "pure", None, Decimal("0.71"), None, Decimal("0.61"),
         Decimal("-0.1"), None),
        ("revenue", "gaap", "USD", 42140 * million, 43000 * million, 43860 * million,
         44062 * million, 1062 * million, None),
    ]  # fmt: skip
    assert ask(
        con,
        """
        select g.metric, g.basis, list(l.quote order by l.quote)
        from mart.guidance as g, unnest(g.actual_figure_ids) as u (figure_id)
        join mart.figure_lineage as l using (figure_id) group by all order by all
        """,
    ) == [
        ("gross_margin", "gaap", ["26,668", "44,062"]),
        ("gross_margin", "non_gaap", ["0.61"]),
        ("revenue", "gaap", ["44,062"]),
    ]
    assert [one.complaint for one in checks.run(con) if one.complaint] == []


def test_days_of_the_outlook_may_be_off_by_a_week() -> None:
    shifted = tuple(
        Line(line.metric, line.value, span("2025-02-01", "2025-04-30"), period_type="Q",
             bound=line.bound)
        for line in OUTLOOK.lines[:3]
    )  # fmt: skip
    con = warehouse(OUTLOOK.with_lines(*shifted), CAME)
    assert ask(con, "select actual / 1e6, surprise / 1e6 from mart.guidance") == [(44062, 1062)]


def test_the_middle_of_a_range_is_between_its_ends() -> None:
    con = warehouse(OUTLOOK.with_lines(expected("151.0", "low"), expected("155.5", "high")), CAME)
    assert ask(con, "select mid / 1e6 from mart.guidance") == [(Decimal("153.25"),)]


def test_a_lower_bound_alone_has_no_middle_and_no_surprise() -> None:
    con = warehouse(OUTLOOK.with_lines(expected("42,000", "low")), CAME)
    assert ask(con, "select mid, actual / 1e6, surprise, reason from mart.guidance") == [
        (None, 44062, None, "only_a_bound")
    ]


def test_outlooks_of_one_week_that_differ_wait_for_a_person() -> None:
    first = OUTLOOK.with_lines(expected("43,000", "mid"))
    slides = Report(
        "slides", (expected("45,000", "mid"),), form="8-K", period_end="2025-01-26",
        known_at="2025-02-28", **NVIDIA,  # type: ignore[arg-type]
    )  # fmt: skip
    question = "select mid / 1e6, surprise / 1e6, reason from mart.guidance order by mid"
    con = warehouse(first, slides, CAME)
    assert ask(con, question) == [(43000, None, "conflict"), (45000, None, "conflict")]
    query = "select metric, holds, held_back, len(rivals) from mart.conflict"
    assert ask(con, query) == [("guidance_revenue", True, ["guidance_revenue"], 2)]
    assert [one.complaint for one in checks.run(con) if one.complaint] == []
    [(key,)] = ask(con, "select distinct figure_key from stg.vintage where kind = 'guidance'")
    word = ("looked at both", "slide 4", "a reviewer", "2025-06-01T00:00:00+00:00")
    for verdict, latest, surprise in (("accept", 45000, -938), ("reject", 43000, 1062)):
        said = ("r1", str(key), slides.sha256, None, None, None, None, verdict, *word)
        judged = warehouse(first, slides, CAME, registry=registry(reviews=[said]))
        assert ask(
            judged, "select mid / 1e6, surprise / 1e6 from mart.guidance where is_latest"
        ) == [(latest, surprise)]
        assert ask(judged, "select holds, settled_by from mart.conflict") == [(False, "r1")]


def test_each_outlook_stays_and_the_last_is_marked() -> None:
    raised = Report(
        "raised", (expected("45,000", "mid"),), form="8-K", period_end="2025-01-26",
        known_at="2025-04-15", **NVIDIA,  # type: ignore[arg-type]
    )  # fmt: skip
    con = warehouse(OUTLOOK.with_lines(expected("43,000", "mid")), raised, CAME)
    assert ask(con, "select mid / 1e6, surprise / 1e6, is_latest from mart.guidance") == [
        (45000, -938, True),
        (43000, 1062, False),
    ]


def test_an_outlook_in_dollars_is_met_at_the_average_rate_of_the_period() -> None:
    """TSMC, fourth quarter of 2024: NT$ 868,461 m at the published 32.3428 are US$ 26,851.76 m."""
    quarter = span("2024-10-01", "2024-12-31")
    tsmc = {"cik": "0001046179", "fiscal_year_end": "12-31"}
    expected_in_dollars = tuple(
        Line("revenue", value, quarter, period_type="Q", bound=bound, basis="ifrs")
        for bound, value in (("low", "26,100"), ("high", "26,900"))
    )
    told = Report(
        "told", expected_in_dollars, form="6-K", period_end="2024-09-30", known_at="2024-10-17",
        **tsmc,
    )  # fmt: skip
    came = Report(
        "came",
        (Line("revenue", "868,461", quarter, period_type="Q", basis="ifrs", unit="TWD"),),
        form="6-K", known_at="2025-01-16", **tsmc,
    )  # fmt: skip
    book = registry(
        companies=[("tsmc", "TSMC", "TW", "TWD", "12-31", "year_of_end", None)],
        identifiers=[("tsmc", "cik", "0001046179", None, None)],
        fx=[("TWD", "2024-10-01", "2024-12-31", "32.3428", "https://www.federalreserve.gov/")],
    )
    columns = (
        "mid / 1e6, (actual / 1e6)::decimal(12, 2), actual_average_rate_per_usd, outcome, reason"
    )
    con = warehouse(told, came, registry=book)
    assert ask(con, f"select {columns} from mart.guidance") == [
        (26500, Decimal("26851.76"), Decimal("32.3428"), "within", None)
    ]
    assert [one.complaint for one in checks.run(con) if one.complaint] == []
    # "based on the exchange rate assumption of 1 US dollar to 32 NT dollars": 868,461 / 32
    rate = Line("exchange_rate", "32", quarter, period_type="Q", decimals=None, unit="TWD/USD",
                bound="mid", basis="ifrs")  # fmt: skip
    assuming = told.with_lines(*expected_in_dollars, rate)
    rated = f"{columns}, assumed_rate_per_usd, assumed_rate_figure_id is not null"
    for rates in (book, replace(book, tables={**book.tables, "fx": NO_RATES})):
        con = warehouse(assuming, came, registry=rates)
        assert ask(con, f"select {rated} from mart.guidance") == [
            (26500, Decimal("27139.41"), None, "above", None, 32, True)
        ]
    # of two rates neither, and the rate of another period is none of this one's
    for other in (replace(rate, value="33"), replace(rate, unit="KRW/USD")):
        several = told.with_lines(*expected_in_dollars, other) if other.unit != rate.unit else (
            told.with_lines(*expected_in_dollars, replace(rate, basis="gaap"), other)
        )  # fmt: skip
        con = warehouse(several, came, registry=book)
        assert ask(con, f"select {columns} from mart.guidance") == [
            (26500, Decimal("26851.76"), Decimal("32.3428"), "within", None)
        ]
    without = warehouse(told, came, registry=replace(book, tables={**book.tables, "fx": NO_RATES}))
    assert ask(without, f"select {columns} from mart.guidance") == [
        (26500, None, None, None, "fx_missing")
    ]
