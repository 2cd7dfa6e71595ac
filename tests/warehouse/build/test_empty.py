"""A process that builds again begins with empty tables that it has: nobody can tell from the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.errors import BuildError
from tests.builders.reports import AMAZON_2024, ask, build
from warehouse.build import empty, verification

pytestmark = pytest.mark.slow

SHAPE = [
    "select schema_name, table_name, comment from duckdb_tables() order by all",
    "select schema_name, table_name, column_index, column_name, data_type, is_nullable, comment"
    " from duckdb_columns() where schema_name in ('raw', 'ref', 'stg', 'claim', 'mart')"
    " order by all",
    "select function_name, parameters, macro_definition from duckdb_functions()"
    " where schema_name = 'ref' order by all",
]


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has built nothing yet."""
    monkeypatch.setattr(empty, "_KEPT", {})


@pytest.mark.usefixtures("fresh")
def test_the_second_build_of_a_process_is_like_the_first(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    ones = build(first, AMAZON_2024)
    assert len(empty._KEPT) == 1
    others = build(second, AMAZON_2024)
    assert others.build == ones.build
    verification.whole(others.path, ones.build.content_hash)
    for query in SHAPE:
        assert ask(second, query) == ask(first, query) != []
    assert ask(second, "select count(*) from duckdb_columns() where comment is null"
               " and schema_name in ('raw', 'ref', 'mart')") == [(0,)]  # fmt: skip


@pytest.mark.usefixtures("fresh")
def test_tables_of_other_selects_are_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "first", AMAZON_2024)
    (kind,) = empty._KEPT
    monkeypatch.setitem(empty._KEPT, kind, b"no database")
    with pytest.raises(BuildError, match="not a valid DuckDB database"):
        build(tmp_path / "second", AMAZON_2024)
    monkeypatch.setattr(empty, "_KEPT", {"of other selects": b"no database"})
    build(tmp_path / "third", AMAZON_2024)
    assert list(empty._KEPT) == [kind]
