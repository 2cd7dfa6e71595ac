"""How long a rebuild takes, and how much memory and disk, by the number of figures."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import synthetic
from warehouse.build.database import read_build

SLICE = 20_000
"""Rows that the peer inserts: its speed is a row's, however many there are."""
TARGET = 60
"""Seconds that 10⁶ figures should take; printed beside what they took, not asserted."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds by the clock and of the processor, rows, peak memory in bytes."""

    seconds: float
    processor: float
    rows: int
    peak: int

    @property
    def pace(self) -> float:
        """Rows a second by the clock: what a person waits for."""
        return self.rows / self.seconds


@dataclass(frozen=True, slots=True)
class Measured:
    """One archive: what it holds, a first rebuild, one more, one as of a day, and loading alone.

    whole and renewed: with one new release, without the history of pools, of everything and of what
    is new; content: after these, which must be one.
    """

    archive: synthetic.Written
    first: Run
    again: Run
    as_of: Run
    load: Run
    whole: Run
    renewed: Run
    file: int
    content: tuple[str, str]


def measure(home: Path, figures: int, *, memory: str | None = None) -> Measured:
    """Write an archive under `home` and rebuild it five times; leaves it there."""
    archive = synthetic.write(home, figures)
    first, again = (
        run(home, "rebuild", memory=memory),
        run(home, "rebuild", "--whole", memory=memory),
    )
    as_of = run(home, "rebuild", "--as-of", "2020-06-30", memory=memory)
    load = run(home, "load", memory=memory)
    synthetic.one_more(home)
    renewed = run(home, "rebuild", memory=memory, months=0)
    database = home / "profit_pools.duckdb"
    size, content = database.stat().st_size, read_build(database).content_hash
    whole = run(home, "rebuild", "--whole", memory=memory, months=0)
    contents = content, read_build(database).content_hash
    return Measured(archive, first, again, as_of, load, whole, renewed, size, contents)


def run(home: Path, *words: str, memory: str | None = None, months: int | None = None) -> Run:
    """What tests.benchmarks.rebuilding measures, with or without a limit of memory.

    months: for how many month ends the history of pools is computed.
    """
    environ = {
        **os.environ,
        "PROFIT_POOLS_HOME": str(home),
        "PROFIT_POOLS_REGISTRY": str(home / "registry"),
    }
    environ.pop("PROFIT_POOLS_MEMORY_LIMIT", None)
    if memory:
        environ["PROFIT_POOLS_MEMORY_LIMIT"] = memory
    if months is not None:
        environ["PROFIT_POOLS_HISTORY_MONTHS"] = str(months)
    command = [sys.executable, "-m", "tests.benchmarks.rebuilding", *words]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Run(**json.loads(done.stdout))


def remove(home: Path) -> None:
    """Give the disk back: an archive of 10⁷ figures and its builds take some 20 GB."""
    shutil.rmtree(home)


def table(rows: list[Measured], peer: Run) -> Iterator[str]:
    """The curve, as lines of a Markdown table; times are by the clock, but for core s.

    whole and one new release: without the history of pools, and what they came to of a core.
    """
    yield (
        "|    figures |   raw rows | rebuild s | again s | as of s | load s | peak MB | file MB "
        "| load ÷ executemany | rebuild ÷ executemany | whole core s | one new release core s "
        "| whole ÷ that |"
    )
    yield "|-----------:|-----------:|----------:|--------:|--------:|-------:|--------:|--------:|-------------------:|----------------------:|-------------:|-----------------------:|-------------:|"
    for one in rows:
        yield (
            f"| {one.archive.figures:10,} | {one.archive.rows:10,} | {one.first.seconds:9.1f} "
            f"| {one.again.seconds:7.1f} | {one.as_of.seconds:7.1f} | {one.load.seconds:6.1f} "
            f"| {one.first.peak / 1e6:7.0f} | {one.file / 1e6:7.0f} "
            f"| {one.load.pace / peer.pace:18.0f} | {one.first.pace / peer.pace:21.0f} "
            f"| {one.whole.processor:12.1f} | {one.renewed.processor:22.1f} "
            f"| {one.whole.processor / one.renewed.processor:12.1f} |"
        )
    yield (
        f"executemany in one transaction: {peer.pace:,.0f} rows a second, measured on {peer.rows:,} "
        f"of the same rows and taken for all; ratios are of rows a second"
    )
