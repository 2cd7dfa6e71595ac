"""What an explanation consists of: values for whoever lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractors.model import Basis, Extraction, Fact, Figure, Locator, Period
from extractors.sentences.unread_sentences import UnreadSentence
from extractors.tables.unread import Why

Outcome = Literal["figure", "repeats", "refused", "left out", "unmapped"]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a number.

    outcome   figure: it is an input of one; repeats: another place gives the same figure; refused;
              left out: a check left it out without a refusal; unmapped: counted by its concept
    why       the figure's rule and grade, the refusal's reason and words, or the other place
    check     the function that refused it or left it out, as 'tables.reconcile.close'
    """

    outcome: Outcome
    why: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True)
class ColumnStory:
    """A column: its range, the words of its period and what they date to, and what it holds.

    excluded   why no number of it is read; None where they are
    """

    start: float
    end: float
    caption: str
    periods: tuple[Period, ...]
    basis: Basis | None
    label: str
    is_share: bool
    excluded: Why | None


@dataclass(frozen=True, slots=True)
class NumberStory:
    """A number with its captions, what it means, and what became of it.

    meaning   the metric; of a tagged number its concept
    part      the part of the company; of a tagged number its members
    value     in base units, with the unit
    column    of a tagged number the words over its column
    """

    locator: Locator
    quote: str
    path: tuple[str, ...]
    meaning: str
    part: str | None
    basis: Basis | None
    period: Period
    value: str
    fate: Fate
    column: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadStory:
    """Numbers of one row that mean nothing to the readers, and why."""

    caption: str
    quotes: tuple[str, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class TableStory:
    """One table. `kind` is 'printed', or 'tagged' with the statement that its tags make it.

    before   the lines of text above it, nearest last; title: those of its own first rows
    """

    number: int
    place: Locator | None
    kind: str
    before: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    unit: str | None = None
    columns: tuple[ColumnStory, ...] = ()
    numbers: tuple[NumberStory, ...] = ()
    unread: tuple[UnreadStory, ...] = ()


@dataclass(frozen=True, slots=True)
class NameStory:
    """A part of a tagged filing: its member, the name it got, and the votes for each caption."""

    member: str
    name: str
    votes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Explanation(Extraction):
    """All that `extract` gives, with what became of each number on the way to it.

    outlooks   guidance read, each with the fact it rests on
    unread     sentences that expect something and are no outlook
    parts      of a submission: each document's name and explanation
    """

    tables: tuple[TableStory, ...] = ()
    outlooks: tuple[tuple[Figure, Fact], ...] = ()
    unread: tuple[UnreadSentence, ...] = ()
    names: tuple[NameStory, ...] = ()
    parts: tuple[tuple[str, Explanation], ...] = ()
