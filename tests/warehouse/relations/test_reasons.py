"""The reasons for a NULL: each is explained once, and named where it may be given."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.errors import BuildError
from warehouse.publish.dictionary import blank
from warehouse.relations.glossary import columns
from warehouse.relations.reasons import Reason, reasons


def files(
    tmp_path: Path, *, meanings: str = "no_cost,there is no cost,nothing\n", places: str
) -> tuple[Path, Path]:
    explained, named = tmp_path / "reasons.csv", tmp_path / "reason_places.csv"
    explained.write_text("reason,meaning,settled_by\n" + meanings)
    named.write_text("relation,columns,reasons\n" + places)
    return explained, named


def test_a_reason_is_given_for_each_column(tmp_path: Path) -> None:
    found = reasons(*files(tmp_path, places="mart.one,reason change_reason,no_cost\n"))
    assert found == [
        Reason("mart.one", "reason", "no_cost", "there is no cost", "nothing"),
        Reason("mart.one", "change_reason", "no_cost", "there is no cost", "nothing"),
    ]


def test_a_reason_without_a_meaning_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"reason_places\.csv: unknown reason 'no_idea'"):
        reasons(*files(tmp_path, places="mart.one,reason,no_cost no_idea\n"))


def test_a_meaning_without_a_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"reasons\.csv: explains no_cost, which is nowhere"):
        reasons(*files(tmp_path, places=""))


def test_every_place_is_a_column_of_the_warehouse_and_in_the_build() -> None:
    with blank() as con:
        there = {(relation, column) for relation, column, _ in columns(con, ("mart", "stg"))}
        loaded = con.execute("select count(*) from ref.reasons").fetchone()
    assert {(one.relation, one.column) for one in reasons()} <= there
    assert loaded == (len(set(reasons())),)


def test_what_a_pool_and_a_quarter_may_lack() -> None:
    found = {(one.relation, one.column, one.reason) for one in reasons()}
    assert {reason for *place, reason in found if place == ["mart.profit_pool", "reason"]} == {
        "coverage", "no_profit", "not_disclosed"
    }  # fmt: skip
    assert ("stg.quarterly", "reason", "no_ytd9") in found
    assert ("stg.quarterly", "reason", "fx_missing") not in found
