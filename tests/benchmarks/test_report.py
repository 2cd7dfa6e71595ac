"""The report of 10⁴ and 10⁵ figures: time, pages and bytes; the cost grows as they do."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.benchmarks import synthetic
from tests.benchmarks.scale import remove, run
from warehouse.publish.report import report
from warehouse.query.connection import connect

pytestmark = pytest.mark.bench
SIZES = (10**4, 10**5)


def test_the_cost_of_a_report_grows_with_what_it_tells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    costs = {}
    with capsys.disabled():
        print("\nfigures  numbers  pages  MB  CPU s  largest page, kB")
    for size in SIZES:
        home = tmp_path / f"{size}"
        synthetic.write(home, size)
        run(home, "rebuild")
        with connect(home / "profit_pools.duckdb") as con:
            began = time.process_time()
            done = report(con, home / "report")
            costs[size] = (done.numbers, time.process_time() - began)
        largest = max(path.stat().st_size for path in (home / "report").rglob("*.html"))
        with capsys.disabled():
            print(f"{size:>7,}  {done.numbers:>7,}  {done.pages:>5,}  {done.bytes / 1e6:.1f}  "
                  f"{costs[size][1]:.1f}  {largest / 1e3:.0f}")  # fmt: skip
        remove(home)
    (few, small), (many, large) = costs[10**4], costs[10**5]
    assert large / small < 2 * many / few
