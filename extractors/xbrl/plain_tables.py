"""The untagged tables of a filing that may hold margins or adjusted figures.

Found in the parsed tree by words only, so that other tables cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import etree

from extractors.errors import DocumentError
from extractors.html import reader
from extractors.html.grid_walk import XHTML
from extractors.language.phrases import pattern
from extractors.language.text import clean
from extractors.model import Refusal
from extractors.tables.columns import Header, columns
from extractors.tables.continued_columns import continued
from extractors.tables.grid import Table, table_of
from extractors.xbrl.elements import TABLE

MOST_ROWS = 500
"""A table of results has some dozens of rows; one of hundreds is a list or an attack on time."""
STEPS_BEFORE = 10
"""Elements looked at before a table for its title and unit."""
PARAGRAPH = 300
"""Characters of a text that is no title: what stands above it heads other things."""
TR = f"{XHTML.namespace}tr"
_text = etree.XPath("string()", smart_strings=False)


def plain_tables(
    tables: Iterable[tuple[int, etree._Element]], document: str, refusals: list[Refusal]
) -> Iterator[tuple[Table, Header]]:
    """Each such table with its columns; `tables` have their 1-based numbers in the document."""
    for number, element in tables:
        if not _may_hold_figures(str(_text(element))) or _is_layout(element):
            continue
        before, above = _before(element)
        try:
            table = _read(number, element, before)
            header = columns(table)
            if above is not None and not before and not header.captions and not _is_layout(above):
                header = continued(table, header, columns(_read(number - 1, above, [])))
        except DocumentError as error:  # only this table is lost, not what is tagged
            refusals.append(Refusal(document, str(error), error.reason))
            continue
        yield table, header


def _read(number: int, element: etree._Element, before: list[str]) -> Table:
    return table_of(number, list(reader.rows_of(element, number, XHTML)), before)


def _is_layout(table: etree._Element) -> bool:
    """Whether it contains tables, or hundreds of rows."""
    if next(table.iterdescendants(TABLE), None) is not None:
        return True
    return sum(1 for _ in islice(table.iter(TR), MOST_ROWS)) == MOST_ROWS


def _may_hold_figures(text: str) -> bool:
    if pattern("plain_mark").search(text) is None:
        return False
    return bool(pattern("plain_profit").search(text) or pattern("plain_adjusted").search(text))


def _before(table: etree._Element) -> tuple[list[str], etree._Element | None]:
    """Lines of text before a table, nearest last, back to a paragraph or the preceding table.

    Also that table, if no paragraph is between the two.
    """
    found: list[str] = []
    node: etree._Element | None = table
    for _ in range(STEPS_BEFORE):
        above = node.getprevious() if node is not None else None
        if above is None:
            node = node.getparent() if node is not None else None
            continue
        node = above
        inside = list(node.iter(TABLE))
        if inside:
            return found, inside[-1]
        if text := clean(str(_text(node))):
            found.insert(0, text)
            if len(text) > PARAGRAPH:
                break
    return found, None
