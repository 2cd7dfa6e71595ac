"""Real documents that are no plain report: each ends as the corpus' index says that it should."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from extractors import extract

REFUSED = {
    "INTEL_2023_8K_dated-2023-02-10.pdf": "truncated",
    "NVDA_8K_2026-01-23_nvda-20260120.htm": "no_figures",  # no results
    "TSLA_8K_2026-01-28_exhibit991.htm": "no_figures",  # a deck without a table
    "adbe_0000796343-23-000044-index.html": "no_figures",  # an index page
    "anthropic_twilio_q4_2023.pdf": "no_figures",  # a deck, in part of pictures
    "danielwong_amd-ir-quarterly-results-landing.html": "no_figures",  # a landing page
    "ibm-10-k-2025-02-25.html": "no_figures",  # its statements are in an exhibit
    "meta_0001628280-25-058337.txt": "no_figures",  # a submission without results
    "sulinan_tencent.pdf": "foreign_language",  # in Chinese
}
RELEASE = "adbe_0000796343-23-000044.txt"
WITH_BROKEN_SIGNS = "pathway_aapl_FY23_Q2_Consolidated_Financial_Statements.pdf"


def test_every_document_is_in_the_list(shared: Path):
    found = {path.name for path in (shared / "corpus" / "odd").iterdir()}
    assert found == {*REFUSED, RELEASE, WITH_BROKEN_SIGNS}


@pytest.mark.parametrize("name", REFUSED)
def test_a_document_without_results_is_refused_for_one_reason(shared: Path, name: str):
    """Before it stand at most the tables whose columns nothing dates."""
    read = extract((shared / "corpus" / "odd" / name).read_bytes(), name)
    assert read.figures == ()
    *undated, last = (refusal.reason for refusal in read.refusals)
    assert last == REFUSED[name]
    assert set(undated) <= {"bad_period"}
    assert not any("\n" in refusal.what for refusal in read.refusals)


def test_the_figures_of_a_submission_are_those_of_its_release(shared: Path):
    read = extract((shared / "corpus" / "odd" / RELEASE).read_bytes(), RELEASE)
    release = (shared / "corpus" / "html_releases" / "adbeex991q123.htm").read_bytes()
    assert {figure.document for figure in read.figures} == {hashlib.sha256(release).hexdigest()}


# Caption and number of the statement of operations, first column, read by eye, in millions.
@pytest.mark.parametrize(
    ("metric", "segment", "printed"),
    [
        ("revenue", None, "94,836"),
        ("revenue", "Products", "73,929"),
        ("revenue", "Services", "20,907"),
        ("revenue", "Greater China", "17,812"),
        ("cost_of_revenue", None, "52,860"),
        ("gross_profit", None, "41,976"),
        ("operating_expenses", None, "13,658"),
        ("operating_income", None, "28,318"),
        ("net_income", None, "24,160"),
    ],
)
def test_a_sign_that_is_extracted_wrong_spoils_no_number(
    shared: Path, metric: str, segment: str | None, printed: str
):
    read = extract((shared / "corpus" / "odd" / WITH_BROKEN_SIGNS).read_bytes(), WITH_BROKEN_SIGNS)
    (value,) = {
        figure.value for figure in read.figures
        if (figure.metric, figure.segment, figure.period_type) == (metric, segment, "Q")
        and str(figure.period.end) == "2023-04-01"
    }  # fmt: skip
    assert value == Decimal(printed.replace(",", "")) * 10**6
