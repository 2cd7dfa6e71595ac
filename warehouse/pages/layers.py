"""A page for each layer: its companies as a map, its pools over time, its members, its history."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from warehouse.drawing.profit_map import Block, profit_map
from warehouse.drawing.series import Point, Series, series
from warehouse.pages.answers import UNREAD, layer_stats
from warehouse.pages.cells import Cell, billion, money, plain, share, spoken
from warehouse.pages.links import Links, layer_page
from warehouse.pages.panels import Page, Panel, Row, ask
from warehouse.pages.periods import axis_of

_MAP = """
    select
        m.company_id, m.ticker, c.name, m.segment, m.layer, m.calendar_period,
        ((m.left_edge - min(m.left_edge) over ()) / nullif(sum(m.width) over (), 0))
            ::decimal(18, 9) as left_edge,
        (m.width / nullif(sum(m.width) over (), 0))::decimal(18, 9) as width,
        m.height, m.revenue_usd, m.operating_income_usd, m.is_approximate,
        p.operating_margin as whole
    from mart.profit_pool_map as m
    join mart.profit_pool as p using (layer, calendar_period)
    join ref.companies as c using (company_id)
    where m.level = 'company' and m.layer = $layer and m.calendar_period = (
        select max_by(calendar_period, (members_complete, calendar_period))
        from mart.profit_pool
        where layer = $layer and coverage >= 0.9
            and not contains(calendar_period, 'Q')
    )
    order by m.left_edge
"""
_POOLS = """
    select
        calendar_period, layer, revenue_usd, gross_profit_usd, operating_income_usd,
        gross_margin, operating_margin, revenue_share, profit_share, capture_ratio, coverage,
        members_complete, members, is_approximate, reason, gross_margin_reason, {unread} as unread
    from mart.profit_pool as p
    where layer = $layer
    order by contains(calendar_period, 'Q'), calendar_period desc
""".replace("{unread}", UNREAD)
_MEMBERS = """
    select
        calendar_period, layer, company_id, m.ticker, c.name, segment, weight, fiscal_label,
        revenue_usd, gross_profit_usd, operating_income_usd, is_complete, is_approximate,
        reason, gross_profit_reason, evidence
    from mart.profit_pool_member as m
    join ref.companies as c using (company_id)
    where layer = $layer and not contains(calendar_period, 'Q')
    order by calendar_period desc, revenue_usd desc nulls last, company_id, segment
"""
_HISTORY = """
    select
        h.known_on, h.calendar_period, h.layer, h.operating_income_usd, h.operating_margin,
        h.coverage
    from mart.profit_pool_history as h
    where h.layer = $layer and h.operating_income_usd is not null
        and not contains(h.calendar_period, 'Q')
    order by h.calendar_period, h.known_on
"""
_SHIFT = """
    select
        calendar_period, prior_period, layer, profit_change_usd, from_revenue_usd,
        from_margin_usd, members_complete, members, is_approximate, reason
    from mart.capture_shift
    where layer = $layer and prior_period is not null and not contains(calendar_period, 'Q')
    order by calendar_period desc
"""


def layer_pages(con: duckdb.DuckDBPyConnection, links: Links) -> list[Page]:
    """The pages of all layers, in their order along the chain."""
    rows = con.execute(
        """
        select layer, name, definition, position
        from ref.layers where position is not null order by position
        """
    ).fetchall()
    return [_page(con, links.on(layer_page(layer)), *row) for row in rows for layer in [row[0]]]


def _page(
    con: duckdb.DuckDBPyConnection, links: Links, layer: str, name: str, definition: str, color: int
) -> Page:
    panels = (
        _map(con, links, layer, name, color),
        _over_time(con, links, layer, name, color),
        _members(con, links, layer),
        _shift(con, links, layer),
        _history(con, links, layer, name),
    )
    return Page(
        layer_page(layer), name, f"{definition}.", panels, stats=layer_stats(con, links, layer)
    )


def _name(row: Row) -> str:
    return spoken(row["ticker"], row["name"])


def _map(con: duckdb.DuckDBPyConnection, links: Links, layer: str, name: str, color: int) -> Panel:
    asked = ask(con, _MAP, layer=layer)
    rows = asked.rows
    blocks = [
        Block(
            f"{_name(row)} {row['segment']}" if row["segment"] else _name(row),
            float(row["left_edge"]), float(row["width"]), float(row["height"] or 0),
            color, links.company(row["company_id"]),
            f"{_name(row)} {row['segment'] or ''}: {share(row['width']).text} of the layer's "
            f"revenue, operating margin {share(row['height'], None, 'no_revenue').text}",
            bool(row["is_approximate"]),
        )
        for row in rows
    ]  # fmt: skip
    year = rows[0]["calendar_period"] if rows else ""
    whole = float(rows[0]["whole"]) if rows and rows[0]["whole"] is not None else None
    return asked.panel(
        "map", f"Who is in it, {year}" if year else "Who is in it",
        ("Company", "Segment", "Revenue, USD bn", "Operating income, USD bn", "Operating margin",
         "Share of the layer"),
        lambda row: (
            Cell(_name(row), links.company(row["company_id"])),
            _segment(row, links),
            billion(row["revenue_usd"], links.member(row, "revenue"),
                  is_open=row["is_approximate"]),
            billion(row["operating_income_usd"], links.member(row, "operating_income"),
                    is_open=row["is_approximate"]),
            share(row["height"], links.member(row, "operating_income"), "no_revenue"),
            share(row["width"], links.member(row, "revenue")),
        ),
        chart=profit_map(f"{name} in {year}: the members' revenue and margin", blocks, whole),
    )  # fmt: skip


def _segment(row: Row, links: Links) -> Cell:
    if not row["segment"]:
        return Cell("whole company")
    return Cell(row["segment"], links.segment(row["company_id"], row["segment"]))


def _over_time(
    con: duckdb.DuckDBPyConnection, links: Links, layer: str, name: str, color: int
) -> Panel:
    asked = ask(con, _POOLS, layer=layer)
    years = [row for row in reversed(asked.rows) if "Q" not in row["calendar_period"]]
    periods = axis_of(str(row["calendar_period"]) for row in years)
    lines = [
        Series(label, (color + number * 3) % 8, tuple(
            Point(periods.index(row["calendar_period"]), float(row[metric]),
                  links.pool(layer, row["calendar_period"], metric),
                  f"{label} {row['calendar_period']}: {share(row[metric]).text}",
                  bool(row["is_approximate"]) or row["reason"] is not None)
            for row in years if row[metric] is not None
        ))
        for number, (label, metric) in enumerate(_TOLD)
    ]  # fmt: skip
    lines = [one for one in lines if one.points]
    return asked.panel(
        "pools", "Its margins and shares",
        ("Period", "Revenue, USD bn", "Operating income, USD bn", "Operating margin",
         "Gross margin", "Share of revenue", "Share of profit", "Members", "Coverage"),
        lambda row: _pool_cells(row, links),
        note=f"{_unread(years)}Hollow: approximate, or less than 90 % of the layer's revenue is "
        "known.",
        chart=series(f"{name}: margins and shares by calendar year", periods, lines,
                     unit="per cent", is_percent=True),
    )  # fmt: skip


def _unread(years: Sequence[Row]) -> str:
    """The members of unknown size in the last year: its coverage says nothing of them."""
    unread = years[-1]["unread"] if years else ()
    if not unread:
        return ""
    return f"Not read, and in none of these numbers: {', '.join(unread)}. "


_TOLD = (
    ("Operating margin", "operating_margin"), ("Gross margin", "gross_margin"),
    ("Share of profit", "profit_share"), ("Share of revenue", "revenue_share"),
)  # fmt: skip


def _pool_cells(row: Row, links: Links) -> Sequence[Cell]:
    layer, period, why = row["layer"], row["calendar_period"], row["reason"]

    def at(metric: str) -> str:
        """The address of a metric of this pool."""
        return links.pool(layer, period, metric)

    is_open = bool(row["is_approximate"])
    return (
        Cell(period),
        billion(row["revenue_usd"], at("revenue"), why, is_open=is_open),
        billion(row["operating_income_usd"], at("operating_income"), why, is_open=is_open),
        share(row["operating_margin"], at("operating_margin"), why),
        share(row["gross_margin"], at("gross_margin"), row["gross_margin_reason"]),
        share(row["revenue_share"], at("revenue_share"), why or "coverage"),
        share(row["profit_share"], at("profit_share"), why or "coverage"),
        Cell(f"{row['members_complete']} of {row['members']}", is_number=True),
        share(row["coverage"], None, "coverage", places=0),
    )  # fmt: skip


def _members(con: duckdb.DuckDBPyConnection, links: Links, layer: str) -> Panel:
    return ask(con, _MEMBERS, layer=layer).panel(
        "members", "Members, by calendar year",
        ("Year", "Company", "Segment", "Fiscal periods", "Weight", "Revenue, USD m",
         "Gross profit, USD m", "Operating income, USD m", "In the sum"),
        lambda row: (
            Cell(row["calendar_period"]),
            Cell(_name(row), links.company(row["company_id"])),
            _segment(row, links),
            plain(row["fiscal_label"]),
            plain(row["weight"]),
            money(row["revenue_usd"], links.member(row, "revenue"), row["reason"],
                  is_open=bool(row["is_approximate"])),
            money(row["gross_profit_usd"], links.member(row, "gross_profit"),
                  row["gross_profit_reason"], is_open=bool(row["is_approximate"])),
            money(row["operating_income_usd"], links.member(row, "operating_income"),
                  row["reason"], is_open=bool(row["is_approximate"])),
            plain(row["is_complete"]),
        ),
    )  # fmt: skip


def _shift(con: duckdb.DuckDBPyConnection, links: Links, layer: str) -> Panel:
    return ask(con, _SHIFT, layer=layer).panel(
        "shift", "Where its profit's change came from",
        ("Year", "Against", "Change, USD bn", "From revenue, USD bn", "From margin, USD bn",
         "Members in both"),
        lambda row: (
            *(Cell(row[name], links.pool(layer, row[name], "operating_income"))
              for name in ("calendar_period", "prior_period")),
            *(billion(row[name], links.pool(layer, row["calendar_period"], "operating_income"),
                    row["reason"], is_open=bool(row["is_approximate"]))
              for name in ("profit_change_usd", "from_revenue_usd", "from_margin_usd")),
            Cell(f"{row['members']} of {row['members_complete']}", is_number=True),
        ),
    )  # fmt: skip


def _history(con: duckdb.DuckDBPyConnection, links: Links, layer: str, name: str) -> Panel:
    asked = ask(con, _HISTORY, layer=layer)
    days = sorted({row["known_on"] for row in asked.rows})
    years = sorted({row["calendar_period"] for row in asked.rows})[-4:]
    lines = [
        Series(year, number, tuple(
            Point(days.index(row["known_on"]), float(row["operating_income_usd"].scaleb(-9)),
                  links.pool(layer, year, "operating_income"),
                  f"{year} as known on {row['known_on']}: USD "
                  f"{row['operating_income_usd'].scaleb(-9):.1f} bn",
                  row["coverage"] is None or row["coverage"] < 0.9)
            for row in asked.rows if row["calendar_period"] == year
        ))
        for number, year in enumerate(years)
    ]  # fmt: skip
    return asked.panel(
        "as-known", "The same years, as they were known then",
        ("Known on", "Year", "Operating income, USD bn", "Operating margin", "Coverage"),
        lambda row: (
            plain(row["known_on"]),
            Cell(row["calendar_period"]),
            billion(row["operating_income_usd"],
                  links.pool(layer, row["calendar_period"], "operating_income")),
            share(row["operating_margin"],
                  links.pool(layer, row["calendar_period"], "operating_margin"), "no_revenue"),
            share(row["coverage"], None, "coverage", places=0),
        ),
        note="Operating income at each month's end. Hollow: less than 90 % was known.",
        chart=series(f"{name}: operating income as known at each month end, USD billion",
                     [f"{day:%Y-%m}" for day in days], lines, unit="USD bn"),
    )  # fmt: skip
