"""A page is cropped around the box; a second engine reads what stands under it."""

from __future__ import annotations

import io
from html import unescape

import pdfplumber
import pytest
from PIL import Image

from extractors import extract
from extractors.errors import DocumentError
from tests.builders.pdf_page import JUNE, Drawn
from warehouse.excerpts.crops import RESOLUTION, Place, crops, overlay
from warehouse.excerpts.pictures import agree

TABLE = """
 | Three Months Ended~2
 | June 30, 2025 | June 30, 2024
Revenue | 1,234 | 1,100
Cost of revenue | 534 | 500
Gross profit | 700 | 600
Operating income | 300 | 250
"""


def drawn() -> bytes:
    one = Drawn()
    one.text(JUNE, "(In millions)")
    one.table(TABLE)
    one.canvas.save()
    return one.data.getvalue()


def test_every_figure_s_box_has_its_quote_under_it() -> None:
    data = drawn()
    facts = [fact for fact in extract(data).facts if fact.locator.kind == "box"]
    assert {fact.quote for fact in facts} >= {"1,234", "534", "700", "300"}
    shown = dict(crops(data, [Place.of(fact.locator.place) for fact in facts]))
    for fact in facts:
        crop = shown[Place.of(fact.locator.place)]
        assert agree(fact.quote, crop.text or ""), (fact.quote, crop.text)


def test_the_picture_is_of_the_page_s_width_and_holds_the_box() -> None:
    [fact] = [fact for fact in extract(drawn()).facts if fact.quote == "1,234"]
    [(_, crop)] = crops(drawn(), [Place.of(fact.locator.place)])
    with Image.open(io.BytesIO(crop.png)) as image:
        assert image.format == "PNG"
        assert abs(image.width - crop.width * RESOLUTION) <= 2
        x0, top, x1, bottom = (round(edge * RESOLUTION) for edge in crop.box)
        # there is ink in the box and none in the strip right of it
        inside = image.convert("L").crop((x0, top, x1, bottom)).getextrema()
        assert inside[0] < 100
        beside = image.convert("L").crop((x1 + 4, top, x1 + 14, bottom)).getextrema()
        assert beside[0] > 200


def test_a_crop_cuts_no_line_of_print() -> None:
    one = Drawn()
    one.table("Caption | 2025\n" + "\n".join(f"Row {n} | {n},000" for n in range(10, 50)))
    one.canvas.save()
    data = one.data.getvalue()
    with pdfplumber.open(io.BytesIO(data)) as document:
        [word] = document.pages[0].search("30,000")
    place = Place(1, word["x0"], word["top"], word["x1"], word["bottom"])
    [(_, crop)] = crops(data, [place])
    with Image.open(io.BytesIO(crop.png)) as image:
        grey = image.convert("L")
        for row in (0, grey.height - 1):
            assert grey.crop((0, row, grey.width, row + 1)).getextrema()[0] > 200


def test_the_same_place_gives_the_same_bytes() -> None:
    place = Place.of("1/300.0,100.0,340.0,110.0")
    assert list(crops(drawn(), [place])) == list(crops(drawn(), [place]))


def test_the_overlay_says_what_stands_there() -> None:
    [(_, crop)] = crops(drawn(), [Place(1, 300, 100, 340, 110)])
    told = overlay(crop, "x.png", '“1,234”: Revenue & "more"')
    assert 'alt="“1,234”: Revenue &amp; &quot;more&quot;"' in told
    assert unescape(told).count("<rect") == 1
    assert 'aria-hidden="true"' in told


def test_a_page_that_is_not_there_gives_nothing() -> None:
    assert list(crops(drawn(), [Place(7, 0, 0, 10, 10)])) == []


def test_what_is_no_pdf_is_told() -> None:
    with pytest.raises(DocumentError):
        list(crops(b"%PDF-1.4 nothing", [Place(1, 0, 0, 10, 10)]))
