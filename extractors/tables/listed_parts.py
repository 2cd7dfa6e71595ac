"""Lists of segments without a heading for their metric: their total or the title names it.

"Cardiovascular, Neuroscience, …, Reportable segment operating profit" prints the metric in the
total alone; "Net sales by segment were as follows:" prints it above the table. Which rows belong
together is found by their sums, in every column of the table at once. The result is only supposed:
`partitions.proven` accepts it if it adds up to a total that the document prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from extractors.language.captions import clean_caption, plain_caption
from extractors.language.concepts import SUBJECT
from extractors.language.phrases import has, pattern
from extractors.language.rounding import closes
from extractors.tables.columns import Header
from extractors.tables.discontinued_rows import Cells, cells_of
from extractors.tables.grid import Row, Table
from extractors.tables.sections import (
    TableState,
    heading_meanings,
    is_metric,
    is_whole_of,
)
from extractors.tables.title_lines import title_above

MOST_ROWS = 60
HEADINGS = {"revenue": "Revenue", "operating_income": "Operating income"}
"""The metrics whose parts can be proven, as a heading names them."""


@dataclass(frozen=True, slots=True)
class _Node:
    """A row and the rows above that add up to it.

    heading   the heading that "Total" or "Net Boats sales" sums up
    """

    row: Row
    cells: Cells
    parts: tuple[_Node, ...] = ()
    heading: str = ""


def supposed_sections(table: Table, header: Header) -> dict[int, tuple[str, ...]]:
    """Row number → the metric, and the parent segment if any, for lists of segments."""
    of_title = _metric_of_title(table, header)
    found: dict[int, tuple[str, ...]] = {}
    for _, block in _blocks(table, header):
        for top in _summed(block, header):
            heading = _metric_of_total(top.row.caption, of_title)
            if not heading and _is_of_headed_parts(top):
                heading = of_title  # the company's own name, at the end of the list
            if heading:
                found |= dict(_below(top, (heading,)))
                found |= _total_of_segments(top, heading)
            else:
                found |= _within(top)
    return found


class HeadedLists(NamedTuple):
    """Lists under a printed heading in which "Total Boats" is one of the lines.

    Such a total of the lines above it does not end the list: the following lines belong to it too.

    sections   by row number
    totals     row numbers of such totals
    """

    sections: dict[int, tuple[str, ...]]
    totals: frozenset[int]

    @classmethod
    def of(cls, table: Table, header: Header) -> HeadedLists:
        """The table's lists; the heading's words are their first section."""
        found: dict[int, tuple[str, ...]] = {}
        totals: dict[int, tuple[str, ...]] = {}
        for heading, block in _blocks(table, header):
            for top in _summed(block, header) if is_metric(heading) else ():
                inner = [part.row for part in top.parts if _is_inner_total(part)]
                named = {r.number: _named_total(r.caption) for r in inner}
                if inner and has(top.row.caption, "total_line"):
                    found |= dict(_below(top, (heading,)))
                    totals |= {number: (heading, name) for number, name in named.items() if name}
        return cls(found | totals, frozenset(totals))

    def at(self, row: Row, state: TableState) -> TableState:
        """The state for the row, if it is in such a list."""
        if row.number not in self.sections or state.part is not None:
            return state
        is_total = row.number in self.totals
        return replace(state, sections=self.sections[row.number], is_subtotal=is_total)


def _is_inner_total(node: _Node) -> bool:
    """Whether it is the total of the lines above it, without a heading of its own."""
    return bool(node.parts) and not node.heading and has(node.row.caption, "total_line")


def _named_total(caption: str) -> str:
    """'Total Boats' → 'Boats'; '' for the total of a metric or of all segments."""
    bare = clean_caption(pattern("total_of").sub("", caption)) if has(caption, "total_of") else ""
    return "" if is_metric(bare) or has(bare, "segments") else bare


def _is_of_headed_parts(top: _Node) -> bool:
    """Whether some summands are lists themselves, each with its heading and "Total"."""
    return sum(bool(part.heading) for part in top.parts) > 1


def _within(top: _Node) -> dict[int, tuple[str, ...]]:
    """The segments in a reconciliation: above their total, and those named below it."""
    found: dict[int, tuple[str, ...]] = {}
    for part in top.parts:
        heading = _metric_of_total(part.row.caption, "") if part.parts else ""
        if heading and has(part.row.caption, "segments"):
            found |= dict(_below(part, (heading,))) | _total_of_segments(part, heading)
            others = [one.row for one in top.parts if one is not part and not one.parts]
            found |= {row.number: (heading,) for row in others if has(row.caption, "segments")}
    return found


def _total_of_segments(node: _Node, heading: str) -> dict[int, tuple[str, ...]]:
    is_theirs = has(node.row.caption, "segments")
    return {node.row.number: (heading,)} if is_theirs else {}


def metric_of_segments_total(caption: str) -> str:
    """The metric of a row that others add up to; there "Segment profit" means all segments."""
    plain = plain_caption(caption)
    own = plain if has(plain, "of_part") and heading_meanings(plain) else ""
    return metric_of_all_segments(caption) or own


def metric_of_all_segments(caption: str) -> str:
    """'Total segment profit', 'Reportable segment net sales' → the metric, '' for others."""
    named = pattern("all_segments_metric").match(plain_caption(caption))
    return named[1] if named else ""


def _metric_of_total(caption: str, of_title: str) -> str:
    """The heading that a total belongs to: its own metric, else the title's."""
    own = metric_of_all_segments(caption) or plain_caption(caption)
    metrics = {m.metric for m in heading_meanings(own)} & set(HEADINGS)
    if metrics:
        return HEADINGS[metrics.pop()] if len(metrics) == 1 else ""
    return of_title if not caption or has(caption, "total_line") else ""


def _metric_of_title(table: Table, header: Header) -> str:
    """The one metric named by the line before the table and the column headers."""
    heads = [t.text for r in table.rows if r.number in header.rows for t in r.tokens]
    texts = [title_above(table), *header.title, *heads]
    named = {m.lastgroup for text in texts for m in SUBJECT.finditer(text)}
    return HEADINGS.get(named.pop() or "", "") if len(named) == 1 else ""


def _blocks(table: Table, header: Header) -> Iterator[tuple[str, list[Row]]]:
    """Runs of rows not divided by a metric's heading or a header row, each with that row."""
    heading = ""
    block: list[Row] = []
    for row in table.rows:
        if row.number not in header.rows and (row.amounts or _may_name(row)):
            block.append(row)
        elif row.caption or row.tokens:
            yield heading, block
            heading, block = row.caption, []
    yield heading, block


def _may_name(row: Row) -> bool:
    """Whether it is a heading that may be a segment's name."""
    is_words = bool(row.caption) and not row.tokens
    return is_words and not heading_meanings(row.caption) and not has(row.caption, "other_measure")


def _summed(block: list[Row], header: Header) -> list[_Node]:
    """The outermost rows that others add up to."""
    waiting: list[_Node] = []
    done: list[_Node] = []
    named: list[tuple[int, str]] = []  # number of unsummed rows above a heading, its words
    for row in block[:MOST_ROWS]:
        if not row.amounts:
            named.append((len(waiting), row.caption))
            continue
        node = _sum_of(waiting, row, cells_of(row, header), named)
        waiting.append(node)
        if node.parts and is_metric(row.caption) and not metric_of_all_segments(row.caption):
            done += waiting  # "Total revenues" ends its list
            waiting = []
    return [node for node in (*done, *waiting) if node.parts]


def _sum_of(waiting: list[_Node], row: Row, cells: Cells, named: list[tuple[int, str]]) -> _Node:
    """The row with those of `waiting` that add up to it, which are removed."""
    if has(row.caption, "total_line") or is_metric(row.caption):
        nested = _nested(waiting)
        if len(nested) < len(waiting) and any(
            _is_sum(nested[-size:], cells) for size in range(2, len(nested) + 1)
        ):
            waiting[:], named = nested, []
    for size in range(2, len(waiting) + 1):
        if _is_sum(waiting[-size:], cells):
            parts, begin = tuple(waiting[-size:]), len(waiting) - size
            del waiting[-size:]
            over = [words for place, words in named if place == begin]
            theirs = [words for words in over if is_whole_of(row.caption, words)]
            theirs = theirs or (over[-1:] if has(row.caption, "total") else [])
            return _Node(row, cells, parts, theirs[0] if theirs else "")
    return _Node(row, cells)


def _nested(waiting: list[_Node]) -> list[_Node]:
    """The rows, with parts printed below their total moved into it.

    "Medicines 12,418" over "Primary care 5,810" and others, which add up to it in each column.
    """
    for begin in range(len(waiting) - 2):
        for end in range(begin + 3, len(waiting) + 1):
            whole, parts = waiting[begin], waiting[begin + 1 : end]
            is_part = not whole.parts and not is_metric(whole.row.caption)
            if len(whole.cells) > 1 and is_part and _is_sum(parts, whole.cells):
                inner = _Node(whole.row, whole.cells, tuple(parts))
                return _nested([*waiting[:begin], inner, *waiting[end:]])
    return waiting


def _is_sum(parts: list[_Node], whole: Cells) -> bool:
    """Whether the parts add up to the total in each column, with at least two not zero."""
    cells = (item for part in parts for item in part.cells.items())
    if not whole or any(column not in whole and cell.value for column, cell in cells):
        return False  # a dash may stand where the total has a percentage
    for column, total in whole.items():
        terms = [part.cells[column] for part in parts if column in part.cells]
        if not closes(((term, 1) for term in terms), total):
            return False
    given = [part for part in parts if any(cell.value for cell in part.cells.values())]
    return len(given) > 1 and any(cell.value for cell in whole.values())


def _below(node: _Node, sections: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows that a total is made of, each with its sections."""
    for part in node.parts:
        caption = part.row.caption
        is_total = has(caption, "total_line") or bool(metric_of_all_segments(caption))
        own = (sections[0], part.heading) if part.heading else sections
        yield part.row.number, own
        inner = own if part.heading else (sections[0],) if is_total else (sections[0], caption)
        yield from _below(part, inner if part.parts else sections)
