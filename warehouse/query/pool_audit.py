"""Where a layer's number comes from: its members, their figures, and the cells that print them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import duckdb

from extractors.errors import QueryError
from extractors.metrics import MARGINS
from warehouse.query.audit import places
from warehouse.query.evidence import amount, place_lines

RULES = {
    "revenue": ("revenue_usd", ("revenue",), "Σ weight × revenue of the complete members, in USD"),
    "gross_profit": (
        "gross_profit_usd", ("gross_profit",),
        "Σ weight × gross profit of the complete members that disclose it, in USD",
    ),
    "operating_income": (
        "operating_income_usd", ("operating_income",),
        "Σ weight × operating income of the complete members, in USD",
    ),
    "gross_margin": (
        "gross_margin", (MARGINS["gross_margin"], "revenue"),
        "gross profit / revenue of the members that disclose gross profit",
    ),
    "operating_margin": (
        "operating_margin", (MARGINS["operating_margin"], "revenue"),
        "operating income / revenue",
    ),
    "revenue_share": (
        "revenue_share", ("revenue",), "revenue / that of all layers with coverage of 90 % or more",
    ),
    "profit_share": (
        "profit_share", ("operating_income",),
        "operating income / that of all layers with coverage of 90 % or more, losses aside",
    ),
}  # fmt: skip
"""Metric → column of mart.profit_pool, what it is made of, and how."""


def is_layer(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether a layer of the registry is called so, by its id or its name."""
    return _layer(con, name) is not None


def pool_lines(
    con: duckdb.DuckDBPyConnection, layer: str, metric: str, period: str | None
) -> Iterator[str]:
    """A layer's number of a calendar period (default: the last year told), down to cells, as text.

    Raises QueryError, which lists the metrics or periods that there are.
    """
    found = _layer(con, layer)
    if found is None:
        raise QueryError(f"{layer!r} is not a layer", "audit", "see ref.layers")
    if metric not in RULES:
        raise QueryError(
            f"a layer has no {metric!r}", "audit", f"use one of {', '.join(sorted(RULES))}"
        )
    column, parts, rule = RULES[metric]
    told, value, reason, coverage, members, complete, at = _pool(con, found, column, period)
    yield f"{found} {metric} {told}: {_amount(metric, value, reason)}"
    yield f"  rule       {rule}"
    whole = f"{coverage:.1%} of its revenue" if coverage is not None else "of unknown part"
    yield f"  coverage   {complete} of {members} members, {whole}"
    if at is not None:
        yield f"  known at   {at:%Y-%m-%d %H:%M} UTC"
    counted: set[tuple[str, str]] = set()
    for part in parts:
        yield from _members(con, found, told, part, counted)
    documents = len({sha256 for sha256, _ in counted})
    yield f"  leaf cells {len(counted)}, in {documents} documents"


def _layer(con: duckdb.DuckDBPyConnection, name: str) -> str | None:
    row = con.execute(
        "select layer from ref.layers where lower($1) in (lower(layer), lower(name))", [name]
    ).fetchone()
    return None if row is None else str(row[0])


def _pool(
    con: duckdb.DuckDBPyConnection, layer: str, column: str, period: str | None
) -> tuple[object, ...]:
    rows = con.execute(
        f"""
        select calendar_period, {column}, if({column} is null, coalesce(reason,
            gross_margin_reason, 'not_disclosed'), null), coverage, members, members_complete,
            known_at
        from mart.profit_pool
        where layer = $layer and calendar_period = coalesce($period, calendar_period)
        order by contains(calendar_period, 'Q'), members_complete = 0, calendar_period desc
        """,  # noqa: S608 - the column is of RULES, the values are bound
        {"layer": layer, "period": period.upper() if period else None},
    ).fetchall()
    if not rows:
        known = con.execute("select distinct calendar_period from mart.profit_pool order by 1 desc")
        periods = ", ".join(str(one) for (one,) in known.fetchall()) or "none"
        raise QueryError(f"no pool of {layer} in {period}", "audit", f"it has {periods}")
    return tuple(rows[0])


def _members(
    con: duckdb.DuckDBPyConnection,
    layer: str,
    period: object,
    metric: str,
    counted: set[tuple[str, str]],
) -> Iterator[str]:
    """Each member's amount of one metric and the cells behind it, which are added to `counted`."""
    rows = con.execute(
        f"""
        select company_id, coalesce(ticker, company_id), segment, fiscal_label, weight,
            {metric}_usd, if('{metric}' = 'gross_profit', gross_profit_reason, reason),
            is_approximate, is_complete, if(currency <> 'USD',
            concat('at ', round(average_rate_per_usd, 4), ' ', currency, ' for one USD'), null)
        from mart.profit_pool_member
        where layer = $1 and calendar_period = $2
        order by {metric}_usd desc nulls last, company_id, segment
        """,  # noqa: S608 - the metric is of RULES, the values are bound
        [layer, period],
    ).fetchall()
    yield f"  {metric}"
    for company, ticker, segment, label, weight, value, reason, approximate, complete, rate in rows:
        name = " ".join(word for word in (ticker, segment) if word)
        share = f"weight {weight.normalize():f}" if weight is not None and weight != 1 else None
        said = [one for one in (label, "approximate" if approximate else None, share, rate) if one]
        of = f" ({', '.join(said)})" if said else ""
        apart = "" if complete else ", not in the sum"
        yield f"    {name}: {_amount(metric, value, reason)}{of}{apart}"
        key = [layer, period, company, segment, metric]
        for figure_id, title, amount_ in con.execute(_FIGURES, key).fetchall():
            yield f"      {title}: {amount_}"
            for place in places(con, figure_id):
                counted.add((place.sha256, place.locator))
                yield from (f"      {line}" for line in place_lines(place))


_FIGURES = """
    select
        figure_id,
        concat_ws(' ', figure_segment, figure_metric, fiscal_label),
        format('{:,} {}', value::decimal(38, 0)::hugeint, unit)
    from mart.profit_pool_lineage
    where layer = $1 and calendar_period = $2 and company_id = $3
        and segment is not distinct from $4 and metric = $5
    order by period_end, figure_id
"""


def _amount(metric: str, value: object, reason: object) -> str:
    if not isinstance(value, Decimal):
        return f"none ({reason})"
    if metric.endswith(("margin", "share")):
        return f"{value:.2%} ({amount(value)})"
    return f"{amount(value)} USD"
