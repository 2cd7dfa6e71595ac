"""From a source to the warehouse, step by step; commands and flows call these plain functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from extractors import extract, extractor_version
from extractors.errors import PipelineError
from extractors.model import Extraction
from flows import inbox
from flows.inbox import Refused
from flows.reading import read_all
from flows.slips import Slip
from warehouse.archive import Archive
from warehouse.registry import Registry

BATCH = 64  # documents read between two saves: what a crash can cost

Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading gave: how many documents are read and kept, which are refused, which failed."""

    read: int = 0
    refused: tuple[Refused, ...] = ()
    failed: tuple[PipelineError, ...] = ()

    def __add__(self, other: Reading) -> Reading:
        """Both."""
        return Reading(
            self.read + other.read, self.refused + other.refused, self.failed + other.failed
        )


def unread(archive: Archive) -> Iterator[list[str]]:
    """The hashes of the documents that today's readers have not read, in batches."""
    missing = archive.missing(extractor_version())
    for start in range(0, len(missing), BATCH):
        yield missing[start : start + BATCH]


def read_batch(
    home: Path,
    keys: Sequence[str],
    slips: Mapping[str, Slip],
    registry: Registry,
    *,
    jobs: int,
    step: Step = lambda: None,
) -> Reading:
    """Read the archived documents `keys` in `jobs` processes and save what they gave in one step.

    `slips` says by hash what is known of a document besides its bytes; `step` is called after each.
    Raises ArchiveError where the batch cannot be saved.
    """
    done: list[Extraction] = []
    refused: list[Refused] = []
    failed: list[PipelineError] = []
    for key, outcome in read_all(partial(_read, home), keys, jobs):
        step()
        slip = slips.get(key) or Slip(key)
        if isinstance(outcome, PipelineError):
            failed.append(_named(outcome, key, slip))
            continue
        done.append(outcome)
        refused.extend(inbox.refusals(outcome, slip, registry))
    if done:
        Archive(home).save(done, extractor_version())
    return Reading(len(done), tuple(refused), tuple(failed))


def _read(home: Path, key: str) -> Extraction:
    """What the bytes alone say: the archive keeps it, whatever name they had."""
    return extract(Archive(home).get(key))


def _named(error: PipelineError, key: str, slip: Slip) -> PipelineError:
    """The error under the document's name, where it only knows the hash."""
    return type(error)(error.what, slip.file, error.to_do) if error.where == key else error
