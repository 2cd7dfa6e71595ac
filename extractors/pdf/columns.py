"""Columns of a PDF table: amounts clustered by their right edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.pdf.column_layout import Range, sheet_of
from extractors.pdf.headers import headed
from extractors.pdf.rows import is_number
from extractors.tables.grid import Row, Token

MAX_COLUMNS = 40


def own_range(token: Token) -> Range:
    """Left and right end of the number's own characters."""
    return token.own or (token.start, token.end)


def ranges(rows: Sequence[Row]) -> list[Range]:
    """The columns of the rows' amounts, disjoint, from left to right."""
    numbers = [(own_range(t), t, row.number) for row in rows for t in row.amounts]
    numbers.sort(key=lambda item: item[0])
    groups: list[list[tuple[Range, Token, int]]] = []
    reach = float("-inf")
    for item in numbers:
        if groups and item[0][0] < reach:
            groups[-1].append(item)
            reach = max(reach, item[0][1])
        else:
            groups.append([item])
            reach = item[0][1]
    parted = [part for group in groups for part in _parted(group)]
    parted = _without_stray_dashes(parted, rows)
    found = [
        (min(t.start for _, t, _ in part), max(max(own[1], t.end) for own, t, _ in part))
        for part in parted
    ]
    owns = [
        (min(own[0] for own, _, _ in part), max(own[1] for own, _, _ in part)) for part in parted
    ]
    order = sorted(range(len(found)), key=lambda index: owns[index])
    return _disjoint([found[index] for index in order], [owns[index] for index in order])


def _without_stray_dashes(
    parted: list[list[tuple[Range, Token, int]]], rows: Sequence[Row]
) -> list[list[tuple[Range, Token, int]]]:
    """The columns without those of a single dash, without header, in a row with too many cells."""
    heads = [t for row in rows if not row.amounts for t in row.tokens]

    def is_stray(part: list[tuple[Range, Token, int]]) -> bool:
        """Whether the column is such a dash."""
        (start, end), token, number = part[0]
        is_dash = len(part) == 1 and token.amount is not None and token.amount.value is None
        others = next((len(one.amounts) for one in rows if one.number == number), 0)
        is_full = others == len(parted) > 2
        return is_dash and is_full and not any(t.start < end and start < t.end for t in heads)

    return [part for part in parted if not is_stray(part)]


def with_words(found: Sequence[Range], rows: Sequence[Row]) -> list[Range]:
    """The columns with those of words only ("vs. Q1 2022"), as the fullest header row has them.

    A group's header is centred over these too.
    """
    if not found:
        return []
    heads = [[t for t in row.tokens if t.end > found[0][0]] for row in rows if not row.amounts]
    fullest = max(heads, key=len, default=[])
    free = [
        (head.start, head.end)
        for head in fullest
        if len(fullest) > len(found)
        and not any(start < head.end and head.start < end for start, end in found)
    ]
    return sorted([*found, *free])


def _parted(group: list[tuple[Range, Token, int]]) -> list[list[tuple[Range, Token, int]]]:
    """Groups in which no row has two numbers, split where right edges are farthest apart."""
    rows = [number for _, _, number in group]
    if len(set(rows)) == len(rows):
        return [group]
    group = sorted(group, key=lambda item: item[0][1])
    edges = [item[0][1] for item in group]
    cut = max(range(1, len(group)), key=lambda index: edges[index] - edges[index - 1])
    if edges[cut] - edges[cut - 1] <= 0.1:
        return [group]
    return _parted(group[:cut]) + _parted(group[cut:])


def _disjoint(found: list[Range], owns: list[Range]) -> list[Range]:
    """Neighbours that overlap by their currency signs are cut where the next sign begins."""
    cut = list(found)
    for index in range(1, len(cut)):
        left, right = cut[index - 1], cut[index]
        if left[1] > right[0]:
            border = min(max(owns[index - 1][1], right[0]), owns[index][0])
            cut[index - 1], cut[index] = (left[0], border), (border, right[1])
    return cut


def snapped(rows: Sequence[Row], columns: Sequence[Range], centre: float) -> list[Row]:
    """Rows whose amounts fill their columns and whose header cells cover theirs.

    centre is the middle of the page.
    """
    if not columns or len(columns) > MAX_COLUMNS:
        return list(rows)
    sheet = sheet_of(rows, columns, _numbers(rows, columns), centre)
    return [_filled(row, columns) if row.amounts else headed(row, sheet) for row in rows]


def _numbers(rows: Sequence[Row], columns: Sequence[Range]) -> list[Range]:
    """The extent of each column's numbers without currency signs; of the column if it has none."""
    found: list[list[Range]] = [[] for _ in columns]
    for row in rows:
        for token in row.amounts:
            own = own_range(token)
            found[_column(own, columns)].append(own)
    return [
        (min(x0 for x0, _ in own), max(x1 for _, x1 in own)) if own else column
        for own, column in zip(found, columns, strict=True)
    ]


def _column(own: Range, columns: Sequence[Range]) -> int:
    overlaps = [min(end, own[1]) - max(start, own[0]) for start, end in columns]
    return overlaps.index(max(overlaps))


def _filled(row: Row, columns: Sequence[Range]) -> Row:
    tokens = []
    for token in row.tokens:
        if is_number(token):
            start, end = columns[_column(own_range(token), columns)]
            token = replace(token, start=start, end=end)
        tokens.append(token)
    return replace(row, tokens=tuple(tokens))
