"""The accounting framework of a document: the basis of its figures is gaap unless it is IFRS."""

from __future__ import annotations

from dataclasses import replace

from extractors.language.phrases import has
from extractors.model import Figure

FRAMEWORKS = ("non_ifrs", "us_gaap", "ifrs")


def on_basis_of(texts: list[str], made: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The figures, with basis ifrs if the document names IFRS and never US GAAP."""
    named = {value: any(has(text, "framework", value) for text in texts) for value in FRAMEWORKS}
    # A company that adjusts IFRS measures reports under IFRS, even if US GAAP is mentioned.
    if not named["non_ifrs"] and (named["us_gaap"] or not named["ifrs"]):
        return made
    return tuple(replace(f, basis="ifrs") if f.basis == "gaap" else f for f in made)
