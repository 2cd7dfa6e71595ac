"""Lines of a discontinued business within the company's own statement, known by their sum."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.language.phrases import has
from extractors.language.rounding import Rounded, closes
from extractors.tables.columns import Header
from extractors.tables.grid import Row, Table

MOST_LINES = 12

Cells = dict[float, Rounded]
"""A row's amounts by the start of their column, as printed."""


def discontinued_rows(table: Table, header: Header) -> frozenset[int]:
    """Numbers of the rows that add up to a line of discontinued operations directly below them.

    A cash flow statement may print "Purchases of property and equipment" once for the continuing
    business, and once more above "Investing activities of discontinued operations".
    """
    if not any(has(row.caption, "discontinued") for row in table.rows):
        return frozenset()  # most tables, decided by their captions alone
    found: set[int] = set()
    above: list[tuple[int, Cells]] = []
    for row in table.rows:
        if not row.amounts:
            above = []
            continue
        cells = cells_of(row, header)
        if has(row.caption, "discontinued"):
            found |= _summed(above[-MOST_LINES:], cells)
            above = []
        else:
            above.append((row.number, cells))
    return frozenset(found)


def _summed(above: list[tuple[int, Cells]], whole: Cells) -> set[int]:
    """The fewest rows directly above that add up to the total in each column."""
    if not any(one.value for one in whole.values()):
        return set()
    for size in range(1, len(above) + 1):
        lines = above[-size:]
        if all(_makes([cells for _, cells in lines], at, one) for at, one in whole.items()):
            return {number for number, _ in lines}
    return set()


def _makes(lines: list[Cells], column: float, whole: Rounded) -> bool:
    terms = [cells[column] for cells in lines if column in cells]
    return closes(((term, 1) for term in terms), whole)


def is_total(terms: Sequence[tuple[Cells, int]], whole: Cells) -> bool:
    """Whether the signed rows add up to the total in each of its columns."""
    return bool(whole) and all(
        closes(((cells[at], sign) for cells, sign in terms if at in cells), total)
        for at, total in whole.items()
    )


def cells_of(row: Row, header: Header) -> Cells:
    """The row's amounts of money by the start of their column, without columns of changes."""
    cells: Cells = {}
    for token in row.amounts:
        column = header.column_of(token)
        amount = token.amount
        if column and amount and not amount.is_percent and not column.is_excluded:
            cells[column.start] = Rounded(amount.value or Decimal(0), amount.decimals)
    return cells
