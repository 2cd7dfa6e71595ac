"""docs/through-time.md: its queries run, and its reasons are those that the checks allow."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.builders.reports import AMAZON_2024, warehouse
from warehouse.relations.order import SQL

TEXT = (Path(__file__).parents[1] / "docs/through-time.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", TEXT, re.S)


@pytest.mark.parametrize("query", QUERIES)
def test_its_queries_run(query: str) -> None:
    with warehouse(AMAZON_2024) as con:
        assert con.execute(query).fetchall() is not None


def test_its_relations_are_there() -> None:
    for schema, name in re.findall(r"`(?:from )?(stg|mart)\.(\w+)`", TEXT):
        assert (SQL / schema / f"{name}.sql").is_file(), name


def test_its_reasons_are_those_of_the_checks() -> None:
    told = set(re.findall(r"`(\w+)`", TEXT.split("## Reasons")[1]))
    allowed = set()
    for path in (SQL / "check").glob("*have_reasons.sql"):
        for group in re.findall(r"\[([^\]]*)\]|not in \(([^)]*)\)", path.read_text()):
            allowed |= set(re.findall(r"'([a-z_0-9]+)'", " ".join(group)))
    names = {"name", "missing", "reason", "revenue", "gross_profit", "gross_margin",
             "operating_income", "operating_margin"}  # of columns, in nulls_have_reasons  # fmt: skip
    assert told - {"one_report"} == allowed - names
