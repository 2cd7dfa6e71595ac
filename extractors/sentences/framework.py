"""The accounting framework that a document names: a figure's basis is gaap unless it is IFRS."""

from __future__ import annotations

from dataclasses import replace

from extractors.language.phrases import has
from extractors.model import Figure

FRAMEWORKS = ("non_ifrs", "us_gaap", "ifrs")


def on_basis_of(texts: list[str], made: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The figures, on the basis ifrs where the document names IFRS and never US GAAP."""
    named = {value: any(has(text, "framework", value) for text in texts) for value in FRAMEWORKS}
    # Who adjusts IFRS reports under it, whatever is said of US GAAP beside it.
    if not named["non_ifrs"] and (named["us_gaap"] or not named["ifrs"]):
        return made
    return tuple(replace(f, basis="ifrs") if f.basis == "gaap" else f for f in made)
