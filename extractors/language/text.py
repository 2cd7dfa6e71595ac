"""Running text: lines with their places, and characters that nobody sees."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextLine:
    """A block of text; start and end count the characters of all lines before it."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next line may start."""
        return self.start + len(self.text)
