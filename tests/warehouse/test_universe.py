"""What a share is over: layers that are stated, and through time the same members."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from tests.builders.reports import LAYERS, Line, Report, ask, registry, span, warehouse, year
from warehouse.build import checks

EVIDENCE = "https://www.sec.gov/Archives/edgar/data/1/"
COMPANIES = [
    (slug, slug.title(), "US", "USD", "12-31", "year_of_end", None)
    for slug in ("alpha", "beta", "gamma", "delta")
]
SEGMENTS = [
    ("alpha", "company", None, "chips", "1", None, None, None, EVIDENCE),
    ("beta", "company", None, "cloud", "1", None, None, None, EVIDENCE),
    ("gamma", "company", None, "software", "1", None, None, None, EVIDENCE),
    ("delta", "company", None, "software", "1", None, None, None, EVIDENCE),
]


def told(company: str, when: int, revenue: str, profit: str, gross: str | None = None) -> Report:
    """A year's revenue, operating income and gross profit, in millions."""
    lines = [Line("revenue", revenue, year(when)), Line("operating_income", profit, year(when))]
    if gross is not None:
        lines.append(Line("gross_profit", gross, year(when)))
    return Report(
        f"{company}-{when}", tuple(lines), cik=None, company_id=company,
        period_end=f"{when}-12-31", known_at=f"{when + 1}-02-07",
    )  # fmt: skip


def pools(*reports: Report) -> duckdb.DuckDBPyConnection:
    """A warehouse of them, all checks of which hold."""
    con = warehouse(
        *reports, registry=registry(companies=COMPANIES, identifiers=[], segments=SEGMENTS)
    )
    assert [one.complaint for one in checks.run(con) if one.complaint] == []
    return con


# alpha earns 60, beta 30, gamma 9 and delta 1 in 2022
FIRST = (told("alpha", 2022, "100", "60"), told("beta", 2022, "100", "30"),
         told("gamma", 2022, "40", "9"), told("delta", 2022, "60", "1"))  # fmt: skip

SHARES = """
    select layer, revenue_share, profit_share, universe, share_layers, universe_coverage, reason
    from mart.profit_pool where calendar_period = ? order by layer
"""
ALL = ["chips", "cloud", "software"]


def test_a_share_says_which_layers_it_is_over() -> None:
    assert ask(pools(*FIRST), SHARES, "2022") == [
        ("chips", Decimal("0.333333"), Decimal("0.6"), ALL, ALL, 1, None),
        ("cloud", Decimal("0.333333"), Decimal("0.3"), ALL, ALL, 1, None),
        ("software", Decimal("0.333333"), Decimal("0.1"), ALL, ALL, 1, None),
    ]


def test_without_a_small_layer_shares_are_over_the_others_and_say_so() -> None:
    """Delta was 60 of the 100 that software sold: its layer is open, and was 10 % of the profit."""
    con = pools(*FIRST, told("alpha", 2023, "150", "80"), told("beta", 2023, "100", "20"),
                told("gamma", 2023, "50", "12"))  # fmt: skip
    two = ["chips", "cloud"]
    assert ask(con, SHARES, "2023") == [
        ("chips", Decimal("0.6"), Decimal("0.8"), ALL, two, Decimal("0.9"), None),
        ("cloud", Decimal("0.4"), Decimal("0.2"), ALL, two, Decimal("0.9"), None),
        ("software", None, None, ALL, two, Decimal("0.9"), "coverage"),
    ]


def test_one_layer_that_is_known_has_not_all_of_the_profit() -> None:
    """Cloud and software earned 40 % of the year before: less than two thirds are no universe."""
    con = pools(*FIRST, told("beta", 2023, "100", "20"), told("gamma", 2023, "50", "12"),
                told("delta", 2023, "60", "2"))  # fmt: skip
    assert ask(con, SHARES, "2023") == [
        (layer, None, None, ALL, [], Decimal("0.4"), "coverage") for layer in ALL
    ]


def test_a_layer_of_which_no_year_is_known_leaves_no_universe() -> None:
    assert ask(pools(*FIRST[:2]), SHARES, "2022") == [
        (layer, None, None, ALL, [], None, "coverage") for layer in ALL
    ]


def test_shares_of_quarters_are_measured_by_the_year_before() -> None:
    """Alpha alone reports the quarter: 60 of the 100 of 2022, so it has no share of it."""
    days = span("2023-01-01", "2023-03-31")
    quarter = Report(
        "alpha-q1",
        (Line("revenue", "40", days, period_type="Q"),
         Line("operating_income", "25", days, period_type="Q")),
        cik=None, company_id="alpha", form="10-Q", period_end="2023-03-31", known_at="2023-05-01",
    )  # fmt: skip
    rows = ask(pools(*FIRST, quarter), SHARES, "2023Q1")
    assert [(layer, share, reason) for layer, _, share, *_, reason in rows] == [
        (layer, None, "coverage") for layer in ALL
    ]


# --- members whose documents are not collected -------------------------------------------------------

UNSIZED = """
    select layer, coverage, profit_share, missing, members_sized, unsized, universe_sized, reason
    from mart.profit_pool where calendar_period = '2022' order by layer
"""


def chain(*more: tuple[str, str, str], reports: Sequence[Report] = FIRST) -> list[tuple[Any, ...]]:
    """The pools of 2022 with further companies: name, layer, what they publish."""
    companies = [
        (name, name.title(), "US", "USD", "12-31", "year_of_end", None, publishes)
        for name, _, publishes in more
    ]
    segments = [
        (name, "company", None, layer, "1", None, None, None, EVIDENCE) for name, layer, _ in more
    ]
    con = warehouse(*reports, registry=registry(
        companies=[*COMPANIES, *companies], identifiers=[], segments=[*SEGMENTS, *segments],
        layers=[*LAYERS, ("models", "Models", "Models of language", "4")],
    ))  # fmt: skip
    assert [one.complaint for one in checks.run(con) if one.complaint] == []
    return ask(con, UNSIZED)


def test_a_member_without_documents_is_named_and_leaves_the_others_told() -> None:
    """Epsilon in chips: coverage and shares are over those of known size, and say who is not."""
    chips, cloud, models, software = chain(("epsilon", "chips", "reports"))
    part, named = Decimal("0.8"), [{"company_id": "epsilon", "reason": "not_collected"}]
    assert chips == ("chips", 1, Decimal("0.6"), ["epsilon"], 1, named, part, None)
    assert cloud == ("cloud", 1, Decimal("0.3"), [], 1, [], part, None)
    assert software == ("software", 1, Decimal("0.1"), [], 2, [], part, None)
    assert models[:3] == ("models", None, None)  # it has no member at all


def test_without_the_size_of_most_members_there_is_no_share() -> None:
    """Of nine members four are of known size: nothing says what they are a part of."""
    unknown = [(f"unknown_{n}", "chips", "reports") for n in range(1, 6)]
    for layer, coverage, share, *_, sized, reason in chain(*unknown):
        assert (share, reason) == (None, "coverage"), layer
        assert coverage == (None if layer == "models" else 1)
        assert sized == Decimal("0.444444")
    # of eight, half is enough
    assert [row[2] for row in chain(*unknown[:4])] == [
        Decimal("0.6"), Decimal("0.3"), None, Decimal("0.1")
    ]  # fmt: skip


def test_a_layer_of_private_companies_is_outside_of_the_universe() -> None:
    """Zeta publishes nothing: its layer says so, and the shares of the others are told."""
    chips, _, models, _ = chain(("zeta", "models", "none"))
    assert (chips[2], chips[-2]) == (Decimal("0.6"), 1)
    named = [{"company_id": "zeta", "reason": "not_disclosed"}]
    assert models == ("models", None, None, ["zeta"], 0, named, 1, "not_disclosed")


def test_a_private_member_of_a_layer_is_of_unknown_size() -> None:
    chips, *_ = chain(("zeta", "chips", "none"))
    assert chips[5:] == ([{"company_id": "zeta", "reason": "not_disclosed"}], Decimal("0.8"), None)


# --- through time ----------------------------------------------------------------------------------

SECOND = (told("alpha", 2023, "150", "80"), told("beta", 2023, "100", "20"),
          told("gamma", 2023, "50", "12"))  # fmt: skip
TREND = """
    select layer, calendar_period, profit_share, profit_share_change, share_layers, companies, reason
    from mart.profit_pool_trend where first_period = '2022' and last_period = '2023'
    order by layer, calendar_period
"""


def test_a_trend_compares_the_same_members_and_layers() -> None:
    """Without delta: 60 of 60 + 30, not 60 of 100 as 2022 alone has it; then 80 of 100."""
    two = ["chips", "cloud"]
    assert ask(pools(*FIRST, *SECOND), TREND) == [
        ("chips", "2022", Decimal("0.666667"), 0, two, ["alpha"], None),
        ("chips", "2023", Decimal("0.8"), Decimal("0.133333"), two, ["alpha"], None),
        ("cloud", "2022", Decimal("0.333333"), 0, two, ["beta"], None),
        ("cloud", "2023", Decimal("0.2"), Decimal("-0.133333"), two, ["beta"], None),
        ("software", "2022", None, None, two, ["gamma"], "coverage"),
        ("software", "2023", None, None, two, ["gamma"], "coverage"),
    ]


def test_a_layer_that_lacks_a_member_shows_how_the_others_changed() -> None:
    """Software falls from 100 to 50, for delta is missing; gamma grew from 40 to 50."""
    assert ask(
        pools(*FIRST, *SECOND),
        """
        select revenue_usd / 1e6, coverage, missing, like_for_like_members,
            like_for_like_revenue_growth, like_for_like_profit_change_usd / 1e6
        from mart.profit_pool where calendar_period = '2023' and layer = 'software'
        """,
    ) == [(50, Decimal("0.454545"), ["delta"], 1, Decimal("0.25"), 3)]  # 50 of 50 and 60


# --- margins and losses ----------------------------------------------------------------------------


def margins(*software: Report) -> object:
    con = pools(*FIRST[:2], *software)
    return ask(
        con,
        """
        select gross_margin, operating_margin, disclosed_gross_margin, disclosed_operating_margin,
            gross_profit_coverage, gross_margin_reason
        from mart.profit_pool where layer = 'software' and calendar_period = '2022'
        """,
    )


def test_a_gross_margin_of_some_members_does_not_stand_beside_the_operating_margin_of_all() -> None:
    """Gamma prints 8 of 40 as gross profit and keeps 4; delta, which prints none, keeps 30 of 60."""
    assert margins(told("gamma", 2022, "40", "4", "8"), told("delta", 2022, "60", "30")) == [
        (None, Decimal("0.34"), Decimal("0.2"), Decimal("0.1"), Decimal("0.4"), "coverage")
    ]


def test_nor_where_nearly_all_disclose_it_and_it_would_be_below() -> None:
    """9.5 of 95 is less than what all keep: 5 of 95, and 5 of the 5 that are not in it."""
    assert margins(told("gamma", 2022, "95", "5", "9.5"), told("delta", 2022, "5", "5")) == [
        (Decimal("0.1"), Decimal("0.1"), Decimal("0.1"), Decimal("0.052632"), Decimal("0.95"), None)
    ]
    assert margins(told("gamma", 2022, "95", "6", "9.5"), told("delta", 2022, "5", "5")) == [
        (None, Decimal("0.11"), Decimal("0.1"), Decimal("0.063158"), Decimal("0.95"), "coverage")
    ]


def test_a_gross_margin_below_the_operating_margin_stops_the_build() -> None:
    con = warehouse(
        *FIRST[:2], told("gamma", 2022, "40", "9", "8"), told("delta", 2022, "60", "1", "6"),
        registry=registry(companies=COMPANIES, identifiers=[], segments=[*SEGMENTS[:3]]),
    )  # fmt: skip
    assert [one.complaint for one in checks.run(con) if one.complaint] == [
        "gross_margin_covers_operating: 1 of 1 (software 2022: gross margin 0.2 and operating"
        " margin 0.225 of the same members; shown 0.2 and 0.225)"
    ]


def test_losses_stand_beside_the_profits_and_both_wholes_are_told() -> None:
    """Software: gamma earns 9, delta loses 19, so -10; it has no share of 90, and -0.125 of 80."""
    con = pools(*FIRST[:3], told("delta", 2022, "60", "-19"))
    assert ask(
        con,
        """
        select profits_usd / 1e6, losses_usd / 1e6, operating_income_usd / 1e6,
            pool_of_profits_usd / 1e6, net_pool_usd / 1e6, profit_share, net_profit_share
        from mart.profit_pool where layer = 'software' and calendar_period = '2022'
        """,
    ) == [(9, -19, -10, 90, 80, 0, Decimal("-0.125"))]


@pytest.mark.parametrize(("framework", "marked"), [("undivided", 1), ("company", 0)])
def test_a_company_that_enters_undivided_is_marked(framework: str, marked: int) -> None:
    segments = [(*SEGMENTS[0][:1], framework, *SEGMENTS[0][2:])]
    con = warehouse(
        FIRST[0], registry=registry(companies=COMPANIES, identifiers=[], segments=segments)
    )
    assert ask(
        con,
        "select members_undivided, undivided_revenue from mart.profit_pool where layer = 'chips'",
    ) == [(marked, marked)]
