"""Heads a blank apart are parted where one division alone is aligned with the columns."""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

from extractors import extract
from tests.builders.html_page import actuals, millions, parts

SIZE = 9
LINES = {
    "Net sales": ("43,452", "46,298", "51,761"), "Cost of sales": ("33,849", "36,386", "40,121"),
    "Gross profit": ("9,603", "9,912", "11,640"), "Operating income": ("1,574", "1,795", "3,039"),
    "Net income": ("1,241", "1,419", "2,454"),
}  # fmt: skip
DAYS = ("February 3, 2024", "January 28, 2023", "January 29, 2022")


def drawn(ends: tuple[float, ...], heads: list[tuple[float, str]], lead: str, lines, *title: str):
    """A page whose heads end where they say, its numbers where `ends` say."""
    data = io.BytesIO()
    canvas = Canvas(data)
    canvas.setFont("Helvetica", SIZE)
    top = 780.0
    for text in ("Annual report for the fiscal year ended February 3, 2024.", *title):
        canvas.drawString(40, top, text)
        top -= 24
    canvas.drawString(40, top, lead)
    for end, words in heads:
        canvas.drawRightString(end, top, words)
    for caption, numbers in lines.items():
        top -= 14
        canvas.drawString(40, top, caption)
        for end, number in zip(ends, numbers, strict=True):
            canvas.drawRightString(end, top, number)
    canvas.save()
    return extract(data.getvalue(), "drawn.pdf")


def statement(ends: tuple[float, ...], heads: list[tuple[float, str]]):
    title = "Consolidated Statements of Earnings ($ in millions)"
    return drawn(ends, heads, "Fiscal Years Ended", LINES, title)


def test_days_a_blank_apart_are_over_their_columns():
    ends = (386.0, 462.0, 538.0)
    found = statement(ends, list(zip(ends, DAYS, strict=True)))
    assert millions(actuals(found, "revenue")) == {
        "FY 2024-02-03": 43452, "FY 2023-01-28": 46298, "FY 2022-01-29": 51761
    }  # fmt: skip


def test_days_that_stand_otherwise_than_the_columns_are_over_none():
    assert actuals(statement((386.0, 440.0, 538.0), [(538.0, " ".join(DAYS))]), "revenue") == {}


SEGMENTS = {
    "Net sales": ("20,000", "15,452", "35,452"),
    "Operating income": ("800", "700", "1,500"),
}
NAMES = ("Home and Garden", "Outdoor Living Goods", "Total")


def segments(ends: tuple[float, ...], heads: list[tuple[float, str]]):
    title = "Segment results for the fiscal year ended February 3, 2024 ($ in millions)"
    return parts(drawn(ends, heads, "", SEGMENTS, title), "revenue", "2024-02-03")


def test_names_a_blank_apart_are_told_by_the_columns_ends():
    ends = (380.0, 471.5, 529.0)
    found = segments(ends, list(zip(ends, NAMES, strict=True)))
    assert found == {"Home and Garden": 20000, "Outdoor Living Goods": 15452}


def test_names_that_no_column_tells_apart_are_of_none():
    assert segments((380.0, 430.0, 529.0), [(430.0, " ".join(NAMES[:2])), (529.0, "Total")]) == {}
