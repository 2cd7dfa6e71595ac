"""The shared cases: small invented documents of one trait each, and the figures that they print."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractors import extract
from tests.builders.html_page import actuals, millions

CASES = (
    "h-01 h-02 h-03 h-04 h-05 h-06 h-07 h-08 h-09 h-10 h-11 h-12 h-13 h-14 h-15 h-16 h-17 h-18"
    " h-19 h-20 h-21 h-22 p-03 p-04 p-05 p-06 p-07 p-09 p-11".split()
)


def case(shared: Path, name: str) -> Path:
    return next((shared / "cases").glob(f"{name}-*"))


def read(folder: Path):
    document = next(folder.glob("input.*"))
    return extract(document.read_bytes(), document.name)


def key(metric, segment, basis, bound, end, period_type):
    plain = (segment or "").lower().replace("segment", "").strip()
    return (metric.removeprefix("guidance_"), plain, basis, bound, end, period_type)


@pytest.mark.parametrize("name", CASES)
def test_case_is_read(shared, name):
    folder = case(shared, name)
    found = {
        key(f.metric, f.segment, f.basis, f.bound, f"{f.period.end}", f.period_type): float(f.value)
        for f in read(folder).figures
    }
    rows = [json.loads(line) for line in (folder / "expected.jsonl").read_text().splitlines()]
    expected = {
        key(
            row["metric"], row["segment"], row["basis"], row["bound"], row["period_end"],
            row["period_type"],
        ): row["value"]
        for row in rows
    }  # fmt: skip
    assert {name: found.get(name) for name in expected} == pytest.approx(expected)


QUILLAND = {"Q 2022-10-31": 1_210, "9M 2022-10-31": 3_590, "Q 2021-10-31": 1_050, "9M 2021-10-31": 3_110}  # fmt: skip
REVENUE = {
    "r-01": {"Q 2025-06-30": 1_210, "H1 2025-06-30": 2_390, "Q 2024-06-30": 1_050, "H1 2024-06-30": 2_080},
    "r-02": QUILLAND,
    "r-03": {"Q 2023-04-01": 6_178, "H1 2023-04-01": 13_868, "Q 2022-03-26": 6_416, "H1 2022-03-26": 14_540},
    "r-06": {"Q 2024-01-28": 1_210, "Q 2023-01-29": 1_050, "FY 2024-01-28": 2_390, "FY 2023-01-29": 2_080},
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(REVENUE))
def test_revenue_of_a_case_has_its_periods(shared, name):
    assert millions(actuals(read(case(shared, name)), "revenue")) == REVENUE[name]


def test_margins_under_spans_on_different_lines(shared):
    found = actuals(read(case(shared, "r-04")), "gross_margin")
    assert {when: float(value) for when, value in found.items()} == {
        "Q 2023-07-30": 0.701, "Q 2023-04-30": 0.646, "Q 2022-07-31": 0.435,
        "H1 2023-07-30": 0.682, "H1 2022-07-31": 0.557,
    }  # fmt: skip
