"""What a cell of a table covers and says, in HTML and in XHTML."""

from __future__ import annotations

from lxml import etree

SPANS = {str(columns): columns for columns in range(1, 13)}
"""Nearly all that tables use; every cell asks twice."""


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
