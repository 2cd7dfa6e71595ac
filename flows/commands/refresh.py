"""`profitpools refresh`: what is new at a source goes into archive and warehouse."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from extractors.errors import PipelineError
from flows import builds, steps
from flows.reading import intake
from flows.reading.pool import cores
from flows.run_log import Note, recorded
from flows.settings import Settings
from flows.sources import fetch, inbox, rates
from flows.terminal.console import fail, say
from flows.terminal.progress import progress
from warehouse import registry
from warehouse.archive.store import Archive
from warehouse.registry import Registry

DESCRIPTION = """\
Take in what is new at a source, read it, and rebuild the warehouse if anything changed. From EDGAR
come the reports and releases of all companies with a CIK in identifiers.csv, and the reports of
those with a list (kind ir) in sources.csv, and the exchange rates (kind rates); what fails is one
line, the rest goes in.
PROFIT_POOLS_IDENTITY must hold your name and e-mail address, which SEC asks for. From a folder come
its documents; what one does not say of itself can stand in an inbox.csv beside it:
file, company_id (or ticker, CIK, LEI), form, period_end, published, accepted, url."""

EXAMPLES = """\
examples:
  profitpools refresh                                   # EDGAR, from two years back
  profitpools refresh --company AMZN MSFT --since 2019-01-01
  profitpools refresh --source inbox ~/reports
  profitpools refresh --source sample --site http://127.0.0.1:8000"""


def configure(parser: argparse.ArgumentParser) -> None:
    """--source, FOLDER, --company, --since, --recheck, --site."""
    parser.add_argument(
        "--source",
        choices=["edgar", "sample", "inbox"],
        help="where documents come from (default: the FOLDER where one is given, else edgar)",
    )
    parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="of documents")
    parser.add_argument(
        "--company",
        nargs="+",
        action="extend",
        default=[],
        metavar="C",
        help="these alone: company_id, ticker, CIK or LEI",
    )
    parser.add_argument(
        "--since", type=_day, metavar="DATE", help="published then or later (YYYY-MM-DD)"
    )
    parser.add_argument(
        "--recheck",
        type=_count,
        default=fetch.RECHECKED,
        metavar="DAYS",
        help="ask again, in case they changed, for documents published in the last DAYS days "
        "(default: %(default)s)",
    )
    parser.add_argument("--site", metavar="URL", help="the sample site on this machine")


def run(options: argparse.Namespace) -> int:
    """Take in, read, rebuild; 1 if anything failed, after all else is in; 2 for wrong usage."""
    source = options.source or ("inbox" if options.folder else "edgar")
    if wrong := _wrong(source, options):
        fail(f"{wrong}; see `profitpools refresh --help`")
        return 2
    settings = Settings.of()
    with recorded(settings.home, "refresh") as note:
        book = registry.load(settings.overlay)
        if source == "inbox":
            return _take_in(options.folder, settings, book, note)
        asked = steps.Asked(
            companies=tuple(options.company),
            since=options.since,
            recheck=options.recheck,
            sample=options.site,
        )
        return pull(asked, settings, book, note)


def pull(
    asked: steps.Asked,
    settings: Settings,
    book: Registry,
    note: Note,
    *,
    rate: float | None = None,
) -> int:
    """Ask EDGAR, or the sample site, and bring all that is new into the warehouse."""
    now, archive = datetime.now(UTC), Archive(settings.home)
    pulled = steps.pull(asked, settings, book, now, rate=rate, show=progress)
    names = intake.names(archive)
    reading = read_missing(settings, names, intake.by_figures(names))
    failed = [*pulled.failed, *pulled.rates.failed, *reading.failed]
    told = (str(pulled), rates.told(pulled.rates), _read(reading))
    note.detail, note.is_failed = "; ".join(told), bool(failed)
    say(note.detail)
    if pulled.unasked and not asked.companies:
        who = ", ".join(pulled.unasked)
        say(f"not asked for, without a CIK or a list of reports in the registry: {who}")
    _rebuild_if_needed(settings, book, now)
    return _end(failed)


def read_missing(settings: Settings, names: dict[str, str], judge: intake.Judge) -> intake.Reading:
    """Read what today's readers have not read, with a bar."""
    batches = list(intake.unread(Archive(settings.home)))
    reading = intake.Reading()
    with progress("reading", sum(map(len, batches))) as step:
        for keys in batches:
            reading += intake.read_batch(settings.home, keys, names, judge, jobs=cores(), step=step)
    return reading


def _take_in(folder: Path, settings: Settings, book: Registry, note: Note) -> int:
    """The documents of a folder."""
    now, archive = datetime.now(UTC), Archive(settings.home)
    delivery = inbox.deliver(folder, archive, book, now)
    names = {sha256: row.file for sha256, row in delivery.rows.items()}
    reading = read_missing(settings, names, intake.by_manifest(delivery.rows, book))
    refusals = delivery.told(reading.refused)
    for refused in refusals:
        say(str(refused))
    summary = _summary(delivery, reading, len(refusals))
    note.detail, note.is_failed = summary, bool(reading.failed)
    say(note.detail)
    if delivery.new or reading.read or not builds.is_current(settings, book):
        say(builds.told(builds.build(settings, book, now=now)))
    return _end(reading.failed)


def _rebuild_if_needed(settings: Settings, book: Registry, now: datetime) -> None:
    if not builds.is_current(settings, book):
        say(builds.told(builds.build(settings, book, now=now)))


def _end(failed: Sequence[PipelineError]) -> int:
    """A line for each failure, last, where it is seen."""
    for error in failed:
        fail(str(error))
    return int(bool(failed))


def _wrong(source: str, options: argparse.Namespace) -> str:
    """What in the options does not go together; '' where all does."""
    wrong: Iterator[str] = (
        text
        for is_so, text in (
            (source == "inbox" and not options.folder, "--source inbox needs a FOLDER"),
            (source != "inbox" and options.folder, f"--source {source} takes no FOLDER"),
            (source == "sample" and not options.site, "--source sample needs --site URL"),
            (source != "sample" and options.site, "--site goes with --source sample"),
            (source == "inbox" and options.company, "--source inbox takes no --company"),
            (source == "inbox" and options.since, "--source inbox takes no --since"),
        )
        if is_so
    )
    return next(wrong, "")


def _read(reading: intake.Reading) -> str:
    without_figures = intake.counted(reading.refused)
    return f"{reading.read:,} read" + (
        f", of which without figures: {without_figures}" if without_figures else ""
    )


def _summary(delivery: inbox.Delivery, reading: intake.Reading, refused: int) -> str:
    if not (delivery.new or reading.read or reading.failed):
        return f"inbox: nothing new among {delivery.files} files"
    return (
        f"inbox: {delivery.files} files, {delivery.new} new; {reading.read} read, "
        f"{refused} refused, {len(reading.failed)} failed"
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write YYYY-MM-DD") from None


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 on")
    return int(text)
