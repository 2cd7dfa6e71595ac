"""Rows of outlooks' tables: heads below values, cells that are one value, and what may not be one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.builders.html_page import outlooks, read, table, targets
from tests.builders.pdf_page import JUNE

THIRD = "For the quarter ending September 30, 2025, we are providing the following guidance:"
QUARTER = ("Q", date(2025, 7, 1), date(2025, 9, 30))
YEAR = ("FY", date(2025, 1, 1), date(2025, 12, 31))


def around(
    metric: str, mid: str, off: str, basis: str = "gaap"
) -> dict[tuple[str, str, str], Decimal]:
    values = (Decimal(mid) - Decimal(off), Decimal(mid), Decimal(mid) + Decimal(off))
    return {(metric, basis, b): v for b, v in zip(("low", "mid", "high"), values, strict=True)}


def test_a_value_and_its_spread_in_cells_of_their_own():
    found = read(JUNE, THIRD, table("""
     | U.S. GAAP~3 | Reconciling Items | Non-GAAP~3
    Revenue | $4.30 Billion | +/- | $300 Million | — | $4.30 Billion | +/- | $300 Million
    Gross margin as a percentage of revenue | 46.9% | +/- | 1% | $5 Million | 47.0% | +/- | 1%
    Net income per diluted share | $0.86 | +/- | $0.10 | $6 Million | $0.87 | +/- | $0.10
    """))  # fmt: skip
    assert outlooks(found) == {
        **around("revenue", "4300000000", "300000000"),
        **around("revenue", "4300000000", "300000000", "non_gaap"),
        **around("gross_margin", "0.469", "0.01"),
        **around("gross_margin", "0.47", "0.01", "non_gaap"),
    }  # fmt: skip
    assert targets(found) == {QUARTER}


def test_a_spread_takes_the_scale_of_the_table():
    found = read(JUNE, "Net revenue and non-GAAP gross margin are expected to be as follows:", table("""
     | Q3 2025
    (In millions, except percentages) |
    Total net revenue | $ 7,150 | +/- | $ 400
    Non-GAAP gross margin | 48.4 % | |
    """))  # fmt: skip
    assert outlooks(found) == {
        **around("revenue", "7150000000", "400000000"),
        ("gross_margin", "non_gaap", "mid"): Decimal("0.484"),
    }


def test_letters_for_scales():
    found = read(JUNE, table("""
     | Third Quarter 2025 Guidance
    Net sales | $2,115M - $2,165M
    Adjusted operating profit(2) | $450M - $480M
     | Full Year 2025 Guidance
    Net sales | $7.8B - $7.9B
    """))  # fmt: skip
    assert {
        (f.metric, f.basis, f.period_type, f.period.end, f.bound): f.value for f in found.figures
    } == {
        ("revenue", "gaap", "Q", QUARTER[2], "low"): 2_115_000_000,
        ("revenue", "gaap", "Q", QUARTER[2], "high"): 2_165_000_000,
        ("operating_income", "non_gaap", "Q", QUARTER[2], "low"): 450_000_000,
        ("operating_income", "non_gaap", "Q", QUARTER[2], "high"): 480_000_000,
        ("revenue", "gaap", "FY", YEAR[2], "low"): 7_800_000_000,
        ("revenue", "gaap", "FY", YEAR[2], "high"): 7_900_000_000,
    }


SUBSCRIPTIONS = """
 | Third Quarter 2025 GAAP Guidance~2 | Third Quarter 2025 Non-GAAP Guidance(1)~2
 | Amount (millions) | Year/Year Growth | Amount (millions) | Year/Year Growth
Product revenue | $906 - $911 | 23% | |
 | | | | Margin
Income from operations | | | | 4%
"""


def test_a_head_of_margins_below_values_is_of_the_lines_below_it():
    found = read(JUNE, "Guidance", table(SUBSCRIPTIONS))
    assert outlooks(found) == {("operating_margin", "non_gaap", "mid"): Decimal("0.04")}


def test_growth_of_a_profit_is_no_margin():
    found = read(JUNE, "Guidance", table(SUBSCRIPTIONS.replace("Margin", "Growth")))
    assert outlooks(found) == {}


def test_a_list_without_full_stops():
    found = read(
        JUNE, "Third Quarter 2025 Guidance",
        "The following details our guidance for the third quarter of 2025:",
        "Total revenues is expected to be in a range of $2,950 million +/- $150 million",
        "GAAP gross margin is expected to be in a range of 60.4% +/- 1.0%",
        "Non-GAAP gross margin is expected to be in a range of 61.7% +/- 1.0%",
    )  # fmt: skip
    assert outlooks(found) == {
        **around("revenue", "2950000000", "150000000"),
        **around("gross_margin", "0.604", "0.01"),
        **around("gross_margin", "0.617", "0.01", "non_gaap"),
    }


@pytest.mark.parametrize("text", ["$4.30 | +/- | $0.30", "$4.30 | +/- | 5%"])
def test_a_spread_without_a_scale_is_no_value(text):
    found = read(JUNE, THIRD, table(f"""
     | GAAP~3
    Revenue | {text}
    """))  # fmt: skip
    assert outlooks(found) == {}


def test_a_caption_has_a_scale_of_its_own():
    found = read(JUNE, "Third Quarter 2025 Guidance (in millions)", table("""
     | Q3 2025 Guidance
    Revenue (in billions) | $2.4 to $2.6
    Operating expenses | $300 to $310
    """))  # fmt: skip
    assert outlooks(found) == {
        ("revenue", "gaap", "low"): 2_400_000_000, ("revenue", "gaap", "high"): 2_600_000_000,
        ("operating_expenses", "gaap", "low"): 300_000_000,
        ("operating_expenses", "gaap", "high"): 310_000_000,
    }  # fmt: skip


BASES = "Outlook for the third quarter of 2025"


@pytest.mark.parametrize(("sentence", "expected"), [
    ("Total operating expenses for the third quarter of 2025 are expected to be between $275 million"
     " and $295 million on a non-GAAP basis.",
     {("operating_expenses", "non_gaap", "low"): 275_000_000,
      ("operating_expenses", "non_gaap", "high"): 295_000_000}),
    ("Gross margin percentage for the third quarter of 2025 is expected to be 36% on a GAAP basis.",
     {("gross_margin", "gaap", "mid"): Decimal("0.36")}),
    ("For the third quarter of 2025, the Company expects revenues to range between $2.1 and $2.2"
     " billion, a decrease of 1% to 3% over the previous quarter.",
     {("revenue", "gaap", "low"): 2_100_000_000, ("revenue", "gaap", "high"): 2_200_000_000}),
    ("For the third quarter of 2025, we are forecasting revenue of $2.35 billion, +/- $100 million.",
     around("revenue", "2350000000", "100000000")),
    # Whose basis it is, the place does not say.
    ("In the third quarter of 2025 we expect gross margin of 40% on a non-GAAP basis operating"
     " margin of 20%.", {}),
    ("For the third quarter of 2025, we expect revenue of $2.0 billion, which was our previous"
     " outlook.", {}),
    ("For the third quarter of 2025, our previous outlook was for revenue of $2.0 billion.", {}),
])  # fmt: skip
def test_bases_behind_values_and_clauses_that_look_back(sentence, expected):
    assert outlooks(read(JUNE, BASES, sentence)) == expected


def test_a_former_value_in_the_cell_is_none():
    found = read(JUNE, "2025 FINANCIAL GUIDANCE", table("""
    Revenues | $67.0 to $70.0 billion (previously $67.0 to $71.0 billion)
    Adjusted R&D expenses | $12.4 to $13.4 billion; prior guidance: $12.0 billion
    Capital expenditures | $4.2 billion (versus prior outlook of $4.0 billion)
    """))  # fmt: skip
    assert outlooks(found) == {
        ("revenue", "gaap", "low"): Decimal(67_000_000_000),
        ("revenue", "gaap", "high"): Decimal(70_000_000_000),
        ("research_and_development", "non_gaap", "low"): Decimal(12_400_000_000),
        ("research_and_development", "non_gaap", "high"): Decimal(13_400_000_000),
        ("capital_expenditures", "gaap", "mid"): Decimal(4_200_000_000),
    }
    assert targets(found) == {YEAR}


def test_a_year_before_the_word_guidance_is_the_fiscal_one_where_it_ends_in_december():
    updated = table("""
     | Prior 2025 Guidance | Updated 2025 Guidance
    Capital expenditures | $4.0 billion | Approximately $4.2 billion
    Operating margin | 21% to 22% | 22.0% - 22.5%
    """)
    found = read(JUNE, updated)
    assert outlooks(found) == {
        ("capital_expenditures", "gaap", "mid"): Decimal(4_200_000_000),
        ("operating_margin", "gaap", "low"): Decimal("0.22"),
        ("operating_margin", "gaap", "high"): Decimal("0.225"),
    }
    assert targets(found) == {YEAR}
    march = "Results for the first quarter of fiscal 2026, which ended June 30, 2025."
    assert outlooks(read(march, updated)) == {}


def test_a_currency_in_a_cell_is_that_of_its_value():
    found = read(JUNE, "Outlook for 2025", table("""
    Revenue | €4.3 billion to €4.5 billion
    Capital expenditures | NT$30 billion
    """))  # fmt: skip
    units = {(f.metric, f.bound): (f.value, f.unit) for f in found.figures if f.kind == "guidance"}
    assert units == {
        ("revenue", "low"): (Decimal(4_300_000_000), "EUR"),
        ("revenue", "high"): (Decimal(4_500_000_000), "EUR"),
        ("capital_expenditures", "mid"): (Decimal(30_000_000_000), "TWD"),
    }


def test_the_basis_is_that_of_the_sentence_that_names_the_outlook():
    found = read(
        JUNE,
        "It maintains its outlook for adjusted diluted EPS. The updated 2025 guidance is below.",
        table("Revenues | $67.0 to $70.0 billion"),
    )
    assert set(outlooks(found)) == {("revenue", "gaap", "low"), ("revenue", "gaap", "high")}


@pytest.mark.parametrize("heads", [
    " | Three Months Ended June 30,~2\n | 2025 | 2024", " | June 30, 2025 | June 30, 2024",
    " | Three Months Ended~2\n | June 30, 2025 | June 30, 2024", " | 2025 | 2024",
])  # fmt: skip
def test_a_statement_below_an_outlook_is_none(heads):
    found = read(
        JUNE, "Outlook", "For the third quarter of 2025, we expect revenue of $4.82 billion.",
        "Statements of Operations", "(in millions)",
        table(heads + "\nNet sales | $5,678 | $4,151\nOperating income | $1,812 | $(201)"),
    )  # fmt: skip
    assert outlooks(found) == {("revenue", "gaap", "mid"): 4_820_000_000}


@pytest.mark.parametrize("words", ["none", "no impact"])
def test_a_line_of_words_heads_nothing(words: str):
    found = read(JUNE, "Guidance", table(f"""
     | Q3 2025 Guidance | Full Year 2025 Guidance
    Revenue | $8.51 - $8.53 | $34.5 - $34.7
     | Billion | Billion
    FX impact | {words} | {words}
    GAAP operating margin | N/A | ~11.4%
    Non-GAAP operating margin | N/A | ~28.0%
    """))  # fmt: skip
    assert outlooks(found)["operating_margin", "non_gaap", "mid"] == Decimal("0.28")
    assert outlooks(found)["operating_margin", "gaap", "mid"] == Decimal("0.114")


@pytest.mark.parametrize("title", [
    "We expect to recognize the remaining performance obligations in 2025 as follows (in millions):",
    "Expected payments in the full year 2025 are as follows (in millions):",
])  # fmt: skip
def test_a_schedule_of_what_is_recognized_is_no_outlook(title):
    found = read(
        JUNE, title, table(" | Full year 2025\nRevenue | $1,200\nCapital expenditures | $300")
    )
    assert outlooks(found) == {}
