"""`profitpools company`: a one-page overview of a company."""

from __future__ import annotations

import argparse
import sys

from flows.terminal import company_view
from flows.terminal.questions import add_as_of, opened
from warehouse.query.lookup import company_id

DESCRIPTION = """\
One company: margins of the last years and quarters, its segments, where in the chain it earns, what
it expected and what came, and the signals of the last quarter. A missing number has its reason."""

EXAMPLES = """\
examples:
  profitpools company NVDA
  profitpools company amazon --as-of 2025-06-30"""


def configure(parser: argparse.ArgumentParser) -> None:
    """COMPANY, --as-of."""
    parser.add_argument("company", metavar="COMPANY", help="company_id, ticker, CIK or LEI")
    add_as_of(parser)


def run(options: argparse.Namespace) -> int:
    """Print the page. Raises QueryError where there is no such company or no warehouse."""
    with opened(options.as_of) as connection:
        company_view.write(connection, company_id(connection, options.company), sys.stdout)
    return 0
