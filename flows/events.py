"""Prefect events that a refresh emits, so that automations can act on new results.

profit-pools.release       documents of a company came in, with the figures read from them
profit-pools.restatement   a later report changed a figure
profit-pools.conflict      values that disagree and are held back until someone reviews them
"""

from __future__ import annotations

from prefect.events import emit_event

from flows.outcomes import Refreshed
from flows.settings import Settings
from warehouse.query.connection import connect
from warehouse.query.connection import run as ask

SHOWN = 500  # events of each kind at most; the warehouse has all of them

QUERIES = {
    "release": """
        select
            d.sha256 as id, d.company_id, d.reported_form as form, d.reports_until as period_end,
            d.url, count(f.figure_id) as figures
        from stg.document as d
        left join raw.figure as f on f.document = d.sha256
        where d.sha256 in (select unnest($documents)) and d.held_as is null
        group by all
        order by d.company_id, d.sha256
        limit $shown
    """,
    "restatement": """
        select
            new_figure_id as id, company_id, metric, segment, fiscal_label, basis, change,
            old_value, new_value, unit, new_url as url
        from mart.restatement
        where new_document in (select unnest($documents))
        order by company_id, new_figure_id
        limit $shown
    """,
    "conflict": """
        select conflict_id as id, company_id, metric, segment, period_end, basis, kind
        from mart.conflict
        where holds and settled_by is null
            and list_has_any(documents, $documents)
        order by company_id, conflict_id
        limit $shown
    """,
}
"""The rows of each kind that came with some documents: `id` names what the event is of."""


def announce(settings: Settings, done: Refreshed) -> None:
    """Emit the events of the documents that were read. Raises QueryError without a warehouse."""
    if not done.documents:
        return
    with connect(settings.database) as con:
        for kind, query in QUERIES.items():
            answer = ask(con, query, {"documents": list(done.documents), "shown": SHOWN})
            for row in answer.rows:
                named = dict(zip(answer.columns, row, strict=True))
                payload = {name: None if one is None else str(one) for name, one in named.items()}
                resource = {
                    "prefect.resource.id": f"profit-pools.{kind}.{payload.pop('id')}",
                    "profit-pools.company": str(payload["company_id"]),
                }
                emit_event(f"profit-pools.{kind}", resource, payload=payload)
