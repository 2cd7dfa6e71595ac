"""Prints the profit pools of a calendar period: layers, missing companies, shares over time."""

from __future__ import annotations

from typing import TextIO

import duckdb

from extractors.errors import QueryError
from flows.terminal.tables import write_table
from warehouse.query.connection import run as ask

POOLS = """
    select
        coalesce(l.name, p.layer) as layer,
        format('{:,.1f}', p.revenue_usd / 1e9) as "revenue",
        format('{:.1f}%', 100 * p.gross_margin) as "gross margin",
        format('{:.1f}%', 100 * p.operating_margin) as "operating margin",
        format('{:,.1f}', p.operating_income_usd / 1e9) as "operating profit",
        format('{:.1f}%', 100 * p.profit_share) as "share of profit",
        format('{:.0f}%', 100 * p.coverage) as coverage,
        concat_ws(', ', if(p.unsized <> [] and p.members_sized > 0,
                format('{} of {} members known', p.members_sized,
                    p.members_sized + len(p.unsized)), null),
            if(p.is_approximate, 'approximate', null), p.reason,
            'gross margin ' || nullif(p.gross_margin_reason, 'coverage'),
            if(p.members_undivided > 0,
                format('{:.0f}% of it undivided', 100 * p.undivided_revenue), null)) as note
    from mart.profit_pool as p
    left join ref.layers as l using (layer)
    where p.calendar_period = $period
    order by l.position
"""
UNIVERSE = """
    with pool as (
        select p.*, coalesce(l.name, p.layer) as name, l.position
        from mart.profit_pool as p
        left join ref.layers as l using (layer)
        where p.calendar_period = $period
    )

    select coalesce(
        format('Shares are over {}: {:.0f}% of the chain''s profit in its last full year.',
            lower(string_agg(name, ', ' order by position) filter (revenue_share is not null)),
            100 * any_value(universe_coverage)),
        if(any_value(universe_sized) < 0.5, 'No shares: the size of most members is not known.',
            'No shares: what is covered made less than two thirds of the chain''s profit.')
    )
    from pool

    union all

    select *
    from (
        select format('The size of {:.0f}% of the members is known. In no share, as it is not: {}.',
            100 * any_value(universe_sized),
            string_agg(format('{} without {}', lower(name),
                array_to_string([u.company_id for u in unsized], ', ')), '; ' order by position))
        from pool
        where unsized <> []
    ) as unknown(line)
    where line is not null

    union all

    select line
    from (
        select format('{}: {} of {} members, without {}{}.', name, members_complete,
            members - len(unsized), array_to_string(gone, ', '), if(like_for_like_reason is null,
                format('; sales of the {} there in both years: {:+.1f}%',
                    like_for_like_members, 100 * like_for_like_revenue_growth), '')) as line
        from (
            select *, [u.company_id for u in unsized] as unknown,
                [one for one in missing if not list_contains(unknown, one)] as gone
            from pool
        )
        where gone <> []
        order by position
    )

    union all

    select line
    from (
        select format('{}: gross margin {:.1f}% of {:.0f}% of its sales, whose operating margin is'
            || ' {:.1f}%.', name, 100 * disclosed_gross_margin, 100 * gross_profit_coverage,
            100 * disclosed_operating_margin) as line
        from pool
        where gross_margin_reason = 'coverage'
        order by position
    )
"""
PERIODS = "select distinct calendar_period from mart.profit_pool order by 1"
LAST = """
    select calendar_period
    from mart.profit_pool
    where length(calendar_period) = 4 and profit_share is not null
    order by calendar_period desc
    limit 1
"""
TIME = """
    with shares as (
        select
            p.calendar_period, coalesce(l.name, p.layer) as layer, l.position,
            coalesce(format('{:.0f}%', 100 * p.profit_share), replace(p.reason, '_', ' ')) as share
        from mart.profit_pool as p
        left join ref.layers as l using (layer)
        where length(p.calendar_period) = length($period)
    ),

    recent as (
        select distinct calendar_period from shares order by calendar_period desc limit 8
    )

    select calendar_period as period, layer, position, share
    from shares
    where calendar_period in (from recent)
    order by calendar_period, position
"""


def write(con: duckdb.DuckDBPyConnection, period: str | None, out: TextIO) -> None:
    """Print a period's pools, by default the last year that has shares; then shares over time."""
    periods = [str(row[0]) for row in ask(con, PERIODS).rows]
    if period is None:
        period = next((str(row[0]) for row in ask(con, LAST).rows), None)
        if period is None:
            raise QueryError("no year has shares", "pools", "run: profitpools status")
    if period not in periods:
        years = ", ".join(one for one in periods if len(one) == len("2024"))
        raise QueryError(f"{period!r} has no pools", "pools", f"give a year ({years}) or a quarter")
    out.write(f"Profit pools of {period}, USD bn\n\n")
    write_period(con, period, out)
    out.write("\nShares of the profit in time\n\n")
    _write_time(con, period, out)
    out.write(
        "\nTwo periods compare by the same members in mart.profit_pool_trend;"
        " profitpools audit LAYER profit_share --period PERIOD traces a share\n"
    )


def write_period(con: duckdb.DuckDBPyConnection, period: str, out: TextIO) -> None:
    """Print the layers of a calendar period, and what their shares are shares of."""
    try:
        found = ask(con, POOLS, {"period": period})
    except QueryError as error:
        out.write(f"    cannot be told: {error}\n")
        return
    if not found.rows:
        out.write("    none: no company's figures cover the year\n")
        return
    rows = [["–" if cell is None else cell for cell in row] for row in found.rows]
    write_table(found.columns, rows, out)
    for (line,) in ask(con, UNIVERSE, {"period": period}).rows:
        out.write(f"{line}\n")


def _write_time(con: duckdb.DuckDBPyConnection, period: str, out: TextIO) -> None:
    """A column per layer, a row per period: the profit share, or the reason for its absence."""
    shares: dict[str, dict[str, str]] = {}
    for when, layer, _, share in ask(con, TIME, {"period": period}).rows:
        shares.setdefault(str(when), {})[str(layer)] = str(share)
    layers = list(dict.fromkeys(layer for by in shares.values() for layer in by))
    rows = [[when, *(by.get(layer, "–") for layer in layers)] for when, by in shares.items()]
    write_table(["period", *layers], rows, out)
