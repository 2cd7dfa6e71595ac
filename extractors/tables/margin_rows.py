"""Rows of percentages named only by their position: "% of revenue" below a profit."""

from __future__ import annotations

from dataclasses import replace

from extractors.language.captions import plain_caption
from extractors.language.concepts import line_meanings
from extractors.language.phrases import has
from extractors.metrics import MARGINS
from extractors.tables.grid import Row, Table

PROFITS = frozenset(MARGINS.values())


def with_names(table: Table) -> Table:
    """The table with the profit's name added to such rows directly below the profit's amounts.

    Whether they are margins is decided later, by the quotient of the lines.
    """
    rows: list[Row] = []
    above: Row | None = None
    for row in table.rows:
        if row.amounts and row.lead and above and above.lead and _is_share(row, above):
            name = f"{above.caption} {row.caption}"
            rows.append(replace(row, lead=replace(row.lead, text=name)))
        else:
            rows.append(row)
        above = row if row.tokens else None
    return replace(table, rows=tuple(rows))


def _is_share(row: Row, above: Row) -> bool:
    is_share = has(plain_caption(row.caption), "share_of_above") and _is_of_percent(row)
    meanings = {m.metric for m in line_meanings(plain_caption(above.caption))}
    return is_share and bool(meanings & PROFITS) and not _is_of_percent(above)


def _is_of_percent(row: Row) -> bool:
    return bool(row.amounts) and all(
        t.amount is not None and t.amount.is_percent for t in row.amounts
    )
