"""Trials of ends: kill -9 at each stage, a disk that is full or read-only, two at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.faults.site import COMPANIES, FaultySite
from tests.faults.yard import Outcome, Undisturbed, judged, yard
from warehouse.query.connection import connect

ROOT = Path(__file__).parents[2]
LONGEST = 180.0  # seconds that a run may take on a busy machine
Stage = Callable[[Path], bool]


def _any(pattern: str) -> Stage:
    return lambda home: any(home.glob(pattern))


def _build_of(size: int) -> Stage:
    def is_there(home: Path) -> bool:
        file = home / "builds/scratch/new.duckdb"
        return file.exists() and file.stat().st_size >= size

    return is_there


REFRESH: Mapping[str, Stage] = {
    "begun": _any("archive/runs/*"),
    "a list fetched": _any("listings/??/*"),
    "a document written": _any("archive/documents/*/*"),
    "an origin written": _any("archive/origins/*/*"),
    "readings being written": _any("archive/batches/*/*.parquet"),
    "readings sealed": _any("archive/batches/*/*.json"),
    "build begun": _build_of(0),
    "build half done": _build_of(2 << 20),
    "build swapped in": _any("profit_pools.duckdb"),
}
REBUILD: Mapping[str, Stage] = {
    "build begun": _build_of(0),
    "build half done": _build_of(2 << 20),
    "compared with the last": _any("builds/scratch/last.duckdb"),
    "the last one kept": _any("builds/*Z-*.duckdb"),
}
RENEWAL: Mapping[str, Stage] = {
    "the last one being copied": _build_of(0),
    "rows being exchanged": _any("builds/scratch/new.duckdb.wal"),
    "compared with the last": _any("builds/scratch/spill"),
    "the last one kept": _any("builds/*Z-*.duckdb"),
}
"""Of a build that is made of the last one, with news."""


def trials(site: FaultySite, good: Undisturbed, folder: Path) -> Iterator[Outcome]:
    for name, stage in REFRESH.items():
        home = folder / f"refresh {name}"
        _killed(_start(home, site), home, stage)
        yield recovered(site, good, home, "refresh killed (kill -9)", name)
    for name, stage in REBUILD.items():
        home = folder / f"rebuild {name}"
        shutil.copytree(good.home, home)
        _killed(_start(home, site, "rebuild"), home, stage)
        yield recovered(site, good, home, "rebuild killed (kill -9)", name)
    before = folder / "before"
    place = yard(site, before)
    place.pull(*COMPANIES[1:])
    place.built()
    for name, stage in RENEWAL.items():
        home = folder / f"renewal {name}"
        shutil.copytree(before, home)
        _killed(_start(home, site), home, stage)
        yield recovered(site, good, home, "rebuild of what is new killed (kill -9)", name)
    yield from _disks(site, good, folder)
    yield from _together(site, good, folder)


def _start(home: Path, site: FaultySite, *words: str) -> subprocess.Popen[str]:
    """`profitpools` in a process of its own: a refresh, where no words are given."""
    asked = ["refresh", "--source", "sample", "--site", site.url, "--company", *COMPANIES]
    environ = {
        **os.environ, "PYTHONPATH": str(ROOT), "PROFIT_POOLS_HOME": str(home),
        "PROFIT_POOLS_HISTORY_MONTHS": "0",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.keeping", *(words or asked)], env=environ, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def _killed(process: subprocess.Popen[str], home: Path, stage: Stage) -> None:
    """Kill the process when the stage is reached, or let it end."""
    awaited(process, home, stage)
    process.kill()
    process.communicate()


def awaited(process: subprocess.Popen[str], home: Path, stage: Stage) -> None:
    """Return when the process has reached the stage, or ended."""
    deadline = time.monotonic() + LONGEST
    while not stage(home) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)


def _said(process: subprocess.Popen[str], codes: tuple[int, ...]) -> list[str]:
    """What is wrong with how a process ended: its code, or a traceback."""
    _, err = process.communicate(timeout=LONGEST)
    notes = [] if process.returncode in codes else [f"exit {process.returncode}: {err[-300:]}"]
    return notes + (["a traceback"] if "Traceback" in err else [])


def recovered(
    site: FaultySite, good: Undisturbed, home: Path, fault: str, target: str, *notes: str
) -> Outcome:
    """How it is after a plain refresh; `notes` tell what was wrong before that."""
    place = yard(site, home)
    failed = place.refreshed()
    place.built()
    return judged(fault, target, place, good, [*notes, *failed], is_built=True)


def _disks(site: FaultySite, good: Undisturbed, folder: Path) -> Iterator[Outcome]:
    """On a small disk of their own, which only a superuser can make; else they are not tried."""
    for mebibytes in (1, 4, 12):
        with _disk(folder / f"disk {mebibytes}", mebibytes) as disk:
            if disk:
                notes = _said(_start(disk, site), (1,))
                _remount(disk, "size=500m")
                yield recovered(site, good, disk, "disk full", f"{mebibytes} MiB", *notes)
    with _disk(folder / "read-only", 500) as disk:
        if disk:
            yard(site, disk).disturbed()
            _remount(disk, "ro")
            notes = _said(_start(disk, site), (1,))
            _remount(disk, "rw")
            yield recovered(site, good, disk, "disk read-only", "after the documents came", *notes)


class _disk:  # noqa: N801 (used as a function)
    """A tmpfs of so many MiB at `path`, None where none can be mounted; gone at the end."""

    def __init__(self, path: Path, mebibytes: int) -> None:
        self._path, self._size = path, f"size={mebibytes}m"

    def __enter__(self) -> Path | None:
        self._path.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", self._size, "none", str(self._path)],
            capture_output=True, check=False,
        )  # fmt: skip
        self._is_there = done.returncode == 0
        return self._path if self._is_there else None

    def __exit__(self, *_error: object) -> None:
        if self._is_there:
            subprocess.run(["umount", "-l", str(self._path)], check=True)


def _remount(disk: Path, option: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{option}", str(disk)], check=True)


def _together(site: FaultySite, good: Undisturbed, folder: Path) -> Iterator[Outcome]:
    home = folder / "two refreshes"
    both = [_start(home, site), _start(home, site)]
    notes = [note for one in both for note in _said(one, (0,))]
    yield recovered(site, good, home, "two refreshes at once", "", *notes)
    home = folder / "refresh and rebuild"
    shutil.copytree(good.home, home)
    both = [_start(home, site), _start(home, site, "rebuild")]
    notes = [note for one in both for note in _said(one, (0,))]
    yield recovered(site, good, home, "a refresh and a rebuild at once", "", *notes)
    home = folder / "rebuild and reader"
    shutil.copytree(good.home, home)
    with connect(home / "profit_pools.duckdb") as con:
        ask = "select count(*), sum(hash(c)) from mart.company_margin as c"
        before = con.execute(ask).fetchall()
        notes = _said(_start(home, site, "rebuild"), (0,))
        if con.execute(ask).fetchall() != before:
            notes.append("the reader saw another build")
    yield recovered(site, good, home, "a rebuild under an open reader", "", *notes)
