"""Figures from untagged tables of a tagged filing: margins, adjusted figures, prior quarters.

Only untagged tables that mention margins or adjusted figures are read (`plain_tables`). Tags take
precedence: a table is accepted if its lines match tagged figures, and contradictions are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from lxml import etree

from extractors.language.fiscal_calendar import Calendar
from extractors.language.part_names import plain
from extractors.language.units import Unit
from extractors.model import Document, Fact, Figure, Refusal
from extractors.tables import printed_figures
from extractors.tables.columns import Header, in_fiscal_years
from extractors.tables.grid import Table
from extractors.tables.printed_facts import PrintedFact
from extractors.tables.table_readings import Step, TableReading, unit_over
from extractors.xbrl.plain_tables import plain_tables
from extractors.xbrl.tag_check import Known, TagComparison

DAY = timedelta(days=1)
SCALES = (10**6, 10**3)
"""What money is counted in where a table does not say it: its numbers must be tagged ones."""


@dataclass(frozen=True, slots=True)
class Untagged:
    """Facts, figures and refusals of the untagged tables.

    tables, steps   the intermediate results: each table as read, and what each check left
    """

    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    tables: tuple[TableReading, ...] = ()
    steps: tuple[Step, ...] = ()


def untagged(
    tables: Iterable[tuple[int, etree._Element]],
    document: Document,
    dates: Calendar | None,
    tagged: list[Figure],
) -> Untagged:
    """Figures of untagged tables that are not among the `tagged` figures.

    `tables` are the untagged ones, each with its 1-based number in the document.
    """
    if dates is None or not tagged:
        return Untagged()
    known = Known.of(tagged)
    refusals: list[Refusal] = []
    found: list[PrintedFact] = []
    tried: list[TableReading] = []
    for table, header in plain_tables(tables, document.sha256, refusals):
        reading, sure = confirmed(table, header, known, dates, document.sha256, refusals)
        tried.append(reading)
        found += sure
    first = Step.of(confirmed, found, refusals)
    read = printed_figures.settled(found, dates, document.sha256, refusals)
    made = tuple(_named(figure, known) for figure in read.figures if not known.has(figure))
    used = {one.fact_id for figure in made for one in figure.inputs}
    facts = tuple(fact for fact in read.facts if fact.fact_id in used)
    return Untagged(facts, made, tuple(refusals), tuple(tried), (first, *read.steps))


def confirmed(
    table: Table,
    bare: Header,
    known: Known,
    dates: Calendar,
    document: str,
    refusals: list[Refusal],
) -> tuple[TableReading, list[PrintedFact]]:
    """The table, for the company or the segment that it names, and the lines that tags confirm."""
    is_annual = dates.anchor is not None and dates.anchor.quarter == 4
    header = in_fiscal_years(bare) if is_annual else bare  # the tags would disprove it
    captions = dict(zip(header.columns, bare.columns, strict=True))
    unit = unit_over(table, header)
    doubted: list[TagComparison] = []
    whole = TableReading.of(table, header, dates, unit)
    parts = _parts_named(table, header, known)
    for reading in _readings(whole, parts, dates, known):
        comparison = TagComparison.of(reading.lines, known)
        is_supposed = reading.unit is not unit
        if comparison.is_enough(reading.part is not None, is_supposed):
            _refuse(comparison.conflicts, "conflict", document, refusals)
            sure = (line for line in comparison.sure if _is_dated_surely(line, dates))
            return reading, [
                replace(one, column=captions.get(one.column, one.column)) for one in sure
            ]
        if comparison.contradicting and comparison.new and not is_supposed:
            doubted.append(comparison)
    for comparison in doubted[:1]:
        # The table is about another entity than the company, and does not name it.
        _refuse(comparison.contradicting, "ambiguous_caption", document, refusals)
    return whole, []


def _readings(
    whole: TableReading, parts: list[str], dates: Calendar, known: Known
) -> Iterator[TableReading]:
    """Readings for the company, then for each segment; without a printed unit, in common ones."""
    table, header, unit = whole.table, whole.header, whole.unit
    units = (
        [unit]
        if unit or not _has_money(table)
        else [*(Unit(s, known.currency) for s in SCALES), None]
    )
    for part in (None, *parts):
        for one in units:
            if part is None and one is unit:
                yield whole
            else:
                yield TableReading.of(table, header, dates, one, part)


def _has_money(table: Table) -> bool:
    return any(t.amount and not t.amount.is_percent for row in table.rows for t in row.amounts)


def _is_dated_surely(line: PrintedFact, dates: Calendar) -> bool:
    """Whether the first day is not a guess: a year of weeks may have 52 or 53."""
    start = line.period.start
    return dates.weekly is False or start is None or start - DAY in dates.ends


def _refuse(
    against: list[PrintedFact], reason: str, document: str, refusals: list[Refusal]
) -> None:
    """One refusal for a table's lines that contradict the tags."""
    for line in against[:1]:
        what = f"table {line.table}: {line.meaning.metric} {line.part or ''} {line.period} "
        what = f"{what}({line.token.quote}) is not what is tagged"
        refusals.append(Refusal(document, what, reason, line.token.locator))


def _parts_named(table: Table, header: Header, known: Known) -> list[str]:
    """The segments named by the table's title, its first section or the lines before it."""
    sections = [r.caption for r in table.rows if r.number not in header.rows and not r.amounts]
    heads = [f" {plain(text)} " for text in (*sections[:1], *header.title, *table.before)]
    return [
        own.segment or ""
        for name, own in known.parts.items()
        if any(f" {name} " in head for head in heads)
    ]


def _named(figure: Figure, known: Known) -> Figure:
    """The figure on the basis of the statements, its segment named as in the tags."""
    basis = known.basis if figure.basis == "gaap" else figure.basis
    if figure.segment is None:
        return replace(figure, basis=basis)
    own = known.parts[plain(figure.segment)]
    return replace(
        figure,
        basis=basis,
        segment=own.segment,
        breakdown=own.breakdown,
        parent=own.parent,
        member=own.member,
    )
