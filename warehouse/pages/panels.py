"""A panel of a page: a chart, its table, the query behind it, and its CSV."""

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
    """Headers and rows; a header may end in a unit, as 'Revenue, USD m'."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def numbers(self) -> frozenset[int]:
        """The columns of numbers, whose heads stand to the right too."""
        return frozenset(
            place for row in self.rows for place, cell in enumerate(row)
            if cell.is_number or cell.is_missing
        )  # fmt: skip

    @property
    def groups(self) -> frozenset[int]:
        """The rows that begin a group of the same first cell, where most rows are in one."""
        firsts = [row[0].text for row in self.rows]
        begins = [n for n in range(1, len(firsts)) if firsts[n] != firsts[n - 1]]
        return frozenset(begins) if 2 * (len(begins) + 1) <= len(firsts) else frozenset()

    @staticmethod
    def split(head: str) -> tuple[str, str]:
        """'Revenue, USD m' → its name and its unit."""
        name, comma, unit = head.partition(", ")
        return (name, unit) if comma else (head, "")


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel. name: of its CSV, unique on the page; sql: the query of what it shows.

    is_open: the table is unfolded; below: markup under the table.
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
class Stat:
    """A number that a page begins with: what it is, the value with its unit, what is beside it."""

    name: str
    value: str
    href: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the report. path: below the report's folder; lead: a sentence under the title."""

    path: str
    title: str
    lead: str
    panels: tuple[Panel, ...]
    links: tuple[tuple[str, str], ...] = ()
    stats: tuple[Stat, ...] = ()

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """Why values of its tables are missing: in a cell's words, and what they mean."""
        rows = (row for panel in self.panels for row in panel.table.rows)
        return tuple(
            sorted(
                {
                    (cell.text, cell.title)
                    for row in rows
                    for cell in row
                    if cell.is_missing and cell.title
                }
            )
        )


@dataclass(frozen=True, slots=True)
class Question:
    """A select with bound `$names`, and its result."""

    sql: str
    answer: Answer

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows by column name."""
        return [dict(zip(self.answer.columns, row, strict=True)) for row in self.answer.rows]

    def panel(
        self, name: str, title: str, heads: Sequence[str], made: Made, *,
        note: str = "", chart: Markup | None = None, is_open: bool = False,
    ) -> Panel:  # fmt: skip
        """A panel with a table of this result; `made` returns the cells of a row."""
        rows = tuple(tuple(made(row)) for row in self.rows)
        table = Table(tuple(heads), rows)
        return Panel(
            name, title, table, self.answer, self.sql, note, chart if rows else None, is_open
        )


def ask(con: duckdb.DuckDBPyConnection, sql: str, **values: object) -> Question:
    """The result of a select with bound `$names`. Raises QueryError."""
    shown = re.sub(r"\$(\w+)", lambda name: _literal(values[name.group(1)]), sql)
    lines = [line.rstrip() for line in shown.strip("\n").rstrip().splitlines()]
    indent = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    shown = "\n".join(line[indent:] for line in lines)
    return Question(shown, run(con, sql, values or None))


def as_csv(answer: Answer) -> str:
    """The rows with every digit; lists are joined by blanks, NULL is empty."""
    lines = [",".join(map(_quoted, answer.columns))]
    lines += [",".join(_quoted(_exact(cell)) for cell in row) for row in answer.rows]
    return "\n".join(lines) + "\n"


def _literal(value: object) -> str:
    """The value as an SQL literal."""
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
    """Quoted as RFC 4180 requires; a text that looks like a formula is prefixed with a quote."""
    if text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and not _is_number(text)):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\r\n') else text


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None
