"""How long inline XBRL → figures takes, beside BeautifulSoup merely parsing the same file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors import extract
from tests.benchmarks.memory import PEAK, WHOLE

OURS, THEIRS = 6, 2
"""Runs of each; the best of each counts. One of theirs takes as long as eight of ours."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One file: bytes, seconds of ours and of BeautifulSoup, peak memory in bytes, figures found."""

    name: str
    size: int
    ours: float
    theirs: float
    peak: int
    figures: int

    @property
    def ratio(self) -> float:
        """How many times faster we are."""
        return self.theirs / self.ours


def measure(path: Path) -> Measured:
    """Both on one file, in turn, so that a busy machine slows both."""
    data = path.read_bytes()
    ours, theirs = best("ours", path, OURS), best("theirs", path, THEIRS)
    figures = len(extract(data, path.name).figures)
    return Measured(path.name, len(data), ours, theirs, _peak(path), figures)


def best(reader: str, path: Path, runs: int) -> float:
    """Processor seconds of the best run of a reader of tests.benchmarks.clock."""
    command = [sys.executable, "-m", "tests.benchmarks.clock", reader, str(path), str(runs)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _peak(path: Path) -> int:
    """Bytes that extraction needs above a process that has only imported it."""
    command = [sys.executable, "-c", PEAK, str(path)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def whole_peak(path: Path) -> int:
    """Bytes that a process needs that imports the readers and extracts one document."""
    command = [sys.executable, "-c", WHOLE, str(path)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def total(rows: list[Measured]) -> Measured:
    """All files as one; memory is that of the largest."""
    return Measured(
        "together",
        sum(row.size for row in rows),
        sum(row.ours for row in rows),
        sum(row.theirs for row in rows),
        max(row.peak for row in rows),
        sum(row.figures for row in rows),
    )


def table(rows: list[Measured]) -> Iterator[str]:
    """The lines of a Markdown table, the sum last."""
    width = max(len(row.name) for row in rows)
    yield f"| {'file':{width}} |  size MB | figures |  ours s |  bs4 s | ratio | peak MB |"
    yield f"|{'-' * (width + 2)}|---------:|--------:|--------:|-------:|------:|--------:|"
    for row in [*rows, total(rows)]:
        yield (
            f"| {row.name:{width}} | {row.size / 1e6:8.2f} | {row.figures:7} | {row.ours:7.3f} "
            f"| {row.theirs:6.2f} | {row.ratio:5.1f} | {row.peak / 1e6:7.1f} |"
        )
