"""The relations of the warehouse in build order: one bare `select` per file.

The folder is the schema, the file the relation. The first line of a file, `-- purpose; one row a
grain`, becomes the comment of the relation. Its order follows from what it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import duckdb

from extractors.errors import BuildError
from warehouse.disk.memory import TO_DO
from warehouse.disk.selects import Relation, parse, scan, statement
from warehouse.registry import claim_queries

SQL = Path(__file__).parent / "sql"
LOADED = ("raw", "ref")
WRITTEN = ("stg", "mart")
COMPUTED = (*WRITTEN, "claim")
SCHEMAS = (*LOADED, *COMPUTED)
_TABLE = re.compile(r"\bcreate table (\w+\.\w+)")


def relations(
    folder: Path = SQL, queries: Mapping[str, claim_queries.Query] | None = None
) -> list[Relation]:
    """All of folder/{stg,mart,claim}/*.sql, each after those it reads.

    queries: of claims, by claim_id, added to those of the folder or replacing them. folder/raw.sql
    and folder/ref.sql declare the loaded tables. Raises BuildError for a file that is not one
    commented select, an unknown table, or a cycle.
    """
    asked = claim_queries.packaged(folder / "claim") | dict(queries or {})
    loaded = declared(*((folder / f"{one}.sql").read_text(encoding="utf-8") for one in LOADED))
    with duckdb.connect() as parser:
        read = {
            relation.name: relation
            for schema in WRITTEN
            for path in sorted((folder / schema).glob("*.sql"))
            for relation in [scan(path, SCHEMAS) if folder == SQL else parse(path, parser)]
        }
        read |= {relation.name: relation for relation in claim_queries.relations(asked, parser)}
    for relation in read.values():
        for name in relation.reads:
            if name not in read and name not in loaded:
                raise BuildError(
                    f"reads {name}, which is not there", relation.where, "mend the name"
                )
    try:
        order = TopologicalSorter({one.name: one.reads for one in read.values()}).static_order()
        return [read[name] for name in order if name in read]
    except CycleError as error:
        circle = " ← ".join(error.args[1])
        raise BuildError(f"relations read each other in a circle: {circle}", str(folder)) from error


def declared(*declarations: str) -> frozenset[str]:
    """The tables that these SQL texts create."""
    return frozenset(name for text in declarations for name in _TABLE.findall(text))


def below(wanted: Iterable[str], ordered: Iterable[Relation]) -> list[Relation]:
    """The wanted relations and all that they read, in order.

    Raises KeyError for an unknown name.
    """
    known = {relation.name: relation for relation in ordered}
    needed: set[str] = set()
    waiting = [known[name] for name in wanted]
    while waiting:
        relation = waiting.pop()
        if relation.name not in needed:
            needed.add(relation.name)
            waiting += [known[name] for name in relation.reads if name in known]
    return [relation for name, relation in known.items() if name in needed]


def apart(ordered: Iterable[Relation]) -> tuple[list[Relation], list[Relation]]:
    """The relations that depend on no query of a claim, and the others.

    Queries of claims are a user's text, to be run where nothing but the warehouse can be read.
    """
    ours: list[Relation] = []
    theirs: list[Relation] = []
    names: set[str] = set()
    for relation in ordered:
        if relation.name.startswith("claim.") or names.intersection(relation.reads):
            theirs.append(relation)
            names.add(relation.name)
        else:
            ours.append(relation)
    return ours, theirs


def declare(con: duckdb.DuckDBPyConnection) -> None:
    """Create the empty tables and the macros of LOADED, and the schemas COMPUTED."""
    for schema in LOADED:
        con.execute((SQL / f"{schema}.sql").read_text(encoding="utf-8"))
    schemas(con)


def build(con: duckdb.DuckDBPyConnection, ordered: Iterable[Relation]) -> None:
    """Create every relation as a commented table, in the new schemas COMPUTED."""
    schemas(con)
    create(con, ordered)


def schemas(con: duckdb.DuckDBPyConnection) -> None:
    """Create the schemas of COMPUTED, empty."""
    for schema in COMPUTED:
        con.execute(f"create schema {schema}")


def create(con: duckdb.DuckDBPyConnection, ordered: Iterable[Relation]) -> None:
    """Create the relations as commented tables, each after those it reads."""
    for relation in ordered:
        _write(con, relation, f"create table {relation.name} as")
        comment = relation.comment.replace("'", "''")
        con.execute(f"comment on table {relation.name} is '{comment}'")


def fill(con: duckdb.DuckDBPyConnection, ordered: Iterable[Relation]) -> None:
    """Fill the relations, which are there as empty tables."""
    for relation in ordered:
        _write(con, relation, f"insert into {relation.name}")


def _write(con: duckdb.DuckDBPyConnection, relation: Relation, into: str) -> None:
    try:
        written = statement(con, f"{into}\n{relation.select}")
        try:
            con.execute(written)
        except duckdb.OutOfMemoryException:  # one thread needs less memory
            with _one_thread(con):
                con.execute(written)
    except duckdb.OutOfMemoryException as error:
        what = f"has no room: {' '.join(str(error).split())}"
        raise BuildError(what, relation.where, TO_DO) from error
    except (duckdb.IOException, duckdb.TransactionException):
        raise  # a full disk; DuckDB raises the last on commit
    except duckdb.Error as error:
        what = " ".join(str(error).split())
        raise BuildError(what, relation.where, "mend the select") from error


@contextmanager
def _one_thread(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    ((threads,),) = con.execute("select current_setting('threads')").fetchall()
    con.execute("set threads = 1")
    try:
        yield
    finally:
        con.execute(f"set threads = {threads}")
