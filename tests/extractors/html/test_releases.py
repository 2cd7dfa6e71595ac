"""Real releases of the corpus against labels checked by hand, and against numbers read by eye."""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from extractors import extract
from tests.extractors.test_corpus import Key, Label, extraction, judged


def labels(path: Path) -> dict[str, list[Label]]:
    rows: dict[str, list[Label]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["doc"]].append(row)
    return rows


def test_the_labels_of_html_releases_are_met(shared: Path):
    rows = labels(shared / "gold" / "html_releases.csv")
    states: list[tuple[str, str, Key]] = []
    for name, same in rows.items():
        figures = extraction(shared / "corpus" / "html_releases" / name).figures
        states += [(state, name, key) for state, key in judged(same, figures)]
    lost = [one for one in states if one[0] != "found"]
    bad = [one for one in lost if one[0] != "missed"]
    found = len(states) - len(lost)
    assert len(rows) == 7
    assert len(states) > 300
    assert found / len(states) >= 0.97, lost
    assert len(bad) / (found + len(bad)) <= 0.003, bad


# Read by eye: metric, segment, basis, end, class, and the number in millions or as a fraction.
READ_BY_EYE = [
    ("adbeex991q123.htm", "revenue", None, "gaap", "2023-03-03", "Q", "4655"),
    ("adbeex991q123.htm", "revenue", "Subscription", "gaap", "2022-03-04", "Q", "3958"),
    ("adbeex991q123.htm", "cost_of_revenue", "Product", "gaap", "2023-03-03", "Q", "8"),
    ("adbeex991q123.htm", "operating_expenses", None, "gaap", "2023-03-03", "Q", "2501"),
    ("edgartools_BuckleInc.8-K.EX99.1.html", "inventory", None, "gaap", "2024-11-02", "other", "149.351"),
    ("nvda_FY2024_Q1_newsroom.html", "revenue", None, "gaap", "2022-05-01", "Q", "8288"),
    ("nvda_FY2024_Q1_newsroom.html", "gross_margin", None, "gaap", "2023-01-29", "Q", "0.633"),
    ("nvda_FY2024_Q1_newsroom.html", "operating_expenses", None, "non_gaap", "2023-04-30", "Q", "1750"),
    ("nvda_FY2024_Q3_newsroom.html", "operating_expenses", None, "gaap", "2023-10-29", "9M", "8152"),
    ("nvda_FY2024_Q3_newsroom.html", "operating_expenses", None, "non_gaap", "2022-10-30", "9M", "5150"),
    ("nvda_FY2025_Q1_newsroom.html", "gross_margin", None, "non_gaap", "2024-04-28", "Q", "0.789"),
    ("nvda_FY2025_Q4_newsroom.html", "revenue", None, "gaap", "2025-01-26", "FY", "130497"),
    ("nvda_FY2025_Q4_newsroom.html", "operating_expenses", None, "non_gaap", "2025-01-26", "FY", "11716"),
    ("nvda_FY2026_Q1_newsroom.html", "revenue", None, "gaap", "2025-04-27", "Q", "44062"),
    ("nvda_FY2026_Q1_newsroom.html", "gross_margin", None, "non_gaap", "2025-04-27", "Q", "0.61"),
    ("nvda_FY2026_Q1_newsroom.html", "inventory", None, "gaap", "2025-01-26", "other", "10080"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("document", "metric", "segment", "basis", "end", "kind", "value"), READ_BY_EYE
)
def test_numbers_read_by_eye(shared: Path, document, metric, segment, basis, end, kind, value):
    (figure,) = [
        f for f in extraction(shared / "corpus" / "html_releases" / document).figures
        if (f.metric, f.segment, f.basis, str(f.period.end), f.period_type, f.kind)
        == (metric, segment, basis, end, kind, "actual")
    ]  # fmt: skip
    scale = 1 if figure.unit == "pure" else 10**6
    assert figure.value == Decimal(value) * scale


def test_a_what_if_margin_is_not_the_margin(shared: Path):
    read = extraction(shared / "corpus" / "html_releases" / "nvda_FY2026_Q1_newsroom.html")
    actuals = {figure.value for figure in read.figures if figure.kind == "actual"}
    assert Decimal("0.61") in actuals
    assert Decimal("0.713") not in actuals


def test_each_release_says_which_period_it_reports(shared: Path):
    folder = shared / "corpus" / "html_releases"
    told = {
        path.name: (
            str(extraction(path).document.period_end),
            extraction(path).document.fiscal_year_end,
        )
        for path in folder.iterdir()
    }
    assert told == {
        "adbeex991q123.htm": ("2023-03-03", "12-01"),
        "edgartools_BuckleInc.8-K.EX99.1.html": ("2024-11-02", "02-01"),
        "nvda_FY2024_Q1_newsroom.html": ("2023-04-30", "01-28"),
        "nvda_FY2024_Q3_newsroom.html": ("2023-10-29", "01-28"),
        "nvda_FY2025_Q1_newsroom.html": ("2024-04-28", "01-26"),
        "nvda_FY2025_Q4_newsroom.html": ("2025-01-26", "01-26"),
        "nvda_FY2026_Q1_newsroom.html": ("2025-04-27", "01-25"),
    }


def test_every_figure_can_be_traced_and_is_given_once(shared: Path):
    for path in sorted((shared / "corpus" / "html_releases").iterdir()):
        read = extraction(path)
        facts = {fact.fact_id: fact for fact in read.facts}
        assert len(facts) == len(read.facts), path.name
        assert len({figure.figure_id for figure in read.figures}) == len(read.figures), path.name
        for figure in read.figures:
            assert all(facts[one.fact_id].quote for one in figure.inputs), path.name


def test_releases_are_read_in_the_time_that_beautifulsoup_parses_them_in(shared: Path):
    """Reading takes 0.7 of it; twice leaves room for a machine that does other things."""
    ours = theirs = 0.0
    for path in sorted((shared / "corpus" / "html_releases").iterdir()):
        data = path.read_bytes()
        begun = time.process_time()
        extract(data, path.name)
        read = time.process_time()
        BeautifulSoup(data, "html.parser")
        ours, theirs = ours + read - begun, theirs + time.process_time() - read
    assert ours < 2 * theirs
