"""The flow `rebuild`: the warehouse anew from archive and registry, unless it is current."""

from __future__ import annotations

from datetime import UTC, datetime

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run

from extractors.errors import PipelineError
from flows import builds
from flows.reading import intake
from flows.reading.pool import cores
from flows.run_log import recorded
from flows.settings import Settings, end_of_day
from warehouse import registry
from warehouse.archive.store import Archive


@task(cache_policy=NO_CACHE)
def reread(keys: list[str]) -> intake.Reading:
    """One batch of documents that former readers read."""
    settings = Settings.of()
    names = intake.names(Archive(settings.home))
    return intake.read_batch(settings.home, keys, names, intake.by_figures(names), jobs=cores())


@task(cache_policy=NO_CACHE)
def build(as_of: str | None) -> str:
    """One line about the new build, or that none was needed."""
    settings = Settings.of()
    book = registry.load(settings.overlay)
    if as_of is None and builds.is_current(settings, book):
        return "the warehouse is current"
    known_on = None if as_of is None else end_of_day(as_of)
    return builds.told(builds.build(settings, book, now=datetime.now(UTC), known_on=known_on))


@flow
def rebuild(as_of: str | None = None) -> None:
    """Read what today's readers have not read, and build; fails when done, if a reader did.

    Args:
        as_of: a date or time, to build what was known then; default all that is known
    """
    settings = Settings.of()
    with recorded(settings.home, "rebuild", str(flow_run.id)) as note:
        batches = list(intake.unread(Archive(settings.home)))
        failed = [error for keys in batches for error in reread(keys).failed]
        note.detail = build(as_of)
        get_run_logger().info("%s", note.detail)
        if failed:
            lines = " | ".join(map(str, failed))
            raise PipelineError(f"{len(failed)} documents could not be read: {lines}")
