"""A hash of a build's content: the same for the same rows, in whatever order they were loaded.

Per table the rows are hashed one by one and summed, so neither order nor threads matter; column
names and types count. The row's hash is DuckDB's own: 30 times faster than MD5 of its text, and the
same for the same DuckDB version, which mart.build names. Left out are `raw.run`, `raw.run_outcome`
and `mart.build`, which describe the building; the history of pools, of which a build may have fewer
month ends than the next; time and ETag of retrievals; and the order of registry rows.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

SCHEMAS = ("mart", "raw", "ref", "stg")
_LEFT_OUT = {
    ("raw", "run"), ("raw", "run_outcome"), ("mart", "build"), ("mart", "profit_pool_history"),
}  # fmt: skip
_LEFT_OUT_COLUMNS = {("raw", "retrieved"), ("raw", "etag"), ("ref", "line")}
_QUERY = """
    select count(*), sum(row_hash), sum(hash(row_hash, 'again'))
    from (select hash({columns}) as row_hash from {table})
"""
_NOTHING = (0, None, None)
"""What the query answers of a table without rows."""


@dataclass(frozen=True, slots=True)
class Content:
    """Two hashes of 16 hex digits: over the loaded inputs (raw, ref), and over all four schemas."""

    inputs: str
    all: str


def content(con: duckdb.DuckDBPyConnection) -> Content:
    """The hashes of the build that `con` is open on, as far as it is committed."""
    empty = _empty(con)
    lines = {
        (schema, table): f"{schema}.{table} {columns} "
        f"{_NOTHING if (schema, table) in empty else _sums(con, schema, table, columns)}"
        for (schema, table), columns in _tables(con).items()
        if (schema, table) not in _LEFT_OUT
    }
    inputs = [line for (schema, _), line in sorted(lines.items()) if schema in ("raw", "ref")]
    return Content(_digest(inputs), _digest([line for _, line in sorted(lines.items())]))


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


def _tables(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[tuple[str, str]]]:
    rows = con.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns()"
        " where list_contains(?, schema_name) and database_name = current_database()"
        " order by all",
        [list(SCHEMAS)],
    ).fetchall()
    tables: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for schema, table, column, kind in rows:
        if (schema, column) not in _LEFT_OUT_COLUMNS:
            tables.setdefault((schema, table), []).append((column, kind))
    return tables


def _empty(con: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """Tables without rows, as DuckDB counts them: most of a small build."""
    rows = con.execute(
        "select schema_name, table_name from duckdb_tables()"
        " where estimated_size = 0 and database_name = current_database()"
    ).fetchall()
    return {(str(schema), str(table)) for schema, table in rows}


def _sums(
    con: duckdb.DuckDBPyConnection, schema: str, table: str, columns: list[tuple[str, str]]
) -> tuple[object, ...] | None:
    quoted = ", ".join(f'"{name}"' for name, _ in columns)
    query = _QUERY.format(columns=quoted, table=f"{schema}.{table}")
    return con.execute(query).fetchone()


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
