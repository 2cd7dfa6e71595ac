"""Outlooks and parts in sentences; results, what-ifs and former outlooks are no guidance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extractors import Extraction
from tests.builders.html_page import (
    APRIL,
    actuals,
    described,
    millions,
    outlooks,
    read,
    table,
    targets,
)

STATEMENT = table("""
 | Three Months Ended~2
 | April 30, 2025 | April 30, 2024
Revenue | 1,200 | 1,000
Gross profit | 700 | 600
""")
OUTLOOK = "Outlook for the second quarter of fiscal 2026 is as follows:"
BILLION = Decimal(10**9)


def said(*lines: str) -> Extraction:
    return read(APRIL, "(in millions)", STATEMENT, *lines)


def test_both_bases_respectively_with_basis_points():
    found = said(
        OUTLOOK,
        "GAAP and non-GAAP gross margins are expected to be 70.6% and 71.0%, respectively, "
        "plus or minus 50 basis points.",
    )
    assert outlooks(found) == {
        ("gross_margin", "gaap", "low"): Decimal("0.701"),
        ("gross_margin", "gaap", "mid"): Decimal("0.706"),
        ("gross_margin", "gaap", "high"): Decimal("0.711"),
        ("gross_margin", "non_gaap", "low"): Decimal("0.705"),
        ("gross_margin", "non_gaap", "mid"): Decimal("0.71"),
        ("gross_margin", "non_gaap", "high"): Decimal("0.715"),
    }
    assert targets(found) == {("Q", date(2025, 5, 1), date(2025, 7, 31))}


@pytest.mark.parametrize(
    ("sentence", "low", "mid", "high"),
    [
        ("Revenue is expected to be $43.0 billion, plus or minus 2%.", "42.14", "43", "43.86"),
        (
            "Revenue is expected to be $43.0 billion, plus or minus $0.5 billion.",
            "42.5",
            "43",
            "43.5",
        ),
        ("Revenue is expected to be between $1.1 billion and $1.3 billion.", "1.1", None, "1.3"),
        ("Revenue is expected to be in the range of $4.75 to $4.78 billion.", "4.75", None, "4.78"),
        ("Revenue is expected to be approximately $1.25 billion.", None, "1.25", None),
        (
            "Revenue is expected to be between US$35.5 billion and US$36.5 billion.",
            "35.5",
            None,
            "36.5",
        ),
        (
            "For the second quarter of fiscal 2026, we expect revenue of $1.25 billion.",
            None,
            "1.25",
            None,
        ),
        (
            "For the second quarter, the company expects revenue to be $1.25 billion.",
            None,
            "1.25",
            None,
        ),
        ("Revenue for the second quarter is expected to be $1.25 billion.", None, "1.25", None),
    ],
)
def test_revenue_of_the_next_quarter(sentence, low, mid, high):
    wanted = {
        ("revenue", "gaap", bound): Decimal(value) * BILLION
        for bound, value in (("low", low), ("mid", mid), ("high", high))
        if value
    }
    assert outlooks(said(OUTLOOK, sentence)) == wanted


@pytest.mark.parametrize(
    ("sentence", "metric", "basis", "value"),
    [
        (
            "Non-GAAP gross margin is expected to be approximately 34.1%.",
            "gross_margin",
            "non_gaap",
            "0.341",
        ),
        (
            "Non-GAAP operating margin is expected to be about 34.1%.",
            "operating_margin",
            "non_gaap",
            "0.341",
        ),
        ("GAAP gross margin is expected to be 58%.", "gross_margin", "gaap", "0.58"),
        (
            "Capital expenditures are expected to be $2 billion.",
            "capital_expenditures",
            "gaap",
            "2000000000",
        ),
    ],
)
def test_one_basis_alone(sentence, metric, basis, value):
    assert outlooks(said(OUTLOOK, sentence)) == {(metric, basis, "mid"): Decimal(value)}


def test_operating_expenses_of_both_bases():
    found = said(
        OUTLOOK,
        "GAAP and non-GAAP operating expenses are expected to be approximately $5.2 billion and "
        "$3.6 billion, respectively.",
    )
    assert outlooks(found) == {
        ("operating_expenses", "gaap", "mid"): Decimal("5.2") * BILLION,
        ("operating_expenses", "non_gaap", "mid"): Decimal("3.6") * BILLION,
    }


def test_two_metrics_in_one_sentence():
    found = said(
        "For the second quarter, we expect revenue of $1.1 billion to $1.3 billion and gross margin "
        "of approximately 58%."
    )
    assert outlooks(found) == {
        ("revenue", "gaap", "low"): Decimal("1.1") * BILLION,
        ("revenue", "gaap", "high"): Decimal("1.3") * BILLION,
        ("gross_margin", "gaap", "mid"): Decimal("0.58"),
    }


def test_the_full_year():
    found = said(
        "For fiscal 2026, the company expects total revenue of $5.30 billion to $5.55 billion."
    )
    assert outlooks(found) == {
        ("revenue", "gaap", "low"): Decimal("5.3") * BILLION,
        ("revenue", "gaap", "high"): Decimal("5.55") * BILLION,
    }
    assert targets(found) == {("FY", date(2025, 2, 1), date(2026, 1, 31))}


def test_another_quarter_than_the_heading_s():
    found = said(OUTLOOK, "For the third quarter, revenue is expected to be $1.5 billion.")
    assert targets(found) == {("Q", date(2025, 8, 1), date(2025, 10, 31))}


@pytest.mark.parametrize(
    "sentence",
    [
        "Excluding the charge, gross margin would have been 71.3%.",
        "Excluding the $4.5 billion charge, first quarter non-GAAP gross margin would have been 71.3%.",
        "Revenue was $1.2 billion.",
        "Gross margin was 58%.",
        "First quarter revenue was $1.2 billion, up 20%.",
        "Prior guidance was for revenue of $1.2 billion in the second quarter.",
        "Previously, we expected second quarter revenue of $1.2 billion.",
        "Second-quarter revenue is expected to grow 20% to 22%.",
        "Tax rates are expected to be 17%, plus or minus 1%.",
        "For the full year, gross margins are expected to be in the mid-50% range.",
        "We expect data center revenue of $800 million in the second quarter.",
        "Analysts had expected second quarter revenue of $1.4 billion.",
        "If tariffs had not applied, revenue would be expected to be $1.5 billion.",
        "Revenue is expected to be $1.20 per share.",
    ],
)
def test_no_guidance(sentence):
    found = said(OUTLOOK, sentence)
    assert outlooks(found) == {}, described(found.figures)


@pytest.mark.parametrize(
    "sentence",
    [
        "Revenue is expected to increase by approximately $1.5 billion.",
        "Revenue is expected to decrease by $1.5 billion.",
        "Revenue is expected to be reduced by approximately $1.5 billion because of export limits.",
        "Revenue is expected to include $100 million of licenses.",
        "Revenue is not expected to be $1.5 billion.",
        "Revenue would be expected to be $1.5 billion without the tariffs.",
        "Operating income is expected to be between a loss of $0.2 billion and income of $0.5 billion.",
        "Gross margins increased to 75.0% in fiscal year 2025 from 72.7% in fiscal year 2024.",
    ],
)
def test_no_guidance_of_this_value(sentence):
    found = said(OUTLOOK, sentence)
    assert outlooks(found) == {}, described(found.figures)


@pytest.mark.parametrize("words", ["exceed", "be at least", "be up to", "be no more than"])
def test_a_bound_alone_is_no_middle(words):
    found = said(OUTLOOK, f"Revenue is expected to {words} $1.5 billion.")
    assert ("revenue", "gaap", "mid") not in outlooks(found)


def test_the_currency_of_an_outlook():
    found = said(OUTLOOK, "Revenue is expected to be approximately NT$950 billion.")
    assert {figure.unit for figure in found.figures if figure.kind == "guidance"} == {"TWD"}


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        (
            "We now expect second quarter revenue of $1.3 billion, compared to our prior guidance of "
            "$1.2 billion.",
            {"mid": "1.3"},
        ),
        (
            "Second quarter revenue is expected to be between $1.1 billion and $1.3 billion.",
            {"low": "1.1", "high": "1.3"},
        ),
        (
            "Revenue is expected to be between $1.3 billion and $1.7 billion, compared with $1.2 "
            "billion in second quarter 2025.",
            {"low": "1.3", "high": "1.7"},
        ),
        (
            "There is no change to our second quarter revenue guidance of $1.2 billion.",
            {"mid": "1.2"},
        ),
        ("We now expect revenue of $1.3 billion, compared to prior guidance of $1.2 billion.", {"mid": "1.3"}),
        ("We are reaffirming our guidance of $1.2 billion.", {}),
        ("We reiterate our second quarter fiscal 2026 revenue outlook of $1.2 billion.", {"mid": "1.2"}),
        ("The company maintains its total revenue guidance of $1.2 billion.", {"mid": "1.2"}),
        ("We continue to expect second-quarter revenue of about $1.2 billion.", {"mid": "1.2"}),
        ("There is no change to our second quarter Data Center revenue guidance of $1.2 billion.", {}),
        ("We expect second quarter cost of revenue of $1.2 billion.", {}),
        ("There is no change to our first quarter revenue guidance of $1.2 billion.", {}),
        ("Fiscal 2025 revenue is expected to be $1.2 billion.", {}),
        ("For the third quarter, second quarter revenue is expected to be $1.2 billion.", {}),
        ("Second half revenue is expected to be $1.2 billion.", {}),
        ("Revenue is expected to be $1.3 billion, compared with guidance for the first quarter of $1.2 billion.", {"mid": "1.3"}),
    ],
)  # fmt: skip
def test_the_new_beside_the_former(sentence, values):
    wanted = {("revenue", "gaap", bound): Decimal(v) * BILLION for bound, v in values.items()}
    assert outlooks(said(OUTLOOK, sentence)) == wanted


def test_another_period_under_a_heading_is_its_own():
    found = said(OUTLOOK, "Full year revenue is expected to be $5.2 billion.")
    assert outlooks(found) == {("revenue", "gaap", "mid"): Decimal("5.2") * BILLION}
    assert targets(found) == {("FY", date(2025, 2, 1), date(2026, 1, 31))}


def test_an_outlook_without_a_number_heads_nothing():
    found = said(
        OUTLOOK,
        "Gross margin is expected to be 71%. For the full year, gross margins are expected to "
        "be flat.",
        "Revenue is expected to be $1.3 billion.",
    )
    assert targets(found) == {("Q", date(2025, 5, 1), date(2025, 7, 31))}
    assert set(outlooks(found)) == {("gross_margin", "gaap", "mid"), ("revenue", "gaap", "mid")}


def test_the_same_said_twice_is_one_and_said_otherwise_is_none():
    once = "Revenue is expected to be $1.25 billion."
    assert len(outlooks(said(OUTLOOK, once, once))) == 1
    assert outlooks(said(OUTLOOK, once, "Revenue is expected to be $1.35 billion.")) == {}


def test_a_part_under_its_heading_and_by_its_name():
    found = said(
        "Gaming",
        "First-quarter revenue was $511 million, up 20% from a year ago.",
        "First-quarter Data Center revenue was a record $600 million, up 8%.",
    )
    assert millions(actuals(found, "revenue", "Gaming")) == {"Q 2025-04-30": 511}
    assert millions(actuals(found, "revenue", "Data Center")) == {"Q 2025-04-30": 600}


def test_a_rounded_sentence_yields_to_an_exact_table():
    found = said("First-quarter total revenue was $1.2 billion, up 20%.")
    assert actuals(found, "revenue")["Q 2025-04-30"] == 1_200_000_000
    assert {f.confidence for f in found.figures} <= {"closed_table", "open_table"}


@pytest.mark.parametrize(
    "compared",
    [
        ", up from $500 million a year ago.",
        ", up 20% from $500 million a year ago, on strong demand.",
        ", compared to $500 million in the prior-year quarter.",
        " compared with $500 million in the same quarter of last year",
    ],
)
def test_a_part_with_its_comparative_period(compared):
    found = said(f"First-quarter Data Center revenue was $600 million{compared}")
    assert millions(actuals(found, "revenue", "Data Center")) == {
        "Q 2025-04-30": 600,
        "Q 2024-04-30": 500,
    }


@pytest.mark.parametrize(
    "compared",
    [
        ", up from $500 million in the previous quarter.",
        ", up from $500 million a year ago in constant currency.",
        ", up $100 million from a year ago.",
        ", up 20% from a year ago.",
        ", and gross profit of $500 million a year ago.",
    ],
)
def test_what_is_no_comparative_period(compared):
    found = said(f"First-quarter Data Center revenue was $600 million{compared}")
    assert millions(actuals(found, "revenue", "Data Center")) == {"Q 2025-04-30": 600}


def test_a_comparative_quarter_of_weeks_is_one_that_is_printed():
    sentence = (
        "First-quarter Data Center revenue was $600 million, up from $500 million a year ago."
    )
    first = "<p>Results for the first quarter ended April 27, 2025.</p>"
    statement = STATEMENT.replace("April 30, 2025", "April 27, 2025")
    printed = read(
        first, "(in millions)", statement.replace("April 30, 2024", "April 28, 2024"), sentence
    )
    assert millions(actuals(printed, "revenue", "Data Center")) == {
        "Q 2025-04-27": 600, "Q 2024-04-28": 500,
    }  # fmt: skip
    alone = read(first, sentence)
    assert millions(actuals(alone, "revenue", "Data Center")) == {"Q 2025-04-27": 600}


def test_the_place_of_a_value_is_its_characters():
    found = said(OUTLOOK, "Revenue is expected to be $1.25 billion.")
    (fact,) = [fact for fact in found.facts if fact.concept == "prose › revenue"]
    start, end = map(int, fact.locator.place.split("-"))
    assert (fact.quote, end - start) == ("$1.25 billion", 13)


@pytest.mark.parametrize(
    "heading",
    [
        "Financial Highlights",
        "Quill Reports First Quarter Results",
        "First Quarter Fiscal 2026 Summary",
    ],
)
def test_a_heading_that_names_no_part(heading):
    found = said(heading, "First-quarter revenue was $1.2 billion, up 20%.")
    assert [figure.segment for figure in found.figures if figure.segment] == []


@pytest.mark.parametrize("word", ["net", "Adjusted", "Deferred"])
def test_a_word_before_revenue_that_names_no_part(word):
    found = said(f"First-quarter {word} revenue was $511 million, up 20%.")
    assert [figure.segment for figure in found.figures if figure.segment] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Revenue is expected to be $1.3 billion lower.",
        "Gross margin is expected to be 2% higher.",
        "Gross margin is expected to be down 2% sequentially.",
    ],
)
def test_a_change_is_no_guidance(sentence):
    found = said(OUTLOOK, sentence)
    assert outlooks(found) == {}, described(found.figures)


def test_an_outlook_as_a_table_of_words_and_as_lines():
    rows = table("""
    Revenue | $1.25 - $1.35 billion
    GAAP gross margin | 57% to 58%
    Non-GAAP gross margin | 59% - 60%
    """)
    lines = (
        "Revenue: $1.25 to $1.35 billion",
        "GAAP gross margin: 57% to 58%",
        "Non-GAAP gross margin: 59% - 60%",
    )
    wanted = {
        ("revenue", "gaap", "low"): Decimal("1.25") * BILLION,
        ("revenue", "gaap", "high"): Decimal("1.35") * BILLION,
        ("gross_margin", "gaap", "low"): Decimal("0.57"),
        ("gross_margin", "gaap", "high"): Decimal("0.58"),
        ("gross_margin", "non_gaap", "low"): Decimal("0.59"),
        ("gross_margin", "non_gaap", "high"): Decimal("0.6"),
    }
    assert outlooks(said(OUTLOOK, rows)) == wanted
    assert outlooks(said(OUTLOOK, *lines)) == wanted


def test_each_basis_has_its_value_and_both_the_same_margin_of_error():
    assert outlooks(
        said(
            "For the second quarter of fiscal 2026 we expect a GAAP gross margin of 70.6% and a "
            "non-GAAP gross margin of 71.0%, each plus or minus 50 basis points."
        )
    )["gross_margin", "non_gaap", "high"] == Decimal("0.715")


def test_a_point_of_a_list_goes_on_from_none():
    points = (
        "<ul><li>Revenue is expected to be as much as we had in the first quarter of the year</li>"
        "<li>Gross margin is expected to be between 41% and 43%</li>"
        "</ul>"
    )
    found = read(APRIL, "in millions", STATEMENT, OUTLOOK, points)
    assert outlooks(found) == {
        ("gross_margin", "gaap", "low"): Decimal("0.41"),
        ("gross_margin", "gaap", "high"): Decimal("0.43"),
    }


def test_a_line_may_repeat_the_period_of_its_heading():
    lines = "Full-year fiscal 2026 revenue of $5.05 billion to $5.15 billion", "Sold: 12 of 13"
    found = read(APRIL, "in millions", STATEMENT, "Full-Year Fiscal 2026 Guidance", *lines)
    assert outlooks(found) == {
        ("revenue", "gaap", "low"): Decimal("5.05") * BILLION,
        ("revenue", "gaap", "high"): Decimal("5.15") * BILLION,
    }
    assert not outlooks(read(APRIL, "in millions", STATEMENT, *lines))
