"""Unit captions, and what they do to a table's numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.language.units import Unit, unit_of
from tests.builders.html_page import APRIL, HEAD, actuals, read, table

STATEMENT = table("""
 | Three Months Ended~2
 | April 30, 2025 | April 30, 2024
Revenue | 1,200 | 1,000
Gross profit | 700 | 600
Net income per share | 1.20 | 1.10
Weighted average shares | 2,400 | 2,300
""")


@pytest.mark.parametrize(
    ("caption", "scale", "currency"),
    [
        ("(In thousands, except per share data)", 10**3, "USD"),
        ("(in millions of U.S. dollars)", 10**6, "USD"),
        ("(In billions)", 10**9, "USD"),
        ("(Dollars in millions)", 10**6, "USD"),
        ("In $ millions", 10**6, "USD"),
        ("US$ Millions", 10**6, "USD"),
        ("($000s)", 10**3, "USD"),
        ("(000's omitted)", 10**3, "USD"),
        ("(in millions, except shares in thousands and per share data)", 10**6, "USD"),
        ("(NT$ in thousands)", 10**3, "TWD"),
        ("(In Millions of New Taiwan Dollars)", 10**6, "TWD"),
        ("Unit: NT$ million", 10**6, "TWD"),
        ("NT$ billions", 10**9, "TWD"),
        ("(RMB in millions)", 10**6, "CNY"),
        ("(Expressed in millions of RMB)", 10**6, "CNY"),
        ("(in RMB thousands)", 10**3, "CNY"),
        ("(in millions of Korean won)", 10**6, "KRW"),
        ("(In millions of yen)", 10**6, "JPY"),
        ("(in thousands of euros)", 10**3, "EUR"),
        ("RMB'000", 10**3, "CNY"),
        ("US$'000", 10**3, "USD"),
        ("(RMB’000)", 10**3, "CNY"),
        ("HK$'000", 10**3, "HKD"),
        ("€ ‘000", 10**3, "EUR"),
        ("£'000", 10**3, "GBP"),
        ("£m", 10**6, "GBP"),
        ("Income statement (€m)", 10**6, "EUR"),
        ("€bn", 10**9, "EUR"),
        ("US$m", 10**6, "USD"),
        ("SEK million", 10**6, "SEK"),
        ("CHF millions", 10**6, "CHF"),
        ("(KRW bn)", 10**9, "KRW"),
        ("SEK b.", 10**9, "SEK"),
        ("(in ₹ crore, except per equity share data)", 10**7, "INR"),
        ("₹ in lakhs", 10**5, "INR"),
    ],
)  # fmt: skip
def test_a_caption_gives_scale_and_currency(caption, scale, currency):
    assert unit_of([caption]) == Unit(scale, currency)


def test_words_without_a_scale_give_none():
    assert unit_of(["Condensed statements of income", "(Unaudited)", "Revenue grew"]) is None


@pytest.mark.parametrize("text", ["S$'000", "A$'000", "$1'000", "$'000.5", "Class of '000"])
def test_thousands_of_a_currency_that_is_not_known_are_no_unit(text):
    assert unit_of([text]) is None


@pytest.mark.parametrize("text", ["$m", "m", "(m)", "Notes £m", "£5m", "€", "RM m", "10 €m"])
def test_a_letter_is_a_unit_only_behind_a_currency_that_is_told_and_alone(text):
    assert unit_of([text]) is None


def test_the_nearest_caption_counts():
    assert unit_of(["(in millions)", "Segments", "(in thousands)"]) == Unit(10**3, "USD")


def test_money_is_scaled_and_shares_and_per_share_rows_are_no_money():
    found = read(APRIL, "(in thousands, except per share data)", STATEMENT)
    assert actuals(found, "revenue") == {"Q 2025-04-30": 1_200_000, "Q 2024-04-30": 1_000_000}
    assert {figure.metric for figure in found.figures} == {"revenue", "gross_profit"}
    assert {figure.decimals for figure in found.figures} == {-3}


def test_without_a_unit_there_is_no_money():
    found = read(APRIL, STATEMENT)
    assert found.figures == ()


def test_each_table_has_its_own_unit():
    found = read(
        APRIL,
        "Statements of income (in millions)",
        STATEMENT,
        "Cash flows (in thousands)",
        table("""
         | Three Months Ended~2
         | April 30, 2025 | April 30, 2024
        Depreciation and amortization | 45,500 | 40,250
        Purchases of property and equipment | (80,100) | (70,000)
        Net cash used in investing activities | (80,100) | (70,000)
        """),
    )
    assert actuals(found, "revenue")["Q 2025-04-30"] == 1_200_000_000
    assert actuals(found, "depreciation_and_amortization") == {
        "Q 2025-04-30": 45_500_000,
        "Q 2024-04-30": 40_250_000,
    }
    assert actuals(found, "capital_expenditures")["Q 2025-04-30"] == 80_100_000


@pytest.mark.parametrize("place", ["before", "first row", "caption cell"])
def test_where_the_unit_stands(place):
    cell = "(in millions)" if place == "caption cell" else ""
    top = "(in millions)~3\n" if place == "first row" else ""
    text = f"""{top}{cell} | Three Months Ended~2
     | April 30, 2025 | April 30, 2024
    Revenue | 1,200 | 1,000
    Gross profit | 700 | 600"""
    before = ("(in millions)",) if place == "before" else ()
    assert actuals(read(APRIL, *before, table(text)), "revenue")["Q 2025-04-30"] == 1_200_000_000


def test_the_unit_of_a_currency_is_the_figure_s():
    found = read(APRIL, "(In Millions of New Taiwan Dollars)", STATEMENT)
    assert {figure.unit for figure in found.figures} == {"TWD"}


def test_a_margin_is_a_fraction_whatever_the_unit():
    found = read(
        APRIL,
        "(in millions)",
        STATEMENT.replace("Gross profit", "Gross margin").replace("700", "58.3%"),
    )
    assert actuals(found, "gross_margin") == {"Q 2025-04-30": Decimal("0.583")}


@pytest.mark.parametrize("caption", ["(in hundred millions of yen)", "(Unit: 100 million KRW)"])
def test_a_hundred_millions_are_no_millions(caption):
    unit = unit_of([caption])
    assert unit is None or unit.scale == 10**8


@pytest.mark.parametrize(
    ("caption", "currency"),
    [
        ("(£ in millions)", "GBP"), ("(in millions of Swiss francs)", "CHF"),
        ("(in millions of Canadian dollars)", "CAD"), ("(in billions of won)", "KRW"),
        ("(₹ in millions)", "INR"), ("(in millions of Israeli shekels)", "ILS"),
    ],
)  # fmt: skip
def test_another_currency_is_never_dollars(caption, currency):
    unit = unit_of([caption])
    assert unit is not None
    assert unit.currency == currency


def test_a_caption_in_percent_is_of_no_money():
    found = read(
        APRIL, "€ in millions",
        table(HEAD + "Revenue | 1,200 | 1,000\nGross margin (in %) | 38.1 | 40.9"),
    )  # fmt: skip
    assert {figure.metric for figure in found.figures} == {"revenue"}


@pytest.mark.parametrize("unit", ["SEK b.", "SEK billion"])
def test_a_unit_beside_the_heads_is_no_segment(unit):
    block = table(f"""
    Pumps, {unit} | Q1 2025 | Q1 2024
    Net sales | 12.5 | 11.0
    Gross margin | 40.0% | 39.0%
    """)
    other = block.replace("Pumps, ", "Valves, ").replace("12.5", "7.5").replace("11.0", "9.0")
    whole = block.replace("Pumps, ", "").replace("12.5", "20.0").replace("11.0", "20.0")
    found = read("Results for the quarter ended March 31, 2025.", whole, block, other)
    money = {(f.segment, f.value) for f in found.figures if f.metric == "revenue"}
    assert {value for segment, value in money if segment is None} == {Decimal("20E9")}
    assert {segment for segment, _ in money} <= {None, "Pumps", "Valves"}


def test_a_comparable_profit_is_adjusted():
    found = read(
        APRIL, "€ in millions",
        table(HEAD + """Net sales | 1,200 | 1,000
Operating profit | 200 | 180
Comparable operating profit | 240 | 210
Comparable sales | 1,180 | 1,150"""),
    )  # fmt: skip
    told = {(f.metric, f.basis, f.value) for f in found.figures if f.period.end == newest(found)}
    assert told == {
        ("revenue", "gaap", Decimal("1200E6")), ("operating_income", "gaap", Decimal("200E6")),
        ("operating_income", "non_gaap", Decimal("240E6")),
    }  # fmt: skip


def newest(found):
    """The newest day of its figures."""
    return max(figure.period.end for figure in found.figures)
