"""What was known on a past date, over a build of today: the same as a build of that date."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from extractors.errors import BuildError
from tests.builders.homes import Built
from tests.builders.reports import AMAZON_2024, Line, Report, ask, at, warehouse, year
from warehouse.query.connection import connect
from warehouse.relations import order
from warehouse.relations.as_of import as_known_on

FIRST = Report("10-K 2023", (Line("revenue", "574,785", year(2023)),), known_at="2024-02-02",
               period_end="2023-12-31")  # fmt: skip
RESTATED = AMAZON_2024.with_lines(*AMAZON_2024.lines, Line("revenue", "574,000", year(2023)))
DATES = ("2024-01-31", "2024-02-29", "2025-01-31", "2025-02-28")
WANTED = ("mart.segment_margin", "mart.restatement", "stg.calendar_year", "mart.profit_pool")


@pytest.mark.slow
@pytest.mark.parametrize("known_on", DATES)
def test_it_is_what_a_build_of_the_date_would_be(
    tmp_path: Path, known_on: str, built: Built
) -> None:
    built(FIRST, RESTATED)
    of_the_date = warehouse(FIRST, RESTATED, known_on=at(known_on))
    with (
        connect(tmp_path / "profit_pools.duckdb") as con,
        as_known_on(con, at(known_on), WANTED) as dated,
    ):
        for name in WANTED:
            query = f"from {name} order by all"
            assert ask(dated, query) == ask(of_the_date, query), name


def test_a_history_is_one_value_after_the_other(tmp_path: Path, built: Built) -> None:
    built(FIRST, RESTATED)
    ordered, history = order.relations(), []
    with connect(tmp_path / "profit_pools.duckdb") as con:
        for known_on in DATES:
            with as_known_on(con, at(known_on), ["stg.current_figure"], ordered) as dated:
                history += ask(
                    dated,
                    "select max(value) / 1e6 from stg.current_figure where segment is null"
                    " and metric = 'revenue' and fiscal_label = 'FY2023'",
                )
        assert ask(con, "select count(*) from mart.restatement") == [(1,)]  # today again
    assert history == [(None,), (574785,), (574785,), (574000,)]


def test_only_what_is_wanted_and_what_it_reads_is_made(tmp_path: Path, built: Built) -> None:
    built(FIRST)
    with connect(tmp_path / "profit_pools.duckdb") as con:
        with as_known_on(con, at("2024-03-01"), ["stg.partition"]) as dated:
            made = ask(
                dated, "select table_name from duckdb_tables() where database_name = 'dated'"
                " and schema_name in ('stg', 'mart') order by 1",
            )  # fmt: skip
        assert ("partition",) in made
        assert ("current_figure",) not in made
        with (
            pytest.raises(KeyError, match="nothing"),
            as_known_on(con, at("2024-03-01"), ["nothing"]),
        ):
            pass


def test_a_failure_leaves_the_build_as_it_was(tmp_path: Path, built: Built) -> None:
    built(FIRST)
    bad = [order.Relation("stg.bad", "bad; one row", "select nonsense", ())]
    with connect(tmp_path / "profit_pools.duckdb") as con:
        with (
            pytest.raises(BuildError, match="nonsense"),
            as_known_on(con, at("2024-03-01"), ["stg.bad"], bad),
        ):
            pass
        assert ask(con, "select count(*) from stg.document") == [(1,)]
        with pytest.raises(duckdb.Error):
            con.execute("create table stg.mine (x integer)")
