"""MOPS and DART from the sample site: what comes in, what it costs, and how it reaches the marts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from flows.sample.regulators import with_regulators
from flows.sample.server import SampleServer
from flows.sample.site import JSON, Page
from flows.sample.tables import load
from tests.builders.place import SITE
from tests.flows.conftest import Command

pytestmark = pytest.mark.slow

KEY = {"PROFIT_POOLS_DART_KEY": "0123456789abcdef0123456789abcdef01234567"}
MILLION = 1_000_000


@pytest.fixture(scope="module")
def server() -> Iterator[SampleServer]:
    """The site without what TSMC files at EDGAR: its figures are of MOPS alone."""
    site = with_regulators(SITE, load())
    tickers, lists = "/files/company_tickers.json", "/ir/index.json"
    listed = json.loads(site[tickers].body)
    others = {number: row for number, row in listed.items() if row["ticker"] != "TSM"}
    site[tickers] = Page(json.dumps(others).encode(), JSON)
    whole = json.loads(site[lists].body)
    whole["lists"] = [one for one in whole["lists"] if one["ticker"] != "TSM"]
    site[lists] = Page(json.dumps(whole).encode(), JSON)
    with SampleServer(site, limit=1000) as running:
        yield running


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory, server: SampleServer) -> Command:
    """TSMC, Hon Hai, SK hynix and Samsung from all that the site still has of them, built."""
    command = Command(tmp_path_factory.mktemp("regulators") / "data")
    who = ("tsmc", "2317", "00164779", "samsung")
    site = ("--source", "sample", "--site", server.url)
    done = command("refresh", *site, "--company", *who, environ=KEY)
    assert done.code == 0, done.err
    return command


def asked(command: Command, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(command.home / "profit_pools.duckdb"), read_only=True) as base:
        return base.execute(query).fetchall()


def test_they_reach_the_margins_of_companies(refreshed: Command) -> None:
    found = asked(
        refreshed,
        "select company_id, period_end::varchar, currency, revenue, gross_profit, operating_income"
        " from mart.company_margin where basis = 'ifrs' and (company_id, period_type, period_end)"
        " in (('tsmc', 'Q', '2025-03-31'::date), ('hon_hai', 'FY', '2023-12-31'::date),"
        " ('sk_hynix', 'FY', '2023-12-31'::date), ('samsung', 'FY', '2021-12-31'::date))"
        " order by company_id",
    )
    # Typed from the published statements: TSMC 1Q25, Hon Hai 2023, SK hynix 2023, Samsung 2021.
    assert found == [
        ("hon_hai", "2023-12-31", "TWD", 6_162_221 * MILLION, 387_947 * MILLION, 166_528 * MILLION),
        ("samsung", "2021-12-31", "KRW", 279_604_799 * MILLION, 113_193_457 * MILLION,
         51_633_856 * MILLION),
        ("sk_hynix", "2023-12-31", "KRW", 32_765_719 * MILLION, -533_448 * MILLION,
         -7_730_313 * MILLION),
        ("tsmc", "2025-03-31", "TWD", 839_254 * MILLION, 493_395 * MILLION, 407_081 * MILLION),
    ]  # fmt: skip


def test_each_has_figures_of_its_regulator(refreshed: Command) -> None:
    found = asked(
        refreshed,
        "select d.company_id, d.kind, d.reported_form, d.is_filing, count(*) > 4"
        " from raw.figure as f join stg.document as d on d.sha256 = f.document"
        " where d.reported_form like 'MOPS%' or d.reported_form like 'DART%'"
        " group by all order by 1",
    )
    assert found == [
        ("hon_hai", "inline_xbrl", "MOPS quarterly report", True, True),
        ("samsung", "xbrl_zip", "DART annual report", True, True),
        ("sk_hynix", "xbrl_zip", "DART annual report", True, True),
        ("tsmc", "inline_xbrl", "MOPS quarterly report", True, True),
    ]


def test_samsung_is_of_the_group_and_of_its_zip_alone(refreshed: Command) -> None:
    found = asked(
        refreshed,
        "select period_end, value from stg.current_figure where company_id = 'samsung'"
        " and metric = 'revenue' order by 1",
    )
    assert [value for _, value in found] == [
        Decimal(236_806_988 * MILLION), Decimal(279_604_799 * MILLION),
    ]  # fmt: skip


def test_nothing_disagrees_with_what_the_companies_published(refreshed: Command) -> None:
    assert asked(refreshed, "select * from mart.conflict where company_id <> 'x'") == []


def test_a_report_is_known_by_the_day_on_which_the_regulator_has_it(refreshed: Command) -> None:
    found = dict(asked(
        refreshed,
        "select url, known_at from raw.origin where url like '%/server-java/%co_id=2330%year=2025%'"
        " or url like '%rcept_no=20220308%'",
    ))  # fmt: skip
    days = {url.rpartition("?")[2][-40:]: at.astimezone(UTC) for url, at in found.items()}
    # Due on 15 May in Taipei; filed on 8 March in Seoul.
    assert days["&co_id=2330&year=2025&season=1&report_id=C"[-40:]] == datetime(
        2025, 5, 15, 16, tzinfo=UTC
    )
    assert datetime(2022, 3, 8, 15, tzinfo=UTC) in days.values()


def test_the_key_is_kept_and_shown_nowhere(refreshed: Command, server: SampleServer) -> None:
    key = KEY["PROFIT_POOLS_DART_KEY"].encode()
    for path in refreshed.home.rglob("*"):
        assert not path.is_file() or key not in path.read_bytes(), path


def test_nothing_new_costs_a_request_a_list(refreshed: Command, server: SampleServer) -> None:
    before = server.counters
    site = ("--source", "sample", "--site", server.url)
    done = refreshed("refresh", *site, "--company", "2317", "samsung", environ=KEY)
    after = server.counters
    assert "3 lists asked: nothing new" in done.out + done.err
    # Hon Hai's reports and MOPS, the revenue of the month, Samsung at DART, the two lists of the
    # site, exchange rates.
    assert after.requests - before.requests == 7
    assert after.statuses["304"] - before.statuses.get("304", 0) == 7


def test_revenue_of_the_month_is_a_signal_of_its_own(refreshed: Command) -> None:
    query = """
        select ticker, period_start::varchar, period_end::varchar, revenue, prior_revenue,
            revenue_growth, revenue_growth_reason, currency, known_at
        from mart.monthly_revenue order by period_end desc, ticker
    """
    known = datetime(2025, 8, 16, 16, tzinfo=UTC)  # the day ends in Taipei
    rows = asked(refreshed, query)
    assert [row for row in rows if row[0] in ("TSM", "2317.TW") and row[2] == "2025-07-31"] == [
        ("2317.TW", "2025-07-01", "2025-07-31", Decimal(613_864_601_000),
         Decimal(572_351_867_000), Decimal("0.072530"), None, "TWD", known),
        ("TSM", "2025-07-01", "2025-07-31", Decimal(323_165_707_000), Decimal(256_953_058_000),
         Decimal("0.257684"), None, "TWD", known),
    ]  # fmt: skip
    assert len(rows) == 10
    assert {row[6] for row in rows if row[2] == "2024-07-31"} == {"no_prior_year"}
    (outcome,) = asked(refreshed, "select outcome, facts, figures, url from mart.coverage "
                       "where form = 'TWSE monthly revenue'")  # fmt: skip
    assert outcome[:3] == ("monthly_revenue", 10, 0)
    assert str(outcome[3]).endswith("/v1/opendata/t187ap05_L")
    assert asked(refreshed, "from stg.figure where value = 323165707000") == []


def test_the_watchlist_shows_it(refreshed: Command, tmp_path: Path) -> None:
    done = refreshed("report", "--to", str(tmp_path / "report"))
    assert done.code == 0, done.err
    page = (tmp_path / "report" / "watchlist.html").read_text(encoding="utf-8")
    assert "Revenue of the month" in page
    assert "323,166" in page
