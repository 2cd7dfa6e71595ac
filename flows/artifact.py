"""Prefect artifacts of a run: a summary, a table of new figures, and a link to the report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from typing import cast

from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_table_artifact,
)

from extractors.errors import PipelineError
from flows.outcomes import Refreshed
from flows.settings import Settings
from flows.terminal.tables import write_json
from warehouse.build.database import read_build
from warehouse.query.connection import connect
from warehouse.query.connection import run as ask

SHOWN = 500  # rows of the artifact's table; the warehouse has all of them
LINES = 100  # at most this many failures, and refusals, in the summary

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
    """Create the artifacts of a refresh in the current flow run.

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
    linked(settings)
    if done.documents:
        create_table_artifact(
            _new_figures(settings, done.documents),
            key="new-figures",
            description=f"figures of the documents read, {SHOWN} at most",
        )


@contextmanager
def on_failure(key: str) -> Iterator[None]:
    """Record a PipelineError of the block as the flow run's summary, then raise it again."""
    try:
        yield
    except PipelineError as error:
        create_markdown_artifact(f"# Failed\n\n{error}", key=key, description=str(error))
        raise


def summarize(key: str, line: str) -> None:
    """Create a Markdown summary; its first line is also the description in lists."""
    create_markdown_artifact(line, key=key, description=line.partition("\n")[0])


def linked(settings: Settings) -> None:
    """Create a link to the report if PROFIT_POOLS_REPORT is set and the page exists."""
    page = None if settings.report is None else settings.report / "index.html"
    if page is not None and page.is_file():
        create_link_artifact(page.as_uri(), "the report", key="report", description=str(page))


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
