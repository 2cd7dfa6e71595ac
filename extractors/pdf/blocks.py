"""Finds tables on a PDF page: runs of lines with numbers, with the headers above each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.language.concepts import SUBJECT
from extractors.language.phrases import has, pattern
from extractors.language.units import is_unit
from extractors.pdf.header_lines import heads_anew, is_span
from extractors.pdf.rows import Line, as_row
from extractors.pdf.wrapped_captions import ends_caption
from extractors.tables.grid import Token, is_numeric

MAX_HEADER = 10
WIDE_GAP = 3.2
"""Sizes between two baselines over which no table goes on, unless numbers do."""
HEADER_GAP = 4.5
LINE_GAP = 1.75
"""Sizes between the baselines of one paragraph."""
ENDS = (".", ";", "; and")
"""How sentences end, and the items of a list."""
PROSE = 0.55
"""A text over this share of the page's printed width is no cell."""


def blocks_of(lines: Sequence[Line]) -> Iterator[tuple[int, int, int]]:
    """Runs of lines that are tables: indexes of the first line, first line of numbers, and end."""
    index, floor = 0, 0
    while index < len(lines):
        if not lines[index].has_amounts:
            index += 1
            continue
        start = _header_start(lines, index, floor)
        end = _end(lines, index)
        if _is_table(lines[index:end]):
            yield start, index, end
            floor = end
        index = end


def _is_table(lines: Sequence[Line]) -> bool:
    rows = [as_row(number, item) for number, item in enumerate(lines)]
    full = [row for row in rows if row.has_numbers and (row.lead or len(row.amounts) > 1)]
    return len(full) > 1 or any(len(row.amounts) > 1 for row in full)


def _header_start(lines: Sequence[Line], index: int, floor: int) -> int:
    """The first of the header lines above the first line of numbers."""
    start = index
    while start > floor and index - start < MAX_HEADER:
        above, here = lines[start - 1], lines[start]
        gap = HEADER_GAP * min(above.size, here.size)
        if here.base - above.base > (2 * gap if is_span(above) else gap):
            break
        if _is_prose(above, lines, lines[index]) or _is_sentence(above):
            break
        start -= 1
    return start + (start < index and floor < start and _ends_sentence(lines, start, index))


def _ends_sentence(lines: Sequence[Line], start: int, index: int) -> bool:
    """Whether the line is the end of a sentence of several lines, and no head of the numbers."""
    above, here = lines[start - 1], lines[start]
    is_end = len(here.cells) == 1 and here.text.text.endswith((".", ":"))
    is_below = here.base - above.base < LINE_GAP * max(above.size, here.size)
    is_aligned = abs(here.text.x0 - above.text.x0) < 2
    return is_end and is_below and is_aligned and _is_prose(above, lines, lines[index])


def _end(lines: Sequence[Line], index: int) -> int:
    """The index after the last line of numbers of the table whose first is at `index`."""
    last = index
    for here in range(index + 1, len(lines)):
        item, above = lines[here], lines[here - 1]
        gap = item.base - above.base
        is_text = _is_prose(item, lines, lines[last]) or _is_sentence(item)
        is_unit_of_next = is_unit(item.text.text) and not item.has_amounts
        if is_text or (is_unit_of_next and heads_anew(lines, here)):
            break
        if last > index and _is_dated_head(item, lines[last]):
            break
        if gap > WIDE_GAP * max(item.size, above.size) and not item.has_amounts:
            break
        if gap > 3 * WIDE_GAP * item.size:
            break
        if item.has_amounts:
            if here - last > 1 and _is_elsewhere(item, lines[index : last + 1]):
                break
            last = here
        elif here - last > MAX_HEADER:
            break
    if last + 1 < len(lines):
        numbers, below = lines[last], lines[last + 1]
        last += ends_caption(as_row(0, below), as_row(0, numbers), below, numbers)
    return last + 1


def _is_elsewhere(item: Line, above: Sequence[Line]) -> bool:
    """Whether most of the numbers, and at least two, are where the lines above have no column."""
    numbers = as_row(0, item).amounts
    columns = [t for line_above in above for t in as_row(0, line_above).amounts]
    apart = [t for t in numbers if not any(t.over(other) for other in columns)]
    return len(apart) > 1 and 2 * len(apart) > len(numbers)


def _is_dated_head(item: Line, numbers: Line) -> bool:
    """Whether dates are repeated above the numbers: the columns below may differ."""
    if item.has_amounts:
        return False
    edge = next((t.start for t in as_row(0, numbers).tokens if is_numeric(t)), None)
    over = [cell for cell in item.cells if edge is not None and cell.end > edge]
    dated = [cell for cell in over if has(cell.text, "dated")]
    return bool(dated) and all(cell in dated or has(cell.text, "change") for cell in over)


def _is_sentence(item: Line) -> bool:
    """A short sentence with a value, as in a list of outlooks right above or below a table."""
    text = item.text.text
    is_one = len(item.cells) == 1 and not item.has_amounts and has(text, "value")
    return is_one and (
        text.endswith(ENDS) or has(text, "expects") or SUBJECT.search(text) is not None
    )


def _is_prose(item: Line, lines: Sequence[Line], numbers: Line) -> bool:
    """Text that extends over the columns of numbers."""
    if item.has_amounts:
        return False
    left, right = min(i.text.x0 for i in lines), max(i.text.x1 for i in lines)
    if len({m[0].split()[0] for m in pattern("length_ended").finditer(item.text.text)}) > 1:
        return False  # "Three Months Ended June 30, Six Months Ended June 30," over columns
    widest = max(item.cells, key=lambda cell: cell.end - cell.start)
    if widest.end - widest.start < PROSE * (right - left):
        return False
    edge = next((t.start for t in as_row(0, numbers).tokens if is_numeric(t)), right)
    return widest.start < edge - 40 and widest.end > edge and not _is_centred(widest, left, right)


def _is_centred(cell: Token, left: float, right: float) -> bool:
    """Whether it is a title centred on the page: with equal and large margins on both sides."""
    before, after = cell.start - left, right - cell.end
    return before > 20 and abs(before - after) < 0.1 * (right - left)
