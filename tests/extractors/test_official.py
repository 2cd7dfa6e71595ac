"""Real documents of regulators against labels checked by hand."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from extractors import extract
from tests.extractors.test_corpus import extraction, judged

DOCUMENTS = {
    "00126380_2011-04-30.xbrl": 12,
    "entity00413046_2025-03-31.xbrl": 12,
    "tifrs-fr0-m1-ci-cr-1101-2013Q1.xml": 14,
    "tifrs-fr0-m1-ci-cr-1102-2013Q1.xml": 12,
    "jpcrp030000-asr-001_E02367-000_2024-03-31_01_2024-06-28.xbrl": 12,
    "CJ_2371_kakakucom.xbrl": 14,
}
"""Labelled documents, and how many of their labels are found; the others are optional."""


@pytest.fixture(scope="module")
def official(shared: Path) -> Path:
    folder = shared / "corpus" / "official"
    if not folder.is_dir():
        pytest.skip("the official documents are not here")
    return folder


@pytest.mark.parametrize(("name", "found"), DOCUMENTS.items())
def test_a_document_of_a_regulator_gives_its_figures(official, shared, name, found):
    with (shared / "gold" / "official.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["doc"] == name]
    (path,) = official.rglob(name)
    states = Counter(state for state, _ in judged(rows, extraction(path).figures))
    assert states == {"found": found}


def test_the_zip_of_dart_gives_what_the_instance_in_it_gives(official):
    packed = extraction(official / "dart" / "samsung-2021FY-xbrl.zip")
    plain = extraction(official / "dart" / "samsung" / "00126380_2011-04-30.xbrl")
    assert packed.document.kind == "xbrl_zip"
    assert {one.document for one in packed.figures} == {packed.document.sha256}
    assert [(one.metric, one.period, one.value) for one in packed.figures] == [
        (one.metric, one.period, one.value) for one in plain.figures
    ]


def test_numbers_of_the_parent_alone_are_not_the_companys(official):
    figures = extraction(official / "dart" / "entity00413046_2025-03-31.xbrl").figures
    revenue = {str(one.period): one.value for one in figures if one.metric == "revenue"}
    # The parent alone sold for 634,007,044,924.
    assert revenue == {
        "2025-01-01/2025-03-31": Decimal(841_911_660_218),
        "2024-01-01/2024-03-31": Decimal(736_980_406_827),
    }


@pytest.mark.parametrize(
    ("name", "end", "values"),
    [
        ("tsla-20240630_htm.xml", "2024-06-30", ("25500", "20922", "4578", "1605")),
        ("Netflix.10K.xbrl.xml", "2022-12-31", ("31615.550", "19168.285", "12447.265", "5632.831")),
    ],
)
def test_plain_instances_of_edgar(official, name, end, values):
    figures = extraction(official / "edgar_xbrl" / name).figures
    metrics = ("revenue", "cost_of_revenue", "gross_profit", "operating_income")
    found = {
        one.metric: one.value
        for one in figures
        if str(one.period.end) == end and one.period_type in ("Q", "FY") and one.metric in metrics
    }
    assert found == {
        metric: Decimal(value) * 1_000_000 for metric, value in zip(metrics, values, strict=True)
    }


def test_an_empty_line_before_the_declaration_hides_nothing(official):
    (path,) = (official / "edgar_ixbrl").glob("aeon*.htm")
    assert len(extraction(path).figures) == 25


@pytest.mark.parametrize("folder", ["edinet", "tdnet"])
def test_a_file_without_its_contexts_is_refused_in_one_line(official, folder):
    for path in sorted((official / folder).glob("01*_ixbrl.htm")) or sorted(
        (official / folder).glob("010[234]*-ixbrl.htm")
    ):
        refusals = extract(path.read_bytes(), path.name).refusals
        assert len(refusals) <= 2, path.name
