"""Trials of a disk that changes what it holds: archive, readings, memory of listings, warehouse."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from extractors.errors import PipelineError
from tests.faults.site import FaultySite
from tests.faults.yard import Outcome, Undisturbed, judged, yard

EVERYTHING = 36_500  # days for which documents are asked for again


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for at in (len(data) // 3, len(data) // 2):
        data[at] ^= 0xFF
    path.write_bytes(data)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _garble(path: Path) -> None:
    path.write_bytes(b"garbage\n" * 100)


DAMAGES: Mapping[str, Callable[[Path], None]] = {
    "bytes flipped": _flip, "cut": _cut, "emptied": _empty, "overwritten": _garble,
    "deleted": Path.unlink,
}  # fmt: skip
PLACES = {
    "a document of the archive": "archive/documents/*/*",
    "an origin": "archive/origins/*/*",
    "a Parquet file of readings": "archive/batches/*/*.figure.parquet",
    "a manifest of readings": "archive/batches/*/*.json",
    "a remembered list": "listings/??/*",
    "the mark of the rate limit": "http/next-request.*",
    "the warehouse": "profit_pools.duckdb",
}


def trials(site: FaultySite, good: Undisturbed, folder: Path) -> Iterator[Outcome]:
    for place, pattern in PLACES.items():
        for damage, harm in DAMAGES.items():
            home = folder / f"{place} {damage}"
            shutil.copytree(good.home, home)
            harm(sorted(home.glob(pattern))[0])
            yield healed(site, good, home, f"damaged: {place}", damage)


def healed(site: FaultySite, good: Undisturbed, home: Path, fault: str, target: str) -> Outcome:
    """After what `profitpools status` and the lines of errors say that one should do."""
    notes = []
    place = yard(site, home)
    for _ in range(2):
        try:
            notes = place.refreshed(recheck=EVERYTHING)
            place.built()
            break
        except PipelineError as error:
            notes = [str(error)]
            _obey(error)
    return judged(fault, target, place, good, notes, is_built=True)


def _obey(error: PipelineError) -> None:
    """Remove the files that the line says to remove."""
    if error.to_do.startswith("remove this file"):
        for name in error.where.split(", "):
            Path(name).unlink()
