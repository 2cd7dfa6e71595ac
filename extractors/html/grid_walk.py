"""The one walk over HTML and XHTML tables: rows of text cells, laid out on grid columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from extractors.errors import DocumentError
from extractors.language.text import clean

MAX_COLUMNS = 400
"""A printed table has some dozens of columns; one of thousands is an attack on memory."""
MAX_SPAN = 100
"""No printed table has a cell over more columns or rows."""
SPANS = {str(columns): columns for columns in range(1, 13)}
"""Nearly all that tables use; every cell asks twice."""
INLINE = ("a", "b", "em", "font", "i", "ins", "span", "strong", "u", "wbr")


class Cell(NamedTuple):
    """A cell with text: its grid columns (end exclusive), its text, its element."""

    start: int
    end: int
    text: str
    element: etree._Element


@dataclass(frozen=True)
class Walk:
    """How to walk tables whose element names begin with `namespace` ('' in HTML)."""

    namespace: str = ""

    def rows(self, table: etree._Element, number: int) -> Iterator[list[Cell]]:
        """Each row of the document's `number`-th table, with colspan and rowspan resolved.

        Rows of nested tables are not included. Raises DocumentError where there are too many
        columns.
        """
        hanging: dict[int, int] = {}
        for row in self._own_rows(table):
            cells, column = [], 0
            below: dict[int, int] = {}
            for element in row.iterchildren(*self._cells):
                while column in hanging:
                    column += 1
                width = element.get("colspan")
                end = column + (1 if width is None else SPANS.get(width) or span(width))
                if end > MAX_COLUMNS:
                    raise DocumentError(
                        f"table {number} has more than {MAX_COLUMNS} columns",
                        to_do="no statement has; check what it is",
                        reason="too_large",
                    )
                # Half of all cells are empty spacers.
                text = self._text_of(element) if len(element) else clean(element.text or "")
                if text:
                    cells.append(Cell(column, end, text, element))
                height = element.get("rowspan")
                if height is not None and height != "1":
                    below.update(dict.fromkeys(range(column, end), span(height) - 1))
                column = end
            if hanging or below:
                left = {c: rows - 1 for c, rows in hanging.items()} | below
                hanging = {c: rows for c, rows in left.items() if rows > 0}
            yield cells

    def _own_rows(self, table: etree._Element) -> Iterator[etree._Element]:
        rows = table.iter(f"{self.namespace}tr")
        name = f"{self.namespace}table"
        if next(table.iterdescendants(name), None) is None:
            return rows
        return (row for row in rows if next(row.iterancestors(name), None) is table)

    def _text_of(self, cell: etree._Element) -> str:
        """The cell's text, with a blank between its pieces, except around seamless elements.

        A line break or a block inside a cell separates words: "Total<br/>Segments".
        """
        cell = innermost(cell)
        if len(cell) == 0:
            return clean(cell.text or "")
        is_joined = any(map(self._is_seamless, cell.iterdescendants()))
        return clean(" ".join(self._pieces(cell) if is_joined else map(str, cell.itertext())))

    def _pieces(self, cell: etree._Element) -> Iterator[str]:
        """The pieces of text; those around a seamless element are one piece."""
        piece = cell.text or ""
        for event, element in etree.iterwalk(cell, events=("start", "end")):
            if element is cell:
                continue
            if not self._is_seamless(element):
                yield piece
                piece = ""
            piece += (element.text if event == "start" else element.tail) or ""
        yield piece

    def _is_seamless(self, element: etree._Element) -> bool:
        """Whether it is an empty inline element, or only an optional line break (wbr)."""
        return element.tag == self._break or (
            not element.text and len(element) == 0 and element.tag in self._inline
        )

    @cached_property
    def _cells(self) -> tuple[str, ...]:
        return f"{self.namespace}td", f"{self.namespace}th"

    @cached_property
    def _inline(self) -> frozenset[str]:
        return frozenset(f"{self.namespace}{name}" for name in INLINE)

    @cached_property
    def _break(self) -> str:
        return f"{self.namespace}wbr"


HTML = Walk()
XHTML = Walk("{http://www.w3.org/1999/xhtml}")


def span(text: str) -> int:
    """Columns or rows that a cell covers, 1 to MAX_SPAN; 1 for an invalid attribute."""
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        return 1
    # int() refuses thousands of digits; so many are too wide in any case.
    return max(1, min(int(text), MAX_SPAN)) if len(text) < 6 else MAX_SPAN


def innermost(element: etree._Element) -> etree._Element:
    """The element that directly holds the text: most cells are nested spans around it."""
    while len(element) == 1:
        child = element[0]
        if _is_text(element.text) or _is_text(child.tail):
            break
        element = child
    return element


def _is_text(text: str | None) -> bool:
    return text is not None and not text.isspace()
