"""What the readers gave, kept in batches: one Parquet file a table, and a manifest that seals them.

    <folder>/<batch>.<table>.parquet    seven files
    <folder>/<batch>.json               the manifest, written last: without it there is no batch

A folded batch names those it replaces; from the moment its
manifest is in place the others count for nothing, so a process killed at any point loses nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from extractors.errors import ArchiveError
from extractors.model import Extraction
from warehouse.archive import parquet
from warehouse.disk.files import make_folder, sweep, write

FULL = 500_000
"""Facts from which on a batch is left alone: folding costs what is new, and fits into memory."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a batch holds: documents (sorted sha256), bytes of each table's file, facts (rows).

    hashes: sha256 of each table's file; none of batches from before they were kept.
    """

    batch: str
    documents: tuple[str, ...]
    sizes: tuple[tuple[str, int], ...]
    facts: int
    replaces: tuple[str, ...]
    hashes: tuple[tuple[str, str], ...] = ()


class Batches:
    """The batches of one extractor version, in one folder. Its callers hold the archive's lock."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self.folder, self.scratch = folder, scratch

    def documents(self) -> set[str]:
        """The sha256 of every document kept."""
        return {document for batch in self._live() for document in batch.documents}

    def overlap(self) -> bool:
        """Whether two batches hold the same document, as when two machines extracted it at once."""
        kept = [document for batch in self._live() for document in batch.documents]
        return len(kept) != len(set(kept))

    def files(self) -> dict[str, list[Path]]:
        """Table → its Parquet files, checked to be there and whole. Raises ArchiveError."""
        live = self._live()
        return {name: [self._whole(batch, name) for batch in live] for name in parquet.SCHEMAS}

    def add(self, extractions: Iterable[Extraction], version: str) -> None:
        """Keep those whose document is not kept yet, as one batch."""
        kept = self.documents()
        new: dict[str, Extraction] = {}
        for extraction in extractions:
            if extraction.document.sha256 not in kept:
                new.setdefault(extraction.document.sha256, extraction)
        if new:
            self.seal(parquet.tables(new.values(), version), replaces=())

    def mend(self, aside: Path) -> list[str]:
        """Move batches that are not whole to the folder `aside`, and give a line on each.

        Their documents then count as not read, and are read again from the archive.
        """
        lines = []
        for path in sorted(self.folder.glob("*.json")):
            fault = self._fault(path)
            if fault:
                make_folder(aside)
                for one in (path, *self.folder.glob(f"{path.stem}.*.parquet")):  # it first
                    one.replace(aside / one.name)
                lines.append(f"{path}: {fault}; set aside, its documents are read again")
        return lines

    def _fault(self, path: Path) -> str | None:
        """What is wrong with the batch of a manifest; None where it is whole."""
        try:
            batch = _manifest(path)
            for table in parquet.SCHEMAS:
                file, known = self._whole(batch, table), dict(batch.hashes).get(table)
                if known is not None and _hash(file) != known:
                    return f"{file.name} is damaged"
        except ArchiveError as error:
            return error.what
        return None

    def fold(self) -> None:
        """Many batches into one (or a few, of FULL facts each), and remove what counts no more."""
        self.sweep()
        loose, seen = self._loose()
        if len(loose) < 2 and not self.overlap():
            return
        for group in _groups(loose):
            parts = []
            for batch in group:
                documents = set(batch.documents) - seen
                seen |= documents
                parts.append((self._read(batch), documents))
            self.seal(parquet.merge(parts), replaces=tuple(batch.batch for batch in group))
        self.sweep()

    def sweep(self) -> None:
        """Remove scratch files, replaced batches and tables whose manifest never came."""
        sweep(self.scratch)
        if not self.folder.is_dir():
            return
        live = {batch.batch for batch in self._live()}
        stale = [path for path in self.folder.iterdir() if path.name.split(".")[0] not in live]
        for path in sorted(stale, key=lambda path: path.suffix != ".json"):  # manifests first
            path.unlink(missing_ok=True)

    def _live(self) -> list[Manifest]:
        read = [_manifest(path) for path in sorted(self.folder.glob("*.json"))]
        replaced = {name for batch in read for name in batch.replaces}
        return [batch for batch in read if batch.batch not in replaced]

    def _loose(self) -> tuple[list[Manifest], set[str]]:
        """The batches to fold, and the documents of those that stay: the full without overlap."""
        live = sorted(self._live(), key=lambda batch: (batch.facts < FULL, batch.batch))
        loose: list[Manifest] = []
        seen: set[str] = set()
        for batch in live:
            if batch.facts < FULL or seen.intersection(batch.documents):
                loose.append(batch)
            else:
                seen.update(batch.documents)
        return loose, seen

    def seal(self, tables: dict[str, pa.Table], replaces: Sequence[str]) -> None:
        """Write one batch: the tables of parquet.SCHEMAS, sorted, of documents not kept yet."""
        documents = tables["document"]["sha256"].to_pylist()
        name = uuid4().hex  # two processes may keep the same documents at once
        sizes, hashes = [], {}
        for table, rows in tables.items():
            path = self.folder / f"{name}.{table}.parquet"
            write(path, self.scratch, partial(parquet.dump, rows))
            sizes.append((table, path.stat().st_size))
            hashes[table] = _hash(path)
        manifest = {
            "documents": documents,
            "sizes": dict(sizes),
            "hashes": hashes,
            "facts": len(tables["fact"]),
            "replaces": sorted(replaces),
        }
        seal = json.dumps(manifest, indent=1).encode()
        write(self.folder / f"{name}.json", self.scratch, lambda file: file.write(seal))

    def _read(self, batch: Manifest) -> dict[str, pa.Table]:
        try:
            return {
                name: pq.read_table(self._whole(batch, name), schema=schema, partitioning=None)
                for name, schema in parquet.SCHEMAS.items()
            }
        except pa.ArrowException as error:
            raise _damaged(
                self.folder / f"{batch.batch}.json", f"it cannot be read: {error}"
            ) from error

    def _whole(self, batch: Manifest, table: str) -> Path:
        path = self.folder / f"{batch.batch}.{table}.parquet"
        if not path.is_file() or path.stat().st_size != dict(batch.sizes).get(table):
            raise _damaged(self.folder / f"{batch.batch}.json", f"{path.name} is missing or cut")
        return path


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest(path: Path) -> Manifest:
    """The manifest of a file, which is read once as long as it is the same."""
    state = path.stat()
    return _parsed(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1 << 16)
def _parsed(path: Path, _modified: int, _size: int) -> Manifest:
    try:
        read = json.loads(path.read_bytes())
        return Manifest(
            batch=path.stem,
            documents=tuple(map(str, read["documents"])),
            sizes=tuple((str(name), int(size)) for name, size in read["sizes"].items()),
            facts=int(read["facts"]),
            replaces=tuple(map(str, read["replaces"])),
            hashes=tuple((str(name), str(one)) for name, one in read.get("hashes", {}).items()),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(path, "the manifest is not whole") from error


def _damaged(manifest: Path, what: str) -> ArchiveError:
    return ArchiveError(what, str(manifest), "remove this file: its documents are then read again")


def _groups(batches: Iterable[Manifest]) -> Iterator[list[Manifest]]:
    group: list[Manifest] = []
    for batch in batches:
        group.append(batch)
        if sum(one.facts for one in group) >= FULL:
            yield group
            group = []
    if group:
        yield group
