"""Relations are files: one commented select each, ordered by what they read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from extractors.errors import BuildError
from warehouse.disk.selects import parse, scan
from warehouse.relations.order import (
    LOADED,
    SCHEMAS,
    SQL,
    WRITTEN,
    Relation,
    build,
    declare,
    declared,
    relations,
)


def folder_of(tmp_path: Path, **files: str) -> Path:
    """A folder with raw.a(x) and ref.b(y) declared, and files like stg__one='select …'."""
    (tmp_path / "stg").mkdir()
    (tmp_path / "mart").mkdir()
    (tmp_path / "raw.sql").write_text("create schema raw; create table raw.a (x integer)")
    (tmp_path / "ref.sql").write_text("create schema ref; create table ref.b (y integer)")
    for name, text in files.items():
        schema, relation = name.split("__")
        (tmp_path / schema / f"{relation}.sql").write_text(text)
    return tmp_path


def test_the_order_comes_from_the_references(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        stg__aaa="-- last; one row\nselect * from stg.mmm",
        stg__mmm="-- second; one row\nwith mmm as (from stg.zzz) select x from mmm",
        stg__zzz="-- first; one row\nselect x from raw.a where x in (select y from ref.b)",
        mart__sum="-- sum; one row\nselect sum(x) as total from stg.aaa semi join stg.zzz using (x)",
    )
    found = relations(folder)
    assert [one.name for one in found] == ["stg.zzz", "stg.mmm", "stg.aaa", "mart.sum"]
    assert [one.reads for one in found] == [
        ("raw.a", "ref.b"),
        ("stg.zzz",),
        ("stg.mmm",),
        ("stg.aaa", "stg.zzz"),
    ]
    assert found[0].comment == "first; one row"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("select 1 as x", "lacks its first line"),
        ("-- purpose alone\nselect 1 as x", "lacks its first line"),
        ("-- a; b\nselect 1 frm raw.a", r"is not a select: syntax error at or near .raw"),
        ("-- a; b\ncreate table t as select 1", "is not a select"),
        ("-- a; b\nselect 1; select 2", "holds 2 statements"),
        ("-- a; b\nselect * from stg.nothing", r"reads stg\.nothing, which is not there"),
        ("-- a; b\nselect * from raw.nothing", r"reads raw\.nothing, which is not there"),
        ("-- a; b\nselect * from other.t", r"reads other\.t, which is not there"),
        ("-- a; b\nselect * from stg.one", "circle"),
    ],
)
def test_a_file_that_is_no_relation(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(BuildError, match=complaint):
        relations(folder_of(tmp_path, stg__one=text))


def test_the_names_in_the_text_of_ours_are_what_the_parser_finds() -> None:
    files = [path for schema in WRITTEN for path in (SQL / schema).glob("*.sql")]
    with duckdb.connect() as con:
        assert [scan(path, SCHEMAS) for path in files] == [parse(path, con) for path in files]


def test_the_loaded_tables_are_those_that_duckdb_makes() -> None:
    with duckdb.connect() as con:
        declare(con)
        made = con.execute("select schema_name || '.' || table_name from duckdb_tables()")
        texts = [(SQL / f"{schema}.sql").read_text(encoding="utf-8") for schema in LOADED]
        assert declared(*texts) == {name for (name,) in made.fetchall()}


def test_a_circle_names_its_members(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        stg__one="-- a; b\nselect * from mart.two",
        mart__two="-- a; b\nselect * from stg.one",
    )
    with pytest.raises(BuildError, match=r"circle: .*stg\.one ← mart\.two|mart\.two ← stg\.one"):
        relations(folder)


def test_relations_become_tables_with_comments() -> None:
    with duckdb.connect() as con:
        build(con, [Relation("stg.one", "it's one; one row", "select 1 as x", ())])
        assert con.execute("from stg.one").fetchall() == [(1,)]
        comments = con.execute("select table_name, comment from duckdb_tables()").fetchall()
        assert comments == [("one", "it's one; one row")]
        assert con.execute("select count(*) from duckdb_views() where not internal").fetchone() == (
            0,
        )


def test_a_select_that_fails_is_named() -> None:
    with duckdb.connect() as con, pytest.raises(BuildError, match=r"stg\.one: .*nonsense"):
        build(con, [Relation("stg.one", "a; b", "select nonsense", ())])


def test_every_file_of_ours_is_read() -> None:
    found = {one.name for one in relations()}
    assert found - {"stg.claim_answer"} == {  # which is made of the claims' queries
        f"{path.parent.name}.{path.stem}"
        for path in SQL.glob("*/*.sql")
        if path.parent.name != "check"
    }
    assert {"mart.company_margin", "mart.segment_margin", "mart.figure_lineage", "mart.coverage",
            "mart.conflict", "stg.vintage", "stg.current_figure"} <= found  # fmt: skip


def test_every_division_guards_against_zero() -> None:
    """DuckDB gives inf for x / 0, which no reader of a margin expects."""
    for path in SQL.rglob("*.sql"):
        code = "\n".join(line.split("--")[0] for line in path.read_text().splitlines())
        for divisor in re.findall(r"/+ *([^ ][^\n]*)", re.sub(r"'[^'\n]*'", "''", code)):
            assert divisor.startswith(("nullif(", "2", "12", "91.3")), (path.name, divisor)


def _unordered(tree: object) -> Iterator[str]:
    """The aggregates below `tree` whose answer hangs on the order of rows, which threads change."""
    if isinstance(tree, dict):
        name = tree.get("function_name")
        if name == "list_sort":
            return
        is_ordered = (tree.get("order_bys") or {}).get("orders") or tree.get(
            "orders"
        )  # of a window
        if name in ("list", "array_agg", "string_agg", "first", "last") and not is_ordered:
            yield f"{name} at character {tree['query_location']}"
        for value in tree.values():
            yield from _unordered(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _unordered(value)


def test_an_unordered_list_is_found() -> None:
    with duckdb.connect() as con:
        answer = con.execute(
            "select json_serialize_sql('select list(x), list(y order by y) from t')"
        ).fetchone()
    assert list(_unordered(json.loads(answer[0] if answer else "{}"))) == ["list at character 7"]


@pytest.mark.parametrize("path", sorted(SQL.glob("*/*.sql")), ids=lambda path: path.stem)
def test_every_list_has_an_order(path: Path) -> None:
    """Else two builds of the same inputs differ."""
    with duckdb.connect() as con:
        answer = con.execute("select json_serialize_sql(?)", [path.read_text()]).fetchone()
    assert not list(_unordered(json.loads(answer[0] if answer else "{}")))
