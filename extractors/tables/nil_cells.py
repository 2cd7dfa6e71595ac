"""Dashes in the cells of parts: nothing, where the other parts add up to the whole without them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from extractors.language.part_names import plain
from extractors.tables.part_sums import adds_up
from extractors.tables.printed_facts import PrintedFact
from extractors.tables.reconcile import key_of


def with_nils(found: list[PrintedFact], dashes: Iterable[PrintedFact]) -> list[PrintedFact]:
    """The proven lines, and the dashes of parts that have nothing of what the others add up to.

    The part must have a proven number elsewhere in the table: a dash under a caption says nothing.
    """
    beside: dict[object, list[PrintedFact]] = defaultdict(list)
    wholes: dict[object, list[PrintedFact]] = defaultdict(list)
    names: dict[int, set[str]] = defaultdict(set)
    for line in found:
        if line.part is None:
            wholes[_what(line)].append(line)
        elif line.is_closed:
            beside[_place(line)].append(line)
            names[line.table].add(plain(line.part))
    printed = {key_of(line) for line in found}
    kept = [
        dash
        for dash in dashes
        if plain(dash.part or "") in names[dash.table]
        and key_of(dash) not in printed
        and adds_up(beside[_place(dash)], [one.value for one in wholes[_what(dash)]])
    ]
    return [*found, *_once(kept)]


def _once(dashes: Iterable[PrintedFact]) -> Iterator[PrintedFact]:
    """One dash for each thing."""
    yield from {key_of(dash): dash for dash in dashes}.values()


def _what(line: PrintedFact) -> object:
    return line.meaning.metric, line.basis, line.period, line.unit


def _place(line: PrintedFact) -> object:
    """The table and what is added up there; of parts side by side, the row."""
    row = line.row.number if line.part == line.column.label else 0
    return line.table, _what(line), row
