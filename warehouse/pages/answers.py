"""What a page says first: the answer in a sentence, and the few numbers that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from warehouse.pages.cells import billion, scaled, share
from warehouse.pages.links import Links
from warehouse.pages.panels import Row, Stat, ask

UNREAD = """(
            select list_sort(list(distinct coalesce(u.ticker, c.name)))
            from mart.profit_pool_member as u
            join ref.companies as c using (company_id)
            where u.layer = p.layer and u.calendar_period = p.calendar_period
                and u.company_id in (select unnest(p.unsized).company_id)
        )"""
"""The members of unknown size, in a query over mart.profit_pool as p."""
_LARGEST = 3
_AMOUNTS = (("Revenue", "revenue"), ("Operating income", "operating_income"))
_MARGINS = (("Gross margin", "gross_margin"), ("Operating margin", "operating_margin"))
_POOLS = """
    select
        l.name, m.layer, m.calendar_period, p.profit_share, m.width, m.height, p.capture_ratio,
        m.operating_income_usd, m.is_approximate, m.whole_operating_margin,
        sum(m.operating_income_usd) over () as whole_usd,
        sum(p.profit_share) over most as shares, sum(m.width) over most as widths
    from mart.profit_pool_map as m
    join ref.layers as l using (layer)
    join mart.profit_pool as p using (layer, calendar_period)
    where m.level = 'layer' and m.calendar_period = $period
    window most as (
        order by m.operating_income_usd desc, m.layer rows unbounded preceding
    )
    order by m.operating_income_usd desc, m.layer
"""
_YEARS = """
    select *
    from mart.{relation}
    where company_id = $company and period_type = 'FY' and basis in ('gaap', 'ifrs')
        and revenue is not null {segment}
    order by period_end desc, basis, currency
    limit 2
"""
_LAYER = """
    select
        calendar_period, operating_income_usd, revenue_usd, operating_margin, profit_share,
        revenue_share, capture_ratio, is_approximate
    from mart.profit_pool
    where layer = $layer and coverage >= 0.9 and operating_income_usd is not null
        and operating_margin is not null and not contains(calendar_period, 'Q')
    order by calendar_period desc
    limit 1
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence, and numbers that lead to their audit pages."""

    lead: str
    stats: tuple[Stat, ...]


def answer_of(con: duckdb.DuckDBPyConnection, links: Links, year: str) -> Answer:
    """Who keeps the profit of a year: of the layers on its map, by their operating income."""
    rows = ask(con, _POOLS, period=year).rows
    first, dearest = rows[0], max(rows, key=lambda row: row["height"] or 0)
    caught = [row for row in rows if row["capture_ratio"] is not None]
    is_open = any(row["is_approximate"] for row in rows)
    kept = f", {share(first['profit_share']).text} of the profit" if caught else ""
    stats = [
        Stat("Profit of the chain", _usd(first["whole_usd"], is_open=is_open),
             note=f"operating income of {year}, {share(first['whole_operating_margin']).text} "
             "of revenue"),
        Stat("Largest pool", first["name"], links.pool(first["layer"], year, "operating_income"),
             f"{_usd(first['operating_income_usd'], is_open=first['is_approximate'])}{kept}"),
        Stat("Highest margin", dearest["name"],
             links.pool(dearest["layer"], year, "operating_margin"),
             f"{share(dearest['height']).text} of its revenue"),
    ]  # fmt: skip
    if caught:
        best = max(caught, key=lambda row: row["capture_ratio"])
        stats.append(Stat(
            "Captures most", best["name"], links.pool(best["layer"], year, "profit_share"),
            f"{best['capture_ratio']:.2f} times its share of revenue",
        ))  # fmt: skip
    return Answer(_sentence(rows, year), tuple(stats))


def _usd(value: Decimal, *, is_open: bool) -> str:
    """Of dollars: '≈USD 103.9 bn'."""
    return f"{'≈' if is_open else ''}USD {billion(value).text} bn"


def _sentence(rows: Sequence[Row], year: str) -> str:
    """Which layers kept most of the profit, and on how much of the revenue."""
    most = rows[:_LARGEST]
    names = [str(row["name"]).lower() for row in most]
    told = " and ".join((", ".join(names[:-1]), names[-1])) if names[1:] else names[0]
    is_told = all(row["profit_share"] is not None for row in most)
    kept = f"{share(most[-1]['shares']).text} of the profit" if is_told else "the largest pools"
    return (
        f"In {year} {told} kept {kept} of the AI value chain, "
        f"on {share(most[-1]['widths']).text} of its revenue."
    )


def year_stats(
    con: duckdb.DuckDBPyConnection, links: Links, company: str, segment: str | None = None
) -> tuple[Stat, ...]:
    """The last fiscal year of a company or a segment, beside the year before."""
    asked = ask(
        con,
        _YEARS.format(relation="segment_margin", segment="and segment = $segment")
        if segment else _YEARS.format(relation="company_margin", segment=""),
        company=company, **({"segment": segment} if segment else {}),
    )  # fmt: skip
    if not asked.rows:
        return ()
    last, *before = asked.rows
    old = before[0] if before and before[0]["currency"] == last["currency"] else None
    found = []
    for name, metric in _AMOUNTS:
        if last[metric] is not None:
            was = _was(old, metric, lambda value: _short(value, ""))
            found.append(Stat(
                f"{name}, {last['fiscal_label']}", _short(last[metric], f"{last['currency']} "),
                links.figure(last[f"{metric}_figure_id"]), was,
            ))  # fmt: skip
    for name, metric in _MARGINS:
        if last[metric] is not None:
            was = _was(old, metric, lambda value: share(value).text)
            found.append(Stat(
                f"{name}, {last['fiscal_label']}", share(last[metric]).text,
                links.derived(last, metric), was,
            ))  # fmt: skip
    return tuple(found)


def _short(value: Decimal, unit: str) -> str:
    """An amount as one says it, in billions or millions."""
    is_large = abs(value) >= 10**9
    return f"{unit}{scaled(value, 9 if is_large else 6, 1)} {'bn' if is_large else 'm'}"


def _was(old: Row | None, metric: str, told: Callable[[Decimal], str]) -> str:
    return f"{told(old[metric])} in {old['fiscal_label']}" if old and old[metric] else ""


def layer_stats(con: duckdb.DuckDBPyConnection, links: Links, layer: str) -> tuple[Stat, ...]:
    """The layer's last year of which enough is known."""
    rows = ask(con, _LAYER, layer=layer).rows
    if not rows:
        return ()
    [row] = rows
    year, is_open = str(row["calendar_period"]), bool(row["is_approximate"])
    found = [
        Stat(f"Profit pool, {year}", _usd(row["operating_income_usd"], is_open=is_open),
             links.pool(layer, year, "operating_income"), "operating income"),
        Stat(f"Operating margin, {year}", share(row["operating_margin"]).text,
             links.pool(layer, year, "operating_margin"),
             f"on {_usd(row['revenue_usd'], is_open=is_open)} of revenue"),
    ]  # fmt: skip
    if row["profit_share"] is not None and row["capture_ratio"] is not None:
        found.append(Stat(
            f"Share of profit, {year}", share(row["profit_share"]).text,
            links.pool(layer, year, "profit_share"),
            f"on {share(row['revenue_share']).text} of revenue: {row['capture_ratio']:.2f} ×",
        ))  # fmt: skip
    return tuple(found)
