"""`profitpools mcp`: serves the warehouse to agents over the Model Context Protocol."""

from __future__ import annotations

import argparse

from flows.agents.answers import Answers
from flows.agents.server import server
from flows.settings import Settings
from flows.terminal.console import say

DESCRIPTION = """\
Answer the questions of agents: find, series, margin, pool, audit, why_null and sql, all read-only.
Each number comes with its figure_id, unit, known_at, basis, sources and, where a report is written,
the page of its audit; a missing one with its reason. Speaks over stdio, or with --http over HTTP on
this machine alone. Needs the extra mcp (pip install '.[mcp]')."""

EXAMPLES = """\
examples:
  profitpools mcp                # what a client starts: command profitpools, argument mcp
  profitpools mcp --http 8932    # at http://127.0.0.1:8932/mcp"""


def configure(parser: argparse.ArgumentParser) -> None:
    """--http."""
    parser.add_argument("--http", type=int, metavar="PORT", help="on loopback, instead of stdio")


def run(options: argparse.Namespace) -> int:
    """Serve until the client disconnects or the user interrupts."""
    settings = Settings.of()
    made = server(Answers(settings.database, (settings.home / "report").absolute()))
    if options.http is None:
        made.run("stdio")
        return 0
    say(f"http://127.0.0.1:{options.http}/mcp")
    made.run("streamable-http", host="127.0.0.1", port=options.http)
    return 0
