"""Heads of columns that run together: "Consumer Products Corporate and other" over two columns.

Of which column such a head is the name, nothing says, so none of the columns gives a figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.language.phrases import has
from extractors.tables.column_heads import Column
from extractors.tables.grid import Row, Token


def told_apart(rows: Sequence[Row], heads: Sequence[Row], columns: list[Column]) -> list[Column]:
    """The columns; those whose name is two heads', or the head of several, are excluded."""
    joined = [t for row in heads for t in row.tokens if has(t.text, "joined_total")]
    alike: dict[Column, list[Column]] = defaultdict(list)
    for column in columns:
        if column.label and not column.is_excluded:
            alike[replace(column, start=0, end=0)].append(column)
    doubtful = [
        column
        for same in alike.values()
        for column in same
        if any(head.start < column.end and column.start < head.end for head in joined)
        or (len(same) > 1 and _stand_beside(rows, same))
    ]
    doubtful += [column for row in heads for column in _beside_wide_heads(row, columns)]
    return [replace(c, is_excluded=True) if c in doubtful else c for c in columns]


def _beside_wide_heads(row: Row, columns: Sequence[Column]) -> Iterator[Column]:
    """Columns under a name wider than from one column to the next, where the next has none.

    So wide a name may be two, of which the second is the next column's.
    """
    for column, following in pairwise(columns):
        over = [_over(row, one) for one in (column, following)]
        if len(over[0]) + len(over[1]) != 1:
            continue
        named, bare = (column, following) if over[0] else (following, column)
        if not named.label or named.is_excluded or bare.label:
            continue
        head = (over[0] or over[1])[0]
        width = 0 if head.own is None else head.own[1] - head.own[0]
        if width > following.end - column.end and " " in head.text and not has(head.text, "period"):
            yield from (column, following)


def _over(row: Row, column: Column) -> list[Token]:
    return [t for t in row.tokens if t.start < column.end and column.start < t.end]


def _stand_beside(rows: Sequence[Row], columns: Sequence[Column]) -> bool:
    """Whether a row has numbers in several of the columns: they are no column cut in two."""
    return any(
        sum(any(t.start < c.end and c.start < t.end for t in row.amounts) for c in columns) > 1
        for row in rows
    )
