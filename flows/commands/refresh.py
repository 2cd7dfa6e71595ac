"""`profitpools refresh`: brings what is new at a source into archive and warehouse."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from flows import steps
from flows.outcomes import RefreshRequest
from flows.run_log import Note, recorded
from flows.runner import InOrder
from flows.settings import Settings
from flows.sources import fetch
from flows.terminal.console import fail, say
from flows.terminal.progress import progress
from warehouse import registry

DESCRIPTION = """\
Take in what is new at a source, read it, and rebuild the warehouse if anything changed. From EDGAR,
MOPS, DART and EDINET come the reports of all companies with an identifier there (cik, twse, dart,
edinet), from the lists and sites in sources.csv those of their companies, and the exchange rates
(kind rates); what fails is one line, the rest goes in. DART and EDINET want free keys, in
PROFIT_POOLS_DART_KEY and PROFIT_POOLS_EDINET_KEY.
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
    """Fetch, read and rebuild; 1 if any part failed (the rest is done), 2 for wrong usage."""
    source = options.source or ("inbox" if options.folder else "edgar")
    if wrong := _wrong(source, options):
        fail(f"{wrong}; see `profitpools refresh --help`")
        return 2
    settings = Settings.of()
    with recorded(settings.archive, "refresh") as note:
        request = RefreshRequest(
            companies=tuple(options.company),
            since=options.since,
            recheck=options.recheck,
            sample=options.site,
            folder=options.folder,
        )
        return take_in(request, settings, note)


def take_in(request: RefreshRequest, settings: Settings, note: Note) -> int:
    """Fetch, read and rebuild for `request`; prints each failure in a line, and returns 0 or 1."""
    book = registry.load(settings.overlay)
    done = steps.refresh(request, settings, book, datetime.now(UTC), InOrder(progress), say)
    note.detail, note.is_failed, note.outcomes = done.summary, bool(done.failed), done.outcomes
    for error in done.failed:
        fail(str(error))
    return int(note.is_failed)


def _wrong(source: str, options: argparse.Namespace) -> str:
    """What is wrong with the combination of options; '' if nothing is."""
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


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write YYYY-MM-DD") from None


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 on")
    return int(text)
