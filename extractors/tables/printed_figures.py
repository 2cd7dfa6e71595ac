"""Printed lines → figures: the primary statement first, closed, conflicts held back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extractors.language.calendar_evidence import calendar
from extractors.language.fiscal_calendar import Calendar
from extractors.language.part_names import plain
from extractors.language.phrases import has
from extractors.language.units import Unit, unit_of
from extractors.model import Breakdown, Fact, Figure, Input, Refusal
from extractors.tables import other_entities
from extractors.tables.columns import Header, columns, in_fiscal_years
from extractors.tables.grid import Table
from extractors.tables.partitions import proven
from extractors.tables.printed_facts import PrintedFact, fact_of, lines
from extractors.tables.reconcile import Key, agree, check_margins, close, key_of, rank_of
from extractors.tables.row_meanings import SPREAD

HEADER_ROWS = 8


@dataclass(frozen=True, slots=True)
class Read:
    """All that the tables of one document say; heads are the words over their columns."""

    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    refusals: tuple[Refusal, ...]
    calendar: Calendar
    heads: tuple[str, ...] = ()


def figures(
    tables: Iterable[Table],
    texts: list[str],
    document: str,
) -> Read:
    """Figures of all tables; `texts` are the lines between them, which date the quarters."""
    headed = [(table, columns(table)) for table in tables]
    dates = calendar((c for _, header in headed for c in header.captions), texts)
    refusals: list[Refusal] = []
    found = other_entities.exclude(_unbracketed(_lines(headed, dates)), headed, document, refusals)
    found = proven(found, document, refusals)
    found = _without_foreign(found, document, refusals)
    heads = tuple(
        token.text
        for table, header in headed
        for row in table.rows
        for token in ((row.lead, *row.tokens) if row.number in header.rows else (row.lead,))
        if token is not None
    )
    return replace(settled(found, dates, document, refusals), heads=heads)


def settled(
    found: list[PrintedFact], dates: Calendar, document: str, refusals: list[Refusal]
) -> Read:
    """One figure for each thing that the lines print; adds to `refusals` what is doubtful."""
    chosen = _settled(found, document, refusals)
    close(chosen, found, document, refusals)
    check_margins(chosen, document, refusals)
    _take_attributable(chosen)
    names = _segments(found)
    made = tuple(_figure(key, line, document, names) for key, line in chosen.items())
    facts = {line.token.locator: fact_of(line, document) for line in chosen.values()}
    return Read(tuple(facts.values()), made, tuple(refusals), dates)


def _lines(headed: list[tuple[Table, Header]], dates: Calendar) -> Iterator[PrintedFact]:
    """All lines; what a table leaves out of unit and years is taken where its numbers prove it."""
    units = [unit_over(table, header) for table, header in headed]
    of_table = [list(lines(t, h, dates, u)) for (t, h), u in zip(headed, units, strict=True)]
    stated = Counter(unit for unit, some in zip(units, of_table, strict=True) if unit and some)
    common = stated.most_common(1)[0][0] if stated else None
    known = {key_of(line): line for some in of_table for line in some}
    for (table, header), unit, some in zip(headed, units, of_table, strict=True):
        years = in_fiscal_years(header)
        if (unit is None and common is not None) or years is not header:
            supposed = list(lines(table, years, dates, unit or common))
            if _is_borne_out(supposed, known):
                some = supposed
        yield from some


def _unbracketed(found: Iterable[PrintedFact]) -> list[PrintedFact]:
    """Costs as positive numbers, also where a statement prints them all in brackets."""
    listed = list(found)
    signs: dict[int, set[bool]] = defaultdict(set)
    for line in listed:
        if line.meaning.metric in SPREAD and line.part is None and line.value:
            signs[line.table].add(line.value < 0)
    turned = {table for table, negative in signs.items() if negative == {True}}
    return [
        replace(one, value=-one.value, sign=-one.sign)
        if one.table in turned and one.meaning.metric in SPREAD
        else one
        for one in listed
    ]


def _is_borne_out(found: list[PrintedFact], known: dict[Key, PrintedFact]) -> bool:
    """Whether a number of three digits or more is also printed under a unit, and none differs."""
    pairs = [
        (one, known[key_of(one)]) for one in found if key_of(one) in known and one.unit != "pure"
    ]
    same = [one for one, other in pairs if one.value == other.value and len(one.token.quote) > 2]
    return bool(same) and all(agree(one, other) for one, other in pairs)


def unit_over(table: Table, header: Header) -> Unit | None:
    """The unit caption of the table itself, else of the lines before it."""
    begin = next((i for i, row in enumerate(table.rows) if row.amounts), HEADER_ROWS)
    top = table.rows[: min(begin, HEADER_ROWS)]
    own = [t.text for row in top for t in row.tokens if t.amount is None]
    own += [row.caption for row in top]
    return unit_of([*header.title, *own]) or unit_of(list(table.before))


def _settled(
    found: list[PrintedFact], document: str, refusals: list[Refusal]
) -> dict[Key, PrintedFact]:
    """One line for each key: the surest place speaks, and what it says twice must agree.

    What a lesser place says otherwise is refused, and the surest place stands.
    """
    groups: dict[Key, list[PrintedFact]] = defaultdict(list)
    tops = ("revenue", "gross_profit")
    beside = {(one.table, key_of(one)) for one in found if one.meaning.metric in tops}
    for line in found:
        key = key_of(line)
        # A cost of revenue in a note on stock compensation or hedges is not the statement's.
        is_alone = not any((line.table, replace(key, metric=top)) in beside for top in tops)
        if not (key.metric == "cost_of_revenue" and is_alone):
            groups[key].append(line)
    profit_tables = {
        one.table for one in found if one.part and one.meaning.metric == "operating_income"
    }

    def rank(line: PrintedFact) -> tuple[bool, int, int]:
        return (bool(line.part) and line.table not in profit_tables, *rank_of(line))

    chosen = {}
    for key, group in groups.items():
        best = min(group, key=rank)
        rivals = [one for one in group if not agree(best, one)]
        equals = [one for one in rivals if rank(one) == rank(best)]
        if not equals:
            finer = [one for one in group if key.unit == "pure" and one not in rivals]
            chosen[key] = max(finer, key=lambda one: one.decimals, default=best)
        for against in equals[:1] or [r for r in rivals if rank_of(r)[1] == rank_of(best)[1]][:1]:
            what = f"{key.metric} {key.part or ''} {key.period}: {best.token.quote} against "
            what = f"{what}{against.token.quote} at {against.token.locator}"
            place, rival = best.token.locator, against.token.locator
            refusals.append(Refusal(document, what, "conflict", place, against=rival))
    return chosen


def _without_foreign(
    found: list[PrintedFact], document: str, refusals: list[Refusal]
) -> list[PrintedFact]:
    """Lines without the tables whose revenue contradicts the income statement's: an investee's.

    What else such a table prints is refused, once for all of it.
    """
    face: dict[Key, PrintedFact] = {}
    for line in found:
        if line.meaning.metric == "revenue" and not line.part and rank_of(line)[0] == 0:
            face.setdefault(key_of(line), line)
    told: dict[int, set[bool]] = defaultdict(set)
    for line in found:
        best = face.get(key_of(line))
        if best is not None and line.statement not in ("income", "cash_flow"):
            told[line.table].add(agree(best, line))
    other_entities = {table for table, agreeing in told.items() if agreeing == {False}}
    kept: list[PrintedFact] = []
    left: dict[int, PrintedFact] = {}
    for one in found:
        if one.table not in other_entities or one.part or one.meaning.metric == "revenue":
            kept.append(one)
        else:
            left.setdefault(one.table, one)
    for table, one in left.items():
        what = f"table {table}: {one.row.caption!r} is under a revenue that is not the statement's"
        refusals.append(Refusal(document, what, "conflict", one.token.locator))
    return kept


def _take_attributable(chosen: dict[Key, PrintedFact]) -> None:
    """Where no line says net income, the one attributable to the owners is all there is."""
    for key in [k for k in chosen if k.metric == "net_income_attributable"]:
        chosen.setdefault(replace(key, metric="net_income"), chosen[key])


def _segments(found: list[PrintedFact]) -> frozenset[str]:
    """Plain names of parts that print a profit: those are segments, others product lines."""
    return frozenset(
        plain(line.part)
        for line in found
        if line.part
        and not line.parent
        and (line.meaning.metric == "operating_income" or line.is_of_segments)
    )


def _figure(key: Key, line: PrintedFact, document: str, segments: frozenset[str]) -> Figure:
    breakdown: Breakdown | None = None
    if key.part is not None:
        breakdown = "segment" if key.part in segments else "product"
        if has(key.part, "corporate"):
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
