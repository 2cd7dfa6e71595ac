"""Pages that are lists: claims, watchlist, changes, coverage with conflicts, accuracy."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
from markupsafe import Markup

from warehouse.pages.cells import Cell, in_unit, moved, plain, share, source, words
from warehouse.pages.links import Links, layer_page
from warehouse.pages.panels import Page, Panel, Row, ask

_CLAIMS = """
    select claim_id, claim, claimed, comparison, found, unit, verdict, told, explanation, reason,
        reading, figure_ids, known_at
    from mart.claim
    order by list_position(['differs', 'cannot tell', 'rounds to', 'holds'], verdict), claim
"""
_WATCH = """
    select company_id, ticker, signal, s.definition, fiscal_label, period_start, period_end, basis,
        currency, value, prior_value, change, direction, w.unit, known_at
    from mart.watchlist as w join ref.signals as s using (signal)
    where direction is not null
    order by period_end desc, ticker, signal
    limit 400
"""
_MONTHS = """
    select company_id, ticker, period_end, revenue, prior_revenue, revenue_growth,
        revenue_growth_reason, currency, known_at, url
    from mart.monthly_revenue
    order by period_end desc, ticker
    limit 400
"""
_REMARKS = """
    select company_id, ticker, period_end, topic, remark, url
    from mart.remark
    order by period_end desc, ticker, topic, remark
    limit 200
"""
_RESTATED = """
    select company_id, ticker, metric, segment, fiscal_label, change, old_value, new_value, unit,
        old_form, new_form, new_known_from, old_figure_id, new_figure_id, reason
    from mart.restatement
    order by new_known_from desc, company_id, metric, segment, fiscal_label
    limit 500
"""
_LATEST = """
    select known_at, company_id, ticker, form, period_end, figures, refusals, outcome, url
    from mart.coverage
    where outcome = 'figures'
    order by known_at desc, company_id, url
    limit 60
"""
_CONFLICTS = """
    select conflict_id, company_id, ticker, metric, segment, fiscal_label, kind, explanation,
        found, expected, unit, holds, settled_by, known_from,
        list_transform(rivals, lambda one: one.figure_id) as figure_ids
    from mart.conflict
    order by holds desc, known_from desc, conflict_id
"""
_COVERAGE = """
    select company_id, ticker, form, period_end, known_at, outcome, figures, segment_figures,
        guidance_figures, refusals, unmapped_facts, url, sha256
    from mart.coverage
    order by company_id nulls last, period_end desc nulls last, known_at desc, url
"""
_FRESH = """
    select company_id, ticker, last_period_end, last_form, last_known_at, next_period_end,
        expected_by, is_late, days_late, reason
    from mart.freshness order by is_late desc nulls last, days_late desc, company_id
"""
_HOLES = """
    select layer, calendar_period, coverage, members_complete, members, reason
    from mart.profit_pool
    where reason is not null and not contains(calendar_period, 'Q')
    order by calendar_period desc, layer
"""
_SIGNS = {
    "holds": ("✓", "good"), "rounds to": ("≈", "good"), "differs": ("✗", "bad"),
    "cannot tell": ("?", "wait"),
}  # fmt: skip
_ACCURACY = """
    select source, form, reader, figures, confirmed, revised, contradicted, error_rate,
        error_rate_reason, opinions, opinion_agrees, opinion_differs, opinion_error_rate,
        opinion_error_rate_reason
    from mart.confirmation order by figures desc, source, form, reader
"""


def listings(con: duckdb.DuckDBPyConnection, links: Links) -> list[Page]:
    """The lists, in the order of the navigation; all are at the top of the report's folder."""
    return [
        Page("claims.html", "Claims", "What an article claims, derived anew.",
             (_claims(con, links),)),
        Page("watchlist.html", "Watchlist", "Signals that moved by more than their threshold.",
             (_watchlist(con, links), _remarks(con, links), _months(con, links))),
        Page("changes.html", "What changed", "New documents, restatements and recasts.",
             (_latest(con, links), _restated(con, links)), (("Feed (Atom)", "atom.xml"),)),
        Page("coverage.html", "Coverage and conflicts",
             "What is missing, late or disagrees, and why.",
             (_conflicts(con, links), _holes(con, links), _fresh(con, links),
              _coverage(con, links))),
        Page("accuracy.html", "Accuracy",
             "How often a later filing, or EDGAR's own reading, agrees.",
             (_accuracy(con),)),
    ]  # fmt: skip


def _company(row: Row, links: Links) -> Cell:
    if not row["company_id"]:
        return Cell("–")
    return Cell(row["ticker"] or row["company_id"], links.company(row["company_id"]))


def _claims(con: duckdb.DuckDBPyConnection, links: Links) -> Panel:
    return ask(con, _CLAIMS).panel(
        "claims", "Claims and verdicts", ("Claim", "Verdict", "Found", "How"),
        lambda row: (
            Cell(row["claim"], title=row["reading"], kind="w"),
            Cell(f"{_SIGNS[row['verdict']][0]} {row['verdict']}",
                 kind=f"k {_SIGNS[row['verdict']][1]}"),
            Cell(row["told"], links.first(row["figure_ids"]), kind="s"),
            plain(row["explanation"]),
        ),
        is_open=True,
    )  # fmt: skip


def _watchlist(con: duckdb.DuckDBPyConnection, links: Links) -> Panel:
    signals = con.execute("select signal, definition from ref.signals order by signal").fetchall()
    meant = "; ".join(f"{name.replace('_', ' ')}: {definition}" for name, definition in signals)
    return ask(con, _WATCH).panel(
        "watchlist", "Signals that moved",
        ("Period", "Company", "Signal", "Value", "A year before", "Moved"),
        lambda row: (
            Cell(row["fiscal_label"]),
            _company(row, links),
            Cell(row["signal"].replace("_", " "), title=row["definition"], kind="k"),
            in_unit(row["value"], row["unit"], links.derived(row, f"watch_{row['signal']}"), None),
            in_unit(row["prior_value"], row["unit"], None, None),
            moved(row["direction"]),
        ),
        note=f"{meant[:1].upper()}{meant[1:]}.", is_open=True,
    )  # fmt: skip


def _remarks(con: duckdb.DuckDBPyConnection, links: Links) -> Panel:
    return ask(con, _REMARKS).panel(
        "remarks", "Remarks on what is scarce, as printed",
        ("Period ends", "Company", "About", "Remark", "Source"),
        lambda row: (
            plain(row["period_end"]),
            _company(row, links),
            words(row["topic"]),
            Cell(row["remark"], kind="w"),
            source(row["url"]),
        ),
    )  # fmt: skip


def _months(con: duckdb.DuckDBPyConnection, links: Links) -> Panel:
    return ask(con, _MONTHS).panel(
        "months", "Revenue of the month, as companies of Taiwan report it; it makes no quarter",
        ("Month", "Company", "Revenue", "A year before", "Change", "Source"),
        lambda row: (
            Cell(f"{row['period_end']:%Y-%m}"),
            _company(row, links),
            in_unit(row["revenue"], row["currency"], None, None),
            in_unit(row["prior_revenue"], row["currency"], None, None),
            share(row["revenue_growth"], None, row["revenue_growth_reason"]),
            source(row["url"]),
        ),
    )  # fmt: skip


def _restated(con: duckdb.DuckDBPyConnection, links: Links) -> Panel:
    return ask(con, _RESTATED).panel(
        "restated", "Restated, recast or corrected",
        ("On", "Company", "Segment", "Metric", "Period", "Change", "Before", "Since"),
        lambda row: (
            plain(row["new_known_from"].date()),
            _company(row, links),
            plain(row["segment"]),
            words(row["metric"]),
            Cell(row["fiscal_label"]),
            plain(row["change"]),
            in_unit(row["old_value"], row["unit"], links.figure(row["old_figure_id"]), None),
            in_unit(row["new_value"], row["unit"], links.figure(row["new_figure_id"]), None),
        ),
        is_open=True,
    )  # fmt: skip


def _latest(con: duckdb.DuckDBPyConnection, links: Links) -> Panel:
    return ask(con, _LATEST).panel(
        "documents", "The latest documents",
        ("Known at, UTC", "Company", "Form", "Period's end", "Figures", "Refused", "Source"),
        lambda row: (
            plain(row["known_at"]), _company(row, links), plain(row["form"]),
            plain(row["period_end"]), plain(row["figures"]), plain(row["refusals"]),
            source(row["url"]),
        ),
        is_open=True,
    )  # fmt: skip


def _conflicts(con: duckdb.DuckDBPyConnection, links: Links) -> Panel:
    return ask(con, _CONFLICTS).panel(
        "conflicts", "What disagrees",
        ("Status", "Company", "Segment", "Metric", "Period", "What", "Found", "Expected", "Id"),
        lambda row: (
            Cell("open", kind="bad") if row["holds"]
            else Cell("settled", kind="good") if row["settled_by"] else Cell("noted"),
            _company(row, links),
            plain(row["segment"]),
            words(row["metric"]),
            plain(row["fiscal_label"]),
            plain(row["explanation"]),
            in_unit(row["found"], row["unit"], links.first(row["figure_ids"]), None),
            in_unit(row["expected"], row["unit"], None, None),
            Cell(row["conflict_id"]),
        ),
        note=Markup("<code>profitpools review show ID</code> tells all about one; open ones hold "
                    "figures back."),
        is_open=True,
    )  # fmt: skip


def _holes(con: duckdb.DuckDBPyConnection, links: Links) -> Panel:
    return ask(con, _HOLES).panel(
        "holes", "Layers that are not told whole",
        ("Year", "Layer", "Coverage", "Members", "Reason"),
        lambda row: (
            Cell(row["calendar_period"]),
            Cell(row["layer"], links.to(layer_page(row["layer"]))),
            share(row["coverage"], None, "coverage", places=0),
            Cell(f"{row['members_complete']} of {row['members']}", is_number=True),
            words(row["reason"]),
        ),
        is_open=True,
    )  # fmt: skip


def _fresh(con: duckdb.DuckDBPyConnection, links: Links) -> Panel:
    return ask(con, _FRESH).panel(
        "freshness", "The last report of each, and the next",
        ("Company", "Last period", "Form", "Known at, UTC", "Next period", "Expected by",
         "Days late"),
        lambda row: (
            _company(row, links), plain(row["last_period_end"]),
            plain(row["last_form"]), plain(row["last_known_at"]), plain(row["next_period_end"]),
            plain(row["expected_by"]), plain(row["days_late"] if row["is_late"] else None),
        ),
    )  # fmt: skip


def _coverage(con: duckdb.DuckDBPyConnection, links: Links) -> Panel:
    heads = (
        "Company", "Form", "Period's end", "Known at, UTC", "Outcome", "Figures", "Of segments",
        "Outlooks", "Refused", "Unmapped", "Source",
    )  # fmt: skip

    def cells(row: Row) -> Sequence[Cell]:
        """The cells of a row of mart.coverage."""
        counts = ("figures", "segment_figures", "guidance_figures", "refusals", "unmapped_facts")
        return (
            _company(row, links), plain(row["form"]),
            plain(row["period_end"]), plain(row["known_at"]),
            words(row["outcome"]),
            *(plain(row[name]) for name in counts), source(row["url"]),
        )  # fmt: skip

    return ask(con, _COVERAGE).panel("documents", "Every document", heads, cells)


def _accuracy(con: duckdb.DuckDBPyConnection) -> Panel:
    heads = (
        "Source", "Form", "Reader", "Figures", "Confirmed", "Revised", "Contradicted",
        "Error rate", "EDGAR's opinions", "Agree", "Differ", "Their error rate",
    )  # fmt: skip

    def cells(row: Row) -> Sequence[Cell]:
        """The cells of a row of mart.confirmation."""
        return (
            *(plain(row[name]) for name in ("source", "form", "reader", "figures", "confirmed",
                                            "revised", "contradicted")),
            share(row["error_rate"], None, row["error_rate_reason"], places=2),
            *(plain(row[name]) for name in ("opinions", "opinion_agrees", "opinion_differs")),
            share(row["opinion_error_rate"], None, row["opinion_error_rate_reason"], places=2),
        )  # fmt: skip

    note = "A release's figures are compared with the filing of the same period; whole-company "
    return ask(con, _ACCURACY).panel(
        "accuracy", "By source, form and reader", heads, cells, is_open=True,
        note=note + "figures also with what EDGAR itself read.",
    )  # fmt: skip
