"""The demo's output: profit pools, an article's figures with their documents, and its claims.

Every number is queried from the warehouse; a missing one is printed with the reason recorded there.
The figures to look up are the rows of article_figures.csv.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import TextIO

import duckdb

from extractors.errors import QueryError
from flows.terminal.pools_view import write_period
from flows.terminal.tables import write_table
from warehouse.query.connection import run as ask

SEGMENT_MARGIN = """
    select
        format('{:,.1f}', s.revenue / 1e9) as "revenue, USD bn",
        format('{:,.1f}', s.operating_income / 1e9) as "operating income, USD bn",
        format('{:.1f}%', 100 * s.operating_margin) as "operating margin",
        s.reason, f.form, f.url
    from mart.segment_margin as s
    left join mart.figure_lineage as f
        on f.figure_id = coalesce(s.operating_income_figure_id, s.revenue_figure_id)
    where s.company_id = $company_id and s.segment = $segment and s.fiscal_label = $period
        and s.period_type = 'FY'
    limit 1
"""
COMPANY_MARGIN = """
    select
        format('{:.1f}%', 100 * m.gross_margin) as "gross margin",
        format('{:.1f}%', 100 * m.operating_margin) as "operating margin",
        m.basis, m.reason, f.form, f.url
    from mart.company_margin as m
    left join mart.figure_lineage as f
        on f.figure_id = coalesce(
            m.gross_margin_figure_id, m.gross_profit_figure_id, m.revenue_figure_id)
    where m.company_id = $company_id and m.fiscal_label = $period and m.period_type = 'FY'
    order by m.gross_margin is null, m.operating_margin is null, m.known_at
    limit 1
"""
GUIDANCE = """
    select
        string_agg(expected, ' and ' order by basis) as "gross margin expected",
        any_value(form) as form, any_value(url) as url
    from (
        select
            g.basis,
            format('{} {:.1f}%', if(g.basis = 'gaap', 'GAAP', 'non-GAAP'),
                100 * coalesce(g.mid, (g.low + g.high) / 2)) as expected,
            f.form, f.url
        from mart.guidance as g
        left join mart.figure_lineage as f on f.figure_id = g.figure_ids[1]
        where g.company_id = $company_id and g.metric = 'gross_margin'
            and g.fiscal_label = $period and g.is_latest and g.segment is null
        qualify row_number() over (partition by g.basis order by g.known_at, f.position) = 1
    )
    having count(*) > 0
"""
GROWTH = """
    select
        format('{:,.1f}', g.revenue / 1e9) as "revenue, USD bn",
        format('{:+.1f}%', 100 * g.revenue_growth) as "growth",
        format('{:,.1f}', g.operating_income / 1e9) as "operating income, USD bn",
        format('{:+.1f}%', 100 * g.operating_income_growth) as "its growth",
        g.reason, f.form, f.url
    from mart.growth as g
    left join mart.figure_lineage as f on f.figure_id = g.operating_income_figure_id
    where g.company_id = $company_id and g.fiscal_label = $period and g.period_type = 'FY'
        and g.basis = 'gaap'
    limit 1
"""

CLAIMS = """
    select claim, told as found, verdict
    from mart.claim
    order by claim_id
"""


QUERIES = {
    "segment_margin": SEGMENT_MARGIN,
    "company_margin": COMPANY_MARGIN,
    "guidance": GUIDANCE,
    "growth": GROWTH,
}
"""By name in column `query` of article_figures.csv; each takes some of its other columns."""


@dataclass(frozen=True, slots=True)
class Question:
    """A row of article_figures.csv: the heading to print, a query, and its parameters."""

    title: str
    sql: str
    parameters: dict[str, object]


YEARS = ("2024", "2025")
LEGEND = """\
Sales along the chain are gross, operating profit adds up. approximate: calendar years made of
fiscal ones. coverage: what is known is less than 90% of the layer, so its share stays open, and
its sum is no trend. undivided: of companies that print no profit by segment. Two years compare by
mart.profit_pool_trend; mart.profit_pool_member says who is missing, and why.

"""


def write(con: duckdb.DuckDBPyConnection, out: TextIO) -> None:
    """Print the pools of the YEARS, the figures of article_figures.csv, and the claims."""
    for year in YEARS:
        out.write(f"Profit pools of {year}, USD bn\n\n")
        write_period(con, year, out)
        out.write("\n")
    out.write(LEGEND)
    for question in questions():
        out.write(f"{question.title}\n")
        out.writelines(f"    {line}\n" for line in answer(con, question))
    out.write("\nWhat the article claims, derived anew\n\n")
    _write_claims(con, out)


def questions() -> Iterator[Question]:
    """The rows of article_figures.csv, in order."""
    text = resources.files(__package__).joinpath("article_figures.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        sql = QUERIES[row.pop("query")]
        title = row.pop("title")
        yield Question(title, sql, {name: row[name] for name in row if f"${name}" in sql})


def answer(con: duckdb.DuckDBPyConnection, question: Question) -> Iterator[str]:
    """A line for each value found and last the document, or a line on why there is none."""
    try:
        found = ask(con, question.sql, question.parameters)
    except QueryError as error:
        yield f"cannot be told: {error}"
        return
    if not found.rows:
        yield "not found: no document read so far prints it"
        return
    values = dict(zip(found.columns, found.rows[0], strict=True))
    reason, form, url = (values.pop(name, None) for name in ("reason", "form", "url"))
    for name, value in values.items():
        yield f"{name}: {value if value is not None else f'none ({reason})'}"
    yield f"{form or 'from'}: {url}" if url else "from: no single document"


def _write_claims(con: duckdb.DuckDBPyConnection, out: TextIO) -> None:
    try:
        found = ask(con, CLAIMS)
    except QueryError as error:
        out.write(f"    cannot be told: {error}\n")
        return
    write_table(found.columns, found.rows, out)
