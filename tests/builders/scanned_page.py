"""Reports of our own wording as PDFs: printed, and as pictures of what is printed."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2 as pdfium
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

LEFT, RIGHTS, PITCH, SIZE = 50, (430, 530), 15, 10
Row = tuple[str, ...]

STATEMENT: tuple[Row, ...] = (
    ("Net revenue", "$ 5,473", "$ 5,353"),
    ("Cost of sales", "2,683", "2,689"),
    ("Gross profit", "2,790", "2,664"),
    ("Research and development", "1,525", "1,411"),
    ("Marketing, general and administrative", "620", "585"),
    ("Operating income", "645", "668"),
    ("Interest expense", "(25)", "(31)"),
    ("Income before income taxes", "620", "637"),
    ("Income tax provision", "52", "41"),
    ("Net income", "$ 568", "$ 596"),
)


def printed(rows: Sequence[Row], years: Row = ("2024", "2023")) -> bytes:
    """One page: a statement of a quarter that ends on March 31."""
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(595, 842))
    canvas.setFont("Times-Roman", SIZE)
    top = 780
    for text in (
        "Lattice Devices announces the results of its first quarter, which ended March 31, 2024.",
        "Condensed Consolidated Statements of Operations",
        "(in millions, unaudited)",
    ):
        canvas.drawString(LEFT, top, text)
        top -= 2 * PITCH
    canvas.drawCentredString(455, top, "Three Months Ended March 31,")
    for row in (("", *years), *rows):
        top -= PITCH
        canvas.drawString(LEFT, top, row[0])
        for right, number in zip(RIGHTS, row[1:], strict=True):
            sign, _, digits = number.rpartition(" ")
            canvas.drawRightString(right + 3 * digits.endswith(")"), top, digits)
            canvas.drawString(right - 50, top, sign)
    canvas.save()
    return data.getvalue()


def photographed(data: bytes, dpi: int = 200) -> bytes:
    """The same pages as pictures, without a character of text."""
    pictures = io.BytesIO()
    canvas = Canvas(pictures)
    with pdfium.PdfDocument(data) as document:
        for page in document:
            width, height = page.get_size()
            bitmap = page.render(scale=dpi / 72, grayscale=True)
            canvas.setPageSize((width, height))
            canvas.drawImage(ImageReader(bitmap.to_pil()), 0, 0, width, height)
            canvas.showPage()
            bitmap.close()
            page.close()
    canvas.save()
    return pictures.getvalue()
