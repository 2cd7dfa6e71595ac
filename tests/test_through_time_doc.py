"""docs/through-time.md: its queries run, its relations and the reasons it points to are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.builders.reports import AMAZON_2024, warehouse
from warehouse.relations.order import SQL
from warehouse.relations.reasons import reasons

DOCS = Path(__file__).parents[1] / "docs"
TEXT = (DOCS / "through-time.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", TEXT, re.S)


@pytest.mark.parametrize("query", QUERIES)
def test_its_queries_run(query: str) -> None:
    with warehouse(AMAZON_2024) as con:
        assert con.execute(query).fetchall() is not None


def test_its_relations_are_there() -> None:
    for schema, name in re.findall(r"`(?:from )?(stg|mart)\.(\w+)`", TEXT):
        assert (SQL / schema / f"{name}.sql").is_file(), name


def test_the_reasons_that_it_points_to_are_all_there() -> None:
    assert "(data-dictionary.md#reasons)" in TEXT
    page = (DOCS / "data-dictionary.md").read_text(encoding="utf-8").split("## Reasons")[1]
    named = set(re.findall(r"^\| `(\w+)` \|", page, re.M))
    assert named == {one.reason for one in reasons()}
    assert {"not_disclosed", "conflict", "framework_break", "fx_missing", "coverage"} <= named
