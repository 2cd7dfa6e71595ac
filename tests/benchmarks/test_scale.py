"""Size: rebuilds of 10⁴, 10⁵ and 10⁶ figures; `make bench-large` adds 10⁷, to report only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks import questions
from tests.benchmarks.scale import SLICE, TARGET, Measured, Run, measure, remove, run, table
from warehouse.disk.memory import MEMORY_LIMIT

pytestmark = pytest.mark.bench

SIZES = (10**4, 10**5, 10**6)
LARGE = 10**7
FASTER = 50
RENEWED = 9
"""How many times cheaper a rebuild with one new release is, at least; some 11 where the disk is quick."""
BESIDE = 400_000_000
"""Bytes of a process beside DuckDB's: Python, Arrow, what is imported, and the origins."""


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Path]]:
    folder = tmp_path_factory.mktemp("scale")
    yield {size: folder / f"{size}" for size in (*SIZES, LARGE)}
    remove(folder)


@pytest.fixture(scope="module")
def curve(homes: dict[int, Path]) -> dict[int, Measured]:
    return {size: measure(homes[size], size) for size in SIZES}


@pytest.fixture(scope="module")
def peer(homes: dict[int, Path], curve: dict[int, Measured]) -> Run:
    assert curve
    return run(homes[SIZES[-1]], "executemany", str(SLICE))


def test_the_curve(
    curve: dict[int, Measured], peer: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    million = curve[10**6].first.seconds
    with capsys.disabled():
        print("", *table(list(curve.values()), peer), sep="\n")
        print(f"10⁶ figures in {million:.1f} s, target {TARGET} s")
    for size, one in curve.items():
        assert 0.6 * size < one.archive.figures < 1.5 * size
        assert one.first.peak < MEMORY_LIMIT + BESIDE


def test_each_mart_answers(
    homes: dict[int, Path], curve: dict[int, Measured], capsys: pytest.CaptureFixture[str]
) -> None:
    assert curve
    answers = list(questions.ask(homes[10**6]))
    with capsys.disabled():
        print("", *questions.table(answers), sep="\n")
    empty = {one.name for one in answers if not one.rows}
    # Of synthetic companies none is judged, builds data centres, makes remarks, tells its months,
    # has an AI part, or enters a layer as a whole; the history is left to `rebuild --history`.
    assert empty <= {
        "ai_sensitivity", "capex_against_sales", "judgement", "margin_vs_pool", "monthly_revenue",
        "profit_pool_history", "remark",
    }  # fmt: skip


def test_raw_rows_load_fifty_times_faster_than_with_executemany(
    curve: dict[int, Measured], peer: Run
) -> None:
    assert peer.rows == pytest.approx(SLICE, abs=10)
    assert curve[10**6].load.pace >= FASTER * peer.pace


def test_a_whole_rebuild_is_fifty_times_faster_than_to_insert_its_raw_rows(
    curve: dict[int, Measured], peer: Run
) -> None:
    assert curve[10**6].first.pace >= FASTER * peer.pace


def test_a_hundred_times_the_figures_take_less_than_a_hundred_and_fifty_times_as_long(
    curve: dict[int, Measured],
) -> None:
    """What grows with the square of the figures would show here."""
    small, large = curve[10**4], curve[10**6]
    more = large.archive.figures / small.archive.figures
    assert large.first.processor < 1.5 * more * small.first.processor


def test_one_new_release_costs_a_part_of_the_whole_and_gives_the_same(
    curve: dict[int, Measured],
) -> None:
    for one in curve.values():
        renewed, whole = one.content
        assert renewed == whole
    large = curve[10**6]
    assert large.whole.processor >= RENEWED * large.renewed.processor


def test_little_memory_gives_the_same_content(
    homes: dict[int, Path], curve: dict[int, Measured]
) -> None:
    """The rebuild compares itself with the last one: another content would stop it."""
    scarce = run(homes[10**5], "rebuild", "--whole", memory="200MB")
    assert scarce.peak < 200_000_000 + BESIDE
    assert scarce.peak < 0.9 * curve[10**5].first.peak


@pytest.mark.skipif("PROFIT_POOLS_BENCH_LARGE" not in os.environ, reason="make bench-large")
def test_ten_million_figures(
    homes: dict[int, Path], peer: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    one = measure(homes[LARGE], LARGE)
    with capsys.disabled():
        print(
            "", *table([one], peer), *questions.table(list(questions.ask(homes[LARGE]))), sep="\n"
        )
    assert one.archive.figures > 0.9 * LARGE
