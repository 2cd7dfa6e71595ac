"""Every column is explained, in words that fit its type, and every DuckDB client sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import duckdb
import pytest

from extractors.errors import BuildError
from tests.builders.homes import Built
from tests.builders.reports import AMAZON_2024
from warehouse.build.content_hash import SCHEMAS
from warehouse.publish.dictionary import blank
from warehouse.relations.glossary import Entry, Glossary, columns, comment, glossary

TOLD = glossary()
BESIDE = ("currency", "unit", "fact_unit", "quoted_in")  # units that are columns of the row
HEAD = "column,relations,unit,meaning\n"


@pytest.fixture(scope="module")
def places() -> Iterator[list[tuple[str, str, str]]]:
    """Relation, column and type of all that a build has."""
    with blank() as con:
        yield columns(con, SCHEMAS)


def test_every_column_has_a_meaning(places: list[tuple[str, str, str]]) -> None:
    missing = [f"{name}.{column}" for name, column, _ in places if TOLD.of(name, column) is None]
    assert not missing, f"add rows to warehouse/relations/glossary.csv, then `make docs`: {missing}"


def test_no_meaning_is_unused(places: list[tuple[str, str, str]]) -> None:
    used = {TOLD.of(name, column) for name, column, _ in places}
    unused = [(one.column, one.relations) for one in TOLD.entries if one not in used]
    there = {(name, column) for name, column, _ in places}
    gone = [
        (relation, one.column)
        for one in TOLD.entries
        for relation in one.relations
        if (relation, one.column) not in there
    ]
    assert not unused + gone, f"take out of warehouse/relations/glossary.csv: {unused + gone}"


def test_the_rows_are_in_order() -> None:
    """So that two people who add rows seldom meet."""
    keys = [(one.column, " ".join(one.relations)) for one in TOLD.entries]
    assert keys == sorted(keys)


def test_units_fit_the_types(places: list[tuple[str, str, str]]) -> None:
    types = dict.fromkeys([*BESIDE, "figure", "USD"], r"DECIMAL\(38,6\)") | {
        "fraction": r"DECIMAL\(\d+,6\)", "count": "BIGINT|INTEGER",
        "days": "BIGINT|INTEGER", "bytes": "BIGINT", "UTC": "TIMESTAMP WITH TIME ZONE",
        "": r"(?!TIMESTAMP|DECIMAL\(38,6\)$).*",
    }  # fmt: skip
    wrong = [
        (name, column, kind, entry.unit)
        for name, column, kind in places
        if (entry := TOLD.of(name, column)) and not re.fullmatch(types[entry.unit], kind)
    ]
    assert not wrong


def test_money_has_its_currency_beside_it(places: list[tuple[str, str, str]]) -> None:
    there = {(name, column) for name, column, _ in places}
    for name, column, _ in places:
        entry = TOLD.of(name, column)
        assert entry is not None
        if entry.unit in BESIDE:
            assert (name, entry.unit) in there, (name, column)
        assert (entry.unit == "USD") == bool(re.search("(?<!per)_usd$", column)), (name, column)


def test_any_client_sees_the_meanings(built: Built) -> None:
    path = built(AMAZON_2024).path
    with duckdb.connect(path, read_only=True) as con:
        rows = con.execute(
            "select schema_name || '.' || table_name, column_name, comment from duckdb_columns()"
            " where schema_name in ('raw', 'ref', 'stg', 'mart')"
        ).fetchall()
    told = {(name, column): comment for name, column, comment in rows}
    assert all(told.values())
    assert told["mart.segment_margin", "revenue"] == (
        "revenue (net sales) of the period (in the row's currency)"
    )
    assert told["stg.vintage", "known_from"].endswith("(UTC)")
    assert told["mart.profit_pool", "members"] != told["mart.figure_lineage", "members"]


def test_a_meaning_may_be_of_one_relation() -> None:
    found = Glossary.read(HEAD + "x,,,all\nx,mart.a stg.b,days,a and b\n")
    assert found.of("stg.b", "x") == Entry("x", ("mart.a", "stg.b"), "days", "a and b")
    assert str(found.of("mart.a", "x")) == "a and b (days)"
    assert str(found.of("mart.c", "x")) == "all"
    assert found.of("mart.a", "y") is None


def test_a_quote_in_a_meaning() -> None:
    with duckdb.connect() as con:
        con.execute('create schema mart; create table mart.t as select 1 as "it\'s"')
        comment(con, Glossary.read(HEAD + "it's,,,the filer's own\n"), columns(con, ["mart"]))
        rows = con.execute(
            "select column_name, comment from duckdb_columns() where table_name = 't'"
        )
        assert rows.fetchall() == [("it's", "the filer's own")]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("name,meaning\n", "has another header"),
        (HEAD + "x,,,\n", "lacks a cell"),
        (HEAD + "x,mean\n", "lacks a cell"),
        (HEAD + "x,,miles,far\n", "unknown unit 'miles'"),
        (HEAD + "x,,,one\nx,,,two\n", "is told twice of all"),
        (HEAD + "x,mart.a,,one\nx,stg.b mart.a,,two\n", r"is told twice of mart\.a"),
    ],
)
def test_a_bad_row_is_named(text: str, complaint: str) -> None:
    with pytest.raises(BuildError, match=complaint):
        Glossary.read(text)
