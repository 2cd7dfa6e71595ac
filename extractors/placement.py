"""Where a tagged number is printed: its table's rows and columns, and the captions that head them.

EDGAR tables put "$", the number and ")" into cells of their own, and a header over three of them by
colspan; so a column is a range of grid columns, and a caption heads a number where they overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from extractors.inline_xbrl import Tagged

XHTML = "{http://www.w3.org/1999/xhtml}"
TR, TD, TH, TABLE = (XHTML + name for name in ("tr", "td", "th", "table"))
FOOTNOTE = re.compile(
    r"(?:\s*\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)|\s*[*†‡§]+|[¹²³⁴⁵⁶⁷⁸⁹]+)+$", re.IGNORECASE
)
NUMERIC = re.compile(r"^[\s$€£¥()\-–—%.,\d]*\d[\s$€£¥()\-–—%.,\d]*$|^[\s$]*[—–-][\s%]*$")
MAX_SPAN = 1000
"""No printed table has a cell over more columns; a larger colspan is an attack on memory."""
MAX_HEADERS = 6


@dataclass(frozen=True, slots=True)
class Placement:
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


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int
    text: str
    element: etree._Element


def clean_caption(text: str) -> str:
    """A caption without white space runs, footnote marks at its end, and a closing colon."""
    text = " ".join(text.split()).rstrip(":").strip()
    return FOOTNOTE.sub("", text).rstrip(":").strip() or text


def table_of(tagged: Tagged) -> etree._Element | None:
    """The innermost table around a fact, None where it stands in prose or in the hidden section."""
    if tagged.is_hidden:
        return None
    return next(tagged.element.iterancestors(TABLE), None)


def place(
    table: etree._Element, number: int, tagged: Iterable[Tagged]
) -> dict[etree._Element, Placement]:
    """Placement of each of `tagged`, all of which stand in `table`, the document's `number`-th."""
    owners = {one.element: _owner(one.element, table) for one in tagged}
    cells_with_facts = {cell for cell in owners.values() if cell is not None}
    by_cell: dict[etree._Element, Placement] = {}
    headers: list[_Cell] = []
    sections: list[str] = []
    after_data = False
    for row_number, row in enumerate(_rows(table), 1):
        cells = _cells(row)
        if any(cell.element in cells_with_facts for cell in cells):
            for index, cell in enumerate(cells):
                if cell.element in cells_with_facts:
                    by_cell[cell.element] = Placement(
                        number,
                        row_number,
                        cell.start + 1,
                        _row_caption(cells),
                        tuple(sections),
                        _over(headers, cell),
                        _is_bracketed(cells, index),
                    )
            after_data = True
            if _row_caption(cells).lower().startswith("total"):
                sections.clear()  # a total closes its section
        else:
            _take_heading(cells, headers, sections, after_data)
            after_data = after_data and not any(cell.text for cell in cells)
    return {
        element: by_cell[cell]
        for element, cell in owners.items()
        if cell is not None and cell in by_cell
    }


def _owner(element: etree._Element, table: etree._Element) -> etree._Element | None:
    """The cell of `table` in which `element` stands."""
    for ancestor in element.iterancestors(TD, TH):
        if next(ancestor.iterancestors(TABLE), None) is table:
            return ancestor
    return None


def _rows(table: etree._Element) -> Sequence[etree._Element]:
    """The table's own rows, without those of tables inside it."""
    nested = next(table.iterdescendants(TABLE), None) is not None
    rows = list(table.iter(TR))
    if nested:
        rows = [row for row in rows if next(row.iterancestors(TABLE), None) is table]
    return rows


def _cells(row: etree._Element) -> list[_Cell]:
    cells, column = [], 0
    for element in row:
        if element.tag in (TD, TH):
            span = _span(element)
            text = " ".join(_cell_text(element).split())
            cells.append(_Cell(column, column + span, text, element))
            column += span
    return cells


def _cell_text(element: etree._Element) -> str:
    # A line break or a block inside a cell separates words: "Total<br/>Segments".
    return " ".join(text for text in element.itertext() if isinstance(text, str))


def _span(element: etree._Element) -> int:
    text = element.get("colspan") or "1"
    return min(int(text), MAX_SPAN) if text.isdigit() and int(text) > 0 else 1


def _row_caption(cells: list[_Cell]) -> str:
    """The first cell's text, unless that is a number: then the row has no caption."""
    first = next((cell for cell in cells if cell.text), None)
    if first is None or first.start > 3 or NUMERIC.match(first.text) or len(first.text) < 2:
        return ""
    return clean_caption(first.text)


def _over(headers: list[_Cell], cell: _Cell) -> tuple[str, ...]:
    found = [h.text for h in headers if h.start < cell.end and cell.start < h.end]
    return tuple(dict.fromkeys(clean_caption(text) for text in found[-MAX_HEADERS:]))


def _is_bracketed(cells: list[_Cell], index: int) -> bool:
    """'(3,236)' in one cell, or '(3,236' with ')' in the next, or '(' in the one before."""
    before = cells[index - 1].text if index else ""
    text = cells[index].text
    return text.lstrip("$€£¥ ").startswith("(") or before.endswith("(")


def _take_heading(
    cells: list[_Cell], headers: list[_Cell], sections: list[str], after_data: bool
) -> None:
    """A row without facts: a section heading (only its first cell speaks) or column headers."""
    speaking = [cell for cell in cells if cell.text]
    if not speaking or all(NUMERIC.match(c.text) and not _is_year(c.text) for c in speaking):
        return
    first = speaking[0]
    if first.start == 0 and len(speaking) == 1:
        if after_data:
            sections.clear()
        sections.append(clean_caption(first.text))
        del sections[:-MAX_HEADERS]
        return
    if after_data and _is_data_row(speaking):
        return
    # A header row replaces those that stood over the same columns before the last data row.
    columns = [cell for cell in speaking if cell.start > 0 or cell.end - cell.start == 1]
    if after_data:
        headers[:] = [
            h for h in headers if not any(h.start < c.end and c.start < h.end for c in columns)
        ]
    headers.extend(cell for cell in columns if cell.start > 0)


def _is_year(text: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", text.strip()) is not None


def _is_data_row(cells: list[_Cell]) -> bool:
    """A row of untagged numbers under a caption heads nothing."""
    numbers = [c for c in cells[1:] if NUMERIC.match(c.text) and not _is_year(c.text)]
    return len(numbers) * 2 > len(cells) - 1
