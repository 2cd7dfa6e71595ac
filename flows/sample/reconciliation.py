"""The reconciliation table of a release: each non-GAAP measure below its GAAP counterpart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.sample.statements import Line, Table, cells_of, columns
from flows.sample.tables import Row

TITLE = "Reconciliation of GAAP to non-GAAP financial measures"
MEASURES = {
    "gross_profit": "gross profit",
    "gross_margin": "gross margin",
    "operating_expenses": "operating expenses",
    "operating_income": "operating income",
    "net_income": "net income",
}


def table(rows: Sequence[Row]) -> Table | None:
    """For each measure the GAAP and the non-GAAP line; None where nothing is adjusted.

    The adjustments themselves are in no table of ours, and so are not printed.
    """
    whole = [row for row in rows if row.segment is None and row.metric in MEASURES]
    adjusted = [row for row in whole if row.basis == "non_gaap"]
    adjusted += _gross_profits(adjusted)
    if not adjusted:
        return None
    periods = columns(adjusted)
    lines = []
    for metric, name in MEASURES.items():
        for basis, of_basis in (("GAAP", whole), ("Non-GAAP", adjusted)):
            own = [
                row
                for row in of_basis
                if row.metric == metric and (row.basis == "non_gaap") == (basis == "Non-GAAP")
            ]
            cells = cells_of(own, periods)
            if any(cells) and any(row.metric == metric for row in adjusted):
                lines.append(Line(f"{basis} {name}", metric, cells))
    return Table(TITLE, periods, tuple(lines))


def _gross_profits(adjusted: Sequence[Row]) -> Iterator[Row]:
    """Non-GAAP gross profits: the sum of operating income and operating expenses."""
    known = {row.period for row in adjusted if row.metric == "gross_profit"}
    expenses = {row.period: row for row in adjusted if row.metric == "operating_expenses"}
    for row in adjusted:
        spent = expenses.get(row.period)
        if row.metric == "operating_income" and spent is not None and row.period not in known:
            yield replace(
                row,
                metric="gross_profit",
                value=row.value + spent.value,
                step=max(row.step, spent.step),
                note="operating income and operating expenses",
            )
