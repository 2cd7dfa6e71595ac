"""Speed as a ratio within one run: seconds would say more of the machine than of the code."""

from pathlib import Path

import pytest

from tests.benchmarks.speed import measure, table, total

pytestmark = pytest.mark.bench


def test_figures_come_eight_times_faster_than_beautiful_soup_parses(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [measure(path) for path in sorted((shared / "corpus" / "ixbrl").iterdir())]
    with capsys.disabled():
        print("", *table(rows), sep="\n")
    assert all(row.figures for row in rows)  # nothing is fast that finds nothing
    assert total(rows).ratio >= 8
