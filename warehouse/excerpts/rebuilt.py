"""Tables and sentences of HTML and inline XBRL, rebuilt with the place of a number marked.

A filer's markup is never shown: the texts of its cells are written into a table of our own, and nh3
sanitises the result once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import nh3
from lxml import etree
from markupsafe import Markup, escape

from extractors.html.grid_walk import HTML, XHTML, Cell, Walk
from extractors.html.reader import SKIPPED, is_hidden, parse, read
from extractors.language.text import TextLine, clean
from extractors.xbrl.parse import parse as parse_xml
from extractors.xbrl.running_text import line_at

TAGS = {"table", "tbody", "tr", "td", "mark", "p", "sub", "sup", "b", "i"}
BEFORE, AFTER, HEAD = 4, 3, 4
"""Rows that are shown before and after the marked one, and from the table's top."""
IX = ("nonFraction", "fraction", "nonNumeric")
MAX_TEXT = 200
_BLOCKS = ("p", "div", "li", "body")


@dataclass(frozen=True, slots=True)
class Shown:
    """A place as safe markup, and the text of the marked cell."""

    markup: Markup
    text: str


class Source:
    """A document of HTML or inline XBRL, parsed once for all its places.

    Raises DocumentError where it cannot be parsed.
    """

    def __init__(self, data: bytes, *, is_xml: bool) -> None:
        self._data = data
        self._root = parse_xml(data) if is_xml else parse(data)
        self._walk = XHTML if is_xml else HTML
        self._tables: list[etree._Element] | None = None
        self._lines: tuple[TextLine, ...] | None = None
        self._markup = ""

    def show(self, kind: str, place: str) -> Shown | None:
        """The place of a locator; None where it cannot be shown."""
        if kind == "cell":
            number, row, column = (int(part) for part in place.split("/"))
            tables = self.tables
            if not 0 < number <= len(tables):
                return None
            return _in_table(self._walk, tables[number - 1], row, column)
        if kind == "span":
            start, end = (int(part) for part in place.split("-"))
            return self._in_text(start, end)
        element = self._element(kind, place)
        return None if element is None else self._around(element)

    @property
    def tables(self) -> list[etree._Element]:
        """The tables in the order in which extractors count them."""
        if self._tables is None:
            name = f"{self._walk.namespace}table"
            is_html = self._walk is HTML
            self._tables = list(_seen(self._root) if is_html else self._root.iter(name))
        return self._tables

    def _element(self, kind: str, place: str) -> etree._Element | None:
        tagged = (one for one in self._root.iter() if _local(one) in IX)
        if kind == "xbrl_id":
            return next((one for one in tagged if one.get("id") == place), None)
        if kind == "xbrl_ordinal":
            return next((one for n, one in enumerate(tagged, 1) if str(n) == place), None)
        return None

    def _around(self, element: etree._Element) -> Shown | None:
        """The table around a tagged number, or the sentence."""
        cells = {f"{self._walk.namespace}td", f"{self._walk.namespace}th"}
        cell = next((one for one in element.iterancestors() if one.tag in cells), None)
        if cell is None:
            block = next((one for one in element.iterancestors() if _local(one) in _BLOCKS), None)
            printed = clean("".join(map(str, element.itertext())))
            if block is None or not printed:
                return None
            whole = clean(" ".join(map(str, block.itertext())))
            start = max(whole.find(printed), 0)
            return _marked(whole, start, start + len(printed))
        table = next(cell.iterancestors(f"{self._walk.namespace}table"), None)
        if table is None:
            return None
        for number, cells_ in enumerate(self._walk.rows(table, 0), 1):
            found = next((one for one in cells_ if one.element is cell), None)
            if found is not None:
                return _in_table(self._walk, table, number, found.start + 1)
        return None

    def _in_text(self, start: int, end: int) -> Shown | None:
        """The line of text at a span; offsets count a filing's markup, but a plain page's text."""
        if self._walk is XHTML:
            self._markup = self._markup or self._data.decode("utf-8", "replace")
            parts = line_at(self._markup, start, end)
            return None if parts is None else _between(*(_blanks(part) for part in parts))
        if self._lines is None:
            self._lines = read(self._root).lines
        line = next((one for one in self._lines if one.start <= start < one.end), None)
        return None if line is None else _marked(line.text, start - line.start, end - line.start)


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _seen(root: etree._Element) -> Iterator[etree._Element]:
    """The tables of an HTML page that its extractor counts."""
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element.tag in SKIPPED or is_hidden(element):
            walk.skip_subtree()
        elif element.tag == "table":
            yield element


def _marked(text: str, start: int, end: int) -> Shown:
    """A sentence in its context, with the span marked."""
    return _between(text[:start], text[start:end], text[end:])


def _between(before: str, printed: str, after: str) -> Shown:
    around = escape(before[-MAX_TEXT:]), escape(printed), escape(after[:MAX_TEXT])
    return Shown(_safe("<p>{}<mark>{}</mark>{}</p>".format(*around)), printed)


def _blanks(text: str) -> str:
    """The text as `clean` leaves it, except for blanks at its ends."""
    first, last = (" " if end.isspace() else "" for end in (text[:1], text[-1:]))
    return f"{first}{clean(text)}{last}" if text.strip() else first


def _in_table(walk: Walk, table: etree._Element, row: int, column: int) -> Shown | None:
    rows = list(walk.rows(table, 0))
    if not 0 < row <= len(rows):
        return None
    hit = next((one for one in rows[row - 1] if one.start + 1 == column), None)
    if hit is None:
        return None
    numbers = [
        number
        for number, cells in enumerate(rows, 1)
        if cells and (number <= HEAD or row - BEFORE <= number <= row + AFTER)
    ]
    shown = [rows[number - 1] for number in numbers]
    used = sorted({cell.start for cells in shown for cell in cells})
    lines = []
    last = 0
    for number, cells in zip(numbers, shown, strict=True):
        if any(rows[between - 1] for between in range(last + 1, number)) and last:
            lines.append(f'<tr><td colspan="{len(used)}">…</td></tr>')
        lines.append(f"<tr>{''.join(_cells(cells, used, hit))}</tr>")
        last = number
    return Shown(_safe(f"<table><tbody>{''.join(lines)}</tbody></table>"), hit.text)


def _cells(cells: Sequence[Cell], used: Sequence[int], hit: Cell) -> Iterator[str]:
    """The cells of the columns in use; empty ones keep the others apart."""
    place = 0
    for cell in cells:
        before = used.index(cell.start) - place
        if before > 0:
            yield f'<td colspan="{before}"></td>'
        width = max(1, sum(cell.start <= one < cell.end for one in used))
        text = escape(cell.text[:MAX_TEXT])
        yield f'<td colspan="{width}">{f"<mark>{text}</mark>" if cell is hit else text}</td>'
        place = used.index(cell.start) + width


def _safe(text: str) -> Markup:
    """Sanitised markup: only the listed tags and attributes, whatever was written."""
    cleaned = nh3.clean(text, tags=TAGS, attributes={"td": {"colspan"}}, url_schemes=set())
    return Markup(cleaned)  # noqa: S704 - escaped where it was built, and cleaned again
