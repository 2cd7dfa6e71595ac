"""docs/scale.md: what it computes follows from what it measured, and what it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.cli import _parser
from warehouse.archive import batches, origins

DOCS = Path(__file__).parents[1] / "docs"
TEXT = (DOCS / "scale.md").read_text(encoding="utf-8")
MEASURED = dict(re.findall(r"^\| ([^|]+?) \|[^|]+\| ([\d.]+) ", TEXT, re.M))
DOCUMENTS, FIGURES = 2_000_000, 100_000_000


def measured(what: str) -> float:
    (found,) = (float(value) for name, value in MEASURED.items() if name.startswith(what))
    return found


def test_what_is_computed_follows_from_what_was_measured() -> None:
    html, filing = measured("reading a release"), measured("reading an inline-XBRL")
    document = 0.6 * html + 0.3 * filing + 0.1 * 1.3
    assert document * DOCUMENTS == pytest.approx(494_000, rel=0.01)
    assert document * DOCUMENTS / 3600 == pytest.approx(137, rel=0.01)
    hours_at_eight_a_second = DOCUMENTS / 8 / 3600
    assert hours_at_eight_a_second == pytest.approx(69, rel=0.02)
    known = sum(map(measured, ("all origins", "which documents"))) + 2 * measured(
        "whether the build"
    )
    assert known * DOCUMENTS / 1e6 == pytest.approx(14, rel=0.05)
    assert measured("hash and address") * DOCUMENTS / 1e9 == pytest.approx(0.5, rel=0.1)
    assert measured("readings of a figure") * FIGURES / 1e9 == pytest.approx(10, rel=0.06)
    assert measured("an origin in Parquet") * DOCUMENTS / 1e9 == pytest.approx(0.15, rel=0.06)
    slope = (41.3 - measured("a whole rebuild")) / (308_000 - 104_000) * 1e6
    assert slope == pytest.approx(measured("so, each further figure of a rebuild"), rel=0.01)
    assert slope * FIGURES / 1e6 == pytest.approx(12_600, rel=0.01)
    assert slope * FIGURES / 1e6 / 3600 == pytest.approx(3.5, rel=0.01)
    assert measured("so, each further figure on the disk") * FIGURES / 1e6 == pytest.approx(70)


def test_parts_are_as_large_as_the_page_says() -> None:
    assert "into parts of 500,000 rows" in TEXT
    assert batches.FULL == origins.FULL == 500_000


@pytest.mark.parametrize("name", ["scale.md", "schedule.md"])
def test_variables_that_are_named_are_told_by_help(name: str) -> None:
    told = set(re.findall(r"PROFIT_POOLS_\w+", _parser(None).format_help()))
    named = set(re.findall(r"PROFIT_POOLS_\w+", (DOCS / name).read_text(encoding="utf-8")))
    assert named - told <= {"PROFIT_POOLS_CODE"}  # of prefect.yaml
