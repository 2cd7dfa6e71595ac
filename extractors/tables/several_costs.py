"""Costs that are not all cost: those that stand beside others, and those of a note.

"Cost of products sold 70", "Cost of financing operations 20": the first is a part of what it costs
to make the revenue, unless revenue less it is the printed gross profit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from extractors.language.captions import plain_caption
from extractors.language.phrases import has
from extractors.tables.columns import Header
from extractors.tables.discontinued_rows import cells_of, is_total
from extractors.tables.grid import Row, Table
from extractors.tables.printed_facts import PrintedFact
from extractors.tables.row_meanings import SPREAD
from extractors.tables.sections import MUST_CLOSE
from extractors.tables.unread import Unread, Why

PROFITS = ("net_income", "net_income_attributable")


def without_spread(numbers: Iterable[PrintedFact | Unread]) -> Iterator[PrintedFact | Unread]:
    """The numbers without costs that a statement prints again below its net income.

    There a note spreads a charge over them, whose heading the end of a page may have cut off.
    """
    seen: set[tuple[str, str, str]] = set()
    is_below = False
    for one in numbers:
        if isinstance(one, PrintedFact) and one.statement == "income" and one.part is None:
            is_below |= one.meaning.metric in PROFITS
            what = one.meaning.metric, one.basis, one.column.period
            if is_below and one.meaning.metric in SPREAD and what in seen:
                yield Unread(one.row, (one.token,), Why.SPREAD)
                continue
            seen.add(what)
        yield one


def to_be_closed(
    table: Table, header: Header, numbers: Iterable[PrintedFact | Unread]
) -> Iterator[PrintedFact | Unread]:
    """The numbers, those of costs beside costs with a rank by which they must close."""
    numbers = list(numbers)
    if not any(map(_is_face, numbers)):
        yield from numbers
        return
    rows = [row for row in table.rows if row.amounts and row.number not in header.rows]
    several = {
        row.number
        for is_cost, run in groupby(rows, key=lambda row: _is_cost(row, header))
        if is_cost
        for row in _parts(list(run), header)
    }
    for one in numbers:
        if isinstance(one, Unread) or not _is_face(one) or one.row.number not in several:
            yield one
        else:
            yield replace(one, meaning=replace(one.meaning, rank=MUST_CLOSE))


def _is_face(one: PrintedFact | Unread) -> bool:
    """Whether it is a cost of the company's revenue in its statement, not yet one to be closed."""
    return (
        isinstance(one, PrintedFact) and one.part is None and one.statement == "income"
        and one.meaning.metric == "cost_of_revenue" and one.meaning.rank < MUST_CLOSE
    )  # fmt: skip


def _parts(run: list[Row], header: Header) -> list[Row]:
    """Costs below each other, without one that is the sum of those above it."""
    cells = [cells_of(row, header) for row in run]
    if len(run) > 2 and is_total([(one, 1) for one in cells[:-1]], cells[-1]):
        return run[:-1]
    return run if len(run) > 1 else []


def _is_cost(row: Row, header: Header) -> bool:
    is_named = has(plain_caption(row.caption), "one_cost")
    return is_named and any(one.value for one in cells_of(row, header).values())
