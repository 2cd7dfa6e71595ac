"""Depreciation and capex outside the cash flow statement, read only where they repeat it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from extractors.metrics import OF_CASH_FLOW
from extractors.tables.printed_facts import PrintedFact
from extractors.tables.reconcile import Key, key_of


def repeated(found: Iterable[PrintedFact]) -> list[PrintedFact]:
    """The lines, without rows of other tables that do not repeat values of the cash flow statement.

    A bridge may add back only a part of depreciation, or include that of others; the income
    statement may leave out the part in the cost of sales. A row that repeats two of the statement's
    values and contradicts none is trusted for its quarters too.
    """
    listed = list(found)
    stated: dict[Key, PrintedFact] = {}
    rows: dict[tuple[int, int], list[PrintedFact]] = defaultdict(list)
    for line in listed:
        if _is_stated(line):
            stated.setdefault(key_of(line), line)
        elif is_repeat(line):
            rows[line.table, line.row.number].append(line)
    signs = {place: _sign(lines, stated) for place, lines in rows.items()}
    kept = []
    for line in listed:
        sign = signs[line.table, line.row.number] if is_repeat(line) else 1
        if sign:
            kept.append(replace(line, value=line.value * sign, sign=line.sign * sign))
    return kept


def _is_stated(line: PrintedFact) -> bool:
    return line.meaning.metric in OF_CASH_FLOW and line.statement == "cash_flow"


def is_repeat(line: PrintedFact) -> bool:
    """Whether the line counts only if it repeats the cash flow statement.

    Capital expenditures in a bridge to free cash flow count by themselves.
    """
    if line.meaning.metric not in OF_CASH_FLOW or line.statement == "cash_flow":
        return False
    return line.statement != "reconciliation" or line.meaning.metric != "capital_expenditures"


def _sign(lines: list[PrintedFact], stated: dict[Key, PrintedFact]) -> int:
    """1 where at least two values are the statement's and none differs, else 0.

    -1 where they are so with opposite signs, as a statement may print costs in brackets.
    """
    pairs = [(one.value, stated[key_of(one)].value) for one in lines if key_of(one) in stated]
    if len(pairs) < 2:
        return 0
    return next((s for s in (1, -1) if all(one * s == other for one, other in pairs)), 0)
