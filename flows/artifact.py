"""What a run leaves to be seen in Prefect: a summary, a table of new figures, the report."""

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
    linked(settings)
    if done.documents:
        create_table_artifact(
            _new_figures(settings, done.documents),
            key="new-figures",
            description=f"figures of the documents read, {SHOWN} at most",
        )


@contextmanager
def on_failure(key: str) -> Iterator[None]:
    """Where the block raises PipelineError, leave its line as the summary of the flow run."""
    try:
        yield
    except PipelineError as error:
        create_markdown_artifact(f"# Failed\n\n{error}", key=key, description=str(error))
        raise


def told(key: str, line: str) -> None:
    """Create a summary whose first line tells most."""
    create_markdown_artifact(line, key=key, description=line.partition("\n")[0])


def linked(settings: Settings) -> None:
    """Create a link to the report, where a setting says that each build writes one."""
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
