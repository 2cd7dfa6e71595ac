"""The columns of a PDF table: their extents, and the header cells directly above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.language.phrases import has
from extractors.language.units import is_unit
from extractors.tables.grid import Row, Token, is_year

Range = tuple[float, float]
Cover = tuple[int, int]
"""The columns [first, last) that a head stands over."""
SKIP = 2.0
"""Points of displacement that leaving a column without a head counts for."""
ALIKE = 4.0
"""Points by which heads of one alignment may differ; the bracket of a loss hangs over."""
BESIDE = 40.0
"""Points right of the captions' margin from which a row's first text is a head."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a table and what its header cells show about them.

    cells     extents with currency signs; numbers: extents of the digits only
    leaves, texts   the cells of the lowest header row that has one for each column, if there is one
    repeat    after how many columns the leaves repeat; the number of columns where they do not
    is_worded   the leaves are words and not periods, so each has its own words above it
    shares    runs of columns of percentages, beside columns of amounts
    lowest    the number of the leaves' row; is_next: the row of heads right above it is divided
    margin    where captions begin; centre: the middle of the page
    """

    cells: tuple[Range, ...]
    numbers: tuple[Range, ...]
    leaves: tuple[Range, ...]
    texts: tuple[str, ...]
    repeat: int
    is_worded: bool
    margin: float
    centre: float
    shares: tuple[Cover, ...] = ()
    lowest: int = 0
    is_next: bool = False

    @property
    def pitch(self) -> float:
        """Average distance between columns in points."""
        width = self.cells[-1][1] - self.cells[0][0]
        return width / len(self.cells)

    def spans(self, first: int, last: int) -> list[Range]:
        """The extents of some columns: of their cells, their numbers, their leaves."""
        kinds = (self.cells, self.numbers, self.leaves)
        found = [(kind[first][0], kind[last - 1][1]) for kind in kinds if kind]
        # Wide cells leave no trace: they reach from one right edge to the next.
        step = self.cells[max(first, 1)][1] - self.cells[max(first, 1) - 1][1] if last > 1 else 0.0
        if len(self.cells) > 1 and step > 0:
            found.append((self.cells[first][1] - step, self.cells[last - 1][1]))
        return found


def sheet_of(
    rows: Sequence[Row], cells: Sequence[Range], numbers: Sequence[Range], centre: float
) -> Sheet:
    """The columns' layout as the rows show it."""
    margin = min((row.lead.start for row in rows if row.lead and row.amounts), default=0.0)
    shares = runs_of_shares(rows, cells)
    bare = Sheet(tuple(cells), tuple(numbers), (), (), len(cells), False, margin, centre, shares)
    every = [(row.number, _heads(row, bare)) for row in rows if not row.amounts]
    full = [(number, heads) for number, heads in every if len(heads) == len(cells)]
    if not full or len(cells) < 2:
        return bare
    lowest, last = full[-1]
    texts = tuple(head.text for head in last)
    leaves = tuple((head.start, head.end) for head in last)
    is_worded = not any(is_period(text) for text in texts)
    repeat = _repeat(texts)
    return replace(
        bare, leaves=leaves, texts=texts, repeat=repeat, is_worded=is_worded, lowest=lowest
    )


def runs_of_shares(rows: Sequence[Row], cells: Sequence[Range]) -> tuple[Cover, ...]:
    """Columns [first, last) of percentages only, judged by the signs or decimals of their numbers.

    Empty where no column is of whole amounts, as decimals prove nothing there.
    """
    kinds = [_kind(start, end, rows) for start, end in cells]
    if "whole" not in kinds:
        return ()
    found: list[Cover] = []
    for index, kind in enumerate(kinds):
        if kind == "share":
            begin = found.pop()[0] if found and found[-1][1] == index else index
            found.append((begin, index + 1))
    return tuple(found)


def _kind(start: float, end: float, rows: Sequence[Row]) -> str:
    """share, whole or neither, by the majority of the numbers in this range."""
    amounts = [
        token.amount
        for row in rows
        for token in row.amounts
        if start < token.end and token.start < end and token.amount and token.amount.value
    ]
    shares = sum(one.is_percent or one.decimals == 1 for one in amounts)
    whole = sum(not one.is_percent and not one.decimals for one in amounts)
    if 2 * shares > len(amounts):
        return "share"
    return "whole" if 2 * whole > len(amounts) else ""


def runs_of_years(texts: Sequence[str]) -> list[Cover]:
    """Columns [first, last) of adjacent, different years."""
    found: list[Cover] = []
    for index, text in enumerate(texts):
        if not is_year(text):
            continue
        first, last = found[-1] if found else (index, index)
        if found and last == index and text not in texts[first:last]:
            found[-1] = (first, index + 1)
        else:
            found.append((index, index + 1))
    return found


def is_period(text: str) -> bool:
    """Whether the words name a period or a year."""
    return has(text, "period") or is_year(text)


def _repeat(texts: Sequence[str]) -> int:
    count = len(texts)
    heads = list(texts)
    steps = (n for n in range(1, count) if count % n == 0 and heads == heads[:n] * (count // n))
    return next(steps, count)


def _heads(row: Row, sheet: Sheet) -> list[Token]:
    return heads_of(row, sheet)[2]


def heads_of(row: Row, sheet: Sheet) -> tuple[Token | None, list[Token], list[Token]]:
    """The caption of a row without numbers, if it has one, its cells, and those over columns."""
    every = [row.lead, *row.tokens] if row.lead else list(row.tokens)
    if _in_step(every, sheet):
        return None, every, every
    lead, tokens = _parted(row, sheet)
    return lead, tokens, [token for token in tokens if _is_over(token, sheet)]


def _in_step(every: Sequence[Token], sheet: Sheet) -> bool:
    """Whether the texts are one a column, each as far from the end of its own.

    So narrow heads at the left of wide cells belong to the numbers at the right of the same cells,
    though the next column's head is nearer to them.
    """
    ends = [end for _, end in sheet.cells]
    if len(every) != len(ends) or len(ends) < 2 or every[0].start <= sheet.margin + BESIDE:
        return False
    step = max(right - left for left, right in pairwise(ends))
    is_within = all(
        end - step - ALIKE < token.start and token.end < end + ALIKE
        for token, end in zip(every, ends, strict=True)
    )
    points = ([one.start for one in every], [one.end for one in every])
    return is_within and any(_spread(one, ends) < ALIKE for one in points)


def _spread(points: Sequence[float], ends: Sequence[float]) -> float:
    off = [point - end for point, end in zip(points, ends, strict=True)]
    return max(off) - min(off)


def _is_over(token: Token, sheet: Sheet) -> bool:
    """Whether the text is above the columns, and not left of all of them."""
    if token.end > sheet.cells[0][0] - min(30.0, sheet.pitch / 2):
        return True
    if len(sheet.cells) < 2:
        return False
    # Headers may be left-aligned in wide cells whose numbers are right-aligned.
    first = 2 * sheet.cells[0][1] - sheet.cells[1][1]
    return token.start > max(first - 1, sheet.margin + BESIDE)


def _parted(row: Row, sheet: Sheet) -> tuple[Token | None, list[Token]]:
    """The caption of a header row, if it has one, and the header cells."""
    lead, tokens = row.lead, list(row.tokens)
    if lead is None:
        return None, tokens
    left = sheet.cells[0][0]
    centre, width = (lead.start + lead.end) / 2, lead.end - lead.start
    is_centred = centre >= left and left - lead.start <= (0.5 if tokens else 0.25) * width
    # Headers centred in wide cells are left of right-aligned numbers.
    is_beside = (
        bool(tokens)
        and len(tokens) < len(sheet.cells)
        and lead.start > sheet.margin + BESIDE
        and lead.end > left - 0.6 * sheet.pitch
        and width < sheet.pitch * max(1, len(sheet.cells) - len(tokens))
    )
    is_dated = lead.start > sheet.margin + BESIDE and lead.end > left and is_period(lead.text)
    is_head = is_centred or is_beside or is_dated or begins_a_leaf(lead, sheet)
    return (None, [lead, *tokens]) if is_head else (lead, tokens)


def begins_a_leaf(token: Token, sheet: Sheet) -> bool:
    """Whether it begins one head of the lowest row: "Pumps &" over "Drives".

    It is no wider than a column, and has the middle or an end of that head.
    """
    if token.end - token.start > sheet.pitch or not has(token.text, "caption_joint"):
        return False
    return any(
        min(abs(token.end - end), abs(token.start - start)) < 1
        or abs(start + end - token.start - token.end) < 2
        for start, end in sheet.leaves
    )


def is_group(head: Token) -> bool:
    """Whether such words often extend over several columns: a period, a basis, a unit."""
    text = head.text
    return any(has(text, kind) for kind in ("period", "basis", "percent_of")) or is_unit(text)
