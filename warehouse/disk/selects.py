"""Selects stored in files: their names, their comments, and the tables that they read.

DuckDB's own parser finds what a select reads, so that the order of building needs no numbers; of
the packaged ones, which a test parses, the names in their text do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

import duckdb

from extractors.errors import BuildError

_COMMENT = re.compile("--.*")
_TREES: dict[str, tuple[dict[str, Any], frozenset[str]]] = {}
"""What the parser made of each text, and the tables that it reads; nobody changes a tree."""
_STATEMENTS: dict[str, duckdb.Statement] = {}


def statement(con: duckdb.DuckDBPyConnection, text: str) -> duckdb.Statement:
    """A statement without parameters, which this process has parsed once, for any connection.

    A build asks what the one before asked, and what it asked itself for each month of the pools'
    history; to parse that again takes a tenth of a small one. Raises duckdb.ParserException.
    """
    if text not in _STATEMENTS:
        (_STATEMENTS[text],) = con.extract_statements(text)
    return _STATEMENTS[text]


@dataclass(frozen=True, slots=True)
class Relation:
    """One select. `name` is schema.name; `comment` is from comment_of(); `reads` is sorted.

    file: the name to use in errors, if it is not a packaged file.
    """

    name: str
    comment: str
    select: str
    reads: tuple[str, ...]
    file: str = ""

    @property
    def where(self) -> str:
        """The file to name in errors."""
        return self.file or self.name


def parse(path: Path, parser: duckdb.DuckDBPyConnection) -> Relation:
    """The relation of one file. Raises BuildError."""
    text = path.read_text(encoding="utf-8")
    return _relation(path, text, reads_of(text, str(path), parser))


def scan(path: Path, schemas: Iterable[str]) -> Relation:
    """The relation of a file that is known to parse, by the names of these schemas in its text.

    That takes a hundredth of the time. Raises BuildError for its first line.
    """
    text = path.read_text(encoding="utf-8")
    names = re.compile(rf"\b(?:{'|'.join(schemas)})\.\w+\b(?!\()")  # macros are called
    return _relation(path, text, tuple(sorted(set(names.findall(_COMMENT.sub("", text))))))


def _relation(path: Path, text: str, reads: tuple[str, ...]) -> Relation:
    return Relation(f"{path.parent.name}.{path.stem}", comment_of(text, str(path)), text, reads)


def reads_of(text: str, where: str, parser: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The tables read by the one statement in `text`, sorted. Raises BuildError."""
    tree_of(text, where, parser)
    _, reads = _TREES[text]
    return tuple(sorted(reads))


def comment_of(text: str, where: str) -> str:
    """The first line without its dashes; on a second line the comments that directly follow.

    The first must say `purpose; one row a grain`. Raises BuildError where it does not.
    """
    head = [line.rstrip("\r") for line in text.split("\n")]
    first, *rest = list(takewhile(lambda line: line.startswith("--"), head)) or [""]
    comment = first.removeprefix("-- ")
    if comment == first or ";" not in comment:
        raise BuildError("lacks its first line", where, "write `-- purpose; one row a grain`")
    note = " ".join(line.removeprefix("--").strip() for line in rest)
    return f"{comment}\n{note}" if note else comment


def tree_of(text: str, where: str, parser: duckdb.DuckDBPyConnection) -> object:
    """The one statement in `text`, as DuckDB's parser serialises it. Raises BuildError."""
    if text not in _TREES:  # once per process
        answer = parser.execute("select json_serialize_sql(?)", [text]).fetchone()
        _TREES[text] = _loaded(answer[0] if answer else "{}")
    tree, _ = _TREES[text]
    if tree.get("error", True):
        message = " ".join(str(tree.get("error_message", "no answer")).split())
        raise BuildError(f"is not a select: {message}", where, "write one bare select")
    if len(tree["statements"]) != 1:
        raise BuildError(f"holds {len(tree['statements'])} statements", where, "write one")
    return tree["statements"][0]


def nodes(tree: object) -> Iterator[dict[str, object]]:
    """All objects of a serialised statement, outer before inner."""
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from nodes(value)


def _loaded(serialised: str) -> tuple[dict[str, Any], frozenset[str]]:
    """A statement's tree and the tables in it; names without a schema are its own CTEs."""
    found = set[str]()

    def see(node: dict[str, Any]) -> dict[str, Any]:
        if node.get("type") == "BASE_TABLE" and node["schema_name"]:
            found.add(f"{node['schema_name']}.{node['table_name']}")
        return node

    tree: dict[str, Any] = json.loads(serialised, object_hook=see)
    return tree, frozenset(found)
