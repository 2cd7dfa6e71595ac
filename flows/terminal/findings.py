"""What the demo prints: profit pools, an article's figures with their documents, and its claims.

Every number is asked of the warehouse; what is not there is told with the reason that stands there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

import duckdb

from extractors.errors import QueryError
from flows.terminal.pools_view import write_period
from flows.terminal.tables import write_table
from warehouse.query.connection import run as ask

CLOUD = """
    select
        format('{:,.1f}', s.revenue / 1e9) as "revenue, USD bn",
        format('{:,.1f}', s.operating_income / 1e9) as "operating income, USD bn",
        format('{:.1f}%', 100 * s.operating_margin) as "operating margin",
        s.reason, f.form, f.url
    from mart.segment_margin as s
    left join mart.figure_lineage as f
        on f.figure_id = coalesce(s.operating_income_figure_id, s.revenue_figure_id)
    where s.company_id = 'amazon' and s.segment = 'AWS' and s.fiscal_label = $period
        and s.period_type = 'FY'
    limit 1
"""
FOUNDRY = """
    select
        format('{:.1f}%', 100 * m.gross_margin) as "gross margin",
        format('{:.1f}%', 100 * m.operating_margin) as "operating margin",
        m.basis, m.reason, f.form, f.url
    from mart.company_margin as m
    left join mart.figure_lineage as f
        on f.figure_id = coalesce(
            m.gross_margin_figure_id, m.gross_profit_figure_id, m.revenue_figure_id)
    where m.company_id = 'tsmc' and m.fiscal_label = $period and m.period_type = 'FY'
    order by m.gross_margin is null, m.operating_margin is null, m.known_at
    limit 1
"""
OUTLOOK = """
    select
        string_agg(told, ' and ' order by basis) as "gross margin expected",
        any_value(form) as form, any_value(url) as url
    from (
        select
            g.basis,
            format('{} {:.1f}%', if(g.basis = 'gaap', 'GAAP', 'non-GAAP'),
                100 * coalesce(g.mid, (g.low + g.high) / 2)) as told,
            f.form, f.url
        from mart.guidance as g
        left join mart.figure_lineage as f on f.figure_id = g.figure_ids[1]
        where g.company_id = 'nvidia' and g.metric = 'gross_margin' and g.fiscal_label = $period
            and g.is_latest and g.segment is null
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
    where g.company_id = 'microsoft' and g.fiscal_label = $period and g.period_type = 'FY'
        and g.basis = 'gaap'
    limit 1
"""

CLAIMS = """
    select claim, told as found, verdict
    from mart.claim
    order by claim_id
"""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in words and in SQL, of which period."""

    title: str
    sql: str
    period: str


QUESTIONS = (
    Question("AWS, 2024", CLOUD, "FY2024"),
    Question("AWS, 2025", CLOUD, "FY2025"),
    Question("TSMC, 2024", FOUNDRY, "FY2024"),
    Question("NVIDIA's outlook for the first quarter of fiscal 2026", OUTLOOK, "FY2026Q1"),
    Question("Microsoft, fiscal 2024", GROWTH, "FY2024"),
)
YEARS = ("2024", "2025")
LEGEND = """\
Sales along the chain are gross, operating profit adds up. approximate: calendar years made of
fiscal ones. coverage: what is known is less than 90% of the layer, so its share stays open, and
its sum is no trend. undivided: of companies that print no profit by segment. Two years compare by
mart.profit_pool_trend; mart.profit_pool_member says who is missing, and why.

"""


def write(con: duckdb.DuckDBPyConnection, out: TextIO) -> None:
    """Print the pools of the YEARS, the answers to the QUESTIONS, and the claims."""
    for year in YEARS:
        out.write(f"Profit pools of {year}, USD bn\n\n")
        write_period(con, year, out)
        out.write("\n")
    out.write(LEGEND)
    for question in QUESTIONS:
        out.write(f"{question.title}\n")
        out.writelines(f"    {line}\n" for line in answer(con, question))
    out.write("\nWhat the article claims, derived anew\n\n")
    _write_claims(con, out)


def answer(con: duckdb.DuckDBPyConnection, question: Question) -> Iterator[str]:
    """A line on each value found, the document last; or why there is none."""
    try:
        found = ask(con, question.sql, {"period": question.period})
    except QueryError as error:
        yield f"cannot be told: {error}"
        return
    if not found.rows:
        yield "not found: no document read so far prints it"
        return
    told = dict(zip(found.columns, found.rows[0], strict=True))
    reason, form, url = told.pop("reason", None), told.pop("form", None), told.pop("url", None)
    for name, value in told.items():
        yield f"{name}: {value if value is not None else f'none ({reason})'}"
    yield f"{form or 'from'}: {url}" if url else "from: no single document"


def _write_claims(con: duckdb.DuckDBPyConnection, out: TextIO) -> None:
    try:
        found = ask(con, CLAIMS)
    except QueryError as error:
        out.write(f"    cannot be told: {error}\n")
        return
    write_table(found.columns, found.rows, out)
