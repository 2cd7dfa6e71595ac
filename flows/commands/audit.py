"""`profitpools audit`: a number, the rule behind it, and the place that prints it."""

from __future__ import annotations

import argparse
import sys

import duckdb

from extractors.errors import QueryError
from flows.terminal.questions import add_as_of, opened
from warehouse.query.audit import audit, lines
from warehouse.query.connection import run as ask
from warehouse.query.lookup import company_id
from warehouse.query.pool_audit import is_layer, pool_lines

DESCRIPTION = """\
Follow one number of the warehouse down to what a document prints: value, rule, quote, element,
sha256, where the document came from and since when it is known. A computed number shows its
operands. A layer of the chain in a company's place shows its members, their figures and the cells
of each."""

EXAMPLES = """\
examples:
  profitpools audit AMZN operating_income --segment AWS --period FY2024
  profitpools audit nvidia gross_margin
  profitpools audit cloud profit_share --period 2024"""

LAST_YEAR = """
    select fiscal_label
    from mart.company_margin
    where company_id = ? and period_type = 'FY'
    order by period_end desc
    limit 1
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """COMPANY, METRIC, --segment, --period, --basis, --as-of."""
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
    add_as_of(parser)


def run(options: argparse.Namespace) -> int:
    """Print the trace. Raises QueryError, which lists what there is."""
    with opened(options.as_of) as connection:
        if is_layer(connection, options.company):
            if options.segment or options.basis:
                to_do = "name a company, or leave out --segment and --basis"
                raise QueryError("is a layer, whose members have them", options.company, to_do)
            layer = pool_lines(connection, options.company, options.metric, options.period)
            sys.stdout.writelines(f"{line}\n" for line in layer)
            return 0
        period = options.period or _last_year(connection, options.company)
        trace = audit(
            connection, options.company, options.metric, options.segment, period, options.basis
        )
    sys.stdout.writelines(f"{line}\n" for line in lines(trace))
    return 0


def _last_year(connection: duckdb.DuckDBPyConnection, company: str) -> str:
    rows = ask(connection, LAST_YEAR, [company_id(connection, company)]).rows
    if not rows:
        raise QueryError("no fiscal year of it is known", company, "say which --period")
    return str(rows[0][0])
