"""The relations in memory, over what a test loads: each select is planned once a process.

To plan a select takes ten milliseconds, to run it over a handful of rows one or two, and hundreds of
tests ask for dozens. So a connection has all relations as empty tables, keeps each select as a
prepared insert, and is emptied for the next test. DuckDB's optimizer is off: its plans follow what
the tables hold, so they could not be kept. The builds of tests/warehouse/build go the whole way.
"""

from __future__ import annotations

import atexit
import re
import weakref
from contextlib import suppress
from functools import cache
from typing import Self

import duckdb

from warehouse.build.load import load_raw, load_ref
from warehouse.registry.registry import Registry
from warehouse.relations import order

_NAME = re.compile(r"\b(?:stg|mart|claim)\.\w+")
_OF_ROWS = ("select", "with", "from", "update", "delete", "insert", "begin", "rollback", "--")
"""How statements begin after which the tables are the same tables, with other rows."""


class Plans:
    """A connection with all relations, empty, and the inserts that it has prepared."""

    def __init__(self) -> None:
        self.con = duckdb.connect(config={"threads": 1})  # a handful of rows: more only cost
        self.con.execute("set TimeZone = 'UTC'")
        self.con.execute("pragma disable_optimizer")
        load_raw(self.con, {})
        load_ref(self.con, Registry({}, ""), None)
        order.build(self.con, _ordered())
        self._prepared: set[str] = set()
        self.empty()

    def empty(self) -> None:
        """Empty all tables, and end what a test had begun."""
        with suppress(duckdb.TransactionException):
            self.con.execute("rollback")
        filled = (
            "select schema_name || '.' || table_name from duckdb_tables() where estimated_size > 0"
        )
        for (name,) in self.con.execute(filled).fetchall():
            self.con.execute(f"truncate {name}")

    def fill(self, relation: order.Relation) -> None:
        """Fill one relation, whose inputs are there."""
        plan = f'"{relation.name}"'
        if relation.name not in self._prepared:
            insert = f"insert into {relation.name}\n{relation.select}"
            self.con.execute(f"prepare {plan} as {insert}")
            self._prepared.add(relation.name)
        self.con.execute(f"execute {plan}")


_FREE: list[Plans] = []
"""Plans that no warehouse uses now."""
atexit.register(_FREE.clear)  # DuckDB complains of connections that outlive it


class Warehouse:
    """A build in memory, without archive, checks or swap, that fills a relation when it is asked.

    A query's text decides what is filled: the relations that it names and what they read. `whole`
    fills all of them at once. `connection` is for loading.
    """

    def __init__(self) -> None:
        self._plans = _FREE.pop() if _FREE else Plans()
        self._plans.empty()
        self._missing = {relation.name: relation for relation in _ordered()}
        self._back = weakref.finalize(self, _FREE.append, self._plans)
        self._back.atexit = False

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The tables as they are."""
        return self._plans.con

    def execute(
        self, sql: str | duckdb.Statement, values: object = ()
    ) -> duckdb.DuckDBPyConnection:
        self._ready(sql if isinstance(sql, str) else sql.query)
        return self.connection.execute(sql, values)

    def sql(self, sql: str) -> duckdb.DuckDBPyRelation:
        self._ready(sql)
        return self.connection.sql(sql)

    def extract_statements(self, sql: str) -> list[duckdb.Statement]:
        return self.connection.extract_statements(sql)

    def whole(self) -> Self:
        """With every relation: before a test changes one of them."""
        self._fill(list(self._missing))
        return self

    def _ready(self, sql: str) -> None:
        if not sql.lstrip(" \n(").lower().startswith(_OF_ROWS):
            self._back.detach()  # other tables than its plans are made for: nobody's after this
        self._fill([name for name in _NAME.findall(sql) if name in self._missing])

    def _fill(self, names: list[str]) -> None:
        for relation in order.below(names, self._missing.values()):
            self._plans.fill(self._missing.pop(relation.name))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._back()


@cache
def _ordered() -> tuple[order.Relation, ...]:
    return tuple(order.relations())
