"""The flow `check`: verifies archive and warehouse against their hashes, for instance weekly."""

from __future__ import annotations

from datetime import UTC, datetime

from prefect import flow, get_run_logger
from prefect.runtime import flow_run

from extractors.errors import ArchiveError
from flows import artifact, builds, checking, tasks
from flows.run_log import recorded
from flows.runner import Step
from flows.settings import Settings


@flow
def check(documents: int = checking.REOPENED) -> None:
    """Hash archive and warehouse and look up sample numbers again; fails if anything differs.

    Args:
        documents: how many documents to read again; each day draws another sample
    """
    log = get_run_logger()
    with artifact.on_failure("check"):
        settings = Settings.of()
        builds.check_home(settings)
        with recorded(settings.archive, "check", str(flow_run.id)) as note:
            seed = datetime.now(UTC).toordinal()
            step = Step("check", lambda _advance: checking.deep(settings, seed, documents))
            (found,) = tasks.AsTasks().work("checking", [step])
            note.detail = str(found)
            log.info("%s", found)
            artifact.summarize("check", "\n\n".join([str(found), *found.faults]))
            if found.faults:
                raise ArchiveError(" | ".join(found.faults), str(settings.home))
