"""PDF reports: the chosen pages as lines of text and tables, in the same types as HTML.

A table is a run of rows with amounts, with the headers above it; full-width text, a new title and a
wide gap end it. A table that continues on the next page without headers is one table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pypdfium2 as pdfium

from extractors.language.calendar_evidence import remarks
from extractors.language.phrases import has
from extractors.language.reported_period import COVER_PAGES
from extractors.language.units import is_unit
from extractors.pdf import page_choice, text_layer
from extractors.pdf.blocks import MAX_HEADER, blocks_of
from extractors.pdf.caption_columns import grouped
from extractors.pdf.centred_captions import centred
from extractors.pdf.close_heads import with_close_heads
from extractors.pdf.columns import ranges, snapped, with_words
from extractors.pdf.header_lines import in_line, is_announced, is_of_another, is_titled, with_days
from extractors.pdf.paragraphs import TextLine, paragraphs, text_line
from extractors.pdf.rows import Line, as_row, line, parted
from extractors.pdf.text_layer import Skipped
from extractors.pdf.words import TextRow, text_rows
from extractors.pdf.wrapped_captions import joined_captions
from extractors.tables.grid import Row, Table, is_year, table_of
from extractors.tables.line_codes import without_codes, without_column_of_codes
from extractors.tables.title_lines import title_above
from extractors.tables.titles import basis_before

LINES_BEFORE = 8
OF_ANOTHER_UNIT = 100
"""How much larger no number is than the largest of a table in the same unit, right above it."""
TITLE = 60
"""Characters of a line that may be the title of a table."""
RUNNING, OFTEN = 6, 3
"""Lines at the head of a page that may be its running head, and pages that must have it."""


@dataclass(frozen=True, slots=True)
class Page:
    """The document as its chosen pages show it; skipped: pages over their limits, and why.

    remarks   statements of any page about the ends of fiscal years and quarters
    front     the lines of the first pages, where a cover is
    """

    lines: tuple[TextLine, ...]
    tables: tuple[Table, ...]
    pages: tuple[int, ...]
    skipped: tuple[Skipped, ...] = ()
    remarks: tuple[str, ...] = ()
    front: tuple[str, ...] = ()


def read(data: bytes) -> Page:
    """Lines and tables of the pages that may hold figures.

    Raises DocumentError: encrypted, truncated, unreadable, too_large, no_text_layer,
    garbled_text_layer.
    """
    with text_layer.opened(data) as document:
        texts = text_layer.texts(document)
        text_layer.check_layer(texts)
        chosen = page_choice.choose(texts)
        skipped = tuple(text.skipped for text in texts if text.skipped)
        page = of_rows(((number, _rows(document, number)) for number in chosen), skipped)
    front = (line for text in texts[:COVER_PAGES] for line in text.text.splitlines())
    return replace(page, remarks=tuple(remarks([text.text for text in texts])), front=tuple(front))


def of_rows(
    pages: Iterable[tuple[int, Sequence[TextRow]]], skipped: tuple[Skipped, ...] = ()
) -> Page:
    """Lines and tables of pages, each with its number and its rows of words, in order."""
    every = [(number, [line(number, row) for row in with_days(rows)]) for number, rows in pages]
    numbers = [number for number, _ in every]
    reader = _Reader(_running_units([lines for _, lines in every]))
    for number, lines in every:
        reader.take(number, lines)
    return Page(tuple(reader.lines), tuple(reader.tables), tuple(numbers), skipped)


def _rows(document: pdfium.PdfDocument, number: int) -> list[TextRow]:
    page = document[number - 1]
    try:
        return text_rows(page)
    finally:
        page.close()


def _running_units(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Units in the page headers of several pages: they apply to tables of a page without one."""
    tops = [{i.text.text for i in lines[:RUNNING] if is_unit(i.text.text)} for lines in pages]
    counted = Counter(text for top in tops for text in top)
    return frozenset(text for text, count in counted.items() if count >= OFTEN)


class _Reader:
    """Collects pages in order; counts tables and characters.

    units   units in the pages' headers
    foot    the last page and its lines below all numbers: titles of a table on the next page
    """

    def __init__(self, units: frozenset[str]) -> None:
        self.units = units
        self.lines: list[TextLine] = []
        self.tables: list[Table] = []
        self.position = 0
        self.last_page = 0
        self.foot: tuple[int, list[str]] = (0, [])

    def take(self, number: int, lines: list[Line]) -> None:
        """Add one page's text and tables."""
        lines = _without_folio(lines)
        unit = [i.text.text for i in lines[:RUNNING] if i.text.text in self.units]
        blocks = list(blocks_of(lines))
        self._take_text(number, lines, {i for start, _, end in blocks for i in range(start, end)})
        floor, before, table_number = -1, [], 0
        largest = Decimal(0)
        for start, head, end in blocks:
            heads = lines[start:head]
            is_new = not any(map(_has_date, heads))
            is_new = is_new or is_announced(heads) or is_of_another(heads) or is_titled(heads)
            above, largest = largest, _largest(lines[head:end])
            # Else it is the same table, under new headers.
            if start != floor or is_new or largest > OF_ANOTHER_UNIT * above:
                over = lines[max(0, start - LINES_BEFORE) : start]
                cut = max((i for i, item in enumerate(over) if item.has_amounts), default=-1)
                before = [item.text.text for item in over[cut + 1 :]]
                if start == 0 and number == self.foot[0] + 1 and any(map(_has_date, heads)):
                    before = list(self.foot[1])
                table_number = len(self.tables) + 1
            floor = end
            spans = ranges([as_row(0, item) for item in lines[start:end]])
            block = [parted(item, spans) for item in lines[start:end]]
            block = with_close_heads(block, spans)
            block, first = centred(block, head - start)
            rows = grouped(joined_captions(block, first))
            table = _table(table_number, rows, before, _centre(lines))
            table = replace(table, before=(*unit, *table.before))
            before = [*before, *(i.text.text for i in heads if is_unit(i.text.text))]
            if self._goes_on(number, table):
                self._append(table)
            else:
                self.tables.append(self._titled(table))
            self.last_page = number
        cut = max((i for i, item in enumerate(lines) if item.has_amounts), default=-1)
        self.foot = (number, [item.text.text for item in lines[cut + 1 :]][-LINES_BEFORE:])

    def _take_text(self, number: int, lines: list[Line], tabular: set[int]) -> None:
        rows = {id(lines[index]) for index in tabular}
        for paragraph in paragraphs(lines, tabular):
            line = text_line(number, paragraph, self.position, id(paragraph[0]) in rows)
            self.lines.append(line)
            self.position = line.end + 1

    def _goes_on(self, number: int, table: Table) -> bool:
        """Whether a table without headers continues the columns of the one before it."""
        if not self.tables or number - self.last_page > 1:
            return False
        if not any(row.amounts for row in table.rows):
            return False
        heads = [row for row in table.rows[:MAX_HEADER] if not row.amounts]
        known = {t.text for row in self.tables[-1].rows if not row.amounts for t in row.tokens}
        told = [t.text for row in heads for t in row.tokens]
        is_told_again = all(text in known and not has(text, "year_or_slash") for text in told)
        if any(_is_dated(row) for row in heads) and not is_told_again:
            return False
        basis = basis_before(table)
        if basis is not None and basis != basis_before(self.tables[-1]):
            return False  # "Non-GAAP" over the same headers again
        above = [t for t in table.before if t not in self.tables[-1].before and len(t) < TITLE]
        titles = (t for t in (*above, *(row.caption for row in heads)) if t not in known)
        if any(has(title, "length") or is_year(title) for title in titles):
            return False  # "Six months", or a year: a title of another period
        here, there = ranges(table.rows), ranges(self.tables[-1].rows)
        return len(here) == len(there) and all(
            abs(a[1] - b[1]) < 12 or abs(a[0] - b[0]) < 3 for a, b in zip(here, there, strict=True)
        )

    def _titled(self, table: Table) -> Table:
        """The table; without title and with the last table's captions, under the last title too.

        "Segment sales results" is above the quarter, and the year is on the next page.
        """
        if title_above(table) or not self.tables:
            return table
        here, there = (
            [row.caption for row in one.rows if row.amounts] for one in (table, self.tables[-1])
        )
        before = (*self.tables[-1].before, *table.before)
        return replace(table, before=before) if here == there else table

    def _append(self, table: Table) -> None:
        last = self.tables[-1]
        first = last.rows[-1].number + 1
        begin = next(i for i, row in enumerate(table.rows) if row.amounts)
        rows = [row for i, row in enumerate(table.rows) if i >= begin or not row.tokens]
        rows = [replace(row, number=first + index) for index, row in enumerate(rows)]
        self.tables[-1] = replace(last, rows=(*last.rows, *rows))


def _largest(lines: Sequence[Line]) -> Decimal:
    """The largest amount of the lines that is no percentage."""
    amounts = (token.amount for item in lines for token in as_row(0, item).amounts)
    return max(
        (abs(a.value) for a in amounts if a and a.value and not a.is_percent), default=Decimal(0)
    )


def _has_date(item: Line) -> bool:
    return _is_dated(as_row(0, item))


def _is_dated(row: Row) -> bool:
    return any(is_year(t.text) or has(t.text, "period") for t in row.tokens)


def _without_folio(lines: list[Line]) -> list[Line]:
    """The page's lines without its page number."""
    if len(lines) > 2 and lines[-1].base - lines[-2].base > 2.5 * lines[-1].size:
        last = as_row(0, lines[-1]).amounts
        if len(last) == 1 and has(last[0].text, "folio"):
            lines = lines[:-1]
    return [
        item
        for index, item in enumerate(lines)
        if not (index in (0, 1, len(lines) - 1) and has(item.text.text, "folio"))
    ]


def _centre(lines: Sequence[Line]) -> float:
    """The middle of the printed area."""
    return (min(i.text.x0 for i in lines) + max(i.text.x1 for i in lines)) / 2


def _table(number: int, rows: Sequence[Row], before: Sequence[str], centre: float) -> Table:
    rows = without_column_of_codes(without_codes(in_line(rows)))
    spans = with_words(ranges(rows), rows)
    settled = table_of(number, snapped(rows, spans, centre), before)
    head = next((i for i, row in enumerate(settled.rows) if row.amounts or row.has_numbers), 0)
    left = spans[0][0] if spans else 0.0
    heads = [i for i in range(head) if any(t.end > left for t in settled.rows[i].tokens)]
    titles = [i for i in range(head) if i not in heads and not is_unit(settled.rows[i].caption)]
    # Rows above the last title belong to the page and not to the columns.
    cut = max((i for i in titles if heads and i < heads[-1]), default=-1) + 1
    above = [text for row in settled.rows[:cut] for text in _texts(row)]
    return replace(
        settled, rows=settled.rows[cut:], before=tuple([*before, *above][-LINES_BEFORE:])
    )


def _texts(row: Row) -> list[str]:
    return [t.text for t in ([row.lead, *row.tokens] if row.lead else row.tokens)]
