"""The flow `rebuild`: the warehouse anew from archive and registry, unless it is current.

The steps are in flows.steps, shared with the command; flows.tasks runs them here.
"""

from __future__ import annotations

from datetime import UTC, datetime

from prefect import flow, get_run_logger
from prefect.runtime import flow_run

from extractors.errors import PipelineError
from flows import builds, steps, tasks
from flows.run_log import recorded
from flows.settings import Settings, end_of_day
from warehouse import registry
from warehouse.build.rebuild import BuildReport


@flow
def rebuild(as_of: str | None = None) -> None:
    """Read what today's readers have not read, and build; fails when done, if a reader did.

    Args:
        as_of: a date or time, to build what was known then; default all that is known
    """
    settings = Settings.of()
    with recorded(settings.home, "rebuild", str(flow_run.id)) as note:
        book, now = registry.load(settings.overlay), datetime.now(UTC)
        known_on = None if as_of is None else end_of_day(as_of)

        def build() -> BuildReport | None:
            if known_on is None and builds.is_current(settings, book):
                return None
            return builds.build(settings, book, now=now, known_on=known_on)

        log = get_run_logger()
        note.detail, failed = steps.rebuild(settings, tasks.AsTasks(), log.info, build)
        if failed:
            lines = " | ".join(map(str, failed))
            raise PipelineError(f"{len(failed)} documents could not be read: {lines}")
