"""`profitpools audit`: a number, how it was computed, and where it is printed."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from pathlib import Path

import duckdb

from extractors.errors import QueryError
from flows.reading.renderer import Renderer
from flows.settings import Settings
from flows.terminal.console import say
from flows.terminal.questions import add_as_of, opened
from warehouse.disk.files import write
from warehouse.excerpts.crops import crops
from warehouse.publish.audit_page import audit_page
from warehouse.query.audit import audit, lines
from warehouse.query.connection import run as ask
from warehouse.query.evidence import Audit
from warehouse.query.lookup import company_id
from warehouse.query.pool_audit import is_layer, pool_audit, pool_text

DESCRIPTION = """\
Follow one number of the warehouse down to what a document prints: value, rule, quote, element,
sha256, where the document came from and since when it is known. A computed number shows its
operands. A layer of the chain in a company's place shows its members, their figures and the cells
of each. --open shows the same in the browser, each place as it is printed."""

EXAMPLES = """\
examples:
  profitpools audit AMZN operating_income --segment AWS --period FY2024
  profitpools audit nvidia gross_margin --open
  profitpools audit cloud profit_share --period 2024"""

LAST_YEAR = """
    select fiscal_label
    from mart.company_margin
    where company_id = ? and period_type = 'FY'
    order by period_end desc
    limit 1
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """COMPANY, METRIC, --segment, --period, --basis, --open, --html, --as-of."""
    parser.add_argument(
        "company", metavar="COMPANY", help="company_id, ticker, CIK or LEI; or a layer"
    )
    parser.add_argument("metric", metavar="METRIC", help="such as revenue or operating_margin")
    parser.add_argument("--segment", metavar="S", help="a segment as printed (default: company)")
    parser.add_argument(
        "--period",
        metavar="P",
        help="FY2024, or the period's last day; of a layer 2024 or 2024Q4 (default: the last year)",
    )
    parser.add_argument("--basis", choices=["gaap", "ifrs", "non_gaap"])
    parser.add_argument(
        "--open", action="store_true",
        help="show it in the browser, with the pages and tables that print it",
    )  # fmt: skip
    parser.add_argument("--html", type=Path, metavar="FILE", help="write that page, and no text")
    add_as_of(parser)


def run(options: argparse.Namespace) -> int:
    """Print the audit tree. Raises QueryError, which lists the values there are."""
    with opened(options.as_of) as connection:
        root = _root(connection, options)
        if options.open or options.html:
            settings = Settings.of()
            with Renderer(crops) as draw:
                page = audit_page(connection, root, settings.archive.get, draw)
            path = (options.html or settings.home / "audit.html").resolve()
            write(path, path.parent, lambda file: file.write(page.encode()))
            say(path.as_uri())
            if options.open:
                webbrowser.open(path.as_uri())
            return 0
    tree = pool_text(root) if root.of == "layer" else lines(root)
    sys.stdout.writelines(f"{line}\n" for line in tree)
    return 0


def _root(connection: duckdb.DuckDBPyConnection, options: argparse.Namespace) -> Audit:
    if is_layer(connection, options.company):
        if options.segment or options.basis:
            to_do = "name a company, or leave out --segment and --basis"
            raise QueryError("is a layer, whose members have them", options.company, to_do)
        return pool_audit(connection, options.company, options.metric, options.period)
    period = options.period or _last_year(connection, options.company)
    return audit(
        connection, options.company, options.metric, options.segment, period, options.basis
    )


def _last_year(connection: duckdb.DuckDBPyConnection, company: str) -> str:
    rows = ask(connection, LAST_YEAR, [company_id(connection, company)]).rows
    if not rows:
        raise QueryError("no fiscal year of it is known", company, "say which --period")
    return str(rows[0][0])
