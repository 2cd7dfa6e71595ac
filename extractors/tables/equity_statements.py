"""Statements of equity: their lines are between two balances, whose dates give the period.

A half-year report may print the net income of its first quarter only there. Which column is the
company's is decided by the quarter that the income statement prints too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from extractors.tables.printed_facts import PrintedFact
from extractors.tables.reconcile import Key, agree, key_of

OF_EQUITY = "equity"
"""What `statement_of` calls a statement of equity."""


def confirmed(found: Iterable[PrintedFact]) -> list[PrintedFact]:
    """The lines, without columns of equity statements that the income statement does not confirm.

    It must print one value of the column, and contradict none.
    """
    listed = list(found)
    stated: dict[Key, PrintedFact] = {}
    columns: dict[tuple[int, float, str], list[PrintedFact]] = defaultdict(list)
    for line in listed:
        if line.statement == OF_EQUITY:
            columns[_column(line)].append(line)
        elif line.statement == "income":
            stated.setdefault(key_of(line), line)
    sure = {place for place, lines in columns.items() if _is_known(lines, stated)}
    return [one for one in listed if one.statement != OF_EQUITY or _column(one) in sure]


def _column(line: PrintedFact) -> tuple[int, float, str]:
    return line.table, line.column.start, line.meaning.metric


def _is_known(lines: list[PrintedFact], stated: Mapping[Key, PrintedFact]) -> bool:
    pairs = [(one, stated[key_of(one)]) for one in lines if key_of(one) in stated]
    return bool(pairs) and all(agree(one, other) for one, other in pairs)
