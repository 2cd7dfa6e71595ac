"""Explains printed tables: columns, numbers with their fates, and numbers without a meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extractors.explanation.fates import Fates
from extractors.explanation.stages import Stages
from extractors.explanation.stories import ColumnStory, Fate, NumberStory, TableStory, UnreadStory
from extractors.language.calendar_evidence import parsed_caption
from extractors.language.fiscal_calendar import Calendar
from extractors.model import Locator, Period
from extractors.tables.column_heads import Column
from extractors.tables.grid import Token
from extractors.tables.printed_facts import PrintedFact
from extractors.tables.table_readings import TableReading
from extractors.tables.unread import OF_COLUMNS, Unread, Why


def stories(stages: Stages) -> Iterator[TableStory]:
    """One story for each printed table."""
    fates = Fates(stages)
    for read in stages.tables:
        unit = read.unit
        yield TableStory(
            read.table.number,
            next((token.locator for row in read.table.rows for token in row.amounts), None),
            "printed",
            read.table.before,
            read.header.title,
            f"{unit.currency}, times {unit.scale:,}" if unit else None,
            tuple(_columns(read, stages.calendar)),
            tuple(_number(line, fates.of(line)) for line in _with_meanings(read, fates)),
            tuple(_unread(read, set(fates.made))),
        )


def _with_meanings(read: TableReading, fates: Fates) -> list[PrintedFact]:
    """The lines, and the dashes that are proven to be nothing, in the order of the print."""
    nils = {id(one) for one in read.dashes if one.token.locator in fates.made}
    facts = (one for one in read.numbers if isinstance(one, PrintedFact))
    return [one for one in facts if not one.is_nil or id(one) in nils]


def _columns(read: TableReading, calendar: Calendar | None) -> Iterator[ColumnStory]:
    """The columns of the table's first headers, and of headers further down."""
    later = dict.fromkeys(line.column for line in read.lines)
    for column in (*read.header.columns, *(c for c in later if c not in read.header.columns)):
        dated = {line.period for line in read.lines if line.column == column}
        yield ColumnStory(
            column.start,
            column.end,
            column.period,
            tuple(sorted(dated, key=str)) or _dated(column, calendar),
            column.basis,
            column.label,
            column.is_percent_of_revenue,
            _excluded(read, column),
        )


def _dated(column: Column, calendar: Calendar | None) -> tuple[Period, ...]:
    caption = parsed_caption(column.period) if column.period else None
    found = calendar.period(caption) if caption and calendar else None
    return (found[0],) if found else ()


def _excluded(read: TableReading, column: Column) -> Why | None:
    """Why no number of the column is read; None if numbers are read."""
    if column.is_excluded:
        return Why.CHANGE_COLUMN
    unread = (one for one in read.numbers if isinstance(one, Unread) and one.why in OF_COLUMNS)
    return next((u.why for u in unread if read.header.column_of(u.tokens[0]) == column), None)


def _number(line: PrintedFact, fate: Fate) -> NumberStory:
    return NumberStory(
        line.token.locator, line.token.quote, tuple(text for text in line.path if text),
        line.meaning.metric, line.part, line.basis, line.period, f"{line.value:,f} {line.unit}",
        fate,
    )  # fmt: skip


def _unread(read: TableReading, used: set[Locator]) -> Iterator[UnreadStory]:
    """Numbers without a meaning that are in no figure, by row and reason."""
    used = used | {line.token.locator for line in read.lines}
    found: dict[tuple[int, str, Why], dict[Token, None]] = defaultdict(dict)
    for one in read.numbers:
        if isinstance(one, Unread):
            rest = (token for token in one.tokens if token.locator not in used)
            found[one.row.number, one.row.caption, one.why].update(dict.fromkeys(rest))
    for (_, caption, why), tokens in found.items():
        if tokens:
            yield UnreadStory(caption, tuple(token.text for token in tokens), why)
