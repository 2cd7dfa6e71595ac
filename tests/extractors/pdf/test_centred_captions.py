"""Captions at the middle of cells of two lines, and marks that leave no gap in a caption."""

from __future__ import annotations

from decimal import Decimal

from tests.builders.html_page import actuals, millions, outlooks
from tests.builders.pdf_page import FONT, JUNE, LEFT, Drawn

RANGE = """
 | $67.0 to $70.0 billion
Revenues |
 | (previously $67.0 to $71.0 billion)
"""


def drawn(pitch: float) -> Drawn:
    sheet = Drawn(first=240, step=200, width=190, pitch=pitch)
    sheet.text(JUNE, "2025 Financial Guidance").table(RANGE)
    sheet.pitch = 1.6
    return sheet.table("Operating margin | 21% to 22%\nCapital expenditures | $4.0 to $4.5 billion")


def test_a_caption_between_two_lines_of_its_cell_is_theirs():
    found = outlooks(drawn(0.8).read())
    assert found["revenue", "gaap", "low"] == Decimal(67_000_000_000)
    assert found["revenue", "gaap", "high"] == Decimal(70_000_000_000)


def test_lines_as_far_apart_as_rows_are_rows():
    assert not any(metric == "revenue" for metric, _, _ in outlooks(drawn(1.6).read()))


def test_a_mark_leaves_no_gap_in_its_caption():
    sheet = Drawn().text(JUNE, "(in millions)")
    sheet.table(" | Three months ended June 30~2\n | 2025 | 2024\nRevenue | 4,014 | 3,232")
    sheet.top -= 1.5 * sheet.size
    end = LEFT
    for word, size, up in (("Gross", 9, 0), ("(3)", 5, 4), (" profit", 9, 0)):
        sheet.canvas.setFont(FONT, size)
        sheet.canvas.drawString(end, sheet.top + up, word)
        end += sheet.canvas.stringWidth(word, FONT, size)
    sheet.canvas.setFont(FONT, 9)
    for column, number in enumerate(("2,747", "1,679")):
        sheet.canvas.drawRightString(sheet.first + column * sheet.step + 60, sheet.top, number)
    assert millions(actuals(sheet.read(), "gross_profit")) == {
        "Q 2025-06-30": 2_747, "Q 2024-06-30": 1_679,
    }  # fmt: skip
