"""Depreciation and capital expenditures outside the cash flow statement: where they repeat it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from extractors.metrics import OF_CASH_FLOW
from extractors.tables.printed_facts import PrintedFact
from extractors.tables.reconcile import Key, key_of


def repeated(found: Iterable[PrintedFact]) -> list[PrintedFact]:
    """Lines without those rows of other tables that do not repeat the cash flow statement's values.

    A bridge may add back only a part of depreciation, or with it the share of others; the face of
    the income statement may leave out what is in the cost of sales. Where two values of a row are
    the statement's, and none is another, its quarters are believed too.
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
    """Whether the line is believed only where it repeats the cash flow statement.

    What a bridge to free cash flow spends is believed by itself.
    """
    if line.meaning.metric not in OF_CASH_FLOW or line.statement == "cash_flow":
        return False
    return line.statement != "reconciliation" or line.meaning.metric != "capital_expenditures"


def _sign(lines: list[PrintedFact], stated: dict[Key, PrintedFact]) -> int:
    """1 where two values at least are the statement's and none is another, else 0.

    -1 where they are so without their signs: a statement may print its costs in brackets.
    """
    pairs = [(one.value, stated[key_of(one)].value) for one in lines if key_of(one) in stated]
    if len(pairs) < 2:
        return 0
    return next((s for s in (1, -1) if all(one * s == other for one, other in pairs)), 0)
