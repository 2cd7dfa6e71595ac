"""`profitpools refresh`: what is new at a source goes into archive and warehouse."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from flows import building, inbox, intake
from flows.console import fail, say
from flows.progress import progress
from flows.reading import cores
from flows.settings import Settings
from warehouse import registry
from warehouse.archive import Archive

DESCRIPTION = """\
Take in the documents of a folder, read those that are new, and rebuild the warehouse if anything
changed. A document that is not recognised is refused in one line; the others go in. What a document
does not say of itself can stand in an inbox.csv beside it:
file, company_id (or ticker, CIK, LEI), form, period_end, published, accepted, url."""

EXAMPLES = """\
example:
  profitpools refresh --source inbox ~/reports"""


def configure(parser: argparse.ArgumentParser) -> None:
    """--source, FOLDER."""
    parser.add_argument(
        "--source", choices=["inbox"], default="inbox", help="where documents come from"
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder of documents")


def run(options: argparse.Namespace) -> int:
    """Deliver, read, rebuild; 1 if a reader failed, after all others are in."""
    settings, now = Settings.of(), datetime.now(UTC)
    book, archive = registry.load(settings.overlay), Archive(settings.home)
    delivery = inbox.deliver(options.folder, archive, book, now)
    batches = list(intake.unread(archive))
    reading = intake.Reading()
    with progress("reading", sum(map(len, batches))) as step:
        for keys in batches:
            reading += intake.read_batch(
                settings.home, keys, delivery.slips, book, jobs=cores(), step=step
            )
    for refused in (*delivery.refused, *reading.refused):
        say(str(refused))
    for error in reading.failed:
        fail(str(error))
    say(_summary(delivery, reading))
    if delivery.new or reading.read or not building.is_current(settings, book):
        say(building.told(building.build(settings, book, now=now)))
    return int(bool(reading.failed))


def _summary(delivery: inbox.Delivery, reading: intake.Reading) -> str:
    refused = len(delivery.refused) + len(reading.refused)
    if not (delivery.new or reading.read or reading.failed):
        return f"inbox: nothing new among {delivery.files} files"
    return (
        f"inbox: {delivery.files} files, {delivery.new} new; {reading.read} read, "
        f"{refused} refused, {len(reading.failed)} failed"
    )
