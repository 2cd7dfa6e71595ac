"""Joins wrapped captions: lines without numbers are merged with the line that has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.language.phrases import has
from extractors.language.units import is_unit
from extractors.pdf.rows import Line, as_row
from extractors.tables.grid import Row, Token, is_year

ALIGNED = 3.0
"""Points by which the lines of one heading may begin apart."""
INDENTED = 15.0
"""Points by which the second line of a heading may hang."""
TIGHT = 0.87
"""What part of the distance between rows the lines of one cell are apart, at most."""
SEVERAL = 3
"""Distances between rows that tell what is usual."""
BETWEEN = 0.7
"""Sizes below which two baselines are of one row."""


def joined_captions(lines: Sequence[Line], head: int) -> list[Row]:
    """The lines as rows; a wrapped caption is one with the line of its numbers."""
    rows: list[Row] = []
    waiting: Token | None = None
    pitch = _pitch(lines)
    for index, item in enumerate(lines):
        row = as_row(len(rows) + 1, item)
        below = lines[index + 1] if index + 1 < len(lines) else None
        if below is not None and (
            (index >= head and _wraps(item, row, below, index, pitch))
            or (index >= head - 1 and _is_cut(row, below, lines))
        ):
            waiting = row.lead if waiting is None else _both(waiting, row.lead)
            continue
        if waiting is not None:
            row = replace(row, lead=_both(waiting, row.lead))
            waiting = None
        if rows and index > head and ends_caption(row, rows[-1], item, lines[index - 1]):
            rows[-1] = replace(rows[-1], lead=_both(rows[-1].lead, row.lead))
            continue
        if rows and (both := _of_year(rows[-1], row)) is not None:
            rows[-1] = both
            continue
        if rows and _is_short_name(row, rows[-1]):
            rows[-1] = replace(rows[-1], lead=_both(rows[-1].lead, row.lead))
            continue
        rows.append(row)
    return rows


def _is_cut(row: Row, below: Line, lines: Sequence[Line]) -> bool:
    """Whether it is a total without numbers, as wide as captions are: the next line has the rest.

    "Total International Digital" over "Commerce Group" and the numbers.
    """
    under = as_row(0, below)
    if row.tokens or row.lead is None or under.lead is None or not under.amounts:
        return False
    if not has(row.lead.text, "total_line") or row.lead.text.endswith(":"):
        return False
    captions = [lead for one in lines if one.has_amounts and (lead := as_row(0, one).lead)]
    word = under.lead.text.split()[0]
    width = (under.lead.end - under.lead.start) * len(word) / len(under.lead.text)
    return row.lead.end + width > max(lead.end for lead in captions)


def _is_short_name(row: Row, above: Row) -> bool:
    """Whether it is the bracket behind a heading: "Client Products Group" over "(CPG):"."""
    if row.tokens or row.lead is None or above.tokens or above.lead is None:
        return False
    text = row.lead.text
    is_bracket = text[:1] == "(" and text.rstrip(":").endswith(")") and text[1:2].isupper()
    is_other = is_unit(text) or has(text, "unaudited") or above.lead.text.endswith((":", ")"))
    return is_bracket and not is_other and abs(row.lead.start - above.lead.start) < INDENTED


def _of_year(above: Row, row: Row) -> Row | None:
    """Both as one heading: "Second Quarter" over "2022" at the captions' margin."""
    year = row.tokens[0] if len(row.tokens) == 1 and row.lead is None else None
    if year is None or above.lead is None or above.tokens or not is_year(year.text):
        return None
    is_below = abs(above.lead.start - year.start) < ALIGNED
    return (
        replace(above, lead=_both(above.lead, year))
        if is_below and has(above.lead.text, "period_alone")
        else None
    )


def _both(first: Token | None, second: Token | None) -> Token | None:
    if first is None or second is None:
        return first or second
    return replace(
        first,
        text=f"{first.text} {second.text}",
        end=max(first.end, second.end),
        quote=f"{first.quote} {second.quote}",
    )


def _pitch(lines: Sequence[Line]) -> float:
    """The least distance of one row of numbers from the next; 0 where that proves nothing."""
    found = [b.base - a.base for a, b in pairwise(lines) if a.has_amounts and b.has_amounts]
    found = [one for one in found if one > 0]  # not to the next page
    return min(found) if len(found) >= SEVERAL else 0.0


def _wraps(item: Line, row: Row, below: Line, index: int, pitch: float) -> bool:
    """Whether the line is the beginning of the next line's caption."""
    if row.tokens or row.lead is None or row.lead.text.endswith(":"):
        return False
    if 0 < below.base - item.base < TIGHT * pitch:
        return True
    if not below.has_amounts or below.base - item.base > 2.1 * item.size:
        return False
    under = as_row(0, below)
    if under.lead is None:
        return index > 0 and below.base - item.base < 0.9 * item.size
    if has(row.lead.text, "caption_joint"):
        return True
    return has(under.lead.text, "caption_rest") and row.lead.text[:1].isupper()


def ends_caption(row: Row, above: Row, item: Line, line_above: Line) -> bool:
    """Whether the line is the end of the caption of the numbers above it."""
    return (
        row.lead is not None
        and not row.tokens
        and bool(above.amounts)
        and above.lead is not None
        and item.base - line_above.base < 1.7 * item.size
        and (_joins(above.lead.text, row.lead.text) or _is_beside(item, line_above))
        and not row.lead.text.endswith(":")
    )


def _joins(first: str, second: str) -> bool:
    return bool(has(second, "caption_rest") or has(first, "caption_joint"))


def _is_beside(item: Line, above: Line) -> bool:
    """Whether the numbers are level with the middle of two caption lines closer than all others."""
    is_aligned = abs(item.text.x0 - above.text.x0) < 0.5 * item.size
    return is_aligned and item.base - above.base < BETWEEN * item.size
