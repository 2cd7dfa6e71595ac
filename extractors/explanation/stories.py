"""The data of an explanation, to be laid out as text by others."""

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
              left out: a check excluded it without a refusal; unmapped: counted by its concept
    why       the figure's rule and grade, the refusal's reason and words, or the other place
    check     the function that refused or excluded it, as 'tables.reconcile.close'
    """

    outcome: Outcome
    why: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True)
class ColumnStory:
    """A column: its range, its period as words and as dates, and its content.

    excluded   why none of its numbers is read; None where they are
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
    """A number with its captions, its meaning, and what became of it.

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
    """Numbers of one row to which no meaning was given, and why."""

    caption: str
    quotes: tuple[str, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class TableStory:
    """One table. `kind` is 'printed', or 'tagged' with the statement determined by its tags.

    before   the lines of text above it, nearest last; title: those in its own first rows
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
    """A part of a tagged filing: its member, its name, and the votes for each caption."""

    member: str
    name: str
    votes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Explanation(Extraction):
    """Everything that `extract` gives, and what became of each number.

    outlooks   guidance figures, each with its fact
    unread     forward-looking sentences that were not read as guidance
    parts      of a submission: each document's name and explanation
    """

    tables: tuple[TableStory, ...] = ()
    outlooks: tuple[tuple[Figure, Fact], ...] = ()
    unread: tuple[UnreadSentence, ...] = ()
    names: tuple[NameStory, ...] = ()
    parts: tuple[tuple[str, Explanation], ...] = ()
