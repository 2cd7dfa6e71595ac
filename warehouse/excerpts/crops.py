"""PDF pages cropped around a box: a picture, and the text that a second engine reads in the box."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pdfplumber
from markupsafe import Markup
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException
from PIL import Image

from extractors.language.text import clean
from extractors.pdf.text_layer import opened
from warehouse.drawing.svg import tag

AROUND = 84.0
"""Points that are shown above and below the box."""
NEAR = 14.0
"""Points that a crop may be larger, so that it cuts no line."""
PAPER = 240
"""Grey (0 to 255) that is no ink."""
RESOLUTION = 1.6
"""Pixels a point: figures of a report's small print are read with ease."""


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page: 1-based page, points from its top left corner."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    @classmethod
    def of(cls, text: str) -> Place:
        """From a PDF locator: page/x0,top,x1,bottom."""
        page, _, box = text.partition("/")
        x0, top, x1, bottom = (float(part) for part in box.split(","))
        return cls(int(page), x0, top, x1, bottom)


@dataclass(frozen=True, slots=True)
class Crop:
    """A picture (PNG) of a page's full width; the box within it, and its size, in points.

    text: what pdfplumber reads in the box; None where it cannot read the page.
    """

    png: bytes
    width: float
    height: float
    box: tuple[float, float, float, float]
    text: str | None


def crops(data: bytes, places: Sequence[Place]) -> Iterator[tuple[Place, Crop]]:
    """The places as pictures, page by page. Raises DocumentError."""
    texts = _texts(data, places)
    with opened(data) as document:
        for number in sorted({one.page for one in places}):
            if not 0 < number <= len(document):
                continue
            page = document[number - 1]
            wide, high = page.get_size()
            image = page.render(scale=RESOLUTION, grayscale=True).to_pil()
            for place in (one for one in places if one.page == number):
                first = _between_lines(image, max(0.0, min(place.top, high) - AROUND), -1)
                last = _between_lines(image, min(high, place.bottom + AROUND), 1)
                edges = (0, first, image.width, last)
                top, bottom = first / RESOLUTION, last / RESOLUTION
                with io.BytesIO() as file:
                    image.crop(edges).quantize(16).save(file, "PNG", optimize=True)
                    png = file.getvalue()
                box = (place.x0, place.top - top, place.x1, place.bottom - top)
                yield place, Crop(png, wide, bottom - top, box, texts.get(place))


def _between_lines(image: Image.Image, edge: float, step: int) -> int:
    """The pixel row nearest to `edge` (points) that cuts no printed line, up to NEAR away."""
    start = min(int(edge * RESOLUTION), image.height)
    for row in range(start, start + step * int(NEAR * RESOLUTION), step):
        if not 0 < row < image.height:
            return max(0, min(row, image.height))
        if min(image.crop((0, row, image.width, row + 1)).convert("L").tobytes()) > PAPER:
            return row
    return start


def overlay(crop: Crop, source: str, alt: str) -> Markup:
    """The picture with the box drawn over it; `alt` is its alternative text."""
    x0, top, x1, bottom = crop.box
    picture = tag(
        "img", src=source, alt=alt, loading="lazy", width=round(crop.width),
        height=round(crop.height),
    )  # fmt: skip
    box = tag("rect", x=x0 - 2, y=top - 2, width=x1 - x0 + 4, height=bottom - top + 4)
    drawn = tag(
        "svg", box, viewBox=f"0 0 {crop.width:g} {crop.height:g}", aria_hidden="true",
        preserveAspectRatio="none",
    )  # fmt: skip
    return tag("div", picture, drawn, class_="crop")


def _texts(data: bytes, places: Sequence[Place]) -> dict[Place, str]:
    """The text that pdfplumber reads in each box."""
    found = {}
    pages = sorted({one.page for one in places})
    try:
        with pdfplumber.open(io.BytesIO(data), pages=pages) as document:
            for page in document.pages:
                for place in (one for one in places if one.page == page.page_number):
                    left, right = max(place.x0 - 1, 0), min(place.x1 + 1, float(page.width))
                    top = max(place.top - 1, 0)
                    bottom = min(place.bottom + 1, float(page.height))
                    if left < right and top < bottom:
                        under = page.crop((left, top, right, bottom), strict=False)
                        found[place] = clean(under.extract_text() or "")
                page.close()
    except (PdfminerException, PDFException):
        return found
    return found
