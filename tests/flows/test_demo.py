"""The demo prints, from documents through the tables, what the article says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.builders.place import Place
from tests.flows.conftest import Command, Done
from warehouse.query.connection import connect

MINE = """\
claim_id,claim,claimed,unit,comparison,reading
dell,Dell keeps under 7 % of its sales,7,percent,below,its margin
"""
DELL = """\
-- Dell's operating margin; one row
select
    operating_margin as found, [operating_income_figure_id] as figure_ids, known_at,
    null as reason, fiscal_label as explanation
from mart.company_margin
where company_id = 'dell' and fiscal_label = 'FY2025' and period_type = 'FY'
"""
PORT = ("--port", str(20_000 + os.getpid() % 20_000))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Command, Done]:
    """A data folder with a claim of a user's own, over which the demo ran, and how that ended."""
    command = Command(tmp_path_factory.mktemp("demo") / "data")
    mine = command.home / "registry"
    (mine / "claims").mkdir(parents=True)
    (mine / "claims.csv").write_text(MINE)
    (mine / "claims/dell.sql").write_text(DELL)
    done = command("demo", *PORT)
    assert done.code == 0, done.err
    return command, done


@pytest.mark.slow
def test_the_demo_prints_the_articles_figures_and_then_finds_nothing_new(
    shown: tuple[Command, Done],
) -> None:
    command, first = shown
    text = " ".join(first.out.split())
    for figure in (
        "AWS, 2024 revenue, USD bn: 107.6 operating income, USD bn: 39.8 operating margin: 37.0%",
        "AWS, 2025 revenue, USD bn: 128.7 operating income, USD bn: 45.6",
        "TSMC, 2024 gross margin: 56.1% operating margin: 45.7%",
        "gross margin expected: GAAP 70.6% and non-GAAP 71.0%",
        "Microsoft, fiscal 2024 revenue, USD bn: 245.1 growth: +15.7% "
        "operating income, USD bn: 109.4 its growth: +23.6%",
        "Profit pools of 2024", "Profit pools of 2025", "amzn-20241231.htm", "q4fy25pr.htm",
        str(command.home / "profit_pools.duckdb"),
    ):  # fmt: skip
        assert figure in text
    second = command("demo", *PORT)
    assert second.code == 0, second.err
    assert "lists asked: nothing new; exchange rates: nothing new; 0 read" in second.err
    assert second.out == first.out


@pytest.mark.slow
def test_a_changed_document_changes_what_the_demo_prints(command: Command, tmp_path: Path) -> None:
    packaged = Path(__file__).parents[2] / "flows/sample"
    for name in ("facts.csv", "companies.csv", "filings.csv", "fx.csv"):
        text = (packaged / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(
            text.replace("39834000000", "31234000000").replace("39,834", "31,234")
        )
    done = command("demo", "--port", "0", "--tables", tmp_path)
    # Four printed quarters add up to 39,834: what the changed report says of the year is held back.
    assert "operating income, USD bn: 39.8" not in done.out
    assert "operating income, USD bn: 31.2" not in done.out
    assert "conflict" in done.out


def test_the_demo_says_that_its_port_is_taken(command: Command, place: Place) -> None:
    done = command("demo", "--port", place.server.url.rpartition(":")[2])
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines()[-1].endswith(
        "Address already in use; choose another with --port, or 0 for any that is free"
    )


CLAIMS = """
    select claim_id, round(found, 4)::double, verdict, reason from mart.claim order by all
"""
UNTRACED = """
    select c.claim_id from mart.claim as c, unnest(c.figure_ids) as f (id)
    left join mart.figure_lineage as l on l.figure_id = f.id
    where l.sha256 is null or l.quote is null or l.locator is null or l.url is null
"""


@pytest.mark.slow
def test_the_articles_claims_are_judged_and_a_users_too(shown: tuple[Command, Done]) -> None:
    """By hand from flows/sample/facts.csv."""
    command, done = shown
    assert "TSMC's gross margin of 2024 is 56.1 %" in done.out
    with connect(command.home / "profit_pools.duckdb") as con:
        assert con.execute(CLAIMS).fetchall() == [
            ("aws_margin_about_37", 37.0356, "rounds to", None),  # 39,834 / 107,556
            ("aws_margin_above_30", 37.0356, "holds", None),
            ("aws_operating_income_2024", 39.834, "rounds to", None),
            ("aws_operating_income_2025", 45.606, "rounds to", None),
            ("aws_revenue_2024", 107.556, "rounds to", None),
            # AWS and Intelligent Cloud in fiscal 2025: 45,606 / 128,725 after 39,834 / 107,556,
            # and 44,589 / 106,265 after 37,813 / 87,464
            ("capex_locks_in_cloud", 2.0, "differs", None),
            ("chips_cyclical", None, "cannot tell", "too_few_years"),  # three of the eight
            ("dell", 6.5263, "holds", None),  # 6,237 / 95,567
            # Adobe's 89 % are of 6.7 bn of profit, below NVIDIA, Microsoft twice, TSMC, SK hynix,
            # Broadcom, ASML and Salesforce; Oracle's quarters print no gross profit
            ("highest_margin_not_largest_pool", 9.0, "holds", None),
            ("makers_thin_margins", 8.0776, "holds", None),  # Supermicro 1,210.8 / 14,989.3
            ("microsoft_profit_growth", 23.621, "rounds to", None),  # 109,433 / 88,523
            ("microsoft_revenue_growth", 15.67, "rounds to", None),  # 245,122 / 211,915
            ("nvidia_outlook_gaap", 70.6, "holds", None),
            ("nvidia_outlook_non_gaap", 71.0, "holds", None),
            ("tsmc_gross_margin_2024", 56.1224, "rounds to", None),  # 1,624,353.6 / 2,894,307.7
            ("tsmc_operating_margin_2024", 45.6777, "rounds to", None),  # 1,322,053.0
        ]
        assert con.execute(UNTRACED).fetchall() == []
