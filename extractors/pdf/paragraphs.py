"""The running text of a PDF page: lines joined to paragraphs, each word with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.model import Locator
from extractors.pdf.blocks import LINE_GAP
from extractors.pdf.rows import Box, Line, mended
from extractors.pdf.words import Word

FULL = 0.82
"""A line that fills less than this share of the print ends its paragraph."""
INDENT = 40.0
BULLETS = frozenset("•●▪■◦►")
"""An item of a list begins a paragraph, also below a full line."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A paragraph, or a row of a table; start counts the characters of all lines before it.

    words   offset in the text and word, in order
    """

    text: str
    start: int
    page: int
    words: tuple[tuple[int, Word], ...]
    is_tabular: bool = False

    @property
    def end(self) -> int:
        """The start of the next line."""
        return self.start + len(self.text)

    def place(self, start: int, end: int) -> Locator:
        """The box of the words with the characters [start, end), on the first line of them.

        Of all words, if none has these characters.
        """
        found = [
            word
            for offset, word in self.words
            if self.start + offset < end and start < self.start + offset + len(word.text)
        ]
        row = [word for word in found if abs(word.base - found[0].base) < word.size]
        return Box.of(self.page, row or [word for _, word in self.words]).locator


def text_line(page: int, lines: Sequence[Line], start: int, is_tabular: bool) -> TextLine:
    """The lines as one, words separated by single blanks."""
    words: list[tuple[int, Word]] = []
    offset = 0
    for line in lines:
        for word in mended(line.text.words):
            words.append((offset, word))
            offset += len(word.text) + 1
    return TextLine(" ".join(word.text for _, word in words), start, page, tuple(words), is_tabular)


def paragraphs(lines: Sequence[Line], tabular: set[int]) -> Iterator[list[Line]]:
    """Lines that continue each other, from the top; those of tables stay separate."""
    right = max((line.text.x1 for line in lines), default=0)
    left = min((line.text.x0 for line in lines), default=0)
    full = left + FULL * (right - left)
    found: list[Line] = []
    for index, line in enumerate(lines):
        if found and not (
            index in tabular or index - 1 in tabular or not _runs_on(found[-1], line, full)
        ):
            found.append(line)
            continue
        if found:
            yield found
        found = [line]
    if found:
        yield found


def _runs_on(above: Line, line: Line, full: float) -> bool:
    return (
        line.base - above.base < LINE_GAP * max(above.size, line.size)
        and abs(line.size - above.size) < 0.15 * max(above.size, line.size)
        and above.text.x1 >= full
        and abs(line.text.x0 - above.text.x0) < INDENT
        and line.text.words[0].text not in BULLETS
    )
