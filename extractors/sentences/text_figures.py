"""The types of what sentences and outlooks' tables say."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.model import Duration, Fact, Figure, PeriodType
from extractors.sentences.unread_sentences import UnreadSentence


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentences of a document say, and those that expect something and are not read."""

    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    unread: tuple[UnreadSentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """The period an outlook aims at."""

    period: Duration
    period_type: PeriodType
