"""What of the pools is put down to AI, and capex against sales: rows typed by hand."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.reports import (
    AMAZON_2024,
    Line,
    Report,
    ask,
    at,
    registry,
    segment,
    span,
    warehouse,
    year,
)
from warehouse.build import checks
from warehouse.registry.registry import Registry

EVIDENCE = "https://www.sec.gov/a"
SEGMENTS = [
    ("amazon", "2019", "AWS", "cloud", "1", None, None, None, EVIDENCE),
    ("nvidia", "company", None, "chips", "1", None, None, None, EVIDENCE),
]
NVIDIA = Report(
    "nvda",
    (
        Line("revenue", "60,000", year(2024)),
        Line("cost_of_revenue", "15,000", year(2024)),
        Line("operating_income", "30,000", year(2024)),
    ),
    cik="0001045810",
    known_at="2025-02-07",
)
MILLION = 10**6


def of(*shares: tuple[str | None, ...]) -> Registry:
    return registry(segments=SEGMENTS, ai_share=shares)


def share(
    low: str, mid: str, high: str, *, company: str = "nvidia", part: str | None = None,
    since: str | None = None, until: str | None = None, known: str | None = None,
    basis: str = "assumed",
) -> tuple[str | None, ...]:  # fmt: skip
    return (company, part, since, until, low, mid, high, basis, EVIDENCE, known)


def sound(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    assert [one.complaint for one in checks.run(con) if one.complaint] == []
    return con


def mids(con: duckdb.DuckDBPyConnection, company: str = "nvidia") -> list[tuple[object, ...]]:
    return ask(
        con,
        "select ai_revenue_mid_usd / 1e6, reason from mart.ai_pool"
        " where company_id = ? and calendar_period = '2024'",
        company,
    )


def test_a_share_gives_low_mid_and_high_and_says_on_what_basis() -> None:
    con = sound(warehouse(AMAZON_2024, NVIDIA, registry=of(share("0.5", "0.6", "0.8"))))
    assert ask(
        con,
        """
        select layer, basis, evidence,
            ai_revenue_low_usd / 1e6, ai_revenue_mid_usd / 1e6, ai_revenue_high_usd / 1e6,
            ai_gross_profit_low_usd / 1e6, ai_gross_profit_mid_usd / 1e6,
            ai_gross_profit_high_usd / 1e6, ai_operating_income_low_usd / 1e6,
            ai_operating_income_mid_usd / 1e6, ai_operating_income_high_usd / 1e6
        from mart.ai_pool where reason is null
        """,
    ) == [
        ("chips", "assumed", EVIDENCE, 30000, 36000, 48000, 22500, 27000, 36000,
         15000, 18000, 24000),
    ]  # fmt: skip


def test_what_a_cloud_earns_is_not_called_ai_without_a_share() -> None:
    con = sound(warehouse(AMAZON_2024, NVIDIA, registry=of(share("0.5", "0.6", "0.8"))))
    assert ask(
        con,
        "select segment, operating_income_usd / 1e6, ai_operating_income_mid_usd, basis, reason,"
        " ai_revenue_reason, ai_gross_profit_reason, ai_operating_income_reason"
        " from mart.ai_pool where layer = 'cloud'",
    ) == [("AWS", 39834, None, None, *["no_ai_share"] * 4)]


def test_a_share_of_a_segment_is_of_no_other_row() -> None:
    shares = of(share("0.1", "0.1", "0.1", company="amazon", part="aws segment"))
    con = sound(warehouse(AMAZON_2024, NVIDIA, registry=shares))
    assert ask(
        con, "select company_id, ai_revenue_mid_usd / 1e6 from mart.ai_pool order by company_id"
    ) == [("amazon", 10755.6), ("nvidia", None)]
    whole = of(share("0.1", "0.1", "0.1", company="amazon"))
    con = warehouse(AMAZON_2024, NVIDIA, registry=whole)
    assert mids(con, "amazon") == [(None, "no_ai_share")]


def test_what_is_missing_of_the_member_is_missing_with_its_own_reason() -> None:
    con = sound(
        warehouse(NVIDIA.with_lines(*NVIDIA.lines[::2]), registry=of(share("0.5", "0.6", "0.8")))
    )
    assert ask(
        con,
        "select ai_revenue_mid_usd / 1e6, ai_gross_profit_mid_usd, ai_gross_profit_reason, reason"
        " from mart.ai_pool where company_id = 'nvidia'",
    ) == [(36000, None, "not_disclosed", None)]


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2024-07-01", None, 36000),
        ("2024-07-02", None, None),
        (None, "2024-07-01", 36000),
        (None, "2024-06-30", None),
    ],
)
def test_the_share_of_the_middle_day_counts(
    since: str | None, until: str | None, found: int | None
) -> None:
    shares = of(share("0.5", "0.6", "0.8", since=since, until=until))
    assert mids(warehouse(NVIDIA, registry=shares)) == [(found, None if found else "no_ai_share")]


def test_a_quarter_has_a_middle_of_its_own() -> None:
    quarter = span("2024-10-01", "2024-12-31")
    report = Report(
        "Q4",
        tuple(Line(m, "1,000", quarter, period_type="Q") for m in ("revenue", "operating_income")),
        cik="0001045810",
    )
    for since, found in (("2024-11-15", 600), ("2024-11-16", None)):
        con = warehouse(report, registry=of(share("0.5", "0.6", "0.8", since=since)))
        assert ask(
            con,
            "select ai_revenue_mid_usd / 1e6 from mart.ai_pool where calendar_period = '2024Q4'"
            " and company_id = 'nvidia'",
        ) == [(found,)]


def test_of_two_judgements_the_one_known_last_counts_from_then_on() -> None:
    shares = of(
        share("0.5", "0.6", "0.8", known="2025-01-01T00:00:00+00:00"),
        share("0.1", "0.2", "0.3", known="2025-06-01T00:00:00+00:00"),
    )
    told = [
        mids(warehouse(NVIDIA, registry=shares, known_on=at(on)))
        for on in ("2025-03-01", "2025-07-01")
    ]
    assert told == [[(36000, None)], [(12000, None)]]
    late = of(share("0.5", "0.6", "0.8", known="2025-06-01T00:00:00+00:00"))
    assert mids(warehouse(NVIDIA, registry=late, known_on=at("2025-03-01"))) == [
        (None, "no_ai_share")
    ]


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.integers(0, MILLION), min_size=3, max_size=3).map(sorted),
    st.integers(1, 10**7),
    st.integers(-(10**6), 10**6),
)
def test_the_part_is_never_more_than_the_whole(
    shares: list[int], revenue: int, profit: int
) -> None:
    low, mid, high = (str(Decimal(one) / MILLION) for one in shares)
    report = NVIDIA.with_lines(
        Line("revenue", str(revenue), year(2024)),
        Line("operating_income", str(profit), year(2024)),
    )
    con = warehouse(report, registry=of(share(low, mid, high)))
    ((reason, whole, least, middle, most),) = ask(
        con,
        "select ai_revenue_reason, revenue_usd, ai_revenue_low_usd, ai_revenue_mid_usd,"
        " ai_revenue_high_usd from mart.ai_pool where company_id = 'nvidia'",
    )
    assert reason is None
    assert 0 <= least <= middle <= most <= whole  # type: ignore[operator]


def test_the_pages_queries_run() -> None:
    text = (Path(__file__).parents[2] / "docs/ai-pool.md").read_text(encoding="utf-8")
    first, second, sums, moved = re.findall(r"```sql\n(.*?)```", text, re.S)
    con = warehouse(AMAZON_2024, NVIDIA, registry=of(share("0.5", "0.6", "0.8")))
    assert [row[:4] for row in ask(con, first)] == [("2024", "chips", "nvidia", "assumed")]
    assert ask(con, second) == [("cloud", "2024", ["amazon"])]
    assert [row[:3] for row in ask(con, sums) if row[0] == "chips"] == [
        ("chips", "low", 15), ("chips", "mid", 18), ("chips", "high", 24)
    ]  # fmt: skip
    assert [row[:5] for row in ask(con, moved)] == [(1, "nvidia", None, 9, "chips")]


# --- capital expenditures against sales ------------------------------------------------------------

BUYERS = registry(
    segments=SEGMENTS,
    buildout=[
        ("amazon", "buyer", None, None, None, None, EVIDENCE),
        ("best_buy", "buyer", None, "2025-01-01", None, None, EVIDENCE),
        ("nvidia", "seller", "Data Center", None, None, None, EVIDENCE),
    ],
)
SPENT = Report("spent", (Line("capital_expenditures", "80,000", year(2024)),))
SOLD = Report(
    "sold",
    (segment("revenue", "20,000", year(2024), "Data Center", breakdown="product"),),
    cik="0001045810",
)
AGAINST = """
    select calendar_period, capex_usd / 1e6, sales_usd / 1e6, sales_to_capex, reason,
        capex_reason, sales_reason, buyers_known, buyers
    from mart.capex_against_sales order by 1
"""


def test_what_buyers_spend_and_sellers_sell() -> None:
    con = sound(warehouse(SPENT, SOLD, registry=BUYERS))
    assert ask(con, AGAINST) == [
        ("2024", 80000, 20000, Decimal("0.25"), None, None, None, 1, 1),
    ]
    assert ask(
        con,
        "select one.side, one.company_id, one.segment, one.value_usd / 1e6"
        " from (select unnest(members) as one from mart.capex_against_sales) order by 1",
    ) == [("buyer", "amazon", None, 80000), ("seller", "nvidia", "Data Center", 20000)]


def test_a_sum_that_lacks_somebody_is_not_told() -> None:
    lines = (*SPENT.lines, Line("capital_expenditures", "90,000", year(2025)))
    later = Report("spent", lines, period_end="2025-12-31", known_at="2026-02-06")
    con = sound(warehouse(later, SOLD, registry=BUYERS))
    assert ask(con, AGAINST)[1:] == [
        # best_buy counts from 2025 on and says nothing; nvidia neither
        ("2025", None, None, None, "coverage", "coverage", "coverage", 1, 2),
    ]
    assert ask(
        con,
        "select one.company_id, one.reason from (select unnest(members) as one"
        " from mart.capex_against_sales where calendar_period = '2025')"
        " where one.reason is not null order by 1",
    ) == [("best_buy", "not_collected"), ("nvidia", "not_collected")]


def test_a_segment_that_is_a_product_too_sells_once() -> None:
    both = SOLD.with_lines(*SOLD.lines, segment("revenue", "20,000", year(2024), "Data Center"))
    assert ask(warehouse(SPENT, both, registry=BUYERS), AGAINST)[0][2] == 20000


def test_of_no_spending_there_is_no_ratio() -> None:
    nothing = SPENT.with_lines(Line("capital_expenditures", "0", year(2024)))
    con = sound(warehouse(nothing, SOLD, registry=BUYERS))
    assert ask(con, AGAINST)[0][3:5] == (None, "no_capex")


def test_quarters_of_the_calendar_are_told_too() -> None:
    quarter = span("2024-07-01", "2024-09-30")
    form = {"form": "10-Q", "period_end": "2024-09-30", "known_at": "2024-11-01"}
    spent = Report(
        "q spent",
        (Line("capital_expenditures", "40", quarter, period_type="Q"),),
        **form,  # type: ignore[arg-type]
    )
    sold = Report(
        "q sold",
        (segment("revenue", "10", quarter, "Data Center", breakdown="product", period_type="Q"),),
        cik="0001045810",
        **form,  # type: ignore[arg-type]
    )
    rows = ask(sound(warehouse(spent, sold, registry=BUYERS)), AGAINST)
    assert rows == [("2024Q3", 40, 10, Decimal("0.25"), None, None, None, 1, 1)]


# --- sums and what moves them --------------------------------------------------------------------


BOTH = of(
    share("0.5", "0.6", "0.8"), share("0.1", "0.2", "0.5", company="amazon", part="AWS")
)  # fmt: skip


def test_scenarios_are_sums_and_shares_of_them() -> None:
    con = sound(warehouse(AMAZON_2024, NVIDIA, registry=BOTH))
    assert ask(
        con,
        "select scenario, layer, (ai_operating_income_usd / 1e6)::decimal(12, 1), profit_share, reason,"
        " members_assumed from mart.ai_layer order by layer, ai_operating_income_usd",
    ) == [
        # of 30,000 and of 39,834 million; 15,000 of 18,983.4 and so on
        ("low", "chips", 15000, Decimal("0.790164"), None, 1),
        ("mid", "chips", 18000, Decimal("0.693193"), None, 1),
        ("high", "chips", 24000, Decimal("0.546485"), None, 1),
        ("low", "cloud", Decimal("3983.4"), Decimal("0.209836"), None, 1),
        ("mid", "cloud", Decimal("7966.8"), Decimal("0.306807"), None, 1),
        ("high", "cloud", 19917, Decimal("0.453515"), None, 1),
    ]


def test_a_member_without_a_share_leaves_no_share_of_ai_profit() -> None:
    con = sound(warehouse(AMAZON_2024, NVIDIA, registry=of(share("0.5", "0.6", "0.8"))))
    assert ask(
        con,
        "select layer, profit_share, reason, without_share from mart.ai_layer"
        " where scenario = 'mid' order by layer",
    ) == [("chips", None, "no_ai_share", []), ("cloud", None, "no_ai_share", ["amazon"])]


def test_the_assumption_that_moves_the_answer_most_comes_first() -> None:
    con = warehouse(AMAZON_2024, NVIDIA, registry=BOTH)
    assert ask(
        con,
        "select place, company_id, (swing_usd / 1e6)::decimal(12, 1), leader, leader_share_at_low,"
        " leader_share_at_high from mart.ai_sensitivity order by place",
    ) == [
        # 19,917 - 3,983.4; 18,000 of 21,983.4 and of 37,917
        (1, "amazon", Decimal("15933.6"), "chips", Decimal("0.818800"), Decimal("0.474721")),
        # 24,000 - 15,000; 15,000 of 22,966.8 and 24,000 of 31,966.8
        (2, "nvidia", 9000, "chips", Decimal("0.653117"), Decimal("0.750779")),
    ]
