"""The printed position of a tagged number: table, row and column, and its captions.

EDGAR tables put "$", the number and ")" into separate cells, and a header over three of them by
colspan; so a column is a range of grid columns, and a caption heads a number where they overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from extractors.html.grid_walk import XHTML, Cell
from extractors.language.captions import clean_caption
from extractors.tables.grid import is_year
from extractors.xbrl.instance import Tagged

CELLS = frozenset((f"{XHTML.namespace}td", f"{XHTML.namespace}th"))
NUMERIC = re.compile(r"^[\s$€£¥()\-–—%.,\d]*\d[\s$€£¥()\-–—%.,\d]*$|^[\s$]*[—–-][\s%]*$")
MAX_HEADERS = 6


class CellPosition(NamedTuple):
    """One place of one fact.

    table       1-based position among the document's tables; row, column 1-based within it
    row_caption text of the row's leading cell, footnote marks and colon removed ('' where none)
    sections    captions of the heading rows above, nearest last
    column_captions   header texts over the number, top first
    is_bracketed   the cell prints the number in parentheses
    """

    table: int
    row: int
    column: int
    row_caption: str
    sections: tuple[str, ...]
    column_captions: tuple[str, ...]
    is_bracketed: bool


def place(
    table: etree._Element, number: int, tagged: Iterable[Tagged]
) -> dict[etree._Element, CellPosition]:
    """Positions of the `tagged` elements within `table`, the document's `number`-th.

    Raises DocumentError where the table has too many columns to be laid out.
    """
    enclosing_cell = {one.element: _enclosing_cell(one.element) for one in tagged}
    with_facts = frozenset(enclosing_cell.values())
    by_cell: dict[etree._Element, CellPosition] = {}
    above = _Above([], [], False, {})
    for row_number, cells in enumerate(XHTML.rows(table, number), 1):
        has_fact = False
        caption = _row_caption(cells)
        sections = tuple(above.sections)
        for index, cell in enumerate(cells):
            if cell.element in with_facts:
                has_fact = True
                by_cell[cell.element] = CellPosition(
                    number,
                    row_number,
                    cell.start + 1,
                    caption,
                    sections,
                    above.over(cell),
                    _is_bracketed(cells, index),
                )
        above.take(cells, caption, has_fact)
    return {
        element: by_cell[cell]
        for element, cell in enclosing_cell.items()
        if cell is not None and cell in by_cell
    }


def _enclosing_cell(element: etree._Element) -> etree._Element | None:
    """The innermost cell of its table around `element`."""
    around = element.getparent()
    while around is not None and around.tag not in CELLS:
        around = around.getparent()
    return around


def _row_caption(cells: list[Cell]) -> str:
    """The first cell's text; '' if that is a number."""
    first = cells[0] if cells else None
    if first is None or first.start > 3 or NUMERIC.match(first.text) or len(first.text) < 2:
        return ""
    return clean_caption(first.text)


def _is_bracketed(cells: list[Cell], index: int) -> bool:
    """'(3,236)' in one cell, or '(3,236' with ')' in the next, or '(' in the one before."""
    cell = cells[index]
    if cell.text.lstrip("$€£¥ ").startswith("("):
        return True
    before = cells[index - 1] if index else None
    return before is not None and before.end == cell.start and before.text.endswith("(")


@dataclass(slots=True)
class _Above:
    """Column headers and section headings of the rows above, and whether numbers followed them.

    `known` caches the header texts over a range of columns until the next header.
    """

    headers: list[Cell]
    sections: list[str]
    after_data: bool
    known: dict[tuple[int, int], tuple[str, ...]]

    def over(self, cell: Cell) -> tuple[str, ...]:
        """Texts of the headers over a cell, top first."""
        place = cell.start, cell.end
        if place not in self.known:
            found = [header.text for header in self.headers if _overlap(header, cell)]
            captions = (clean_caption(text) for text in found[-MAX_HEADERS:])
            self.known[place] = tuple(dict.fromkeys(captions))
        return self.known[place]

    def take(self, cells: list[Cell], caption: str, has_fact: bool) -> None:
        """Update the state with a row."""
        if has_fact or (cells and _is_data_row(cells)):
            self.after_data = True
            if not caption or caption.lower().startswith("total"):
                self.sections.clear()  # a total ends its section, even without a caption
        elif cells and not all(NUMERIC.match(c.text) and not is_year(c.text) for c in cells):
            self._head(cells)
            self.after_data = False

    def _head(self, cells: list[Cell]) -> None:
        """Take the row as a section heading (only its first cell has text) or as column headers."""
        first = cells[0]
        if first.start == 0 and len(cells) == 1:
            if self.after_data:
                self.sections.clear()
            self.sections.append(clean_caption(first.text))
            del self.sections[:-MAX_HEADERS]
            return
        self.known.clear()
        # A header row replaces earlier ones over the same columns once numbers followed them.
        if self.after_data:
            self.headers[:] = [h for h in self.headers if not any(_overlap(h, c) for c in cells)]
        self.headers.extend(cell for cell in cells if cell.start > 0)


def _overlap(one: Cell, other: Cell) -> bool:
    return one.start < other.end and other.start < one.end


def _is_data_row(cells: list[Cell]) -> bool:
    """Whether most cells are numbers; untagged ones beside a caption are no headers."""
    rest = [cell for cell in cells if cell.start > 0]
    numbers = [c for c in rest if NUMERIC.match(c.text) and not is_year(c.text)]
    return len(numbers) * 2 > len(rest)
