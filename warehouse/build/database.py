"""One database file: written from archive and registry, or from the last build, and checked."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import duckdb

from extractors.errors import BuildError, QueryError
from extractors.model import digest
from warehouse.archive.store import Archive
from warehouse.build import (
    checks,
    company_sums,
    empty,
    last_build,
    pool_history,
    renewal,
    verification,
)
from warehouse.build.content_hash import SCHEMAS, Sums, columns, content
from warehouse.build.diff import Change
from warehouse.build.last_build import Kept
from warehouse.build.load import fill_raw, fill_ref, load_readings
from warehouse.build.pool_history import History
from warehouse.build.renewal import Inputs, Renewed
from warehouse.build.verification import Verified
from warehouse.disk.memory import Config, bounded
from warehouse.disk.selects import Relation
from warehouse.query.connection import connect
from warehouse.registry.claim_queries import Query
from warehouse.registry.registry import Registry
from warehouse.relations import glossary, order

BATCHES = 16
"""Small batches of readings that are left as they are where most of the last build is kept."""
FEW = 2_000
"""Figures up to which to plan a select costs more than to run it."""
_WORTH = ["filter_pushdown", "unused_columns", "column_lifetime", "cte_inlining"]
"""DuckDB's optimizers that pay for so few: to run all the others takes a tenth of a build."""
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
_FAILURES = (
    duckdb.IOException,
    duckdb.SerializationException,
    duckdb.InternalException,
    duckdb.FatalException,
    duckdb.OutOfMemoryException,
)
"""What DuckDB raises for a file or a disk; anything else is a fault of this program."""
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

    idle: a line for each judgement without effect; history: of the pools, by month ends; renewed:
    what was computed, where the rest is kept of the last build; whole_because: a line where it was
    to be kept, and something was wrong with that; verified: a note for the next build.
    """

    build: Build
    path: Path
    checks: int
    changes: tuple[Change, ...]
    last: Build | None
    idle: tuple[str, ...] = ()
    history: History = pool_history.NONE
    renewed: Renewed | None = None
    whole_because: str | None = None
    verified: Verified | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """How to build: see rebuild.rebuild.

    last: the current build, under a name that is ours; builds: the folder with the note on it.
    """

    version: str
    code: str
    known_on: datetime | None
    now: datetime
    memory_limit: int | None
    months: int | None
    last: Path | None
    builds: Path


def read_build(path: Path) -> Build:
    """The row of mart.build of a database file. Raises QueryError where there is none."""
    try:
        with connect(path) as con:
            rows = con.execute("from mart.build").fetchall()
        return Build(*rows[0])
    except (duckdb.Error, TypeError, IndexError) as error:
        what = f"is not a build of this version: {' '.join(str(error).split())}"
        raise QueryError(what, str(path), "rebuild with --accept") from error


def begun(asked: Asked, registry: Registry) -> Kept | None:
    """The last build, where one may start from it."""
    if asked.known_on is not None:
        return None
    ours, _ = _relations(registry)
    return last_build.kept(
        asked.last, last_build.making(ours, asked.code, asked.version), asked.builds
    )


def gather(archive: Archive, registry: Registry, version: str, *, is_whole: bool) -> Inputs:
    """What to build of. Raises BuildError where none of the documents was read by this version."""
    archive.compact(version, 2 if is_whole else BATCHES)
    tables, origins = archive.tables(version), archive.origin_table()
    manifest = archive.manifest_hash(version)
    if len(origins) and not tables["document"]:
        raise BuildError(
            f"none of its documents was read by extractor version {version} yet",
            archive.place,
            "run: profitpools refresh, which reads them",
        )
    return Inputs(tables, origins, archive.runs(), registry, manifest)


def make(path: Path, inputs: Inputs, asked: Asked) -> BuildReport:
    """Write the whole database file, check and verify it. Raises BuildError, CorrectionError."""
    ours, of_claims = _relations(inputs.registry)
    with empty.opened(path, [*ours, *of_claims], _config(path, asked)) as (con, write):
        fill_raw(con, inputs.tables, inputs.origins, inputs.runs)
        fill_ref(con, inputs.registry, asked.known_on)
        load_readings(con)
        ((figures,),) = con.execute("select count(*) from raw.figure").fetchall()
        if figures <= FEW:
            _plan_simply(con)
        write(con, ours)
        report = _completed(con, path, inputs, asked, ours, of_claims, write)
    build, limit = report.build, asked.memory_limit
    sums = verification.whole(path, build.content_hash, limit)
    if asked.known_on is not None or build.figures < last_build.FEWEST:
        return report  # nothing starts from it
    return replace(report, verified=verification.noted(path, build.build_id, sums, limit))


def renewed(path: Path, last: Kept, inputs: Inputs, asked: Asked) -> BuildReport | None:
    """Make the file of the last build, check and verify it.

    None where so much is new that to build the whole is as quick. Raises BuildError where the last
    build is damaged, or what was made of it is not right: then the whole may still be built.
    """
    ours, of_claims = _relations(inputs.registry)
    try:
        shutil.copyfile(last.path, path)
        with duckdb.connect(path, config=_config(path, asked) | _renewing(last)) as con:
            con.execute("set TimeZone = 'UTC'")  # relations compare dates with times
            if last.threads:
                con.execute(f"set threads = {last.threads}")
            done = renewal.renew(con, last, inputs, ours)
            if done is None:
                return None
            report = _completed(con, path, inputs, asked, ours, of_claims, order.create, done)
    except _FAILURES as error:
        raise BuildError(" ".join(str(error).split()), str(path), "build the whole") from error
    build, limit = report.build, asked.memory_limit
    if last.verified is None:
        sums = verification.whole(path, build.content_hash, limit)
        verified = verification.noted(path, build.build_id, sums, limit)
    else:
        verified = verification.of_last(
            path, build.build_id, build.content_hash, last.path, last.verified, done.gone, limit,
            last.threads,
        )  # fmt: skip
    return replace(report, verified=verified)


def _relations(registry: Registry) -> tuple[list[Relation], list[Relation]]:
    """The relations that depend on no query of a claim, and the others; parsed once a process."""
    return _parsed(frozenset(registry.queries.items()))


@lru_cache(maxsize=1)
def _parsed(queries: frozenset[tuple[str, Query]]) -> tuple[list[Relation], list[Relation]]:
    return order.apart(order.relations(queries=dict(queries)))


def _plan_simply(con: duckdb.DuckDBPyConnection) -> None:
    ((others,),) = con.execute(
        "select string_agg(name, ',') from duckdb_optimizers() where not list_contains(?, name)",
        [_WORTH],
    ).fetchall()
    con.execute(f"set threads = 1; set disabled_optimizers = '{others}'")


def _config(path: Path, asked: Asked) -> Config:
    return bounded(asked.memory_limit, path.parent / "spill")


def _renewing(last: Kept) -> Config:
    """One checkpoint, at the end, which rewrites row groups only where that is worth it."""
    once: Config = {"checkpoint_threshold": "1TB"}
    is_fit = last.verified is not None and not last.verified.is_worn
    return empty.STORAGE | once | ({"max_vacuum_tasks": 0} if is_fit else {})


def _completed(
    con: duckdb.DuckDBPyConnection, path: Path, inputs: Inputs, asked: Asked,
    ours: Sequence[Relation], of_claims: Sequence[Relation], write: empty.Writer,
    done: Renewed | None = None,
) -> BuildReport:  # fmt: skip
    """Add the history of pools, claims, hashes and comments, and check it all."""
    history = pool_history.fill(con, [*ours, *of_claims], asked.last, asked.months)
    con.execute("set enable_external_access = false")  # claims' queries may be a user's
    write(con, of_claims)
    checked = len(checks.enforce(con, done=done.checks if done else ()))
    idle = tuple(checks.idle(con))
    made_of: dict[str, object] = {
        "registry_hash": inputs.registry.hash, "archive_hash": inputs.manifest,
        "extractor_version": asked.version, "known_on": asked.known_on,
    }  # fmt: skip
    known = dict(done.sums) if done else {}
    if done or last_build.pays(con, asked.known_on):
        known |= company_sums.fill(con, columns(con), known)
    sums = finish(con, asked.now, asked.code, made_of, known)
    last_build.note(con, sums, last_build.making(ours, asked.code, asked.version))
    con.execute("checkpoint")
    build = Build(*con.execute("from mart.build").fetchall()[0])
    return BuildReport(build, path, checked, (), None, idle, history, done)


def finish(
    con: duckdb.DuckDBPyConnection, now: datetime, code: str, made_of: dict[str, object],
    known: Mapping[str, Sums] | None = None,
) -> Mapping[str, Sums]:  # fmt: skip
    """Add mart.build with the hashes of all other relations, and comments on columns.

    known: sums of tables, which are not read for it. Returns those of all.
    """
    found = content(con, known)
    build_id = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{digest(found.all, now, code)[:8]}"
    hashes = {"input_hash": found.inputs, "content_hash": found.all}
    con.execute(_BUILD, {"build_id": build_id, "built_at": now, "code": code} | made_of | hashes)
    con.execute(f"comment on table mart.build is '{_BUILD_COMMENT}'")
    glossary.comment(con, glossary.glossary(), glossary.columns(con, SCHEMAS, bare=True))
    return found.sums
