"""The flow `refresh`: what is new at a source, into archive and warehouse, on a schedule."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from prefect import flow, get_run_logger, task

from extractors.errors import DocumentError
from flows import inbox, intake
from flows.reading import cores
from flows.rebuild import rebuild
from flows.settings import Settings
from warehouse import registry
from warehouse.archive import Archive


@task
def deliver(folder: str) -> inbox.Delivery:
    """Documents of the folder into the archive."""
    settings = Settings.of()
    book = registry.load(settings.overlay)
    return inbox.deliver(Path(folder), Archive(settings.home), book, datetime.now(UTC))


@task
def read(keys: list[str], delivery: inbox.Delivery) -> intake.Reading:
    """One batch of archived documents into figures."""
    settings = Settings.of()
    book = registry.load(settings.overlay)
    return intake.read_batch(settings.home, keys, delivery.slips, book, jobs=cores())


@flow
def refresh(folder: str) -> None:
    """Take in `folder`, read what is new, rebuild; fails when all is done, if a reader did."""
    log = get_run_logger()
    delivery = deliver(folder)
    readings = [read(keys, delivery) for keys in intake.unread(Archive(Settings.of().home))]
    refused = [*delivery.refused, *(one for reading in readings for one in reading.refused)]
    failed = [error for reading in readings for error in reading.failed]
    for line in (*refused, *failed):
        log.warning("%s", line)
    rebuild()
    if failed:
        raise DocumentError(f"{len(failed)} documents failed", to_do="see the warnings of this run")
