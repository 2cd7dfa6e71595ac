"""Each check catches what it is for, and complains when it compared nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.errors import BuildError
from tests.builders.monthly_edition import TSMC, TSMC_CODE, Edition
from tests.builders.reports import (
    AMAZON_2024,
    COMPANIES,
    IDENTIFIERS,
    Line,
    Report,
    Warehouse,
    ask,
    registry,
    segment,
    span,
    warehouse,
    year,
)
from warehouse.build import checks
from warehouse.relations.order import SQL

CLOUD = registry(
    companies=[*COMPANIES, TSMC],
    identifiers=[*IDENTIFIERS, TSMC_CODE],
    segments=[
        ("amazon", "2019", "AWS", "cloud", "1", None, None, None, "https://www.sec.gov/a"),
        ("nvidia", "company", None, "chips", "1", None, None, None, "https://www.sec.gov/n"),
    ],
    claims=[
        (
            "aws_revenue_2024",
            "AWS sold 107.6 bn",
            "107.6",
            "billion",
            "equals",
            "its revenue",
            "revenue",
            "amazon",
            "AWS",
            "gaap",
            "FY2024",
        ),
        (
            "tsmc_gross_margin_2024",
            "TSMC keeps 56.1 %",
            "56.1",
            "percent",
            "equals",
            "its margin",
            "gross_margin",
            "tsmc",
            None,
            "ifrs",
            "FY2024",
        ),
    ],
    ai_share=[("nvidia", None, None, None, "0.7", "0.8", "0.9", "assumed", None, None)],
    buildout=[
        ("nvidia", "buyer", None, None, None, None, "https://www.sec.gov/n"),
        ("amazon", "seller", "AWS", None, None, None, "https://www.sec.gov/a"),
    ],
)
QUARTERS = [
    ("13,000", "2024-01-01", "2024-03-31"),
    ("14,000", "2024-04-01", "2024-06-30"),
    ("16,000", "2024-07-01", "2024-09-30"),
    ("17,922", "2024-10-01", "2024-12-31"),
]
NVIDIA = Report(
    "nvda",
    (
        Line("revenue", "60,922", year(2024)),
        Line("operating_income", "32,972", year(2024)),
        Line("gross_profit", "44,301", year(2024)),
        *(
            Line("revenue", value, span(start, end), period_type="Q")
            for value, start, end in QUARTERS
        ),
        Line("cost_of_revenue", "4,000", span(*QUARTERS[0][1:]), period_type="Q"),
        Line("revenue", "50,000", year(2023)),
        Line("operating_income", "24,000", year(2023)),
        Line("capital_expenditures", "1,069", year(2024)),
        Line("capital_expenditures", "5", year(2024), unit="TWD"),  # at a rate that nobody gives
    ),
    cik="0001045810",
)


@pytest.fixture(scope="module")
def built() -> Iterator[Warehouse]:
    empty = Report("empty", refusals=(("all", "empty"),))
    july = Edition("110", "2025-08-10")
    with warehouse(AMAZON_2024, NVIDIA, empty, july, registry=CLOUD) as con:
        yield con.whole()


@pytest.fixture
def con(built: Warehouse) -> Iterator[Warehouse]:
    """The one build; what a test changes is taken back."""
    built.execute("begin")
    yield built
    built.execute("rollback")


def failed(con: Warehouse) -> set[str]:
    return {check.name for check in checks.run(con) if check.complaint}


def test_a_sound_build_passes_and_every_check_compares_something(
    con: Warehouse,
) -> None:
    done = checks.enforce(con)
    assert {check.name for check in done} == {path.stem for path in (SQL / "check").glob("*.sql")}
    assert [check.name for check in done if not check.compared] == []


@pytest.mark.parametrize(
    ("sql", "check"),
    [
        ("delete from raw.origin where sha256 = (select min(sha256) from raw.origin)",
         "documents_have_origins"),
        ("update mart.monthly_revenue set revenue = revenue + 1", "monthly_revenue_is_traced"),
        ("insert into mart.monthly_revenue from mart.monthly_revenue", "monthly_revenue_is_traced"),
        ("delete from mart.coverage where figures = 0", "documents_are_covered"),
        ("update mart.profit_pool set disclosed_gross_margin = disclosed_operating_margin - 0.01",
         "gross_margin_covers_operating"),
        ("insert into mart.coverage from mart.coverage limit 1", "documents_are_covered"),
        ("insert into raw.figure from raw.figure limit 1", "raw_keys_are_unique"),
        ("insert into raw.fact from raw.fact limit 1", "raw_keys_are_unique"),
        ("delete from raw.fact where locator = 'xbrl_id:f-3'", "figures_rest_on_facts"),
        ("delete from raw.figure_input", "figures_rest_on_facts"),
        ("update raw.figure set value = value + 1 where segment = 'AWS'", "figures_are_their_inputs"),
        ("update raw.fact set value = null", "figures_are_their_inputs"),
        ("update raw.figure_input set weight = -1", "figures_are_their_inputs"),
        ("update raw.fact set document = 'other' where locator = 'xbrl_id:f-3'",
         "figures_rest_on_facts"),
        ("delete from stg.vintage where segment = 'AWS'", "figures_keep_their_place"),
        ("insert into stg.vintage from stg.vintage limit 1", "figures_keep_their_place"),
        ("delete from stg.current_figure where segment = 'AWS'", "keys_have_one_value"),
        ("insert into stg.current_figure from stg.current_figure limit 1", "keys_have_one_value"),
        ("update stg.current_figure set value = null where segment = 'AWS'", "keys_have_one_value"),
        ("update stg.current_figure set reason = 'conflict' where segment = 'AWS'",
         "keys_have_one_value"),
        ("update mart.segment_margin set operating_margin = null where segment = 'AWS'",
         "nulls_have_reasons"),
        ("update mart.company_margin set revenue_reason = 'conflict'", "nulls_have_reasons"),
        ("update mart.segment_margin set gross_margin_reason = 'no idea'", "nulls_have_reasons"),
        ("insert into mart.company_margin from mart.company_margin", "margin_grain"),
        ("update stg.current_figure set standing_value = 1 where segment = 'AWS'",
         "closes_or_conflicts"),
        ("update mart.figure_lineage set quote = null where segment = 'AWS'",
         "every_number_is_traced"),
        ("delete from mart.figure_lineage where segment = 'AWS'", "every_number_is_traced"),
        ("delete from ref.companies where company_id = 'nvidia'", "registry_names_companies"),
        ("update mart.profit_pool set revenue_share = revenue_share * 1.00001",
         "pool_shares_sum_to_one"),
        ("update mart.profit_pool set profit_share = 0.5 where layer = 'chips'",
         "pool_shares_sum_to_one"),
        ("update mart.profit_pool set operating_margin = operating_margin + 0.0001",
         "pool_shares_sum_to_one"),
        ("insert into mart.profit_pool_member from mart.profit_pool_member",
         "pool_members_enter_once"),
        ("insert into mart.profit_pool_member select * replace ('company' as entry,"
         " null as segment) from mart.profit_pool_member where segment = 'AWS'",
         "pool_members_enter_once"),
        ("update mart.profit_pool_member set weight = 1.1", "pool_members_enter_once"),
        ("delete from mart.profit_pool_member where layer = 'chips'", "pools_are_their_members"),
        ("update mart.profit_pool_member set revenue_usd = revenue_usd + 1",
         "pools_are_their_members"),
        ("update mart.profit_pool_member set operating_income_figure_ids = ['none']",
         "pools_are_their_members"),
        ("update mart.profit_pool set revenue_share = null", "answers_have_reasons"),
        ("update mart.profit_pool_member set gross_profit_reason = 'no idea'",
         "answers_have_reasons"),
        ("update mart.growth set revenue_growth_reason = null", "answers_have_reasons"),
        ("update mart.segment_growth set revenue_growth_reason = null", "answers_have_reasons"),
        ("update mart.confirmation set error_rate_reason = null", "answers_have_reasons"),
        ("update mart.freshness set reason = null", "answers_have_reasons"),
        ("update mart.claim set reason = 'no idea' where reason is not null",
         "answers_have_reasons"),
        ("update mart.claim set verdict = 'cannot tell'", "answers_have_reasons"),
        ("insert into mart.claim from mart.claim", "claims_have_one_answer"),
        ("delete from mart.claim where found is null", "claims_have_one_answer"),
        ("update mart.operating_leverage set incremental_margin = null", "answers_have_reasons"),
        ("update mart.operating_leverage set revenue_change_reason = 'no idea'"
         " where revenue_change is null", "answers_have_reasons"),
        ("update mart.operating_leverage set degree_of_operating_leverage_reason = null",
         "answers_have_reasons"),
        ("update mart.capex_intensity set capex_to_revenue = null", "answers_have_reasons"),
        ("update mart.capex_intensity set capex_to_depreciation_reason = 'no idea'",
         "answers_have_reasons"),
        ("update mart.capex_against_sales set sales_usd = null", "answers_have_reasons"),
        ("update mart.capex_against_sales set sales_to_capex = null", "answers_have_reasons"),
        ("update mart.watchlist set reason = null", "answers_have_reasons"),
        ("update mart.watchlist set change_reason = 'no idea'", "answers_have_reasons"),
        ("update mart.ai_pool set ai_revenue_high_usd = null", "answers_have_reasons"),
        ("update mart.ai_pool set ai_gross_profit_reason = 'no idea'", "answers_have_reasons"),
        ("update mart.ai_pool set ai_operating_income_reason = null", "answers_have_reasons"),
        ("update mart.watchlist set figure_ids = []", "signals_are_traced"),
        ("update mart.watchlist set figure_ids = ['none']", "signals_are_traced"),
        ("insert into mart.watchlist from mart.watchlist", "signals_are_traced"),
        ("update mart.operating_leverage set prior_revenue_figure_ids = ['none']",
         "signals_are_traced"),
        ("insert into mart.operating_leverage from mart.operating_leverage",
         "signals_are_traced"),
        ("update mart.capex_intensity set capital_expenditures_figure_ids = ['none']",
         "signals_are_traced"),
        ("insert into mart.capex_against_sales from mart.capex_against_sales",
         "capex_against_sales_is_traced"),
        ("update mart.ai_pool set revenue_figure_ids = []", "signals_are_traced"),
        ("update stg.quarterly set value = null", "periods_have_reasons"),
        ("update stg.calendar_quarter set usd_reason = 'no idea' where value is null",
         "periods_have_reasons"),
        ("update stg.calendar_year set value_usd = null", "periods_have_reasons"),
        ("update stg.trailing_twelve_months set reason = null", "periods_have_reasons"),
        ("delete from stg.calendar_quarter where calendar_quarter = '2024Q2'",
         "calendar_keeps_quarters"),
        ("insert into stg.calendar_quarter from stg.calendar_quarter limit 1",
         "calendar_keeps_quarters"),
        ("update stg.calendar_quarter set value = value + 1", "calendar_keeps_quarters"),
        ("update stg.trailing_twelve_months set sum_of_quarters = sum_of_quarters + 5e9",
         "quarters_add_up"),
        ("update stg.fx_average set reason = null", "rates_are_traced"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_caught(con: Warehouse, tmp_path: Path, sql: str, check: str) -> None:
    (tmp_path / f"{check}.sql").write_text((SQL / "check" / f"{check}.sql").read_text())
    con.execute(sql)
    with pytest.raises(BuildError, match=f"^1 of 1 checks failed: {check}: ") as caught:
        checks.enforce(con, tmp_path)
    assert "\n" not in str(caught.value)


def test_all_complaints_are_of_one_line(con: Warehouse) -> None:
    con.execute("delete from raw.figure_input")
    con.execute("insert into raw.fact from raw.fact limit 1")
    assert failed(con) >= {"figures_rest_on_facts", "raw_keys_are_unique"}
    with pytest.raises(
        BuildError, match=r"figures_rest_on_facts: .* \| raw_keys_are_unique: "
    ) as caught:
        checks.enforce(con)
    assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_a_broken_close_passes_with_its_row_in_conflict_and_not_without() -> None:
    broken = AMAZON_2024.with_lines(
        *AMAZON_2024.lines[:3],
        segment("revenue", "400,000", year(2024), "North America"),
        segment("revenue", "142,906", year(2024), "International"),
        segment("revenue", "107,556", year(2024), "AWS"),
    )
    with warehouse(broken).whole() as con:
        assert failed(con) == set()
        con.execute("delete from mart.conflict")
        assert failed(con) == {"closes_or_conflicts"}


def test_a_check_that_had_work_and_compared_nothing_fails(con: Warehouse, tmp_path: Path) -> None:
    query = "select 'x' as subject, false as is_violation, '' as detail where false"
    (tmp_path / "vain.sql").write_text(f"-- nothing; one row\n-- over: raw.figure\n{query}")
    (tmp_path / "idle.sql").write_text(
        f"-- nothing; one row\n-- over: raw.figure where metric = 'inventory'\n{query}"
    )
    with pytest.raises(BuildError, match="vain: compared nothing") as caught:
        checks.enforce(con, tmp_path)
    assert "idle" not in str(caught.value)


def test_many_violations_are_counted_and_a_few_shown(con: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "all.sql").write_text(
        "-- all; one row\nselect i::varchar as subject, i < 7 as is_violation, 'low' as detail"
        " from range(9) as t (i)"
    )
    with pytest.raises(BuildError, match=r"all: 7 of 9 \(0: low; 1: low; .* and 2 more\)"):
        checks.enforce(con, tmp_path)


def test_a_check_that_is_no_query_is_named(con: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "bad.sql").write_text("-- bad; one row\nselect nonsense")
    with pytest.raises(BuildError, match=r"check\.bad: .*nonsense"):
        checks.enforce(con, tmp_path)


def test_the_fixture_has_what_the_checks_need(con: Warehouse) -> None:
    assert ask(con, "select count(*) from raw.document") == [(4,)]
