"""Scanned and garbled reports: refused without OCR, and with it only what foots is given."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors import Extraction, extract
from extractors.errors import DocumentError
from extractors.pdf import ocr, scanned
from tests.builders.html_page import actuals, millions, reasons
from tests.builders.scanned_page import STATEMENT, photographed, printed

pytestmark = pytest.mark.slow

LATTICE = {
    "revenue": (5473, 5353),
    "cost_of_revenue": (2683, 2689),
    "gross_profit": (2790, 2664),
    "research_and_development": (1525, 1411),
    "operating_income": (645, 668),
    "net_income": (568, 596),
}


def values(found: Extraction, metric: str) -> tuple[Decimal, ...]:
    """Of the quarters that end in 2024 and 2023, in millions."""
    read = millions(actuals(found, metric))
    return tuple(read[when] for when in ("Q 2024-03-31", "Q 2023-03-31") if when in read)


def misprinted(caption: str, number: str) -> tuple[tuple[str, ...], ...]:
    """The statement, where the line `caption` says `number` of 2024."""
    return tuple((row[0], number, row[2]) if row[0] == caption else row for row in STATEMENT)


def test_a_scanned_statement_is_read_and_graded(tesseract: str) -> None:
    found = extract(photographed(printed(STATEMENT)), "scan.pdf")
    assert {metric: values(found, metric) for metric in LATTICE} == LATTICE
    assert {figure.confidence for figure in found.figures} == {"ocr"}
    assert {fact.locator.kind for fact in found.facts} == {"box"}
    assert {fact.quote for fact in found.facts} >= {"5,473", "2,790"}


def test_the_same_scan_reads_the_same(tesseract: str) -> None:
    data = photographed(printed(STATEMENT), dpi=120)
    assert extract(data) == extract(data)


@pytest.mark.parametrize(
    ("caption", "number", "metrics", "others"),
    [
        ("Net revenue", "$ 5,478", {"revenue", "cost_of_revenue"}, {"operating_income"}),
        ("Operating income", "646", {"operating_income"}, {"revenue", "gross_profit"}),
        ("Net income", "$ 563", {"net_income"}, {"revenue", "operating_income"}),
    ],
)
def test_a_number_that_does_not_foot_is_refused(
    tesseract: str, caption: str, number: str, metrics: set[str], others: set[str]
) -> None:
    found = extract(photographed(printed(misprinted(caption, number))), "scan.pdf")
    assert "does_not_close" in reasons(found)
    for metric in metrics:
        assert values(found, metric) == ()
    for metric in others:
        assert values(found, metric) == LATTICE[metric]


def test_a_scan_is_refused_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine", lambda: None)
    monkeypatch.setattr(ocr, "library", lambda: None)
    found = extract(photographed(printed(STATEMENT)), "scan.pdf")
    assert (found.figures, reasons(found)) == ((), ["no_text_layer"])
    assert "pip install '.[ocr]'" in found.refusals[0].what


def test_pictures_of_nothing_stay_refused(tesseract: str) -> None:
    data = io.BytesIO()
    canvas = Canvas(data)
    canvas.drawImage(ImageReader(Image.linear_gradient("L")), 0, 0, 595, 842)
    canvas.save()
    found = extract(data.getvalue(), "noise.pdf")
    assert (found.figures, reasons(found)) == ((), ["no_text_layer"])
    assert "Tesseract sees no text either" in found.refusals[0].what


def test_other_reasons_are_not_looked_at() -> None:
    locked = DocumentError("locked", reason="encrypted")
    with pytest.raises(DocumentError) as raised:
        scanned.read(b"", locked)
    assert raised.value is locked


def test_of_many_pages_those_with_statements_are_read_sharply(
    tesseract: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    sharp = ocr.text_rows

    def noted(page: object, dpi: int) -> object:
        looks.append(dpi)
        return sharp(page, dpi)

    monkeypatch.setattr(ocr, "text_rows", noted)
    monkeypatch.setattr(scanned, "FEW", 2)
    text = io.BytesIO()
    canvas = Canvas(text)
    for _ in range(4):
        for line in range(20):
            canvas.drawString(
                60, 760 - 20 * line, "The company may face risks that it does not know."
            )
        canvas.showPage()
    canvas.save()
    report = merged(text.getvalue(), printed(STATEMENT))
    found = extract(photographed(report), "scan.pdf")
    assert values(found, "revenue") == LATTICE["revenue"]
    assert {fact.locator.place.split("/")[0] for fact in found.facts} == {"5"}
    assert looks.count(100) == 5
    assert 0 < looks.count(300) < 5


def merged(*parts: bytes) -> bytes:
    whole = pdfium.PdfDocument.new()
    for part in parts:
        with pdfium.PdfDocument(part) as one:
            whole.import_pages(one)
    data = io.BytesIO()
    whole.save(data)
    whole.close()
    return data.getvalue()


# Page 2, Consolidated Statements of Operations, and page 1, Cash Flows; USD millions.
AMAZON = {
    "revenue": {"Q 2024-12-31": 187_792, "FY 2024-12-31": 637_959, "Q 2023-12-31": 169_961},
    "cost_of_revenue": {"Q 2024-12-31": 98_893, "FY 2024-12-31": 326_288},
    "operating_income": {"Q 2024-12-31": 21_203, "FY 2024-12-31": 68_593},
    "net_income": {"Q 2024-12-31": 20_004, "FY 2024-12-31": 59_248},
    "depreciation_and_amortization": {"Q 2024-12-31": 15_631, "FY 2024-12-31": 52_795},
    "capital_expenditures": {"Q 2024-12-31": 27_834, "FY 2024-12-31": 82_999},
}


def test_a_garbled_release_is_read_by_its_look(tesseract: str, shared: Path) -> None:
    found = extract((shared / "corpus/pdf_ocr/AMZN-Q4-2024-Earnings-Release.pdf").read_bytes())
    for metric, wanted in AMAZON.items():
        assert millions(actuals(found, metric)).items() >= wanted.items(), metric
    assert {figure.confidence for figure in found.figures} == {"ocr"}
