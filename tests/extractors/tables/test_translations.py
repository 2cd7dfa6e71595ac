"""Columns in a second currency: which ones are translations, and what is read beside them."""

from __future__ import annotations

import pytest

from extractors import extract
from tests.builders.html_page import page, table
from tests.builders.pdf_page import JUNE, Drawn

HEADS = (
    " | Three months ended June 30,~3\n | 2024 | 2025 | 2025\n | RMB | RMB | US$",
    " | June 30, 2024 | June 30, 2025~2\n | RMB | RMB | US$",
    " | 2Q24 | 2Q25 | 2Q25\n | (RMB) | (RMB) | (US$)",
)
ROWS = "Total revenues | 4,100 | 4,970 | 700\nNet income | (410) | 497 | 70"
ABOVE = (JUNE, "Consolidated Statements of Income", "For the three months ended June 30",
         "(in millions)")  # fmt: skip
READ = {
    ("revenue", "Q 2024-06-30", 4_100_000_000, "CNY"),
    ("revenue", "Q 2025-06-30", 4_970_000_000, "CNY"),
    ("net_income", "Q 2024-06-30", -410_000_000, "CNY"),
    ("net_income", "Q 2025-06-30", 497_000_000, "CNY"),
}


def said(found):
    return {
        (f.metric, f"{f.period_type} {f.period.end}", int(f.value), f.unit) for f in found.figures
    }


@pytest.mark.parametrize("heads", HEADS)
def test_a_translation_is_no_second_amount_of_the_period(heads):
    text = f"{heads}\n{ROWS}"
    assert said(extract(page(*ABOVE, table(text)), "release.htm")) == READ
    assert said(Drawn().text(*ABOVE).table(text).read()) == READ


def test_a_column_keeps_the_currency_that_its_head_prints():
    text = " | 2Q24 | 2Q25\n | NT$ | NT$\nNet revenue | 673,510 | 933,792\nTaxes | 9 | 8"
    found = extract(page(JUNE, "Results", "(in millions)", table(text)), "release.htm")
    assert said(found) == {
        ("revenue", "Q 2024-06-30", 673_510_000_000, "TWD"),
        ("revenue", "Q 2025-06-30", 933_792_000_000, "TWD"),
    }
