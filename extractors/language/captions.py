"""Captions as concepts.csv wants them, and the basis that they name."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.language.header_words import GAAP, NON_GAAP
from extractors.model import Basis

PREFIX = re.compile(
    r"^(?:total )?(?:(?:non-?\s?gaap|gaap|as reported|reported|adjusted|core|non-?ifrs|ifrs)"
    r"(?: basis)?[\s,:–—-]*)+",
    re.I,
)
WHOLE = re.compile(r"^\(([a-z][^()]*)\)$", re.I)
NOISE = re.compile(
    r"\((?:losses|loss|income|expense|expenses|deficit|\$|in [^)]*|\d{1,2}|[a-z])\)"
    r"|[*†‡§¹²³⁴⁵]|/\(loss\)",
    re.I,
)


@lru_cache(maxsize=8192)
def plain_caption(text: str) -> str:
    """A caption as concepts.csv's expressions want it: no basis, no '(loss)', no marks."""
    text = re.sub("[\u2010\u2011]", "-", text.strip()).replace("’", "'")
    bare = NOISE.sub(" ", PREFIX.sub("", WHOLE.sub(r"\1", text)))
    return re.sub(r"\s+", " ", re.sub(r"\s+,", ",", bare)).strip(" :,.–—-").lower()


def basis_of(text: str) -> Basis | None:
    """The basis that a caption or heading names; None where it names none or both."""
    non, rest = bool(NON_GAAP.search(text)), NON_GAAP.sub(" ", text)
    if non:
        return None if GAAP.search(rest) else "non_gaap"
    return "gaap" if GAAP.search(rest) else None
