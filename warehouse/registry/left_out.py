"""Rows of the packaged registry that an overlay leaves out, listed in its `left_out.csv`.

Leaving out a company, a layer or a claim removes the rows of all tables that name it; the overlay's
own rows are never removed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.errors import RegistryError
from warehouse.registry.column import Column, Declaration, suggestion
from warehouse.registry.csv_rows import Row
from warehouse.registry.declarations import TABLES

FILE = "left_out"
DECLARATION = Declaration(
    (
        Column("table", required=True, allowed=("companies", "layers", "claims", "signals")),
        Column("key", required=True),
        Column("reason"),
    ),
    key=("table", "key"),
)
ALL = "*"
"""As a key: every packaged row of the table."""


def without(tables: Mapping[str, Sequence[Row]], omissions: Sequence[Row]) -> dict[str, list[Row]]:
    """The tables without what is left out. Raises RegistryError for a key that matches no row."""
    gone: dict[str, set[str]] = {name: set() for name in TABLES}
    for omission in omissions:
        name = str(omission["table"])
        [column] = TABLES[name].key
        keys = tuple(str(row[column]) for row in tables[name])
        key = str(omission["key"])
        if key != ALL and key not in keys:
            raise RegistryError(
                f"{key!r} is not in the packaged {name}.csv",
                omission.where("key"),
                suggestion(key, keys),
            )
        gone[name].update(keys if key == ALL else (key,))
    return {
        name: [row for row in rows if not _is_gone(row, name, gone)]
        for name, rows in tables.items()
    }


def _is_gone(row: Row, table: str, gone: Mapping[str, set[str]]) -> bool:
    """Whether the row is left out itself, or refers to something that is."""
    own = TABLES[table].key
    if len(own) == 1 and row[own[0]] in gone[table]:
        return True
    return any(
        column.refers_to and row[column.name] in gone[column.refers_to]
        for column in TABLES[table].columns
    )
