"""From tagged elements to readings: equal duplicates as one fact, with all places and captions.

A reading knows in which statements it stands, so that the primary statement can speak first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml import etree

from extractors.concepts import ANCHORS, AXES, is_extension, meanings
from extractors.elements import TAGGED
from extractors.inline_xbrl import Key, Tagged
from extractors.model import Fact, Period
from extractors.placement import Placement, place

STATEMENT_ORDER = ("income", "cash_flow", "balance", "segment")


@dataclass(frozen=True, slots=True)
class Reading:
    """One fact, all its places, and the statements it stands in ('income', …, 'segment')."""

    fact: Fact
    placements: tuple[Placement, ...]
    statements: frozenset[str]
    is_hidden: bool
    key: Key

    @property
    def is_in_table(self) -> bool:
        """Whether some table prints it."""
        return bool(self.placements)


def readings(tables: list[etree._Element], tagged: list[Tagged]) -> list[Reading]:
    """All facts in document order, equal duplicates merged, placed where that can matter.

    `tables` are all tables of the document, in its order.
    """
    by_table: dict[etree._Element, list[Tagged]] = defaultdict(list)
    owners = {e: table for table in tables for e in table.iter(*TAGGED)}  # the innermost comes last
    for one in tagged:
        table = owners.get(one.element)
        if table is not None and not one.is_hidden:
            by_table[table].append(one)
    numbers = {table: number for number, table in enumerate(tables, 1)}
    kinds = _kinds(by_table, numbers)
    on_face = {
        (one.fact.concept, one.fact.period)
        for table, kind in kinds.items()
        if kind != "segment"
        for one in by_table[table]
        if not one.fact.members
    }
    placed: dict[etree._Element, Placement] = {}
    for table, members in by_table.items():
        if kinds.get(table) or any(_may_matter(one.fact, on_face) for one in members):
            placed.update(place(table, numbers[table], members))
    return _merged(tagged, placed, {numbers[table]: kind for table, kind in kinds.items()})


def _may_matter(fact: Fact, on_face: set[tuple[str, Period]]) -> bool:
    """A cheap pass: facts whose captions nobody will ask for are not placed.

    Without members that is what a statement prints already; with them, what other axes cut.
    """
    if not meanings(fact.concept):
        return fact.unit == "pure" and is_extension(fact.concept)
    if not fact.members:
        return (fact.concept, fact.period) not in on_face
    return all(axis in AXES for axis, _ in fact.members)


def _kinds(
    by_table: dict[etree._Element, list[Tagged]], numbers: dict[etree._Element, int]
) -> dict[etree._Element, str]:
    """Which table is which statement, by the concepts that stand in it without members."""
    kinds: dict[etree._Element, str] = {}
    ordered = sorted(by_table, key=lambda table: numbers[table])
    whole = {t: [o.fact for o in by_table[t] if not o.fact.members] for t in ordered}
    uses = {t: {ANCHORS[f.concept] for f in whole[t] if f.concept in ANCHORS} for t in ordered}
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
    whole: dict[etree._Element, list[Fact]],
) -> list[etree._Element]:
    """The income statement, which a page break may have cut in two."""

    def has_top(table: etree._Element) -> bool:
        metrics = {m.metric for f in whole[table] for m in meanings(f.concept)}
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
        if meanings(one.fact.concept) and all(axis in AXES for axis, _ in one.fact.members)
        for axis, member in one.fact.members
        if AXES[axis] == "segment"
    }
    return len(members) >= 2


def _merged(
    tagged: list[Tagged], placed: dict[etree._Element, Placement], kinds: dict[int, str]
) -> list[Reading]:
    groups: dict[tuple[object, ...], list[Tagged]] = defaultdict(list)
    for one in tagged:
        fact = one.fact
        groups[one.key, fact.value, fact.quote, fact.decimals, one.is_hidden].append(one)
    return [_reading(group, placed, kinds) for group in groups.values()]


def _reading(
    group: list[Tagged], placed: dict[etree._Element, Placement], kinds: dict[int, str]
) -> Reading:
    if len(group) == 1 and group[0].element not in placed:
        return Reading(group[0].fact, (), frozenset(), group[0].is_hidden, group[0].key)

    def rank(one: Tagged) -> int:
        where = placed.get(one.element)
        kind = kinds.get(where.table) if where else None
        return STATEMENT_ORDER.index(kind) if kind else len(STATEMENT_ORDER)

    ordered = sorted(group, key=rank)  # stable: document order within a kind
    first = ordered[0]
    placements = tuple(placed[one.element] for one in ordered if one.element in placed)
    statements = frozenset(kinds[p.table] for p in placements if p.table in kinds)
    where = placed.get(first.element)
    fact = replace(
        first.fact,
        also=tuple(one.fact.locator for one in ordered[1:]),
        caption=(*where.sections, where.row_caption) if where else (),
        column_caption=where.column_captions if where else (),
        statement=kinds.get(where.table) if where else None,
    )
    return Reading(fact, placements, statements, first.is_hidden, first.key)
