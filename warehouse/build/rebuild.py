"""Rebuild: archive, registry, code and a date in; one checked DuckDB file out.

    <home>/profit_pools.duckdb                    the current build
    <home>/profit_pools.as_of_2024-07-31.duckdb   a build as of a day, which replaces nothing
    <home>/builds/<build_id>.duckdb               the last builds before it
    <home>/builds/rejected.duckdb                 the last one that changed values without a cause
    <home>/builds/trial.duckdb                    the last trial, which replaces nothing
    <home>/builds/damaged.duckdb                  a file found in place of a build that was not one
    <home>/builds/verified.json                   a note on the current build: see verification
    <home>/builds/scratch/                        work in progress; swept by the next rebuild

The file is completed in scratch, then renamed: readers see the old build or the new one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from extractors.errors import BuildError, QueryError
from warehouse.archive.store import Archive
from warehouse.build import build_files, database, verification
from warehouse.build.content_hash import is_damaged
from warehouse.build.database import Asked, Build, BuildReport, read_build
from warehouse.build.diff import Change, both, companies_with_news, diff, differences, misread
from warehouse.build.last_build import Kept
from warehouse.build.pool_history import MONTHS
from warehouse.disk.files import explained
from warehouse.disk.memory import TO_DO
from warehouse.registry.registry import Registry

DATABASE = "profit_pools.duckdb"
SHOWN = 5


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
    is_whole: bool = False,
    archive: Archive | None = None,
) -> BuildReport:
    """Build the warehouse anew from the archive (by default that of `home`) and put it in place.

    version: the extractor version whose extractions to load; code: version of this program; now:
    aware; memory_limit: bytes that DuckDB may hold (default 80 % of memory); months: see
    pool_history.fill; a trial stays beside the current build; `is_whole`: keep nothing of the last
    (see renewal). With `known_on` (aware) only what was known then is used, in a file of its own.
    Raises BuildError: a failed check, another rebuild under way, values changed without a cause
    (unless `accept`), a bad disk; CorrectionError; ArchiveError. On any error the last build stays.
    """
    with explained(home), build_files.alone(home / "builds") as scratch:
        new, current = scratch / "new.duckdb", home / DATABASE
        build_files.set_aside(current)
        last = build_files.second(current, scratch)
        asked = Asked(version, code, known_on, now, memory_limit, months, last, home / "builds")
        with _written(home):
            kept = None if is_whole else database.begun(asked, registry)
            report = _made(new, archive or Archive(home), registry, asked, kept)
        if known_on is not None:
            return _as_of(report, new, home, known_on)
        if is_trial:
            return _beside(report, new, current, memory_limit)
        before, changes = _compared(current, report, memory_limit, accept=accept)
        build_files.swap(new, current, None if before is None else before.build_id)
        verification.keep(report.verified, home / "builds", scratch)
        return replace(report, path=current, changes=tuple(changes), last=before)


def whole_content(
    home: Path, registry: Registry, *, archive: Archive, version: str, code: str, now: datetime,
    memory_limit: int | None = None,
) -> str:  # fmt: skip
    """The content hash that a whole build would have; no file is left. Raises as `rebuild` does."""
    with explained(home), build_files.alone(home / "builds") as scratch, _written(home):
        asked = Asked(version, code, None, now, memory_limit, 0, None, home / "builds")
        made = _made(scratch / "new.duckdb", archive, registry, asked, None)
        return made.build.content_hash


def _made(
    new: Path, archive: Archive, registry: Registry, asked: Asked, kept: Kept | None
) -> BuildReport:
    """Write and verify the file, of the last build where that is possible."""
    because = None
    if kept is not None:
        inputs = database.gather(archive, registry, asked.version, is_whole=False)
        try:
            if (report := database.renewed(new, kept, inputs, asked)) is not None:
                return report
        except BuildError as error:  # what is really wrong stops the whole build too
            because = error.what
        new.unlink(missing_ok=True)
        new.with_name(f"{new.name}.wal").unlink(missing_ok=True)
    inputs = database.gather(archive, registry, asked.version, is_whole=True)
    return replace(database.make(new, inputs, asked), whole_because=because)


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


def _compared(
    current: Path, report: BuildReport, memory_limit: int | None, *, accept: bool
) -> tuple[Build | None, list[Change]]:
    """The last build and the changes since it. Raises BuildError for changes without cause."""
    new = report.path
    among = None if report.renewed is None else report.renewed.companies
    old = build_files.second(current, new.parent)
    if old is None:
        return None, []
    try:
        last = read_build(old)
        with both(old, new, memory_limit) as con:
            changes = differences(con, among)
            causeless = _causeless(con, last, report, changes)
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
    con: duckdb.DuckDBPyConnection, last: Build, report: BuildReport, changes: list[Change]
) -> list[str]:
    """A line for every value that differs though nothing it is made of does."""
    build = report.build
    # what was kept was not read again
    found = [] if report.renewed is not None else misread(con)
    lines = [str(change) for change in found]
    same_judgement = (last.code, last.registry_hash) == (build.code, build.registry_hash)
    if same_judgement and last.known_on == build.known_on:
        news = companies_with_news(con)
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
