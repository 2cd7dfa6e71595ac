"""What a run of the flow leaves to be seen in Prefect: a summary, and a table of new figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import StringIO
from typing import cast

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.outcomes import Refreshed
from flows.settings import Settings
from flows.terminal.tables import write_json
from warehouse.build.rebuild import read_build
from warehouse.query.connection import connect
from warehouse.query.connection import run as ask

SHOWN = 500  # rows of the table; the warehouse has all
LINES = 100  # of each kind in the summary

FIGURES = """
    select
        ticker, metric, segment, fiscal_label, basis, kind, bound, value::varchar as value, unit,
        form, url
    from mart.figure_lineage
    where sha256 in (select unnest($documents))
    qualify row_number() over (partition by figure_id order by position) = 1
    order by known_at desc, ticker, period_end desc, metric, segment
    limit $shown
"""


def publish(settings: Settings, done: Refreshed) -> None:
    """Create both artifacts of the flow run in which this is called.

    Raises QueryError where there is no warehouse.
    """
    counts = f"{len(done.refused):,} refused, {len(done.failed):,} failed"
    detail = f"{done.reading.read:,} documents read, {counts}"
    build = read_build(settings.database)
    parts = [
        f"# {detail}",
        f"Build {build.build_id}: {build.documents:,} documents, {build.figures:,} figures.",
        *_section("Failed", done.failed),
        *_section("Refused", done.refused),
    ]
    create_markdown_artifact("\n\n".join(parts), key="refresh", description=detail)
    if done.documents:
        create_table_artifact(
            _new_figures(settings, done.documents),
            key="new-figures",
            description=f"figures of the documents read, {SHOWN} at most",
        )


def _section(title: str, lines: Sequence[object]) -> list[str]:
    if not lines:
        return []
    more = [f"… and {len(lines) - LINES:,} more"] if len(lines) > LINES else []
    return [f"## {title}", "\n".join(f"- {line}" for line in (*lines[:LINES], *more))]


def _new_figures(settings: Settings, documents: Sequence[str]) -> list[dict[str, object]]:
    with connect(settings.database) as con:
        answer = ask(con, FIGURES, {"documents": list(documents), "shown": SHOWN})
    text = StringIO()
    write_json(answer.columns, answer.rows, text)
    return cast("list[dict[str, object]]", json.loads(text.getvalue()))
