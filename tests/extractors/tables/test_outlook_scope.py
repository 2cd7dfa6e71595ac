"""Outlooks: which lines belong to one, on which basis and in which currency they are."""

from __future__ import annotations

import pytest

from extractors import Extraction
from tests.builders.html_page import outlooks, read, table
from tests.builders.pdf_page import Drawn

JUNE = "Results for the second quarter ended June 30, 2025."


def guided(found: Extraction) -> set[tuple[str, str, str]]:
    """(metric, basis, unit) of all guidance."""
    return {(f.metric, f.basis, f.unit) for f in found.figures if f.kind == "guidance"}


@pytest.mark.parametrize(
    ("title", "currency"),
    [
        ("Outlook for the third quarter of 2025 (in € millions)", "EUR"),
        ("Guidance for the third quarter of 2025 (NT$ in billions)", "TWD"),
        ("Outlook for the third quarter of 2025 (RMB in millions)", "CNY"),
    ],
)
def test_the_title_of_an_outlook_gives_its_currency(title: str, currency: str):
    found = read(JUNE, title, table("""
     | Q3 2025
    Revenue | 9,100 - 9,300
    Operating margin | 24.0% - 26.0%
    """))  # fmt: skip
    assert {unit for metric, _, unit in guided(found) if metric == "revenue"} <= {currency}


@pytest.mark.parametrize(
    "sentence",
    [
        "For fiscal year 2025, gross margin is expected to be 53% excluding stock compensation.",
        "For fiscal year 2025, operating income is expected to be $1.4 billion, excluding"
        " restructuring.",
    ],
)
def test_an_outlook_that_excludes_something_is_not_gaap(sentence: str):
    assert {basis for _, basis, _ in guided(read(JUNE, sentence))} <= {"non_gaap"}


@pytest.mark.parametrize(
    ("title", "row"),
    [
        ("Outlook for the third quarter of 2025", "Non-GAAP: |"),
        ("Outlook for the third quarter of 2025", "Non-GAAP |"),
        ("Non-GAAP outlook for the third quarter of 2025", " |"),
    ],
)
def test_an_outlooks_section_or_title_gives_its_basis(title: str, row: str):
    found = read(JUNE, title, table(f"""
    (in millions) | Third Quarter 2025
    {row}
    Operating margin | 20% - 21%
    Gross margin | 50% - 51%
    """))  # fmt: skip
    assert {basis for _, basis, _ in guided(found)} <= {"non_gaap"}


@pytest.mark.parametrize("heading", ["On a non-GAAP basis:", "Non-GAAP:", "Non-GAAP"])
def test_a_line_within_an_outlook_gives_the_basis(heading: str):
    found = read(
        JUNE,
        "Outlook for the third quarter of 2025:",
        "Revenue of $1.3 billion, plus or minus 2%",
        heading,
        "Gross margin of 60%",
    )
    assert {basis for metric, basis, _ in guided(found) if metric == "gross_margin"} <= {"non_gaap"}


@pytest.mark.parametrize(
    "heading",
    ["Recent highlights:", "Q2 2025 results:", "Second quarter results:", "Cloud", "Cloud:",
     "Cloud business:", "Highlights of Q2 2025"],
)  # fmt: skip
def test_another_heading_ends_an_outlook(heading: str):
    found = read(
        JUNE,
        "Outlook for the third quarter of 2025:",
        "Revenue of $1.3 billion, plus or minus 2%",
        heading,
        "Operating margin of 24%",
        "Capital expenditures of $120 million",
    )
    assert {metric for metric, _, _ in guided(found)} == {"revenue"}


@pytest.mark.parametrize(
    "said",
    ["gross margin of 45% for our hardware products", "operating margin of 25% in our Cloud unit",
     "revenue of $1.4 billion from Cloud", "revenue of $5 billion in AI",
     "operating expenses of $150 million per month",
     "operating expenses of $300 million related to restructuring",
     "capital expenditures of $40 million for the new fab",
     "capital expenditures of $40 million to $50 million, net of grants",
     "gross margin of 45% before amortization", "operating margin of 30% or better"],
)  # fmt: skip
def test_what_follows_an_outlooks_values_may_change_them(said: str):
    found = read(JUNE, f"For the third quarter of 2025, we expect {said}.")
    assert outlooks(found) == {}


@pytest.mark.parametrize(
    "lines",
    [
        ("For the full year 2025, the Cloud business is expected to grow 10% with",
         "operating margin of 25% and gross margin of 55%."),
        ("For the third quarter of 2025, the hardware unit expects sales to rise, and we target",
         "revenue of $1.4 billion after the launch."),
        ("The third quarter 2025 outlook for China assumes no licence, and there",
         "gross margin of 45% would follow."),
    ],
)  # fmt: skip
def test_the_second_line_of_a_sentence_is_no_sentence(lines: tuple[str, str]):
    sheet = (
        Drawn()
        .text(JUNE, "(in millions)")
        .table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | $1,234 | $1,100
    Operating income | 300 | 250
    """)
    )
    assert outlooks(sheet.text("Outlook", *lines).read()) == {}
