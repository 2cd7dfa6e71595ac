"""PDF reports that need OCR, as their text layer is garbled or missing.

A fast pass at low resolution selects the pages that may hold figures, a second one reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium

from extractors.errors import DocumentError
from extractors.pdf import ocr, page_choice, reader, text_layer
from extractors.pdf.text_layer import Text
from extractors.pdf.words import TextRow

REASONS = frozenset(("no_text_layer", "garbled_text_layer"))
COARSE, SHARP = 100, 300
"""Dots per inch: where captions can be guessed, and where digits can be read."""
FEW = 10
"""Pages that are all read, without a look before."""


def read(data: bytes, error: DocumentError) -> reader.Page:
    """Lines and tables of the pages that may hold figures, by OCR.

    `error` says why the text layer cannot be used; it is raised again, with what to do, where OCR
    would not help or is not installed. Raises DocumentError as pdf.reader does, and too_slow.
    """
    if error.reason not in REASONS:
        raise error
    if ocr.engine() is None:
        raise DocumentError(error.what, error.where, ocr.to_do(), reason=error.reason) from error
    with text_layer.opened(data) as document:
        chosen: Sequence[int] = range(1, len(document) + 1)
        if len(document) > FEW:
            texts = [_text(number, rows) for number, rows in _looks(document, chosen, COARSE)]
            chosen = page_choice.choose(texts, short=FEW)
        looks = list(_looks(document, chosen, SHARP))
    try:
        text_layer.check_layer([_text(number, rows) for number, rows in looks])
    except DocumentError as unseen:
        to_do = "Tesseract sees no text either: file a copy with text"
        raise DocumentError(error.what, error.where, to_do, reason=error.reason) from unseen
    return reader.of_rows(looks)


def _looks(
    document: pdfium.PdfDocument, numbers: Sequence[int], dpi: int
) -> Iterator[tuple[int, list[TextRow]]]:
    for number in numbers:
        page = document[number - 1]
        try:
            yield number, ocr.text_rows(page, dpi)
        finally:
            page.close()


def _text(number: int, rows: Sequence[TextRow]) -> Text:
    return Text(number, "\n".join(row.text for row in rows))
