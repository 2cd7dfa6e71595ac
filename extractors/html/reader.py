"""HTML pages: their tables as grids, their text as lines, in document order."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from bs4.dammit import EncodingDetector
from lxml import etree, html

from extractors.errors import DocumentError
from extractors.html.grid_walk import HTML, Walk
from extractors.language.phrases import has
from extractors.language.text import TextLine, clean
from extractors.model import Locator
from extractors.tables.grid import Row, Table, Token, is_numeric, row_of, table_of
from extractors.tables.line_codes import without_codes

BLOCKS = frozenset(
    "p div li h1 h2 h3 h4 h5 h6 tr td th section article header footer ul ol dd dt title".split()
)
SKIPPED = frozenset("script style noscript template svg nav head button select".split())
LINES_BEFORE = 8
MAX_ROW = 200
MAX_ROWS = 200_000
"""The longest annual report prints some ten thousand rows."""


@dataclass(frozen=True, slots=True)
class Page:
    """A document's content: lines of text and tables."""

    lines: tuple[TextLine, ...]
    tables: tuple[Table, ...]


def parse(data: bytes) -> etree._Element:
    """The parsed tree; the encoding is the declared one, else detected from the bytes.

    Raises DocumentError where it cannot be parsed, or not completely.
    """
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", _decoded(data))
    parser = html.HTMLParser(huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    root = (
        html.document_fromstring(text, parser=parser, ensure_head_body=False)
        if text.strip()
        else None
    )
    if root is None:
        raise DocumentError("no text in the document", to_do="fetch it again", reason="empty")
    # The parser drops elements nested too deeply, and everything after them.
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise DocumentError(
            "its elements are nested too deep to be read whole",
            to_do="no report nests thousands; check what it is",
            reason="too_large",
        )
    return root


def _decoded(data: bytes) -> str:
    """The text; an encoding that cannot decode its own declaration is not the document's."""
    found = EncodingDetector.find_declared_encoding(data[:4096], is_html=True)
    for encoding in (found, "utf-8", "windows-1252"):
        if not encoding:
            continue
        try:
            text = data.decode(encoding)
        except (ValueError, LookupError):  # ValueError also for a name with a zero byte
            continue
        if encoding != found or found in text[:4096].lower():
            return text
    return data.decode("utf-8", errors="replace")


def read(root: etree._Element) -> Page:
    """Lines and tables. Tables without a number are layout: their cells become lines."""
    reader = _Reader()
    reader.visit(root)
    reader.flush()
    return Page(tuple(reader.lines), tuple(reader.tables))


class _Reader:
    """One walk over the tree, collecting the text of the current block."""

    def __init__(self) -> None:
        self.lines: list[TextLine] = []
        self.tables: list[Table] = []
        self.recent: deque[str] = deque(maxlen=LINES_BEFORE)
        self.open: list[str] = []
        self.is_item = False
        self.position = 0
        self.count = 0
        self.rows = 0

    def visit(self, root: etree._Element) -> None:
        """Walk iteratively, so that deep nesting cannot exhaust the stack."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "end":
                if tag in BLOCKS:
                    self.flush()
                self.is_item = self.is_item and tag != "li"  # a point may hold no text
                self._text(element.tail)
                continue
            if tag in SKIPPED or is_hidden(element):
                walk.skip_subtree()
                continue
            if tag == "table":
                self.count += 1
                if self._take_table(element):
                    self.count += sum(1 for _ in element.iterdescendants("table"))
                    walk.skip_subtree()
                    continue
            if tag in BLOCKS or tag == "br":
                self.flush()
            self.is_item = self.is_item or tag == "li"
            self._text(element.text)

    def _text(self, text: str | None) -> None:
        if text:
            self.open.append(text)

    def flush(self) -> None:
        """End the current block: its text becomes a line."""
        text = clean("".join(self.open))
        self.open.clear()
        if text:
            self.lines.append(TextLine(text, self.position, is_item=self.is_item))
            self.is_item = False
            self.position += len(text) + 1
            self.recent.append(text)

    def _take_table(self, element: etree._Element) -> bool:
        """Whether the table was taken as one of numbers; a table around tables is layout."""
        if next(element.iterdescendants("table"), None) is not None:
            return False
        self.rows += sum(1 for _ in element.iterdescendants("tr"))
        if self.rows > MAX_ROWS:
            raise DocumentError(
                f"more than {MAX_ROWS:,} rows of tables",
                to_do="read the document by eye",
                reason="too_large",
            )
        rows = list(rows_of(element, self.count))
        self.flush()
        if sum(row.has_numbers for row in rows) < 2 and not any(_is_outlook(row) for row in rows):
            return self._take_rows(element, rows)
        self.tables.append(table_of(self.count, without_codes(rows), self.recent))
        self.recent.clear()
        return True

    def _take_rows(self, element: etree._Element, rows: list[Row]) -> bool:
        """Take a table of words as lines, row by row, unless its cells hold whole paragraphs."""
        texts = [" ".join(t.text for t in (row.lead, *row.tokens) if t) for row in rows]
        if any(len(text) > MAX_ROW for text in texts):
            return False
        for text in texts:
            self.open.append(text)
            self.flush()
        return True


def _is_outlook(row: Row) -> bool:
    """A line like "Revenue | $10.7 billion ± $300 million", which needs its column headers.

    Or "Full-year | 3,200 | 4.1", below the metrics of a forecast.
    """
    if has(row.caption, "forecast_row") and len(row.amounts) > 1:
        return True
    return row.lead is not None and any(t.amount is None and is_numeric(t) for t in row.tokens)


def is_hidden(element: etree._Element) -> bool:
    """Whether its own style hides it from readers."""
    style = element.get("style")
    return bool(style) and re.search(r"display\s*:\s*none", style or "") is not None


def rows_of(table: etree._Element, number: int, walk: Walk = HTML) -> Iterator[Row]:
    """The rows of the document's `number`-th table as tokens over grid columns."""
    for row_number, cells in enumerate(walk.rows(table, number), 1):
        tokens = []
        for start, end, text, _ in cells:
            place = Locator("cell", f"{number}/{row_number}/{start + 1}")
            tokens.append(Token(text, start, end, place, text))
        yield row_of(row_number, tokens)
