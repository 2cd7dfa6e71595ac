"""One walk over the tree that collects the elements of inline XBRL and tables, in order."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from lxml import etree

from extractors.html.grid_walk import XHTML
from extractors.kinds import IX_NAMESPACES

XBRLI = "{http://www.xbrl.org/2003/instance}"
TABLE = f"{XHTML.namespace}table"
TAGGED = {
    f"{{{uri}}}{name}": name
    for uri in IX_NAMESPACES
    for name in ("nonFraction", "fraction", "nonNumeric")
}


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements found.

    hidden   the tagged elements that the document does not show
    enclosing_table   tagged element → the innermost table around it; those in no table are left out
    """

    tagged: list[etree._Element]
    contexts: list[etree._Element]
    units: list[etree._Element]
    tables: list[etree._Element]
    continuations: dict[str, etree._Element]
    hidden: frozenset[etree._Element]
    enclosing_table: dict[etree._Element, etree._Element]


def elements(root: etree._Element) -> Elements:
    """Collect in a single pass, as each pass over a 10-K costs as much as reading its numbers."""
    tagged: list[etree._Element] = []
    context: list[etree._Element] = []
    unit: list[etree._Element] = []
    table: list[etree._Element] = []
    continued: list[etree._Element] = []
    hidden: list[etree._Element] = []
    kinds = dict.fromkeys(TAGGED, tagged)
    kinds |= {f"{XBRLI}context": context, f"{XBRLI}unit": unit, TABLE: table}
    for uri in IX_NAMESPACES:
        kinds |= {f"{{{uri}}}continuation": continued, f"{{{uri}}}hidden": hidden}
    starts: list[int] = []
    for element in root.iter(*kinds):
        kind = kinds[element.tag]
        kind.append(element)
        if kind is table:
            starts.append(len(tagged))
    unseen = frozenset(element for section in hidden for element in section.iter(*TAGGED))
    ids = {element.get("id") or "": element for element in continued}
    return Elements(tagged, context, unit, table, ids, unseen, _enclosing_tables(tagged, starts))


def _enclosing_tables(
    tagged: list[etree._Element], starts: list[int]
) -> dict[etree._Element, etree._Element]:
    """`starts` are the numbers of tagged elements before each table.

    Elements between the starts of two tables are first in the former table, then in the one around
    it, and last in none; a binary search finds where one table ends.
    """
    enclosing_table = {}
    for first, last in pairwise((*starts, len(tagged))):
        start = first
        while start < last and (table := _table_around(tagged[start])) is not None:
            end = bisect_left(tagged, True, start + 1, last, key=partial(_is_outside, table))
            enclosing_table.update(dict.fromkeys(tagged[start:end], table))
            start = end
    return enclosing_table


def _is_outside(table: etree._Element, element: etree._Element) -> bool:
    return _table_around(element) is not table


def _table_around(element: etree._Element) -> etree._Element | None:
    around = element.getparent()
    while around is not None and around.tag != TABLE:
        around = around.getparent()
    return around
