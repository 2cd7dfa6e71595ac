"""Draws PDF pages as read: words, columns, and each number with what became of it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pdfplumber
from pdfplumber.page import Page

from extractors.explanation.stories import NumberStory, TableStory
from extractors.pdf.text_layer import opened

RESOLUTION = 110
"""Dots an inch: small print is read with ease."""
WORD = (150, 150, 150)
COLUMN = (0, 110, 180)
COLOURS = {
    "figure": (0, 130, 80), "repeats": (0, 110, 180), "refused": (200, 40, 30),
    "left out": (200, 120, 0), "unmapped": (120, 60, 140),
}  # fmt: skip
"""What became of a number → the colour of its box."""
CLEAR = (0, 0, 0, 0)
Box = tuple[float, float, float, float]


def read_pages(data: bytes, tables: Sequence[TableStory]) -> Iterator[tuple[int, bytes]]:
    """Page number and picture (PNG) of each page with numbers of the tables.

    Raises DocumentError.
    """
    with opened(data):  # raises for a file that is not a PDF, or too large
        pass
    with pdfplumber.open(io.BytesIO(data)) as document:
        for number in sorted({at for table in tables for _, at, _ in _placed(table)}):
            page = document.pages[number - 1]
            yield number, _drawn(page, tables)
            page.close()


def _drawn(page: Page, tables: Sequence[TableStory]) -> bytes:
    image = page.to_image(resolution=RESOLUTION)
    words = [(one["x0"], one["top"], one["x1"], one["bottom"]) for one in page.extract_words()]
    image.draw_rects(words, fill=CLEAR, stroke=WORD, stroke_width=1)
    for table in tables:
        here = [(one, box) for one, at, box in _placed(table) if at == page.page_number]
        if not here:
            continue
        top = min(box[1] for _, box in here) - 3
        bottom = max(box[3] for _, box in here) + 3
        columns = [_within((one.start, top, one.end, bottom), page) for one in table.columns]
        image.draw_rects([one for one in columns if one], fill=CLEAR, stroke=COLUMN, stroke_width=1)
        for number, (x0, above, x1, below) in here:
            box = (x0 - 1, above - 1, x1 + 1, below + 1)
            colour = COLOURS.get(number.fate.outcome, WORD)
            image.draw_rects([box], fill=CLEAR, stroke=colour, stroke_width=2)
    with io.BytesIO() as file:
        image.annotated.convert("RGB").quantize(64).save(file, "PNG", optimize=True)
        return file.getvalue()


def _within(box: Box, page: Page) -> Box | None:
    """The part of a box within the page; the last column may have no right end."""
    x0, top, x1, bottom = box
    left, right = max(x0, 0.0), min(x1, float(page.width) - 1)
    return (left, max(top, 0.0), right, min(bottom, float(page.height))) if left < right else None


def _placed(table: TableStory) -> Iterator[tuple[NumberStory, int, Box]]:
    """The numbers that have a place: story, page number, box."""
    for number in table.numbers:
        if number.locator.kind == "box":
            page, _, box = number.locator.place.partition("/")
            x0, top, x1, bottom = (float(edge) for edge in box.split(","))
            yield number, int(page), (x0, top, x1, bottom)
