"""Whether parts add up to a total: all of them, those of each heading, run or row."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from extractors.language.part_names import plain
from extractors.language.rounding import Rounded, closes
from extractors.tables.printed_facts import PrintedFact

MOST_PARTS = 60
"""No company has more segments; sums of all runs among thousands would take minutes."""


def adds_up(group: list[PrintedFact], wholes: list[Decimal]) -> bool:
    """Whether at least two segments, without subtotals, add up to one of the printed totals."""
    if len(group) > MOST_PARTS:
        return False
    return len(group) > 1 and any(
        sums(lines, whole) and not _is_one_of(lines, whole)
        for lines in (_without_subtotals(group), group, _outer(group))
        if len(lines) > 1
        for whole in wholes
        if whole
    )


def _is_one_of(lines: list[PrintedFact], whole: Decimal) -> bool:
    """Whether one line is the total itself, and the others are lost in its rounding.

    A segment may earn as much as the company: then the others add up to exactly nothing.
    """
    others = [line for line in lines if line.value != whole]
    is_exact = sum(line.value for line in lines) == whole
    return len(others) == len(lines) - 1 and any(line.value for line in others) and not is_exact


def _outer(group: list[PrintedFact]) -> list[PrintedFact]:
    """The segments without those that are within another."""
    names = {plain(line.part or "") for line in group}
    return [line for line in group if not line.parent or plain(line.parent) not in names]


def _without_subtotals(group: list[PrintedFact]) -> list[PrintedFact]:
    """The segments without those that are the sum of some directly above them."""
    listed: list[PrintedFact] = []
    for line in group:
        above = (listed[-size:] for size in range(2, len(listed) + 1))
        if not line.value or not any(sums(some, line.value) for some in above):
            listed.append(line)
    return listed


def add_up_apart(group: list[PrintedFact], wholes: list[Decimal]) -> bool:
    """Whether the segments under each of several headings add up: products, and regions."""
    by_heading: dict[tuple[str, ...], list[PrintedFact]] = defaultdict(list)
    for line in group:
        by_heading[line.sections].append(line)
    return len(by_heading) > 1 and all(adds_up(some, wholes) for some in by_heading.values())


def runs_add_up(group: list[PrintedFact], wholes: list[Decimal]) -> bool:
    """Whether revenue is told in several cuts below each other: each run of parts is the whole.

    "Americas", "Europe", "Asia", and below their total the same sales by industry.
    """
    if len(group) > MOST_PARTS or any(line.meaning.metric != "revenue" for line in group):
        return False
    is_sold = all(line.value > 0 for line in group)
    return is_sold and any(_runs(group, whole) > 1 for whole in wholes if whole)


def _runs(group: list[PrintedFact], whole: Decimal) -> int:
    """How many runs of two parts or more are each the whole; 0 where some parts are left over."""
    run: list[PrintedFact] = []
    count = 0
    for line in group:
        run.append(line)
        if len(run) > 1 and sums(run, whole):
            run, count = [], count + 1
    return 0 if run else count


def row_adds_up(group: list[PrintedFact], wholes: list[Decimal]) -> bool:
    """Whether one of several rows over segment columns adds up: revenue with others' or without."""
    rows: dict[int, list[PrintedFact]] = defaultdict(list)
    for line in group:
        rows[line.row.number].append(line)
    is_over_columns = len(rows) > 1 and all(len(lines) > 1 for lines in rows.values())
    return is_over_columns and any(adds_up(lines, wholes) for lines in rows.values())


def sums(lines: list[PrintedFact], whole: Decimal) -> bool:
    """Whether the lines add up to the total within the rounding of each."""
    return closes(((Rounded.of(line), 1) for line in lines), Rounded(whole))
