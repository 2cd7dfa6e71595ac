"""A gross profit printed without a caption in the income statement, below the sum of its costs.

"Total costs and expenses (700)", a line "500" without caption, then general and administrative
expenses and the profit from operations: the line's meaning follows from the numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.language.captions import plain_caption
from extractors.language.concepts import line_meanings
from extractors.language.phrases import has
from extractors.tables.columns import Header
from extractors.tables.discontinued_rows import cells_of, is_total
from extractors.tables.grid import Row, Table

NAMES = ("Cost of revenue", "Gross profit")
MOST_BETWEEN = 8


def with_names(table: Table, header: Header) -> Table:
    """The table with the two lines named, if they add up with the lines above and below."""
    rows = [row for row in table.rows if row.amounts]
    for place in range(2, len(rows) - 1):
        costs, line = rows[place - 1], rows[place]
        if not line.caption and _is_sum_of_costs(costs) and _closes(rows, place, header):
            named = {
                row.number: replace(row, lead=replace(costs.lead, text=name))
                for row, name in zip((costs, line), NAMES, strict=True)
                if costs.lead is not None
            }
            return replace(table, rows=tuple(named.get(r.number, r) for r in table.rows))
    return table


def _is_sum_of_costs(row: Row) -> bool:
    return has(row.caption, "total_costs")


def _closes(rows: Sequence[Row], place: int, header: Header) -> bool:
    """Whether revenue less costs is the line, and the line less expenses the profit."""
    line, costs = cells_of(rows[place], header), cells_of(rows[place - 1], header)
    tops = [row for row in rows[: place - 1] if _says(row, "revenue")]
    ends = (
        i
        for i, row in enumerate(rows[place + 1 : place + 2 + MOST_BETWEEN], place + 1)
        if _says(row, "operating_income")
    )
    end = next(ends, place)
    between = rows[place + 1 : end]
    if not tops or not any(has(row.caption, "of_overheads") for row in between):
        return False
    top, profit = cells_of(tops[-1], header), cells_of(rows[end], header)
    below = [cells_of(row, header) for row in between]
    is_gross = any(is_total([(top, 1), (costs, sign)], line) for sign in (1, -1))
    return is_gross and any(
        is_total([(line, 1), *((one, sign) for one in below)], profit) for sign in (1, -1)
    )


def _says(row: Row, metric: str) -> bool:
    return any(m.metric == metric for m in line_meanings(plain_caption(row.caption)))
