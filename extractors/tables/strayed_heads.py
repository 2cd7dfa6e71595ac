"""Heads in two lines, whose first the page's layout has over other columns than its own.

"Percent" above "Change" is of that column alone, though beside "2025" and "2024" it may seem to be
over all three; "Q4'25" above "Forecast" is not over columns that name quarters themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.language.calendar_evidence import parsed_caption
from extractors.language.phrases import has
from extractors.tables.grid import Row, Token, is_year

Range = tuple[float, float]


def in_place(heads: Sequence[Row], ranges: Sequence[Range]) -> list[Row]:
    """The header rows, such heads over the one column that they are of by the rows below."""
    found = []
    for index, row in enumerate(heads):
        below = heads[index + 1 :]
        tokens = tuple(_narrowed(token, below, ranges) for token in row.tokens)
        if len(tokens) == 1:
            tokens = (_moved(tokens[0], below, ranges),)
        found.append(row if tokens == row.tokens else replace(row, tokens=tokens))
    return found


def _narrowed(token: Token, below: Sequence[Row], ranges: Sequence[Range]) -> Token:
    """Words of a change, over the one column that the rows below call one."""
    over = [one for one in ranges if one[0] < token.end and token.start < one[1]]
    if len(over) < 2 or not has(token.text, "change") or has(token.text, "period"):
        return token
    changes = [one for one in over if any(has(text, "change") for text in _texts(below, one))]
    years = [one for one in over if any(map(is_year, _texts(below, one)))]
    if len(changes) != 1 or len(changes) + len(years) != len(over) or changes[0] in years:
        return token
    return replace(token, start=changes[0][0], end=changes[0][1])


def _moved(token: Token, below: Sequence[Row], ranges: Sequence[Range]) -> Token:
    """A quarter alone on its line, over the one column whose words below name none."""
    if not _is_quarter(token.text):
        return token
    others = [one for one in ranges if not any(map(_is_quarter, _texts(below, one)))]
    if len(ranges) < 3 or len(others) != 1 or not _texts(below, others[0]):
        return token
    return replace(token, start=others[0][0], end=others[0][1])


def _is_quarter(text: str) -> bool:
    caption = parsed_caption(text) if has(text, "period") else None
    return caption is not None and caption.quarter is not None and caption.year is not None


def _texts(rows: Sequence[Row], column: Range) -> list[str]:
    """The heads over that column alone or it and others."""
    return [t.text for r in rows for t in r.tokens if t.start < column[1] and column[0] < t.end]
