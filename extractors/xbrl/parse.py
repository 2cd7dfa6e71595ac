"""Parses markup safely: entities are never expanded, nothing is fetched."""

from __future__ import annotations

import re
from collections import Counter
from html.entities import name2codepoint

from lxml import etree

from extractors.errors import DocumentError

# More than half of a 10-K's bytes are style attributes, which no reader needs.
STYLE = re.compile(rb' style="[^"]*"')
TEXT_BLOCKS = ("nonNumeric", "continuation")
LAYOUT = ("div", "p", "span", "font", "center", "b", "i", "u", "a", "body", "html")
MISMATCH = re.compile(r"tag mismatch: (?:[\w.-]+:)?(\w+) line \d+ and (?:[\w.-]+:)?(\w+)")
CROSSED = re.compile(rf"tag mismatch: .*\b(?:{'|'.join(TEXT_BLOCKS)})\b")
NUMBERED = re.compile(rb"<(?:[\w.-]+:)?(nonFraction|fraction|context|unit|table)\b")
"""Start tags of all that bears, dates or places numbers."""


def unstyled(data: bytes) -> bytes:
    """The same markup without styles, half as many bytes."""
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
            return _mended(data, error)
    # Some filing agents leave HTML's named entities (&nbsp;) in what should be XML.
    data = re.sub(rb"&([A-Za-z][A-Za-z0-9]*);", _numeric_reference, data)
    try:
        return _parse(data)
    except etree.XMLSyntaxError as error:
        return _mended(data, error)


def rebound_prefixes(data: bytes) -> frozenset[str]:
    """Prefixes that the document binds to several namespaces."""
    bound = set(re.findall(rb"""xmlns:([\w.-]+)\s*=\s*["']([^"']*)""", data))
    counted = Counter(prefix.decode() for prefix, _ in bound)
    return frozenset(prefix for prefix, count in counted.items() if count > 1)


def _parse(data: bytes) -> etree._Element:
    # AEON's filing has an empty line before its XML declaration, which is not allowed.
    return etree.fromstring(data.lstrip(), _parser())


def _mended(data: bytes, error: etree.XMLSyntaxError) -> etree._Element:
    """Recover markup in which the end tags of text blocks overlap those of layout.

    A text block holds no number by itself: if only its end tags are misplaced and every number,
    context, unit and table that begins in the bytes is in the tree, nothing is lost. Raises
    DocumentError otherwise.
    """
    if not _is_whole(data) or not CROSSED.search(str(error)):
        raise _unreadable(error, data) from error
    parser = _parser(recover=True)
    root = etree.fromstring(data, parser)
    if root is None or not all(_is_harmless(one) for one in parser.error_log):
        raise _unreadable(error, data) from error
    counted = Counter(etree.QName(element).localname for element in root.iter("{*}*"))
    begun = Counter(name.decode() for name in NUMBERED.findall(data))
    if any(counted[name] != begun[name] for name in (*begun, "nonFraction")):
        raise _unreadable(error, data) from error
    return root


def _is_harmless(error: etree._LogEntry) -> bool:
    """Whether it is a misplaced end tag of a text block or layout, or one left over by it."""
    if error.type == etree.ErrorTypes.ERR_DOCUMENT_END:
        return True
    found = MISMATCH.search(error.message)
    return found is not None and {found[1], found[2]} <= {*TEXT_BLOCKS, *LAYOUT}


def _parser(*, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_pis=True,
        remove_comments=True,
        collect_ids=False,
    )


def _numeric_reference(match: re.Match[bytes]) -> bytes:
    name = match.group(1).decode()
    known = name not in ("amp", "lt", "gt", "quot", "apos") and name in name2codepoint
    return b"&#%d;" % name2codepoint[name] if known else match.group(0)


def _unreadable(error: etree.XMLSyntaxError, data: bytes) -> DocumentError:
    reason = "unreadable" if _is_whole(data) else "truncated"
    return DocumentError(f"not well-formed XML: {error}", to_do="fetch it again", reason=reason)


def _is_whole(data: bytes) -> bool:
    """Whether the last tag is there; a truncated document lacks it, wherever it was cut."""
    return re.search(rb"</(?:[\w.-]+:)?(?:html|xbrl)\s*>", data[-2000:], re.IGNORECASE) is not None
