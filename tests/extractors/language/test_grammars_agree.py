"""One grammar of units and bases: whatever reader asks, a spelling means the same."""

from __future__ import annotations

import pytest

from extractors.language.captions import basis_of
from extractors.language.units import is_unit, unit_of
from tests.builders.html_page import APRIL, actuals, millions, outlooks, read, reasons, table

UNITS = {
    "(in thousands)": (10**3, "USD"),
    "(Dollars in millions)": (10**6, "USD"),
    "(NT$ thousands)": (10**3, "TWD"),
    "(in NT$ thousands)": (10**3, "TWD"),
    "RMB'000": (10**3, "CNY"),
    "(RMB’000)": (10**3, "CNY"),
    "HK$'000": (10**3, "HKD"),
    "US$ million": (10**6, "USD"),
    "(000's)": (10**3, "USD"),
    "(000’s omitted)": (10**3, "USD"),
    "(000 omitted)": (10**3, "USD"),
    "($000s)": (10**3, "USD"),
    "(in U.S. dollars, millions)": (10**6, "USD"),
    "(U.S. dollars, millions)": (10**6, "USD"),
    "(Expressed in U.S. dollars in thousands)": (10**3, "USD"),
    "(€ million)": (10**6, "EUR"),
    "(in € millions)": (10**6, "EUR"),
    "(£ million)": (10**6, "GBP"),
    "(in RMB millions)": (10**6, "CNY"),
    "(₩ billions)": (10**9, "KRW"),
    "(¥ million)": (10**6, "JPY"),
}
ROWS = """
 | Three Months Ended~2
 | April 30, 2025 | April 30, 2024
Revenue | 1,200 | 1,000
Cost of revenue | 500 | 400
Gross profit | 700 | 600
"""


@pytest.mark.parametrize("caption", UNITS)
def test_every_spelling_of_a_unit_is_one(caption: str) -> None:
    unit = unit_of([caption])
    assert is_unit(caption)
    assert unit is not None
    assert (unit.scale, unit.currency) == UNITS[caption]


@pytest.mark.parametrize("caption", UNITS)
def test_a_unit_stands_between_a_title_and_its_table(caption: str) -> None:
    """Under any spelling the results of discontinued operations are not the company's."""
    found = read(APRIL, "Results of discontinued operations", caption, table(ROWS))
    assert (found.figures, reasons(found)) == ((), ["other_entity", "no_figures"])


@pytest.mark.parametrize("caption", UNITS)
@pytest.mark.parametrize("place", ["above", "stub", "own row"])
def test_a_unit_counts_wherever_it_stands(caption: str, place: str) -> None:
    rows = {
        "above": ROWS,
        "stub": ROWS.replace("\n |", f"\n{caption} |", 1),
        "own row": f"\n{caption}{ROWS}",
    }[place]
    found = read(APRIL, *([caption] if place == "above" else []), table(rows))
    scale, currency = UNITS[caption]
    assert {f.unit for f in found.figures if f.metric == "revenue"} == {currency}
    assert actuals(found, "revenue") == {
        "Q 2025-04-30": 1200 * scale, "Q 2024-04-30": 1000 * scale,
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["growth of 3 million units", "in the first quarter", "1,000s", "(2000)"]
)
def test_other_words_are_no_unit(text: str) -> None:
    assert not is_unit(text)


BASES = {
    "Core": "non_gaap",
    "Pro forma": "non_gaap",
    "Adjusted": "non_gaap",
    "Non-GAAP": "non_gaap",
    "Non\u2010GAAP": "non_gaap",
    "Non\u2011GAAP": "non_gaap",
    "Non\u2013GAAP": "non_gaap",
    "Non GAAP": "non_gaap",
    "NonGAAP": "non_gaap",
    "Non-IFRS": "non_gaap",
    "GAAP": "gaap",
    "Reported": "gaap",
}


@pytest.mark.parametrize("word", BASES)
def test_every_spelling_of_a_basis_is_one(word: str) -> None:
    """A caption, a column's head and the heading of an outlook say the same by the same word."""
    basis = BASES[word]
    assert basis_of(f"{word} results") == basis
    heading = f"{word} outlook for the second quarter of fiscal 2026:"
    told = read(APRIL, heading, "Operating margin of approximately 19%.")
    assert set(outlooks(told)) == {("operating_margin", basis, "mid")}
    heads = f" | {word} | {word}\n" + ROWS.strip("\n")
    columns = read(APRIL, "(in millions)", table(heads))
    assert millions(actuals(columns, "revenue", basis=basis)) == {
        "Q 2025-04-30": 1200, "Q 2024-04-30": 1000,
    }  # fmt: skip


@pytest.mark.parametrize("word", [word for word, basis in BASES.items() if basis == "non_gaap"])
def test_a_basis_in_brackets_behind_the_heading_counts(word: str) -> None:
    heading = f"Outlook for the second quarter of fiscal 2026 ({word.lower()}):"
    told = read(APRIL, heading, "Operating margin of approximately 19%.")
    assert set(outlooks(told)) == {("operating_margin", "non_gaap", "mid")}
