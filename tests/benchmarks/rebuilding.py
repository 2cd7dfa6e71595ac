"""One measurement in a process of its own: how long, how much memory. Prints JSON.

    python -m tests.benchmarks.rebuilding rebuild [--as-of DATE]    the command, as it stands
    python -m tests.benchmarks.rebuilding load                      its loading of raw.* alone
    python -m tests.benchmarks.rebuilding executemany ROWS          the peer, on a slice of the rows

of the archive under PROFIT_POOLS_HOME.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from extractors import extractor_version
from flows.cli import main
from flows.settings import Settings
from warehouse.archive.store import Archive
from warehouse.build.load import load_raw
from warehouse.disk.memory import bounded
from warehouse.relations.order import SQL


def rebuild(words: list[str]) -> Callable[[], int]:
    """`profitpools rebuild`; its rows are those of the extracted tables, and its exit code is 0."""
    files = _files()
    rows = sum(pq.read_metadata(path).num_rows for paths in files.values() for path in paths)

    def work() -> int:
        if main(["rebuild", *words]):
            raise SystemExit("the rebuild failed")
        return rows

    return work


def load(_words: list[str]) -> Callable[[], int]:
    """Parquet files into a database file, as a rebuild does."""
    files, settings = _files(), Settings.of()

    def work() -> int:
        with tempfile.TemporaryDirectory(dir=settings.home) as folder:
            config = bounded(settings.memory_limit, Path(folder, "spill"))
            with duckdb.connect(Path(folder, "loaded.duckdb"), config=config) as con:
                load_raw(con, files)
                con.execute("checkpoint")
                return sum(_count(con, table) for table in files)

    return work


def executemany(words: list[str]) -> Callable[[], int]:
    """The first rows of each table, in proportion, with `executemany` in one transaction."""
    files = _files()
    sizes = {name: [pq.read_metadata(path).num_rows for path in files[name]] for name in files}
    share = int(words[0]) / sum(map(sum, sizes.values()))
    slices = {
        name: pq.read_table(paths[0]).slice(0, round(sum(sizes[name]) * share)).to_pylist()
        for name, paths in files.items()
    }
    rows = {name: [tuple(row.values()) for row in found] for name, found in slices.items()}

    def work() -> int:
        with (
            tempfile.TemporaryDirectory(dir=Settings.of().home) as folder,
            duckdb.connect(Path(folder, "loaded.duckdb")) as con,
        ):
            con.execute((SQL / "raw.sql").read_text(encoding="utf-8"))
            con.execute("begin")
            for name, found in rows.items():
                if found:
                    marks = ", ".join("?" * len(found[0]))
                    con.executemany(f"insert into raw.{name} values ({marks})", found)
            con.execute("commit")
            return sum(_count(con, table) for table in rows)

    return work


def _files() -> dict[str, list[Path]]:
    return Archive(Settings.of().home).tables(extractor_version())


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    ((count,),) = con.execute(f"select count(*) from raw.{table}").fetchall()
    return int(count)


def _peak() -> int:
    """VmHWM, and not getrusage: that one starts from the parent's peak."""
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    assert found
    return int(found.group(1)) * 1024


if __name__ == "__main__":
    work = {"rebuild": rebuild, "load": load, "executemany": executemany}[sys.argv[1]](sys.argv[2:])
    clock, processor = time.monotonic(), time.process_time()
    count = work()
    taken = {"seconds": time.monotonic() - clock, "processor": time.process_time() - processor}
    print(json.dumps({**taken, "rows": count, "peak": _peak()}))
