"""A part of a page: a picture, the table behind it, the question that it answers, and its CSV."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
from markupsafe import Markup

from warehouse.pages.cells import Cell
from warehouse.query.connection import Answer, run

Row = Mapping[str, Any]
Made = Callable[[Row], Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and rows; a head that ends in a unit says so, as 'Revenue, USD m'."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of a page. name: of its CSV, unique on the page; sql: asks for what it shows.

    is_open: the table is shown without asking; below: what stands under the table.
    """

    name: str
    title: str
    table: Table
    answer: Answer
    sql: str
    note: str = ""
    chart: Markup | None = None
    is_open: bool = False
    below: Markup | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the report. path: below the report's folder; lead: a sentence under the title."""

    path: str
    title: str
    lead: str
    panels: tuple[Panel, ...]
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A select with `$names`, and its answer."""

    sql: str
    answer: Answer

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows by the names of their columns."""
        return [dict(zip(self.answer.columns, row, strict=True)) for row in self.answer.rows]

    def panel(
        self, name: str, title: str, heads: Sequence[str], made: Made, *,
        note: str = "", chart: Markup | None = None, is_open: bool = False,
    ) -> Panel:  # fmt: skip
        """A part of a page with a table of this answer; `made` gives the cells of a row."""
        rows = tuple(tuple(made(row)) for row in self.rows)
        table = Table(tuple(heads), rows)
        return Panel(
            name, title, table, self.answer, self.sql, note, chart if rows else None, is_open
        )


def ask(con: duckdb.DuckDBPyConnection, sql: str, **values: object) -> Question:
    """The answer to a select, whose `$names` are bound. Raises QueryError."""
    told = re.sub(r"\$(\w+)", lambda name: _literal(values[name.group(1)]), sql)
    lines = [line.rstrip() for line in told.strip("\n").rstrip().splitlines()]
    indent = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    shown = "\n".join(line[indent:] for line in lines)
    return Question(shown, run(con, sql, values or None))


def as_csv(answer: Answer) -> str:
    """The rows with every digit; a list is joined by blanks, NULL is empty."""
    lines = [",".join(map(_quoted, answer.columns))]
    lines += [",".join(_quoted(_exact(cell)) for cell in row) for row in answer.rows]
    return "\n".join(lines) + "\n"


def _literal(value: object) -> str:
    """As it is written in SQL."""
    if value is None:
        return "null"
    if isinstance(value, int | float | Decimal):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def _exact(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, list):
        return " ".join(map(_exact, cell))
    return str(cell)


def _quoted(text: str) -> str:
    """As RFC 4180 has it; a text that a spreadsheet would take for a formula is led by a quote."""
    if text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and not _is_number(text)):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\r\n') else text


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None
