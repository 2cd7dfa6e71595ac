"""Lines of printed tables: the meaning of each number by its row, its column and its sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.language.captions import basis_of, basis_over, plain_caption
from extractors.language.concepts import Meaning, line_meanings
from extractors.language.fiscal_calendar import Calendar
from extractors.language.phrases import has
from extractors.language.units import Unit
from extractors.model import Basis, Fact, Locator, Period, PeriodType
from extractors.tables import margin_rows
from extractors.tables.adjusted_rows import adjusted
from extractors.tables.balances import periods_between
from extractors.tables.bridged_numbers import across, down
from extractors.tables.column_heads import Column
from extractors.tables.column_periods import dated_column
from extractors.tables.columns import Header
from extractors.tables.discontinued_rows import discontinued_rows
from extractors.tables.grid import Row, Table, Token
from extractors.tables.line_basis import basis_of_line
from extractors.tables.listed_parts import HeadedLists, supposed_sections
from extractors.tables.number_values import as_nothing, measured_as, unread_amount
from extractors.tables.paired_rows import without_shares
from extractors.tables.percent_columns import shares_of, whole_of
from extractors.tables.revenue_totals import RevenueTotal
from extractors.tables.row_meanings import RowMeaning, meanings_of, supposed_meanings
from extractors.tables.sections import TableState, heading_meanings, is_metric
from extractors.tables.shared_profits import profits_by_row
from extractors.tables.statements import statement_of
from extractors.tables.titles import basis_before, part_of, period_before
from extractors.tables.unnamed_lines import with_names
from extractors.tables.unread import Unread, Why
from extractors.tables.unread_cells import unread_cell, unread_row
from extractors.tables.yearly_rows import in_year, without_year

OF_NILS = ("revenue", "operating_income")
"""What parts add up to, and a dash of theirs may be nothing of."""


@dataclass(frozen=True, slots=True)
class PrintedFact:
    """One number of a table with everything that its position implies.

    value   as meant: money paid out is positive, though it may be printed in brackets; then sign
            is -1
    part, parent, is_subtotal, is_supposed   see `RowMeaning`
    is_of_segments   the title names segments
    is_closed   its table prints parts that add up to a total of the document
    is_bridged   it is an end of a bridge from GAAP to an adjusted measure that adds up
    is_nil   a dash is printed: only the sum of the other parts can prove that it is nothing
    """

    table: int
    row: Row
    token: Token
    column: Column
    sections: tuple[str, ...]
    meaning: Meaning
    basis: Basis
    period: Period
    period_type: PeriodType
    value: Decimal
    unit: str
    decimals: int
    part: str | None
    statement: str
    is_percent_of_revenue: bool
    parent: str | None = None
    is_subtotal: bool = False
    is_of_segments: bool = False
    sign: int = 1
    is_supposed: bool = False
    is_closed: bool = False
    is_bridged: bool = False
    is_nil: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """Caption path."""
        return (*self.sections, self.row.caption)

    @property
    def concept(self) -> str:
        """The caption that names the metric: of the row, of a section over it, or of the column."""
        captions = (self.row.caption, *reversed(self.sections), self.column.label)
        return next(
            (text for text in captions if self.meaning in line_meanings(plain_caption(text))),
            self.row.caption or self.meaning.metric,
        )


def numbers(
    table: Table, header: Header, calendar: Calendar, unit: Unit | None, part: str | None = None
) -> Iterator[PrintedFact | Unread]:
    """Every number of the table: a printed fact for each of its meanings, or why it has none.

    `part` is the segment that the whole table is about, if the caller knows it.
    """
    table = margin_rows.with_names(table)
    frame = _Frame.of(table, header, calendar, unit)
    if frame.statement == "income":
        table = with_names(table, header)
    state = _first_state(table, header, part or part_of(table, header, frame.statement))
    supposed, headed = supposed_sections(table, header), HeadedLists.of(table, header)
    gone, between = discontinued_rows(table, header), periods_between(table)
    for row in table.rows:
        if row.number in header.rows:
            state = state.on_header(row)
            continue
        if not row.amounts:
            state = state.on_heading(row, table)
            continue
        row, year = without_year(without_shares(row), state.header)
        if (why := unread_row(row, state, table, gone)) is not None:
            yield Unread(row, row.amounts, why)
            continue
        row, is_sum = state.with_total_caption(row)
        here = headed.at(row, replace(state, period=between.get(row.number, state.period)))
        listed = supposed.get(row.number, ()) if state.header is header else ()
        if frame.is_summed(row) or _may_mean(row, here) or listed:
            yield from _cells(frame, row, year, here, listed)
        else:
            yield Unread(row, row.amounts, Why.CAPTION)
        state = replace(state.on_data(row), sections=()) if is_sum else state.on_data(row)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What applies to all rows of one table; shares, whole, bridged: see their functions.

    revenue, profits   what an income statement's sums tell of its rows, whatever their captions

    title   the lines before the table and those over its columns
    """

    table: int
    statement: str
    title: str
    calendar: Calendar
    unit: Unit | None
    shares: set[float]
    whole: set[float]
    bridged: frozenset[Locator]
    revenue: RevenueTotal | None
    profits: Mapping[int, Meaning]

    @classmethod
    def of(cls, table: Table, header: Header, calendar: Calendar, unit: Unit | None) -> _Frame:
        """The frame of the table under its first header."""
        statement = statement_of(table)
        return cls(
            table.number, statement, " ".join((*table.before[-2:], *header.title)),
            calendar, unit, shares_of(table, header), whole_of(table, header), down(table, header),
            RevenueTotal.of(table, header) if statement == "income" else None,
            profits_by_row(table, header) if statement == "income" else {},
        )  # fmt: skip

    def is_summed(self, row: Row) -> bool:
        """Whether sums tell what the row is."""
        return row.number in self.profits or (
            self.revenue is not None and row.number == self.revenue.row
        )


def _cells(
    frame: _Frame, row: Row, year: str, state: TableState, listed: tuple[str, ...]
) -> Iterator[PrintedFact | Unread]:
    """Each number of one row; `year` is that of the row's caption, if columns have none."""
    ends = frame.bridged | across(row, state.header)
    for token in row.amounts:
        column = state.header.column_of(token)
        if column is None:
            yield Unread(row, (token,), Why.NO_COLUMN)
            continue
        if (why := unread_cell(row, token, column, frame.shares, frame.whole)) is not None:
            yield Unread(row, (token,), why)
            continue
        dated = in_year(column, year)
        if token.locator in ends:
            as_income = replace(frame, statement="income")
            found = _line(as_income, row, token, dated, state, listed)
            yield from (_of_bridge(one, frame.statement) for one in found)
        elif (nothing := as_nothing(token)) is not None:
            yield Unread(row, (token,), Why.NO_AMOUNT)
            for one in _line(frame, row, nothing, dated, state, listed):
                if isinstance(one, PrintedFact) and one.part and one.meaning.metric in OF_NILS:
                    yield replace(one, is_nil=True)
        else:
            yield from _line(frame, row, token, dated, state, listed)


def _of_bridge(one: PrintedFact | Unread, statement: str) -> PrintedFact | Unread:
    """The line of a bridge, read as of an income statement, with its own statement restored."""
    if statement == "income" or isinstance(one, Unread):
        return one
    return replace(one, statement=statement, is_bridged=True)


def _first_state(table: Table, header: Header, part: str | None) -> TableState:
    """The state before the first row, from the text above the table and its header."""
    own_basis = basis_over(" ".join(header.title)) or basis_before(table)
    return TableState(
        header, own_basis, period=period_before(table, header), part=part, own_basis=own_basis,
        adjusted=adjusted(table),
    )  # fmt: skip


def _may_mean(row: Row, state: TableState) -> bool:
    """Fast pre-filter: whether the row, its outermost section or its columns may name a metric."""
    plain = plain_caption(row.caption)
    if any(column.label and is_metric(column.label) for column in state.header.columns):
        return True
    if line_meanings(plain) or has(row.caption, "only_basis") or has(plain, "of_all_segments"):
        return True
    return bool(state.sections and heading_meanings(state.listing[0]))


def _line(
    frame: _Frame,
    row: Row,
    token: Token,
    column: Column,
    state: TableState,
    listed: tuple[str, ...],
) -> Iterator[PrintedFact | Unread]:
    if (why := unread_amount(token, column)) is not None:
        yield Unread(row, (token,), why)
        return
    meanings, state = _meanings(row, column, state, frame, listed)
    dated = dated_column(column, state, frame.calendar, frame.title) if meanings else Why.CAPTION
    if isinstance(dated, Why):
        yield Unread(row, (token,), dated)
        return
    own = basis_of(row.caption)
    above = " ".join((frame.title, *state.sections))
    for said in meanings:
        meaning = said.meaning
        # Rows below the total of segment columns divide the company in another way.
        is_across = has(column.label, "total") and said.part != column.label
        is_cut_otherwise = is_across or has(above, "by_geography")
        is_of_segments = has(above, "segments") and not is_cut_otherwise
        measured = measured_as(said, row, token, column, dated[0], frame.unit)
        if isinstance(measured, Why):
            yield Unread(row, (token,), measured)
            continue
        value, name, decimals = measured
        basis = own or basis_of_line(row, column, state, frame.statement, said)
        sign = -1 if meaning.metric == "capital_expenditures" and value < 0 else 1
        yield PrintedFact(
            frame.table, row, token, column, state.sections, meaning, basis, *dated,
            value * sign, name, decimals,
            said.part, frame.statement,
            column.is_percent_of_revenue or has(frame.title, "percent_of"),
            said.parent, said.is_subtotal, is_of_segments, sign, said.is_supposed,
        )  # fmt: skip


def _meanings(
    row: Row,
    column: Column,
    state: TableState,
    frame: _Frame,
    listed: tuple[str, ...],
) -> tuple[list[RowMeaning], TableState]:
    """Meanings by printed headings, else by the sections that the list's sums suppose."""
    meanings = list(meanings_of(row, column, state, frame.statement, frame.title))
    if not column.label and row.number in frame.profits:
        meanings = [RowMeaning(frame.profits[row.number], None)]
    elif not column.label and frame.revenue is not None:
        meanings = frame.revenue.told(row, meanings)
    if meanings or not listed:
        return meanings, state
    state = replace(state, sections=listed)
    return list(supposed_meanings(row, column, state, frame.statement, frame.title)), state


def fact_of(line: PrintedFact, document: str) -> Fact:
    """The line's number as a fact: its concept is its caption path."""
    members = frozenset({("part", line.part)}) if line.part else frozenset()
    return Fact(
        document=document,
        concept=" › ".join(text for text in (*line.path,) if text) or line.meaning.metric,
        period=line.period,
        members=members,
        value=line.value * line.sign,
        unit=line.unit,
        decimals=line.decimals,
        quote=line.token.quote,
        locator=line.token.locator,
        caption=line.path,
        column_caption=tuple(t for t in (line.column.period, line.column.label) if t),
        statement=line.statement,
    )
