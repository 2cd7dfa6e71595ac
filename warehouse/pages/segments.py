"""A page for each segment of each company: margins, growth, and changes of segmentation."""

from __future__ import annotations

import duckdb

from warehouse.pages.answers import year_stats
from warehouse.pages.cells import Cell, plain, share, words
from warehouse.pages.links import Links, company_page, segment_page
from warehouse.pages.margins import heads, margin_cells, margins_chart
from warehouse.pages.panels import Page, Panel, Question, ask
from warehouse.pages.periods import axis_of

_MARGINS = """
    select
        company_id, ticker, segment, breakdown, parent, fiscal_label, period_start, period_end,
        period_type, basis, currency, revenue, gross_profit, gross_margin, operating_income,
        operating_margin, revenue_reason, gross_profit_reason, gross_margin_reason,
        operating_income_reason, operating_margin_reason, revenue_figure_id,
        gross_profit_figure_id, operating_income_figure_id
    from mart.segment_margin
    where company_id = $company and segment = $segment and period_type = $kind
    order by period_end desc, breakdown, parent, basis
"""
_GROWTH = """
    select
        company_id, segment, breakdown, parent, fiscal_label, period_start, period_end,
        period_type, basis, currency, revenue_growth, operating_income_growth, prior_segment,
        prior_fiscal_label, reason, revenue_growth_reason, operating_income_growth_reason
    from mart.segment_growth
    where company_id = $company and segment = $segment
    order by period_type, period_end desc, breakdown, parent, basis
"""
_RECUT = """
    select metric, fiscal_label, change, old_value, new_value, unit, old_known_from,
        new_known_from, old_form, new_form, old_figure_id, new_figure_id, reason
    from mart.restatement
    where company_id = $company and segment = $segment
    order by period_end desc, metric, new_known_from
"""
_BROKEN = ("framework_break", "restatement_break", "concept_break")


def segment_pages(con: duckdb.DuckDBPyConnection, links: Links) -> list[Page]:
    """The pages of all segments that have a margin, or a reason for having none."""
    rows = con.execute(
        """
        select distinct m.company_id, c.name, m.segment
        from mart.segment_margin as m join ref.companies as c using (company_id)
        order by m.company_id, m.segment
        """
    ).fetchall()
    return [_page(con, links.on(segment_page(one, segment)), one, name, segment)
            for one, name, segment in rows]  # fmt: skip


def _page(
    con: duckdb.DuckDBPyConnection, links: Links, company: str, name: str, segment: str
) -> Page:
    growth = _growth(con, links, company, segment)
    labels, reasons = (growth.answer.columns.index(one) for one in ("fiscal_label", "reason"))
    broken = {str(row[labels]) for row in growth.answer.rows if row[reasons] in _BROKEN}
    panels = (
        *(_margins(con, links, company, segment, kind, frozenset(broken)) for kind in ("FY", "Q")),
        growth,
        _recut(con, links, company, segment),
    )
    return Page(
        segment_page(company, segment), f"{segment}, {name}",
        "As the company's reports tell of this segment.",
        tuple(one for one in panels if one.table.rows),
        ((name, links.to(company_page(company))),),
        year_stats(con, links, company, segment),
    )  # fmt: skip


def _margins(
    con: duckdb.DuckDBPyConnection, links: Links, company: str, segment: str, kind: str,
    broken: frozenset[str],
) -> Panel:  # fmt: skip
    asked = ask(con, _MARGINS, company=company, segment=segment, kind=kind)
    word = "year" if kind == "FY" else "quarter"
    broken = _cut(asked, broken, 1 if kind == "FY" else 4)
    note = (
        f"No line into {', '.join(sorted(broken))}: the segments were cut anew." if broken else ""
    )
    return asked.panel(
        f"margins-{word}", f"Margins by fiscal {word}", heads(asked),
        lambda row: margin_cells(row, links), note=note, is_open=kind == "FY",
        chart=margins_chart(asked, links, f"{segment}: margins by fiscal {word}", broken),
    )  # fmt: skip


def _cut(asked: Question, broken: frozenset[str], a_year: int) -> frozenset[str]:
    """Of the periods that cannot be compared with a year before, those that others are cut from.

    a_year: how many of the periods make one; so many in a row are of one cut, before the first.
    """
    run, found = 0, []
    for label in axis_of(str(row["fiscal_label"]) for row in reversed(asked.rows)):
        if label in broken and run % a_year == 0:
            found.append(label)
        run = run + 1 if label in broken else 0
    return frozenset(found)


def _growth(con: duckdb.DuckDBPyConnection, links: Links, company: str, segment: str) -> Panel:
    return ask(con, _GROWTH, company=company, segment=segment).panel(
        "growth", "Growth over a year",
        ("Period", "Against", "Revenue", "Operating income"),
        lambda row: (
            Cell(row["fiscal_label"]),
            plain(row["prior_fiscal_label"]),
            share(row["revenue_growth"], links.derived(row, "revenue_growth"),
                  row["revenue_growth_reason"] or row["reason"]),
            share(row["operating_income_growth"], links.derived(row, "operating_income_growth"),
                  row["operating_income_growth_reason"] or row["reason"]),
        ),
    )  # fmt: skip


def _recut(con: duckdb.DuckDBPyConnection, links: Links, company: str, segment: str) -> Panel:
    return ask(con, _RECUT, company=company, segment=segment).panel(
        "restated", "Restated, or cut anew",
        ("Period", "What", "Change", "Before, m", "Since, m", "In", "On"),
        lambda row: (
            Cell(row["fiscal_label"]),
            words(row["metric"]),
            plain(row["change"]),
            Cell(f"{row['old_value'].scaleb(-6):,.0f}", links.figure(row["old_figure_id"]),
                 is_number=True),
            Cell(f"{row['new_value'].scaleb(-6):,.0f}", links.figure(row["new_figure_id"]),
                 is_number=True),
            plain(row["new_form"]),
            plain(row["new_known_from"].date()),
        ),
        is_open=True,
    )  # fmt: skip
