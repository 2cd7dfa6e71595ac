"""Runs of the flows on disk: one small JSON file each, loaded by every rebuild.

They are rows of raw.run, and what became of their documents of raw.run_outcome.

    <home>/archive/runs/<run_id>.json

A run tells when something was done and how it ended, never what a document says: it is no part of
the archive's manifest nor of a build's content hash. Recorded again, a run replaces itself, so a
flow may record its start and then its end.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from extractors.errors import ArchiveError
from warehouse.disk.files import explained, lock, plain_name, write


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document in a run: read, refused or failed, in detail for people.

    place: its sha256 where it was read, else its address or name.
    """

    place: str
    outcome: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a flow. Times are aware; `ended` None = under way, or killed before it could say.

    run_id: letters, digits, '.', '_', '-'; outcome: one word (running, completed, failed …);
    detail: one line for people; outcomes: of the documents that it touched.
    """

    run_id: str
    flow: str
    started: datetime
    ended: datetime | None
    outcome: str
    detail: str = ""
    outcomes: tuple[Outcome, ...] = ()


def record(home: Path, run: Run) -> None:
    """Keep the run under `home`, in one step. Raises ArchiveError: a bad name or time, the disk."""
    root = home / "archive"
    path = root / "runs" / f"{plain_name(run.run_id)}.json"
    fields = {
        "run_id": run.run_id,
        "flow": run.flow,
        "started": _time(run.started),
        "ended": None if run.ended is None else _time(run.ended),
        "outcome": run.outcome,
        "detail": run.detail,
        "outcomes": [asdict(one) for one in run.outcomes],
    }
    text = json.dumps(fields, indent=1, ensure_ascii=False).encode()
    with explained(root), lock(root / "lock", alone=False):  # else a fold sweeps our scratch file
        write(path, root / "scratch", lambda file: file.write(text))


def recorded(home: Path) -> list[Run]:
    """All runs under `home`, the oldest first. Raises ArchiveError for a file that is not whole."""
    with explained(home / "archive"):
        runs = [_load(path) for path in (home / "archive" / "runs").glob("*.json")]
    return sorted(runs, key=lambda run: (run.started, run.run_id))


def _load(path: Path) -> Run:
    try:
        field = json.loads(path.read_bytes())
        ended = field["ended"]
        return Run(
            run_id=field["run_id"],
            flow=field["flow"],
            started=datetime.fromisoformat(field["started"]),
            ended=None if ended is None else datetime.fromisoformat(ended),
            outcome=field["outcome"],
            detail=field["detail"],
            outcomes=tuple(Outcome(**one) for one in field.get("outcomes", ())),  # once not kept
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveError("the run is not whole", str(path), "remove this file") from error


def _time(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ArchiveError(f"the time {moment} has no zone", "run", "give times in UTC")
    return moment.astimezone(UTC).isoformat()
