"""What a tagged filing prints without a tag: margins in percent, adjusted figures, prior quarters.

Only tables without any tag that mention margins or adjusted figures are read, from the tree that is
parsed already, so that a filing costs little more than its tags. Tags take precedence: a table is
accepted where its lines match tagged figures, and what contradicts them is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from lxml import etree

from extractors.errors import DocumentError
from extractors.html import reader
from extractors.html.grid_walk import XHTML
from extractors.language.fiscal_calendar import Anchor, Calendar
from extractors.language.part_names import plain
from extractors.language.period_captions import is_weekly
from extractors.language.text import clean
from extractors.model import Document, Duration, Fact, Figure, Refusal
from extractors.tables import printed_figures
from extractors.tables.columns import Header, columns, in_fiscal_years
from extractors.tables.grid import Table, table_of
from extractors.tables.printed_facts import PrintedFact
from extractors.tables.table_readings import Step, TableReading, unit_over
from extractors.xbrl.elements import TABLE
from extractors.xbrl.tag_check import Known, TagComparison

TELLING = (
    (("argin", "ross profit", "ross Profit"), ("%",)),
    (
        ("% of ", "ercent of ", "ercentage of ", "on-GAAP"),
        ("perating income", "perating Income", "from operations", "perating profit", "et income"),
    ),
)
"""A table may hold margins or adjusted figures where it has a word of both sets of a pair."""
QUARTERS = {"Q1": 1, "Q2": 2, "Q3": 3, "Q4": 4, "FY": 4}
DAY = timedelta(days=1)
MOST_ROWS = 500
"""A table of results has some dozens of rows; one of hundreds is a list or an attack on time."""
STEPS_BEFORE = 10
"""Elements looked at before a table for its title and unit."""
PARAGRAPH = 300
"""Characters of a text that is no title: what stands above it heads other things."""
TR = f"{XHTML.namespace}tr"
_text = etree.XPath("string()", smart_strings=False)


@dataclass(frozen=True, slots=True)
class Untagged:
    """Facts, figures and refusals of the tables without tags.

    tables, steps   how it came to that: each table as read, and what each check left
    """

    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    tables: tuple[TableReading, ...] = ()
    steps: tuple[Step, ...] = ()


def untagged(
    tables: Iterable[tuple[int, etree._Element]],
    document: Document,
    texts: Mapping[str, str],
    tagged: list[Figure],
) -> Untagged:
    """Figures of tables without tags that the `tagged` figures lack.

    `tables` are those without tags, each with its 1-based number in the document; `texts` are the
    dei facts, concept → text.
    """
    dates = _calendar(document, texts, tagged)
    if dates is None or not tagged:
        return Untagged()
    known = Known.of(tagged)
    refusals: list[Refusal] = []
    found: list[PrintedFact] = []
    tried: list[TableReading] = []
    for table in _telling(tables, document.sha256, refusals):
        reading, sure = confirmed(table, known, dates, document.sha256, refusals)
        tried.append(reading)
        found += sure
    first = Step.of(confirmed, found, refusals)
    read = printed_figures.settled(found, dates, document.sha256, refusals)
    made = tuple(_named(figure, known) for figure in read.figures if not known.has(figure))
    used = {one.fact_id for figure in made for one in figure.inputs}
    facts = tuple(fact for fact in read.facts if fact.fact_id in used)
    return Untagged(facts, made, tuple(refusals), tuple(tried), (first, *read.steps))


def _calendar(
    document: Document, texts: Mapping[str, str], tagged: Iterable[Figure]
) -> Calendar | None:
    """The calendar by the cover and the tagged figures."""
    quarter = QUARTERS.get(texts.get("dei:DocumentFiscalPeriodFocus", ""))
    if quarter is None or document.period_end is None:
        return None
    periods = {f.period for f in tagged if f.period_type != "other"}
    # The day before a period begins ends another one.
    starts = (p.start for p in periods if isinstance(p, Duration))
    ends = {p.end for p in periods} | {start - DAY for start in starts if start > date.min}
    year = texts.get("dei:DocumentFiscalYearFocus", "")
    return Calendar(
        frozenset(ends),
        is_weekly(ends),
        Anchor(quarter, document.period_end),
        int(year) if year.isdigit() else None,
    )


def _telling(
    tables: Iterable[tuple[int, etree._Element]], document: str, refusals: list[Refusal]
) -> Iterator[Table]:
    """The tables with margins or adjusted figures; a table around tables is layout."""
    for number, table in tables:
        if not _is_telling(str(_text(table))) or _is_layout(table):
            continue
        try:
            rows = list(reader.rows_of(table, number, XHTML))
        except DocumentError as error:  # it costs itself alone, not what is tagged
            refusals.append(Refusal(document, str(error), error.reason))
            continue
        yield table_of(number, rows, _lines_before(table))


def _is_layout(table: etree._Element) -> bool:
    if next(table.iterdescendants(TABLE), None) is not None:
        return True
    return sum(1 for _ in islice(table.iter(TR), MOST_ROWS)) == MOST_ROWS


def _is_telling(text: str) -> bool:
    return any(all(any(word in text for word in words) for words in both) for both in TELLING)


def _lines_before(table: etree._Element) -> list[str]:
    """Lines of text before a table, nearest last, back to a paragraph or the table before it."""
    found: list[str] = []
    node: etree._Element | None = table
    for _ in range(STEPS_BEFORE):
        above = node.getprevious() if node is not None else None
        if above is None:
            node = node.getparent() if node is not None else None
            continue
        node = above
        if next(node.iter(TABLE), None) is not None:
            break
        if text := clean(str(_text(node))):
            found.insert(0, text)
            if len(text) > PARAGRAPH:
                break
    return found


def confirmed(
    table: Table, known: Known, dates: Calendar, document: str, refusals: list[Refusal]
) -> tuple[TableReading, list[PrintedFact]]:
    """The table, of the company or of the part that it names, and its lines that tags confirm."""
    bare = columns(table)
    is_annual = dates.anchor is not None and dates.anchor.quarter == 4
    header = in_fiscal_years(bare) if is_annual else bare  # where that is wrong, the tags show it
    captions = dict(zip(header.columns, bare.columns, strict=True))
    unit = unit_over(table, header)
    doubted: list[TagComparison] = []
    whole = TableReading.of(table, header, dates, unit)
    for part in (None, *_parts_named(table, header, known)):
        reading = TableReading.of(table, header, dates, unit, part) if part else whole
        comparison = TagComparison.of(reading.lines, known)
        if comparison.is_enough(part is not None):
            _refuse(comparison.conflicts, "conflict", document, refusals)
            sure = (line for line in comparison.sure if _is_dated_surely(line, dates))
            return reading, [
                replace(one, column=captions.get(one.column, one.column)) for one in sure
            ]
        if comparison.contradicting and comparison.new:
            doubted.append(comparison)
    for comparison in doubted[:1]:
        # The table is about another whole than the company, and does not say which.
        _refuse(comparison.contradicting, "ambiguous_caption", document, refusals)
    return whole, []


def _is_dated_surely(line: PrintedFact, dates: Calendar) -> bool:
    """Whether the first day is no guess: a year of weeks has 52 or 53 of them."""
    start = line.period.start
    return dates.weekly is False or start is None or start - DAY in dates.ends


def _refuse(
    against: list[PrintedFact], reason: str, document: str, refusals: list[Refusal]
) -> None:
    """One refusal for a table's lines that the tags contradict."""
    for line in against[:1]:
        what = f"table {line.table}: {line.meaning.metric} {line.part or ''} {line.period} "
        what = f"{what}({line.token.quote}) is not what is tagged"
        refusals.append(Refusal(document, what, reason, line.token.locator))


def _parts_named(table: Table, header: Header, known: Known) -> list[str]:
    """The segments that the table's title, its first section or the lines before it name."""
    sections = [r.caption for r in table.rows if r.number not in header.rows and not r.amounts]
    heads = [f" {plain(text)} " for text in (*sections[:1], *header.title, *table.before)]
    return [
        own.segment or ""
        for name, own in known.parts.items()
        if any(f" {name} " in head for head in heads)
    ]


def _named(figure: Figure, known: Known) -> Figure:
    """The figure on the basis of the statements, its part as the tags name it."""
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
