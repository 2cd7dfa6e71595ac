"""Where a number comes from: rule, documents, quotes, places, vintages and rivals, as a tree."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import duckdb

from extractors.errors import QueryError
from extractors.metrics import MARGINS, METRICS
from warehouse.query.connection import run
from warehouse.query.evidence import Audit, Judgement, Place, Vintage, amount, lines
from warehouse.query.lookup import Line, company_id, find_line

__all__ = ["Audit", "Judgement", "Place", "Vintage", "audit", "judgements", "lines", "places"]

_COMPUTED = {
    "gross_profit": ("gross_profit", "revenue − cost_of_revenue"),
} | {margin: (f"{margin}_computed", f"{profit} / revenue") for margin, profit in MARGINS.items()}
_OPERANDS = {"gross_profit": ("revenue", "cost_of_revenue")} | {
    margin: (profit, "revenue") for margin, profit in MARGINS.items()
}


def audit(
    con: duckdb.DuckDBPyConnection,
    company: str,
    metric: str,
    segment: str | None = None,
    period: str = "FY2024",
    basis: str | None = None,
) -> Audit:
    """Trace one value of the build that `con` is open on.

    company: any identifier of the registry; period: a fiscal label or the last day (ISO). Without
    `basis`: gaap, else ifrs, else non_gaap. Guidance is asked for as guidance_<metric>. Raises
    QueryError, which lists the companies, metrics, segments or periods that there are.
    """
    known = company_id(con, company)
    if metric.removeprefix("guidance_") not in METRICS:
        raise QueryError(f"{metric!r} is not a metric", "audit", f"use one of {', '.join(METRICS)}")
    return _trace(con, known, metric, find_line(con, known, metric, segment, period, basis))


def _trace(con: duckdb.DuckDBPyConnection, company: str, metric: str, line: Line) -> Audit:
    leaf = _leaf(con, company, metric, line)
    if metric not in _COMPUTED:
        return leaf or _absent(con, company, metric, line)
    if leaf is not None and metric == "gross_profit":
        return leaf
    found = _margin(con, company, metric, line)
    if found is None or (found[1] is None and leaf is not None):
        return leaf or _absent(con, company, metric, line)
    value, _, currency, reason = found
    money = line.in_unit(currency)
    operands = [_trace(con, company, one, money) for one in _OPERANDS[metric]]
    return Audit(
        company, _ticker(con, company), metric, line, value, reason, _COMPUTED[metric][1], None,
        None, operands=tuple(operands), printed=leaf,
    )  # fmt: skip


def _leaf(con: duckdb.DuckDBPyConnection, company: str, metric: str, line: Line) -> Audit | None:
    """The figure as printed, if a document prints it."""
    unit = "pure" if METRICS.get(metric) == "fraction" else line.unit
    rows = con.execute(
        """
        select figure_key, figure_id, correction_id, value, reason, rule, confidence
        from stg.current_figure
        where company_id = $company and metric = $metric and kind = $kind
            and segment is not distinct from $segment
            and breakdown is not distinct from $breakdown
            and parent is not distinct from $parent
            and bound is not distinct from $bound
            and period_start is not distinct from $period_start
            and period_end = $period_end and basis = $basis and unit = $unit
        """,
        {
            "company": company,
            "metric": metric.removeprefix("guidance_"),
            "kind": "guidance" if metric.startswith("guidance_") else "actual",
            **line.key(),
            "unit": unit,
        },
    ).fetchall()
    if not rows:
        return None
    key, figure_id, _, value, reason, rule, confidence = rows[0]
    return Audit(
        company, _ticker(con, company), metric, line.in_unit(unit), value, reason, rule,
        confidence, figure_id, places(con, figure_id), _vintages(con, key), _conflicts(con, key),
        judgements(con, key),
    )  # fmt: skip


def _absent(con: duckdb.DuckDBPyConnection, company: str, metric: str, line: Line) -> Audit:
    return Audit(
        company, _ticker(con, company), metric, line, None, "not_disclosed",
        "no document prints it", None, None,
    )  # fmt: skip


def _margin(
    con: duckdb.DuckDBPyConnection, company: str, metric: str, line: Line
) -> tuple[Decimal | None, Decimal | None, str, str | None] | None:
    """Value, computed value, currency and reason of a line of stg.margin."""
    computed = _COMPUTED[metric][0]
    rows = con.execute(
        f"""
        select {metric}, {computed}, coalesce(currency, 'pure'), {metric}_reason
        from stg.margin
        where company_id = $company
            and segment is not distinct from $segment
            and breakdown is not distinct from $breakdown
            and parent is not distinct from $parent
            and period_start is not distinct from $period_start
            and period_end = $period_end and basis = $basis
            and ($unit = 'pure' or currency = $unit)
        order by {computed} is null, currency
        """,  # noqa: S608 - the names come from this module, the values are bound
        {
            "company": company,
            **{k: v for k, v in line.key().items() if k != "bound"},
            "unit": line.unit,
        },
    ).fetchall()
    return rows[0] if rows else None


def places(con: duckdb.DuckDBPyConnection, figure_id: str) -> tuple[Place, ...]:
    """The facts that a figure rests on, in their order."""
    rows = con.execute(
        """
        select quote, locator, concept, caption, fact_value, weight, role, sha256, form,
            document_period_end, url, known_at, known_at_basis
        from mart.figure_lineage where figure_id = ? order by position
        """,
        [figure_id],
    ).fetchall()
    return tuple(replace(Place(*row), caption=tuple(row[3] or ())) for row in rows)


def _vintages(con: duckdb.DuckDBPyConnection, key: str) -> tuple[Vintage, ...]:
    rows = con.execute(
        """
        select v.status, v.value, v.known_from, d.reported_form, d.period_end, v.document,
            v.is_standing
        from stg.vintage as v join stg.document as d on d.sha256 = v.document
        where v.figure_key = ? order by v.position
        """,
        [key],
    ).fetchall()
    return tuple(Vintage(*row) for row in rows)


def _conflicts(con: duckdb.DuckDBPyConnection, key: str) -> tuple[str, ...]:
    rows = con.execute(
        """
        select explanation, found, expected, conflict_id, settled_by
        from mart.conflict
        where list_contains([one.figure_key for one in rivals], ?)
        order by known_from, conflict_id
        """,
        [key],
    ).fetchall()
    return tuple(
        f"{explanation}: {amount(found)} against {amount(expected)} (conflict {conflict_id}"
        f"{f', settled by {settled}' if settled else ''})"
        for explanation, found, expected, conflict_id, settled in rows
    )


def judgements(con: duckdb.DuckDBPyConnection, key: str) -> tuple[Judgement, ...]:
    """The reviews and corrections of a figure key in any document, the oldest first."""
    answer = run(
        con,
        """
        select
            judgement_id, verdict, outcome, reviewer, known_from, reason, evidence, expect_value,
            value, document
        from mart.judgement where figure_key = ? order by known_from, judgement_id, document
        """,
        [key],
    )
    return tuple(Judgement(*row) for row in answer.rows)  # type: ignore[arg-type]


def _ticker(con: duckdb.DuckDBPyConnection, company: str) -> str | None:
    row = con.execute("select ticker from stg.company where company_id = ?", [company]).fetchone()
    return None if row is None else row[0]
