"""What tables and sentences of one document say together, and on which framework."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.language.part_names import plain
from extractors.language.rounding import Rounded
from extractors.model import Figure

IFRS = re.compile(r"\b(?:T|K-)?IFRSs?\b|International Financial Reporting Standards")
NON_IFRS = re.compile(r"\bnon[-\u2010\u2011]?IFRS\b", re.I)
US_GAAP = re.compile(r"\bU\.?S\.? GAAP\b|\bnon-GAAP\b", re.I)


def on_basis_of(texts: list[str], made: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Figures of a document that speaks of IFRS, and never of US GAAP, are on that basis."""
    if any(NON_IFRS.search(text) for text in texts):
        pass  # who adjusts IFRS reports under it, whatever is said of US GAAP beside it
    elif any(US_GAAP.search(text) for text in texts) or not any(IFRS.search(t) for t in texts):
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
