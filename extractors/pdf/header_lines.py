"""Lines over the numbers of a PDF table, put right before they are read as heads of columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.language.phrases import pattern
from extractors.pdf.rows import Line
from extractors.tables.grid import Row, Token, is_numeric, is_year


def _is_length(text: str) -> bool:
    return pattern("length_ended").fullmatch(text) is not None


def is_span(item: Line) -> bool:
    """Whether the line holds lengths of periods and nothing else: "Three Months Ended"."""
    return bool(item.cells) and all(_is_length(cell.text) for cell in item.cells)


def in_line(rows: Sequence[Row]) -> list[Row]:
    """The rows without stray numbers, and lengths of periods that stand on two lines on one."""
    numbers = [t for row in rows if row.lead for t in row.tokens if is_numeric(t)]
    edge = min((t.start for t in numbers), default=0.0)
    found: list[Row] = []
    for row in (_without_stray(row, edge) for row in rows):
        above = found[-1] if found else None
        if above is not None and (both := _on_one_line(above, row)) is not None:
            found[-1] = both
        else:
            found.append(row)
    return found


def _without_stray(row: Row, edge: float) -> Row:
    """The row without a number left of all numbers and beside no caption: it is no amount."""
    if row.lead is not None:
        return row
    kept = tuple(t for t in row.tokens if t.amount is None or t.end > edge or is_year(t.text))
    return row if kept == row.tokens else replace(row, tokens=kept)


def _on_one_line(above: Row, row: Row) -> Row | None:
    """Both as one, where each holds lengths alone and none is over the other."""
    first, second = _heads(above), _heads(row)
    is_length = all(_is_length(token.text) for token in (*first, *second))
    if not first or not second or not is_length:
        return None
    if any(one.over(other) for one in first for other in second):
        return None
    tokens = sorted((*first, *second), key=lambda token: token.start)
    return replace(row, lead=None, tokens=tuple(tokens))


def _heads(row: Row) -> list[Token]:
    return [row.lead, *row.tokens] if row.lead else list(row.tokens)
