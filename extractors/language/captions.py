"""Normalised captions for matching with concepts.csv, and the basis that a caption names."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.language.phrases import pattern, read
from extractors.model import Basis


@lru_cache(maxsize=8192)
def plain_caption(text: str) -> str:
    """A caption as concepts.csv's expressions expect it: without basis, '(loss)' and marks."""
    text = _unwrapped(re.sub("[\u2010\u2011]", "-", text.strip())).replace("’", "'")
    bare = pattern("caption_noise").sub(" ", pattern("basis_prefix").sub("", text))
    return re.sub(r"\s+", " ", re.sub(r"\s+,", ",", bare)).strip(" :,.–—-").lower()


def _unwrapped(text: str) -> str:
    """'(Loss) from operations' stays, '(Net loss)' is 'Net loss'."""
    inner = text[1:-1]
    is_wrapped = text[:1] == "(" and text[-1:] == ")" and not {"(", ")"} & {*inner}
    return inner if is_wrapped and inner[:1].isascii() and inner[:1].isalpha() else text


@lru_cache(maxsize=8192)
def clean_caption(text: str) -> str:
    """A caption with single blanks, without footnote marks at its end and a closing colon."""
    text = " ".join(text.split()).rstrip(":").strip()
    return without_marks(text).rstrip(":").strip() or text


def without_marks(text: str) -> str:
    """The text without the footnote marks at its end."""
    return read(text).rest("footnote").rstrip()


def basis_of(text: str) -> Basis | None:
    """The basis that a caption or heading names; None where it names none or both."""
    if stated_basis(text) == "non_gaap":
        return None if read(read(text).rest("basis", "non_gaap")).has("basis") else "non_gaap"
    return stated_basis(text)


def basis_over(text: str) -> Basis | None:
    """The basis that a heading gives the lines below it; none over a reconciliation.

    "Reconciliation to Adjusted EBITDA:" and "Gross profit, excluding share-based pay" begin with
    lines of the statement.
    """
    basis, said = basis_of(text), read(text)
    is_of_both = said.has("reconciling") or said.has("excluding")
    return None if basis == "non_gaap" and is_of_both else basis


def stated_basis(text: str) -> Basis | None:
    """The basis named by a column's headers, where 'Non-GAAP' overrules 'As reported'."""
    value = read(text).value("basis")
    return "non_gaap" if value == "non_gaap" else "gaap" if value else None
