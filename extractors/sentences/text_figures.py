"""The types of what sentences and outlooks' tables say."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.model import Duration, Fact, Figure, PeriodType


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentences of a document say."""

    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """The period an outlook aims at."""

    period: Duration
    period_type: PeriodType
