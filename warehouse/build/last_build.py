"""What a build leaves for the next one to start from: the sums of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from extractors.model import digest
from warehouse.build import verification
from warehouse.build.content_hash import Sums
from warehouse.build.verification import Verified
from warehouse.disk.selects import Relation
from warehouse.relations import order
from warehouse.relations.apart import APART

FEWEST = 20_000
"""Figures from which on it pays: to build fewer is to plan queries, and a part plans them again."""
MANY = 5_000_000
"""Figures up to which one thread is enough: most statements of a renewal touch few rows."""
_MADE = """
    create schema if not exists made;
    create or replace table made.sums (
        relation varchar, rows bigint, first hugeint, second hugeint
    );
    comment on table made.sums is 'sums that the next build starts from; one row a table';
    create or replace table made.of (making varchar);
    comment on table made.of is 'a hash of the program that made this; one row'
"""
_NOTE = "insert into made.sums select unnest($1), unnest($2), unnest($3), unnest($4)"


@dataclass(frozen=True, slots=True)
class Kept:
    """A last build to start from: the sums of its tables, and the note on it, if there is one.

    threads: how many DuckDB is to use for the next one; None for its own choice.
    """

    path: Path
    sums: Mapping[str, Sums]
    verified: Verified | None
    threads: int | None


def making(ordered: Iterable[Relation], code: str, version: str) -> str:
    """A hash of all that makes a build of its documents and registry; rows are hashed by DuckDB."""
    texts = [(order.SQL / f"{schema}.sql").read_text(encoding="utf-8") for schema in order.LOADED]
    selects = [one.select for one in ordered]
    return digest(
        *selects, *texts, APART.read_text(encoding="utf-8"), code, version, duckdb.__version__
    )


def pays(con: duckdb.DuckDBPyConnection, known_on: datetime | None) -> bool:
    """Whether another build may start from the one that `con` writes."""
    ((figures,),) = con.execute("select count(*) from raw.figure").fetchall()
    return known_on is None and int(figures) >= FEWEST


def note(con: duckdb.DuckDBPyConnection, sums: Mapping[str, Sums], made: str) -> None:
    """Write the sums into the build that `con` completes, for the next one to start from."""
    con.execute(_MADE)
    rows = [(name, *map(str, astuple(one))) for name, one in sums.items()]
    con.execute(_NOTE, [list(column) for column in zip(*rows, strict=True)])
    con.execute("insert into made.of values (?)", [made])


def kept(last: Path | None, made: str, builds: Path) -> Kept | None:
    """The last build, if it is of this making, of everything known, and large enough to pay.

    builds: the folder with the note on it.
    """
    if last is None:
        return None
    try:
        with duckdb.connect(last, read_only=True) as con:
            ((build, build_id, known_on, figures),) = con.execute(
                "select of.making, b.build_id, b.known_on, b.figures from made.of, mart.build as b"
            ).fetchall()
            rows = con.execute("from made.sums").fetchall()
            con.execute("from made.company limit 0")  # which a build of few figures lacks
    except (duckdb.Error, ValueError):  # of another version, or damaged: the whole is built
        return None
    if build != made or known_on is not None or figures < FEWEST:
        return None
    sums = {name: Sums(*one) for name, *one in rows}
    threads = 1 if figures < MANY else None
    return Kept(last, sums, verification.find(builds, str(build_id)), threads)
