"""Heads of changes in two lines, whose first the page's layout has over more columns than one.

"Percent" above "Change" is of that column alone, though beside "2025" and "2024" it may seem to be
over all three.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.language.phrases import has
from extractors.tables.grid import Row, Token, is_year

Range = tuple[float, float]


def narrowed(heads: Sequence[Row], ranges: Sequence[Range]) -> list[Row]:
    """The header rows, words of a change only over the columns that the rows below call one."""
    found = []
    for index, row in enumerate(heads):
        tokens = tuple(_narrowed(token, heads[index + 1 :], ranges) for token in row.tokens)
        found.append(row if tokens == row.tokens else replace(row, tokens=tokens))
    return found


def _narrowed(token: Token, below: Sequence[Row], ranges: Sequence[Range]) -> Token:
    over = [one for one in ranges if one[0] < token.end and token.start < one[1]]
    if len(over) < 2 or not has(token.text, "change") or has(token.text, "period"):
        return token
    changes = [one for one in over if any(has(text, "change") for text in _texts(below, one))]
    years = [one for one in over if any(map(is_year, _texts(below, one)))]
    if len(changes) != 1 or len(changes) + len(years) != len(over) or changes[0] in years:
        return token
    return replace(token, start=changes[0][0], end=changes[0][1])


def _texts(rows: Sequence[Row], column: Range) -> list[str]:
    """The heads over that column alone or it and others."""
    return [t.text for r in rows for t in r.tokens if t.start < column[1] and column[0] < t.end]
