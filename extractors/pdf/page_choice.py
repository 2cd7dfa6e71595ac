"""Selects the pages of a PDF that may hold figures, by scores of their text layers.

A report of 120 pages prints its figures on some eight: three statements, the segment note, the
tables of margins, the guidance. Only these are worth reading word by word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.language.phrases import PHRASES, pattern, pattern_of
from extractors.pdf.text_layer import Text

SHORT = 40
"""A release: all its pages are read."""
CHOSEN = 16
AMOUNT = re.compile(r"\(?[$€£¥!]?\(?\d[\d,.]*\)?%?\)?|[—–-]")
NEXT_ROW = re.compile(r"(?<=[\d)%:]) (?=[A-Z][a-z]+ )")
"""Some text layers have no end of a line between the rows of a table."""
SIGNS = frozenset("$ € £ ¥ ! % ) (".split())


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page: how many of them may be chosen, and their minimum score.

    The headings of such pages are the kind page_<name>_title of phrases.csv, the captions of their
    lines the kind page_<name>.
    """

    name: str
    most: int
    least: float

    @property
    def heading(self) -> re.Pattern[str]:
        """The expression for headings of such a page."""
        return pattern(f"page_{self.name}_title")

    @property
    def captions(self) -> list[re.Pattern[str]]:
        """The expressions for its lines, each of which counts once."""
        return [pattern_of(row) for row in PHRASES[f"page_{self.name}"]]


KINDS = (
    Kind("income", 1, 4),
    Kind("cash_flow", 1, 4),
    Kind("balance", 1, 5),
    Kind("segment", 7, 3),
    Kind("margins", 3, 3),
    Kind("reconciliation", 2, 4),
    Kind("selected", 1, 5),
)
SENTENCE = re.compile(r"(?<=[.;:•])\s+")
MOST_AIMS, MOST_MARGINS = 2, 4
FIRST = 20.0
"""What being the best of its kind counts for: every kind has its page before any has two."""


def choose(pages: Sequence[Text], short: int = SHORT) -> list[int]:
    """Numbers of the pages worth reading, in order: all of a release, at most ten of a report.

    A release has at most `short` pages.
    """
    if len(pages) <= short:
        return [page.number for page in pages if page.text.strip()]
    chosen: dict[int, float] = {}
    features = [_Features.of(page.text) for page in pages]
    for kind in KINDS:
        _add(chosen, [_score(kind, feature) for feature in features], kind.most, kind.least)
    _add(chosen, [_aims(page.text) for page in pages], MOST_AIMS, 1)
    _add(
        chosen,
        [3.0 * len(pattern("page_margin").findall(page.text)) for page in pages],
        MOST_MARGINS,
        3,
    )
    best = sorted(chosen, key=lambda index: (-chosen[index], index))[:CHOSEN]
    return sorted(pages[index].number for index in best)


def _add(chosen: dict[int, float], scores: list[float], most: int, least: float) -> None:
    """Add the best `most` pages of one kind to the chosen, with their scores.

    Also neighbours of the very best that resemble it, as tables continue over pages.
    """
    ranked = sorted(range(len(scores)), key=lambda index: (-scores[index], index))
    for rank, index in enumerate(ranked[:most]):
        if scores[index] >= least:
            chosen[index] = max(chosen.get(index, 0), scores[index] + FIRST * (rank == 0))
    for index in (ranked[0] - 1, ranked[0] + 1):
        if ranked[0] in chosen and 0 <= index < len(scores) and scores[index] >= 2:
            chosen.setdefault(index, scores[index])


def _aims(text: str) -> float:
    """The number of forward-looking sentences that name a metric and an amount."""
    if pattern("page_looks_ahead").search(text) is None:
        return 0
    found = 0.0
    for sentence in SENTENCE.split(" ".join(text.split())):
        if len(sentence) < 400 and pattern("page_looks_ahead").search(sentence):
            names_metric = pattern("page_aim").search(sentence) is not None
            marks = len(pattern("page_value").findall(sentence)) if names_metric else 0
            found += min(marks, 2) * (0.3 if pattern("page_looks_back").search(sentence) else 1)
    return found


@dataclass(frozen=True, slots=True)
class _Features:
    """A page's first lines, its short lines, and its lines that end in at least two numbers."""

    head: str
    short: str
    rows: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Features:
        """The features of a page's text."""
        parts = (part for line in text.splitlines() for part in NEXT_ROW.split(line))
        lines = [line for part in parts if (line := " ".join(part.split()))]
        short = "\n".join(line for line in lines if len(line) < 90)
        rows = tuple(line for line in lines if _ends_in_numbers(line))
        return cls("\n".join(lines[:14]), short, rows)


def _score(kind: Kind, page: _Features) -> float:
    """The number of the kind's captions before numbers (or alone on a line, counted half)."""
    if len(page.rows) < 3:
        return 0
    found = 0.0
    for caption in kind.captions:
        if any(caption.search(row) for row in page.rows):
            found += 1
        elif caption.search(page.short):
            found += 0.5
    if found < 1.5:
        return 0
    return found + (3 if kind.heading.search(page.head) else bool(kind.heading.search(page.short)))


def _ends_in_numbers(line: str) -> bool:
    last = [word for word in line.split()[-6:] if word not in SIGNS]
    return len(last) > 1 and all(AMOUNT.fullmatch(word) for word in last[-2:])
