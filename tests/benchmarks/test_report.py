"""The report of 10³, 10⁴ and 10⁵ figures, and of the sample: cost, weight, how soon pages open.

The cost grows as the numbers do, and what is asserted are sizes and ratios; seconds are printed.
"""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest

from flows.cli import main as profitpools
from tests.benchmarks import synthetic
from tests.benchmarks.scale import remove, run
from tests.pictures import browser
from warehouse.publish.report import report
from warehouse.query.connection import connect

pytestmark = pytest.mark.bench
SIZES = (1_200, 13_700, 130_000)
OPENED = 13_700
"""Figures that documents give, of which are about 10³, 10⁴ and 10⁵ audited numbers; and of which
the heaviest pages are opened.
"""
HEAVIEST = 12


def test_the_cost_of_a_report_grows_with_what_it_tells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    costs, slowest = {}, ""
    with capsys.disabled():
        print("\nfigures  numbers  pages  MB  CPU s  MB of the largest page")
    for size in SIZES:
        home = tmp_path / f"{size}"
        synthetic.write(home, size)
        run(home, "rebuild")
        with connect(home / "profit_pools.duckdb") as con:
            began = time.process_time()
            done = report(con, home / "report")
            costs[size] = (done.numbers, time.process_time() - began)
        heaviest = by_weight(home / "report")
        with capsys.disabled():
            print(f"{size:>7,}  {done.numbers:>7,}  {done.pages:>5,}  {done.bytes / 1e6:.1f}  "
                  f"{costs[size][1]:.1f}  {heaviest[0].stat().st_size / 1e6:.2f}")  # fmt: skip
        if size == OPENED:
            assert heaviest[0].stat().st_size < 3_000_000
            slowest = opening(heaviest[:HEAVIEST])
        remove(home)
    with capsys.disabled():
        print(f"of {costs[OPENED][0]:,} numbers the slowest page to open: {slowest}")
    for few, many in pairwise(SIZES):
        (few_numbers, small), (many_numbers, large) = costs[few], costs[many]
        assert large / small < 2 * many_numbers / few_numbers


def by_weight(folder: Path) -> list[Path]:
    """The pages, the heaviest first."""
    return sorted(folder.rglob("*.html"), key=lambda path: -path.stat().st_size)


def opening(pages: list[Path]) -> str:
    """How long a browser takes over the one that it takes longest over, until all is drawn."""
    taken = []
    with browser() as one:
        page = one.new_page()
        page.goto("about:blank")
        for path in pages:
            began = time.monotonic()
            page.goto(path.as_uri(), wait_until="load")
            page.evaluate("new Promise(done => requestAnimationFrame(() => done()))")
            taken.append((time.monotonic() - began, path.parent.name, path.name))
    seconds, folder, name = max(taken)
    return f"{folder}/{name}, {seconds:.2f} s"


def test_the_report_of_the_sample_is_small(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROFIT_POOLS_HOME", str(tmp_path))
    assert profitpools(["demo", "--port", "0"]) == 0
    with connect(tmp_path / "profit_pools.duckdb") as con:
        began = time.process_time()
        done = report(con, tmp_path / "without-sources")
        taken = time.process_time() - began
    with capsys.disabled():
        print(f"\nof the sample: {done.numbers:,} numbers, {done.pages:,} pages, "
              f"{done.bytes / 1e6:.1f} MB, {taken:.1f} s of CPU")  # fmt: skip
    assert done.bytes < 5 * 2**20
