"""The result types of reading sentences and guidance tables."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.model import Duration, Fact, Figure, PeriodType
from extractors.sentences.unread_sentences import UnreadSentence


@dataclass(frozen=True, slots=True)
class TextFigures:
    """Facts and figures of sentences and guidance tables; forward-looking sentences not read."""

    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    unread: tuple[UnreadSentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """The target period of guidance."""

    period: Duration
    period_type: PeriodType
