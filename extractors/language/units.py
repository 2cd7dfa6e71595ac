"""The unit of a table's money, from captions: '(in millions)', 'NT$ thousands'."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from extractors.language.phrases import PHRASES, has, pattern, read

SCALES = {row.pattern: int(row.value) for row in PHRASES["scale"]} | {
    "000": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9,
}  # fmt: skip
"""What the words of a scale multiply with."""


@dataclass(frozen=True, slots=True)
class Unit:
    """The scale and currency of a table's money."""

    scale: int
    currency: str


def unit_of(texts: list[str]) -> Unit | None:
    """Scale and currency by the last text that states a scale; None if none does."""
    for text in reversed(texts):
        if word := scale_word(text):
            times = 100 if has(text, "hundreds") else 10 if has(text, "tens") else 1
            return Unit(SCALES[word] * times, read(text).value("currency") or "USD")
    return None


@lru_cache(maxsize=8192)
def scale_word(text: str) -> str | None:
    """The scale in the text, as named in SCALES: 'million'; None if there is none."""
    found = pattern("unit").search(text)
    return found and next(group for group in found.groups() if group).lower()


def is_unit(text: str) -> bool:
    """Whether the text states a unit of money; all readers use this one grammar."""
    return scale_word(text) is not None
