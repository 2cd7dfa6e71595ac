"""Heads that stand a blank apart: told by the columns, to which all of them are aligned alike.

"February 3, 2024 January 28, 2023" right above two columns of numbers are two heads, if their
ends, their middles or their beginnings are equally far from the ends of the columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from math import comb

from extractors.language.calendar_evidence import parsed_caption
from extractors.language.phrases import has, pattern
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
    found, is_lowest = [_of_one_length(item) for item in lines], False
    for index in range(len(lines) - 1, -1, -1):
        item = lines[index]
        if item.has_amounts:
            is_lowest = True
        elif is_lowest and any(cell.end > columns[0][0] for cell in item.cells):
            found[index], is_lowest = _parted(item, columns), False
    return found


def _parted(item: Line, columns: Sequence[Range]) -> Line:
    """The line with its wide cells divided, one after another: beside single heads and the last."""
    words = mended(item.text.words)
    cells = [[w for w in words if c.start <= w.x0 < c.end] for c in item.cells]
    over = [_under(cell, columns) for cell in item.cells]
    heads = [i for i, under in enumerate(over) if under and cells[i]]
    wide = [i for i in heads if len(over[i]) > 1 and not _is_common(item.cells[i])]
    fixed = [(cells[i], columns[over[i][0]]) for i in heads if len(over[i]) == 1]
    parts: dict[int, list[Group]] = {}
    for index in wide:
        taken = [column for _, column in fixed]
        free = [columns[i] for i in over[index] if columns[i] not in taken]
        found = _division(cells[index], free, fixed)
        if found is None:
            return item
        parts[index] = found
        fixed = [*fixed, *zip(found, free, strict=True)]
    groups = {i: tuple(cell_of(item.page, group) for group in parts[i]) for i in parts}
    every = (groups.get(i, (cell,)) for i, cell in enumerate(item.cells))
    return replace(item, cells=tuple(cell for some in every for cell in some))


def _under(cell: Token, columns: Sequence[Range]) -> list[int]:
    return [i for i, (start, end) in enumerate(columns) if cell.start < end and start < cell.end]


def _of_one_length(item: Line) -> Line:
    """The line; "Three Months Ended June 30, Six Months Ended June 30," is two heads."""
    if item.has_amounts or not any(_lengths(cell.text) for cell in item.cells):
        return item
    words = mended(item.text.words)
    cells: list[Token] = []
    for cell in item.cells:
        own = [w for w in words if cell.start <= w.x0 < cell.end]
        cuts = [cell.text[:begin].count(" ") for begin in _lengths(cell.text)]
        bounds = [0, *cuts, len(own)]
        is_whole = not cuts or " ".join(w.text for w in own) != cell.text
        cells += [cell] if is_whole else [cell_of(item.page, own[a:b]) for a, b in pairwise(bounds)]
    return replace(item, cells=tuple(cells))


def _lengths(text: str) -> list[int]:
    """Where lengths of periods other than the first begin, with "for the" before them."""
    found = list(pattern("length_ended").finditer(text))
    if len({match[0].split()[0].lower() for match in found}) < len(found):
        return []
    begins = [match.start() for match in found[1:]]
    return [len(text[:begin].removesuffix("For the ")) for begin in begins]


def _is_common(cell: Token) -> bool:
    """Whether the words can be one head of all columns below: a length, a basis, a unit."""
    if len(pattern("quarter_named").findall(cell.text)) > 1:
        return False
    kinds = ("length", "basis", "percent_of")
    return is_unit(cell.text) or any(has(cell.text, kind) for kind in kinds)


def _division(words: Group, columns: Sequence[Range], fixed: Fixed) -> list[Group] | None:
    """The words as one head for each column, if one division alone is aligned with them."""
    cuts = len(columns) - 1
    if not 0 < cuts < len(words):
        return None
    is_many = comb(len(words) - 1, cuts) > MOST_DIVISIONS
    divisions = _at_ends(words, columns) if is_many else _divisions(words, cuts)
    ranked = sorted(
        (min(_unlike([*fixed, *zip(one, columns, strict=True)])), number, one)
        for number, one in enumerate(divisions)
    )
    best = next(iter(ranked), None)
    if best is None or best[0] > ALIKE:
        return None
    if any(one[0] < best[0] + UNLIKE for one in ranked[1:]):
        return None
    texts = [" ".join(word.text for word in group) for group in best[2]]
    dated = [_is_whole(text) for text in texts]
    if any(has(text, "period") or has(text, "day_piece") for text in texts) and not all(dated):
        return None
    return best[2]


def _is_whole(text: str) -> bool:
    """Whether the head lacks no word: a day with its year, a year, a change, "Q3 2024"."""
    if has(text, "a_day") or is_year(text) or has(text, "change"):
        return True
    caption = parsed_caption(text)
    return caption is not None and caption.quarter is not None and caption.year is not None


def _divisions(words: Group, cuts: int) -> Iterator[list[Group]]:
    for places in combinations(range(1, len(words)), cuts):
        bounds = (0, *places, len(words))
        yield [words[a:b] for a, b in pairwise(bounds)]


def _at_ends(words: Group, columns: Sequence[Range]) -> Iterator[list[Group]]:
    """The division by the words' ends, all as far from the columns' ends as the last word's is."""
    away = words[-1].x1 - columns[-1][1]
    near = [[w for w in words if abs(w.x1 - end - away) < ALIKE + UNLIKE] for _, end in columns]
    if all(len(found) == 1 for found in near):
        bounds = [0, *(words.index(found[0]) + 1 for found in near)]
        if bounds == sorted(set(bounds)):
            yield [words[a:b] for a, b in pairwise(bounds)]


def _unlike(heads: Fixed) -> Iterator[float]:
    """How much the distances from the columns' ends differ: of beginnings, middles, ends."""
    for weight in (0.0, 0.5, 1.0):
        off = [
            words[0].x0 * (1 - weight) + words[-1].x1 * weight - end for words, (_, end) in heads
        ]
        yield max(off) - min(off)
