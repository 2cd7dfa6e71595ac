"""The tables of a build without rows, with their comments, as this process last completed them.

To declare them takes half a second, most of it for comments on columns, one statement each: so a
process that builds more than once declares them once, and begins each further file as a copy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from extractors.model import digest
from warehouse.disk.memory import Config
from warehouse.disk.selects import Relation
from warehouse.relations import glossary, order

STORAGE: Config = {
    "storage_compatibility_version": "v1.4.0",  # so that a DuckDB 1.4 client opens the file
    "fsync_mode": "NONE",  # a crash leaves scratch; build_files.rename brings the whole to the disk
}
_KEPT: dict[str, bytes] = {}
"""The file, by what its tables are made of; of the last such kind alone."""


Writer = Callable[[duckdb.DuckDBPyConnection, Iterable[Relation]], None]
"""order.create, or order.fill where the tables are there."""


@contextmanager
def opened(
    path: Path, ordered: Sequence[Relation], config: Config
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Writer]]:
    """A new file with the loaded tables, empty, and what writes the relations into it."""
    kind = _kind(ordered)
    is_laid = kind in _KEPT
    if is_laid:
        path.write_bytes(_KEPT[kind])
    with duckdb.connect(path, config=config | STORAGE) as con:
        con.execute("set TimeZone = 'UTC'")  # relations compare dates with times
        if not is_laid:
            order.declare(con)
        yield con, order.fill if is_laid else order.create
    if not is_laid:
        _keep(path, kind)


def _kind(ordered: Iterable[Relation]) -> str:
    """A hash of what the tables of a build follow from: all selects, declarations and comments."""
    declared = [(order.SQL / f"{schema}.sql").read_bytes() for schema in order.LOADED]
    selects = [(one.name, one.comment, one.select) for one in ordered]
    return digest(*declared, glossary.FILE.read_bytes(), selects)


def _keep(build: Path, kind: str) -> None:
    """Remember the tables of a finished build, but for mart.build: finish() makes it."""
    path = build.with_name("empty.duckdb")
    with duckdb.connect(path, config=STORAGE) as con:
        con.execute(f"attach '{str(build).replace(chr(39), chr(39) * 2)}' as whole (read_only)")
        con.execute("copy from database whole to empty (schema)")
        con.execute("drop table mart.build")
    _KEPT.clear()
    _KEPT[kind] = path.read_bytes()
    path.unlink()
