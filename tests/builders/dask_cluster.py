"""A Dask scheduler and workers, processes of their own that share nothing with a test but an archive."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST = 120.0  # seconds that a busy machine may take to start a scheduler


@contextmanager
def cluster(folder: Path, workers: int, environ: Mapping[str, str]) -> Iterator[str]:
    """The scheduler's address. Each worker has a folder of its own, and no data folder."""
    file = folder / "scheduler"
    listen = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show"]
    processes = [
        _start(
            folder / "of the scheduler",
            environ,
            "dask_scheduler",
            *listen,
            "--scheduler-file",
            str(file),
        )
    ]
    alone = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--scheduler-file", str(file)]
    processes += [
        _start(folder / f"worker {n}", environ, "dask_worker", *alone) for n in range(workers)
    ]
    try:
        yield _address(file)
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def _start(
    folder: Path, environ: Mapping[str, str], program: str, *words: str
) -> subprocess.Popen[bytes]:
    folder.mkdir()
    own = {**os.environ, **environ, "PYTHONPATH": str(ROOT)}
    own.pop("PYTHONWARNINGS", None)
    command = [sys.executable, "-m", f"distributed.cli.{program}", *words]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, cwd=folder, env=own, stdout=log, stderr=log)


def _address(file: Path) -> str:
    deadline = time.monotonic() + LONGEST
    while not file.is_file() or '"address"' not in file.read_text():
        assert time.monotonic() < deadline, "no scheduler has started"
        time.sleep(0.2)
    (line,) = (one for one in file.read_text().splitlines() if '"address"' in one)
    return line.split('"')[3]
