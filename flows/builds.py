"""Builds the warehouse with this program's readers and code, and says whether it is current."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from extractors import extractor_version
from extractors.errors import BusyError, PipelineError, QueryError
from flows.settings import Settings, code_version
from flows.terminal.console import say
from warehouse.build import build_files
from warehouse.build.database import BuildReport, read_build
from warehouse.build.rebuild import rebuild
from warehouse.publish.since import Since
from warehouse.query.connection import connect
from warehouse.registry.registry import Registry


def build(
    settings: Settings,
    registry: Registry,
    *,
    now: datetime,
    known_on: datetime | None = None,
    accept: bool = False,
    with_history: bool = False,
    is_whole: bool = False,
    is_trial: bool = False,
) -> BuildReport:
    """Rebuild the warehouse with the readers and code of this program.

    `with_history` computes the history of pools for every month end, not only the last
    `settings.months`; `is_whole` keeps nothing of the last build. A trial build is written beside
    the current one and compared with it. A build without `known_on` also writes the HTML report
    where PROFIT_POOLS_REPORT is set. Raises what warehouse.build.rebuild raises, and ExportError.
    """
    done = rebuild(
        settings.home,
        registry,
        archive=settings.archive,
        version=extractor_version(),
        code=code_version(),
        known_on=known_on,
        now=now,
        accept=accept,
        memory_limit=settings.memory_limit,
        months=None if with_history else settings.months,
        is_whole=is_whole,
        is_trial=is_trial,
    )
    if settings.report is not None and known_on is None and not is_trial:
        _report(done.path, settings.report, settings)
    return done


def _report(database: Path, folder: Path, settings: Settings) -> None:
    # What makes pages and pictures takes as long to import as all else that a build needs.
    from flows.reading.renderer import Renderer  # noqa: PLC0415
    from warehouse.excerpts.crops import crops  # noqa: PLC0415
    from warehouse.publish.report import report  # noqa: PLC0415

    with connect(database) as con, Renderer(crops) as draw:
        report(con, folder, settings.archive.get, draw, since_last(settings))


def since_last(settings: Settings) -> Since | None:
    """What differs from the build before, if that is kept and of the same relations."""
    former = build_files.former(settings.database)
    if former is None:
        return None
    try:
        return Since.of(former, settings.database, settings.memory_limit)
    except QueryError as error:
        say(f"the report does not say what changed since the build before: {error}")
        return None


def in_turn(
    settings: Settings,
    build: Callable[[], BuildReport | None],
    tell: Callable[[str], object],
) -> BuildReport | None:
    """Call `build` once no other process is building, and return its result.

    A build under way is waited for rather than relied on: it may have begun before our documents
    came in. `build` returns None where nothing is left to do. Raises what `build` raises, except
    BusyError.
    """
    while True:
        try:
            return build()
        except BusyError as error:
            tell(f"{error.what}: waiting for it")
            build_files.wait(settings.home / "builds")


def is_current(settings: Settings, registry: Registry) -> bool:
    """Whether a rebuild would give the same result: same archive, readers, registry and code."""
    try:
        last = read_build(settings.database)
    except QueryError:
        return False
    version = extractor_version()
    return (last.archive_hash, last.extractor_version, last.registry_hash, last.code) == (
        settings.archive.manifest_hash(version), version, registry.hash, code_version()
    )  # fmt: skip


def check_home(settings: Settings) -> None:
    """Raises PipelineError where there is no archive, as when PROFIT_POOLS_HOME names another."""
    if not settings.bucket and not (settings.home / "archive").is_dir():
        to_do = "set PROFIT_POOLS_HOME to the folder of one, or run: profitpools refresh"
        raise PipelineError("there is no archive to build from", str(settings.home), to_do)


def by_kind(report: BuildReport) -> list[str]:
    """What a trial build changes: per metric and basis, the number of figures gained or lost."""
    counts = Counter((one.what, one.metric, one.basis) for one in report.changes)
    words = {"appeared": "gained", "vanished": "lost", "changed": "changed"}
    return [
        f"{words[what]:<8}  {metric} ({basis}): {times:,}"
        for (what, metric, basis), times in sorted(counts.items())
    ] or ["no figure differs"]


def why_whole(report: BuildReport) -> str:
    """Why nothing of the last build was kept, though it was to be; '' if it was not."""
    why = report.whole_because
    return "" if why is None else f"built whole, as the last build could not be kept: {why}"


def summary(report: BuildReport) -> str:
    """One line: documents, figures and checks, and the differences from the last build."""
    one = report.build
    line = (
        f"{report.path.name}: {one.documents:,} documents, {one.figures:,} figures, "
        f"{report.checks} checks passed, build {one.build_id}"
    )
    if report.last is not None:
        changes = len(report.changes)
        line += f"; {changes:,} figures differ from build {report.last.build_id}"
    if report.renewed is not None:
        companies = len(report.renewed.companies)
        line += f"; computed anew: {companies:,} of {report.renewed.of:,} companies"
    if report.whole_because is not None:
        line += f"; {why_whole(report)}"
    history = report.history
    if history.computed < history.months:
        line += (
            f"; the pools as known at {history.computed} of {history.months} month ends,"
            " all of them: profitpools rebuild --history"
        )
    return "; without effect: ".join((line, *report.idle))
