"""What tables and sentences of one document say together, and on which framework."""

from __future__ import annotations

from dataclasses import replace

from extractors.language.part_names import plain
from extractors.language.phrases import has
from extractors.language.rounding import Rounded
from extractors.model import Figure

FRAMEWORKS = ("non_ifrs", "us_gaap", "ifrs")


def on_basis_of(texts: list[str], made: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Figures of a document that speaks of IFRS, and never of US GAAP, are on that basis."""
    said = {value: any(has(text, "framework", value) for text in texts) for value in FRAMEWORKS}
    # Who adjusts IFRS reports under it, whatever is said of US GAAP beside it.
    if not said["non_ifrs"] and (said["us_gaap"] or not said["ifrs"]):
        return made
    return tuple(replace(f, basis="ifrs") if f.basis == "gaap" else f for f in made)


def with_prose(tables: tuple[Figure, ...], told: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Sentences add what no table prints: a rounded sentence yields to an exact table."""
    known = {_identity(figure) for figure in tables}
    wholes = [f for f in tables if f.metric == "revenue" and f.segment is None]
    new = (figure for figure in told if _identity(figure) not in known)
    return (*tables, *(figure for figure in new if not _is_of_the_whole(figure, wholes)))


def _is_of_the_whole(told: Figure, wholes: list[Figure]) -> bool:
    """Whether a part's revenue is the company's own, under a heading that is no part."""
    if told.segment is None or told.decimals is None or told.metric != "revenue":
        return False
    part = Rounded.of(told)
    return any(f.period == told.period and part.agrees(Rounded(f.value)) for f in wholes)


def _identity(figure: Figure) -> tuple[object, ...]:
    segment = plain(figure.segment) if figure.segment else None
    period = figure.period
    return (figure.metric, segment, figure.basis, figure.kind, figure.bound, period, figure.unit)
