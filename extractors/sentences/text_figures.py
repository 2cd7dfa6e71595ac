"""What sentences and outlooks' tables say, and how two of them are joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from extractors.language.amounts import amount_of
from extractors.language.rounding import Rounded
from extractors.model import Duration, Fact, Figure, Locator, PeriodType


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


def both(one: Told, other: Told) -> Told:
    """What two readings of the sentences say; the first is kept where both say it."""
    known = {figure.figure_id for figure in one.figures}
    more = tuple(figure for figure in other.figures if figure.figure_id not in known)
    return Told((*one.facts, *other.facts), (*one.figures, *more))


def relocated(told: Told, place: Callable[[int, int], Locator | None]) -> Told:
    """The same with places of another kind for the characters' positions; what has none is left."""
    moved: dict[str, Fact] = {}
    for fact in told.facts:
        start, end = fact.locator.place.split("-")
        where = place(int(start), int(end))
        if where is not None:
            moved[fact.fact_id] = replace(fact, locator=where)
    figures = [
        replace(f, inputs=tuple(replace(i, fact_id=moved[i.fact_id].fact_id) for i in f.inputs))
        for f in told.figures
        if all(i.fact_id in moved for i in f.inputs)
    ]
    return Told(tuple(moved.values()), tuple(figures))


def joined(told: Told, tabled: Told) -> Told:
    """Outlooks of sentences and of tables: an exact table stands for a rounded sentence.

    What they say otherwise, neither says.
    """
    known = {figure.figure_id: figure for figure in tabled.figures}
    quotes = {fact.fact_id: fact.quote for fact in told.facts}
    off = {
        figure.figure_id
        for figure in told.figures
        if (other := known.get(figure.figure_id)) is not None
        and not _rounded(figure, quotes[figure.inputs[0].fact_id]).agrees(Rounded(other.value))
    }
    kept = [figure for figure in told.figures if figure.figure_id not in known]
    agreed = [figure for name, figure in known.items() if name not in off]
    return Told((*told.facts, *tabled.facts), (*kept, *agreed))


def _rounded(figure: Figure, quote: str) -> Rounded:
    """The figure with the precision of what is printed: '$3.17 billion' or '74.5%'."""
    found = amount_of(quote)
    if found is None:
        return Rounded(figure.value)
    power = -2 if found.is_percent else found.scale.adjusted()
    return Rounded(figure.value, found.decimals - power)
