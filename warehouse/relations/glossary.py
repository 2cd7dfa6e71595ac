"""Meanings of columns: glossary.csv, by name, used for database comments and for the docs.

A name means the same in every relation, unless a row names relations (separated by blanks) in which
it means something else. `unit` is a word of UNITS, or empty.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from extractors.errors import BuildError

FILE = Path(__file__).parent / "glossary.csv"
HEADER = ["column", "relations", "unit", "meaning"]
UNITS = {
    "currency": "in the row's currency",
    "unit": "in the row's unit",
    "fact_unit": "in the row's fact_unit",
    "quoted_in": "in the row's quoted_in",
    "figure": "in the unit of the figure",
    "USD": "USD",
    "fraction": "a fraction, 1 = 100 %",
    "count": "a count",
    "days": "days",
    "bytes": "bytes",
    "UTC": "UTC",
}
"""Word of the glossary → what it says of a number."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning.

    `relations` empty: for the name in all relations without an entry of their own.
    """

    column: str
    relations: tuple[str, ...]
    unit: str
    meaning: str

    def __str__(self) -> str:
        """The meaning with its unit, as a comment."""
        return f"{self.meaning} ({UNITS[self.unit]})" if self.unit else self.meaning


@dataclass(frozen=True, slots=True)
class Glossary:
    """All entries; of() finds that of a column in a relation."""

    entries: tuple[Entry, ...]
    _by_place: Mapping[tuple[str, str], Entry]

    @classmethod
    def read(cls, text: str) -> Glossary:
        """From CSV text. Raises BuildError for a malformed or duplicate row."""
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        if next(rows, None) != HEADER:
            raise BuildError("has another header", str(FILE), f"write {','.join(HEADER)}")
        entries = tuple(_entry(row) for row in rows)
        by_place: dict[tuple[str, str], Entry] = {}
        for entry in entries:
            for relation in entry.relations or ("",):
                if (relation, entry.column) in by_place:
                    where = f"{FILE}, column {entry.column}"
                    raise BuildError(f"is told twice of {relation or 'all'}", where, "keep one")
                by_place[relation, entry.column] = entry
        return cls(entries, by_place)

    def of(self, relation: str, column: str) -> Entry | None:
        """The meaning of `column` in `relation` (schema.name), if there is one."""
        return self._by_place.get((relation, column), self._by_place.get(("", column)))


def glossary() -> Glossary:
    """The packaged glossary."""
    return Glossary.read(FILE.read_text(encoding="utf-8"))


def columns(
    con: duckdb.DuckDBPyConnection, schemas: Collection[str], *, bare: bool = False
) -> list[tuple[str, str, str]]:
    """Relation, column and type of all columns of the schemas, in their order.

    bare: of those alone that have no comment.
    """
    return con.execute(
        "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns()"
        " where list_contains($1, schema_name) and database_name = current_database()"
        " and (comment is null or not $2) order by schema_name, table_name, column_index",
        [list(schemas), bare],
    ).fetchall()


def comment(
    con: duckdb.DuckDBPyConnection, meanings: Glossary, places: Iterable[tuple[str, str, str]]
) -> None:
    """Store the meaning of each column as a comment in the database, for every client to see."""
    statements = [
        f"comment on column {relation}.\"{column}\" is '{str(entry).replace(chr(39), chr(39) * 2)}'"
        for relation, column, _ in places
        if (entry := meanings.of(relation, column)) is not None
    ]
    # One transaction, so that the disk is waited for once; comments need no optimizer.
    con.execute(";\n".join([
        "pragma disable_optimizer", "begin", *statements, "commit", "pragma enable_optimizer",
    ]))  # fmt: skip


def _entry(row: list[str]) -> Entry:
    where = f"{FILE}, row {','.join(row)}"
    if len(row) != len(HEADER) or not row[0] or not row[3]:
        raise BuildError("lacks a cell", where, f"write {','.join(HEADER)}")
    column, relations, unit, meaning = row
    if unit and unit not in UNITS:
        raise BuildError(f"unknown unit {unit!r}", where, f"one of {', '.join(UNITS)}")
    return Entry(column, tuple(relations.split()), unit, meaning)
