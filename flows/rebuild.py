"""The flow `rebuild`: builds the warehouse from archive and registry, unless it is current.

The steps are in flows.archive_steps, shared with the command; flows.tasks runs them here.
"""

from __future__ import annotations

from datetime import UTC, datetime

from prefect import flow, get_run_logger
from prefect.runtime import flow_run

from extractors.errors import PipelineError
from flows import archive_steps, artifact, builds, tasks
from flows.run_log import recorded
from flows.settings import Settings, end_of_day
from warehouse import registry
from warehouse.build.database import BuildReport


@flow
def rebuild(as_of: str | None = None) -> None:
    """Read documents not read yet, and build; fails at the end if a reader failed.

    Args:
        as_of: a date or time, to build what was known then; default all that is known
    """
    log = get_run_logger()
    with artifact.on_failure("rebuild"):
        settings = Settings.of()
        builds.check_home(settings)
        with recorded(settings.archive, "rebuild", str(flow_run.id)) as note:
            note.detail, failed = _rebuild(settings, as_of, log.info)
            artifact.summarize("rebuild", note.detail)
            artifact.linked(settings)
            if failed:
                lines = " | ".join(map(str, failed))
                raise PipelineError(f"{len(failed)} documents could not be read: {lines}")


def _rebuild(
    settings: Settings, as_of: str | None, tell: archive_steps.Tell
) -> tuple[str, tuple[PipelineError, ...]]:
    book, now = registry.load(settings.overlay), datetime.now(UTC)
    known_on = None if as_of is None else end_of_day(as_of)

    def build() -> BuildReport | None:
        """What archive_steps.rebuild calls once everything is read; None where it is current."""
        if known_on is None and builds.is_current(settings, book):
            return None
        return builds.build(settings, book, now=now, known_on=known_on)

    return archive_steps.rebuild(settings, tasks.AsTasks(), tell, build)
