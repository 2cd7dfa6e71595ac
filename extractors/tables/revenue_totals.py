"""Revenue as the total of an income statement's first lines, whatever the total is called.

"Sales 95", "Income from affiliates 3", "Other income 2", "Total revenues and other income 100": the
revenue of the company is the total, and what sounds like it above is one of its parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.language.captions import plain_caption
from extractors.language.concepts import Meaning, line_meanings
from extractors.language.phrases import has
from extractors.tables.columns import Header
from extractors.tables.discontinued_rows import Cells, cells_of, is_total
from extractors.tables.grid import Row, Table
from extractors.tables.row_meanings import RowMeaning

MOST_PARTS = 8


@dataclass(frozen=True, slots=True)
class RevenueTotal:
    """Numbers of the rows of the total and of its parts; meaning: revenue, as a part says it."""

    row: int
    parts: frozenset[int]
    meaning: Meaning

    @classmethod
    def of(cls, table: Table, header: Header) -> RevenueTotal | None:
        """The first total of lines with revenue among them, if there is one."""
        above: list[Row] = []
        for row in table.rows:
            if row.number in header.rows or not row.amounts:
                continue
            if has(row.caption, "total_with_revenue") or _revenue(row):
                for size in range(2, min(len(above), MOST_PARTS) + 1):
                    parts = above[-size:]
                    says = [m for part in parts for m in _revenue(part)]
                    if says and _adds_up(parts, row, header):
                        return cls(row.number, frozenset(p.number for p in parts), says[0])
            if has(plain_caption(row.caption), "of_costs") or not _may_be_part(row):
                return None
            above.append(row)
        return None

    def told(self, row: Row, meanings: list[RowMeaning]) -> list[RowMeaning]:
        """The meanings of a row: the total's is revenue, a part of it is not the company's."""
        if row.number == self.row:
            return meanings or [RowMeaning(self.meaning, None)]
        if row.number in self.parts:
            return [one for one in meanings if one.part or one.meaning.metric != "revenue"]
        return meanings


def _revenue(row: Row) -> list[Meaning]:
    return [m for m in line_meanings(plain_caption(row.caption)) if m.metric == "revenue"]


def _may_be_part(row: Row) -> bool:
    """Whether the row may stand among revenues: it is no line of another metric."""
    return all(m.metric == "revenue" for m in line_meanings(plain_caption(row.caption)))


def _adds_up(parts: Sequence[Row], total: Row, header: Header) -> bool:
    """Whether the parts make the total in each of its columns, at least two of them not nothing."""
    whole = cells_of(total, header)
    terms: list[Cells] = [cells_of(part, header) for part in parts]
    return is_total([(cells, 1) for cells in terms], whole) and all(
        sum(bool(cells[at].value) for cells in terms if at in cells) > 1 for at in whole
    )
