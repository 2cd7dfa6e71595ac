"""Evaluates relations as of a past date over an existing build, in memory, without loading.

`rebuild --as-of` writes a file with everything. This evaluates a few relations for a series of
dates: a monthly history costs a fraction of as many builds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

import duckdb

from warehouse.disk.selects import Relation
from warehouse.relations import order

NAME = "dated"


@contextmanager
def as_known_on(
    con: duckdb.DuckDBPyConnection,
    known_on: datetime | None,
    wanted: Iterable[str],
    ordered: Iterable[Relation] | None = None,
    name: str = NAME,
    then: Callable[[str], None] | None = None,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """In the block, `con` sees the `wanted` relations, and those they read, as of `known_on`.

    `con` is open on a build, which is only read; `ordered` are relations.relations(), passed in
    where many dates share them; `name` is that of the database in memory, a different one for each
    cursor that works in parallel; `then` is called with the name of the build's database before
    anything is evaluated, and may add to the loaded tables. Raises BuildError as a rebuild does.
    """
    needed = order.below(wanted, ordered or order.relations())
    (home,) = con.execute("select current_database()").fetchall()[0]
    con.execute(f"attach ':memory:' as {name}")
    try:
        con.execute(f"use {name}")
        _point(con, home, known_on)
        if then is not None:
            then(home)
        order.build(con, needed)
        yield con
    finally:
        con.execute(f'use "{home}"')
        con.execute(f"detach {name}")


def _point(con: duckdb.DuckDBPyConnection, home: str, known_on: datetime | None) -> None:
    """Make raw.* views of the build's tables; copy the registry, with the date."""
    con.execute("create schema raw")
    for (table,) in tables(con, home, "raw"):
        con.execute(f'create view raw.{table} as from "{home}".raw.{table}')
    con.execute((order.SQL / "ref.sql").read_text(encoding="utf-8"))
    for (table,) in tables(con, home, "ref"):
        if table != "argument":
            con.execute(f'insert into ref.{table} by name from "{home}".ref.{table}')
    con.execute("insert into ref.argument values (?)", [known_on])


def tables(con: duckdb.DuckDBPyConnection, home: str, schema: str) -> list[tuple[str]]:
    """The names of the tables in one schema of the database `home`."""
    return con.execute(
        "select table_name from duckdb_tables() where database_name = ? and schema_name = ?"
        " order by all",
        [home, schema],
    ).fetchall()
