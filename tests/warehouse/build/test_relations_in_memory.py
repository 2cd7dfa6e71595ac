"""What tests ask of relations in memory is what a build would tell them."""

from __future__ import annotations

import pytest

from tests.builders.homes import Homes
from tests.builders.relations import Warehouse
from tests.builders.reports import AMAZON_2024, Line, Report, ask, registry, span, warehouse, year
from warehouse.query.connection import connect
from warehouse.relations import order

NVIDIA = Report(
    "nvda",
    (
        Line("revenue", "60,922", year(2024)),
        Line("operating_income", "32,972", year(2024)),
        Line("gross_profit", "44,301", year(2024)),
        Line("revenue", "13,000", span("2024-01-01", "2024-03-31"), period_type="Q"),
        Line("revenue", "50,000", year(2023)),
        Line("operating_income", "24,000", year(2023)),
        Line("capital_expenditures", "1,069", year(2024)),
    ),
    cik="0001045810",
)  # fmt: skip
BOOK = registry(
    segments=[
        ("amazon", "2019", "AWS", "cloud", "1", None, None, None, "https://www.sec.gov/a"),
        ("nvidia", "company", None, "chips", "1", None, None, None, "https://www.sec.gov/n"),
    ]
)


@pytest.mark.slow
def test_each_relation_has_the_rows_of_a_build(homes: Homes) -> None:
    """Also after others: plans and tables are used again, without DuckDB's optimizer."""
    _, report = homes.built(AMAZON_2024, NVIDIA, registry=BOOK, months=0)
    with warehouse(AMAZON_2024) as other:
        assert ask(other.whole(), "select count(*) from stg.document") == [(1,)]
    with warehouse(AMAZON_2024, NVIDIA, registry=BOOK) as con, connect(report.path) as built:
        compared = 0
        for relation in order.relations():
            query = f"from {relation.name}"
            rows = sorted(map(repr, ask(con, query)))
            assert rows == sorted(map(repr, ask(built, query))), relation.name
            compared += len(rows)
    assert compared > 200


def test_what_a_test_changed_is_gone_for_the_next() -> None:
    with warehouse(AMAZON_2024) as con:
        con.execute("begin")
        con.execute("delete from raw.fact")
    with warehouse(AMAZON_2024) as con:
        assert ask(con, "select count(*) from raw.fact") == [(11,)]
        con.execute("create table stg.mine as select 1 as x")
        assert ask(con, "from stg.mine") == [(1,)]
    assert ask(Warehouse(), "select count(*) from duckdb_tables() where table_name = 'mine'") == [
        (0,)
    ]
