"""The vocabulary of captions and sentences: phrases.csv, one phrase per row, looked up by kind.

kind      what the phrase is: unit, currency, basis, change, total, footnote …
at        where it counts: `word` as whole words anywhere, `start` at the beginning, `whole` as the
          whole text, `end` at its end, `line` where a line of a page begins, `any` wherever its
          characters are, also inside a word
pattern   a regular expression without regard to case ('(?-i:…)' where case matters);
          '{month}' inserts the phrases of another kind
value     what it means, where a kind has several: the currency's code, the basis
witness   a short text that contains it: a test reads each
note      why the phrase is there, or why it is not another kind
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from typing import NamedTuple

SOURCE = files("extractors.language").joinpath("phrases.csv")
PLACES = {
    "word": r"\b(?:%s)\b",
    "start": "^(?:%s)",
    "whole": "^(?:%s)$",
    "end": "(?:%s)$",
    "line": "(?m:^(?:%s))",
    "any": "%s",
}
PARAGRAPH = 500
"""Characters of a text that is no caption, and will hardly be met again."""
INSERTED = re.compile(r"\{([a-z_]+)\}")


class Phrase(NamedTuple):
    """One row of phrases.csv."""

    kind: str
    at: str
    pattern: str
    value: str
    witness: str
    note: str


class Span(NamedTuple):
    """The characters of a caption that are a phrase of the kind; end exclusive."""

    kind: str
    start: int
    end: int
    value: str


def _rows() -> dict[str, tuple[Phrase, ...]]:
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    rows = [Phrase(**row) for row in csv.DictReader(lines)]
    return {kind: tuple(found) for kind, found in groupby(rows, key=lambda row: row.kind)}


PHRASES = _rows()
"""The rows of each kind, in the file's order."""


def source(kind: str, value: str = "") -> str:
    """The kind's phrases as one alternation, to be used inside another expression."""
    found = (row.pattern for row in PHRASES[kind] if not value or row.value == value)
    return _inserted("|".join(found))


def _inserted(expression: str) -> str:
    return INSERTED.sub(lambda found: f"(?:{source(found[1])})", expression)


@cache
def pattern(kind: str, value: str = "") -> re.Pattern[str]:
    """The kind's phrases, or those of one value, as one expression.

    KeyError for an unknown kind.
    """
    return _compiled([row for row in PHRASES[kind] if not value or row.value == value])


@cache
def pattern_of(phrase: Phrase) -> re.Pattern[str]:
    """The expression of one row."""
    return _compiled([phrase])


def _compiled(rows: list[Phrase]) -> re.Pattern[str]:
    parts = [
        PLACES[at] % _inserted("|".join(row.pattern for row in found))
        for at, found in groupby(rows, key=lambda row: row.at)
    ]
    return re.compile("|".join(parts), re.IGNORECASE)


class Caption:
    """A text and the phrases in it; each kind is searched once, on first use."""

    __slots__ = ("_found", "_values", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[tuple[str, str], bool] = {}
        self._values: dict[str, str | None] = {}

    def has(self, kind: str, value: str = "") -> bool:
        """Whether the text contains a phrase of the kind (with that value)."""
        found = self._found.get((kind, value))
        if found is None:
            found = pattern(kind, value).search(self.text) is not None
            self._found[kind, value] = found
        return found

    def value(self, kind: str) -> str | None:
        """The first value of the kind, in file order, that occurs in the text; None without any."""
        if kind not in self._values:
            values = dict.fromkeys(row.value for row in PHRASES[kind]) if self.has(kind) else ()
            self._values[kind] = next((value for value in values if self.has(kind, value)), None)
        return self._values[kind]

    def spans(self, kind: str) -> tuple[Span, ...]:
        """Every phrase of the kind, from left to right."""
        if not self.has(kind):
            return ()
        rows = PHRASES[kind]
        return tuple(
            Span(kind, found.start(), found.end(), next(
                (row.value for row in rows if pattern_of(row).match(self.text, found.start())), ""
            ))
            for found in pattern(kind).finditer(self.text)
        )  # fmt: skip

    def rest(self, kind: str, value: str = "") -> str:
        """The text with a blank in place of each phrase of the kind (with that value)."""
        return pattern(kind, value).sub(" ", self.text) if self.has(kind, value) else self.text


_kept = lru_cache(maxsize=16384)(Caption)


def read(text: str) -> Caption:
    """The caption of a text; cached, except for whole paragraphs."""
    return _kept(text) if len(text) < PARAGRAPH else Caption(text)


def has(text: str, kind: str, value: str = "") -> bool:
    """Whether the text contains a phrase of the kind (with that value)."""
    return read(text).has(kind, value)
