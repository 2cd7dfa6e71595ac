"""Questions are answered, and nothing else can be done."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from extractors.errors import QueryError
from tests.builders.homes import Built, Homes
from tests.builders.reports import AMAZON_2024
from warehouse.query.connection import connect, run


@pytest.fixture(scope="module")
def con(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    built = Built(homes, tmp_path_factory.mktemp("it's a home"))
    return connect(built(AMAZON_2024).path)


def test_an_answer_has_columns_and_rows(con: duckdb.DuckDBPyConnection) -> None:
    answer = run(
        con,
        "select ticker, revenue, known_at from mart.segment_margin where segment = ?",
        ["AWS"],
    )
    assert answer.columns == ("ticker", "revenue", "known_at")
    [(ticker, revenue, known_at)] = answer.rows
    assert (ticker, revenue) == ("AMZN", Decimal(107_556_000_000))
    assert known_at == datetime(2025, 2, 7, 12, tzinfo=UTC)


def test_parameters_by_name(con: duckdb.DuckDBPyConnection) -> None:
    assert run(con, "select $a + 1 as b", {"a": 1}).rows == [(2,)]


def test_no_warehouse_yet(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="there is no warehouse yet; run: profitpools refresh"):
        connect(tmp_path / "profit_pools.duckdb")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "profit_pools.duckdb"
    path.write_text("some text that is not a database")
    with pytest.raises(QueryError, match="run: profitpools rebuild") as caught:
        connect(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("selec 1", r"sql, line 1, column 1: Parser Error: syntax error"),
        ("select 1,\n  foo\nfrom mart.coverage", r"sql, line 2, column 3: .*\"foo\" not found"),
        ("from mart.segment_margins", r"line 1, column 6: .*does not exist!.*segment_margin"),
        ("select 'a'::integer", r"Conversion Error"),
        ("select ?", r"parameter"),
        ("", r"0 statements were given"),
        ("select 1; select 2", r"2 statements were given; give exactly one"),
    ],
)
def test_a_mistake_gets_one_line_with_its_place(
    con: duckdb.DuckDBPyConnection, sql: str, told: str
) -> None:
    with pytest.raises(QueryError, match=told) as caught:
        run(con, sql)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "sql",
    [
        "delete from stg.current_figure",
        "update mart.segment_margin set revenue = 1",
        "insert into raw.run values (null, null, null, null, null, null)",
        "create table mart.mine as select 1",
        "drop table raw.fact",
        "alter table raw.fact add column x integer",
        "comment on table raw.fact is 'mine'",
    ],
)
def test_writing_is_refused(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    with pytest.raises(QueryError, match="the warehouse is read-only"):
        run(con, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/hostname')",
        "select * from read_text('/etc/hostname')",
        "select * from read_parquet('https://example.org/a.parquet')",
        "from glob('/*')",
        "copy (select 1) to '/tmp/out.csv'",
        "attach '/tmp/other.duckdb'",
        "export database '/tmp/out'",
        "install httpfs",
        "load httpfs",
    ],
)
def test_nothing_outside_is_reached(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    with pytest.raises(QueryError, match="the query may read the warehouse alone"):
        run(con, sql)


@pytest.mark.parametrize(
    "sql", ["set enable_external_access = true", "set lock_configuration = false", "reset threads"]
)
def test_settings_stay(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    with pytest.raises(QueryError, match="locked"):
        run(con, sql)


def test_asking_leaves_nothing_behind(tmp_path: Path, built: Built) -> None:
    path = built(AMAZON_2024).path
    before = (path.read_bytes(), sorted(tmp_path.iterdir()))
    with connect(path) as con:
        run(con, "select * from mart.figure_lineage order by random()")
    assert (path.read_bytes(), sorted(tmp_path.iterdir())) == before
