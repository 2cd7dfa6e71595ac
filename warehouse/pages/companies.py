"""A page for each company: margins, growth, segments, guidance, capital spending, signals."""

from __future__ import annotations

import duckdb

from warehouse.drawing.series import Point, Series, series
from warehouse.pages.answers import year_stats
from warehouse.pages.cells import Cell, in_unit, money, moved, plain, share, source
from warehouse.pages.guidance import guidance
from warehouse.pages.links import Links, company_page, layer_page
from warehouse.pages.margins import heads, margin_cells, margins_chart
from warehouse.pages.panels import Page, Panel, ask
from warehouse.pages.periods import axis_of

MARGINS = """
    select
        company_id, ticker, fiscal_label, period_start, period_end, period_type, basis, currency,
        revenue, gross_profit, gross_margin, operating_income, operating_margin,
        revenue_reason, gross_profit_reason, gross_margin_reason, operating_income_reason,
        operating_margin_reason, revenue_figure_id, gross_profit_figure_id,
        operating_income_figure_id
    from mart.company_margin
    where company_id = $company and basis in ('gaap', 'ifrs') and period_type = $kind
    order by period_end desc, basis, currency
"""
_SEGMENTS = """
    select
        company_id, segment, breakdown, parent, fiscal_label, period_start, period_end,
        basis, currency, revenue, operating_income, operating_margin, revenue_reason,
        operating_income_reason, operating_margin_reason, revenue_figure_id,
        operating_income_figure_id, is_in_partition
    from mart.segment_margin
    where company_id = $company and period_type in ('FY', 'Q')
    qualify period_type = 'FY' or row_number() over (  -- of a part without years, its last quarter
        partition by segment order by period_type, period_end desc
    ) = 1
    order by breakdown <> 'segment', period_end desc, revenue desc nulls last, segment
"""
_LAYERS = """
    select segment, layer, weight, framework, valid_from, valid_to, evidence
    from ref.segments
    where company_id = $company
    order by framework desc, layer, segment
"""
_EARNS = """
    select distinct on (l.position) l.name, l.layer
    from ref.segments as s join ref.layers as l using (layer)
    where s.company_id = $company and l.position is not null and s.valid_to is null
    order by l.position
"""
_DOCUMENTS = """
    select count(*), max(period_end)
    from mart.coverage where company_id = $company and outcome = 'figures'
"""
_CAPEX = """
    select
        company_id, fiscal_label, period_start, period_end, period_type, basis, currency,
        capital_expenditures, revenue, depreciation_and_amortization, capex_to_revenue,
        capex_to_revenue_reason, depreciation_and_amortization_reason,
        capital_expenditures_figure_ids, revenue_figure_ids,
        depreciation_and_amortization_figure_ids
    from mart.capex_intensity
    where company_id = $company and period_type = 'FY' and capital_expenditures is not null
    order by period_end desc
"""
_SIGNALS = """
    select
        company_id, signal, fiscal_label, period_start, period_end, basis, currency, value,
        prior_value, change, direction, unit, reason
    from mart.watchlist
    where company_id = $company and value is not null
    order by period_end desc, signal
    limit 40
"""
_COMPANIES = """
    select
        m.company_id, c.name, m.ticker, m.fiscal_label, m.period_start, m.period_end, m.basis,
        m.currency, m.revenue, m.gross_margin, m.operating_income, m.operating_margin,
        m.revenue_reason, m.gross_margin_reason, m.operating_income_reason,
        m.operating_margin_reason, m.revenue_figure_id, m.operating_income_figure_id
    from mart.company_margin as m
    join ref.companies as c using (company_id)
    where m.period_type = 'FY' and m.basis in ('gaap', 'ifrs')
    qualify row_number() over (
        partition by m.company_id order by m.period_end desc, m.revenue is null, m.currency
    ) = 1
    order by c.name
"""
INDEX = "companies/index.html"


def companies_page(con: duckdb.DuckDBPyConnection, links: Links) -> Page:
    """All companies with their latest fiscal year."""
    panel = ask(con, _COMPANIES).panel(
        "companies", "The last fiscal year of each",
        ("Company", "Year", "Currency", "Revenue, m", "Gross margin", "Operating income, m",
         "Operating margin"),
        lambda row: (
            Cell(row["name"], links.company(row["company_id"])),
            Cell(row["fiscal_label"]),
            plain(row["currency"]),
            money(row["revenue"], links.figure(row["revenue_figure_id"]), row["revenue_reason"]),
            share(row["gross_margin"], links.derived(row, "gross_margin"),
                  row["gross_margin_reason"]),
            money(row["operating_income"], links.figure(row["operating_income_figure_id"]),
                  row["operating_income_reason"]),
            share(row["operating_margin"], links.derived(row, "operating_margin"),
                  row["operating_margin_reason"]),
        ),
        is_open=True,
    )  # fmt: skip
    return Page(INDEX, "Companies", "The last fiscal year of each that was read.", (panel,))


def company_pages(con: duckdb.DuckDBPyConnection, links: Links) -> list[Page]:
    """The pages of all companies that have figures."""
    rows = con.execute(
        """
        select r.company_id, r.name, c.ticker
        from ref.companies as r
        left join stg.company as c using (company_id)
        where r.company_id in (select company_id from stg.current_figure)
        order by r.company_id
        """
    ).fetchall()
    return [
        _page(con, links.on(company_page(one)), one, name, ticker) for one, name, ticker in rows
    ]


def _page(
    con: duckdb.DuckDBPyConnection, links: Links, company: str, name: str, ticker: str | None
) -> Page:
    panels = (
        _margins(con, links, company, "FY", "Margins by fiscal year"),
        _margins(con, links, company, "Q", "Margins by fiscal quarter"),
        _segments(con, links, company),
        *guidance(con, links, company),
        _capex(con, links, company),
        _signals(con, links, company),
        _layers(con, links, company),
    )
    known = tuple(one for one in panels if one.table.rows)
    layers = con.execute(_EARNS, {"company": company}).fetchall()
    return Page(
        company_page(company), name, f"{ticker or company}{_read(con, company)}.", known,
        tuple((str(layer), links.to(layer_page(str(key)))) for layer, key in layers),
        year_stats(con, links, company),
    )  # fmt: skip


def _read(con: duckdb.DuckDBPyConnection, company: str) -> str:
    """Of what its page is made, as the end of a sentence."""
    documents, last = con.execute(_DOCUMENTS, {"company": company}).fetchall()[0]
    until = f", the last for the period that ended on {last}" if last else ""
    return f": from {documents:,} document{'' if documents == 1 else 's'}{until}"


def _margins(
    con: duckdb.DuckDBPyConnection, links: Links, company: str, kind: str, title: str
) -> Panel:
    asked = ask(con, MARGINS, company=company, kind=kind)
    return asked.panel(
        f"margins-{kind.lower()}", title, heads(asked), lambda row: margin_cells(row, links),
        chart=margins_chart(asked, links, f"{company}: {title.lower()}"), is_open=kind == "FY",
    )  # fmt: skip


def _segments(con: duckdb.DuckDBPyConnection, links: Links, company: str) -> Panel:
    asked = ask(con, _SEGMENTS, company=company)
    unit = heads(asked)[1].removeprefix("Revenue, ")
    return asked.panel(
        "segments", "Segments and products by fiscal year",
        ("Period", "Part", "Kind", f"Revenue, {unit}", f"Operating income, {unit}",
         "Operating margin"),
        lambda row: (
            Cell(row["fiscal_label"]),
            Cell(row["segment"], links.segment(company, row["segment"])),
            plain(row["breakdown"]),
            money(row["revenue"], links.figure(row["revenue_figure_id"]), row["revenue_reason"]),
            money(row["operating_income"], links.figure(row["operating_income_figure_id"]),
                  row["operating_income_reason"]),
            share(row["operating_margin"], links.derived(row, "operating_margin"),
                  row["operating_margin_reason"]),
        ),
        is_open=True,
    )  # fmt: skip


def _capex(con: duckdb.DuckDBPyConnection, links: Links, company: str) -> Panel:
    asked = ask(con, _CAPEX, company=company)
    rows = list(reversed(asked.rows))
    periods = axis_of(str(row["fiscal_label"]) for row in rows)
    points = {
        periods.index(row["fiscal_label"]): Point(
            periods.index(row["fiscal_label"]), float(row["capex_to_revenue"]),
            links.derived(row, "capex_to_revenue"),
            f"{row['fiscal_label']}: {share(row['capex_to_revenue']).text} of revenue",
        )
        for row in rows if row["capex_to_revenue"] is not None
    }  # fmt: skip
    chart = series(
        f"{company}: capital expenditures as part of revenue, by fiscal year", periods,
        [Series("Capital expenditures / revenue", 2, tuple(points.values()))],
        unit="per cent", is_percent=True, height=220,
    ) if points else None  # fmt: skip
    unit = heads(asked)[1].removeprefix("Revenue, ")
    return asked.panel(
        "capex", "Capital spending",
        ("Period", f"Capital expenditures, {unit}", f"Revenue, {unit}", "Of revenue",
         f"Depreciation and amortization, {unit}"),
        lambda row: (
            Cell(row["fiscal_label"]),
            money(row["capital_expenditures"], links.first(row["capital_expenditures_figure_ids"])),
            money(row["revenue"], links.first(row["revenue_figure_ids"])),
            share(row["capex_to_revenue"], links.derived(row, "capex_to_revenue"),
                  row["capex_to_revenue_reason"]),
            money(row["depreciation_and_amortization"],
                  links.first(row["depreciation_and_amortization_figure_ids"]),
                  row["depreciation_and_amortization_reason"]),
        ),
        chart=chart,
    )  # fmt: skip


def _signals(con: duckdb.DuckDBPyConnection, links: Links, company: str) -> Panel:
    return ask(con, _SIGNALS, company=company).panel(
        "signals", "Signals of the watchlist",
        ("Period", "Signal", "Value", "A year before", "Moved"),
        lambda row: (
            Cell(row["fiscal_label"]),
            Cell(row["signal"].replace("_", " ")),
            in_unit(row["value"], row["unit"], links.derived(row, f"watch_{row['signal']}"), None),
            in_unit(row["prior_value"], row["unit"], None, "not_yet_reported")
            if row["prior_value"] is not None else Cell("–", is_number=True),
            moved(row["direction"]),
        ),
    )  # fmt: skip


def _layers(con: duckdb.DuckDBPyConnection, links: Links, company: str) -> Panel:
    return ask(con, _LAYERS, company=company).panel(
        "layers", "The layers that it earns in",
        ("Segments", "Segment", "Layer", "Weight", "From", "To", "Evidence"),
        lambda row: (
            Cell(str(row["framework"])),
            plain(row["segment"]),
            Cell(row["layer"].replace("_", " "), links.to(layer_page(row["layer"]))
                 if row["layer"] != "out_of_scope" else None),
            plain(row["weight"]),
            plain(row["valid_from"]),
            plain(row["valid_to"]),
            source(row["evidence"]),
        ),
    )  # fmt: skip
