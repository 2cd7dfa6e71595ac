"""Reads what is in the archive and has not been read by today's extractors, batch by batch.

Commands and flows call these plain functions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from extractors import extract, extractor_version
from extractors.errors import PipelineError
from extractors.kinds import gives
from extractors.model import Extraction, Refusal
from flows.reading.pool import read_all
from flows.sources import inbox
from flows.sources.attachments import Refused
from flows.sources.inbox_manifest import ManifestRow
from warehouse.archive.store import Archive
from warehouse.registry.registry import Registry

BATCH = 64  # documents read between two saves: at most what a crash loses

Step = Callable[[], None]


class Judge(Protocol):
    """Says why nothing of an extraction enters the warehouse; can be sent to other machines."""

    def __call__(self, extraction: Extraction) -> Iterable[Refused]:
        """The reasons; none where something enters."""
        ...

    def among(self, keys: Iterable[str]) -> Judge:
        """The judge of these documents alone, which is small."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading gave: how many documents were read and kept, which were refused or failed."""

    read: int = 0
    refused: tuple[Refused, ...] = ()
    failed: tuple[PipelineError, ...] = ()

    def __add__(self, other: Reading) -> Reading:
        """The sum of two results."""
        return Reading(
            self.read + other.read, self.refused + other.refused, self.failed + other.failed
        )


def unread(archive: Archive) -> Iterator[list[str]]:
    """The hashes of the documents that today's extractors have not read, in batches."""
    missing = archive.missing(extractor_version())
    for start in range(0, len(missing), BATCH):
        yield missing[start : start + BATCH]


def read_batch(
    archive: Archive,
    keys: Sequence[str],
    names: Mapping[str, str],
    judge: Judge,
    *,
    jobs: int,
    step: Step = lambda: None,
) -> Reading:
    """Read the archived documents `keys` in `jobs` processes and save the results in one step.

    `names` maps hashes to names for messages; `judge` says why nothing of an extraction enters the
    warehouse; `step` is called after each document. Raises ArchiveError where the batch cannot be
    saved.
    """
    done: list[Extraction] = []
    failed: list[PipelineError] = []
    for key, outcome in read_all(partial(_load, archive), keys, jobs, read=_read):
        step()
        if isinstance(outcome, PipelineError):
            failed.append(_named(outcome, key, names.get(key, key)))
        else:
            done.append(outcome)
    if done:
        archive.save(done, extractor_version())
    refused = tuple(one for extraction in done for one in judge(extraction))
    return Reading(len(done), refused, tuple(failed))


def read_again(
    archive: Archive, keys: Sequence[str], jobs: int
) -> Iterator[tuple[str, Extraction | PipelineError]]:
    """Each document's extraction by today's extractors, or the error; nothing is saved."""
    yield from read_all(partial(_load, archive), keys, jobs, read=_read)


@dataclass(frozen=True, slots=True)
class ByManifest:
    """Judges documents from a folder, of which nothing is known but what inbox.csv says."""

    rows: Mapping[str, ManifestRow]
    registry: Registry

    def __call__(self, extraction: Extraction) -> Iterable[Refused]:
        """Why nothing of the extraction enters the warehouse."""
        sha256 = extraction.document.sha256
        row = self.rows.get(sha256) or ManifestRow(sha256)
        return inbox.refusals(extraction, row, self.registry)

    def among(self, keys: Iterable[str]) -> ByManifest:
        """The judge of these documents alone."""
        return ByManifest({key: self.rows[key] for key in keys if key in self.rows}, self.registry)


@dataclass(frozen=True, slots=True)
class ByFigures:
    """Judges documents whose issuer and form the source states: they must hold figures."""

    names: Mapping[str, str]

    def __call__(self, extraction: Extraction) -> Iterable[Refused]:
        """Why nothing of the extraction enters the warehouse."""
        sha256 = extraction.document.sha256
        return inbox.without_figures(extraction, self.names.get(sha256, sha256))

    def among(self, keys: Iterable[str]) -> ByFigures:
        """The judge of these documents alone."""
        return ByFigures({key: self.names[key] for key in keys if key in self.names})


def counted(refused: Iterable[Refused]) -> str:
    """Refusals by reason: '3 no_figures, 1 empty'; '' for none."""
    reasons = Counter(one.reason for one in refused).most_common()
    return ", ".join(f"{times:,} {reason}" for reason, times in reasons)


def _load(archive: Archive, key: str) -> bytes:
    return archive.get(key)


def _read(data: bytes, _name: str) -> Extraction:
    """Extract from the bytes alone: the archive keeps the result, whatever name they had.

    A whole submission gives nothing: figures belong to its documents, each of which has an origin.
    """
    read = extract(data)
    if gives(read.document.kind) != "parts":
        return read
    what = "a whole submission, which is split where it comes in; put it into the inbox"
    refusal = Refusal(read.document.sha256, what, "unsupported_media_type")
    return Extraction(read.document, refusals=(refusal,))


def _named(error: PipelineError, key: str, name: str) -> PipelineError:
    """The error with the document's name in place of its hash."""
    return type(error)(error.what, name, error.to_do) if error.where == key else error
