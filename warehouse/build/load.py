"""Fills the `raw` and `ref` schemas from Parquet and Arrow in bulk, nothing row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from extractors.errors import BuildError
from warehouse.archive.runs import Run
from warehouse.registry.registry import Registry
from warehouse.relations.order import SQL
from warehouse.relations.reasons import reasons

_TIME, _TEXT = pa.timestamp("us", "UTC"), pa.string()
_RUN = pa.schema(
    [
        ("run_id", _TEXT), ("flow", _TEXT), ("started", _TIME), ("ended", _TIME),
        ("outcome", _TEXT), ("detail", _TEXT),
    ]
)  # fmt: skip


_OUTCOME = pa.schema([(name, _TEXT) for name in ("run_id", "place", "outcome", "detail")])
_REASON = pa.schema(
    [(name, _TEXT) for name in ("relation", "column", "reason", "meaning", "settled_by")]
)
_DECLARED: dict[str, list[str]] = {}
"""Columns by schema.name: to ask for them takes 16 ms of each small build."""


def load_raw(
    con: duckdb.DuckDBPyConnection,
    tables: Mapping[str, Sequence[Path]],
    origins: pa.Table | None = None,
    runs: Iterable[Run] = (),
) -> None:
    """Create schema raw and fill it from Parquet files (by table name), origins and runs.

    origins: a table of warehouse.archive.origins.SCHEMA. Raises BuildError where a file does not
    fit its table.
    """
    con.execute((SQL / "raw.sql").read_text(encoding="utf-8"))
    fill_raw(con, tables, origins, runs)


def fill_raw(
    con: duckdb.DuckDBPyConnection,
    tables: Mapping[str, Sequence[Path]],
    origins: pa.Table | None = None,
    runs: Iterable[Run] = (),
) -> None:
    """Fill the existing, empty tables of schema raw. Raises BuildError as load_raw."""
    for table, files in tables.items():
        insert_parquet(con, f"raw.{table}", files)
    if origins is not None:
        _insert(con, "raw.origin", origins.drop_columns(["identity"]))
    recorded = list(runs)
    _insert(con, "raw.run", _runs(recorded))
    outcomes = [(run.run_id, *astuple(one)) for run in recorded for one in run.outcomes]
    _insert(con, "raw.run_outcome", _table(outcomes, _OUTCOME))


READINGS = {
    "figure": """
        select
            figure_id, document, metric, segment, breakdown, parent, basis, 'actual' as kind,
            period_start, period_end, period_type, value, unit,
            'read by ' || reviewer || ': ' || reason as rule, 'person' as confidence
        from ref.readings
        where ref.is_known(known_from)
            and document in (select sha256 from raw.document)
            and figure_id not in (
                select figure_id from raw.figure
                where figure_id in (select figure_id from ref.readings)
            )
        qualify row_number() over (partition by figure_id order by known_from, reading_id) = 1
    """,
    "fact": """
        select
            reading_id as fact_id, document, 'as a person reads it' as concept, period_start,
            period_end, value, unit, quote, locator, '' as members, [] as also, [] as caption,
            [] as column_caption
        from ref.readings
        where figure_id in (select figure_id from raw.figure where confidence = 'person')
    """,
    "figure_input": """
        select figure_id, reading_id as fact_id, 1 as position, 1 as weight, 'value' as role
        from ref.readings
        where figure_id in (select figure_id from raw.figure where confidence = 'person')
        qualify row_number() over (partition by figure_id order by known_from, reading_id) = 1
    """,
}
"""What people read where the readers refuse, as rows of raw; what the readers give goes before."""


_ADD = "insert into raw.{table} by name select * from ({rows}) where {among}"
_INPUTS = "figure_id in (select figure_id from raw.figure where {among})"


def load_readings(con: duckdb.DuckDBPyConnection, documents: str | None = None) -> None:
    """Add to the loaded raw tables what reviewers read in documents (registry table readings).

    documents: a query of those whose readings are not there yet; None = all.
    """
    of_documents = "true" if documents is None else f"document in ({documents})"
    for table, rows in READINGS.items():
        among = _INPUTS.format(among=of_documents) if table == "figure_input" else of_documents
        con.execute(_ADD.format(table=table, rows=rows, among=among))


def load_ref(con: duckdb.DuckDBPyConnection, registry: Registry, known_on: datetime | None) -> None:
    """Create schema ref and fill it: the registry's tables, the reasons, the build's date."""
    con.execute((SQL / "ref.sql").read_text(encoding="utf-8"))
    fill_ref(con, registry, known_on)


def fill_ref(con: duckdb.DuckDBPyConnection, registry: Registry, known_on: datetime | None) -> None:
    """Fill the existing, empty tables of schema ref. Raises BuildError."""
    con.execute("insert into ref.argument values (?)", [known_on])
    rows = [
        (one.relation, one.column, one.reason, one.meaning, one.settled_by) for one in reasons()
    ]
    _insert(con, "ref.reasons", _table(rows, _REASON))
    for name, table in registry.tables.items():
        columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
        arrays = [pa.array(column, _TEXT) for column in columns]
        lines = pa.array(range(1, len(table.rows) + 1), pa.int32())
        rows = pa.Table.from_arrays([*arrays, lines], names=[*table.columns, "line"])
        _insert(con, f"ref.{name}", rows)


def insert_parquet(
    con: duckdb.DuckDBPyConnection, table: str, files: Sequence[Path], where: str = "true"
) -> None:
    """Insert the rows of Parquet files, or some of them, into a table of raw. Raises BuildError."""
    if not files:
        return
    names = ", ".join(_declared(con, table))
    if not names:
        name = table.removeprefix("raw.")
        raise BuildError(f"the archive holds a table {name!r} that raw.sql lacks", str(files[0]))
    try:
        rows = con.read_parquet([str(path) for path in files]).filter(where).project(names)
        rows.insert_into(table)
    except (duckdb.BinderException, duckdb.ConversionException, duckdb.InvalidInputException) as e:
        what = " ".join(str(e).split())
        raise BuildError(what, table, "remove the batch: it is read again") from e


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    wanted = _declared(con, table)
    if strange := sorted(set(rows.column_names) - set(wanted)):
        raise BuildError(f"has no column {', '.join(strange)}", table, "add it to the sql file")
    if not len(rows):  # half of the registry's tables, mostly, at some milliseconds each
        return
    arrays = [
        pa.nulls(len(rows), _TEXT) if column not in rows.column_names else rows[column]
        for column in wanted
    ]
    try:
        con.from_arrow(pa.Table.from_arrays(arrays, names=wanted)).insert_into(table)
    except duckdb.ConversionException as error:
        what = " ".join(str(error).split())
        raise BuildError(what, table, "mend the registry row") from error


def _declared(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The columns of a table of raw or ref, which are those of its SQL file in every build."""
    if table not in _DECLARED:
        found = columns(con, *table.split("."))
        if not found:
            return []
        _DECLARED[table] = found
    return _DECLARED[table]


def columns(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> list[str]:
    """The columns that the SQL file declares, in order; none for an unknown table."""
    try:
        return con.table(f"{schema}.{table}").columns
    except duckdb.CatalogException:
        return []


def _runs(runs: Iterable[Run]) -> pa.Table:
    rows = [(one.run_id, one.flow, one.started, one.ended, one.outcome, one.detail) for one in runs]
    return _table(rows, _RUN)


def _table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
