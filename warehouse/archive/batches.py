"""Extractions kept in batches: one Parquet object per table, and a manifest that completes them.

    batches/<version>/<stem>.<table>.parquet    seven tables
    batches/<version>/<batch>.json              the manifest, put last: without it there is no batch

A folded batch names those it replaces; from the moment its manifest is in place they are ignored,
so a process killed at any point loses nothing. Its manifest is named after what it replaces: if two
machines fold the same batches at once, the first wins, and the other gives up.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from extractors.model import Extraction, digest
from warehouse.archive import parquet
from warehouse.archive.manifests import Index, Manifest, damaged, groups, index
from warehouse.disk.objects import Entry, Folder, Objects

FULL = 500_000
"""Facts from which on a batch is left alone: folding costs what is new, and fits into memory."""
OLD = timedelta(days=1)
"""For how long a store without a lock keeps tables whose manifest may still come."""


class Batches:
    """The batches of one extractor version, in one folder. Its callers hold the archive's turn."""

    def __init__(self, objects: Objects, folder: str) -> None:
        self.objects, self.folder = objects, folder

    def index(self) -> Index:
        """The current batches. Raises ArchiveError, OSError."""
        return index(self.objects, self.folder)

    def documents(self) -> set[str]:
        """The sha256 of every document that has been read."""
        return self.index().documents()

    def overlap(self) -> bool:
        """Whether two batches hold the same document, as when two machines read it at once."""
        return self.index().overlap()

    def add(self, extractions: Iterable[Extraction], version: str) -> None:
        """Keep the extractions of documents not kept yet, as one batch."""
        kept = self.documents()
        new: dict[str, Extraction] = {}
        for extraction in extractions:
            if extraction.document.sha256 not in kept:
                new.setdefault(extraction.document.sha256, extraction)
        if new:
            self.seal(parquet.tables(new.values(), version), replaces=())

    def set_aside(self, batch: str, stem: str, folder: str) -> None:
        """Move a damaged batch to `folder`, its manifest first."""
        own = [one for one in self.objects.list(self.folder) if one.name.split(".")[0] == stem]
        manifest = f"{self.folder}/{batch}.json"
        for key in (manifest, *(one.key for one in own if one.key != manifest)):
            name = key.rpartition("/")[2]
            self.objects.put(f"{folder}/{name}", self.objects.get(key))
            self.objects.delete(key)

    def fold(self, at_least: int = 2) -> None:
        """Merge many batches into one (or a few, of FULL facts each), and delete the old ones.

        at_least: how many small ones there must be, unless two hold the same document.
        """
        self.sweep()
        found = self.index()
        loose, seen = _loose(found)
        if len(loose) < at_least and not found.overlap():
            return
        for group in groups(loose, FULL):
            parts = []
            for batch in group:
                documents = set(batch.documents) - seen
                seen |= documents
                parts.append((self._read(found, batch), documents))
            self.seal(parquet.merge(parts), replaces=tuple(batch.batch for batch in group))
        self.sweep()

    def sweep(self) -> None:
        """Remove replaced batches, and tables without a manifest."""
        if isinstance(self.objects, Folder):
            self.objects.sweep()
        found = self.index()
        live = {name for batch in found.live for name in (batch.batch, batch.tables)}
        dead = {name for batch in found.replaced for name in (batch.batch, batch.tables)}
        stale = [
            entry
            for entry in found.entries.values()
            if (stem := entry.name.split(".")[0]) not in live
            and (stem in dead or self._is_left(entry))
        ]
        for entry in sorted(stale, key=lambda entry: not entry.name.endswith(".json")):
            self.objects.delete(entry.key)  # manifests first

    def _is_left(self, entry: Entry) -> bool:
        """Whether the writer of a table is certainly dead: we hold the lock alone, or it is old."""
        return isinstance(self.objects, Folder) or datetime.now(UTC) - entry.modified > OLD

    def seal(self, tables: dict[str, pa.Table], replaces: Sequence[str]) -> None:
        """Put one batch: the tables of parquet.SCHEMAS, sorted, of documents not kept yet."""
        documents = tables["document"]["sha256"].to_pylist()
        stem = uuid4().hex  # two processes may keep the same documents at once
        sizes, hashes = {}, {}
        for table, rows in tables.items():
            file = BytesIO()
            parquet.dump(rows, file)
            data = file.getvalue()
            self.objects.put(f"{self.folder}/{stem}.{table}.parquet", data)
            sizes[table], hashes[table] = len(data), hashlib.sha256(data).hexdigest()
        manifest = {
            "documents": documents,
            "tables": stem,
            "sizes": sizes,
            "hashes": hashes,
            "facts": len(tables["fact"]),
            "replaces": sorted(replaces),
        }
        name = digest(*sorted(replaces), *documents) if replaces else stem
        if not self._claim(name, json.dumps(manifest, indent=1).encode()):
            for table in tables:
                self.objects.delete(f"{self.folder}/{stem}.{table}.parquet")

    def _claim(self, name: str, manifest: bytes) -> bool:
        """Put a manifest; False if another machine's has the name, and ours would be a second.

        A store may also report that when the manifest is our own, if its answer to our put was
        lost.
        """
        key = f"{self.folder}/{name}.json"
        if self.objects.put(key, manifest):
            return True
        try:
            return self.objects.get(key) == manifest
        except FileNotFoundError:  # and has been folded on since
            return False

    def _read(self, found: Index, batch: Manifest) -> dict[str, pa.Table]:
        try:
            return {
                name: pq.read_table(
                    BytesIO(self.objects.get(found.table(batch, name).key)), schema=schema
                )
                for name, schema in parquet.SCHEMAS.items()
            }
        except pa.ArrowException as error:
            place = self.objects.place(f"{self.folder}/{batch.batch}.json")
            raise damaged(place, f"it cannot be read: {error}") from error


def _loose(found: Index) -> tuple[list[Manifest], set[str]]:
    """The batches to fold, and the documents of the others: full ones without overlap."""
    live = sorted(found.live, key=lambda batch: (batch.facts < FULL, batch.batch))
    loose: list[Manifest] = []
    seen: set[str] = set()
    for batch in live:
        if batch.facts < FULL or seen.intersection(batch.documents):
            loose.append(batch)
        else:
            seen.update(batch.documents)
    return loose, seen
