"""Heads that stand a blank apart: told by the columns, to which all of them are aligned alike.

"February 3, 2024 January 28, 2023" right above two columns of numbers are two heads, if their
ends, their middles or their beginnings are equally far from the ends of the columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from math import comb

from extractors.language.phrases import has
from extractors.language.units import is_unit
from extractors.pdf.rows import Line, cell_of, mended
from extractors.pdf.words import Word
from extractors.tables.grid import Token, is_year

Range = tuple[float, float]
Group = list[Word]
Fixed = Sequence[tuple[Group, Range]]
"""Heads, each with its column."""
ALIKE = 2.5
"""Points by which the distances of heads from their columns' ends may differ."""
UNLIKE = 3.0
"""Points by which those of any other division must differ more."""
MOST_DIVISIONS = 3000


def with_close_heads(lines: Sequence[Line], columns: Sequence[Range]) -> list[Line]:
    """The lines; of the last line of heads above numbers, cells over several columns are parted."""
    if len(columns) < 2:
        return list(lines)
    found, is_lowest = list(lines), False
    for index in range(len(lines) - 1, -1, -1):
        item = lines[index]
        if item.has_amounts:
            is_lowest = True
        elif is_lowest and any(cell.end > columns[0][0] for cell in item.cells):
            found[index], is_lowest = _parted(item, columns), False
    return found


def _parted(item: Line, columns: Sequence[Range]) -> Line:
    words = mended(item.text.words)
    cells = [[w for w in words if c.start <= w.x0 < c.end] for c in item.cells]
    over = [_under(cell, columns) for cell in item.cells]
    heads = [i for i, under in enumerate(over) if under and cells[i]]
    wide = [i for i in heads if len(over[i]) > 1]
    if len(wide) != 1 or _is_common(item.cells[wide[0]]):
        return item
    index = wide[0]
    fixed = [(cells[i], columns[over[i][0]]) for i in heads if i != index]
    taken = [column for _, column in fixed]
    free = [columns[i] for i in over[index] if columns[i] not in taken]
    found = _division(cells[index], free, fixed)
    if found is None:
        return item
    parts = tuple(cell_of(item.page, group) for group in found)
    return replace(item, cells=(*item.cells[:index], *parts, *item.cells[index + 1 :]))


def _under(cell: Token, columns: Sequence[Range]) -> list[int]:
    return [i for i, (start, end) in enumerate(columns) if cell.start < end and start < cell.end]


def _is_common(cell: Token) -> bool:
    """Whether the cell's words can be one head of all columns below it: a length, a basis."""
    return is_unit(cell.text) or has(cell.text, "length") or has(cell.text, "basis")


def _division(words: Group, columns: Sequence[Range], fixed: Fixed) -> list[Group] | None:
    """The words as one head for each column, if one division alone is aligned with them."""
    cuts = len(columns) - 1
    if not 0 < cuts < len(words) or comb(len(words) - 1, cuts) > MOST_DIVISIONS:
        return None
    ranked = sorted(
        (min(_unlike([*fixed, *zip(one, columns, strict=True)])), number, one)
        for number, one in enumerate(_divisions(words, cuts))
    )
    best = ranked[0]
    if best[0] > ALIKE or any(one[0] < best[0] + UNLIKE for one in ranked[1:]):
        return None
    texts = [" ".join(word.text for word in group) for group in best[2]]
    dated = [has(text, "a_day") or is_year(text) for text in texts]
    if any(has(text, "period") or has(text, "day_piece") for text in texts) and not all(dated):
        return None
    return best[2]


def _divisions(words: Group, cuts: int) -> Iterator[list[Group]]:
    for places in combinations(range(1, len(words)), cuts):
        bounds = (0, *places, len(words))
        yield [words[a:b] for a, b in pairwise(bounds)]


def _unlike(heads: Fixed) -> Iterator[float]:
    """How much the distances from the columns' ends differ: of beginnings, middles, ends."""
    for weight in (0.0, 0.5, 1.0):
        off = [
            words[0].x0 * (1 - weight) + words[-1].x1 * weight - end for words, (_, end) in heads
        ]
        yield max(off) - min(off)
