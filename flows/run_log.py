"""Records every refresh and rebuild: when it ran, how it ended, and a line on what it did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from extractors.errors import PipelineError
from warehouse.archive.runs import Outcome, Run
from warehouse.archive.store import Archive


@dataclass(slots=True)
class Note:
    """What a run reports about itself before it ends.

    `detail` is its one-line summary, `is_failed` says that a part failed, `outcomes` are those of
    the documents that it touched.
    """

    detail: str = ""
    is_failed: bool = False
    outcomes: tuple[Outcome, ...] = ()


@contextmanager
def recorded(archive: Archive, flow: str, run_id: str | None = None) -> Iterator[Note]:
    """Record the block as a run of `flow`: running, then completed, failed or interrupted.

    `run_id` is Prefect's, where there is one. Raises ArchiveError where the archive cannot be
    written.
    """
    started = datetime.now(UTC)
    name = run_id or f"{started:%Y%m%dT%H%M%SZ}-{uuid4().hex[:8]}"
    archive.record(Run(name, flow, started, None, "running"))
    note, outcome = Note(), "failed"
    try:
        yield note
        outcome = "failed" if note.is_failed else "completed"
    except PipelineError as error:
        note.detail = str(error)
        raise
    except KeyboardInterrupt:
        outcome = "interrupted"
        raise
    finally:
        ended = datetime.now(UTC)
        archive.record(Run(name, flow, started, ended, outcome, note.detail, note.outcomes))
