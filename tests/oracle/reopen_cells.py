"""Opens an XHTML document again at a cell of a table, by a parser of its own.

A cell's place is table/row/column, each counted from 1: tables in the order in which they begin,
also those inside others, rows within their table, columns as colspan and rowspan lay them out.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from html.entities import name2codepoint
from xml.parsers import expat

XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(slots=True)
class Cell:
    """The first column that a cell covers, and its characters, white space and marks left out."""

    column: int
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What the cell prints."""
        return bare("".join(self.parts))


@dataclass(slots=True)
class Table:
    """Rows of cells, and how many further rows a column is covered from above."""

    rows: list[list[Cell]] = field(default_factory=list)
    covered: dict[int, int] = field(default_factory=dict)
    below: dict[int, int] = field(default_factory=dict)
    column: int = 1

    def begin_row(self) -> None:
        """What the row before covers below it comes to lie over this one."""
        self.covered = {at: rows - 1 for at, rows in self.covered.items() if rows > 1} | self.below
        self.below = {}
        self.rows.append([])
        self.column = 1

    def begin_cell(self, attributes: dict[str, str]) -> Cell:
        """The cell begins in the first column that is not covered from above."""
        while self.column in self.covered:
            self.column += 1
        cell = Cell(self.column)
        wide, high = int(attributes.get("colspan", 1)), int(attributes.get("rowspan", 1))
        if high > 1:
            self.below |= dict.fromkeys(range(self.column, self.column + wide), high - 1)
        self.column += wide
        self.rows[-1].append(cell)
        return cell


def bare(text: str) -> str:
    """Characters without white space and without those that nobody sees; one kind of hyphen."""
    seen = (c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")
    return "".join(seen).replace("\u2010", "-").replace("\u2011", "-")


class Cells:
    """All tables of a document."""

    def __init__(self, data: bytes) -> None:
        """Reads `data`, which is well-formed XHTML."""
        self.tables: list[Table] = []
        self._open: list[Table] = []
        self._cells: list[Cell] = []
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.UseForeignDTD(True)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.SkippedEntityHandler = lambda name, _: self._characters(chr(name2codepoint[name]))
        parser.Parse(data, True)

    def at(self, place: str) -> tuple[str, str]:
        """Caption of the row and characters of the cell at table/row/column. Raises LookupError."""
        table, row, column = (int(part) for part in place.split("/"))
        if min(table, row, column) < 1:
            raise LookupError(place)
        cells = self.tables[table - 1].rows[row - 1]
        found = [cell.text for cell in cells if cell.column == column]
        if len(found) != 1:
            raise LookupError(place)
        return next((cell.text for cell in cells if cell.text), ""), found[0]

    def near(self, place: str) -> list[str]:
        """The cells before and after it, above and below, and in the tables beside its own."""
        table, row, column = (int(part) for part in place.split("/"))
        around = [(0, 0, d) for d in range(-6, 7)] + [(0, 1, 0), (0, -1, 0), (1, 0, 0), (-1, 0, 0)]
        places = [f"{table + t}/{row + r}/{column + c}" for t, r, c in around if t or r or c]
        return [place for place in places if self._is_there(place)]

    def _is_there(self, place: str) -> bool:
        try:
            return bool(self.at(place))
        except LookupError:
            return False

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        uri, _, name = tag.rpartition(" ")
        if uri != XHTML:
            return
        if name == "table":
            self.tables.append(Table())
            self._open.append(self.tables[-1])
        elif name == "tr":
            self._open[-1].begin_row()
        elif name in ("td", "th"):
            self._cells.append(self._open[-1].begin_cell(attributes))

    def _end(self, tag: str) -> None:
        uri, _, name = tag.rpartition(" ")
        if uri == XHTML and name == "table":
            self._open.pop()
        elif uri == XHTML and name in ("td", "th"):
            self._cells.pop()

    def _characters(self, text: str) -> None:
        for cell in self._cells:
            cell.parts.append(text)
