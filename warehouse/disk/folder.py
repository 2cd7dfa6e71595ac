"""Creates or replaces a folder atomically.

.NAME.partial   the folder being filled, locked meanwhile; leftovers of a killed process are removed
.NAME.former    the replaced folder, between two renames; restored if the second fails
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from extractors.errors import ExportError
from warehouse.disk.files import make_folder, sync


@contextmanager
def whole(folder: Path, check: Callable[[Path], None]) -> Iterator[Path]:
    """Yield an empty folder to fill, which replaces `folder` when the block is done.

    `check` raises where the existing `folder` must not be replaced; it is called before and after.
    If the block raises, `folder` stays as it was. Raises ExportError while another process fills
    it; OSError.
    """
    folder = folder.resolve()
    check(folder)
    make_folder(folder.parent)
    partial, former = (folder.with_name(f".{folder.name}.{end}") for end in ("partial", "former"))
    with _alone(partial):
        _put_back(former, folder)
        is_done = False
        try:
            yield partial
            _sync_all(partial)
            check(folder)
            _swap(partial, folder, former)
            is_done = True
        finally:
            if not is_done:
                shutil.rmtree(partial, ignore_errors=True)


@contextmanager
def _alone(partial: Path) -> Iterator[None]:
    """Create the folder, lock it and empty it; the lock is freed when the process dies."""
    partial.mkdir(exist_ok=True)
    handle = os.open(partial, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_ours = partial.exists() and os.path.samestat(os.fstat(handle), partial.stat())
        except BlockingIOError:
            is_ours = False
        if not is_ours:
            raise ExportError("is being written already", str(partial), "wait, then run again")
        for path in partial.iterdir():  # left by a killed process; the folder itself is locked
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        yield
    finally:
        os.close(handle)


def _swap(partial: Path, folder: Path, former: Path) -> None:
    if folder.exists():
        folder.rename(former)
    try:
        partial.rename(folder)
    finally:
        _put_back(former, folder)
    sync(folder.parent)


def _put_back(former: Path, folder: Path) -> None:
    """Delete the former folder after two renames; restore it after one."""
    if former.exists():
        if folder.exists():
            shutil.rmtree(former)
        else:
            former.rename(folder)


def _sync_all(folder: Path) -> None:
    for path, _, files in os.walk(folder):
        for name in files:
            sync(Path(path, name))
        sync(Path(path))
