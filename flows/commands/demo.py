"""`profitpools demo`: the whole pipeline, from documents on a sample site to profit pools."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from flows.commands.refresh import take_in
from flows.outcomes import RefreshRequest
from flows.reading.renderer import Renderer
from flows.run_log import recorded
from flows.sample.server import SampleServer
from flows.sample.site import build
from flows.sample.tables import PACKAGED, load
from flows.settings import Settings
from flows.terminal import findings
from flows.terminal.console import say
from warehouse.excerpts.crops import crops
from warehouse.publish.report import report
from warehouse.query.connection import connect

DESCRIPTION = """\
Starts a sample site on this machine, which gives out facsimile filings of real companies with the
figures that they published, refreshes from it over HTTP as from EDGAR, builds the warehouse,
prints who keeps the profit, and writes the report. Needs no account and no network. A second run
finds nothing new."""

EXAMPLES = """\
example:
  profitpools demo"""

PORT = 8931  # fixed: documents are recognised by their address, which includes the port
RATE = 400.0  # requests a second: the server is ours, on this machine
NEXT = """\
Warehouse: {database} (any DuckDB client from 1.4 on opens it)

Next:
  profitpools audit AMZN operating_income --segment AWS --period FY2024   # trace a number
  profitpools audit cloud profit_share --period 2024                      # or a layer's share
  profitpools sql "from mart.profit_pool where calendar_period = '2024Q4'"
  profitpools sql "select claim, verdict, explanation from mart.claim"    # what is behind it
  profitpools status                                                      # what is missing, why
  PROFIT_POOLS_IDENTITY='Your Name you@example.com' profitpools refresh   # the real documents
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """--port, --tables."""
    parser.add_argument(
        "--tables", type=Path, metavar="FOLDER", help="facts.csv and its siblings, to change them"
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=PORT,
        metavar="N",
        help="of the sample site (default: %(default)s)",
    )


def run(options: argparse.Namespace) -> int:
    """Serve the sample site, refresh, build and print the results; 1 if anything failed."""
    began = time.monotonic()
    settings = Settings.of()
    say("the sample site: rendering its documents")
    with (
        recorded(settings.archive, "demo") as note,
        SampleServer(
            build(load(options.tables or PACKAGED)), options.port, limit=sys.maxsize
        ) as server,
    ):
        say(f"refresh from {server.url}")
        code = take_in(RefreshRequest(sample=server.url, rate=RATE), settings, note)
    with connect(settings.database) as con:
        sys.stdout.write("\n")
        findings.write(con, sys.stdout)
        page = settings.home / "report/index.html"
        say("the report: writing its pages")
        with Renderer(crops) as draw:
            report(con, page.parent, settings.archive.get, draw)
    sys.stdout.write(f"\nReport: {page.as_uri()} (open it in a browser)")
    sys.stdout.write("\n" + NEXT.format(database=settings.database))
    say(f"done in {time.monotonic() - began:.0f} s")
    return code


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: 0 to 65535")
    return int(text)
