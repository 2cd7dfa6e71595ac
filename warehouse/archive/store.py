"""The archive: every document's bytes by their hash, how we got them, and what readers made.

    <home>/archive/documents/ab/<sha256>             the bytes as they came
    <home>/archive/origins/ab/<sha256>.<name>.json   one file an origin
    <home>/archive/batches/<version>/                what one extractor version read (see batches)

An origin is written after its bytes and makes them a document: bytes without one wait for the next
`put`. Any number of processes may put and save at once; folding and sweeping are done alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from extractors.errors import ArchiveError
from extractors.model import Extraction, Origin
from warehouse.archive import origins
from warehouse.archive.batches import Batches
from warehouse.disk.files import explained, lock, plain_name, write

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Archive:
    """The archive under `home` (PROFIT_POOLS_HOME). Every method may raise ArchiveError."""

    def __init__(self, home: Path) -> None:
        self.root = home / "archive"

    def put(self, data: bytes, origin: Origin) -> bool:
        """Keep bytes and origin, both or (when killed) the bytes alone; True if the bytes are new.

        The same origin again changes nothing, but that the earliest retrieval is remembered.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        if origin.sha256 != sha256:
            raise ArchiveError(
                f"the origin is of bytes with sha256 {origin.sha256}, these have {sha256}",
                origin.url,
                "fetch the document again",
            )
        path = self._document(sha256)
        with self._writing(alone=False):
            is_new = not path.exists()
            if is_new or path.read_bytes() != data:
                write(path, self._scratch, lambda file: file.write(data))
            origins.keep(origin, self._origins, self._scratch)
        return is_new

    def get(self, sha256: str) -> bytes:
        """The document's bytes, which are checked to have this hash."""
        path = self._document(sha256)
        try:
            with explained(path):
                data = path.read_bytes()
        except ArchiveError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise ArchiveError(
                    "the document is not in the archive", str(path), "fetch it again"
                ) from error
            raise
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ArchiveError(
                "the bytes are damaged: they no longer have the hash that names them",
                str(path),
                "fetch the document again, which mends it",
            )
        return data

    def origins(self) -> list[Origin]:
        """Every origin of every document, sorted by document, time known and address."""
        with explained(self._origins):
            return origins.read(self._origins)

    def missing(self, version: str) -> list[str]:
        """The documents that this extractor version has not read yet, sorted."""
        with explained(self.root):
            return sorted(origins.documents(self._origins) - self._batches(version).documents())

    def save(self, extractions: Iterable[Extraction], version: str) -> None:
        """Keep what a reader made of some documents, all in one step; those kept already stay."""
        with self._writing(alone=False):
            self._batches(version).add(extractions, version)

    def mend(self, version: str) -> list[str]:
        """Set aside the batches that are damaged, under <home>/archive/damaged; a line on each."""
        batches = self._batches(version)
        if not batches.folder.is_dir():
            return []
        with self._writing(alone=True):
            return batches.mend(self.root / "damaged")

    def lost(self, *, by_hash: bool = False) -> list[str]:
        """The documents whose bytes are not there, or (which reads them all) not as they came."""
        with explained(self.root):
            known = sorted(origins.documents(self._origins))
            return [sha256 for sha256 in known if not self._is_there(sha256, by_hash)]

    def _is_there(self, sha256: str, by_hash: bool) -> bool:
        path = self._document(sha256)
        if not path.is_file() or not by_hash:
            return path.is_file()
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256

    def compact(self, version: str) -> None:
        """Fold many batches into one and remove leftovers of killed processes."""
        batches = self._batches(version)
        if batches.folder.is_dir():
            with self._writing(alone=True):
                batches.fold()

    def tables(self, version: str) -> dict[str, list[Path]]:
        """Table name → Parquet files, each document once; `compact` may remove them."""
        with explained(self.root):
            overlap = self._batches(version).overlap()
        if overlap:
            self.compact(version)
        with explained(self.root):
            return self._batches(version).files()

    def manifest_hash(self, version: str) -> str:
        """16 hex digits: the documents read and the origins of all, in any order and batching.

        The time of retrieval and the ETag are left out, save where known_at rests on the former.
        """
        with explained(self.root):
            read = sorted(self._batches(version).documents())
        known = sorted(origins.identity(origin) for origin in self.origins())
        return hashlib.sha256("\n".join([version, *read, "", *known]).encode()).hexdigest()[:16]

    @property
    def _origins(self) -> Path:
        return self.root / "origins"

    @property
    def _scratch(self) -> Path:
        return self.root / "scratch"

    def _document(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ArchiveError(f"{sha256!r} is not a sha256", to_do="give 64 hexadecimal digits")
        return self.root / "documents" / sha256[:2] / sha256

    def _batches(self, version: str) -> Batches:
        return Batches(self.root / "batches" / plain_name(version), self._scratch)

    @contextmanager
    def _writing(self, *, alone: bool) -> Iterator[None]:
        with explained(self.root), lock(self.root / "lock", alone=alone):
            yield
