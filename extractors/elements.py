"""One walk over the tree: every element that inline XBRL or its tables need, in document order."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from extractors.markup import IX_NAMESPACES

XBRLI = "{http://www.xbrl.org/2003/instance}"
XHTML = "{http://www.w3.org/1999/xhtml}"
TABLE = f"{XHTML}table"
TAGGED = {
    f"{{{uri}}}{name}": name
    for uri in IX_NAMESPACES
    for name in ("nonFraction", "fraction", "nonNumeric")
}


@dataclass(frozen=True, slots=True)
class Elements:
    """What the walk found; `hidden` holds those tagged elements that the document does not show."""

    tagged: list[etree._Element]
    contexts: list[etree._Element]
    units: list[etree._Element]
    tables: list[etree._Element]
    continuations: dict[str, etree._Element]
    hidden: frozenset[etree._Element]


def elements(root: etree._Element) -> Elements:
    """Collect in a single pass: each pass over a 10-K costs as much as reading its numbers."""
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
    for element in root.iter(*kinds):
        kinds[element.tag].append(element)
    unseen = frozenset(element for section in hidden for element in section.iter(*TAGGED))
    ids = {element.get("id") or "": element for element in continued}
    return Elements(tagged, context, unit, table, ids, unseen)
