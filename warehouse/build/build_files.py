"""The files of builds: made in a scratch folder, renamed into place, the latest ones kept."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from extractors.errors import BusyError
from warehouse.disk.files import make_folder, sync

KEPT = 3
NAMES = "*Z-*.duckdb"
"""Files of kept builds, in order of time."""


def swap(new: Path, current: Path, last: str | None) -> None:
    """Keep the current build under its id (`last`), install the new one, delete the oldest."""
    builds = current.parent / "builds"
    if last is not None:
        _link(current, builds / f"{last}.duckdb")
    rename(new, current)
    for name in ("rejected.duckdb", "trial.duckdb"):  # obsolete from now on
        (builds / name).unlink(missing_ok=True)
    for stale in sorted(builds.glob(NAMES), reverse=True)[KEPT:]:
        stale.unlink()


def former(current: Path) -> Path | None:
    """The build before the current one, if it is kept."""
    return max((current.parent / "builds").glob(NAMES), default=None)


def rename(path: Path, to: Path) -> None:
    """Flush the file to disk and rename it, atomically."""
    sync(path)
    path.replace(to)
    sync(to.parent)


def set_aside(current: Path) -> None:
    """Move a current file that is not a database, or empty, to builds/damaged.duckdb."""
    if current.is_file():
        with current.open("rb") as file:
            head = file.read(12)
        if head[8:] != b"DUCK":
            rename(current, current.parent / "builds" / "damaged.duckdb")


def second(current: Path, scratch: Path) -> Path | None:
    """The current build under a second file name, as readers may have the first attached."""
    if not current.exists():
        return None
    last = scratch / "last.duckdb"
    _link(current, last)
    return last


def _link(path: Path, to: Path) -> None:
    """Make a hard link; a copy where the disk has no links."""
    to.unlink(missing_ok=True)
    try:
        os.link(path, to)
    except OSError:
        shutil.copy2(path, to)


def wait(builds: Path) -> None:
    """Return once no other process holds the lock of the builds. Raises OSError."""
    with (builds / "lock").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_SH)


def clear(builds: Path) -> None:
    """Remove what a killed rebuild left, unless another rebuild is running. Raises OSError."""
    if (builds / "scratch").exists():
        with suppress(BusyError), alone(builds):
            pass  # alone() empties the folder at its start and end


@contextmanager
def alone(builds: Path) -> Iterator[Path]:
    """Hold the lock of the builds and yield an empty scratch folder. Raises BusyError, OSError."""
    make_folder(builds)
    scratch = builds / "scratch"
    with (builds / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            who = f" (process {file.read().strip()})"
            raise BusyError(
                f"another rebuild is under way{who}", str(builds), "wait for it, then run again"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        shutil.rmtree(scratch, ignore_errors=True)  # left by a killed rebuild
        make_folder(scratch)
        try:
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
