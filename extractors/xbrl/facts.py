"""Unique facts from tagged elements: equal duplicates merged, with all places and captions.

A unique fact knows which statements print it, so that the primary statement takes precedence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from extractors.errors import DocumentError
from extractors.language.concepts import ANCHORS, AXES, is_extension, meanings
from extractors.model import Fact, Locator, Period, Refusal
from extractors.xbrl.instance import Key, Tagged
from extractors.xbrl.positions import CellPosition, place

NOWHERE: frozenset[str] = frozenset()
STATEMENT_ORDER = ("income", "cash_flow", "balance", "segment")
ALONE = {kind: frozenset((kind,)) for kind in STATEMENT_ORDER}


class UniqueFact(NamedTuple):
    """One fact, all its places, and the statements that print it ('income', …, 'segment').

    'instance' is among the statements of a fact without a page (plain XBRL).
    """

    fact: Fact
    positions: tuple[CellPosition, ...]
    statements: frozenset[str]
    is_hidden: bool
    key: Key

    @property
    def is_in_table(self) -> bool:
        """Whether a table prints it."""
        return bool(self.positions)


def unique_facts(
    tables: list[etree._Element],
    tagged: list[Tagged],
    enclosing_table: dict[etree._Element, etree._Element],
    refusals: list[Refusal],
) -> list[UniqueFact]:
    """All facts in document order, equal duplicates merged, with positions where they matter.

    `tables` are all tables of the document, in order; `enclosing_table` the innermost one around
    each element. `refusals` gets tables too wide to be laid out: their facts have no position.
    """
    by_table: dict[etree._Element, list[Tagged]] = defaultdict(list)
    for one in tagged:
        table = enclosing_table.get(one.element)
        if table is not None and not one.is_hidden:
            by_table[table].append(one)
    numbers = {table: number for number, table in enumerate(tables, 1)}
    kinds = _kinds(by_table, numbers)
    on_face = {
        (one.key.concept, one.context.period)
        for table, kind in kinds.items()
        if kind != "segment"
        for one in by_table[table]
        if not one.context.members
    }
    placed: dict[etree._Element, CellPosition] = {}
    for table, members in by_table.items():
        if kinds.get(table) or any(_may_matter(one, on_face) for one in members):
            try:
                placed.update(place(table, numbers[table], members))
            except DocumentError as error:
                refusals.append(Refusal(members[0].document, str(error), error.reason))
    return _merged(tagged, placed, {numbers[table]: kind for table, kind in kinds.items()})


def _may_matter(one: Tagged, on_face: set[tuple[str, Period]]) -> bool:
    """Fast pre-filter: facts whose captions are never used get no position.

    Without members: facts that a statement prints already; with members: those that other axes
    divide.
    """
    concept, members = one.key.concept, one.context.members
    if not meanings(concept):
        return one.key.unit == "pure" and is_extension(concept)
    if not members:
        return (concept, one.context.period) not in on_face
    return all(axis in AXES for axis, _ in members)


def _kinds(
    by_table: dict[etree._Element, list[Tagged]], numbers: dict[etree._Element, int]
) -> dict[etree._Element, str]:
    """Which statement each table is, by the concepts it prints without members."""
    kinds: dict[etree._Element, str] = {}
    ordered = sorted(by_table, key=lambda table: numbers[table])
    whole = {t: [o.key.concept for o in by_table[t] if not o.context.members] for t in ordered}
    uses = {t: {ANCHORS[name] for name in whole[t] if name in ANCHORS} for t in ordered}
    for table in ordered:
        if ("cash_flow", "total") in uses[table] and len(whole[table]) >= 3:
            kinds[table] = "cash_flow"
        elif ("balance", "total") in uses[table] and len(whole[table]) >= 6:
            kinds[table] = "balance"
        elif _is_segment_table(by_table[table]):
            kinds[table] = "segment"
    income = _income_table(ordered, uses, whole)
    for table in income:
        kinds[table] = "income"
    return kinds


def _income_table(
    ordered: list[etree._Element],
    uses: dict[etree._Element, set[tuple[str, str]]],
    whole: dict[etree._Element, list[str]],
) -> list[etree._Element]:
    """The income statement, which a page break may have cut in two."""

    def has_top(table: etree._Element) -> bool:
        """Whether the table has the income statement's first lines."""
        metrics = {m.metric for concept in whole[table] for m in meanings(concept)}
        return bool(metrics & {"revenue", "operating_income"})

    both = {("income", "tax"), ("income", "bottom")}
    candidates = [table for table in ordered if both <= uses[table]]
    # Tax and segment notes can hold tax and profit too; only the statement has earnings per share.
    with_shares = [t for t in candidates if ("income", "per_share") in uses[t]]
    if not with_shares:
        return [table for table in candidates if has_top(table)][:1]
    found = []
    for table in with_shares:  # quarter and half-year may have a statement each
        before = ordered[max(0, ordered.index(table) - 1)]
        if has_top(table):
            found.append(table)
        elif has_top(before):
            found += [before, table]
    return found


def _is_segment_table(tagged: Iterable[Tagged]) -> bool:
    members = {
        member
        for one in tagged
        if meanings(one.key.concept) and all(axis in AXES for axis, _ in one.context.members)
        for axis, member in one.context.members
        if AXES[axis] == "segment"
    }
    return len(members) >= 2


def _merged(
    tagged: list[Tagged], placed: dict[etree._Element, CellPosition], kinds: dict[int, str]
) -> list[UniqueFact]:
    # Nine in ten facts are the only one of their key; only the others are compared.
    counted = Counter(one.key for one in tagged)
    groups: dict[tuple[object, ...], list[Tagged]] = {}
    for one in tagged:
        if counted[one.key] == 1:
            groups[one.key] = [one]
        else:
            like = (one.key, one.value, one.quote, one.decimals, one.is_hidden)
            groups.setdefault(like, []).append(one)
    return [
        _unique(group, placed, kinds)
        if len(group) > 1
        else _single(group[0], placed.get(group[0].element), kinds)
        for group in groups.values()
    ]


def _unique(
    group: list[Tagged], placed: dict[etree._Element, CellPosition], kinds: dict[int, str]
) -> UniqueFact:
    def rank(one: Tagged) -> int:
        """Sort key of the places: statements first."""
        where = placed.get(one.element)
        kind = kinds.get(where.table) if where else None
        return STATEMENT_ORDER.index(kind) if kind else len(STATEMENT_ORDER)

    ordered = sorted(group, key=rank)  # stable: document order within a kind
    first = ordered[0]
    positions = tuple(placed[one.element] for one in ordered if one.element in placed)
    statements = frozenset(kinds[p.table] for p in positions if p.table in kinds)
    also = tuple(one.locator for one in ordered[1:])
    fact = _fact(first, placed.get(first.element), kinds, also)
    return UniqueFact(fact, positions, statements, first.is_hidden, first.key)


def _single(one: Tagged, where: CellPosition | None, kinds: dict[int, str]) -> UniqueFact:
    if where is None:
        return UniqueFact(one.fact_at(), (), NOWHERE, one.is_hidden, one.key)
    kind = kinds.get(where.table)
    statements = ALONE[kind] if kind else NOWHERE
    return UniqueFact(_fact(one, where, kinds, ()), (where,), statements, one.is_hidden, one.key)


def _fact(
    one: Tagged, where: CellPosition | None, kinds: dict[int, str], also: tuple[Locator, ...]
) -> Fact:
    if where is None:
        return one.fact_at(also)
    path = (*where.sections, where.row_caption)
    return one.fact_at(also, path, where.column_captions, kinds.get(where.table))
