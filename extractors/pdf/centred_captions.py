"""Captions beside cells of two lines: the caption stands at their middle, on a line of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.pdf.rows import Line, as_row
from extractors.tables.grid import Token, is_numeric

WITHIN = 0.9
"""Sizes below which a line is of the same row as the next; lines of one text are farther apart."""


def centred(lines: Sequence[Line], head: int) -> tuple[list[Line], int]:
    """The lines, where a caption between the two lines of its cells is one with them.

    head   index of the first line below the headers; given back as it is then
    """
    found: list[Line] = []
    index = 0
    while index < len(lines):
        three = lines[index : index + 3]
        one = _as_one(*three) if len(three) == 3 else None
        if one is not None and index < head:
            head = len(found)
        found.append(one or lines[index])
        index += 3 if one else 1
    return found, min(head, len(found))


def _as_one(above: Line, caption: Line, below: Line) -> Line | None:
    """One line of the three, if the middle one is a caption and the others are its cells."""
    if not all(b.base - a.base < WITHIN * a.size for a, b in pairwise((above, caption, below))):
        return None  # nearly all lines
    row = as_row(0, caption)
    if row.lead is None or row.tokens or not any(map(is_numeric, above.cells)):
        return None
    first, second = above.cells, below.cells
    if any(token.start < row.lead.end for token in (*first, *second)):
        return None
    if not all(any(token.over(other) for other in first) for token in second):
        return None
    cells = (_stacked(token, [other for other in second if other.over(token)]) for token in first)
    return replace(caption, cells=(row.lead, *cells), has_amounts=True)


def _stacked(first: Token, others: Sequence[Token]) -> Token:
    """The cell with the lines below its first one; its place is that of the first."""
    text = " ".join((first.text, *(other.text for other in others)))
    return replace(first, text=text, quote=text) if others else first
