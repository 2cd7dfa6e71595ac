"""Running text: lines with their places, and characters that nobody sees."""

from __future__ import annotations

from dataclasses import dataclass

INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c")
) | {0x2010: "-", 0x2011: "-"}


@dataclass(frozen=True, slots=True)
class TextLine:
    """A block of text; start and end count the characters of all lines before it."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next line may start."""
        return self.start + len(self.text)


def clean(text: str) -> str:
    """Text without invisible characters and runs of white space."""
    return " ".join((text if text.isascii() else text.translate(INVISIBLE)).split())
