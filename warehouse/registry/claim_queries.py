"""Claims: a row of claims.csv says what is claimed; a figure or a query shows what is true.

A claim about one figure names it in its row, and stg.claim_figure finds it. Any other has a query
of its name. Packaged queries are the files of sql/claim; an overlay of the registry has its own in
the folder `claims` beside its claims.csv. Each returns one row, or none where nothing is found:
`found` (money in its currency, margins as fractions), `figure_ids` (what it is based on, the main
one first), `known_at`, `reason` (why there is no answer, else NULL) and `explanation`. It becomes a
relation of the schema `claim`; stg.claim_answer has them all, and mart.claim compares. So a query
says what the figures are, never whether a claim holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from extractors.errors import BuildError, RegistryError
from warehouse.disk.selects import Relation, comment_of, nodes, reads_of, tree_of
from warehouse.registry.csv_rows import Row

FOLDER = "claims"
PACKAGED = Path(__file__).parents[1] / "relations/sql/claim"
ANSWERS, FIGURES = "stg.claim_answer", "stg.claim_figure"
_MAY_READ = ("raw", "ref", "stg", "mart")
_MADE_OF_CLAIMS = (ANSWERS, FIGURES, "mart.claim")
_PLACE = ("company_id", "basis", "fiscal_label")  # identify a figure, with the metric
_MAY_CALL = ("unnest", "range", "generate_series")  # others read files or the catalogue
_CLOCK = frozenset(
    {"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"}
)
_ANSWER = """\
select
    answer.found::decimal(38, 10) as found, answer.figure_ids::varchar[] as figure_ids,
    answer.known_at::timestamptz as known_at, answer.reason::varchar as reason,
    answer.explanation::varchar as explanation
from (
{select}
) as answer
"""
_NAMED = "select '{name}' as claim_id, * from claim.{name}"


@dataclass(frozen=True, slots=True)
class Query:
    """The text of one query and the file that holds it."""

    file: str
    text: str


_CHECKED: set[Query] = set()
"""Queries that were found to call nothing that they may not: to walk their trees takes long."""


def packaged(folder: Path = PACKAGED) -> dict[str, Query]:
    """The queries of sql/claim, by claim_id."""
    return {path.stem: _read(path) for path in sorted(folder.glob("*.sql"))}


def overlaid(overlay: Path) -> dict[str, Query]:
    """The queries of an overlay's folder `claims`, if there is one. Raises RegistryError."""
    folder = overlay / FOLDER
    if not folder.exists():
        return {}
    try:
        found = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise RegistryError(what, str(folder), "make it a folder of queries") from error
    for path in found:
        if path.suffix not in (".sql", ".md"):
            raise RegistryError(f"unknown file {path.name!r}", str(folder), "name it CLAIM_ID.sql")
    return {path.stem: _read(path) for path in found if path.suffix == ".sql"}


def check(rows: Sequence[Row], queries: Mapping[str, Query]) -> None:
    """Every claim must name a figure or have a query, and every query a claim.

    Raises RegistryError.
    """
    claimed = {str(row["claim_id"]): row for row in rows}
    for claim_id, row in claimed.items():
        if row["metric"] is not None:
            _check_place(row)
        elif claim_id not in queries:
            raise RegistryError(
                f"no query finds {claim_id!r}",
                row.where("claim_id"),
                f"write {FOLDER}/{claim_id}.sql beside it, or name one figure by its metric",
            )
    for claim_id, query in queries.items():
        if claim_id not in claimed:
            raise RegistryError(
                f"no row of claims.csv has the claim_id {claim_id!r}", query.file, "add one"
            )
        if claimed[claim_id]["metric"] is not None:
            raise RegistryError(
                f"{claim_id!r} names a figure already",
                query.file,
                "remove the query, or the metric of its row",
            )


def _check_place(row: Row) -> None:
    for column in _PLACE:
        if row[column] is None:
            raise RegistryError(
                f"names a metric and no {column}", row.where(column), f"fill in {', '.join(_PLACE)}"
            )


def relations(
    queries: Mapping[str, Query], parser: duckdb.DuckDBPyConnection
) -> Iterator[Relation]:
    """A relation for each query, and the one that combines their answers. Raises BuildError.

    A query that reads anything outside the warehouse, the clock, or random numbers is refused: a
    build's content must follow from its inputs.
    """
    names = sorted(queries)
    if not names:
        return
    for name in names:
        yield _relation(name, queries[name], parser)
    union = "\nunion all\n".join([f"from {FIGURES}", *(_NAMED.format(name=one) for one in names)])
    yield Relation(
        ANSWERS,
        "what was found of each claim, in the units of the figures; one row a claim",
        union,
        (*(f"claim.{name}" for name in names), FIGURES),
    )


def _relation(name: str, query: Query, parser: duckdb.DuckDBPyConnection) -> Relation:
    comment = comment_of(query.text, query.file)
    if query not in _CHECKED:
        _check_calls(tree_of(query.text, query.file, parser), query.file)
        _CHECKED.add(query)
    reads = reads_of(query.text, query.file, parser)
    for read in reads:
        if read.split(".")[0] not in _MAY_READ or read in _MADE_OF_CLAIMS:
            raise BuildError(
                f"reads {read}, which a claim may not",
                query.file,
                f"read {', '.join(_MAY_READ)}, and no other claim",
            )
    select = query.text.rstrip().rstrip(";")
    return Relation(f"claim.{name}", comment, _ANSWER.format(select=select), reads, query.file)


def _check_calls(tree: object, file: str) -> None:
    """Refuse functions that read outside the warehouse, or differ between builds."""
    own = {str(node["key"]) for node in nodes(tree) if "key" in node}  # its CTEs
    for node in nodes(tree):
        outside = _outside(node, own)
        called = _called(node)
        if outside:
            what, to_do = f"reads {outside}, which is not of the warehouse", ", ".join(_MAY_READ)
            raise BuildError(what, file, f"read {to_do}")
        if called in _fickle():
            what = f"calls {called}, which changes from build to build"
            raise BuildError(what, file, "take times from the figures' known_at")


def _outside(node: Mapping[str, object], own: set[str]) -> str | None:
    """What a node reads that is not a table of a schema, not in `own`, and not a list."""
    if node.get("type") == "BASE_TABLE" and not node["schema_name"]:
        return None if node["table_name"] in own else str(node["table_name"])
    function = node.get("function") if node.get("type") == "TABLE_FUNCTION" else None
    if isinstance(function, dict) and function["function_name"] not in _MAY_CALL:
        return f"{function['function_name']}()"
    return None


def _called(node: Mapping[str, object]) -> str | None:
    """The function called by a node; those of the clock need no brackets and look like columns."""
    if node.get("type") == "FUNCTION":
        return str(node["function_name"]).lower()
    names = node.get("column_names") if node.get("type") == "COLUMN_REF" else None
    called = str(names[0]).lower() if isinstance(names, list) and len(names) == 1 else None
    return called if called in _CLOCK else None


@cache
def _fickle() -> frozenset[str]:
    """DuckDB's functions whose result does not depend on their arguments alone.

    Those that take a time depend on the time zone, which is UTC in every build; but for age, which
    with one argument reads the clock.
    """
    with duckdb.connect() as con:
        rows = con.execute(
            "select distinct function_name from duckdb_functions() where stability <> 'CONSISTENT'"
            " and not list_has_any(parameter_types, ['TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ_NS'])"
        ).fetchall()
    return _CLOCK | {"age"} | {str(name) for (name,) in rows}


def _read(path: Path) -> Query:
    try:
        return Query(str(path), path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise RegistryError("is not UTF-8", str(path), "save it as UTF-8") from error
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise RegistryError(what, str(path), "see to the file") from error
