"""Divides the columns of a PDF table among the head cells of a row, with the least displacement."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extractors.language.phrases import has
from extractors.pdf.column_layout import SKIP, Cover, Sheet, is_group
from extractors.tables.grid import Token

GROUP, AT_EDGE = 6.0, 4.0
"""Points that count more for a group without period or basis, and for a head at its left edge."""
DOUBT = 3.0
"""A division of the columns must be better than the next one by so many points."""
LEFT_OUT = 60.0
"""What a division counts for that leaves out a column under the middle of a head, or that puts one
head alone above two of the same words."""


def divided(heads: Sequence[Token], sheet: Sheet) -> list[Cover | None]:
    """The division with the least displacement; uncertain groups get None."""
    cost, covers = _best(heads, sheet, None)
    if cost == float("inf"):
        return [None] * len(heads)
    found: list[Cover | None] = []
    for index, (head, cover) in enumerate(zip(heads, covers, strict=True)):
        is_sure = True
        if is_group(head) and len(heads) <= 6:
            other, _ = _best(heads, sheet, (index, cover))
            is_sure = other - cost > DOUBT
        found.append(cover if is_sure and _touches(head, cover, sheet) else None)
    return found


def _best(
    heads: Sequence[Token], sheet: Sheet, without: tuple[int, Cover] | None
) -> tuple[float, tuple[Cover, ...]]:
    """Least cost and its division, `without` one cover of one head."""
    count, many = len(heads), len(sheet.cells)
    groups = [head for head in heads if is_group(head)]
    skip = max(SKIP, 0.2 * sheet.pitch) if len(groups) == count > 1 else SKIP

    @cache
    def best(head: int, column: int) -> tuple[float, tuple[Cover, ...]]:
        """The least displacement from this header and column on, and the division."""
        if head == count:
            return skip * (many - column), ()
        found: tuple[float, tuple[Cover, ...]] = (float("inf"), ())
        for first in range(column, many):
            for last in range(first + 1, many - (count - head - 1) + 1):
                if without == (head, (first, last)):
                    continue
                cost = displaced(heads[head], first, last, sheet) + skip * (first - column)
                if cost >= found[0]:
                    continue
                rest, covers = best(head + 1, last)
                if cost + rest < found[0]:
                    found = (cost + rest, ((first, last), *covers))
        return found

    return best(0, 0)


def displaced(head: Token, first: int, last: int, sheet: Sheet) -> float:
    """Points between a header and its expected position over these columns."""
    if _leaves_out(head, first, last, sheet) or _repeats(first, last, sheet):
        return LEFT_OUT
    spans = sheet.spans(first, last)
    centre = min(abs(head.start + head.end - start - end) / 2 for start, end in spans)
    left = min(abs(head.start - start) for start, _ in spans)
    if last - first > 1:
        return min(centre, left + AT_EDGE) + (0 if is_group(head) else GROUP)
    return min(centre, left, *(abs(head.end - end) for _, end in spans))


def _leaves_out(head: Token, first: int, last: int, sheet: Sheet) -> bool:
    """Whether a group's header is over the middle of a leaf outside of these columns."""
    if not is_group(head):
        return False
    return any(
        head.start < (start + end) / 2 < head.end
        for index, (start, end) in enumerate(sheet.leaves)
        if not first <= index < last
    )


def _repeats(first: int, last: int, sheet: Sheet) -> bool:
    """Whether columns with one head below would be told apart by nothing: "2024" over "€ | €"."""
    texts = [text for text in sheet.texts[first:last] if not has(text, "change")]
    return sheet.is_next and len(set(texts)) < len(texts)


def _touches(head: Token, cover: Cover, sheet: Sheet) -> bool:
    left = min(start for start, _ in sheet.spans(*cover))
    right = max(end for _, end in sheet.spans(*cover))
    return head.start < right + 10 and left - 10 < head.end
