"""The archive: every document's bytes by their hash, how we got them, and what readers made.

    documents/ab/<sha256>             the bytes as they came
    origins/                          how we got them (see origins)
    batches/<version>/                what one extractor version read (see batches)
    runs/                             when something was done, and how it ended (see runs)

It stands on any store of objects: the folder <home>/archive, or a bucket, which many machines share
and which <home>/archive/mirror holds copies of for DuckDB. An origin is put after its bytes and
makes them a document: bytes without one wait for the next `put`. Any number of processes and
machines may put and save at once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow as pa

from extractors.errors import ArchiveError
from extractors.model import Extraction, Origin
from warehouse.archive import origins, parquet, runs
from warehouse.archive.batches import Batches
from warehouse.archive.manifests import Manifest, manifests
from warehouse.archive.mirror import Mirror
from warehouse.archive.runs import Run
from warehouse.disk.bucket import Bucket
from warehouse.disk.files import explained, plain_name
from warehouse.disk.objects import Entry, Folder, Objects, turn

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Archive:
    """The archive of `home` (PROFIT_POOLS_HOME). Every method may raise ArchiveError.

    address: 's3://bucket/prefix' where it is not a folder of home.
    """

    def __init__(self, home: Path, address: str | None = None) -> None:
        self.root = home / "archive"
        self.objects: Objects = Bucket.of(address) if address else Folder(self.root)
        self._mirror = Mirror(self.objects, self.root / "mirror")

    @property
    def place(self) -> str:
        """Its folder or address, for messages."""
        return self.objects.place("").rstrip("/")

    def put(self, data: bytes, origin: Origin) -> bool:
        """Store bytes and origin; True if the bytes are new. A kill leaves at most the bytes.

        Putting the same origin again changes nothing, except that the earliest retrieval is kept.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        if origin.sha256 != sha256:
            raise ArchiveError(
                f"the origin is of bytes with sha256 {origin.sha256}, these have {sha256}",
                origin.url,
                "fetch the document again",
            )
        key = _document(sha256)
        with self._writing(alone=False):
            is_new = not self.objects.exists(key)
            if not is_new and self.objects.get(key) != data:
                self.objects.delete(key)
            self.objects.put(key, data)
            origins.keep(origin, self.objects)
        return is_new

    def get(self, sha256: str) -> bytes:
        """The document's bytes, verified against the hash."""
        key = _document(sha256)
        place = self.objects.place(key)
        try:
            with explained(Path(place)):
                data = self.objects.get(key)
        except ArchiveError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                what = "the document is not in the archive"
                raise ArchiveError(what, place, "fetch it again") from error
            raise
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ArchiveError(
                "the bytes are damaged: they no longer have the hash that names them",
                place,
                "fetch the document again, which mends it",
            )
        return data

    def origins(self, urls: Collection[str] | None = None) -> list[Origin]:
        """Every origin (of these addresses), sorted by document, known_at and address."""
        found = self.origin_table()
        return origins.listed(found if urls is None else origins.at(found, urls))

    def origin_table(self) -> pa.Table:
        """Every origin as a row of origins.SCHEMA, in the same order."""
        with explained(self.root):
            return origins.read(self.objects)

    def addresses(self) -> dict[str, str]:
        """Hash → address of every document."""
        found = self.origin_table()
        return dict(zip(found["sha256"].to_pylist(), found["url"].to_pylist(), strict=True))

    def missing(self, version: str) -> list[str]:
        """The documents that this extractor version has not read yet, sorted."""
        with explained(self.root):
            read = self._batches(version).documents()
            return sorted(origins.documents(self.objects) - read)

    def save(self, extractions: Iterable[Extraction], version: str) -> None:
        """Store the extractions of some documents in one step; documents already stored stay."""
        with self._writing(alone=False):
            self._batches(version).add(extractions, version)

    def mend(self, version: str) -> list[str]:
        """Move damaged batches to the folder `damaged`; returns a line for each.

        Their documents then count as not read, and are read again from the archive.
        """
        batches, lines = self._batches(version), []
        with explained(self.root):
            if not self.objects.list(batches.folder):
                return []
        with self._writing(alone=True):
            entries = {one.name: one for one in self.objects.list(batches.folder)}
            for entry, manifest in manifests(self.objects, batches.folder):
                if fault := self._fault(entries, manifest):
                    name = entry.name.removesuffix(".json")
                    stem = manifest.tables if isinstance(manifest, Manifest) else name
                    batches.set_aside(name, stem, "damaged")
                    place = self.objects.place(entry.key)
                    lines.append(f"{place}: {fault}; set aside, its documents are read again")
        return lines

    def _fault(self, entries: Mapping[str, Entry], batch: Manifest | ArchiveError) -> str | None:
        """What is wrong with a batch; None if it is complete."""
        if isinstance(batch, ArchiveError):
            return batch.what
        for table in parquet.SCHEMAS:
            name = f"{batch.tables}.{table}.parquet"
            if name not in entries or entries[name].size != dict(batch.sizes).get(table):
                return f"{name} is missing or cut"
            known = dict(batch.hashes).get(table)
            if known is not None and not self._mirror.is_whole(entries[name], known):
                return f"{name} is damaged"
        return None

    def lost(self, among: Collection[str] | None = None, *, by_hash: bool = False) -> list[str]:
        """The documents whose bytes are missing, or (`by_hash`, reads them all) were altered.

        among: those to look for, by sha256; None = all.
        """
        with explained(self.root):
            if among is None:
                known = origins.documents(self.objects)
                there = {one.name for one in self.objects.list("documents")}
            else:
                known = set(among)
                there = {name for name in known if self.objects.exists(_document(name))}
            return [
                sha256
                for sha256 in sorted(known)
                if sha256 not in there or (by_hash and not self._is_whole(sha256))
            ]

    def _is_whole(self, sha256: str) -> bool:
        return hashlib.sha256(self.objects.get(_document(sha256))).hexdigest() == sha256

    def compact(self, version: str, at_least: int = 2) -> None:
        """Fold batches, and many origins, into one; remove leftovers of killed processes.

        at_least: how many small batches there must be, unless two hold the same document.
        """
        with explained(self.root):
            if not self.objects.list("batches") and not self.objects.list("origins"):
                return
        is_done = False
        while not is_done:
            with self._writing(alone=True), suppress(FileNotFoundError):  # another machine folds
                origins.fold(self.objects)
                self._batches(version).fold(at_least)
                is_done = True

    def tables(self, version: str) -> dict[str, list[Path]]:
        """Table name → Parquet files, each document once; `compact` may remove them."""
        batches = self._batches(version)
        while True:
            with explained(self.root):
                found = batches.index()
            if found.overlap():
                self.compact(version)
                continue
            entries = {
                name: [found.table(one, name) for one in found.live] for name in parquet.SCHEMAS
            }
            with explained(self.root):
                try:
                    files = {k: [self._mirror.file(one) for one in v] for k, v in entries.items()}
                except FileNotFoundError:  # another machine has folded since
                    continue
                self._mirror.keep(batches.folder, [one for v in entries.values() for one in v])
            return files

    def manifest_hash(self, version: str) -> str:
        """16 hex digits over the documents read and all origins, independent of order and batching.

        Retrieval time and ETag do not count, except where known_at rests on the retrieval.
        """
        with explained(self.root):
            read = sorted(self._batches(version).documents())
        known = sorted(self.origin_table()["identity"].to_pylist())
        return hashlib.sha256("\n".join([version, *read, "", *known]).encode()).hexdigest()[:16]

    def record(self, run: Run) -> None:
        """Store a run, in one step; recorded again, it replaces itself."""
        data = runs.written(run)
        with self._writing(alone=False):
            runs.record(run.run_id, data, self.objects)

    def runs(self) -> list[Run]:
        """All runs, oldest first."""
        with explained(self.root):
            return runs.recorded(self.objects)

    def _batches(self, version: str) -> Batches:
        return Batches(self.objects, f"batches/{plain_name(version)}")

    @contextmanager
    def _writing(self, *, alone: bool) -> Iterator[None]:
        with explained(self.root), turn(self.objects, alone=alone):
            yield


def _document(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise ArchiveError(f"{sha256!r} is not a sha256", to_do="give 64 hexadecimal digits")
    return f"documents/{sha256[:2]}/{sha256}"
