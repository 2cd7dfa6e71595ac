"""The steps that ask no source: to read what is archived and not read yet, and to build.

They stand apart from flows.steps, so that a rebuild need not wait for what asks the web.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from extractors import extractor_version
from extractors.errors import PipelineError
from flows import builds
from flows.reading import cluster, intake
from flows.reading.pool import cores
from flows.runner import Runner, Step
from flows.settings import Settings
from flows.terminal.progress import Advance
from warehouse.build.database import BuildReport

Tell = Callable[[str], None]  # gets the lines printed for a person


def read(
    settings: Settings, names: Mapping[str, str], judge: intake.Judge, runner: Runner, tell: Tell
) -> tuple[tuple[str, ...], intake.Reading]:
    """Read documents not read yet, in batches; returns the sha256 of those, and the result.

    `tell` gets a line for each damaged batch of stored extractions: its documents are read again.
    """
    archive = settings.archive
    for line in archive.mend(extractor_version()):
        tell(line)
    batches = list(intake.unread(archive))

    def batch(keys: list[str], advance: Advance) -> intake.Reading:
        """Read one batch of documents."""
        return intake.read_batch(archive, keys, names, judge, jobs=cores(), step=advance)

    def everything(advance: Advance) -> intake.Reading:
        """Read all batches on the cluster, of which this machine awaits the counts."""
        return cluster.read(settings.dask, archive, batches, names, judge, advance)

    steps = [
        Step(f"read batch {number}", partial(batch, keys), len(keys))
        for number, keys in enumerate(batches, start=1)
    ]
    if settings.dask and batches:
        steps = [Step("read on the cluster", everything, sum(map(len, batches)))]
    reading = sum(runner.work("reading", steps), intake.Reading())
    return tuple(key for keys in batches for key in keys), reading


def rebuild(
    settings: Settings,
    runner: Runner,
    tell: Tell,
    build: Callable[[], BuildReport | None],
) -> tuple[str, tuple[PipelineError, ...]]:
    """Read documents not read yet, then `build`, which returns None if none is needed.

    Returns a line on the build, and the readers' errors. Raises ArchiveError, BuildError.
    """
    names = settings.archive.addresses()
    _, reading = read(settings, names, intake.ByFigures(names), runner, tell)
    if reading.read:
        tell(f"{reading.read:,} documents read by today's readers")
    report = built(build, settings, runner, tell)
    line = builds.summary(report) if report else "the warehouse is current"
    tell(line)
    return line, reading.failed


def built(
    build: Callable[[], BuildReport | None], settings: Settings, runner: Runner, tell: Tell
) -> BuildReport | None:
    """The report of `build`, a step that waits for its turn; None where nothing was left to do."""
    step = Step("build", lambda _advance: builds.in_turn(settings, build, tell))
    (report,) = runner.work("building", [step])
    return report
