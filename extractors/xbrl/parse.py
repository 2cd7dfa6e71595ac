"""Bytes to a tree, safely: entities are never expanded, nothing is fetched."""

from __future__ import annotations

import re
from collections import Counter
from html.entities import name2codepoint

from lxml import etree

from extractors.errors import DocumentError

# More than half of a 10-K's bytes are style attributes, which say nothing of any number.
STYLE = re.compile(rb' style="[^"]*"')


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
