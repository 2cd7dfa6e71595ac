"""Runs of the flows: one small JSON object each, loaded by every rebuild.

They are rows of raw.run, and what became of their documents of raw.run_outcome.

    runs/<run_id>.<hash>.json

A run tells when something was done and how it ended, never what a document says: it is no part of
the archive's manifest nor of a build's content hash. A flow records its start and then its end; of
several records of a run the one that tells the end counts, and the others are removed.
"""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache

from extractors.errors import ArchiveError
from warehouse.disk.files import plain_name
from warehouse.disk.objects import Entry, Objects

_FOLDER = "runs/"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document in a run: read, refused or failed, with details for people.

    place: its sha256 where it was read, else its address or name.
    """

    place: str
    outcome: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a flow. Times are aware; `ended` None = under way, or killed.

    run_id: letters, digits, '.', '_', '-'; outcome: one word (running, completed, failed …);
    detail: one line for people; outcomes: those of the documents that it touched.
    """

    run_id: str
    flow: str
    started: datetime
    ended: datetime | None
    outcome: str
    detail: str = ""
    outcomes: tuple[Outcome, ...] = ()


def written(run: Run) -> bytes:
    """A run as it is stored. Raises ArchiveError for a bad name or time."""
    fields = {
        "run_id": plain_name(run.run_id),
        "flow": run.flow,
        "started": _time(run.started),
        "ended": None if run.ended is None else _time(run.ended),
        "outcome": run.outcome,
        "detail": run.detail,
        "outcomes": [asdict(one) for one in run.outcomes],
    }
    return json.dumps(fields, indent=1, ensure_ascii=False).encode()


def record(run_id: str, data: bytes, objects: Objects) -> None:
    """Store the result of `written`, and remove earlier records of the same run."""
    key = f"{_FOLDER}{run_id}.{hashlib.sha256(data).hexdigest()[:8]}.json"
    objects.put(key, data)
    own = re.compile(re.escape(run_id) + r"(\.[0-9a-f]{8})?\.json")  # once without a hash
    for entry in objects.list(_FOLDER):
        if own.fullmatch(entry.name) and entry.key != key:
            objects.delete(entry.key)


def recorded(objects: Objects) -> list[Run]:
    """All runs, oldest first. Raises ArchiveError for a damaged object; OSError."""
    found: dict[str, Run] = {}
    for entry in objects.list(_FOLDER):
        if entry.name.endswith(".json"):
            with suppress(FileNotFoundError):  # recorded anew since
                run = _load(objects, entry)
                if run.run_id not in found or run.ended is not None:
                    found[run.run_id] = run
    return sorted(found.values(), key=lambda run: (run.started, run.run_id))


@lru_cache(maxsize=1 << 12)
def _load(objects: Objects, entry: Entry) -> Run:
    try:
        field = json.loads(objects.get(entry.key))
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
        place = objects.place(entry.key)
        raise ArchiveError("the run is not whole", place, "remove this file") from error


def _time(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ArchiveError(f"the time {moment} has no zone", "run", "give times in UTC")
    return moment.astimezone(UTC).isoformat()
