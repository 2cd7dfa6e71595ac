"""Local files of objects, for DuckDB to read: the objects themselves, or copies of remote ones."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from warehouse.disk.files import write
from warehouse.disk.objects import Entry, Folder, Objects


class Mirror:
    """Files of objects; remote objects are copied to `folder` once."""

    def __init__(self, objects: Objects, folder: Path) -> None:
        self.objects, self.folder = objects, folder

    def file(self, entry: Entry) -> Path:
        """A file with the bytes of the object. Raises FileNotFoundError where it is gone."""
        if isinstance(self.objects, Folder):
            return self.objects.root / entry.key
        path = self.folder / entry.key
        if not path.is_file() or path.stat().st_size != entry.size:
            data = self.objects.get(entry.key)
            write(path, self.folder / "scratch", lambda file: file.write(data))
        return path

    def is_whole(self, entry: Entry, known: str) -> bool:
        """Whether the object's bytes have this sha256; a copy that has not is made again."""
        if self._hash(entry) == known:
            return True
        if isinstance(self.objects, Folder):
            return False
        (self.folder / entry.key).unlink()
        return self._hash(entry) == known

    def keep(self, folder: str, entries: Collection[Entry]) -> None:
        """Remove the copies in `folder` of objects that are not among these."""
        kept = {self.folder / entry.key for entry in entries}
        if (self.folder / folder).is_dir():
            for path in (self.folder / folder).iterdir():
                if path not in kept:
                    path.unlink(missing_ok=True)

    def _hash(self, entry: Entry) -> str:
        with self.file(entry).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
