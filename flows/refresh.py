"""The flow `refresh`: takes in what is new at a source, reads it and rebuilds; on a schedule.

The steps and their rules are in flows.steps, shared with the command; flows.tasks runs them here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from prefect import flow, get_run_logger
from prefect.runtime import flow_run

from extractors.errors import FetchError, PipelineError
from flows import artifact, events, steps, tasks
from flows.outcomes import RefreshRequest
from flows.run_log import recorded
from flows.settings import Settings
from flows.sources.fetch import RECHECKED
from warehouse import registry


@flow(task_runner=tasks.POOL)
def refresh(
    source: Literal["edgar", "sample", "inbox"] = "edgar",
    companies: list[str] | None = None,
    since: date | None = None,
    recheck: int = RECHECKED,
    site: str | None = None,
    folder: str | None = None,
) -> None:
    """Take in what is new at a source, read it, rebuild; fails at the end if any part failed.

    Args:
        source: where documents come from: edgar, sample (a sample site on loopback) or inbox
        companies: these alone, by company_id, ticker, CIK or LEI; default all of the registry
        since: first day of publication; default the first day of the year before last
        recheck: days after publication for which a document is asked for again, in case it changed
        site: address of the sample site, for source sample
        folder: folder of documents, for source inbox
    """
    log = get_run_logger()
    with artifact.on_failure("refresh"):
        settings = Settings.of()
        with recorded(settings.archive, "refresh", str(flow_run.id)) as note:
            request = RefreshRequest(
                tuple(companies or ()),
                since,
                recheck,
                _sample(source, site),
                _folder(source, folder),
            )
            book, now = registry.load(settings.overlay), datetime.now(UTC)
            done = steps.refresh(request, settings, book, now, tasks.AsTasks(), log.info)
            for error in done.failed:
                log.warning("%s", error)
            note.detail, note.outcomes = done.summary, done.outcomes
            artifact.publish(settings, done)
            events.announce(settings, done)
            if done.failed:
                what = f"{len(done.failed)} failed, all else is in the warehouse: "
                raise PipelineError(what + " | ".join(map(str, done.failed)))


def _sample(source: str, site: str | None) -> str | None:
    if (source == "sample") != bool(site):
        raise FetchError("source sample and site go together", source, "give both or neither")
    return site


def _folder(source: str, folder: str | None) -> Path | None:
    if source != "inbox":
        return None
    if not folder:
        raise FetchError("source inbox needs a folder", "inbox", "give one")
    return Path(folder)
