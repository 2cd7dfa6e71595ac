"""Previews the effect of review decisions on figures and pools, in memory, before saving them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

import duckdb

from warehouse.build.diff import Change, changed
from warehouse.build.load import READINGS
from warehouse.relations.as_of import as_known_on

WANTED = ("mart.profit_pool", "stg.current_figure")
_POOLS = """
    select
        coalesce(n.layer, o.layer) as layer,
        coalesce(n.calendar_period, o.calendar_period) as calendar_period,
        o.revenue_usd, n.revenue_usd, o.operating_income_usd, n.operating_income_usd,
        o.operating_margin, n.operating_margin, o.profit_share, n.profit_share,
        o.coverage, n.coverage
    from mart.profit_pool as n
    full join "{home}".mart.profit_pool as o using (layer, calendar_period)
    where (
            o.revenue_usd, o.operating_income_usd, o.gross_profit_usd, o.profit_share, o.coverage
        ) is distinct from (
            n.revenue_usd, n.operating_income_usd, n.gross_profit_usd, n.profit_share, n.coverage
        )
    order by contains(calendar_period, 'Q'), calendar_period desc, layer
"""


@dataclass(frozen=True, slots=True)
class Pool:
    """A layer's pool of a calendar period before and after; money in USD, None where there is none.

    Shares and coverage are fractions.
    """

    layer: str
    calendar_period: str
    old_revenue: Decimal | None
    new_revenue: Decimal | None
    old_profit: Decimal | None
    new_profit: Decimal | None
    old_margin: Decimal | None
    new_margin: Decimal | None
    old_share: Decimal | None
    new_share: Decimal | None
    old_coverage: Decimal | None
    new_coverage: Decimal | None


@dataclass(frozen=True, slots=True)
class Preview:
    """All figures and pools that would change."""

    figures: tuple[Change, ...]
    pools: tuple[Pool, ...]


def preview(
    con: duckdb.DuckDBPyConnection,
    rows: Mapping[str, Sequence[Mapping[str, str | None]]],
) -> Preview:
    """What the rows, given by registry table, would change.

    `con` is open on a build, which is not changed. Raises BuildError where the build would fail.
    """
    ((home,),) = con.execute("select current_database()").fetchall()
    ((known_on,),) = con.execute("select known_on from ref.argument").fetchall()
    add = partial(_add, con, rows)
    with as_known_on(con, known_on, WANTED, name="preview", then=add):
        figures = changed(con, f'from "{home}".stg.current_figure', "from stg.current_figure")
        pools = con.execute(_POOLS.format(home=home)).fetchall()
    return Preview(tuple(figures), tuple(Pool(*row) for row in pools))


def _add(
    con: duckdb.DuckDBPyConnection,
    rows: Mapping[str, Sequence[Mapping[str, str | None]]],
    home: str,
) -> None:
    """Add the rows to the registry, and the readings among them to the views of raw tables."""
    for table, added in rows.items():
        for row in added:
            cells = ", ".join(f"? as {column}" for column in row)
            con.execute(f"insert into ref.{table} by name select {cells}", list(row.values()))
    if rows.get("readings"):
        for table, query in READINGS.items():
            con.execute(f"create table raw.read_{table} as {query}")
            con.execute(
                f'create or replace view raw.{table} as from "{home}".raw.{table}'
                f" union all by name from raw.read_{table}"
            )
