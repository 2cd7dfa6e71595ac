"""A hash of a build's content: the same for the same rows, in whatever order they were loaded.

Per table the rows are hashed one by one and summed, so neither order nor threads matter, and the
sums of a table are those of its parts; column names and types count. The row's hash is DuckDB's
own: 30 times faster than MD5 of its text, and the same for the same DuckDB version, which
mart.build names. Left out are `raw.run`, `raw.run_outcome` and `mart.build`, which describe the
building; the history of pools, of which a build may have fewer month ends than the next; time and
ETag of retrievals; and the order of registry rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from warehouse.disk.selects import statement

SCHEMAS = ("mart", "raw", "ref", "stg")
_LEFT_OUT = {"raw.run", "raw.run_outcome", "mart.build", "mart.profit_pool_history"}
_LEFT_OUT_COLUMNS = {("raw", "retrieved"), ("raw", "etag"), ("ref", "line")}
_QUERY = """
    select count(*), coalesce(sum(row_hash), 0), coalesce(sum(hash(row_hash)), 0)
    from (select hash({columns}) as row_hash from {rows})
"""
_GONE = """
    select
        min(id), max(id), count(*), sum(row_hash), sum(hash(row_hash)), sum(id_hash),
        sum(hash(id_hash))
    from (select hash({columns}) as row_hash, hash(rowid) as id_hash, rowid as id from {rows})
    group by list_max(list_filter({starts}::bigint[], lambda start: start <= id))
"""


@dataclass(frozen=True, slots=True)
class Sums:
    """Of some rows of a table: their number, and two sums of their hashes."""

    rows: int
    first: int
    second: int

    def __add__(self, other: Sums) -> Sums:
        """Of both."""
        return Sums(self.rows + other.rows, self.first + other.first, self.second + other.second)

    def __sub__(self, other: Sums) -> Sums:
        """Of the rows without the others, which are among them."""
        return Sums(self.rows - other.rows, self.first - other.first, self.second - other.second)


NONE = Sums(0, 0, 0)
"""Of no rows."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Of rows to delete: the first and last row id, sums of what they hold, and of their ids."""

    first: int
    last: int
    sums: Sums
    ids: Sums


@dataclass(frozen=True, slots=True)
class Content:
    """Two hashes of 16 hex digits: over the loaded inputs (raw, ref), and over all four schemas.

    sums: of each table, by schema.name.
    """

    inputs: str
    all: str
    sums: Mapping[str, Sums] = field(repr=False)


def content(con: duckdb.DuckDBPyConnection, known: Mapping[str, Sums] | None = None) -> Content:
    """The hashes of the build that `con` is open on; tables whose sums are `known` are not read."""
    tables = columns(con)
    sums = dict.fromkeys(_empty(con), NONE) | dict(known or {})
    for table, named in tables.items():
        if table not in sums:
            sums[table] = sums_of(con, table, named)
    lines = {
        table: f"{table} {named} {sums[table].rows} {sums[table].first} {sums[table].second}"
        for table, named in tables.items()
    }
    inputs = [line for table, line in lines.items() if table.startswith(("raw.", "ref."))]
    return Content(_digest(inputs), _digest(list(lines.values())), sums)


def sums_of(
    con: duckdb.DuckDBPyConnection, rows: str, columns: list[tuple[str, str]], where: str = "true"
) -> Sums:
    """The sums over a table's rows, or over some of them: `rows` and `where` are SQL."""
    query = _QUERY.format(columns=quoted(columns), rows=f"{rows} where {where}")
    asked = statement(con, query) if where == "true" else query  # of parts, each is another
    ((count, first, second),) = con.execute(asked).fetchall()
    return Sums(int(count), int(first), int(second))


def gone_of(
    con: duckdb.DuckDBPyConnection,
    table: str,
    columns: list[tuple[str, str]],
    where: str,
    starts: Sequence[int],
) -> list[Gone]:
    """What some rows of a table come to that are to be deleted, by ranges of their row ids.

    starts: the first row id of each range, 0 among them.
    """
    query = _GONE.format(
        columns=quoted(columns), rows=f"{table} where {where}", starts=list(starts)
    )
    return [
        Gone(first, last, Sums(rows, int(one), int(two)), Sums(rows, int(ids), int(more_ids)))
        for first, last, rows, one, two, ids, more_ids in con.execute(query).fetchall()
    ]


def quoted(columns: list[tuple[str, str]]) -> str:
    """The names of columns as SQL lists them."""
    return ", ".join(f'"{name}"' for name, _ in columns)


def columns(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str]]]:
    """The columns that count, with their types, of each table that does, by schema.name."""
    rows = con.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns()"
        " where list_contains(?, schema_name) and database_name = current_database()"
        " order by all",
        [list(SCHEMAS)],
    ).fetchall()
    tables: dict[str, list[tuple[str, str]]] = {}
    for schema, table, column, kind in rows:
        name = f"{schema}.{table}"
        if name not in _LEFT_OUT and (schema, column) not in _LEFT_OUT_COLUMNS:
            tables.setdefault(name, []).append((column, kind))
    return tables


def is_damaged(path: Path) -> bool:
    """Whether a database file cannot be read to its end, as on a faulty disk."""
    try:
        with duckdb.connect(path, read_only=True) as con:
            content(con)
    except (duckdb.IOException, duckdb.SerializationException, duckdb.InternalException):
        return True
    except duckdb.Error:
        return False
    return False


def _empty(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables without rows, as DuckDB counts them: most of a small build."""
    rows = con.execute(
        "select schema_name || '.' || table_name from duckdb_tables()"
        " where estimated_size = 0 and database_name = current_database()"
    ).fetchall()
    return [str(name) for (name,) in rows]


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
