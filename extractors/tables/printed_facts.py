"""Lines of printed tables: what each number is about, by its row, its column and its sections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from extractors.language.calendar_evidence import caption_in
from extractors.language.captions import basis_of, basis_over, plain_caption
from extractors.language.concepts import Meaning, line_meanings
from extractors.language.fiscal_calendar import Calendar
from extractors.language.phrases import has
from extractors.language.units import Unit
from extractors.model import Basis, Fact, Period, PeriodType
from extractors.tables.adjusted_rows import adjusted, excludes_from_nothing
from extractors.tables.column_heads import Column
from extractors.tables.columns import Header
from extractors.tables.grid import Row, Table, Token
from extractors.tables.listed_parts import supposed_sections
from extractors.tables.number_values import measured_as, unread_amount
from extractors.tables.paired_rows import without_shares
from extractors.tables.percent_columns import is_bare_margin, is_in_cents, shares_of, whole_of
from extractors.tables.row_meanings import RowMeaning, meanings_of, supposed_meanings
from extractors.tables.sections import TableState, heading_meanings, is_metric
from extractors.tables.statements import statement_of
from extractors.tables.titles import basis_before, part_of, period_before
from extractors.tables.unread import Unread, Why

PROFITS = ("net_income", "net_income_attributable", "operating_income")
OF_CASH_FLOW = ("capital_expenditures", "depreciation_and_amortization")


@dataclass(frozen=True, slots=True)
class PrintedFact:
    """One number of a table with everything that its place says of it.

    value   as meant: money paid out is positive, though it may be printed in brackets; then sign
            is -1
    part, parent, is_subtotal, is_supposed   see `RowMeaning`
    is_of_segments   the title names segments
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

    `part` is the part of the company that the whole table is about, where the caller knows it.
    """
    statement = statement_of(table)
    title = " ".join((*table.before[-2:], *header.title))
    state = _first_state(table, header, part or part_of(table, header, statement))
    shares, whole = shares_of(table, header), whole_of(table, header)
    supposed = supposed_sections(table, header)
    for row in table.rows:
        if row.number in header.rows:
            state = state.on_header(row)
            continue
        if not row.amounts:
            state = state.on_heading(row, table)
            continue
        row = without_shares(row)
        if (why := _unread_row(row, state, table)) is not None:
            yield Unread(row, row.amounts, why)
            continue
        row, is_sum = state.with_total_caption(row)
        listed = supposed.get(row.number, ()) if state.header is header else ()
        may_mean = _may_mean(row, state) or bool(listed)
        if not may_mean:
            yield Unread(row, row.amounts, Why.CAPTION)
        for token in row.amounts if may_mean else ():
            column = state.header.column_of(token)
            if column is None:
                yield Unread(row, (token,), Why.NO_COLUMN)
            elif (why := _unread_cell(row, token, column, shares, whole)) is not None:
                yield Unread(row, (token,), why)
            else:
                yield from _line(
                    table, row, token, column, state, statement, title, calendar, unit, listed
                )
        state = replace(state.on_data(row), sections=()) if is_sum else state.on_data(row)


def _first_state(table: Table, header: Header, part: str | None) -> TableState:
    """What the text above the table and its header say, before the first row."""
    own_basis = basis_over(" ".join(header.title)) or basis_before(table)
    return TableState(
        header, own_basis, period=period_before(table, header), part=part, own_basis=own_basis,
        adjusted=adjusted(table),
    )  # fmt: skip


def _unread_row(row: Row, state: TableState, table: Table) -> Why | None:
    """Why no number of the row is looked at."""
    if excludes_from_nothing(row, table):
        return Why.EXCLUDING
    if has(row.caption, "per_share") or has(row.caption, "not_money"):
        return Why.COUNTED
    return Why.FORMER if state.is_former else None


def _unread_cell(
    row: Row, token: Token, column: Column, shares: set[float], whole: set[float]
) -> Why | None:
    """Why the number is not looked at, as its column gives it."""
    label = column.label
    if column.is_excluded:
        return Why.CHANGE_COLUMN
    if has(label, "skipped") or (has(label, "no_part") and not line_meanings(plain_caption(label))):
        return Why.OTHER_COLUMN
    if column.start in shares and not (token.amount and token.amount.is_percent):
        return Why.PERCENT_COLUMN
    if column.start not in whole:
        return None
    if is_bare_margin(row, token):
        return Why.SHARE_OF_WHOLE
    return Why.COUNTED if is_in_cents(token) else None


def _may_mean(row: Row, state: TableState) -> bool:
    """A cheap look: the row or its outermost section speaks of a metric, or its columns may."""
    plain = plain_caption(row.caption)
    if any(column.label and is_metric(column.label) for column in state.header.columns):
        return True
    if line_meanings(plain) or has(row.caption, "only_basis") or has(plain, "of_all_segments"):
        return True
    return bool(state.sections and heading_meanings(state.sections[0]))


def _line(
    table: Table,
    row: Row,
    token: Token,
    column: Column,
    state: TableState,
    statement: str,
    title: str,
    calendar: Calendar,
    unit: Unit | None,
    listed: tuple[str, ...],
) -> Iterator[PrintedFact | Unread]:
    if (why := unread_amount(token, column)) is not None:
        yield Unread(row, (token,), why)
        return
    meanings, state = _meanings(row, column, state, statement, title, listed)
    dated = _dated(column, state, calendar) if meanings else Why.CAPTION
    if isinstance(dated, Why):
        yield Unread(row, (token,), dated)
        return
    own = basis_of(row.caption)
    above = " ".join((title, *state.sections))
    for said in meanings:
        meaning = said.meaning
        measured = measured_as(said, row, token, column, dated[0], unit)
        if isinstance(measured, Why):
            yield Unread(row, (token,), measured)
            continue
        value, name, decimals = measured
        basis = own or _basis_of(row, column, state, statement, meaning)
        sign = -1 if meaning.metric == "capital_expenditures" and value < 0 else 1
        yield PrintedFact(
            table.number, row, token, column, state.sections, meaning, basis, *dated,
            value * sign, name, decimals,
            said.part, statement, column.is_percent_of_revenue or has(title, "percent_of"),
            said.parent, said.is_subtotal, has(above, "segments"), sign, said.is_supposed,
        )  # fmt: skip


def _dated(
    column: Column, state: TableState, calendar: Calendar
) -> tuple[Period, PeriodType] | Why:
    """The period of the column, or why it has none that can be read here."""
    dated = _period(column, state, calendar)
    if dated is None:
        return Why.NO_PERIOD
    # An outlook in a table is left to the tables of outlooks.
    is_ahead = calendar.anchor is not None and dated[0].end > calendar.anchor.end
    return Why.AHEAD if is_ahead else dated


def _meanings(
    row: Row,
    column: Column,
    state: TableState,
    statement: str,
    title: str,
    listed: tuple[str, ...],
) -> tuple[list[RowMeaning], TableState]:
    """Meanings by the headings that are printed, else by those that the list's sums suppose."""
    meanings = list(meanings_of(row, column, state, statement, title))
    if meanings or not listed:
        return meanings, state
    state = replace(state, sections=listed)
    return list(supposed_meanings(row, column, state, statement, title)), state


def _basis_of(row: Row, column: Column, state: TableState, kind: str, meaning: Meaning) -> Basis:
    """The basis of a line whose caption names none, in a statement of that kind."""
    if meaning.metric in OF_CASH_FLOW:
        return "gaap"  # an adjusted free cash flow begins with lines of the statement
    is_first = kind == "reconciliation" and not state.is_after_data and column.basis is None
    if is_first and meaning.metric in PROFITS:  # what a reconciliation to "Adjusted" begins with
        return "gaap"
    return column.basis or _basis_above(state, meaning, row) or "gaap"


def _basis_above(state: TableState, meaning: Meaning, row: Row) -> Basis | None:
    """The section's basis, which under "Non-GAAP operating margin" is not that of its revenue.

    Nor is it that of a line which stands adjusted beside itself.
    """
    if plain_caption(row.caption) in state.adjusted:
        return None
    over = {m.metric for m in line_meanings(plain_caption(state.heading))}
    if meaning.metric == "revenue" and over and "revenue" not in over:
        return state.own_basis
    return state.basis


def _period(
    column: Column, state: TableState, calendar: Calendar
) -> tuple[Period, PeriodType] | None:
    above = "" if column.period else state.period  # a column's own words are not passed over
    for text in (column.period, f"{state.period} {column.period}".strip(), above):
        caption = caption_in(text, calendar) if text else None
        found = calendar.period(caption) if caption else None
        if found is not None:
            return None if _is_of_unknown_length(text, found[0], calendar) else found
    return None


def _is_of_unknown_length(text: str, period: Period, calendar: Calendar) -> bool:
    """In a calendar of weeks a "Quarter Ended" has 12, 13, 16 or 17: a printed end must say."""
    if not calendar.weekly or period.end in calendar.weeks or not has(text, "quarter_ended"):
        return False
    starts_after = None if period.start is None else period.start - timedelta(days=1)
    return not has(text, "counted_length") and starts_after not in calendar.ends


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
