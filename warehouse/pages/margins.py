"""Revenue, profits and margins over fiscal periods, of a company or a part: cells and a chart."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from warehouse.drawing.series import Point, Series, series
from warehouse.pages.cells import Cell, money, share
from warehouse.pages.links import Links
from warehouse.pages.panels import Question, Row
from warehouse.pages.periods import axis_of


def margin_cells(row: Row, links: Links) -> Sequence[Cell]:
    """Period, revenue, profits and margins of a row of mart.company_margin or segment_margin."""
    profit = links.figure(row["gross_profit_figure_id"]) or links.derived(row, "gross_profit")
    return (
        Cell(row["fiscal_label"], title=f"{row['period_start']} to {row['period_end']}"),
        money(row["revenue"], links.figure(row["revenue_figure_id"]), row["revenue_reason"]),
        money(row["gross_profit"], profit, row["gross_profit_reason"]),
        share(row["gross_margin"], links.derived(row, "gross_margin"), row["gross_margin_reason"]),
        money(row["operating_income"], links.figure(row["operating_income_figure_id"]),
              row["operating_income_reason"]),
        share(row["operating_margin"], links.derived(row, "operating_margin"),
              row["operating_margin_reason"]),
    )  # fmt: skip


def heads(asked: Question) -> tuple[str, ...]:
    """The heads of these cells, with the currency of the rows."""
    told = sorted({str(row["currency"]) for row in asked.rows if row["currency"]})
    unit = f"{'/'.join(told) or 'no currency'} m"
    return (
        "Period", f"Revenue, {unit}", f"Gross profit, {unit}", "Gross margin",
        f"Operating income, {unit}", "Operating margin",
    )  # fmt: skip


def margins_chart(
    asked: Question, links: Links, said: str, breaks: frozenset[str] = frozenset()
) -> Markup | None:
    """Both margins over the periods, the oldest first; no line goes into a period of `breaks`."""
    rows = list(reversed(asked.rows))
    periods = axis_of(str(row["fiscal_label"]) for row in rows)
    lines = []
    for number, (name, metric) in enumerate(
        (("Gross margin", "gross_margin"), ("Operating margin", "operating_margin"))
    ):
        points = {
            periods.index(row["fiscal_label"]): Point(
                periods.index(row["fiscal_label"]), float(row[metric]), links.derived(row, metric),
                f"{name} {row['fiscal_label']}: {share(row[metric]).text}",
            )
            for row in rows if row[metric] is not None
        }  # fmt: skip
        into = frozenset(periods.index(one) for one in breaks if one in periods)
        lines.append(Series(name, number, tuple(points.values()), into))
    lines = [one for one in lines if one.points]
    if not lines:
        return None
    return series(said, periods, lines, unit="per cent", is_percent=True, height=260)
