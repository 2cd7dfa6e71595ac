"""Outlooks in tables: which cell is the outlook, of what period, on what basis, in what unit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extractors import Extraction
from tests.builders.html_page import outlooks, read, table, targets
from tests.builders.pdf_page import JUNE, Drawn

Outlooks = dict[tuple[str, str, str], Decimal]
THIRD = "Outlook for the third quarter of 2025 (in millions)"
QUARTER = {("Q", date(2025, 7, 1), date(2025, 9, 30))}
YEAR = {("FY", date(2025, 1, 1), date(2025, 12, 31))}


def drawn(title: str, text: str) -> Extraction:
    sheet = Drawn(first=220, step=120, width=110, heads="right")
    return sheet.text(JUNE, title).table(text).read()


def written(title: str, text: str) -> Extraction:
    return read(JUNE, title, table(text))


def money(low: int, high: int, metric: str = "revenue", basis: str = "gaap") -> Outlooks:
    """A range in millions."""
    return {
        (metric, basis, "low"): Decimal(low * 10**6),
        (metric, basis, "high"): Decimal(high * 10**6),
    }


def share(low: str, high: str, metric: str, basis: str = "gaap") -> Outlooks:
    """A range of percentages, as fractions."""
    return {(metric, basis, "low"): Decimal(low), (metric, basis, "high"): Decimal(high)}


BOTH = pytest.mark.parametrize("print_", [drawn, written], ids=["pdf", "html"])


def test_captions_that_say_what_is_expected_and_in_what_unit():
    found = written(
        "Outlook for the third quarter of 2025",
        """
    | Three Months Ending September 30, 2025~2
    | GAAP(1) | Non-GAAP(1)
    Revenue ($B) | $1.25 - $1.29 | $1.25 - $1.29
    Consolidated gross margins are expected to be in the range of: | 50.0% - 51.0% | 52.0% - 53.0%
    Operating expenses ($M) | $320 - $330 | $280 - $290""",
    )
    assert outlooks(found) == (
        money(1250, 1290) | money(1250, 1290, basis="non_gaap")
        | share("0.50", "0.51", "gross_margin") | share("0.52", "0.53", "gross_margin", "non_gaap")
        | money(320, 330, "operating_expenses")
        | money(280, 290, "operating_expenses", "non_gaap")
    )  # fmt: skip
    assert targets(found) == QUARTER


def test_gaap_and_non_gaap_columns():
    found = drawn("Outlook for the third quarter of 2025", """
    (in millions) | GAAP | Non-GAAP
    Revenue | $1,250 - $1,290 | $1,250 - $1,290
    Gross margin | 50.0% - 51.0% | 52.0% - 53.0%
    Operating expenses | $320 - $330 | $280 - $290
    Operating margin | N/A | 29% - 30%
    """)  # fmt: skip
    assert outlooks(found) == {
        **money(1_250, 1_290), **money(1_250, 1_290, basis="non_gaap"),
        **share("0.5", "0.51", "gross_margin"), **share("0.52", "0.53", "gross_margin", "non_gaap"),
        **money(320, 330, "operating_expenses"),
        **money(280, 290, "operating_expenses", "non_gaap"),
        **share("0.29", "0.3", "operating_margin", "non_gaap"),
    }  # fmt: skip
    assert targets(found) == QUARTER


def test_rows_of_both_bases_under_quarter_and_year():
    found = drawn("Reconciliation of GAAP to non-GAAP outlook (in millions)", """
     | Q3 2025 | FY 2025
    GAAP gross margin | 50.0% - 51.0% | 51% - 52%
    Stock-based compensation | 2.0% | 2%
    Non-GAAP gross margin | 52.0% - 53.0% | 53% - 54%
    GAAP operating expenses | $320 - $330 | $1,250 - $1,300
    Stock-based compensation | (40) | (160)
    Non-GAAP operating expenses | $280 - $290 | $1,090 - $1,140
    """)  # fmt: skip
    quarter = {(f.metric, f.basis, f.bound): f.value for f in found.figures if f.period_type == "Q"}
    year = {(f.metric, f.basis, f.bound): f.value for f in found.figures if f.period_type == "FY"}
    assert quarter == {
        **share("0.5", "0.51", "gross_margin"), **share("0.52", "0.53", "gross_margin", "non_gaap"),
        **money(320, 330, "operating_expenses"),
        **money(280, 290, "operating_expenses", "non_gaap"),
    }  # fmt: skip
    assert year == {
        **share("0.51", "0.52", "gross_margin"), **share("0.53", "0.54", "gross_margin", "non_gaap"),
        **money(1_250, 1_300, "operating_expenses"),
        **money(1_090, 1_140, "operating_expenses", "non_gaap"),
    }  # fmt: skip
    assert targets(found) == QUARTER | YEAR


def test_the_scale_stands_in_the_line_below():
    found = drawn("Outlook", """
     | Q3 2025 | FY 2025
    Revenue | $2.47 - $2.54 | $9.90 - $10.10
     | Billion | Billion
    Operating Margin (1) | 24% - 25% | 24.5%
    """)  # fmt: skip
    quarter = {(f.metric, f.bound): f.value for f in found.figures if f.period_type == "Q"}
    year = {(f.metric, f.bound): f.value for f in found.figures if f.period_type == "FY"}
    assert quarter == {
        ("revenue", "low"): 2_470_000_000, ("revenue", "high"): 2_540_000_000,
        ("operating_margin", "low"): Decimal("0.24"), ("operating_margin", "high"): Decimal("0.25"),
    }  # fmt: skip
    assert year == {
        ("revenue", "low"): 9_900_000_000, ("revenue", "high"): 10_100_000_000,
        ("operating_margin", "mid"): Decimal("0.245"),
    }  # fmt: skip


def test_the_unit_is_the_titles():
    found = drawn("Outlook for the third quarter of 2025 (in billions)", """
     | Guidance
    Revenue | $2.47 - $2.54
    Capital expenditures | $0.4 - $0.5
    """)  # fmt: skip
    assert outlooks(found) == {**money(2_470, 2_540), **money(400, 500, "capital_expenditures")}


def test_a_year_of_53_weeks_is_as_long():
    sheet = Drawn(first=220, step=150, width=140, heads="right").text(
        "Sample Corporation today reported results for its fourth quarter ended January 28, 2023."
    )
    found = sheet.text("(in millions)").table("""
     | Three Months Ended~2
     | January 28, 2023 | January 29, 2022
    Revenue | $ 14,735 | $ 16,365
    Gross profit | 2,957 | 3,303
    """).text("Financial outlook (in billions)").table("""
     | FY24 (53 weeks) Guidance
    Revenue | $43.8 - $45.2
    Operating margin | 3.7% - 4.1%
    """).read()  # fmt: skip
    assert targets(found) == {("FY", date(2023, 1, 29), date(2024, 2, 3))}


@BOTH
def test_a_prior_and_an_actual_column_are_no_outlook(print_):
    found = print_("Outlook (in millions)", """
     | Q2 2025 Actual | Q3 2025 Outlook | Prior Q3 2025 Outlook
    Revenue | $1,234 | $1,250 - $1,290 | $1,200 - $1,240
    Gross margin | 50.0% | 50.0% - 51.0% | 48%
    """)  # fmt: skip
    assert outlooks(found) == {**money(1_250, 1_290), **share("0.5", "0.51", "gross_margin")}


def test_nothing_is_guessed_of_unit_or_period():
    for title in ("Outlook for the third quarter of 2025", "Outlook (in millions)"):
        assert not outlooks(drawn(title, """
         | Guidance
        Revenue | $1,250 - $1,290
        Operating expenses | $320 - $330
        """))  # fmt: skip


BESIDE = [
    ("the last quarter's actual", " | Q2 2025 | Q3 2025", "$1,234 | $1,250 - $1,290"),
    ("the year before", " | Guidance | Q3 2024", "$1,250 - $1,290 | $1,134"),
    ("analysts' consensus", " | Guidance | Consensus", "$1,250 - $1,290 | $1,260"),
    (
        "an adjustment",
        " | GAAP | Stock-based compensation | Non-GAAP",
        "$1,250 - $1,290 | $40 | N/A",
    ),
]


@BOTH
@pytest.mark.parametrize(("what", "heads", "cells"), BESIDE, ids=[one[0] for one in BESIDE])
def test_what_stands_beside_an_outlook_is_none(print_, what, heads, cells):
    found = print_(THIRD, f"""
    {heads}
    Revenue | {cells}
    Operating income | {cells}
    """)  # fmt: skip
    assert outlooks(found) == {
        **money(1_250, 1_290), **money(1_250, 1_290, "operating_income"),
    }, what  # fmt: skip


def test_a_change_beside_an_outlook_is_none():
    found = drawn(THIRD, """
     | Guidance | Y/Y
    Revenue | $1,250 - $1,290 | 10% - 12%
    Operating margin | 24% - 25% | 1.5%
    """)  # fmt: skip
    assert outlooks(found) == {**money(1_250, 1_290), **share("0.24", "0.25", "operating_margin")}


def test_a_segments_outlook_is_not_the_companys():
    found = drawn(THIRD, """
     | Cloud | Devices
    Revenue | $800 - $820 | $450
    Operating margin | 30% - 31% | 10%
    """)  # fmt: skip
    assert not outlooks(found)


MAY = "<p>Results for its third quarter of fiscal 2025, which ended May 29, 2025.</p>"
NEXT = "The following table presents guidance for the fourth quarter of 2025:"
IN_WORDS = "$10.7 billion ± $300 million"


def test_a_cell_of_words_is_on_the_basis_of_its_column():
    found = read(MAY, NEXT, table(f"""
    FQ4-25 | Non-GAAP(2) Outlook
    Revenue | {IN_WORDS}
    """))  # fmt: skip
    assert {basis for _, basis, _ in outlooks(found)} <= {"non_gaap"}


@pytest.mark.parametrize(
    "heads",
    [" | Prior Guidance | Updated Guidance", " | As of March 20, 2025 | As of June 25, 2025"],
)
def test_a_former_outlook_in_words_is_not_the_present_one(heads):
    found = read(MAY, NEXT, table(f"""
    {heads}
    Revenue | {IN_WORDS} | $11.2 billion ± $100 million
    """))  # fmt: skip
    assert Decimal(10_700_000_000) not in outlooks(found).values()


def test_outlooks_in_words_have_both_columns():
    found = read(MAY, NEXT, table("""
    FQ4-25 | GAAP(1) Outlook | Non-GAAP(2) Outlook
    Gross margin | 41.0% ± 1.0% | 42.0% ± 1.0%
    Operating expenses | $1.35 billion ± $20 million | $1.20 billion ± $20 million
    """))  # fmt: skip
    assert outlooks(found)["gross_margin", "gaap", "mid"] == Decimal("0.41")
    assert outlooks(found)["gross_margin", "non_gaap", "mid"] == Decimal("0.42")
    assert outlooks(found)["operating_expenses", "non_gaap", "high"] == 1_220_000_000


def test_low_and_high_have_columns_of_their_own():
    found = drawn(THIRD, """
     | Low | High
    Revenue | $1,250 | $1,290
    Operating income | $300 | $310
    """)  # fmt: skip
    assert outlooks(found) == {**money(1_250, 1_290), **money(300, 310, "operating_income")}


def sentence(text: str) -> Outlooks:
    return outlooks(read(JUNE, text))


@pytest.mark.parametrize(
    "text",
    [
        "For the third quarter of 2025, we expect AI revenue of $7.4 billion.",
        "For the third quarter of 2025, we expect subscription revenue of $7.4 billion.",
        "For the third quarter of 2025, we expect revenue from China to be $0.7 billion.",
        "For the third quarter of 2025, we expect revenue headwind of $0.7 billion.",
        "For the third quarter of 2025, we expect revenue of at least $7.4 billion.",
        "For the third quarter of 2025, we expect constant currency revenue of $7.4 billion.",
        "For the third quarter of 2025, we expect revenue excluding China of $7.4 billion.",
        "For the third quarter of 2025, we are raising revenue guidance from $7.0 billion to $7.4 billion.",
        "Our prior outlook for the third quarter of 2025 was revenue of $7.4 billion.",
        "The market for AI chips is expected to reach revenue of $500 billion in fiscal 2028.",
        "For the third quarter of 2025, annualized revenue is expected to be $30 billion.",
        "For the second half of fiscal 2025, we expect revenue of $15 billion.",
        "We expect capital expenditures of $100 billion over the next four years, starting in "
            "fiscal 2026.",
        "For the third quarter of 2025, we expect total revenue for the Cloud segment of $7.4 "
            "billion.",
        "In April we expected third quarter 2025 revenue of $7.4 billion.",
        "We expect revenue for the third quarter of 2025 of $7.0 billion to $7.4 billion on a "
            "constant currency basis.",
    ],
)  # fmt: skip
def test_these_sentences_give_no_outlook_of_the_company(text: str) -> None:
    assert not sentence(text)


def test_a_range_has_one_scale():
    assert sentence(
        "We expect third quarter 2025 total revenue to be in the range of $47.5-50.5 billion."
    ) == money(47_500, 50_500)


@BOTH
@pytest.mark.parametrize(
    "heading",
    [
        "Third Quarter 2025 Non-GAAP Outlook",
        "For the third quarter of 2025, we expect on a non-GAAP basis:",
    ],
)
def test_the_basis_of_a_heading_is_that_of_its_lines(print_, heading):
    if print_ is drawn:
        found = Drawn().text(JUNE, heading, "Operating expenses of $280 million").read()
    else:
        found = read(JUNE, heading, "Operating expenses of $280 million")
    assert {basis for _, basis, _ in outlooks(found)} <= {"non_gaap"}


def test_another_heading_ends_an_outlook():
    found = read(
        JUNE, "Third Quarter 2025 Outlook", "Revenue of $1.25 billion to $1.29 billion",
        "Long-Term Model", "Gross margin of 55% to 60%",
    )  # fmt: skip
    assert outlooks(found) == money(1_250, 1_290)


def test_each_heading_has_its_own_period():
    found = read(
        JUNE, "Third Quarter 2025 Outlook", "Revenue of $1.25 billion to $1.29 billion",
        "Full Year 2025 Outlook", "Revenue of $4.9 billion to $5.0 billion",
    )  # fmt: skip
    assert {(f.period_type, f.bound, f.value / 10**6) for f in found.figures} == {
        ("Q", "low", 1_250), ("Q", "high", 1_290), ("FY", "low", 4_900), ("FY", "high", 5_000),
    }  # fmt: skip


def test_an_outlook_of_the_quarter_reported_is_none():
    found = read(
        JUNE, "Performance against our second quarter 2025 guidance", "Revenue of $1.2 billion"
    )
    assert not outlooks(found)


def test_a_column_without_a_basis_beside_one_with_it_is_of_none():
    found = written(THIRD, """
     | GAAP guidance | Guidance
    Net sales | $500 - $520 |
    Operating margin | | 11% - 12%
    Non-GAAP gross margin | | 62% - 63%
    """)  # fmt: skip
    assert outlooks(found) == money(500, 520) | share("0.62", "0.63", "gross_margin", "non_gaap")


def test_the_ends_of_ranges_stand_in_columns_under_two_periods():
    found = written("Financial guidance (in millions)", """
     | Three Months Ended September 30, 2025~2 | Year Ended December 31, 2025~2
     | Low End | High End | Low End | High End
    Net sales | $500 | $520 | $2,000 | $2,040
    Operating income | $50 | $52 | $200 | $204
    """)  # fmt: skip
    assert targets(found) == QUARTER | YEAR


def test_gaap_of_the_united_states_is_a_basis():
    found = written(THIRD, "U.S. GAAP operating income | $254 million to $334 million")
    assert outlooks(found) == money(254, 334, "operating_income")


@pytest.mark.parametrize("cell", ["$1,225m +/- $50m", "$1,175 to $1,275 million"])
def test_the_first_line_has_values_and_is_no_head(cell):
    found = written(
        "Guidance", f"""
    | Q3 2025 Guidance
    Revenue | {cell}
    Non-GAAP gross margin | 50.0% - 51.0%""",
    )  # fmt: skip
    told = {key: value for key, value in outlooks(found).items() if key[2] != "mid"}
    assert told == money(1175, 1275) | share("0.50", "0.51", "gross_margin", "non_gaap")


def test_consolidated_guidance_under_a_company_s_name_is_of_the_whole():
    title = "Third Quarter 2025 Outlook"
    rows = "\n | GAAP | Non-GAAP\nNet sales | $1.10 to $1.15 billion | $1.10 to $1.15 billion"
    found = written(title, f"Larkspur Consolidated Guidance{rows}")
    assert outlooks(found) == money(1100, 1150) | money(1100, 1150, basis="non_gaap")
    assert not outlooks(written(title, f"Larkspur Cloud Guidance{rows}"))


def test_a_title_within_the_table_is_over_the_columns_below_it_alone():
    found = written(
        "Outlook", """
     | Outlook for the Third Quarter of 2025 | |
     | Q3 2025 | | Fiscal Year 2025
    Non-GAAP gross margin | 43% to 45% | | 40% to 41%""",
    )  # fmt: skip
    assert {(f.period.end.month, f.bound, f.value) for f in found.figures} == {
        (9, "low", Decimal("0.43")), (9, "high", Decimal("0.45")),
        (12, "low", Decimal("0.40")), (12, "high", Decimal("0.41")),
    }  # fmt: skip
