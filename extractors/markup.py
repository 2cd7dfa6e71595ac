"""Bytes to a tree, safely: entities are never expanded, nothing is fetched."""

from __future__ import annotations

import re
from collections import Counter
from html.entities import name2codepoint

from lxml import etree

from extractors.errors import DocumentError

IX_NAMESPACES = ("http://www.xbrl.org/2013/inlineXBRL", "http://www.xbrl.org/2008/inlineXBRL")
# More than half of a 10-K's bytes are style attributes, which say nothing of any number.
STYLE = re.compile(rb' style="[^"]*"')
SPANS = {str(columns): columns for columns in range(1, 13)}
"""Nearly all that tables use; every cell asks twice."""
MARKERS = tuple(uri.encode() for uri in IX_NAMESPACES)


def is_inline_xbrl(data: bytes) -> bool:
    """Whether the bytes declare the inline XBRL namespace: a cheap look, no parse."""
    return any(marker in data for marker in MARKERS)


def unstyled(data: bytes) -> bytes:
    """The same markup in half as many bytes."""
    return b"".join(STYLE.split(data))


def parse(data: bytes) -> etree._Element:
    """The root element. Entities are never expanded, nothing is fetched.

    Raises DocumentError: `entity_declaration`, `truncated` or `unreadable`, with the line.
    """
    if b"<!ENTITY" in data:
        raise DocumentError(
            "the document declares XML entities",
            to_do="they are never expanded; get the filing from its source again",
            reason="entity_declaration",
        )
    try:
        return _parse(data)
    except etree.XMLSyntaxError as error:
        if "Entity" not in str(error):
            raise _unreadable(error, data) from error
    # Some filing agents leave HTML's named entities (&nbsp;) in what should be XML.
    try:
        return _parse(re.sub(rb"&([A-Za-z][A-Za-z0-9]*);", _numeric_reference, data))
    except etree.XMLSyntaxError as error:
        raise _unreadable(error, data) from error


def rebound_prefixes(data: bytes) -> frozenset[str]:
    """Prefixes that the document binds to several namespaces."""
    bound = set(re.findall(rb"""xmlns:([\w.-]+)\s*=\s*["']([^"']*)""", data))
    counted = Counter(prefix.decode() for prefix, _ in bound)
    return frozenset(prefix for prefix, count in counted.items() if count > 1)


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_pis=True,
        remove_comments=True,
        collect_ids=False,
    )
    return etree.fromstring(data, parser)


def _numeric_reference(match: re.Match[bytes]) -> bytes:
    name = match.group(1).decode()
    known = name not in ("amp", "lt", "gt", "quot", "apos") and name in name2codepoint
    return b"&#%d;" % name2codepoint[name] if known else match.group(0)


def _unreadable(error: etree.XMLSyntaxError, data: bytes) -> DocumentError:
    # A cut document lacks its last tag, wherever inside a tag or an attribute the cut fell.
    is_whole = re.search(rb"</(?:html|xbrl)\s*>", data[-2000:], re.IGNORECASE)
    reason = "unreadable" if is_whole else "truncated"
    return DocumentError(f"not well-formed XHTML: {error}", to_do="fetch it again", reason=reason)


def span(text: str | None, most: int) -> int:
    """Columns or rows that a cell covers, 1 to `most`; 1 where the attribute is no number."""
    if text is None or text == "1":
        return 1
    if text in SPANS:
        return SPANS[text]
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        return 1
    # int() refuses thousands of digits, and nobody needs them to see that it is too wide.
    return max(1, min(int(text), most)) if len(text) < 6 else most


def innermost(element: etree._Element) -> etree._Element:
    """The element around all that it says: most cells hold nothing but one span after another."""
    while len(element) == 1:
        child = element[0]
        if _is_said(element.text) or _is_said(child.tail):
            break
        element = child
    return element


def spaced_text(element: etree._Element) -> str:
    """All characters of an element; a space stands where one inside it begins or ends.

    A line break or a block inside a cell separates words: "Total<br/>Segments".
    """
    element = innermost(element)
    if len(element) == 0:
        return element.text or ""
    return " ".join(map(str, element.itertext()))


def _is_said(text: str | None) -> bool:
    return text is not None and not text.isspace()
