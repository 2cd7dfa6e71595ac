"""Bridges from GAAP to adjusted measures: rows or columns that add up, and what they repeat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from extractors.tables.printed_facts import PrintedFact
from extractors.tables.reconcile import Key, key_of

OF_A_BRIDGE = "depreciation_and_amortization"


def repeated(found: Iterable[PrintedFact]) -> list[PrintedFact]:
    """Lines without those rows of bridges that do not repeat the cash flow statement's values.

    A bridge may add back only a part of depreciation, or with it the share of others.
    """
    listed = list(found)
    stated: dict[Key, PrintedFact] = {}
    rows: dict[tuple[int, int], list[PrintedFact]] = defaultdict(list)
    for line in listed:
        if line.meaning.metric == OF_A_BRIDGE and line.statement == "cash_flow":
            stated.setdefault(key_of(line), line)
        elif _is_of_bridge(line):
            rows[line.table, line.row.number].append(line)
    sure = {place for place, lines in rows.items() if _is_repeated(lines, stated)}
    return [one for one in listed if not _is_of_bridge(one) or (one.table, one.row.number) in sure]


def _is_of_bridge(line: PrintedFact) -> bool:
    return line.meaning.metric == OF_A_BRIDGE and line.statement == "reconciliation"


def _is_repeated(lines: list[PrintedFact], stated: dict[Key, PrintedFact]) -> bool:
    """Whether at least two of its values are the statement's, and none is another."""
    pairs = [(one, stated[key_of(one)]) for one in lines if key_of(one) in stated]
    return len(pairs) > 1 and all(one.value == other.value for one, other in pairs)
