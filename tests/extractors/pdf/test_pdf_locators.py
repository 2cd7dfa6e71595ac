"""Every labelled figure of a PDF is where its locator says, as an engine not the extractor's reads it."""

from __future__ import annotations

import csv
import re
import subprocess
from collections import defaultdict
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from extractors import Extraction, Fact, Figure
from tests.extractors.test_corpus import Label, carries, extraction, key_of_figure, key_of_label

pytestmark = pytest.mark.slow

WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
)
Word = tuple[float, float, float, float, str]
DOCUMENTS = (
    "ADOBE_2021_10K", "AMAZON_2019_10K", "AMAZON_2021_10K", "AMD_2019_10K", "AMD_2021_10K",
    "AMD_2022_annualreport", "BESTBUY_2023Q4_EARNINGS", "CORNING_2020_10K", "EBAY_2023Q1_EARNINGS",
    "INTEL_2020_10K", "INTEL_2023Q1_EARNINGS", "MICROSOFT_2019_10K", "MICROSOFT_2022_10K",
    "ORACLE_2021_10K", "PEPSICO_2022Q4_EARNINGS", "SALESFORCE_2024Q1_EARNINGS",
    "bogdan_AMZN_10K", "docugami_2022_Q3_INTC_10Q", "laxmimerit_amazon_10-q_q2_2025",
    "pathway_goog-exhibit-99-1-q1-2023-19", "trustbit_TowerSemiconductor_20F_FY2022",
)  # fmt: skip


def pdftotext(path: Path, page: int, *options: str) -> str:
    command = ["pdftotext", *options, "-f", str(page), "-l", str(page), str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@cache
def words(path: Path, page: int) -> tuple[Word, ...]:
    """Left, top, right, bottom (points from the top left) and text of each word of a page."""
    found = WORD.findall(pdftotext(path, page, "-bbox"))
    return tuple(
        (float(x0), float(top), float(x1), float(bottom), unescape(text))
        for x0, top, x1, bottom, text in found
    )


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def place_of(fact: Fact) -> tuple[int, tuple[float, float, float, float]]:
    assert fact.locator.kind == "box", fact.locator
    page, _, box = fact.locator.place.partition("/")
    x0, top, x1, bottom = (float(text) for text in box.split(","))
    return int(page), (x0, top, x1, bottom)


def text_under(path: Path, fact: Fact) -> str:
    """The characters in the box: whole words, else what poppler cuts out of the page there."""
    page, (x0, top, x1, bottom) = place_of(fact)
    inside = [
        text
        for left, above, right, below, text in words(path, page)
        if x0 - 1 <= (left + right) / 2 <= x1 + 1 and top - 1 <= (above + below) / 2 <= bottom + 1
    ]
    if squeezed("".join(inside)) == squeezed(fact.quote):
        return fact.quote
    corner = ["-x", f"{int(x0)}", "-y", f"{int(top)}"]
    size = ["-W", f"{int(x1 - x0) + 2}", "-H", f"{int(bottom - top) + 1}"]
    return pdftotext(path, page, "-r", "72", *corner, *size)


def found(rows: list[Label], read: Extraction) -> list[tuple[Label, Figure]]:
    """Every label with each figure that carries it."""
    figures: dict[object, list[Figure]] = defaultdict(list)
    for figure in read.figures:
        figures[key_of_figure(figure)].append(figure)
    return [(row, f) for row in rows for f in figures[key_of_label(row)] if carries(f, row)]


def misplaced(path: Path, row: Label, fact: Fact) -> str:
    """What is wrong with the place of the label's fact; '' where the number is there."""
    page, _ = place_of(fact)
    if str(page) != row["page"]:
        there = {text.strip("$()%") for *_, text in words(path, page)}
        if row["printed"].strip("$()% ") not in there:
            return f"stands on page {page}, which does not print it"
    # A box is of whole words: in a sentence the last one has its comma or full stop.
    under = text_under(path, fact).rstrip().rstrip(",.;")
    return "" if squeezed(under) == squeezed(fact.quote) else f"{under!r} stands there"


@pytest.fixture(scope="session")
def labels(shared: Path) -> dict[str, list[Label]]:
    rows: dict[str, list[Label]] = defaultdict(list)
    with (shared / "gold/pdf.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            rows[row["doc"]].append(row)
    return rows


def test_all_labelled_documents_are_looked_at(labels: dict[str, list[Label]]) -> None:
    assert set(labels) == {f"{name}.pdf" for name in DOCUMENTS}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.usefixtures("poppler")
def test_every_labelled_number_stands_in_its_box(
    shared: Path, labels: dict[str, list[Label]], name: str
) -> None:
    path = shared / "corpus/pdf" / f"{name}.pdf"
    read = extraction(path)
    facts = {fact.fact_id: fact for fact in read.facts}
    pairs = found(labels[path.name], read)
    off = [
        f"{row['metric']} {row['segment']} {row['period_end']} page {row['page']}: "
        f"{fact.quote} at {fact.locator}: {what}"
        for row, figure in pairs
        for fact in (facts[given.fact_id] for given in figure.inputs)
        if (what := misplaced(path, row, fact))
    ]
    assert len(pairs) > 20, "hardly a label was found"
    assert not off, "\n".join(off)
