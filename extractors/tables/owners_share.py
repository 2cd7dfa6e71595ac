"""Net income with and without the part of minorities, told apart across a document's tables.

An income statement with minorities prints both. A "Net income" in a note on shares or among
highlights may be the owners' part alone; where no minorities are printed, that is all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractors.language.captions import basis_of, plain_caption
from extractors.language.concepts import line_meanings
from extractors.language.phrases import has
from extractors.model import Refusal
from extractors.tables.grid import Row
from extractors.tables.printed_facts import PrintedFact
from extractors.tables.reconcile import Key, agree, key_of
from extractors.tables.statements import statement_of
from extractors.tables.table_readings import TableReading

WHOLE, OWNED = "net_income", "net_income_attributable"


def has_minorities(tables: Iterable[TableReading]) -> bool:
    """Whether an income statement prints a part of the profit that is not the owners'.

    Of continuing operations alone it does not count: then no line is the whole net income, and the
    owners' part is given for it, as filers tag it.
    """
    return any(
        has(row.caption, "of_minorities")
        and _is_amount(row)
        and not any(has(one.caption, "continuing") for one in (above, row))
        for reading in tables
        if any(line.statement == "income" for line in reading.lines)
        for above, row in pairwise(row for row in reading.table.rows if row.amounts)
    )


def _is_amount(row: Row) -> bool:
    amounts = (token.amount for token in row.amounts if token.amount is not None)
    return any(amount.value and not amount.is_percent for amount in amounts)


def without_owners_share(
    key: Key,
    group: list[PrintedFact],
    groups: Mapping[Key, list[PrintedFact]],
    has_others: bool,
) -> list[PrintedFact]:
    """Lines of net income without those equal to the part attributable to the owners.

    `has_others`: there are minorities. Where the statement's own net income is not recognised
    beside them, nothing may be left.
    """
    if key.metric != WHOLE:
        return group
    shares = {
        one.table: one
        for one in groups.get(replace(key, metric=OWNED), [])
        if one.statement == "income"
    }
    whole = [one for one in group if one.table in shares]
    others = [one for one in group if not any(agree(s, one) for s in shares.values())]
    # A statement may print the owners' part again; equal lines alone are a year without minorities.
    whole = [one for one in whole if not agree(one, shares[one.table])] or whole
    if not whole:
        return others if has_others and key.basis == "gaap" else group
    if not all(agree(whole[0], one) for one in whole):
        return group
    return [one for one in group if agree(whole[0], one) or one in others]


def refused(key: Key, group: list[PrintedFact], document: str) -> Refusal:
    """The refusal of a net income that is the owners' part, and the whole is not known."""
    one = group[0]
    what = f"{key.metric} {key.period}: {one.token.quote} is without the minorities' part"
    return Refusal(document, what, "conflict", one.token.locator)


def unread_profits(tables: Iterable[TableReading]) -> list[frozenset[Decimal]]:
    """The amounts of each line of net income of an income statement whose numbers mean nothing."""
    found = []
    for reading in (one for one in tables if statement_of(one.table) == "income"):
        read = {line.row.number for line in reading.lines}
        for row in (row for row in reading.table.rows if row.number not in read):
            meant = {one.metric for one in line_meanings(plain_caption(row.caption))}
            amounts = (t.amount.value for t in row.amounts if t.amount and not t.amount.is_percent)
            if WHOLE in meant and basis_of(row.caption) != "non_gaap":
                found.append(frozenset(value for value in amounts if value))
    return [values for values in found if values]


def take_attributable(
    chosen: dict[Key, PrintedFact],
    found: list[PrintedFact],
    has_others: bool,
    unread: Sequence[frozenset[Decimal]] = (),
) -> None:
    """Where no line gives net income, use the one attributable to the owners.

    Not where such a line is contradictory, nor where there are minorities: `has_others`, or the
    document prints both with different values for another period. Nor where a line of net income
    could not be read (`unread`) and has other amounts: it would be the whole.
    """
    printed: dict[Key, PrintedFact] = {key_of(line): line for line in found}
    owned = [key for key in printed if key.metric == OWNED]
    wholes = {key: replace(key, metric=WHOLE) for key in owned}
    is_shared = has_others or any(
        whole in printed and key.basis == "gaap" and not agree(printed[key], printed[whole])
        for key, whole in wholes.items()
    )
    for key in [k for k in chosen if k in wholes]:
        amount = chosen[key].token.amount
        is_other = any(amount is None or amount.value not in values for values in unread)
        # Adjusted profits are usually the owners'.
        is_part = (is_shared or is_other) and key.basis == "gaap"
        if wholes[key] not in printed and not is_part:
            chosen[wholes[key]] = chosen[key]
