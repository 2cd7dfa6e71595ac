"""An Atom feed of changes: new documents, restatements and recasts, conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from warehouse.pages.links import Links
from warehouse.pages.panels import ask
from warehouse.query.evidence import amount

PATH = "atom.xml"
_NEWS = """
    select
        'document:' || sha256 as id, known_at as told_at, coalesce(ticker, company_id) as company,
        concat_ws(' ', form, 'for', period_end) as what, figures || ' figures' as said,
        null as figure_id, null::decimal(38, 6) as before, null::decimal(38, 6) as since,
        null as unit
    from mart.coverage where outcome = 'figures'
    union all
    select
        'figure:' || new_figure_id, new_known_from, coalesce(ticker, company_id),
        concat_ws(' ', segment, metric, fiscal_label), change, new_figure_id, old_value, new_value,
        unit
    from mart.restatement
    union all
    select
        'conflict:' || conflict_id, known_from, coalesce(ticker, company_id),
        concat_ws(' ', segment, metric, fiscal_label), explanation, null, found, expected, unit
    from mart.conflict where holds
    order by told_at desc, id
    limit 100
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; href: of a page of the report."""

    id: str
    title: str
    updated: str
    said: str
    href: str


def entries(con: duckdb.DuckDBPyConnection, links: Links) -> Sequence[Entry]:
    """The latest hundred, newest first."""
    found = []
    for row in ask(con, _NEWS).rows:
        said = str(row["said"])
        if row["before"] is not None and row["since"] is not None:
            said += f": {amount(row['before'])} and {amount(row['since'])} {row['unit']}"
        title = f"{row['company'] or 'unknown'} {row['what']}".replace("_", " ")
        page = "review.html" if row["id"].startswith("conflict:") else "changes.html"
        href = links.figure(row["figure_id"]) or page
        found.append(
            Entry(f"urn:profit-pools:{row['id']}", title, stamp(row["told_at"]), said, href)
        )
    return found


def stamp(moment: datetime) -> str:
    """The moment as Atom writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
