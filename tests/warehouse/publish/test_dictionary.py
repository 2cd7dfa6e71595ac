"""The data dictionary says what a build holds, and what stands in docs is of today's relations."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import yaml

from tests.builders.homes import Built
from tests.builders.reports import AMAZON_2024, ask
from warehouse.publish.dictionary import HEADER, as_csv, described, documents, main
from warehouse.query.connection import connect

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("name", ["data-dictionary.md", "examples/sources.yml"])
def test_what_stands_in_docs_is_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == documents()[name], "run: make docs"


@pytest.mark.slow
def test_the_command_writes_all_of_them(tmp_path: Path) -> None:
    main([str(tmp_path / "new")])
    written = {path.relative_to(tmp_path / "new").as_posix() for path in tmp_path.rglob("*.*")}
    assert written == documents().keys()


def test_a_build_is_described_in_full(tmp_path: Path, built: Built) -> None:
    """Every column that DuckDB's own `describe` names, in its order, with its type."""
    path = built(AMAZON_2024).path
    with connect(path) as con:
        every = described(con, ["mart", "stg"])
        assert [one.schema for one in every] == sorted(one.schema for one in every)
        for one in every:
            rows = con.execute(f"describe {one.full_name}").fetchall()
            assert [(c.name, c.type) for c in one.columns] == [(r[0], r[1].lower()) for r in rows]
    [margin] = [one for one in every if one.full_name == "mart.segment_margin"]
    assert margin.purpose == "margins of parts of companies"
    assert margin.grain == "one row a company, part, period, basis and currency"
    tables = ask(
        tmp_path, "select count(*) from duckdb_tables() where schema_name in ('mart', 'stg')"
    )
    assert tables == [(len(every),)]


def test_a_line_a_column(built: Built) -> None:
    with connect(built(AMAZON_2024).path) as con:
        every = described(con, ["mart"])
    rows = list(csv.DictReader(io.StringIO(as_csv(every))))
    assert tuple(rows[0]) == HEADER
    assert len(rows) == sum(len(one.columns) for one in every)
    [row] = [r for r in rows if (r["relation"], r["column"]) == ("profit_pool", "layer")]
    assert (row["schema"], row["position"], row["type"]) == ("mart", "1", "varchar")
    assert row["grain"] == "one row a layer and calendar period"


def test_dbt_finds_the_marts(tmp_path: Path, built: Built) -> None:
    """Its tables and columns are those of a real build, under the name of the attached file."""
    built(AMAZON_2024)
    [source] = yaml.safe_load((DOCS / "examples/sources.yml").read_text(encoding="utf-8"))[
        "sources"
    ]
    found = {
        (source["database"], source["schema"], table["name"], column["name"], column["data_type"])
        for table in source["tables"]
        for column in table["columns"]
    }
    there = ask(
        tmp_path,
        "select database_name, schema_name, table_name, column_name, lower(data_type)"
        " from duckdb_columns() where schema_name = 'mart'",
    )
    assert found == set(there)
    assert all(table["description"] for table in source["tables"])
