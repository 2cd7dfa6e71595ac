"""Building the warehouse with this program's readers and code, and whether it is current."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from extractors import extractor_version
from extractors.errors import BusyError, PipelineError, QueryError
from flows.reading.renderer import Renderer
from flows.settings import Settings, code_version
from warehouse.archive.store import Archive
from warehouse.build import build_files
from warehouse.build.rebuild import BuildReport, read_build, rebuild
from warehouse.excerpts.crops import crops
from warehouse.publish.report import report
from warehouse.query.connection import connect
from warehouse.registry.registry import Registry


def build(
    settings: Settings,
    registry: Registry,
    *,
    now: datetime,
    known_on: datetime | None = None,
    accept: bool = False,
    is_whole: bool = False,
    is_trial: bool = False,
) -> BuildReport:
    """Rebuild with today's readers and this code; `is_whole`: with every month end of the history.

    A trial stands beside the current build, with what differs from that.
    A build of today's knowledge also writes its report, where a setting says so. Raises what
    warehouse.build.rebuild raises, and ExportError.
    """
    done = rebuild(
        settings.home,
        registry,
        version=extractor_version(),
        code=code_version(),
        known_on=known_on,
        now=now,
        accept=accept,
        memory_limit=settings.memory_limit,
        months=None if is_whole else settings.months,
        is_trial=is_trial,
    )
    if settings.report is not None and known_on is None and not is_trial:
        with connect(done.path) as con, Renderer(crops) as draw:
            report(con, settings.report, Archive(settings.home).get, draw)
    return done


def in_turn(
    settings: Settings,
    build: Callable[[], BuildReport | None],
    tell: Callable[[str], object],
) -> BuildReport | None:
    """What `build` gives, after those who build already: they may not know of our documents.

    `build` gives None where nothing is left to do. Raises what it raises, but for BusyError.
    """
    while True:
        try:
            return build()
        except BusyError as error:
            tell(f"{error.what}: waiting for it")
            build_files.wait(settings.home / "builds")


def is_current(settings: Settings, registry: Registry) -> bool:
    """Whether a rebuild would give what is there: same archive, readers, registry and code."""
    try:
        last = read_build(settings.database)
    except QueryError:
        return False
    version = extractor_version()
    return (last.archive_hash, last.extractor_version, last.registry_hash, last.code) == (
        Archive(settings.home).manifest_hash(version), version, registry.hash, code_version()
    )  # fmt: skip


def check_home(settings: Settings) -> None:
    """Raises PipelineError where there is no archive, as when PROFIT_POOLS_HOME names another."""
    if not (settings.home / "archive").is_dir():
        to_do = "set PROFIT_POOLS_HOME to the folder of one, or run: profitpools refresh"
        raise PipelineError("there is no archive to build from", str(settings.home), to_do)


def by_kind(report: BuildReport) -> list[str]:
    """Lines on what a trial gained, lost and changed: metric and basis, and how many figures."""
    counts = Counter((one.what, one.metric, one.basis) for one in report.changes)
    words = {"appeared": "gained", "vanished": "lost", "changed": "changed"}
    return [
        f"{words[what]:<8}  {metric} ({basis}): {times:,}"
        for (what, metric, basis), times in sorted(counts.items())
    ] or ["no figure differs"]


def summary(report: BuildReport) -> str:
    """One line: documents, figures and checks, and what differs from the last build."""
    one = report.build
    line = (
        f"{report.path.name}: {one.documents:,} documents, {one.figures:,} figures, "
        f"{report.checks} checks passed, build {one.build_id}"
    )
    if report.last is not None:
        changes = len(report.changes)
        line += f"; {changes:,} figures differ from build {report.last.build_id}"
    if report.history.told < report.history.months:
        line += (
            f"; the pools as known at {report.history.told} of {report.history.months} month ends,"
            " all of them: profitpools rebuild --history"
        )
    return "; without effect: ".join((line, *report.idle))
