"""The relations of the warehouse: one bare `select` a file, folder = schema, file = relation.

The first line of a file, `-- purpose; one row a grain`, becomes the comment of the relation.
What a relation reads is found by DuckDB's own parser, so the order of building needs no numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import duckdb

from extractors.errors import BuildError

SQL = Path(__file__).parent / "sql"
LOADED = ("raw", "ref")
COMPUTED = ("stg", "mart")


@dataclass(frozen=True, slots=True)
class Relation:
    """One select. `name` is schema.name; `comment` says purpose and grain; `reads` is sorted."""

    name: str
    comment: str
    select: str
    reads: tuple[str, ...]


def relations(folder: Path = SQL) -> list[Relation]:
    """All of folder/{stg,mart}/*.sql, each after what it reads.

    folder/raw.sql and folder/ref.sql declare what is loaded. Raises BuildError for a file that is
    not one commented select, a reference to nothing, or a circle.
    """
    with duckdb.connect() as parser:
        for schema in LOADED:
            parser.execute((folder / f"{schema}.sql").read_text(encoding="utf-8"))
        rows = parser.execute("select schema_name || '.' || table_name from duckdb_tables()")
        loaded = {str(name) for (name,) in rows.fetchall()}
        read = {
            relation.name: relation
            for schema in COMPUTED
            for path in sorted((folder / schema).glob("*.sql"))
            for relation in [parse(path, parser)]
        }
    for relation in read.values():
        for name in relation.reads:
            if name not in read and name not in loaded:
                raise BuildError(
                    f"reads {name}, which is not there", relation.name, "mend the name"
                )
    try:
        order = TopologicalSorter({one.name: one.reads for one in read.values()}).static_order()
        return [read[name] for name in order if name in read]
    except CycleError as error:
        circle = " ← ".join(error.args[1])
        raise BuildError(f"relations read each other in a circle: {circle}", str(folder)) from error


def below(wanted: Iterable[str], ordered: Iterable[Relation]) -> list[Relation]:
    """The wanted relations and all that they read, in their order. Raises KeyError for no name."""
    known = {relation.name: relation for relation in ordered}
    needed: set[str] = set()
    waiting = [known[name] for name in wanted]
    while waiting:
        relation = waiting.pop()
        if relation.name not in needed:
            needed.add(relation.name)
            waiting += [known[name] for name in relation.reads if name in known]
    return [relation for name, relation in known.items() if name in needed]


def parse(path: Path, parser: duckdb.DuckDBPyConnection) -> Relation:
    """The relation of one file. Raises BuildError."""
    name = f"{path.parent.name}.{path.stem}"
    text = path.read_text(encoding="utf-8")
    first = text.split("\n", 1)[0]
    comment = first.removeprefix("-- ")
    if comment == first or ";" not in comment:
        raise BuildError("lacks its first line", str(path), "write `-- purpose; one row a grain`")
    answer = parser.execute("select json_serialize_sql(?)", [text]).fetchone()
    tree = json.loads(answer[0]) if answer else {}
    if tree.get("error", True):
        message = tree.get("error_message", "no answer")
        raise BuildError(f"is not a select: {message}", str(path), "write one bare select")
    if len(tree["statements"]) != 1:
        raise BuildError(f"holds {len(tree['statements'])} statements", str(path), "write one")
    return Relation(name, comment, text, tuple(sorted(set(_tables(tree)))))


def build(con: duckdb.DuckDBPyConnection, ordered: Iterable[Relation]) -> None:
    """Materialise every relation as a commented table, in one new schema each of COMPUTED."""
    for schema in COMPUTED:
        con.execute(f"create schema {schema}")
    for relation in ordered:
        try:
            con.execute(f"create table {relation.name} as\n{relation.select}")
        except (duckdb.IOException, duckdb.OutOfMemoryException):
            raise
        except duckdb.Error as error:
            what = " ".join(str(error).split())
            raise BuildError(what, relation.name, "mend the select") from error
        comment = relation.comment.replace("'", "''")
        con.execute(f"comment on table {relation.name} is '{comment}'")


def _tables(tree: object) -> Iterator[str]:
    """The tables that a serialised statement reads; names without a schema are its own CTEs."""
    if isinstance(tree, dict):
        if tree.get("type") == "BASE_TABLE" and tree["schema_name"]:
            yield f"{tree['schema_name']}.{tree['table_name']}"
        for value in tree.values():
            yield from _tables(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _tables(value)
