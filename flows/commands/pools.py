"""`profitpools pools`: who keeps the profit, layer by layer."""

from __future__ import annotations

import argparse
import sys

from flows.terminal import pools_view
from flows.terminal.questions import add_as_of, opened

DESCRIPTION = """\
The profit pools of a calendar period: sales, margins, profit and share of each layer, who is
missing, and the shares of the last eight quarters and years. A share that is not there has its
reason. Without PERIOD, the last year in which shares can be told."""

EXAMPLES = """\
examples:
  profitpools pools
  profitpools pools 2024
  profitpools pools 2024Q4"""


def configure(parser: argparse.ArgumentParser) -> None:
    """PERIOD, --as-of."""
    parser.add_argument("period", metavar="PERIOD", nargs="?", help="2024, or 2024Q4")
    add_as_of(parser)


def run(options: argparse.Namespace) -> int:
    """Print the pools. Raises QueryError where the period has none."""
    with opened(options.as_of) as connection:
        pools_view.write(connection, options.period, sys.stdout)
    return 0
