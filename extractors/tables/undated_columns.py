"""Refuses columns without a usable period: one refusal for each table that has some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.language.calendar_evidence import caption_in
from extractors.language.captions import plain_caption
from extractors.language.concepts import line_meanings
from extractors.language.fiscal_calendar import Calendar
from extractors.language.phrases import has
from extractors.model import Refusal
from extractors.tables.column_heads import Column
from extractors.tables.columns import Header
from extractors.tables.grid import Table, Token
from extractors.tables.printed_facts import PrintedFact

MOST_NAMED = 6


def refused(
    headed: Sequence[tuple[Table, Header]],
    found: Sequence[PrintedFact],
    dates: Calendar,
    document: str,
) -> Iterator[Refusal]:
    """A refusal for each table with known lines under columns that cannot be dated."""
    read = {(line.table, line.column.start) for line in found}
    for table, header in headed:
        left: dict[str, Token] = {}
        for token in _numbers(table):
            column = header.column_of(token)
            if column is None or column.is_excluded or has(column.label, "skipped"):
                continue
            if (table.number, column.start) not in read and (why := _why(column, dates)):
                left.setdefault(why, token)
        if left:
            what = f"table {table.number}: {'; '.join(list(left)[:MOST_NAMED])}"
            yield Refusal(document, what, "bad_period", next(iter(left.values())).locator)


def _numbers(table: Table) -> Iterator[Token]:
    """The amounts of rows with a known caption."""
    for row in table.rows:
        if row.amounts and line_meanings(plain_caption(row.caption)):
            yield from row.amounts


def _why(column: Column, dates: Calendar) -> str:
    """Why the column's header gives no period; '' where it does, or names none."""
    if not column.period:
        return ""
    caption = caption_in(column.period, dates)
    dated = dates.period(caption) if caption else None
    if dated is None:
        return f"{column.period!r} is no period that the document dates"
    if dates.anchor is not None and dated[0].end > dates.anchor.end:
        return f"{column.period!r} is after {dates.anchor.end}, the end of the period reported"
    return ""
