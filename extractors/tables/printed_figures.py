"""Printed lines to figures: primary statement first, reconciled, contradictions refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.language.fiscal_calendar import Calendar
from extractors.language.part_names import plain
from extractors.language.phrases import has
from extractors.model import Breakdown, Fact, Figure, Input, Refusal
from extractors.tables import other_entities, undated_columns
from extractors.tables.bridges import repeated
from extractors.tables.equity_statements import confirmed
from extractors.tables.grid import Table
from extractors.tables.namesakes import told_apart
from extractors.tables.nil_cells import with_nils
from extractors.tables.owners_share import (
    has_minorities,
    refused,
    take_attributable,
    unread_profits,
    without_owners_share,
)
from extractors.tables.part_tables import adopted
from extractors.tables.partitions import proven
from extractors.tables.printed_facts import PrintedFact, fact_of
from extractors.tables.reconcile import Key, agree, check_margins, close, key_of, rank_of
from extractors.tables.table_readings import Step, TableReading, table_readings, unbracketed
from extractors.tables.titled_tables import with_parts

OF_SEGMENTS = ("operating_income", "operating_margin")


@dataclass(frozen=True, slots=True)
class Read:
    """The figures of one document's tables; heads are the words over their columns.

    tables, steps   the intermediate results: each table as read, and what each check left
    """

    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    refusals: tuple[Refusal, ...]
    calendar: Calendar
    heads: tuple[str, ...] = ()
    tables: tuple[TableReading, ...] = ()
    steps: tuple[Step, ...] = ()


def figures(
    tables: Iterable[Table],
    texts: list[str],
    document: str,
) -> Read:
    """Figures of all tables; `texts` are the lines between them, which date the quarters."""
    read, dates = table_readings(tables, texts)
    read = with_parts(read, dates)
    every = [line for one in read for line in one.lines]
    headed = [(one.table, one.header) for one in read]
    refusals = list(undated_columns.refused(headed, every, dates, document))
    steps = tuple(_believed(read, texts, document, refusals))
    found = list(steps[-1].lines)
    profits = unread_profits(read)
    made = settled(found, dates, document, refusals, has_minorities(read), profits)
    heads = tuple(text for one in read for text in one.heads)
    return replace(made, heads=heads, tables=read, steps=(*steps, *made.steps))


def _believed(
    read: tuple[TableReading, ...], texts: list[str], document: str, refusals: list[Refusal]
) -> Iterator[Step]:
    """The lines left after each check of whole tables."""
    seen = len(refusals)
    found = unbracketed(confirmed(repeated(line for one in read for line in one.lines)))
    headed = [(one.table, one.header) for one in read]
    found = other_entities.exclude(found, headed, document, refusals)
    yield Step.of(other_entities.exclude, found, refusals[seen:])
    seen = len(refusals)
    found = with_nils(proven(found, document, refusals), [d for one in read for d in one.dashes])
    found = adopted(told_apart(found, texts))
    yield Step.of(proven, found, refusals[seen:])
    seen = len(refusals)
    found = without_investees(found, document, refusals)
    yield Step.of(without_investees, found, refusals[seen:])


def settled(
    found: list[PrintedFact], dates: Calendar, document: str, refusals: list[Refusal],
    has_others: bool = False, profits: Sequence[frozenset[Decimal]] = (),
) -> Read:  # fmt: skip
    """One figure for each key of the lines; adds to `refusals` what is contradictory.

    `has_others`: part of the profit is that of minorities. `profits`: see `unread_profits`.
    """
    seen = len(refusals)
    chosen = choose(found, document, refusals, has_others)
    steps = [Step.of(choose, chosen.values(), refusals[seen:])]
    seen = len(refusals)
    close(chosen, found, document, refusals)
    steps.append(Step.of(close, chosen.values(), refusals[seen:]))
    seen = len(refusals)
    check_margins(chosen, found, document, refusals)
    steps.append(Step.of(check_margins, chosen.values(), refusals[seen:]))
    take_attributable(chosen, found, has_others, profits)
    names = _segments(found)
    made = tuple(_figure(key, line, document, names) for key, line in chosen.items())
    facts = {line.token.locator: fact_of(line, document) for line in chosen.values()}
    return Read(tuple(facts.values()), made, tuple(refusals), dates, steps=tuple(steps))


def choose(
    found: list[PrintedFact], document: str, refusals: list[Refusal], has_others: bool = False
) -> dict[Key, PrintedFact]:
    """One line for each key: the most authoritative place, whose repetitions must agree.

    A differing value in a lesser place is refused; the value chosen stays.
    """
    groups = _printed(found)
    profit_tables = {
        one.table for one in found if one.part and one.meaning.metric == "operating_income"
    }

    def rank(line: PrintedFact) -> tuple[bool, bool, bool, int, int]:
        """Sort key of authority, the best first."""
        # "Adjusted non-GAAP gross profit" differs from "Non-GAAP gross profit" beside it.
        is_other = has(line.row.caption, "twice_adjusted")
        is_far = bool(line.part) and line.table not in profit_tables
        return is_other, is_far, bool(line.part) and not line.is_closed, *rank_of(line)

    chosen = {}
    for key, printed in groups.items():
        group = without_owners_share(key, printed, groups, has_others)
        if not group:
            refusals.append(refused(key, printed, document))
            continue
        best = min(group, key=lambda one: (*rank(one), -one.decimals))
        rivals = [one for one in group if not agree(best, one)]
        equals = [one for one in rivals if rank(one) == rank(best)]
        if not equals:
            # A list in rounded millions repeats what the note prints to the thousand.
            is_coarse = key.unit == "pure" or best.is_supposed
            finer = [one for one in group if is_coarse and one not in rivals]
            chosen[key] = max(finer, key=lambda one: one.decimals, default=best)
        for against in equals[:1] or [r for r in rivals if rank_of(r)[1] == rank_of(best)[1]][:1]:
            what = f"{key.metric} {key.part or ''} {key.period}: {best.token.quote} against "
            what = f"{what}{against.token.quote} at {against.token.locator}"
            place, rival = best.token.locator, against.token.locator
            refusals.append(Refusal(document, what, "conflict", place, against=rival))
    return chosen


def _printed(found: list[PrintedFact]) -> dict[Key, list[PrintedFact]]:
    """All lines of each key; a cost of revenue only from the statement or a bridge."""
    groups: dict[Key, list[PrintedFact]] = defaultdict(list)
    tops = ("revenue", "gross_profit")
    beside = {(one.table, key_of(one)) for one in found if one.meaning.metric in tops}
    for line in found:
        key = key_of(line)
        # A cost of revenue in a note on stock compensation or hedges is not the statement's.
        is_alone = not any((line.table, replace(key, metric=top)) in beside for top in tops)
        if not (key.metric == "cost_of_revenue" and is_alone) or line.is_bridged:
            groups[key].append(line)
    return groups


def without_investees(
    found: list[PrintedFact], document: str, refusals: list[Refusal]
) -> list[PrintedFact]:
    """Lines without tables whose revenue contradicts the income statement: they are an investee's.

    Other lines of such a table are refused, once per table.
    """
    face: dict[Key, PrintedFact] = {}
    for line in found:
        if line.meaning.metric == "revenue" and not line.part and rank_of(line)[0] == 0:
            face.setdefault(key_of(line), line)
    agreeing: dict[int, set[bool]] = defaultdict(set)
    for line in found:
        best = face.get(key_of(line))
        if best is not None and line.statement not in ("income", "cash_flow"):
            agreeing[line.table].add(agree(best, line))
    other_entities = {table for table, values in agreeing.items() if values == {False}}
    kept: list[PrintedFact] = []
    left: dict[int, PrintedFact] = {}
    for one in found:
        # What the statement prints too is compared with it below; "Adjusted revenue" is not.
        if one.table not in other_entities or one.part or key_of(one) in face:
            kept.append(one)
        else:
            left.setdefault(one.table, one)
    for table, one in left.items():
        what = f"table {table}: {one.row.caption!r} is under a revenue that is not the statement's"
        refusals.append(Refusal(document, what, "conflict", one.token.locator))
    return kept


def _segments(found: list[PrintedFact]) -> frozenset[str]:
    """Plain names of parts that print a profit: these are segments, the others product lines."""
    return frozenset(
        plain(line.part)
        for line in found
        if line.part
        and not line.parent
        and (line.meaning.metric in OF_SEGMENTS or line.is_of_segments)
    )


def _figure(key: Key, line: PrintedFact, document: str, segments: frozenset[str]) -> Figure:
    breakdown: Breakdown | None = None
    if key.part is not None:
        breakdown = "segment" if key.part in segments else "product"
        if any(has(text, "corporate") for text in (key.part, *line.sections)):
            breakdown = "corporate"
        elif line.is_subtotal:
            breakdown = "subtotal"
    on_face = rank_of(line)[0] == 0
    return Figure(
        document=document,
        metric=key.metric,
        period=line.period,
        period_type=line.period_type,
        value=line.value,
        unit=line.unit,
        rule=f"{' › '.join(text for text in line.path if text)} of table {line.table}",
        confidence="closed_table" if on_face else "open_table",
        inputs=(Input(fact_of(line, document).fact_id, line.sign),),
        segment=line.part,
        breakdown=breakdown,
        parent=line.parent,
        basis=key.basis,
        decimals=line.decimals,
        concept=line.concept,
    )
