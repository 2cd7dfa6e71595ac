"""Tables before any check: their columns, their units, and the meaning of each number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from extractors.language.calendar_evidence import calendar, parsed_caption
from extractors.language.dates import parse_date
from extractors.language.fiscal_calendar import Calendar
from extractors.language.phrases import has
from extractors.language.reported_period import shifted
from extractors.language.units import Unit, unit_of
from extractors.model import Instant, Refusal
from extractors.tables.columns import Header, columns, in_fiscal_years
from extractors.tables.confirmation import is_confirmed
from extractors.tables.grid import Table, is_year
from extractors.tables.introduced_quarters import of_quarters
from extractors.tables.named_blocks import without_names
from extractors.tables.printed_facts import PrintedFact, numbers
from extractors.tables.reconcile import Key, key_of
from extractors.tables.repeated_tables import with_units
from extractors.tables.row_meanings import SPREAD
from extractors.tables.several_costs import to_be_closed, without_spread
from extractors.tables.statements import statement_of
from extractors.tables.unread import Unread

HEADER_ROWS = 8
YEARS_OF_A_STATEMENT = 3
HALF = 2
"""The quarter that ends with half a year."""
STATEMENTS = ("income", "cash_flow")
"""Their newest column is the period reported."""


@dataclass(frozen=True, slots=True)
class TableReading:
    """One table with the columns and the unit under which its numbers were read.

    numbers   each number as a line for each of its meanings, or why it has none
    part      the segment that the caller knows it to be about
    """

    table: Table
    header: Header
    unit: Unit | None
    numbers: tuple[PrintedFact | Unread, ...]
    part: str | None = None

    @classmethod
    def of(
        cls,
        table: Table,
        header: Header,
        dates: Calendar,
        unit: Unit | None,
        part: str | None = None,
    ) -> TableReading:
        """Read the table with that header and unit, for the given segment if any."""
        found = without_spread(numbers(table, header, dates, unit, part))
        found = to_be_closed(table, header, found)
        return cls(table, header, unit, tuple(found), part)

    @property
    def lines(self) -> list[PrintedFact]:
        """The numbers that have a meaning."""
        return [one for one in self._facts if not one.is_nil]

    @property
    def dashes(self) -> list[PrintedFact]:
        """The dashes of parts, each as nothing of what it would be."""
        return [one for one in self._facts if one.is_nil]

    @property
    def _facts(self) -> Iterator[PrintedFact]:
        return (one for one in self.numbers if isinstance(one, PrintedFact))

    @property
    def heads(self) -> Iterator[str]:
        """The words over the columns, and the captions of all rows."""
        for row in self.table.rows:
            tokens = row.tokens if row.number in self.header.rows else ()
            yield from (token.text for token in (row.lead, *tokens) if token is not None)


@dataclass(frozen=True, slots=True)
class Step:
    """The lines and refusals of a check; `check` is its function: 'tables.reconcile.close'."""

    check: str
    lines: tuple[PrintedFact, ...]
    refusals: tuple[Refusal, ...]

    @classmethod
    def of(
        cls, check: Callable[..., object], lines: Iterable[PrintedFact], refusals: Iterable[Refusal]
    ) -> Step:
        """The step of the function `check`."""
        room = check.__module__.removeprefix("extractors.")
        return cls(f"{room}.{check.__name__}", tuple(lines), tuple(refusals))


def table_readings(
    tables: Iterable[Table], texts: list[str]
) -> tuple[tuple[TableReading, ...], Calendar]:
    """All tables as read, and the document's calendar; `texts` are the lines between the tables.

    A missing unit or year is supplied where the table's numbers prove it.
    """
    named = map(without_names, with_units(tables))
    headed = [(table, of_quarters(table, columns(table))) for table in named]
    captions = (caption for _, header in headed for caption in header.captions)
    newest = (c for table, h in headed if statement_of(table) in STATEMENTS for c in h.captions)
    dates = calendar(captions, texts, newest)
    bare = [TableReading.of(t, head, dates, unit_over(t, head)) for t, head in headed]
    stated = Counter(one.unit for one in bare if one.unit and one.lines)
    common = stated.most_common(1)[0][0] if stated else None
    dated = [_dated(one, dates) for one in bare]
    known = {key_of(line): line for one in dated for line in one.lines}
    return tuple(_supplied(one, common, dates, known) for one in dated), dates


def _dated(bare: TableReading, dates: Calendar) -> TableReading:
    """A statement of three years under bare years or days, read as fiscal years."""
    if bare.unit is None or not _is_annual(bare.table, bare.header, dates):
        return bare
    return TableReading.of(bare.table, in_fiscal_years(bare.header), dates, bare.unit)


def _supplied(
    bare: TableReading, common: Unit | None, dates: Calendar, known: dict[Key, PrintedFact]
) -> TableReading:
    """The table read in fiscal years and in the most common unit, if its numbers prove that.

    Where a half is reported, also in the halves and years that end on the days over its columns.
    """
    bare_ones = {(line.token.locator, line.period) for line in bare.lines}
    for header in (in_fiscal_years(bare.header), _in_halves(bare.header, dates)):
        if header is bare.header and (bare.unit is not None or common is None):
            continue
        read = TableReading.of(bare.table, header, dates, bare.unit or common)
        new = [line for line in read.lines if (line.token.locator, line.period) not in bare_ones]
        if is_confirmed(new, known):
            return read
    return bare


def _in_halves(header: Header, dates: Calendar) -> Header:
    """The header with "June 30, 2025" as six months and "Dec. 31, 2024" as the year ended then."""
    anchor = dates.anchor
    if anchor is None or anchor.quarter != HALF:
        return header
    lengths = {HALF: "Six months ended", 2 * HALF: "Year ended"}
    found = []
    for column in header.columns:
        caption = parsed_caption(column.period) if column.period else None
        day = caption.end if caption and isinstance(caption.period, Instant) else None
        length = lengths.get(shifted(anchor, day) or 0, "") if day else ""
        found.append(replace(column, period=f"{length} {column.period}") if length else column)
    return header if tuple(found) == header.columns else replace(header, columns=tuple(found))


def _is_annual(table: Table, header: Header, dates: Calendar) -> bool:
    """Whether it is a statement of three years, the newest being the reported one.

    A quarter would not be printed beside those of two years before without a word for it.
    """
    if dates.anchor is None or dates.anchor.quarter != 4:
        return False
    heads = [column.period for column in header.columns]
    years = [int(head[-4:]) for head in heads if is_year(head) or has(head, "a_day")]
    if len(years) != len(heads) or len(heads) != YEARS_OF_A_STATEMENT:
        return False
    if is_year(heads[0]):
        is_reported = years[0] == dates.year_of_anchor
    else:
        is_reported = parse_date(heads[0]) == dates.anchor.end
    is_statement = statement_of(table) in ("income", "cash_flow")
    return is_reported and is_statement and years[0] > years[1] > years[2]


def unit_over(table: Table, header: Header) -> Unit | None:
    """The unit in the table's own captions, else in the lines before it."""
    begin = next((i for i, row in enumerate(table.rows) if row.amounts), HEADER_ROWS)
    top = table.rows[: min(begin, HEADER_ROWS)]
    own = [t.text for row in top for t in row.tokens if t.amount is None]
    own += [row.caption for row in top]
    return unit_of([*header.title, *own]) or unit_of(list(table.before))


def unbracketed(found: Iterable[PrintedFact]) -> list[PrintedFact]:
    """Costs as positive numbers, also where a statement prints all of them in brackets.

    An analysis of expenses that goes on below the statement, or stands above it, may print them
    without: a line above a gross profit with two numbers, all in brackets, is enough.
    """
    listed = list(found)
    signs: dict[int, dict[str, set[bool]]] = defaultdict(lambda: defaultdict(set))
    rows: dict[tuple[int, int], list[bool]] = defaultdict(list)
    for line in listed:
        if line.meaning.metric in SPREAD and line.part is None and line.value:
            signs[line.table][line.meaning.metric].add(line.value < 0)
            rows[line.table, line.row.number].append(line.value < 0)
    turned = {table for table, by_metric in signs.items() if _is_bracketed(by_metric)}
    whole = {row for row, negative in rows.items() if len(negative) > 1 and all(negative)}
    profits = {one.table for one in listed if one.meaning.metric == "gross_profit"}

    def is_turned(one: PrintedFact) -> bool:
        is_cost = one.meaning.metric == "cost_of_revenue" and one.table in profits
        is_line = (is_cost or one.statement == "income") and (one.table, one.row.number) in whole
        return one.table in turned or is_line

    return [
        replace(one, value=-one.value, sign=-one.sign)
        if one.meaning.metric in SPREAD and one.value < 0 and is_turned(one)
        else one
        for one in listed
    ]


def _is_bracketed(signs: dict[str, set[bool]]) -> bool:
    """Whether all costs of revenue are negative, or without any of these all other costs."""
    return (signs.get("cost_of_revenue") or set().union(*signs.values())) == {True}
