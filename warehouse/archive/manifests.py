"""Manifests of batches, and an index of the valid ones, each read once per process."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extractors.errors import ArchiveError
from warehouse.disk.objects import Entry, Objects


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of a batch: documents (sorted sha256), bytes of each table, facts (rows).

    tables: the common beginning of its tables' names; hashes: sha256 of each table, none for
    batches older than the hashes.
    """

    batch: str
    documents: tuple[str, ...]
    sizes: tuple[tuple[str, int], ...]
    facts: int
    replaces: tuple[str, ...]
    tables: str
    hashes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """The objects of a folder of batches by name, the valid batches, and those replaced."""

    entries: Mapping[str, Entry]
    live: tuple[Manifest, ...]
    replaced: tuple[Manifest, ...]
    place: str

    def documents(self) -> set[str]:
        """The sha256 of every document that has been read."""
        return {document for batch in self.live for document in batch.documents}

    def overlap(self) -> bool:
        """Whether two batches hold the same document, as when two machines read it at once."""
        kept = sum(len(batch.documents) for batch in self.live)
        return kept != len(self.documents())

    def table(self, batch: Manifest, table: str) -> Entry:
        """The object of one table. Raises ArchiveError where it is missing or altered."""
        name = f"{batch.tables}.{table}.parquet"
        entry = self.entries.get(name)
        if entry is None or entry.size != dict(batch.sizes).get(table):
            raise damaged(f"{self.place}/{batch.batch}.json", f"{name} is missing or cut")
        return entry


def index(objects: Objects, folder: str) -> Index:
    """What is in a folder of batches. Raises ArchiveError for a damaged manifest; OSError.

    Listed twice: while others fold, one listing may miss both what was folded and its successor.
    """
    before = _entries(objects, folder)
    while True:
        after = _entries(objects, folder)
        try:
            found = {name: _of(objects, entry) for name, entry in after.items() if _seals(name)}
        except FileNotFoundError:  # folded since it was listed
            before = _entries(objects, folder)
            continue
        added = [one for name, one in found.items() if name not in before]
        gone = any(_seals(name) and name not in after for name in before)
        if not gone and not any(one.replaces for one in added):
            break
        before = after
    replaced = {name for one in found.values() for name in one.replaces}
    return Index(
        after,
        tuple(one for one in found.values() if one.batch not in replaced),
        tuple(one for one in found.values() if one.batch in replaced),
        objects.place(folder),
    )


def manifests(objects: Objects, folder: str) -> Iterator[tuple[Entry, Manifest | ArchiveError]]:
    """Every manifest of a folder, or the error in it. Raises OSError."""
    for name, entry in _entries(objects, folder).items():
        if _seals(name):
            try:
                yield entry, _of(objects, entry)
            except ArchiveError as error:
                yield entry, error


def damaged(manifest: str, what: str) -> ArchiveError:
    """The error for a damaged batch."""
    return ArchiveError(what, manifest, "remove this file: its documents are then read again")


def groups(batches: Iterable[Manifest], full: int) -> Iterator[list[Manifest]]:
    """Batches in order, split where their facts reach `full`."""
    group: list[Manifest] = []
    for batch in batches:
        group.append(batch)
        if sum(one.facts for one in group) >= full:
            yield group
            group = []
    if group:
        yield group


def _entries(objects: Objects, folder: str) -> dict[str, Entry]:
    return {entry.name: entry for entry in objects.list(folder)}


def _seals(name: str) -> bool:
    return name.endswith(".json")


@lru_cache(maxsize=1 << 16)
def _of(objects: Objects, entry: Entry) -> Manifest:
    """The manifest of an object; cached as long as the object is unchanged."""
    try:
        read = json.loads(objects.get(entry.key))
        return Manifest(
            batch=entry.name.removesuffix(".json"),
            documents=tuple(map(str, read["documents"])),
            sizes=tuple((str(name), int(size)) for name, size in read["sizes"].items()),
            facts=int(read["facts"]),
            replaces=tuple(map(str, read["replaces"])),
            tables=str(read.get("tables", entry.name.removesuffix(".json"))),  # once its own name
            hashes=tuple((str(name), str(one)) for name, one in read.get("hashes", {}).items()),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(objects.place(entry.key), "the manifest is not whole") from error
