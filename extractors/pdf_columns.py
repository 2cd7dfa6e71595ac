"""Columns of a PDF table: amounts clustered by their right edges, headers spread over theirs.

A centred group header ('Three Months Ended') overlaps only the middle of its columns, so headers
of one row divide the columns between them such that each stands over the centre of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from extractors.columns import PERIOD
from extractors.grid import Row, Token, is_year
from extractors.pdf_rows import is_number

Range = tuple[float, float]
SKIP = 2.0
"""Points of displacement that leaving a column without a header counts for."""
MAX_COLUMNS = 40
CENTRED = 12.0
ALIGNED = 6.0
"""Points by which the middles of heads of one column may differ, and half of their widths."""
GROUP = 6.0
"""Points that a group of columns counts for where its header names no period."""


def own_range(token: Token) -> Range:
    """Left and right end of the number's own characters."""
    x0, _, x1, _ = token.locator.place.partition("/")[2].split(",")
    return float(x0), float(x1)


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
    found = [
        (min(t.start for _, t, _ in part), max(max(own[1], t.end) for own, t, _ in part))
        for part in parted
    ]
    owns = [
        (min(own[0] for own, _, _ in part), max(own[1] for own, _, _ in part)) for part in parted
    ]
    order = sorted(range(len(found)), key=lambda index: owns[index])
    return _disjoint([found[index] for index in order], [owns[index] for index in order])


def with_words(found: Sequence[Range], rows: Sequence[Row]) -> list[Range]:
    """The columns with those of words alone ("vs. Q1 2022"), as the fullest row of heads has them.

    A group's head is centred over them too.
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
    """Groups in which no row has two numbers, cut where right edges are farthest apart."""
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
    """Neighbours that overlap by their signs end where the next number's sign begins."""
    cut = list(found)
    for index in range(1, len(cut)):
        left, right = cut[index - 1], cut[index]
        if left[1] > right[0]:
            border = min(max(owns[index - 1][1], right[0]), owns[index][0])
            cut[index - 1], cut[index] = (left[0], border), (border, right[1])
    return cut


def snapped(rows: Sequence[Row], columns: Sequence[Range], centre: float) -> list[Row]:
    """Rows whose amounts fill their columns and whose headers cover theirs.

    centre is the middle of the page: a text that is centred there and not over the columns is a
    title, and stays a caption.
    """
    if not columns or len(columns) > MAX_COLUMNS:
        return list(rows)
    full = _full_heads(rows, columns)
    return [_snapped(row, columns, centre, full) for row in rows]


Head = tuple[float, float, float, int]
"""Start and end, how much wider or narrower the words above may be, and the column."""


def _full_heads(rows: Sequence[Row], columns: Sequence[Range]) -> list[Head]:
    """Heads of rows that have one for each column."""
    found = []
    for row in rows:
        _, tokens = _parts_of(row, columns)
        heads = [t for t in tokens if t.end > columns[0][0] - 30]
        if not row.amounts and len(heads) == len(columns) > 1:
            texts = [head.text for head in heads]
            if any(PERIOD.search(text) or is_year(text) for text in texts):
                continue  # over years stands what they have in common
            # Heads that each say another thing are the last lines of long ones, and under no group.
            slack = 2 * ALIGNED if _repeats(texts) else float("inf")
            found += [(head.start, head.end, slack, index) for index, head in enumerate(heads)]
    return found


def _repeats(texts: list[str]) -> bool:
    """Whether the same heads come again, as under several groups."""
    count = len(texts)
    return any(count % n == 0 and texts == texts[:n] * (count // n) for n in range(1, count))


def _aligned(heads: Sequence[Token], full: Sequence[Head]) -> list[int] | None:
    """The columns of heads that stand just over or under the heads of single columns."""
    found = []
    for head in heads:
        near = [
            column
            for start, end, slack, column in full
            if abs(start + end - head.start - head.end) < 2 * ALIGNED
            and abs((end - start) - (head.end - head.start)) < slack
        ]
        if len(set(near)) != 1:
            return None
        found.append(near[0])
    return found if len(set(found)) == len(found) else None


def _snapped(row: Row, columns: Sequence[Range], centre: float, full: Sequence[Head]) -> Row:
    if not row.amounts:
        return _titled(row, columns, centre) or _headed(row, columns, full)
    tokens = tuple(_filled(t, columns) if is_number(t) else t for t in row.tokens)
    return replace(row, tokens=tokens)


def _filled(token: Token, columns: Sequence[Range]) -> Token:
    own = own_range(token)
    start, end = max(columns, key=lambda c: min(c[1], own[1]) - max(c[0], own[0]))
    return replace(token, start=start, end=end)


def _titled(row: Row, columns: Sequence[Range], centre: float) -> Row | None:
    """The row as a title, if it is one."""
    every = [row.lead, *row.tokens] if row.lead else list(row.tokens)
    if len(every) != 1:
        return None
    middle = (every[0].start + every[0].end) / 2
    over = (columns[0][0] + columns[-1][1]) / 2
    if abs(middle - centre) > CENTRED or abs(middle - over) <= CENTRED:
        return None
    return replace(row, lead=_as_caption(every[0], columns), tokens=())


def _as_caption(token: Token, columns: Sequence[Range]) -> Token:
    """A title as if it began left of the columns, so that nobody takes it for a head of theirs."""
    edge = columns[0][0] - 1
    return replace(token, start=min(token.start, edge), end=min(token.end, edge))


def _headed(row: Row, columns: Sequence[Range], full: Sequence[Head]) -> Row:
    """A row of headers: each covers the columns that it is centred over."""
    lead, tokens = _parts_of(row, columns)
    if lead is not None and len(tokens) == 1 and _spills(tokens[0], columns):
        joint = f"{lead.text} {tokens[0].text}"
        return replace(row, lead=replace(_as_caption(lead, columns), text=joint), tokens=())
    heads = [t for t in tokens if t.end > columns[0][0] - 30]
    if not heads or len(heads) > len(columns):
        return replace(row, lead=lead, tokens=tuple(tokens))
    single = _aligned(heads, full)
    covers = _covers(heads, columns) if single is None else [(c, c + 1) for c in single]
    covers = [
        _nearest(head, columns) if "(" in head.text and ")" not in head.text else cover
        for head, cover in zip(heads, covers, strict=True)
    ]
    spread = {id(head): cover for head, cover in zip(heads, covers, strict=True)}
    found = []
    for token in tokens:
        cover = spread.get(id(token))
        if cover is not None:
            token = replace(token, start=columns[cover[0]][0], end=columns[cover[1] - 1][1])
        found.append(token)
    return replace(row, lead=lead, tokens=tuple(found))


def _parts_of(row: Row, columns: Sequence[Range]) -> tuple[Token | None, list[Token]]:
    """The caption of a row of headers, if it has one, and the heads."""
    if row.lead is not None and _is_header(row.lead, columns, not row.tokens):
        return None, [row.lead, *row.tokens]
    return row.lead, list(row.tokens)


def _spills(token: Token, columns: Sequence[Range]) -> bool:
    """A company's name at the right margin, too wide to head the last column."""
    start, end = columns[-1]
    is_last = token.end > start and token.start < end and len(columns) > 1
    wide = 1.5 * (end - start)
    return is_last and token.end - token.start > wide and not PERIOD.search(token.text)


def _nearest(head: Token, columns: Sequence[Range]) -> tuple[int, int]:
    """A head whose bracket closes in the line below is of one column."""
    middle = head.start + head.end
    index = min(range(len(columns)), key=lambda i: abs(sum(columns[i]) - middle))
    return index, index + 1


def _is_header(lead: Token, columns: Sequence[Range], is_alone: bool) -> bool:
    """Whether the first text of a row without amounts stands over the columns."""
    centre = (lead.start + lead.end) / 2
    if centre < columns[0][0]:
        return False
    outside = columns[0][0] - lead.start
    return outside <= (0.25 if is_alone else 0.5) * (lead.end - lead.start)


def _covers(heads: Sequence[Token], columns: Sequence[Range]) -> list[tuple[int, int] | None]:
    """For each header the columns [first, last) such that all displacements together are least."""
    count, many = len(heads), len(columns)

    @cache
    def best(head: int, column: int) -> tuple[float, tuple[tuple[int, int] | None, ...]]:
        if head == count:
            return SKIP * (many - column), ()
        found: tuple[float, tuple[tuple[int, int] | None, ...]] = (float("inf"), ())
        for first in range(column, many):
            for last in range(first + 1, many - (count - head - 1) + 1):
                cost = _displaced(heads[head], columns[first:last])
                if cost >= found[0]:
                    continue
                rest, covers = best(head + 1, last)
                total = cost + rest + SKIP * (first - column)
                if total < found[0]:
                    found = (total, ((first, last), *covers))
        return found

    cost, covers = best(0, 0)
    if cost == float("inf"):
        return [None] * count
    return [
        cover if cover and _touches(head, columns[cover[0] : cover[1]]) else None
        for head, cover in zip(heads, covers, strict=True)
    ]


def _displaced(head: Token, columns: Sequence[Range]) -> float:
    left, right = columns[0][0], columns[-1][1]
    centre = abs(head.start + head.end - left - right) / 2
    if len(columns) > 1:
        return centre + (0 if PERIOD.search(head.text) else GROUP)
    return min(centre, abs(head.start - left), abs(head.end - right))


def _touches(head: Token, columns: Sequence[Range]) -> bool:
    return head.start < columns[-1][1] + 10 and columns[0][0] - 10 < head.end
