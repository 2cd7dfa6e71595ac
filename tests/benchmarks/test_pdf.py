"""PDF reports: how fast beside pdfplumber, how much memory, and which pages are read."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from extractors import extract
from extractors.pdf import page_choice, text_layer
from tests.benchmarks.speed import best, whole_peak

pytestmark = pytest.mark.bench

SLOWER = 10
PEAK = 150_000_000
REPORTS = ("AMD_2019_10K.pdf", "MICROSOFT_2022_10K.pdf", "ADOBE_2021_10K.pdf")
LESSER = ("ALT", "SECONDARY", "OPTIONAL", "PARTIAL")
"""Labels that may be missed, by the first word of their comment."""


@pytest.mark.parametrize("name", REPORTS)
def test_figures_come_ten_times_faster_than_pdfplumber_reads_the_text(
    shared: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = shared / "corpus/pdf" / name
    figures = len(extract(path.read_bytes(), name).figures)
    ours, theirs = best("ours", path, 3), best("plumber", path, 1)
    with capsys.disabled():
        print(f"\n{name}: {figures} figures in {ours:.2f} s, pdfplumber's text pass {theirs:.2f} s"
              f", {theirs / ours:.1f} times as long")  # fmt: skip
    assert figures > 20
    assert theirs >= SLOWER * ours


def test_memory_stays_under_150_mb_with_all_imports(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    peaks = {path.name: whole_peak(path) for path in sorted((shared / "corpus/pdf").iterdir())}
    with capsys.disabled():
        print("", *(f"{name}: {peak / 1e6:.0f} MB" for name, peak in peaks.items()), sep="\n")
    assert max(peaks.values()) < PEAK


def test_sixteen_pages_of_a_report_hold_what_is_labelled(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted: dict[str, list[int]] = defaultdict(list)
    with (shared / "gold/pdf.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["page"] and row["comment"].split(":")[0] not in LESSER:
                wanted[row["doc"]].append(int(row["page"]))
    labels = missed = 0
    lines = [""]
    for name, pages in sorted(wanted.items()):
        with text_layer.opened((shared / "corpus/pdf" / name).read_bytes()) as document:
            texts = text_layer.texts(document)
        if len(texts) <= page_choice.SHORT:
            continue
        chosen = page_choice.choose(texts)
        lost = [page for page in pages if page not in chosen]
        labels, missed = labels + len(pages), missed + len(lost)
        lines.append(f"{name}: {len(chosen)} of {len(texts)} pages, lost {sorted(set(lost))}")
        assert len(chosen) <= page_choice.CHOSEN == 16
    with capsys.disabled():
        print(*lines, f"{missed} of {labels} labels stand on other pages", sep="\n")
    assert labels > 600
    assert missed <= 0.05 * labels
