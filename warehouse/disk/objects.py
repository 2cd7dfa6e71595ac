"""Objects by name: the five methods that the archive needs of a store, and files as such a store.

A name is a path of plain words, `documents/ab/abc…`. An object is never changed, so that many
machines may put and read at once without a lock: the first to put under a name wins.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from warehouse.disk.files import create, lock, sweep


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of a listing: its name, its size in bytes, and when it was put."""

    key: str
    size: int
    modified: datetime

    @property
    def name(self) -> str:
        """The part after the last slash."""
        return self.key.rpartition("/")[2]


class Objects(Protocol):
    """A store of objects. Its methods raise OSError or ArchiveError where it cannot be used."""

    def put(self, key: str, data: bytes) -> bool:
        """Store `data` under a new name, atomically; False if the name is taken."""
        ...

    def get(self, key: str) -> bytes:
        """The bytes of an object. Raises FileNotFoundError where there is none."""
        ...

    def exists(self, key: str) -> bool:
        """Whether there is an object of this name."""
        ...

    def list(self, prefix: str) -> Sequence[Entry]:
        """The objects in the folder `prefix` and the folders in it, by name."""
        ...

    def delete(self, key: str) -> None:
        """Remove an object, if it exists."""
        ...

    def place(self, key: str) -> str:
        """The location of an object, for errors."""
        ...

    def __hash__(self) -> int:
        """Stores of the same place are equal, so that what was read of one is cached for all."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """Files under `root`, as objects; `scratch` and `lock` in it are not."""

    root: Path

    def put(self, key: str, data: bytes) -> bool:
        """See Objects."""
        return create(self.root / key, self.root / "scratch", data)

    def get(self, key: str) -> bytes:
        """See Objects."""
        return (self.root / key).read_bytes()

    def exists(self, key: str) -> bool:
        """See Objects."""
        return (self.root / key).is_file()

    def list(self, prefix: str) -> Sequence[Entry]:
        """See Objects."""
        found = []
        for folder, _, names in os.walk(self.root / prefix, onerror=_raise):
            for name in names:
                path = Path(folder, name)
                with suppress(FileNotFoundError):  # removed since
                    state = path.stat()
                    put = datetime.fromtimestamp(state.st_mtime, UTC)
                    key = path.relative_to(self.root).as_posix()
                    found.append(Entry(key, state.st_size, put))
        return sorted(found, key=lambda entry: entry.key)

    def delete(self, key: str) -> None:
        """See Objects."""
        (self.root / key).unlink(missing_ok=True)

    def place(self, key: str) -> str:
        """See Objects."""
        return str(self.root / key)

    def sweep(self) -> None:
        """Remove what killed processes left half-written. Its caller holds the turn alone."""
        sweep(self.root / "scratch")


def turn(objects: Objects, *, alone: bool) -> AbstractContextManager[None]:
    """Where the store has a lock, hold it together with others or alone; else nothing is needed.

    With one, leftovers are known for what they are and go at once; without, when they are old.
    """
    return (
        lock(objects.root / "lock", alone=alone) if isinstance(objects, Folder) else nullcontext()
    )


def _raise(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):  # no folder holds no objects
        raise error
