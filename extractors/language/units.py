"""What a table's money is counted in, as its captions say: '(in millions)', 'NT$ thousands'."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from extractors.language.phrases import PHRASES, has, pattern, read

SCALES = {row.pattern: int(row.value) for row in PHRASES["scale"]} | {"000": 1000}
"""What the words of a scale multiply with."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a table's money is counted in."""

    scale: int
    currency: str


def unit_of(texts: list[str]) -> Unit | None:
    """Scale and currency by the last text that states a scale; None where none does."""
    for text in reversed(texts):
        if word := scale_word(text):
            times = 100 if has(text, "hundreds") else 1
            return Unit(SCALES[word] * times, read(text).value("currency") or "USD")
    return None


@lru_cache(maxsize=8192)
def scale_word(text: str) -> str | None:
    """The scale that the text states, as SCALES names it: 'million'; None where it states none."""
    found = pattern("unit").search(text)
    return found and next(group for group in found.groups() if group).lower()


def is_unit(text: str) -> bool:
    """Whether the text states what money is counted in: the one grammar that every reader asks."""
    return scale_word(text) is not None
