"""What docs/accuracy.md publishes is what the scorer measures, or better."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.pdf import ocr
from tests.benchmarks.stripped import compare, total

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (.+?) \| (\d+) \| ([\d,]+) \| ([\d.]+) % \| ([\d.]+) % \|$", re.M)
TOTAL = re.compile(
    r"^labels (\d+)  recall ([\d.]+)%  wrong rate ([\d.]+)% \(\d+\)  extra \d+  documents (\d+)",
    re.M,
)
SETS = {
    "figures tagged in inline-XBRL filings": ("ixbrl", "ixbrl"),
    "what the same filings print without a tag": ("ixbrl_untagged", "ixbrl"),
    "earnings releases in HTML": ("html_releases", "html_releases"),
    "reports in PDF": ("pdf", "pdf"),
    "a PDF whose text layer is garbled, with the extra `ocr`": ("pdf_ocr", "pdf_ocr"),
    "later: figures tagged in inline-XBRL filings": ("second/ixbrl", "second/ixbrl"),
    "later: what they print without a tag": ("second/ixbrl_untagged", "second/ixbrl"),
    "later: an earnings release in HTML": ("second/html_releases", "second/html_releases"),
    "later: reports and releases in PDF": ("second/pdf", "second/pdf"),
}
"""Each set's labels and its folder of documents."""
STRIPPED = "tagged filings whose tags are removed"
SILVER = {
    "filings outside the chain without their tags, as HTML": "html",
    "the same printed to PDF": "pdf",
}
"""Sets whose labels are the filings' own tags, and what they are read as."""
COMMAND = ["--", sys.executable, "-m", "flows", "extract", "--format", "jsonl"]


def published() -> dict[str, tuple[int, int, float, float]]:
    """Documents, labels, recall and wrong rate in percent, by set."""
    return {
        name: (int(documents), int(labels.replace(",", "")), float(recall), float(wrong))
        for name, documents, labels, recall, wrong in ROW.findall(TEXT)
    }


def test_all_sets_are_published_and_the_readme_links_to_them() -> None:
    assert set(published()) == {*SETS, STRIPPED, *SILVER}
    assert "(docs/accuracy.md)" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.bench
@pytest.mark.parametrize("name", SETS)
def test_it_is_what_the_scorer_measures(shared: Path, name: str) -> None:
    labels, folder = SETS[name]
    if labels == "pdf_ocr" and ocr.engine() is None:
        pytest.skip(ocr.to_do())
    scorer = [sys.executable, str(shared / "tools/score_extraction.py")]
    sets = ["--gold", str(shared / f"gold/{labels}.csv"), "--docs", str(shared / "corpus" / folder)]
    assert_measured(name, [*scorer, *sets, *COMMAND])


@pytest.mark.bench
@pytest.mark.parametrize("name", SILVER)
def test_it_is_what_the_tags_of_other_companies_say(shared: Path, name: str) -> None:
    filings = ["--filings", str(shared / "corpus/silver"), "--as", SILVER[name]]
    assert_measured(name, [sys.executable, str(shared / "tools/silver.py"), *filings, *COMMAND])


def assert_measured(name: str, scorer: list[str]) -> None:
    """The scorer finds what is published of the set, or better."""
    done = subprocess.run(scorer, cwd=ROOT, capture_output=True, text=True, check=False)
    found = TOTAL.search(done.stdout)
    assert found, done.stdout + done.stderr
    documents, many, recall, wrong = published()[name]
    assert int(found[4]) == documents
    assert int(found[1]) >= many  # lesser ones count where they are found
    assert float(found[2]) >= recall
    assert float(found[3]) <= wrong


@pytest.mark.bench
def test_it_is_what_the_tags_say(shared: Path) -> None:
    paths = sorted((shared / "corpus/ixbrl").iterdir())
    measured = total(compare(path.name, path.read_bytes()) for path in paths)
    documents, many, recall, wrong = published()[STRIPPED]
    assert len(paths) == documents
    assert measured.found + len(measured.wrong) + len(measured.missed) == many
    assert round(100 * measured.recall, 2) >= recall
    assert round(100 * measured.wrong_rate, 2) <= wrong
