"""Audits a company's number: rule, documents, quotes, places, vintages and rivals, as a tree."""

from __future__ import annotations

from decimal import Decimal

import duckdb

from extractors.errors import QueryError
from extractors.metrics import MARGINS, METRICS
from warehouse.query.derived import derived_key
from warehouse.query.evidence import Audit, Judgement, Place, Vintage, lines
from warehouse.query.leaves import judgements_of, leaves, places_of
from warehouse.query.lookup import Line, company_id, find_line, nearest

__all__ = ["Audit", "Judgement", "Place", "Vintage", "audit", "judgements", "lines", "places"]

COMPUTED = {
    "gross_profit": ("gross_profit", "revenue − cost_of_revenue"),
} | {margin: (f"{margin}_computed", f"{profit} / revenue") for margin, profit in MARGINS.items()}
OPERANDS = {"gross_profit": ("revenue", "cost_of_revenue")} | {
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
    `basis`: gaap, else ifrs, else non_gaap. Guidance is named guidance_<metric>. Raises QueryError,
    which lists the available companies, metrics, segments or periods.
    """
    known = company_id(con, company)
    if metric.removeprefix("guidance_") not in METRICS:
        to_do = f"{nearest(metric, METRICS)}use one of {', '.join(METRICS)}"
        raise QueryError(f"{metric!r} is not a metric", "audit", to_do)
    return _trace(con, known, metric, find_line(con, known, metric, segment, period, basis))


def _trace(con: duckdb.DuckDBPyConnection, company: str, metric: str, line: Line) -> Audit:
    leaf = _leaf(con, company, metric, line)
    if metric not in COMPUTED:
        return leaf or _absent(con, company, metric, line)
    if leaf is not None and metric == "gross_profit":
        return leaf
    found = _margin(con, company, metric, line)
    if found is None or (found[1] is None and leaf is not None):
        return leaf or _absent(con, company, metric, line)
    value, _, currency, reason = found
    money = line.in_unit(currency)
    operands = [_trace(con, company, one, money) for one in OPERANDS[metric]]
    return Audit(
        company, _ticker(con, company), metric, line, value, reason, COMPUTED[metric][1], None,
        None, operands=tuple(operands), printed=leaf, key=_key(company, metric, line, currency),
        signs=("", "−" if metric == "gross_profit" else "÷"),
    )  # fmt: skip


def _leaf(con: duckdb.DuckDBPyConnection, company: str, metric: str, line: Line) -> Audit | None:
    """The figure as printed; None if no document prints it."""
    unit = "pure" if METRICS.get(metric) == "fraction" else line.unit
    rows = con.execute(
        """
        select figure_key
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
    return leaves(con, [rows[0][0]])[rows[0][0]] if rows else None


def _absent(con: duckdb.DuckDBPyConnection, company: str, metric: str, line: Line) -> Audit:
    rows = con.execute(
        "select 1 from stg.complete_report where company_id = ? and period_end = ? and basis = ?",
        [company, line.period_end, line.basis],
    ).fetchall()
    reason = "not_disclosed" if rows else "not_collected"
    return Audit(
        company, _ticker(con, company), metric, line, None, reason,
        "no document that was read prints it", None, None,
        key=_key(company, metric, line, line.unit),
    )  # fmt: skip


def _key(company: str, metric: str, line: Line, currency: str) -> str:
    """The key of a computed number, the same as in the report."""
    row = {
        "company_id": company, **line.key(), "fiscal_label": line.fiscal_label,
        "currency": currency,
    }  # fmt: skip
    return derived_key(row, metric)


def _margin(
    con: duckdb.DuckDBPyConnection, company: str, metric: str, line: Line
) -> tuple[Decimal | None, Decimal | None, str, str | None] | None:
    """Value, computed value, currency and reason of a line of stg.margin."""
    computed = COMPUTED[metric][0]
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
    """The facts that a figure is made of, in their order."""
    return places_of(con, [figure_id]).get(figure_id, ())


def judgements(con: duckdb.DuckDBPyConnection, key: str) -> tuple[Judgement, ...]:
    """The reviews and corrections of a figure key in any document, oldest first."""
    return judgements_of(con, [key]).get(key, ())


def _ticker(con: duckdb.DuckDBPyConnection, company: str) -> str | None:
    row = con.execute("select ticker from stg.company where company_id = ?", [company]).fetchone()
    return None if row is None else row[0]
