"""The sample's pools of 2023 to 2025 and of eight quarters, computed from the published figures.

What is computed here knows nothing of documents, calendars or the registry: which years make up a
calendar year was worked out by hand, from the days on which they end.
"""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from tests.builders.reports import ask
from tests.flows.conftest import Command
from warehouse.query.connection import connect
from warehouse.relations import order
from warehouse.relations.as_of import as_known_on

pytestmark = pytest.mark.slow

Years = dict[str, int]  # fiscal period: its part of the calendar year, in twelfths
NEAR = Decimal("2e-5")
"""Rates have five digits, shares six, and of the sum of NVIDIA's quarters each is rounded."""
NEAR_IN = {"2023": Decimal("6e-5"), "2024": NEAR, "2025": NEAR}
"""The euro's rate of 2023 is published to four digits."""
OF_A_QUARTER = Decimal("1e-4")
"""The sample's days average to the year's rate, and so miss a quarter's by less than this."""
OF_WEEKS = Decimal("1e-3")
"""ASML's quarters end on Sundays, up to three days beside the month, and so does their rate."""


def quarters(*labels: str) -> Years:
    """Each whole."""
    return dict.fromkeys(labels, 12)


# ends in January: one month of the year that ends in 2024, eleven of the next; and so on
PLAN: dict[str, dict[tuple[str, str, str], Years]] = {
    "2023": {
        ("equipment", "ASML", ""): {"FY2023": 12},
        ("memory", "MU", ""): {"FY2023": 8, "FY2024": 4},
        ("memory", "000660.KS", ""): {"FY2023": 12},
        # nobody published the year to January 2023 here: the one whose middle is in 2023
        ("chips", "NVDA", ""): {"FY2024": 12},
        ("chips", "AMD", ""): {"FY2023": 12},
        ("chips", "AVGO", ""): {"FY2023": 10, "FY2024": 2},
        ("chips", "INTC", ""): {"FY2023": 12},
        ("systems", "HPE", ""): {"FY2023": 10, "FY2024": 2},
        ("systems", "SMCI", ""): {"FY2023": 6, "FY2024": 6},
        ("systems", "2317.TW", ""): {"FY2023": 12},
        ("systems", "2382.TW", ""): {"FY2023": 12},
        ("cloud", "AMZN", "AWS"): {"FY2023": 12},
        ("cloud", "GOOGL", "Google Cloud"): {"FY2023": 12},
        ("cloud", "MSFT", "Intelligent Cloud"): {"FY2023": 6, "FY2024": 6},
        ("cloud", "ORCL", ""): {"FY2023": 5, "FY2024": 7},
        ("software", "MSFT", "Productivity and Business Processes"): {"FY2023": 6, "FY2024": 6},
        ("software", "CRM", ""): {"FY2024": 12},
        ("software", "ADBE", ""): {"FY2023": 11, "FY2024": 1},
        ("software", "NOW", ""): {"FY2023": 12},
        ("software", "PLTR", ""): {"FY2023": 12},
    },
    "2024": {
        ("equipment", "ASML", ""): {"FY2024": 12},
        ("foundry", "TSM", ""): {"FY2024": 12},
        ("memory", "MU", ""): quarters("Q2 FY2024", "Q3 FY2024", "Q4 FY2024", "Q1 FY2025"),
        ("memory", "000660.KS", ""): {"FY2024": 12},
        ("chips", "NVDA", ""): quarters(*(f"Q{n} FY2025" for n in (1, 2, 3, 4))),
        ("chips", "AMD", ""): {"FY2024": 12},
        ("chips", "AVGO", ""): quarters("Q2 FY2024", "Q3 FY2024", "Q4 FY2024", "Q1 FY2025"),
        ("chips", "INTC", ""): {"FY2024": 12},
        ("systems", "DELL", ""): {"FY2024": 1, "FY2025": 11},
        ("systems", "HPE", ""): {"FY2024": 10, "FY2025": 2},
        ("systems", "SMCI", ""): {"FY2024": 6, "FY2025": 6},
        ("systems", "2317.TW", ""): {"FY2024": 12},
        ("systems", "2382.TW", ""): {"FY2024": 12},
        ("cloud", "AMZN", "AWS"): {"FY2024": 12},
        ("cloud", "GOOGL", "Google Cloud"): {"FY2024": 12},
        ("cloud", "MSFT", "Intelligent Cloud"): {"FY2024": 6, "FY2025": 6},
        ("cloud", "ORCL", ""): quarters("Q3 FY2024", "Q4 FY2024", "Q1 FY2025", "Q2 FY2025"),
        ("software", "MSFT", "Productivity and Business Processes"): {"FY2024": 6, "FY2025": 6},
        ("software", "CRM", ""): quarters(*(f"Q{n} FY2025" for n in (1, 2, 3, 4))),
        ("software", "ADBE", ""): quarters(*(f"Q{n} FY2024" for n in (1, 2, 3, 4))),
        ("software", "NOW", ""): {"FY2024": 12},
        ("software", "PLTR", ""): {"FY2024": 12},
    },
    "2025": {
        ("equipment", "ASML", ""): {"FY2025": 12},
        ("foundry", "TSM", ""): {"FY2025": 12},
        ("memory", "MU", ""): quarters("Q2 FY2025", "Q3 FY2025", "Q4 FY2025", "Q1 FY2026"),
        ("memory", "000660.KS", ""): {"FY2025": 12},
        ("chips", "NVDA", ""): quarters(*(f"Q{n} FY2026" for n in (1, 2, 3, 4))),
        ("chips", "AMD", ""): {"FY2025": 12},
        ("chips", "AVGO", ""): quarters("Q2 FY2025", "Q3 FY2025", "Q4 FY2025", "Q1 FY2026"),
        ("chips", "INTC", ""): {"FY2025": 12},
        ("systems", "DELL", ""): {"FY2025": 1, "FY2026": 11},
        ("systems", "HPE", ""): {"FY2025": 12},
        ("cloud", "AMZN", "AWS"): {"FY2025": 12},
        ("cloud", "GOOGL", "Google Cloud"): {"FY2025": 12},
        ("cloud", "MSFT", "Intelligent Cloud"): quarters(
            "Q3 FY2025", "Q4 FY2025", "Q1 FY2026", "Q2 FY2026"
        ),
        ("cloud", "ORCL", ""): quarters("Q3 FY2025", "Q4 FY2025", "Q1 FY2026", "Q2 FY2026"),
        ("cloud", "CRWV", ""): {"FY2025": 12},
        ("software", "MSFT", "Productivity and Business Processes"): quarters(
            "Q3 FY2025", "Q4 FY2025", "Q1 FY2026", "Q2 FY2026"
        ),
        ("software", "CRM", ""): quarters(*(f"Q{n} FY2026" for n in (1, 2, 3, 4))),
        ("software", "ADBE", ""): quarters(*(f"Q{n} FY2025" for n in (1, 2, 3, 4))),
        ("software", "NOW", ""): {"FY2025": 12},
        ("software", "PLTR", ""): {"FY2025": 12},
    },
}
# whose middle is in the quarter, by hand: Microsoft's and Oracle's fiscal years end in the middle of
# the year, Micron's and Broadcom's in autumn, NVIDIA's and Salesforce's in January of the next
QUARTERS: dict[str, dict[tuple[str, str, str], str]] = {
    quarter: {
        **dict.fromkeys(
            (
                ("equipment", "ASML", ""), ("foundry", "TSM", ""), ("memory", "000660.KS", ""),
                ("chips", "AMD", ""), ("chips", "INTC", ""), ("cloud", "AMZN", "AWS"),
                ("cloud", "GOOGL", "Google Cloud"), ("software", "ADBE", ""),
                ("software", "NOW", ""),
            ),
            of_the_year,
        ),
        ("memory", "MU", ""): of_autumn,
        ("chips", "AVGO", ""): of_autumn,
        ("cloud", "MSFT", "Intelligent Cloud"): of_summer,
        ("cloud", "ORCL", ""): of_summer,
        ("software", "MSFT", "Productivity and Business Processes"): of_summer,
        ("chips", "NVDA", ""): of_january,
        ("software", "CRM", ""): of_january,
        **({("systems", "DELL", ""): of_january} if quarter.endswith("Q1") else {}),
    }
    for quarter, of_the_year, of_autumn, of_summer, of_january in (
        ("2024Q1", "Q1 FY2024", "Q2 FY2024", "Q3 FY2024", "Q1 FY2025"),
        ("2024Q2", "Q2 FY2024", "Q3 FY2024", "Q4 FY2024", "Q2 FY2025"),
        ("2024Q3", "Q3 FY2024", "Q4 FY2024", "Q1 FY2025", "Q3 FY2025"),
        ("2024Q4", "Q4 FY2024", "Q1 FY2025", "Q2 FY2025", "Q4 FY2025"),
        ("2025Q1", "Q1 FY2025", "Q2 FY2025", "Q3 FY2025", "Q1 FY2026"),
        ("2025Q2", "Q2 FY2025", "Q3 FY2025", "Q4 FY2025", "Q2 FY2026"),
        ("2025Q3", "Q3 FY2025", "Q4 FY2025", "Q1 FY2026", "Q3 FY2026"),
        ("2025Q4", "Q4 FY2025", "Q1 FY2026", "Q2 FY2026", "Q4 FY2026"),
    )
}  # fmt: skip
MISSING: dict[str, dict[tuple[str, str], Decimal]] = {
    # the parts of the layer that were theirs when first heard of
    "2023": {
        ("foundry", "tsmc"): Decimal("2894307.7e6") / Decimal("32.1064"),
        ("systems", "dell"): (Decimal("88425e6") + 11 * Decimal("95567e6")) / 12,
    },
    "2024": {},
    # the parts of the layer that were theirs when last heard of, in USD: TWD at 32.1064
    "2025": {
        ("systems", "hon_hai"): Decimal("6859615e6") / Decimal("32.1064"),
        ("systems", "quanta"): Decimal("1410756e6") / Decimal("32.1064"),
        ("systems", "supermicro"): (Decimal("14989251e3") + Decimal("21972042e3")) / 2,
    },
}


@pytest.fixture(scope="module")
def published(shared: Path) -> dict[tuple[str, str, str, str], tuple[Decimal, str]]:
    """What was printed last of a company's metric, part and fiscal period, and its unit."""
    with (shared / "facts/companies.csv").open(newline="", encoding="utf-8") as file:
        currency = {row["ticker"]: row["reporting_currency"] for row in csv.DictReader(file)}
    rows = sorted(
        (
            row
            # those that the sample adds are quarters
            for path in (shared / "facts/facts.csv", Path("flows/sample/facts.csv"))
            for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
            if row["kind"] == "actual"
            and row["basis"] in ("gaap", "ifrs")
            and row["unit"] == currency[row["company_ticker"]]
        ),
        # what is rounded to a tenth of a billion says less, whenever it was printed
        key=lambda row: (Decimal(row["value"]) % 10**8 != 0, row["published"]),
    )
    printed = {
        (row["company_ticker"], row["metric"], row["segment"], row["fiscal_label"]):
            (Decimal(row["value"]), row["unit"])
        for row in rows
    }  # fmt: skip
    for (ticker, metric, segment, label), (value, unit) in list(printed.items()):
        year, last = label.removeprefix("9M "), label.replace("9M", "Q4")
        if label != year and (ticker, metric, segment, last) not in printed:
            whole = printed[ticker, metric, segment, year][0]
            printed[ticker, metric, segment, last] = whole - value, unit
    return printed


@pytest.fixture(scope="module")
def rates(shared: Path) -> dict[tuple[str, str], Decimal]:
    """Units of a currency for a US dollar, on average over 2024 or 2024Q4."""
    with (shared / "facts/fx.csv").open(newline="", encoding="utf-8") as file:
        return {
            (row["currency"], _name(row["period_start"], row["period_end"])):
                Decimal(row["average_rate_per_usd"])
            # of two, the Federal Reserve's stands first
            for row in reversed(list(csv.DictReader(file)))
        }  # fmt: skip


def _name(start: str, end: str) -> str:
    months = {"01-01": "Q1", "04-01": "Q2", "07-01": "Q3", "10-01": "Q4"}
    return start[:4] if end[5:] == "12-31" and start[5:] == "01-01" else (
        start[:4] + months[start[5:]]
    )  # fmt: skip


def member(
    published: dict[tuple[str, str, str, str], tuple[Decimal, str]],
    rates: dict[tuple[str, str], Decimal],
    year: str,
    who: tuple[str, str, str],
    metric: str,
) -> Decimal:
    """In USD."""
    _, ticker, segment = who
    total = Decimal(0)
    for label, twelfths in PLAN[year][who].items():
        value, unit = published[ticker, metric, segment, label]
        total += value * twelfths / 12 / (1 if unit == "USD" else rates[unit, year])
    return total


@pytest.mark.parametrize("year", ["2023", "2024", "2025"])
@pytest.mark.parametrize("metric", ["revenue", "operating_income"])
def test_the_members_of_the_pools(
    sample: Command,
    published: dict[tuple[str, str, str, str], tuple[Decimal, str]],
    rates: dict[tuple[str, str], Decimal],
    year: str,
    metric: str,
) -> None:
    rows = ask(
        sample.home,
        f"select layer, ticker, coalesce(segment, ''), {metric}_usd from mart.profit_pool_member"
        " where calendar_period = ? and is_complete and layer <> 'out_of_scope'",
        year,
    )  # fmt: skip
    found = {(layer, ticker, segment): value for layer, ticker, segment, value in rows}
    assert set(found) == set(PLAN[year])
    for who, value in found.items():
        expected = member(published, rates, year, who, metric)
        assert value == pytest.approx(expected, rel=NEAR_IN[year]), who


@pytest.mark.parametrize("year", ["2023", "2024", "2025"])
def test_the_pools(
    sample: Command,
    published: dict[tuple[str, str, str, str], tuple[Decimal, str]],
    rates: dict[tuple[str, str], Decimal],
    year: str,
) -> None:
    """Shares over the layers of which at least 90 % of the revenue is known."""
    sums = {
        metric: {
            layer: sum(
                member(published, rates, year, who, metric) for who in PLAN[year] if who[0] == layer
            )
            for layer in {who[0] for who in PLAN[year]}
        }
        for metric in ("revenue", "operating_income")
    }
    coverage = {layer: Decimal(1) for layer in sums["revenue"]}
    for layer in {layer for layer, _ in MISSING[year]}:
        known = Decimal(sums["revenue"].get(layer, 0))
        missing = sum(part for (its, _), part in MISSING[year].items() if its == layer)
        coverage[layer] = known / (known + missing)
    covered = [layer for layer, part in coverage.items() if part >= Decimal("0.9")]
    # a layer with a loss has no share of the profits
    whole = {metric: sum(max(by[layer], 0) for layer in covered) for metric, by in sums.items()}
    rows = ask(
        sample.home,
        "select layer, revenue_usd, operating_income_usd, coverage, revenue_share, profit_share,"
        " reason from mart.profit_pool where calendar_period = ? and layer <> 'models'",
        year,
    )
    assert len(rows) == len(coverage) == 7
    for layer, revenue, profit, part, revenue_share, profit_share, reason in rows:
        near = pytest.approx
        if layer in sums["revenue"]:
            assert revenue == near(sums["revenue"][layer], rel=NEAR_IN[year])
            assert profit == near(sums["operating_income"][layer], rel=NEAR_IN[year])
        else:
            assert (revenue, profit) == (None, None)
        assert part == near(coverage[layer], abs=NEAR)
        shares = [
            None if layer not in covered else near(max(by[layer], 0) / whole[metric], abs=NEAR)
            for metric, by in sums.items()
        ]
        assert [revenue_share, profit_share] == shares
        assert reason == (None if layer in covered else "coverage")


def test_who_is_missing_says_why(sample: Command) -> None:
    assert ask(
        sample.home,
        "select calendar_period, company_id, reason, last_annual_revenue_usd"
        " from mart.profit_pool_member where calendar_period in ('2023', '2024', '2025')"
        " and not is_complete and last_annual_revenue_usd is not null order by all",
    ) == [
        # Dell's report of fiscal 2024 was read, and prints no revenue of the year before
        (year, company, "not_disclosed" if company == "dell" else "not_collected",
         pytest.approx(revenue, rel=NEAR))
        for year in ("2023", "2025")
        for (_, company), revenue in sorted(MISSING[year].items(), key=lambda one: one[0][1])
    ]  # fmt: skip


UNSIZED = {
    "equipment": ["applied_materials", "kla", "lam_research", "tokyo_electron"],
    "foundry": ["globalfoundries", "smic", "tower_semiconductor", "umc"],
    "memory": ["samsung"],
    "chips": ["arm", "marvell", "qualcomm"],
    "systems": ["arista", "celestica", "lenovo", "vertiv", "wistron"],
    "cloud": ["digital_realty", "equinix"],
    "software": ["sap", "snowflake"],
}
"""Of whom the facts have no figure."""


@pytest.mark.parametrize("period", ["2023", "2024", "2025", "2025Q1"])
def test_who_has_no_document_is_named_in_its_layer(sample: Command, period: str) -> None:
    rows = ask(
        sample.home,
        "select layer, unsized from mart.profit_pool where calendar_period = ?"
        " and layer <> 'models'",
        period,
    )
    assert {layer: [one["company_id"] for one in unsized] for layer, unsized in rows} == UNSIZED
    assert {one["reason"] for _, unsized in rows for one in unsized} == {"not_collected"}


def test_what_enters_undivided_is_marked(sample: Command) -> None:
    """Oracle in clouds: 13,280 + 14,287 + 13,307 + 14,059, which with 107,556, 43,229 and 96,864.5

    makes 302,582.5.
    """
    assert ask(
        sample.home,
        "select m.company_id, p.undivided_revenue from mart.profit_pool as p"
        " join mart.profit_pool_member as m using (layer, calendar_period)"
        " where p.layer = 'cloud' and p.calendar_period = '2024' and m.is_undivided",
    ) == [("oracle", Decimal("0.181547"))]


def test_the_models_are_private(sample: Command) -> None:
    """Their partners' filings state no revenue of theirs."""
    assert ask(
        sample.home,
        "select distinct company_id, reason from mart.profit_pool_member where layer = 'models'"
        " order by all",
    ) == [("anthropic", "not_disclosed"), ("openai", "not_disclosed")]
    assert ask(
        sample.home,
        "select distinct revenue_usd, coverage, profit_share, reason, list_contains(universe, layer)"
        " from mart.profit_pool where layer = 'models'",
    ) == [(None, None, None, "not_disclosed", False)]


@pytest.mark.parametrize("quarter", sorted(QUARTERS))
def test_the_pools_of_a_quarter(
    sample: Command,
    published: dict[tuple[str, str, str, str], tuple[Decimal, str]],
    rates: dict[tuple[str, str], Decimal],
    quarter: str,
) -> None:
    """All have shares but the systems, of which only Dell's first quarters are known."""
    plan = QUARTERS[quarter]
    rows = ask(
        sample.home,
        "select layer, ticker, coalesce(segment, ''), revenue_usd, operating_income_usd"
        " from mart.profit_pool_member"
        " where calendar_period = ? and is_complete and layer <> 'out_of_scope'",
        quarter,
    )
    expected: dict[str, dict[str, Decimal]] = {"revenue": {}, "operating_income": {}}
    found = {(layer, ticker, segment): values for layer, ticker, segment, *values in rows}
    assert set(found) == set(plan)
    for (layer, ticker, segment), label in plan.items():
        for metric, value in zip(expected, found[layer, ticker, segment], strict=True):
            printed, unit = published[ticker, metric, segment, label]
            usd = printed / (1 if unit == "USD" else rates[unit, quarter])
            near = OF_WEEKS if unit == "EUR" else OF_A_QUARTER
            assert value == pytest.approx(usd, rel=near), (ticker, metric)
            by = expected[metric]
            by[layer] = by.get(layer, Decimal(0)) + usd
    pools = ask(
        sample.home,
        "select layer, revenue_usd, operating_income_usd, profit_share, reason"
        " from mart.profit_pool where calendar_period = ? and layer <> 'models'",
        quarter,
    )
    assert len(pools) == 7
    profits = {by: usd for by, usd in expected["operating_income"].items() if by != "systems"}
    for layer, revenue, profit, share, reason in pools:
        if layer == "systems":
            assert (share, reason) == (None, "coverage")
        else:
            of_all = profits[layer] / sum(profits.values())
            assert (share, reason) == (pytest.approx(of_all, abs=OF_A_QUARTER), None)
        if layer in expected["revenue"]:
            near = OF_WEEKS if layer == "equipment" else OF_A_QUARTER
            assert revenue == pytest.approx(expected["revenue"][layer], rel=near)
            assert profit == pytest.approx(expected["operating_income"][layer], rel=near)
        else:
            assert (revenue, profit) == (None, None)


def test_the_last_eight_quarters_have_shares_or_reasons(sample: Command) -> None:
    """In all layers; what is without a share is so for lack of cover, or is not published."""
    rows = ask(
        sample.home,
        """
        select calendar_period, count(*), count(profit_share),
            list({'layer': layer, 'reason': reason} order by layer) filter (profit_share is null)
        from mart.profit_pool
        where calendar_period like '%Q%'
        group by all
        order by all desc
        limit 8
        """,
    )
    without = [
        {"layer": "models", "reason": "not_disclosed"},
        {"layer": "systems", "reason": "coverage"},
    ]
    assert rows == [(quarter, 8, 6, without) for quarter in sorted(QUARTERS, reverse=True)]


def test_a_layers_share_leads_to_every_cell(sample: Command) -> None:
    """The cloud's in 2024, its leaves counted by hand from the plan above.

    AWS and Google Cloud one year each, Intelligent Cloud two; of Oracle three quarters, and the
    year and its nine months, whose difference is the other; revenue and operating income of all,
    Intelligent Cloud's gross profit by revenue and cost, and Oracle's, whose nine months print none.
    """
    leaves = ask(
        sample.home,
        """
        select p.company_id, p.metric, p.figure_metric, p.fiscal_label,
            l.sha256, l.quote, l.locator, l.url, l.known_at
        from mart.profit_pool_lineage as p
        left join mart.figure_lineage as l using (figure_id)
        where p.calendar_period = '2024' and p.layer = 'cloud'
        """,
    )
    years = {"alphabet": ("FY2024",), "amazon": ("FY2024",),
             "microsoft": ("FY2024", "FY2025"),
             "oracle": ("FY2024", "FY2024M9", "FY2024Q3", "FY2025Q1", "FY2025Q2")}  # fmt: skip
    expected = [
        (company, metric, metric, label)
        for company, labels in years.items()
        for label in labels
        for metric in ("revenue", "operating_income")
    ]
    expected += [
        ("microsoft", "gross_profit", metric, label)
        for label in years["microsoft"]
        for metric in ("revenue", "cost_of_revenue")
    ]
    expected.append(("oracle", "gross_profit", "gross_profit", "FY2024"))
    assert sorted(row[:4] for row in leaves) == sorted(expected)
    assert [row for row in leaves if None in row] == []


def test_the_command_shows_them(sample: Command) -> None:
    done = sample("audit", "cloud", "profit_share", "--period", "2024")
    assert done.code == 0, done.err
    assert all(quote in done.out for quote in ("“39,834”", "“37,813”", "“44,589”", "“6,112”"))
    assert done.out.endswith("leaf cells 9, in 7 documents\n")
    assert sample("audit", "cloud", "capex").line.startswith("profitpools: audit: a layer has no ")
    assert sample("audit", "cloud", "revenue", "--segment", "AWS").line == (
        "profitpools: cloud: is a layer, whose members have them; "
        "name a company, or leave out --segment and --basis"
    )


def test_the_pools_as_they_were_known_then(sample: Command) -> None:
    """The cloud in millions, by hand: who had reported, and Microsoft's re-cut of fiscal 2024.

    2023: Google Cloud 33,088; with Microsoft's fiscal 2024 as first printed 105,362; with AWS
    90,757, first told in the 10-K for 2024; then half of fiscal 2023 and 2024 recast, 72,944 and
    87,464; with Oracle (5 * 49,954 + 7 * 52,961) / 12. 2024: AWS 107,556 and Google Cloud 43,229;
    then half of 87,464 and 106,265; with Oracle's quarters, 54,933.
    """
    told = "calendar_period, round(revenue_usd / 1e6, 2), members_complete"
    cloud = "layer = 'cloud' and calendar_period in ('2023', '2024') and revenue_usd is not null"
    query = f"select {told} from mart.profit_pool where {cloud} order by calendar_period"
    days = ("2024-01-31", "2024-07-31", "2025-02-28", "2025-07-31", "2026-06-30")
    ordered, found = order.relations(), []
    with connect(sample.home / "profit_pools.duckdb") as con:
        for day in days:
            moment = datetime.combine(date.fromisoformat(day), time.max, UTC)
            with as_known_on(con, moment, ["mart.profit_pool"], ordered) as dated:
                found += [(period, day, *rest) for period, *rest in ask(dated, query)]
        # and the history, which the sample keeps of the last month end alone
        history = f"select known_on::varchar, {told} from mart.profit_pool_history where {cloud}"
        kept = [(period, day, *rest) for day, period, *rest in ask(con, history)]
    assert sorted(kept) == found[-2:]
    assert sorted(found) == [
        ("2023", "2024-01-31", 33088, 1),
        ("2023", "2024-07-31", 33088 + 105362, 2),
        ("2023", "2025-02-28", 33088 + 105362 + 90757, 3),
        ("2023", "2025-07-31", 33088 + 80204 + 90757, 3),
        ("2023", "2026-06-30", pytest.approx(33088 + 80204 + 90757 + 51708.08, abs=0.01), 4),
        ("2024", "2025-02-28", 107556 + 43229, 2),
        ("2024", "2025-07-31", 107556 + 43229 + 96864.5, 3),
        ("2024", "2026-06-30", 107556 + 43229 + 96864.5 + 54933, 4),
    ]
