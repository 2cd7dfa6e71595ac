"""The company page of the terminal: margins, segments, layers, guidance, signals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

import duckdb

from extractors.errors import QueryError
from flows.terminal.tables import write_table
from warehouse.query.connection import run as ask


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a query that takes $company, and the text printed where it finds nothing."""

    title: str
    sql: str
    nothing: str


MARGINS = """
    with last as (
        select *, row_number() over (partition by period_type order by period_end desc) as age
        from mart.company_margin
        where company_id = $company and period_type in ('FY', 'Q')
            and basis in ('gaap', 'ifrs') and revenue is not null
    )

    select
        fiscal_label as period,
        format('{:,.1f} bn {}', revenue / 1e9, currency) as revenue,
        format('{:.1f}%', 100 * gross_margin) as "gross margin",
        format('{:,.1f} bn', operating_income / 1e9) as "operating income",
        format('{:.1f}%', 100 * operating_margin) as "operating margin",
        reason
    from last
    where age <= if(period_type = 'FY', 3, 4)
    order by period_type, period_end desc
"""
SEGMENTS = """
    select
        fiscal_label as period, segment,
        format('{:,.1f} bn {}', revenue / 1e9, currency) as revenue,
        format('{:,.1f} bn', operating_income / 1e9) as "operating income",
        format('{:.1f}%', 100 * operating_margin) as "operating margin",
        reason
    from mart.segment_margin
    where company_id = $company and breakdown = 'segment' and period_type = 'FY'
        and basis in ('gaap', 'ifrs')
    qualify period_end = max(period_end) over ()
    order by revenue desc nulls last, segment
"""
PLACE = """
    with latest as (
        select *
        from mart.profit_pool_member
        where company_id = $company and length(calendar_period) = 4 and is_complete
        qualify calendar_period = max(calendar_period) over ()
    )

    select
        m.calendar_period as period, coalesce(l.name, m.layer) as layer, m.segment,
        format('{:,.1f} bn USD', m.operating_income_usd / 1e9) as "operating income",
        format('{:.0f}%', 100 * m.operating_income_usd / nullif(p.profits_usd, 0))
            as "of the layer's profits",
        if(m.is_approximate, 'approximate', null) as note
    from latest as m
    left join mart.profit_pool as p using (layer, calendar_period)
    left join ref.layers as l using (layer)
    order by l.position, m.segment
"""
OUTLOOK = """
    select
        fiscal_label as period, metric, basis,
        case
            when unit = 'pure' then format('{:.1f}%', 100 * mid)
            else format('{:,.1f} bn {}', mid / 1e9, unit)
        end as expected,
        case
            when unit = 'pure' then format('{:.1f}%', 100 * actual)
            else format('{:,.1f} bn', actual / 1e9)
        end as came,
        coalesce(outcome, replace(reason, '_', ' ')) as outcome
    from mart.guidance
    where company_id = $company and is_latest and segment is null
    qualify dense_rank() over (order by period_end desc) <= 2
    order by period_end desc, metric, basis
"""
SIGNALS = """
    select
        fiscal_label as quarter, signal,
        case
            when unit = 'fraction' then format('{:.1f}%', 100 * value)
            when unit = 'days' then format('{:.0f} days', value)
            else format('{:,.2f}', value)
        end as value,
        direction as "in a year", replace(reason, '_', ' ') as reason
    from mart.watchlist
    where company_id = $company and basis in ('gaap', 'ifrs')
    qualify period_end = max(period_end) over ()
    order by value is null, signal
"""
SECTIONS = (
    Section("Margins", MARGINS, "none: no figures of the company were read"),
    Section("Segments, last year", SEGMENTS, "none printed"),
    Section("Place in the chain, last full year", PLACE, "none: it earns in no layer"),
    Section("Outlook and what came", OUTLOOK, "none given"),
    Section("Signals, last quarter", SIGNALS, "none: no quarter was read"),
)


def write(con: duckdb.DuckDBPyConnection, company: str, out: TextIO) -> None:
    """Print the sections of one company, by its company_id."""
    for line in _header(con, company):
        out.write(f"{line}\n")
    for section in SECTIONS:
        out.write(f"\n{section.title}\n\n")
        found = ask(con, section.sql, {"company": company})
        if found.rows:
            rows = [["–" if cell is None else cell for cell in row] for row in found.rows]
            write_table(found.columns, rows, out)
        else:
            out.write(f"    {section.nothing}\n")


def _header(con: duckdb.DuckDBPyConnection, company: str) -> Iterator[str]:
    found = ask(
        con,
        "select c.name, c.ticker, c.reporting_currency, f.last_period_end, f.expected_by"
        " from stg.company as c left join mart.freshness as f using (company_id)"
        " where c.company_id = $company",
        {"company": company},
    )
    if not found.rows:
        raise QueryError("the warehouse has no such company", company, "run: profitpools rebuild")
    name, ticker, currency, last, due = found.rows[0]
    yield f"{name} ({ticker or company}), reports in {currency}"
    yield f"last report until {last or 'none'}; the next is due by {due or 'an unknown day'}"
