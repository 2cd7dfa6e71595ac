"""Audits a layer's number: its members, their figures, and the cells that print them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb

from extractors.errors import QueryError
from extractors.metrics import MARGINS
from warehouse.query.evidence import Audit, lines
from warehouse.query.leaves import keys_of, leaves
from warehouse.query.lookup import Line, nearest

FLOWS = ("revenue", "gross_profit", "operating_income")
RULES = {
    "revenue": ("revenue_usd", "Σ weight × revenue of the complete members, in USD"),
    "gross_profit": (
        "gross_profit_usd",
        "Σ weight × gross profit of the complete members that disclose it, in USD",
    ),
    "operating_income": (
        "operating_income_usd", "Σ weight × operating income of the complete members, in USD",
    ),
    "gross_margin": (
        "gross_margin", "gross profit / revenue of the members that disclose gross profit",
    ),
    "operating_margin": ("operating_margin", "operating income / revenue"),
    "revenue_share": (
        "revenue_share", "revenue / that of all layers in share_layers",
    ),
    "profit_share": (
        "profit_share",
        "operating income / that of all layers in share_layers, losses aside",
    ),
}  # fmt: skip
"""Metric → column of mart.profit_pool, and how it is made."""
PARTS = MARGINS | {"revenue_share": "revenue", "profit_share": "operating_income"}
"""What a margin or a share is a part or multiple of."""
WAYS = {
    "year": "the fiscal year is the calendar year",
    "quarters": "the sum of the four fiscal quarters on the calendar",
    "formula": "months of two fiscal years, in proportion",
    "fiscal year": "the fiscal year whose middle lies in the calendar year",
    "quarter": "the fiscal quarter whose middle lies in the calendar quarter",
}
"""How a flow comes onto the calendar: stg.calendar_line.method."""
_POOLS = """
    select
        p.layer, p.calendar_period, p.revenue_usd, p.gross_profit_usd, p.operating_income_usd,
        p.gross_margin, p.operating_margin, p.revenue_share, p.profit_share, p.coverage,
        p.members, p.members_complete, p.is_approximate, p.reason, p.gross_margin_reason,
        [u.company_id for u in p.unsized] as unsized,
        p.known_at, c.calendar_start, c.calendar_end
    from mart.profit_pool as p
    join (
        select distinct calendar_period, calendar_start, calendar_end from stg.calendar_line
    ) as c using (calendar_period)
    where p.calendar_period = $period
    order by p.layer
"""
_MEMBERS = """
    select
        m.layer, m.company_id, m.ticker, m.segment, m.fiscal_label, m.period_start, m.period_end,
        m.basis, m.currency, m.weight, m.average_rate_per_usd, m.fx_source, l.method,
        m.is_approximate, m.is_complete, m.known_at, m.calendar_period,
        m.revenue_usd, m.gross_profit_usd, m.operating_income_usd, m.reason,
        m.gross_profit_reason, m.revenue_figure_ids, m.gross_profit_figure_ids,
        m.operating_income_figure_ids
    from mart.profit_pool_member as m
    left join stg.calendar_line as l
        on l.company_id = m.company_id and l.calendar_period = m.calendar_period
        and l.segment is not distinct from m.segment
    where m.calendar_period = $period and m.layer <> 'out_of_scope'
    order by m.layer, m.revenue_usd desc nulls last, m.company_id, m.segment
"""


@dataclass(frozen=True, slots=True)
class Pools:
    """All numbers of one calendar period: by layer and metric, and the members of each layer."""

    numbers: dict[tuple[str, str], Audit]
    members: dict[tuple[str, str], tuple[Audit, ...]]


def is_layer(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether a layer has this id or name."""
    return _layer(con, name) is not None


def pool_audit(
    con: duckdb.DuckDBPyConnection, layer: str, metric: str, period: str | None
) -> Audit:
    """A layer's number of a calendar period (default: the last year that has one), as a tree.

    Raises QueryError, which lists the available metrics or periods.
    """
    found = _layer(con, layer)
    if found is None:
        raise QueryError(f"{layer!r} is not a layer", "audit", "see ref.layers")
    if metric not in RULES:
        raise QueryError(
            f"a layer has no {metric!r}",
            "audit",
            f"{nearest(metric, RULES)}use one of {', '.join(sorted(RULES))}",
        )
    return pools(con, _period(con, found, period)).numbers[(found, metric)]


def pool_lines(
    con: duckdb.DuckDBPyConnection, layer: str, metric: str, period: str | None
) -> Iterator[str]:
    """The same as lines of text."""
    return pool_text(pool_audit(con, layer, metric, period))


def pool_text(root: Audit) -> Iterator[str]:
    """A layer's number as text; other layers behind a share are only named."""
    operands = tuple(
        replace(one, operands=(), signs=())
        if one.of == "layer" and one.layer != root.layer
        else one
        for one in root.operands
    )
    root = replace(root, operands=operands)
    yield from lines(root)
    cells = {(place.sha256, place.locator) for one in leaves_of(root) for place in one.places}
    documents = len({sha256 for sha256, _ in cells})
    yield f"  leaf cells {len(cells)}, in {documents} documents"


def leaves_of(one: Audit) -> Iterator[Audit]:
    """The figures at the leaves of a tree; one reached twice is given twice."""
    if one.places:
        yield one
    for operand in one.operands:
        yield from leaves_of(operand)


def pools(con: duckdb.DuckDBPyConnection, period: str) -> Pools:
    """Every number of every layer in a calendar period, down to cells."""
    cursor = con.execute(_MEMBERS, {"period": period})
    names = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    ids = {one for row in rows for flow in FLOWS for one in row[f"{flow}_figure_ids"]}
    keys = keys_of(con, sorted(ids))
    found = leaves(con, sorted(set(keys.values())))
    figures = {one: found[key] for one, key in keys.items() if key in found}
    members = {
        (layer, flow): tuple(_member(row, flow, figures) for row in rows if row["layer"] == layer)
        for layer in dict.fromkeys(str(row["layer"]) for row in rows)
        for flow in FLOWS
    }
    return Pools(_numbers(con, period, members), members)


def _numbers(
    con: duckdb.DuckDBPyConnection, period: str, members: dict[tuple[str, str], tuple[Audit, ...]]
) -> dict[tuple[str, str], Audit]:
    cursor = con.execute(_POOLS, {"period": period})
    names = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    numbers = {}
    for row in rows:
        for flow in FLOWS:
            parts = tuple(one for one in members.get((row["layer"], flow), ()) if not one.reason)
            numbers[(row["layer"], flow)] = _pool(row, flow, parts, ("+",) * len(parts))
    for row in rows:
        layer = row["layer"]
        for metric in MARGINS:
            pair = (numbers[(layer, MARGINS[metric])], numbers[(layer, "revenue")])
            numbers[(layer, metric)] = _pool(row, metric, pair, ("", "÷"))
        for metric in ("revenue_share", "profit_share"):
            flow = PARTS[metric]
            others = [one for one in rows if one[metric] is not None and one is not row]
            beside = tuple(
                numbers[(one["layer"], flow)] for one in others if row[metric] is not None
            )
            parts = (numbers[(layer, flow)], *beside)
            numbers[(layer, metric)] = _pool(row, metric, parts, ("", *["beside"] * len(beside)))
    return numbers


def _pool(
    row: dict[str, Any], metric: str, operands: tuple[Audit, ...], signs: tuple[str, ...]
) -> Audit:
    column, rule = RULES[metric]
    value = row[column]
    reason = None if value is not None else (
        row["reason"] or row["gross_margin_reason"] or "not_disclosed"
    )  # fmt: skip
    unit = "USD" if metric in FLOWS else "pure"
    line = Line(
        None, None, None, row["calendar_period"], row["calendar_start"], row["calendar_end"],
        "calendar", unit,
    )  # fmt: skip
    whole = row["coverage"]
    part = f"{whole:.1%} of its revenue" if whole is not None else "of unknown part"
    note = f"coverage {row['members_complete']} of {row['members']} members, {part}"
    if row["unsized"]:
        note += f" that is known, without {', '.join(row['unsized'])}"
    return Audit(
        row["layer"], None, metric, line, value, reason, rule, None, None, operands=operands,
        known_at=row["known_at"], signs=signs, notes=(note,), of="layer",
        key=f"{row['layer']}-{metric}-{row['calendar_period']}", layer=row["layer"],
        is_approximate=bool(row["is_approximate"]),
    )  # fmt: skip


def _member(row: dict[str, Any], flow: str, figures: dict[str, Audit]) -> Audit:
    """What one member contributes to a sum of its layer."""
    operands = tuple(figures[one] for one in row[f"{flow}_figure_ids"] if one in figures)
    value: Decimal | None = row[f"{flow}_usd"]
    reason = row["gross_profit_reason"] if flow == "gross_profit" else row["reason"]
    start: date | None = row["period_start"]
    end: date | None = row["period_end"]
    known: datetime | None = row["known_at"]
    line = Line(
        row["segment"], None, None, row["calendar_period"], start, end or date.max,
        row["basis"] or "no basis", "USD",
    )  # fmt: skip
    return Audit(
        row["company_id"], row["ticker"], flow, line, value,
        None if row["is_complete"] and value is not None else reason or "incomplete",
        f"weight × {flow.replace('_', ' ')} on the calendar, in USD", None, None,
        operands=operands, known_at=known, notes=tuple(_notes(row)), of="member",
        key="-".join((row["layer"], str(row["company_id"]), str(row["segment"] or ""), flow,
                      str(row["calendar_period"]))),
        layer=row["layer"], is_approximate=bool(row["is_approximate"]),
    )  # fmt: skip


def _notes(row: dict[str, Any]) -> Iterator[str]:
    if row["fiscal_label"]:
        way = WAYS.get(str(row["method"]), "")
        yield f"of {row['fiscal_label']}{f': {way}' if way else ''}"
    if row["weight"] is not None and row["weight"] != 1:
        yield f"weight {row['weight'].normalize():f}"
    if row["is_approximate"]:
        yield "approximate: its fiscal periods are not those of the calendar"
    if row["currency"] not in (None, "USD") and row["average_rate_per_usd"] is not None:
        rate = round(row["average_rate_per_usd"], 4)
        yield f"at {rate} {row['currency']} for one USD ({row['fx_source']})"
    if not row["is_complete"]:
        yield "not in the sum"


def _layer(con: duckdb.DuckDBPyConnection, name: str) -> str | None:
    row = con.execute(
        "select layer from ref.layers where lower($1) in (lower(layer), lower(name))", [name]
    ).fetchone()
    return None if row is None else str(row[0])


def _period(con: duckdb.DuckDBPyConnection, layer: str, period: str | None) -> str:
    rows = con.execute(
        """
        select calendar_period
        from mart.profit_pool
        where layer = $layer and calendar_period = coalesce($period, calendar_period)
        order by contains(calendar_period, 'Q'), members_complete = 0, calendar_period desc
        """,
        {"layer": layer, "period": period.upper() if period else None},
    ).fetchall()
    if not rows:
        known = con.execute("select distinct calendar_period from mart.profit_pool order by 1 desc")
        periods = ", ".join(str(one) for (one,) in known.fetchall()) or "none"
        raise QueryError(f"no pool of {layer} in {period}", "audit", f"it has {periods}")
    return str(rows[0][0])
