"""Assigns the header cells of a PDF table to columns: one each, or one over a group of columns.

A header is centred over cells, numbers or the headers below, or aligned to an edge. So the headers
of a row divide the columns with the least displacement; of two likely divisions neither is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.language.phrases import has
from extractors.language.units import is_unit
from extractors.pdf.column_layout import (
    Cover,
    Range,
    Sheet,
    begins_a_leaf,
    heads_of,
    is_group,
    is_period,
    runs_of_years,
)
from extractors.pdf.head_division import displaced, divided
from extractors.pdf.header_lines import is_length
from extractors.tables.grid import Row, Token, is_year

ALIGNED = 6.0
"""Points by which the middles of heads of one column may differ, and half of their widths."""
SAME_EDGE = 1.0
"""The same for their edges."""
CENTRED = 12.0


def headed(row: Row, sheet: Sheet) -> Row:
    """A header row with each cell spread over its columns; or a title, as a caption."""
    titled = _titled(row, sheet)
    if titled is not None:
        return titled
    lead, tokens, heads = heads_of(row, sheet)
    if lead is not None and len(tokens) == 1 and _spills(tokens[0], sheet):
        joint = f"{lead.text} {tokens[0].text}"
        return replace(row, lead=replace(_as_caption(lead, sheet), text=joint), tokens=())
    if not heads or len(heads) > len(sheet.cells):
        return replace(row, lead=lead, tokens=tuple(tokens))
    below = replace(sheet, is_next=row.number == sheet.lowest - 1)
    below = replace(below, repeat=len(sheet.cells)) if row.number > sheet.lowest else below
    covers = dict(zip(map(id, heads), _covers(heads, below), strict=True))
    spread = []
    for token in tokens:
        cover = covers.get(id(token))
        if cover is not None:
            start, end = sheet.cells[cover[0]][0], sheet.cells[cover[1] - 1][1]
            spread.append(replace(token, start=start, end=end))
        elif id(token) not in covers:
            spread.append(token)
    return replace(row, lead=lead, tokens=tuple(spread))


def _titled(row: Row, sheet: Sheet) -> Row | None:
    """The row as a title, if its only text is centred on the page and not over the columns."""
    every = [row.lead, *row.tokens] if row.lead else list(row.tokens)
    if len(every) != 1:
        return None
    text = every[0].text
    if is_unit(text) or (")" in text and "(" not in text):  # a unit, or the end of one
        return replace(row, lead=_as_caption(every[0], sheet), tokens=())
    middle = (every[0].start + every[0].end) / 2
    over = (sheet.cells[0][0] + sheet.cells[-1][1]) / 2
    is_above = is_length(text) and every[0].start >= sheet.cells[0][0]
    is_head = abs(middle - over) <= CENTRED or begins_a_leaf(every[0], sheet) or is_above
    if is_head or abs(middle - sheet.centre) > CENTRED:
        return None
    return replace(row, lead=_as_caption(every[0], sheet), tokens=())


def _as_caption(token: Token, sheet: Sheet) -> Token:
    """A title moved left of the columns, so that it is not taken for a column's header."""
    edge = sheet.cells[0][0] - 1
    return replace(token, start=min(token.start, edge), end=min(token.end, edge))


def _spills(token: Token, sheet: Sheet) -> bool:
    """A company's name at the right margin, too wide for a header of the last column."""
    start, end = sheet.cells[-1]
    is_last = token.end > start and token.start < end and len(sheet.cells) > 1
    return is_last and token.end - token.start > 1.5 * (end - start) and not is_group(token)


def _covers(heads: Sequence[Token], sheet: Sheet) -> list[Cover | None]:
    """The columns of each header cell of a row; None where they are uncertain."""
    plain = _one_each(heads, sheet) or _repeated(heads, sheet) or _stacked(heads, sheet)
    plain = plain or _days_over_years(heads, sheet) or _at_ends(heads, sheet)
    plain = plain or _changes(heads, sheet) or _over_years(heads, sheet)
    found = plain or _common(heads, sheet) or _evenly(heads, sheet) or divided(heads, sheet)
    return [
        _nearest(head, sheet) if "(" in head.text and ")" not in head.text else cover
        for head, cover in zip(heads, found, strict=True)
    ]


def _one_each(heads: Sequence[Token], sheet: Sheet) -> list[Cover | None] | None:
    """As many headers as columns: assigned in order, if each is near its own."""
    if len(heads) != len(sheet.cells):
        return None
    near = all(
        displaced(head, index, index + 1, sheet) < 0.75 * sheet.pitch
        for index, head in enumerate(heads)
    )
    return [(index, index + 1) for index in range(len(heads))] if near else None


def _repeated(heads: Sequence[Token], sheet: Sheet) -> list[Cover | None] | None:
    """Periods, one for each repetition of the words below, which nothing else tells apart.

    "2025 | 2024" over "U.S. | Abroad | Total | U.S. | Abroad | Total" is right above "Abroad".
    """
    is_each = len(heads) * sheet.repeat == len(sheet.cells) > sheet.repeat > 1
    texts = [head.text for head in heads]
    if not is_each or not all(map(is_period, texts)) or any(a == b for a, b in pairwise(texts)):
        return None
    return _evenly(heads, sheet)


def _stacked(heads: Sequence[Token], sheet: Sheet) -> list[Cover | None] | None:
    """Lines of long headers, each directly above the last line of one."""
    if not sheet.is_worded or (len(heads) == 1 and has(heads[0].text, "dated")):
        return None  # a row between a period and years is common to the years
    if all(has(one.text, "day_piece") for one in heads) and not any(map(is_year, sheet.texts)):
        return None  # "May 2," over "2017", and both over a group of worded columns
    found = []
    slack = float("inf") if sheet.repeat == len(sheet.cells) else 2 * ALIGNED
    for head in heads:
        near = [
            index
            for index, (start, end) in enumerate(sheet.leaves)
            if _aligned(head, (start, end)) and abs((end - start) - (head.end - head.start)) < slack
        ]
        if len(near) != 1:
            return None
        found.append(near[0])
    return [(i, i + 1) for i in found] if len(set(found)) == len(found) else None


def _days_over_years(heads: Sequence[Token], sheet: Sheet) -> list[Cover | None] | None:
    """Days or months, one over each year; a single "June 30," may be over two of them."""
    years = [index for index, text in enumerate(sheet.texts) if is_year(text)]
    if len(heads) != len(years) or not all(has(head.text, "day_piece") for head in heads):
        return None
    found = []
    for head in heads:
        near = [index for index in years if _aligned(head, sheet.leaves[index])]
        if len(near) != 1:
            return None
        found.append(near[0])
    return [(i, i + 1) for i in found] if len(set(found)) == len(found) else None


def _at_ends(heads: Sequence[Token], sheet: Sheet) -> list[Cover | None] | None:
    """Years that end where a column of numbers does, each another one."""
    if not all(is_year(head.text) for head in heads):
        return None
    found = [
        [i for i, (_, end) in enumerate(sheet.cells) if abs(end - head.end) < SAME_EDGE]
        for head in heads
    ]
    near = [columns[0] for columns in found if len(columns) == 1]
    is_told = len(near) == len(heads) and near == sorted(set(near))
    return [(i, i + 1) for i in near] if is_told else None


def _aligned(head: Token, leaf: Range) -> bool:
    """Whether both have one middle, or one edge: heads of a column are centred or aligned."""
    start, end = leaf
    is_centred = abs(start + end - head.start - head.end) < 2 * ALIGNED
    return is_centred or min(abs(end - head.end), abs(start - head.start)) < SAME_EDGE


def _changes(heads: Sequence[Token], sheet: Sheet) -> list[Cover | None] | None:
    """Headers of changes only, as many as runs of percentages: each over one whole run."""
    runs = sheet.shares
    if len(heads) != len(runs) or not all(has(head.text, "change") for head in heads):
        return None
    within = all(
        sheet.cells[first][0] - sheet.pitch < (head.start + head.end) / 2
        and (head.start + head.end) / 2 < sheet.cells[last - 1][1] + sheet.pitch
        for head, (first, last) in zip(heads, runs, strict=True)
    )
    return list(runs) if within else None


def _over_years(heads: Sequence[Token], sheet: Sheet) -> list[Cover | None] | None:
    """Periods without a year, as many as runs of different years; also headers of changes."""
    runs = runs_of_years(sheet.texts)
    lengths = [
        head for head in heads if is_period(head.text) and not has(head.text, "year_or_slash")
    ]
    others = [index for index, text in enumerate(sheet.texts) if not is_period(text)]
    if len(lengths) != len(runs) or not all(last - first > 1 for first, last in runs):
        return None
    covers: list[Cover | None] = []
    waiting = list(runs)
    for head in heads:
        middle = (head.start + head.end) / 2
        if head in lengths:
            first, last = waiting.pop(0)
            if not sheet.leaves[first][0] <= middle <= sheet.leaves[last - 1][1]:
                return None
            covers.append((first, last))
            continue
        near = [i for i in others if abs(sum(sheet.leaves[i]) / 2 - middle) < ALIGNED]
        if len(near) != 1 or not has(head.text, "change"):
            return None
        covers.append((near[0], near[0] + 1))
    return covers


def _common(heads: Sequence[Token], sheet: Sheet) -> list[Cover | None] | None:
    """A single "Three Months Ended" is common to all days or years below it, as is "% Change"."""
    if len(heads) == 1 and _is_over_all(heads[0], sheet):
        return [(0, len(sheet.cells))]
    if len(heads) != 1 or not is_period(heads[0].text):
        return None
    if sheet.is_worded:
        return [(0, len(sheet.cells))]
    if has(heads[0].text, "year_or_slash"):
        return None
    dated = [index for index, text in enumerate(sheet.texts) if is_period(text)]
    if not dated or dated[-1] - dated[0] + 1 != len(dated):
        return None
    return [(dated[0], dated[-1] + 1)]


def _is_over_all(head: Token, sheet: Sheet) -> bool:
    """Whether it says that nothing is money, in the middle over periods that fill the columns."""
    if not has(head.text, "no_money") or not sheet.texts or not all(map(is_period, sheet.texts)):
        return False
    every = sheet.spans(0, len(sheet.cells))
    return min(abs(start + end - head.start - head.end) / 2 for start, end in every) <= ALIGNED


def _evenly(heads: Sequence[Token], sheet: Sheet) -> list[Cover | None] | None:
    """Groups whose leaves repeat are as wide as the repetition: A B over 1 2 1 2."""
    count, many = len(heads), len(sheet.cells)
    if sheet.repeat == many or many % count or (many // count) % sheet.repeat:
        return None
    size = many // count
    found: list[Cover | None] = [(i * size, (i + 1) * size) for i in range(count)]
    within = all(
        cover is not None
        and sheet.cells[cover[0]][0] - sheet.pitch < (head.start + head.end) / 2
        and (head.start + head.end) / 2 < sheet.cells[cover[1] - 1][1]
        for head, cover in zip(heads, found, strict=True)
    )
    return found if within else None


def _nearest(head: Token, sheet: Sheet) -> Cover:
    """The column of a header whose bracket closes in the line below: it covers one column."""
    middle = head.start + head.end
    index = min(range(len(sheet.cells)), key=lambda i: abs(sum(sheet.cells[i]) - middle))
    return index, index + 1
