"""The flow `rebuild`: the warehouse anew from archive and registry, unless it is current."""

from __future__ import annotations

from datetime import UTC, datetime

from prefect import flow, get_run_logger, task

from flows import building
from flows.settings import Settings, end_of_day
from warehouse import registry


@task
def build(as_of: str | None) -> str:
    """One line about the new build, or that none was needed."""
    settings = Settings.of()
    book = registry.load(settings.overlay)
    if as_of is None and building.is_current(settings, book):
        return "the warehouse is current"
    known_on = None if as_of is None else end_of_day(as_of)
    return building.told(building.build(settings, book, now=datetime.now(UTC), known_on=known_on))


@flow
def rebuild(as_of: str | None = None) -> None:
    """Build what was known on `as_of` (a date or time; default: all that is known)."""
    get_run_logger().info("%s", build(as_of))
