"""Atomic file writes: no killed process, full disk or second writer leaves half a file.

A file is written under a scratch name, flushed to disk, and renamed into place. Scratch files of
killed processes are swept by whoever holds the lock exclusively.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from extractors.errors import ArchiveError

_TO_DO = {
    errno.ENOSPC: "free some space and run again: nothing was half-written",
    errno.EDQUOT: "free some space and run again: nothing was half-written",
    errno.EFBIG: "raise the limit of file size and run again: nothing was half-written",
    errno.EROFS: "make it writable, or set PROFIT_POOLS_HOME to a folder that is",
    errno.EACCES: "make it readable and writable, or set PROFIT_POOLS_HOME to a folder that is",
    errno.EPERM: "make it readable and writable, or set PROFIT_POOLS_HOME to a folder that is",
    errno.ENOTDIR: "PROFIT_POOLS_HOME must name a folder, and a file stands there",
    errno.EEXIST: "PROFIT_POOLS_HOME must name a folder, and a file stands there",
}

_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""What disks say that have no second names."""
_PLAIN_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")


@contextmanager
def explained(where: Path) -> Iterator[None]:
    """Turn an OSError in the block into an ArchiveError that says what, where, what to do."""
    try:
        yield
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        place = str(error.filename) if error.filename else str(where)
        to_do = _TO_DO.get(error.errno or 0, "see to the disk and run again")
        raise ArchiveError(what, place, to_do) from error


def plain_name(name: str) -> str:
    """`name`, if it is a valid file name in any folder; else ArchiveError."""
    if not _PLAIN_NAME.fullmatch(name):
        raise ArchiveError(f"{name!r} cannot name a file", to_do="use letters, digits, '-', '_'")
    return name


def make_folder(path: Path) -> None:
    """Create `path` and its parents, durably. Raises OSError where a file is in the way."""
    if path.is_dir():
        return
    if path.parent != path:
        make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync(path.parent)


def write(path: Path, scratch: Path, fill: Callable[[BinaryIO], object]) -> None:
    """Write atomically to `path` what `fill` writes; `scratch` is a folder on the same disk.

    Raises OSError, and leaves `path` as it was.
    """
    make_folder(scratch)
    make_folder(path.parent)
    temporary = scratch / uuid4().hex
    try:
        with temporary.open("xb") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync(path.parent)


def create(path: Path, scratch: Path, data: bytes) -> bool:
    """Put `data` at `path`, in one step, unless something is there; whether it was put.

    `scratch` is a folder of the same disk. Of many who try, one succeeds. Raises OSError.
    """
    if path.exists():
        return False
    make_folder(scratch)
    make_folder(path.parent)
    temporary = scratch / uuid4().hex
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        is_first = _named(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    sync(path.parent)
    return is_first


def _named(temporary: Path, path: Path) -> bool:
    """Give a file a second name, unless something has it; in a step of two where there are none."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if path.exists():
            return False
        temporary.replace(path)
    return True


def sweep(folder: Path) -> None:
    """Remove every file of `folder`, if it exists. Raises OSError."""
    if folder.is_dir():
        for path in folder.iterdir():
            path.unlink(missing_ok=True)


def sweep_unused(folder: Path, path: Path) -> None:
    """Remove every file of `folder`, unless a process holds the lock file `path`.

    Raises OSError.
    """
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    with path.open("ab") as file, suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        sweep(folder)


@contextmanager
def lock(path: Path, *, alone: bool) -> Iterator[None]:
    """Hold the lock file `path`, shared or exclusively (`alone`); freed when the process dies.

    Waits for as long as it takes. Raises OSError.
    """
    make_folder(path.parent)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield


def sync(path: Path) -> None:
    """Flush a file, or the entries of a folder, to disk: only then is a rename durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
