"""`profitpools report`: HTML pages about the warehouse that a browser opens from disk."""

from __future__ import annotations

import argparse
import webbrowser
from pathlib import Path

from flows import builds
from flows.reading.renderer import Renderer
from flows.settings import Settings
from flows.terminal.console import say
from flows.terminal.questions import add_as_of, opened
from warehouse.excerpts.crops import crops
from warehouse.publish.report import report

DESCRIPTION = """\
Write the report of the current build: the map of the profit pools, a page for each layer, company
and segment, claims, watchlist, changes, coverage and accuracy. Every mark and every cell leads to
the page of its number: rule, operands, and the place that prints it. Pages hold no script and ask
for nothing outside of the folder; the same build, after the same one before it, gives the same
bytes. The folder appears, or takes the place of the last report, when it is whole."""

EXAMPLES = """\
examples:
  profitpools report --open
  profitpools report --to ~/profit-pools-report"""


def configure(parser: argparse.ArgumentParser) -> None:
    """--to, --open, --without-sources, --as-of."""
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER", help="default: report in PROFIT_POOLS_HOME"
    )
    parser.add_argument("--open", action="store_true", help="show it in the browser")
    parser.add_argument(
        "--without-sources",
        action="store_true",
        help="smaller and sooner: without the pages and tables that print the pools' figures",
    )
    add_as_of(parser)


def run(options: argparse.Namespace) -> int:
    """Write the report and print its address. Raises ExportError, QueryError."""
    settings = Settings.of()
    folder = options.to or settings.home / "report"
    with opened(options.as_of) as connection, Renderer(crops) as draw:
        fetch = None if options.without_sources else settings.archive.get
        since = None if options.as_of else builds.since_last(settings)
        done = report(connection, folder, fetch, draw, since)
    first = folder.resolve() / "index.html"
    size = done.bytes / 1e6
    say(f"{first.as_uri()}: {done.pages:,} pages, {done.numbers:,} numbers, {size:.1f} MB")
    if options.open:
        webbrowser.open(first.as_uri())
    return 0
