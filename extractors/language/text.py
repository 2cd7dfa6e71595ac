"""Running text: lines with their places, and removal of invisible characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from extractors.model import Locator


def span(start: int, end: int) -> Locator:
    """The place of the characters [start, end) of a document's text."""
    return Locator("span", f"{start}-{end}")


INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c")
) | {0x2010: "-", 0x2011: "-"}
_ANY_INVISIBLE = re.compile(f"[{''.join(map(chr, INVISIBLE))}]")
"""Looked for first, as a text is translated character by character, and few have one."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A block of text; start and end count the characters of all lines before it.

    `place` gives the place in the document of the characters [start, end), counted the same way.
    `is_item`: it is a point of a list, which no line goes on from.
    """

    text: str
    start: int
    place: Callable[[int, int], Locator] = field(default=span, compare=False)
    is_item: bool = False

    @property
    def end(self) -> int:
        """The start of the next line."""
        return self.start + len(self.text)


def clean(text: str) -> str:
    """Text without invisible characters and runs of white space."""
    if not text.isascii() and _ANY_INVISIBLE.search(text):
        text = text.translate(INVISIBLE)
    return " ".join(text.split())


LONGER = 3
"""Letters of words that titles write without a capital, at most: "of", "the", "and"."""


def is_title(text: str) -> bool:
    """Whether all but its short words begin with a capital: no beginning of a sentence."""
    words = re.findall(r"[^\W\d_][\w’'-]*", text)
    return all(word[0].isupper() for word in words if len(word) > LONGER)


def sentences(line: TextLine) -> Iterator[TextLine]:
    """Sentences with their own places."""
    begin = 0
    for found in re.finditer(r"[.;][”’)]?(?= [A-Z])|$", line.text):
        text = line.text[begin : found.end()]
        lead = len(text) - len(text.lstrip())
        if text.strip():
            yield TextLine(text.strip(), line.start + begin + lead, line.place)
        begin = found.end()
