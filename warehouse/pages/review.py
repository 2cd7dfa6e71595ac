"""The review page: conflicts with their rival figures, missing figures, doubtful figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import duckdb
from markupsafe import Markup

from extractors.reasons import REFUSAL_REASONS
from warehouse.pages.cells import Cell, billion, missing, money, plain, source, words
from warehouse.pages.links import Links
from warehouse.pages.panels import Page, Panel, Row, ask
from warehouse.query.evidence import Place, amount

PATH = "review.html"
_CONFLICTS = """
    select
        c.conflict_id, c.company_id, c.ticker, c.metric, c.segment, c.fiscal_label, c.kind,
        c.explanation, c.found, c.expected, c.unit, c.holds, c.settled_by,
        c.moves_usd, c.locator, len(coalesce(c.held_back, [])) as held_back, c.rivals
    from mart.conflict as c
    where c.holds or c.settled_by is null
    order by c.holds desc, c.moves_usd desc nulls last, c.conflict_id
"""
_REFUSED_PLACES = """
    select distinct
        coalesce(one.quote, ''), one.locator, one.document, one.form, one.source_url,
        one.known_at, d.media_type
    from mart.conflict as c, unnest(c.rivals) as u(one)
    join raw.document as d on d.sha256 = one.document
    where (c.holds or c.settled_by is null) and one.figure_id is null and one.locator is not null
    order by one.document, one.locator
"""
_HOLES = """
    select
        m.layer, m.calendar_period, m.company_id, m.ticker, m.segment,
        m.last_annual_revenue_usd, m.reason
    from mart.profit_pool_member as m
    where not m.is_complete and m.layer <> 'out_of_scope'
        and not contains(m.calendar_period, 'Q')
    order by m.last_annual_revenue_usd desc nulls last, m.calendar_period desc, m.company_id,
        m.segment
    limit 200
"""
_DOUBTFUL = """
    select distinct
        f.figure_id, f.company_id, f.metric, f.segment, f.fiscal_label, f.value, f.unit,
        f.confidence, f.rule
    from stg.current_figure as f
    semi join mart.profit_pool_lineage as p using (figure_id)
    where f.confidence not in ('exact_tag', 'closed_table')
    order by f.unit, f.value desc nulls last, f.figure_id
    limit 200
"""
_REFUSED = """
    select company_id, ticker, form, period_end, refusals, figures, refusal_reasons, url
    from mart.coverage
    where refusals > 0
    order by refusals desc, url
    limit 200
"""


def review_page(
    con: duckdb.DuckDBPyConnection, links: Links, places: Mapping[str, Sequence[Place]],
    shown: Mapping[tuple[str, str], Markup],
) -> Page:  # fmt: skip
    """The queue of reviews. places: figure_id → its places; shown: each place as printed."""
    conflicts = _conflicts(con, links)
    rivals = [_rivals(row, places, shown) for row in ask(con, _CONFLICTS).rows]
    return Page(
        PATH, "Review",
        "What disagrees, is missing or is doubtful; what moves the pools most stands first.",
        (replace(conflicts, below=Markup("").join(rivals)), _holes(con, links),
         _doubtful(con, links), _refused(con)),
    )  # fmt: skip


def refused_places(con: duckdb.DuckDBPyConnection) -> list[Place]:
    """Where the numbers of the conflicts stand that the readers refuse, of which is no figure."""
    rows = con.execute(_REFUSED_PLACES).fetchall()
    return [
        Place(str(quote), str(where), "", (), Decimal(0), 1, "refused", str(document), form, None,
              str(url), known_at, "", (), str(media_type))
        for quote, where, document, form, url, known_at, media_type in rows
    ]  # fmt: skip


def rival_ids(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The figure_ids of the conflicts that the page shows."""
    rows = ask(con, _CONFLICTS).rows
    return sorted({str(one["figure_id"]) for row in rows for one in row["rivals"] or ()
                   if one["figure_id"]})  # fmt: skip


def _conflicts(con: duckdb.DuckDBPyConnection, links: Links) -> Panel:
    return ask(con, _CONFLICTS).panel(
        "conflicts", "What disagrees",
        ("Status", "Company", "Segment", "Metric", "Period", "What", "Moves, USD bn", "Holds back"),
        lambda row: (
            Cell("open" if row["holds"] else "noted", f"#{row['conflict_id']}"),
            Cell(row["ticker"] or row["company_id"], links.company(row["company_id"])),
            plain(row["segment"]),
            words(row["metric"]),
            plain(row["fiscal_label"]),
            plain(row["explanation"]),
            billion(row["moves_usd"], f"#{row['conflict_id']}")
            if row["moves_usd"] is not None
            else Cell("–", f"#{row['conflict_id']}", "no pool has the line"),
            plain(row["held_back"]),
        ),
        is_open=True,
    )  # fmt: skip


def _rivals(
    row: Row, places: Mapping[str, Sequence[Place]], shown: Mapping[tuple[str, str], Markup]
) -> Markup:
    """One conflict: all rivals side by side, each as it is printed, and what settles it."""
    line = (row["segment"], row["metric"], row["fiscal_label"])
    words = (row["ticker"] or row["company_id"], *(line if any(line) else (row["kind"],)))
    title = " ".join(str(word) for word in words if word).replace("_", " ")
    boxes = Markup("").join(_rival(one, row["unit"], places, shown) for one in row["rivals"] or ())
    return Markup(
        '<section class="conflict" id="{0}" aria-labelledby="h-{0}"><h3 id="h-{0}">{1}</h3>'
        "<p>{2}</p><div class=\"rivals\">{3}</div><p>{4}</p>"
        '<pre tabindex="0">{5}</pre></section>'
    ).format(row["conflict_id"], title, _explained(row), boxes, *_command(row))  # fmt: skip


def _explained(row: Row) -> str:
    if row["found"] is None or row["expected"] is None:
        return str(row["explanation"])
    found, expected = (amount(row[name]) for name in ("found", "expected"))
    return f"{row['explanation']}: {found} against {expected} {row['unit'] or ''}".strip()


def _command(row: Row) -> tuple[str, str]:
    """The sentence and command that settle a conflict; of several documents one must be chosen."""
    rivals = row["rivals"] or ()
    keys = {one["figure_key"] for one in rivals}
    values = {(one["figure_key"], one["value"]) for one in rivals}
    if row["locator"] is not None:
        told = "One document prints both, and none was read; to say what stands at a place:"
        return told, (
            f"profitpools review read {row['conflict_id']} --at {row['locator']} --metric METRIC "
            "--period FIRST/LAST --reason TEXT --rebuild"
        )
    if not row["holds"]:
        lead = "It holds nothing back; where one of them is wrong:"
        return lead, "profitpools review reject FIGURE --reason TEXT --rebuild"
    if len(keys) < len(values):
        lead = "Its documents print different values; to choose one:"
        return lead, "profitpools review accept FIGURE --reason TEXT --rebuild"
    lead = "To let all stand that it holds back:"
    return lead, f"profitpools review accept {row['conflict_id']} --reason TEXT --rebuild"


def _rival(
    one: Mapping[str, Any], unit: str | None, places: Mapping[str, Sequence[Place]],
    shown: Mapping[tuple[str, str], Markup],
) -> Markup:  # fmt: skip
    value = f"{amount(one['value'])} {unit or ''}" if one["value"] is not None else "no value"
    told = (one["segment"] or "Whole company", one["metric"]) if one["metric"] else ("Refused",)
    name = " ".join(map(str, told))
    stands = ", stands" if one["is_standing"] else ""
    refused = shown.get((str(one["document"]), str(one["locator"])), Markup(""))
    pictures = (
        refused
        if one["figure_id"] is None
        else Markup("").join(
            shown.get((place.sha256, place.locator))
            or Markup("<p>“{}” at {}</p>").format(place.quote, place.locator)
            for place in places.get(str(one["figure_id"]), ())
        )
    )
    return Markup(
        "<figure><figcaption>{}: {}</figcaption>"
        '<p class="place">{}, {}{}; {}</p>{}</figure>'
    ).format(
        name.replace("_", " "), value, one["form"] or "document", one["status"], stands,
        f"figure {one['figure_id']}" if one["figure_id"] else one["locator"], pictures,
    )  # fmt: skip


def _holes(con: duckdb.DuckDBPyConnection, links: Links) -> Panel:
    return ask(con, _HOLES).panel(
        "holes", "Members without a complete year",
        ("Layer", "Year", "Company", "Segment", "Last annual revenue, USD bn", "Reason"),
        lambda row: (
            Cell(row["layer"]),
            Cell(row["calendar_period"]),
            Cell(row["ticker"] or row["company_id"], links.company(row["company_id"])),
            plain(row["segment"]),
            billion(row["last_annual_revenue_usd"], None, "not_disclosed"),
            missing(row["reason"]),
        ),
    )  # fmt: skip


def _doubtful(con: duckdb.DuckDBPyConnection, links: Links) -> Panel:
    return ask(con, _DOUBTFUL).panel(
        "doubtful", "Figures of the pools that no sum or tag checks",
        ("Company", "Segment", "Metric", "Period", "Value, m", "Unit", "Grade", "Rule"),
        lambda row: (
            Cell(row["company_id"], links.company(row["company_id"])),
            plain(row["segment"]),
            words(row["metric"]),
            plain(row["fiscal_label"]),
            money(row["value"], links.figure(row["figure_id"]), "conflict"),
            plain(row["unit"]),
            words(row["confidence"]),
            plain(row["rule"]),
        ),
    )  # fmt: skip


def _refused(con: duckdb.DuckDBPyConnection) -> Panel:
    def reasons(row: Row) -> Cell:
        """The reasons with their counts, explained in the tooltip."""
        counts = [
            f"{name.replace('_', ' ')} {count}" for name, count in row["refusal_reasons"].items()
        ]
        meanings = (REFUSAL_REASONS.get(name, "") for name in row["refusal_reasons"])
        return Cell(", ".join(counts), title="; ".join(filter(None, meanings)) or None)

    return ask(con, _REFUSED).panel(
        "refused", "Documents with numbers that were refused",
        ("Company", "Form", "Period's end", "Refused", "Figures", "Why", "Source"),
        lambda row: (
            Cell(row["ticker"] or row["company_id"] or "–"), plain(row["form"]),
            plain(row["period_end"]), plain(row["refusals"]), plain(row["figures"]),
            reasons(row), source(row["url"]),
        ),
    )  # fmt: skip
