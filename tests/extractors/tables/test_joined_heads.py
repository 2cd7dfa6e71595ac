"""Heads that run together name no column; heads in two lines, and a span over periods, do."""

from __future__ import annotations

import pytest

from tests.builders.html_page import parts
from tests.builders.pdf_page import JUNE, Drawn

FACE = """
 | Three Months Ended June 30~2
 | 2025 | 2024
Revenue | 6,544 | 8,253
Operating income | 1,338 | 2,580
"""
SEGMENTS = """
Three Months Ended June 30, 2025 | Devices | Consumer Products | Corporate and other | Total
Revenue | 2,026 | 4,518 | — | 6,544
Operating income | 761 | 720 | (143) | 1,338
"""


END = "2025-06-30"


def drawn(step: float, width: float, heads: str, size: float) -> Drawn:
    sheet = Drawn(first=600 - 5 * step, step=step, width=width, size=size, heads=heads, pitch=1.4)
    sheet.text(JUNE, "Consolidated Statements of Operations", "(in millions)").table(FACE)
    return sheet.text("Results by segment", "(in millions)").table(SEGMENTS)


def test_a_head_over_two_columns_names_neither() -> None:
    found = parts(drawn(65, 65, "numbers", 7).read(), "revenue", END)
    assert not any("Corporate" in name for name in found)


def test_a_head_that_ends_with_the_total_names_none() -> None:
    found = parts(drawn(75, 56, "left", 8).read(), "operating_income", END)
    assert not any("Total" in name for name in found)


def test_heads_that_stand_apart_name_theirs() -> None:
    found = parts(drawn(82, 82, "numbers", 7).read(), "operating_income", END)
    assert found == {"Devices": 761, "Consumer Products": 720, "Corporate and other": -143}


FIVE = """
Three Months Ended June 30, 2025 | Films | Paper | Consumer Products | Corporate | Total
Revenue | 1,026 | 1,000 | 4,518 | — | 6,544
Operating income | 461 | 300 | 720 | (143) | 1,338
"""


@pytest.mark.parametrize(("step", "size"), [(55, 7.2), (60, 7.8)])
def test_a_wide_head_beside_a_column_without_one_names_none(step: float, size: float) -> None:
    sheet = Drawn(first=250, step=step, width=step * 0.9, size=size, heads="left", pitch=1.4)
    sheet.text(JUNE, "Consolidated Statements of Operations", "(in millions)").table(FACE)
    found = parts(sheet.text("Results", "(in millions)").table(FIVE).read(), "revenue", END)
    assert not any("Products Corporate" in name for name in found)
