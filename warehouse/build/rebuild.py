"""Rebuild: archive, registry, code and a date in; one checked DuckDB file out.

    <home>/profit_pools.duckdb                    the current build
    <home>/profit_pools.as_of_2024-07-31.duckdb   a build as of a day, which replaces nothing
    <home>/builds/<build_id>.duckdb               the last builds before it
    <home>/builds/rejected.duckdb                 the last one that changed values without a cause
    <home>/builds/trial.duckdb                    the last trial, which replaces nothing
    <home>/builds/damaged.duckdb                  a file found in place of a build that was not one
    <home>/builds/scratch/                        work in progress; swept by the next rebuild

The file is completed in scratch, then renamed: readers see the old build or the new one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from extractors.errors import BuildError, QueryError
from extractors.model import digest
from warehouse.archive.store import Archive
from warehouse.build import build_files, checks, empty, pool_history
from warehouse.build.content_hash import SCHEMAS, content, is_damaged
from warehouse.build.diff import Change, companies_with_news, diff, misread
from warehouse.build.load import fill_raw, fill_ref, load_readings
from warehouse.build.pool_history import MONTHS, History
from warehouse.disk.files import explained
from warehouse.disk.memory import TO_DO, bounded
from warehouse.query.connection import connect
from warehouse.registry.registry import Registry
from warehouse.relations import glossary, order

DATABASE = "profit_pools.duckdb"
SHOWN = 5
_BUILD = """
    create table mart.build as
    with known as (
        select distinct sha256
        from raw.origin
        where known_at <= coalesce($known_on::timestamptz, known_at)
    )
    select
        $build_id as build_id, $built_at::timestamptz as built_at, $code as code,
        $registry_hash as registry_hash, $archive_hash as archive_hash,
        $extractor_version as extractor_version, $known_on::timestamptz as known_on,
        $input_hash as input_hash, $content_hash as content_hash,
        (select count(*) from raw.document where sha256 in (from known)) as documents,
        (select count(*) from raw.figure where document in (from known)) as figures,
        version() as duckdb_version
"""
_BUILD_COMMENT = "what this file is made of; one row"


@dataclass(frozen=True, slots=True)
class Build:
    """The row of mart.build. known_on None = everything in the archive; hashes: 16 hex digits."""

    build_id: str
    built_at: datetime
    code: str
    registry_hash: str
    archive_hash: str
    extractor_version: str
    known_on: datetime | None
    input_hash: str
    content_hash: str
    documents: int
    figures: int
    duckdb_version: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """A build in place at `path`: checks passed, changes against the last one (if any).

    idle: a line for each judgement without effect; history: of the pools, by month ends.
    """

    build: Build
    path: Path
    checks: int
    changes: tuple[Change, ...]
    last: Build | None
    idle: tuple[str, ...] = ()
    history: History = pool_history.NONE


def rebuild(
    home: Path,
    registry: Registry,
    *,
    version: str,
    code: str,
    known_on: datetime | None = None,
    now: datetime,
    accept: bool = False,
    memory_limit: int | None = None,
    months: int | None = MONTHS,
    is_trial: bool = False,
    archive: Archive | None = None,
) -> BuildReport:
    """Build the warehouse anew from the archive (by default that of `home`) and put it in place.

    version: the extractor version whose extractions to load; code: version of this program; now:
    aware; memory_limit: bytes that DuckDB may hold (default 80 % of memory), the rest is spilled;
    months: see pool_history.fill; a trial is kept beside the current build. With `known_on` (aware)
    only what was known then is used, in a file of its own. Raises BuildError: a failed check,
    another rebuild under way, values changed without a cause (unless `accept`), a full or read-only
    disk; CorrectionError; ArchiveError. On any error the last build stays.
    """
    with explained(home), build_files.alone(home / "builds") as scratch:
        new = scratch / "new.duckdb"
        build_files.set_aside(home / DATABASE)
        with _written(home):
            report = _make(
                new, home, archive or Archive(home), registry, version=version, code=code,
                known_on=known_on, now=now, memory_limit=memory_limit, months=months,
            )  # fmt: skip
            verify(new, report.build, memory_limit)
        if known_on is not None:
            return _as_of(report, new, home, known_on)
        current = home / DATABASE
        if is_trial:
            return _beside(report, new, current, memory_limit)
        last, changes = _compared(current, new, report.build, memory_limit, accept=accept)
        build_files.swap(new, current, None if last is None else last.build_id)
        return replace(report, path=current, changes=tuple(changes), last=last)


def _as_of(report: BuildReport, new: Path, home: Path, known_on: datetime) -> BuildReport:
    """Put a build as of a day in its place."""
    path = home / f"profit_pools.as_of_{known_on.astimezone(UTC):%Y-%m-%d}.duckdb"
    build_files.rename(new, path)
    return replace(report, path=path)


def _beside(report: BuildReport, new: Path, current: Path, memory: int | None) -> BuildReport:
    """Put a trial in its place, with its differences from the current build."""
    old, path = build_files.second(current, new.parent), current.parent / "builds/trial.duckdb"
    changes = diff(old, new, memory) if old else []
    build_files.rename(new, path)
    return replace(report, path=path, changes=tuple(changes))


def read_build(path: Path) -> Build:
    """The row of mart.build of a database file. Raises QueryError where there is none."""
    try:
        with connect(path) as con:
            rows = con.execute("from mart.build").fetchall()
        return Build(*rows[0])
    except (duckdb.Error, TypeError, IndexError) as error:
        what = f"is not a build of this version: {' '.join(str(error).split())}"
        raise QueryError(what, str(path), "rebuild with --accept") from error


def verify(path: Path, build: Build, memory_limit: int | None = None) -> None:
    """Reopen the file and hash its content again: it must be what was written.

    DuckDB has written damaged segments at checkpoints before. Raises BuildError.
    """
    try:
        config = bounded(memory_limit, path.parent / "spill")
        with duckdb.connect(path, read_only=True, config=config) as con:
            con.execute("set TimeZone = 'UTC'")
            found = content(con).all
    except duckdb.Error as error:
        what = f"the file that was written cannot be read: {' '.join(str(error).split())}"
        raise BuildError(what, str(path), "rebuild again; the last build stays in place") from error
    if found != build.content_hash:
        what = f"the file that was written holds {found}, not {build.content_hash}"
        raise BuildError(what, str(path), "rebuild again; the last build stays in place")


def finish(
    con: duckdb.DuckDBPyConnection, now: datetime, code: str, made_of: dict[str, object]
) -> None:
    """Add mart.build with the hashes of all other relations, and comments on columns."""
    found = content(con)
    build_id = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{digest(found.all, now, code)[:8]}"
    hashes = {"input_hash": found.inputs, "content_hash": found.all}
    con.execute(_BUILD, {"build_id": build_id, "built_at": now, "code": code} | made_of | hashes)
    con.execute(f"comment on table mart.build is '{_BUILD_COMMENT}'")
    glossary.comment(con, glossary.glossary(), glossary.columns(con, SCHEMAS, bare=True))


def _make(
    path: Path, home: Path, archive: Archive, registry: Registry, *,
    version: str, code: str, known_on: datetime | None, now: datetime, memory_limit: int | None,
    months: int | None,
) -> BuildReport:  # fmt: skip
    """Write the whole database file and check it."""
    archive.compact(version)
    tables, origins = archive.tables(version), archive.origin_table()
    manifest = archive.manifest_hash(version)
    if len(origins) and not tables["document"]:
        raise BuildError(
            f"none of its documents was read by extractor version {version} yet",
            archive.place,
            "run: profitpools refresh, which reads them",
        )
    ordered = order.relations(queries=registry.queries)
    ours, of_claims = order.apart(ordered)
    config = bounded(memory_limit, path.parent / "spill")
    with empty.opened(path, ordered, config) as (con, write):
        fill_raw(con, tables, origins, archive.runs())
        fill_ref(con, registry, known_on)
        load_readings(con)
        write(con, ours)
        history = pool_history.fill(
            con, ordered, build_files.second(home / DATABASE, path.parent), months
        )
        con.execute("set enable_external_access = false")  # claims' queries may be a user's
        write(con, of_claims)
        checked, idle = len(checks.enforce(con)), tuple(checks.idle(con))
        made_of: dict[str, object] = {
            "registry_hash": registry.hash, "archive_hash": manifest,
            "extractor_version": version, "known_on": known_on,
        }  # fmt: skip
        finish(con, now, code, made_of)
        con.execute("checkpoint")
        build = Build(*con.execute("from mart.build").fetchall()[0])
    return BuildReport(build, path, checked, (), None, idle, history)


def _compared(
    current: Path, new: Path, build: Build, memory_limit: int | None, *, accept: bool
) -> tuple[Build | None, list[Change]]:
    """The last build and the changes since it. Raises BuildError for changes without cause."""
    old = build_files.second(current, new.parent)
    if old is None:
        return None, []
    try:
        last = read_build(old)
        changes = diff(old, new, memory_limit)
        causeless = _causeless(old, new, last, build, changes, memory_limit)
    except QueryError as error:
        if is_damaged(old):
            build_files.rename(current, current.parent / "builds" / "damaged.duckdb")
            return None, []
        if accept:
            return None, []
        what = f"cannot be compared with the new build: {error.what}"
        raise BuildError(what, str(current), "look at it, then rebuild with --accept") from error
    if causeless and not accept:
        rejected = current.parent / "builds" / "rejected.duckdb"
        build_files.rename(new, rejected)
        shown = "; ".join(causeless[:SHOWN])
        more = f" and {len(causeless) - SHOWN} more" if len(causeless) > SHOWN else ""
        raise BuildError(
            f"{len(causeless)} values changed without new bytes, code or registry: {shown}{more}",
            str(current),
            f"look at `profitpools diff {current} {rejected}`, then rebuild with --accept",
        )
    return last, changes


def _causeless(
    old: Path, new: Path, last: Build, build: Build, changes: list[Change], memory_limit: int | None
) -> list[str]:
    """A line for every value that differs though nothing it is made of does."""
    lines = [str(change) for change in misread(old, new, memory_limit)]
    same_judgement = (last.code, last.registry_hash) == (build.code, build.registry_hash)
    if same_judgement and last.known_on == build.known_on:
        news = companies_with_news(old, new, memory_limit)
        lines += [str(change) for change in changes if change.company_id not in news]
    same_making = same_judgement and last.duckdb_version == build.duckdb_version
    same_content = (last.input_hash, last.content_hash) == (build.input_hash, build.content_hash)
    if not lines and same_making and last.input_hash == build.input_hash and not same_content:
        lines.append(f"content {last.content_hash} → {build.content_hash} of the same inputs")
    return lines


@contextmanager
def _written(home: Path) -> Iterator[None]:
    """Turn DuckDB's errors about a full or failing disk into a BuildError."""
    try:
        yield
    except (
        duckdb.IOException, duckdb.OutOfMemoryException, duckdb.TransactionException,
        duckdb.FatalException,
    ) as error:  # fmt: skip
        what = " ".join(str(error).split())
        raise BuildError(what, str(home), TO_DO) from error
