"""A build as Parquet for tools without DuckDB: a folder per relation, a dictionary, a manifest.

    <folder>/manifest.json                                    which build; rows and sha256 per file
    <folder>/dictionary.csv                                   what each relation and column means
    <folder>/mart/profit_pool/part-0.parquet                  schema, relation
    <folder>/mart/figure_lineage/period_year=2024/part-0.parquet

A relation of more than SPLIT rows that has a period_end is partitioned by its year, Hive style; the
files hold all columns, and `period_year` is in the path alone. Rows keep their order, so one build
gives the same bytes each time. Only types that every reader of Parquet supports are used: integers,
decimals, doubles, texts, booleans, dates, UTC times to the microsecond, and lists, structs and maps
of these. An infinite time (`always`) is NULL, as Parquet has none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from extractors.errors import ExportError, QueryError
from warehouse.disk.folder import whole
from warehouse.publish.dictionary import Column, Described, as_csv, described
from warehouse.registry.column import suggestion

FORMAT = "profit-pools export 1"
SCHEMAS = ("mart", "stg", "ref", "raw")
SPLIT = 100_000
PARTITION = "period_year"
_NONE = "__HIVE_DEFAULT_PARTITION__"  # Hive's name for the partition of NULL
_GROUP = 100_000  # rows of a row group, as many as are in memory at a time
_MANIFEST, _DICTIONARY = "manifest.json", "dictionary.csv"
# Arrow reads the first two as decimals without a check; few readers support the others.
_DECIMALS = {"hugeint": 38, "uhugeint": 38, "ubigint": 20, "uinteger": 10}
_BUILD = """
    select build_id, built_at, code, extractor_version, known_on, input_hash, content_hash
    from mart.build
"""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the export; `path` is below its folder, with '/'."""

    path: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Exported:
    """A relation that was written. partitioned_by: None = in one file."""

    relation: str
    rows: int
    partitioned_by: str | None
    files: tuple[File, ...]


def chosen(
    con: duckdb.DuckDBPyConnection, schemas: Sequence[str], names: Collection[str] = ()
) -> list[Described]:
    """The relations of the schemas, or the named ones, as profit_pool or mart.profit_pool.

    Raises QueryError for an unknown name.
    """
    if not names:
        return described(con, schemas)
    every = described(con, SCHEMAS)
    found = []
    for name in dict.fromkeys(names):
        match = [one for one in every if name in (one.full_name, one.name)]
        if not match:
            allowed = tuple(one.full_name for one in every if one.schema in ("mart", "stg"))
            raise QueryError("no such relation", name, suggestion(name, allowed))
        found.append(match[0])
    return list(dict.fromkeys(found))


def export(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    wanted: Sequence[Described],
    *,
    replace: bool = False,
    split: int = SPLIT,
    step: Callable[[], None] = lambda: None,
) -> list[Exported]:
    """Write the `wanted` relations of the build that `con` is open on, all or none.

    With `replace` an earlier export at `folder` is replaced, anything else never. `step` is called
    after each relation. Raises ExportError, QueryError, OSError.
    """
    with whole(folder, lambda place: _check(place, replace=replace)) as place:
        try:
            [build] = con.sql(_BUILD).fetchall()
            done = []
            for one in wanted:
                done.append(_relation(con, place, one, split))
                step()
        except duckdb.Error as error:
            what = " ".join(str(error).split())
            raise QueryError(what, "the build", "run: profitpools rebuild") from error
        dictionary = as_csv(wanted).encode()
        (place / _DICTIONARY).write_bytes(dictionary)
        made = dict(zip(con.sql(_BUILD).columns, map(_text, build), strict=True))
        manifest = {
            "format": FORMAT,
            "build": made,
            "dictionary": {
                "path": _DICTIONARY, "sha256": hashlib.sha256(dictionary).hexdigest(),
            },
            "relations": [asdict(one) for one in done],
        }  # fmt: skip
        text = json.dumps(manifest, indent=2, ensure_ascii=False)
        (place / _MANIFEST).write_text(text + "\n", encoding="utf-8")
    return done


def _check(folder: Path, *, replace: bool) -> None:
    """Raises ExportError where `folder` holds something that must not be replaced."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ExportError("a file stands there", str(folder), "name another folder")
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    if not found and not any(folder.iterdir()):
        return
    listed = _listed(folder / _MANIFEST)
    if listed is None:
        raise ExportError(
            "is not empty and no export of ours", str(folder), "name another folder, or empty it"
        )
    if strange := sorted(found - listed):
        what = f"holds {strange[0]}, which is not of the export"
        raise ExportError(what, str(folder), "move it away, or name another folder")
    if not replace:
        raise ExportError("is an export already", str(folder), "give --replace, or another folder")


def _listed(manifest: Path) -> set[str] | None:
    """The files named by our manifest; None where there is none."""
    try:
        read = json.loads(manifest.read_text(encoding="utf-8"))
        if read["format"] != FORMAT:
            return None
        paths = {file["path"] for one in read["relations"] for file in one["files"]}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return paths | {_MANIFEST, _DICTIONARY}


def _relation(con: duckdb.DuckDBPyConnection, folder: Path, one: Described, split: int) -> Exported:
    """Write one relation: one file, or one a year."""
    table = con.table(one.full_name)
    columns = ", ".join(map(_portable, one.columns))
    parts: list[tuple[str, str]] = [("", "true")]
    has_end = any(column.name == "period_end" for column in one.columns)
    by = PARTITION if has_end and len(table) > split else None
    if by:
        years = table.project("year(period_end) as year").distinct().order("year").fetchall()
        parts = [_part(year) for (year,) in years]
    files = []
    for name, condition in parts:
        path = folder / one.schema / one.name / name / "part-0.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        written = _write(table.filter(condition).project(columns), path, one)
        files.append(_file(path, folder, written))
    return Exported(one.full_name, sum(file.rows for file in files), by, tuple(files))


def _part(year: int | None) -> tuple[str, str]:
    """Folder name and SQL condition of one year."""
    if year is None:
        return f"{PARTITION}={_NONE}", "period_end is null"
    return f"{PARTITION}={year}", f"year(period_end) = {year:d}"


def _portable(column: Column) -> str:
    """The SQL expression that exports a column."""
    name = f'"{column.name}"'
    if column.type in ("date", "timestamp with time zone"):
        return f"if(isfinite({name}), {name}, null) as {name}"
    if digits := _DECIMALS.get(column.type):
        return f"{name}::decimal({digits}, 0) as {name}"
    return name


def _write(rows: duckdb.DuckDBPyRelation, path: Path, one: Described) -> int:
    """Write one file with row groups independent of how rows arrive; returns the number of rows."""
    reader = rows.to_arrow_reader(_GROUP)
    for field in reader.schema:
        if not _is_portable(field.type):
            what = f"column {field.name} is of a type that Parquet's readers do not share"
            raise ExportError(f"{what}: {field.type}", one.full_name, "cast it in the select")
    count = 0
    with path.open("xb") as file:
        with pq.ParquetWriter(file, reader.schema, compression="zstd") as writer:
            for group in _groups(reader):
                writer.write_table(group)
                count += len(group)
        file.flush()
    return count


def _groups(reader: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """Tables of _GROUP rows, the last with the remainder; none for no rows."""
    waiting = pa.Table.from_batches([], reader.schema)
    for batch in reader:
        waiting = pa.concat_tables([waiting, pa.Table.from_batches([batch])])
        while len(waiting) >= _GROUP:
            yield waiting.slice(0, _GROUP).combine_chunks()
            waiting = waiting.slice(_GROUP)
    if len(waiting):
        yield waiting.combine_chunks()


def _is_portable(kind: pa.DataType) -> bool:
    if pa.types.is_nested(kind):
        return all(_is_portable(kind.field(place).type) for place in range(kind.num_fields))
    if pa.types.is_timestamp(kind):
        return bool(kind == pa.timestamp("us", "UTC"))
    return bool(
        pa.types.is_signed_integer(kind) or pa.types.is_decimal128(kind)
        or kind in (pa.string(), pa.bool_(), pa.date32(), pa.float32(), pa.float64())
    )  # fmt: skip


def _file(path: Path, folder: Path, rows: int) -> File:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return File(path.relative_to(folder).as_posix(), rows, path.stat().st_size, sha256)


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
