"""The report's first page: who keeps the profit, as a map, over time, against gross margins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
from markupsafe import Markup

from warehouse.drawing.profit_map import Block, profit_map
from warehouse.drawing.scatter import Dot, scatter
from warehouse.drawing.series import Point, Series, series
from warehouse.pages.answers import UNREAD, answer_of
from warehouse.pages.cells import Cell, billion, share, spoken
from warehouse.pages.links import Links, layer_page
from warehouse.pages.panels import Page, Panel, Question, Row, ask
from warehouse.pages.periods import axis_of

YEARS = 3
_NO_YEAR = (
    "Of no year is enough known for a map of the chain: a layer counts where 90 % of its revenue "
    "is known. Which reports are missing is under Coverage."
)
_YEARS = """
    select calendar_period, count(*) as layers
    from mart.profit_pool_map where level = 'layer'
    group by calendar_period order by layers desc, calendar_period desc
"""
MAP = """
    select
        l.position, l.name, m.layer, m.left_edge, m.width, m.height, m.whole_operating_margin,
        m.revenue_usd, m.operating_income_usd, m.is_approximate,
        p.profit_share, p.capture_ratio, p.gross_margin, p.gross_margin_reason, p.coverage,
        p.members_complete, p.members, p.universe, m.calendar_period,
        {unread} as unread
    from mart.profit_pool_map as m
    join ref.layers as l using (layer)
    join mart.profit_pool as p using (layer, calendar_period)
    where m.level = 'layer' and m.calendar_period = $period
    order by m.left_edge
""".replace("{unread}", UNREAD)
_TIME = """
    select
        p.calendar_period, l.position, l.name, p.layer, p.operating_income_usd, p.revenue_usd,
        p.operating_margin, p.coverage, p.is_approximate, p.reason
    from mart.profit_pool as p
    join ref.layers as l using (layer)
    where contains(p.calendar_period, 'Q') = $quarters and p.members_complete > 0
        and l.position is not null
    order by p.calendar_period, l.position
"""
_AGAINST = """
    select
        m.layer, m.company_id, m.ticker, c.name, l.position, l.name as layer_name,
        m.gross_margin, m.operating_margin,
        m.gross_profit_usd, m.operating_income_usd, m.rank_by_gross_margin, m.rank_by_profit,
        m.companies, m.is_approximate, m.calendar_period,
        m.revenue_usd, null as segment, (
            select count(*) from mart.profit_pool_member as p
            where p.layer = m.layer and p.calendar_period = m.calendar_period
                and p.company_id = m.company_id and p.segment is null
        ) as whole_members
    from mart.margin_vs_pool as m
    join ref.layers as l using (layer)
    join ref.companies as c using (company_id)
    where m.calendar_period = $period and m.gross_margin is not null
    order by m.operating_income_usd desc
"""


def overview(con: duckdb.DuckDBPyConnection, links: Links) -> Page:
    """The page of the whole chain."""
    years = [str(row[0]) for row in con.execute(_YEARS).fetchall()]
    panels = [_map(con, links, year, is_open=True) for year in years[:1]]
    panels += [_against(con, links, year) for year in years[:1]]
    panels.append(over_time(con, links, is_quarters=False))
    panels.append(over_time(con, links, is_quarters=True))
    panels += [_map(con, links, year, is_open=False) for year in years[1:YEARS]]
    answer = answer_of(con, links, years[0]) if years else None
    layers = con.execute(
        "select name, layer from ref.layers where position is not null order by position"
    ).fetchall()
    return Page(
        "index.html", "Who keeps the profit?",
        answer.lead if answer else _NO_YEAR,
        tuple(panels),
        tuple((str(name), links.to(layer_page(str(layer)))) for name, layer in layers),
        answer.stats if answer else (),
    )  # fmt: skip


def _map(con: duckdb.DuckDBPyConnection, links: Links, year: str, *, is_open: bool) -> Panel:
    asked = ask(con, MAP, period=year)
    blocks = [
        Block(
            row["name"], float(row["left_edge"]), float(row["width"]), float(row["height"] or 0),
            row["position"], links.to(layer_page(row["layer"])),
            f"{row['name']}: {share(row['width']).text} of revenue, operating margin "
            f"{share(row['height']).text}"
            + (f", {share(row['profit_share']).text} of the profit" if row["profit_share"] else ""),
            bool(row["is_approximate"]),
        )
        for row in asked.rows
    ]  # fmt: skip
    whole = next((float(row["whole_operating_margin"]) for row in asked.rows), None)
    alt = f"Profit-pool map of {year}: width is the share of revenue, height the operating margin"
    return asked.panel(
        f"map-{year}", f"The profit-pool map of {year}",
        ("Layer", "Revenue, USD bn", "Operating income, USD bn", "Operating margin",
         "Gross margin", "Share of revenue", "Share of profit", "Capture ratio", "Members",
         "Coverage"),
        lambda row: _map_cells(row, links),
        note=f"{_left_out(asked.rows)}{_unread(asked.rows)}A block's area is what the layer "
        "adds to the operating margin of the whole. Pale, with a broken edge: approximate, where "
        "fiscal years are not the calendar's.",
        chart=profit_map(alt, blocks, whole), is_open=is_open,
    )  # fmt: skip


def _left_out(rows: Sequence[Row]) -> str:
    """The layers with too little coverage, and what that means for profit shares."""
    drawn = {row["layer"] for row in rows}
    left_out = [one for one in (rows[0]["universe"] if rows else ()) if one not in drawn]
    if not left_out:
        return ""
    least = "" if rows[0]["profit_share"] is not None else ", and no share of profit is given"
    return f"Of {' and '.join(left_out)} too little is known: not on the map{least}. "


def _unread(rows: Sequence[Row]) -> str:
    """The members of unknown size, which are in no sum, no share and no coverage."""
    unread = [f"{row['name']}: {', '.join(row['unread'])}" for row in rows if row["unread"]]
    if not unread:
        return ""
    return f"Not read, and in none of these numbers, coverage included: {'; '.join(unread)}. "


def _map_cells(row: Row, links: Links) -> Sequence[Cell]:
    layer, period, is_open = row["layer"], row["calendar_period"], bool(row["is_approximate"])

    def at(metric: str) -> str:
        """The address of a metric of this layer."""
        return links.pool(layer, period, metric)

    return (
        Cell(row["name"], links.to(layer_page(layer))),
        billion(row["revenue_usd"], at("revenue"), is_open=is_open),
        billion(row["operating_income_usd"], at("operating_income"), is_open=is_open),
        share(row["height"], at("operating_margin"), "no_revenue"),
        share(row["gross_margin"], at("gross_margin"), row["gross_margin_reason"]),
        share(row["width"], at("revenue_share" if row["profit_share"] is not None else "revenue")),
        share(row["profit_share"], at("profit_share"), "coverage"),
        Cell(f"{row['capture_ratio']:.2f}", at("profit_share"), is_number=True)
        if row["capture_ratio"] is not None else Cell("–", is_number=True),
        Cell(f"{row['members_complete']} of {row['members']}", is_number=True),
        share(row["coverage"], at("revenue"), places=0),
    )  # fmt: skip


def over_time(con: duckdb.DuckDBPyConnection, links: Links, *, is_quarters: bool) -> Panel:
    """Operating income of each layer over calendar quarters, or years."""
    asked = ask(con, _TIME, quarters=is_quarters)
    word = "quarter" if is_quarters else "year"
    return asked.panel(
        f"pools-by-{word}", f"Operating income by layer and calendar {word}",
        ("Period", "Layer", "Operating income, USD bn", "Revenue, USD bn", "Operating margin",
         "Coverage"),
        lambda row: (
            Cell(row["calendar_period"]),
            Cell(row["name"], links.to(layer_page(row["layer"]))),
            *_pool_cells(row, links),
        ),
        note="Hollow: the periods are approximate, or less than 90 % of the layer's revenue is "
        "known; the line there is broken, and what is missing is on the page of the layer.",
        chart=_time_chart(asked, links, word),
    )  # fmt: skip


def _pool_cells(row: Row, links: Links) -> Sequence[Cell]:
    layer, period, is_open = row["layer"], row["calendar_period"], bool(row["is_approximate"])
    at = {
        m: links.pool(layer, period, m) for m in ("operating_income", "revenue", "operating_margin")
    }
    return (
        billion(row["operating_income_usd"], at["operating_income"], row["reason"],
              is_open=is_open),
        billion(row["revenue_usd"], at["revenue"], row["reason"], is_open=is_open),
        share(row["operating_margin"], at["operating_margin"], row["reason"]),
        share(row["coverage"], at["revenue"], places=0),
    )  # fmt: skip


def _time_chart(asked: Question, links: Links, word: str) -> Markup:
    rows = [row for row in asked.rows if row["operating_income_usd"] is not None]
    periods = axis_of(sorted({str(row["calendar_period"]) for row in rows}))
    lines = []
    for position, name in sorted({(row["position"], row["name"]) for row in rows}):
        points = tuple(
            _time_point(row, periods, links) for row in rows if row["position"] == position
        )
        lines.append(Series(name, position, points))
    return series(
        f"Operating income of each layer by calendar {word}, in USD billion", periods, lines,
        unit="USD bn", height=340,
    )  # fmt: skip


def _time_point(row: dict[str, Any], periods: Sequence[str], links: Links) -> Point:
    amount = billion(row["operating_income_usd"]).text
    said = f"{row['name']} {row['calendar_period']}: USD {amount} bn"
    is_partial = row["coverage"] is None or row["coverage"] < 0.9
    return Point(
        periods.index(row["calendar_period"]), float(row["operating_income_usd"].scaleb(-9)),
        links.pool(row["layer"], row["calendar_period"], "operating_income"), said,
        bool(row["is_approximate"]) or is_partial, is_partial,
    )  # fmt: skip


def _against(con: duckdb.DuckDBPyConnection, links: Links, year: str) -> Panel:
    asked = ask(con, _AGAINST, period=year)
    dots = [
        Dot(
            spoken(row["ticker"], row["name"]), float(row["gross_margin"]),
            float(row["operating_income_usd"].scaleb(-9)), row["position"],
            links.company(row["company_id"]),
            f"{row['name']}, {row['layer']}: gross margin {share(row['gross_margin']).text}, "
            f"operating income USD {billion(row['operating_income_usd']).text} bn",
            bool(row["is_approximate"]),
        )
        for row in asked.rows
    ]  # fmt: skip
    groups = {row["position"]: row["layer_name"] for row in asked.rows}
    return asked.panel(
        "margin-against-pool", f"Gross margin against pool, {year}",
        ("Company", "Layer", "Gross margin", "Operating income, USD bn", "Rank by gross margin",
         "Rank by profit"),
        lambda row: (
            Cell(spoken(row["ticker"], row["name"]), links.company(row["company_id"])),
            Cell(row["layer_name"], links.to(layer_page(row["layer"]))),
            share(row["gross_margin"], _member(row, links, "gross_profit")),
            billion(row["operating_income_usd"], _member(row, links, "operating_income"),
                    is_open=bool(row["is_approximate"])),
            Cell(f"{row['rank_by_gross_margin']} of {row['companies']}", is_number=True),
            Cell(f"{row['rank_by_profit']} of {row['companies']}", is_number=True),
        ),
        note="The highest gross margin is not the largest pool: each company that discloses both.",
        chart=scatter(
            f"Gross margin across, operating income in USD billion up, {year}", dots,
            dict(sorted(groups.items())),
            across="Gross margin", up="Operating income, USD bn",
        ),
    )  # fmt: skip


def _member(row: Row, links: Links, flow: str) -> str:
    """The address of a company's part of a pool; where it enters by segments, that of their sum."""
    if row["whole_members"]:
        return links.member(row, flow)
    return links.pool(row["layer"], row["calendar_period"], flow)
