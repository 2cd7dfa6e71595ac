"""Read-only queries of a build, without access to anything outside of its file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from extractors.errors import QueryError

_SETTINGS = ("TimeZone = 'UTC'", "enable_external_access = false", "lock_configuration = true")
_PLACE = re.compile(r"\s*LINE (\d+):(.*)\n(\s*)\^", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query's result, and the names of their columns."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


def connect(path: Path | str) -> duckdb.DuckDBPyConnection:
    """Open a build read-only: no writes, no files, no network, and no setting can change that.

    Raises QueryError where there is no database or it cannot be opened.
    """
    path = Path(path)
    if not path.is_file():
        raise QueryError(
            "there is no warehouse yet", str(path),
            "run: profitpools refresh, or profitpools demo for an example",
        )  # fmt: skip
    con = duckdb.connect()
    try:
        # Attached rather than opened: a process shares one instance per path, so a second
        # connection would still see a file that a rebuild has replaced in the meantime.
        con.execute(f"set temp_directory = {_quoted(f'{path}.tmp')}")
        con.execute(f"attach {_quoted(str(path))} as profit_pools (read_only)")
        con.execute("use profit_pools")
        for setting in _SETTINGS:
            con.execute(f"set {setting}")
    except duckdb.Error as error:
        con.close()
        what = _first_line(error)
        raise QueryError(
            what, str(path), "run: profitpools rebuild, which writes it anew"
        ) from error
    return con


def run(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    params: Sequence[object] | Mapping[str, object] | None = None,
) -> Answer:
    """Run one query with bound parameters. Raises QueryError: one line, with line and column."""
    try:
        statements = con.extract_statements(sql)
        if len(statements) != 1:
            raise QueryError(f"{len(statements)} statements were given", "sql", "give exactly one")
        cursor = con.execute(statements[0], params)
        columns = tuple(str(column[0]) for column in cursor.description or ())
        return Answer(columns, cursor.fetchall())
    except duckdb.Error as error:
        raise _explained(error) from error


def _explained(error: duckdb.Error) -> QueryError:
    text = str(error)
    what = _first_line(error)
    if isinstance(error, duckdb.InvalidInputException) and "read-only" in text:
        return QueryError("the warehouse is read-only", "sql", "change the registry, then rebuild")
    if isinstance(error, duckdb.PermissionException):
        return QueryError("the query may read the warehouse alone", "sql", f"DuckDB: {what}")
    candidates = re.search(r"(Did you mean .*|Candidate bindings: .*)", text)
    to_do = candidates.group(1) if candidates else ""
    place = _PLACE.search(text)
    where = f"sql, line {place.group(1)}, column {_column(place)}" if place else "sql"
    return QueryError(what, where, to_do)


def _column(place: re.Match[str]) -> int:
    """The column of an error: DuckDB prints a caret under the place, after `LINE n: `."""
    return len(place.group(3)) - len(f"LINE {place.group(1)}: ") + 1


def _first_line(error: duckdb.Error) -> str:
    return str(error).split("\n", 1)[0]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
