"""A company's guidance beside its results, with a chart for each metric."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import duckdb
from markupsafe import Markup

from warehouse.drawing.ranges import Range, ranges
from warehouse.pages.cells import Cell, in_unit, plain
from warehouse.pages.links import Links
from warehouse.pages.panels import Panel, Row, ask

SHOWN = 12
_BASES = {"gaap": "GAAP", "non_gaap": "non-GAAP", "ifrs": "IFRS"}
_METRICS = """
    select metric, basis, unit, count(*)
    from mart.guidance
    where company_id = $company and is_latest and segment is null
    group by all order by count(*) desc, metric, basis
"""
_GUIDANCE = """
    select
        company_id, metric, segment, breakdown, parent, basis, fiscal_label, period_start,
        period_end, low, mid, high, unit, known_at, actual, surprise, outcome, reason,
        figure_ids, actual_figure_ids
    from mart.guidance
    where company_id = $company and metric = $metric and basis = $basis and unit = $unit
        and is_latest and segment is null
    order by period_end desc, period_start
"""


def guidance(con: duckdb.DuckDBPyConnection, links: Links, company: str) -> Iterator[Panel]:
    """A panel for each metric, basis and unit that the company gave guidance on."""
    for metric, basis, unit, _ in con.execute(_METRICS, {"company": company}).fetchall():
        asked = ask(con, _GUIDANCE, company=company, metric=metric, basis=basis, unit=unit)
        name = f"{metric.replace('_', ' ')}, {_BASES.get(basis, basis)}"
        yield asked.panel(
            f"guidance-{metric}-{basis}-{unit}".lower(), f"Outlook and result: {name}",
            ("Period", "Low", "Middle", "High", "Told on", "Result", "Surprise", "Outcome"),
            lambda row: _cells(row, links),
            chart=_chart(asked.rows[:SHOWN], links, f"{company}: {name}, outlook and result", unit),
        )  # fmt: skip


def _cells(row: Row, links: Links) -> Sequence[Cell]:
    ids = row["figure_ids"] or []
    first, last = links.first(ids), links.first(reversed(ids))
    unit, why = row["unit"], row["reason"]
    return (
        Cell(row["fiscal_label"]),
        in_unit(row["low"], unit, first, None) if row["low"] is not None else Cell("–"),
        in_unit(row["mid"], unit, first, None) if row["mid"] is not None else Cell("–"),
        in_unit(row["high"], unit, last, None) if row["high"] is not None else Cell("–"),
        plain(row["known_at"].date()),
        in_unit(row["actual"], unit, links.first(row["actual_figure_ids"]), why),
        in_unit(row["surprise"], unit, links.derived(row, f"surprise_{row['metric']}"), why),
        plain(row["outcome"]),
    )


def _chart(rows: Sequence[Row], links: Links, alt: str, unit: str) -> Markup:
    is_percent = unit == "pure"

    def at(value: Decimal | None) -> float | None:
        """A value on the chart: a fraction, or billions."""
        if value is None:
            return None
        return float(value if is_percent else value.scaleb(-9))

    bars = []
    for row in rows:
        ends = [in_unit(row[one], unit, None, None).text for one in ("low", "high") if row[one]]
        middle = in_unit(row["mid"], unit, None, None).text
        expected = " to ".join(ends) or middle
        came = in_unit(row["actual"], unit, None, row["reason"]).text
        bars.append(
            Range(
                row["fiscal_label"], at(row["low"]), at(row["mid"]), at(row["high"]),
                at(row["actual"]), links.first(row["figure_ids"]),
                f"{row['fiscal_label']}: expected {expected}",
                links.first(row["actual_figure_ids"]), f"{row['fiscal_label']}: came {came}",
            )
        )  # fmt: skip
    return ranges(alt, bars, unit="per cent" if is_percent else f"{unit} bn", is_percent=is_percent)
