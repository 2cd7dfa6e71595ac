"""Opens a PDF safely and reads the text layers of its pages, or says why they cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from extractors.errors import DocumentError

MAX_PAGES = 1000
MAX_OBJECTS = 50_000
MAX_CHARACTERS = 60_000
"""A page of print has some thousands of either; more is a drawing, or an attack on time."""
TAIL = 65_536
MIN_TEXT = 40
"""Characters of a page that is more than a picture with a page number."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Why a page was not read: in words, and as a key of REFUSAL_REASONS."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Text:
    """The text layer of one page; number is 1-based. skipped: why it was not read, if so."""

    number: int
    text: str
    skipped: Skipped | None = None


@contextmanager
def opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """The document, closed after the block.

    Raises DocumentError: encrypted, truncated, unreadable, too_large.
    """
    has_end = b"%%EOF" in data[-TAIL:]
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _unopened(error, has_end, b"/Encrypt" in data) from error
    try:
        pages = len(document)
        if not has_end and b"startxref" not in data[-TAIL:]:
            raise DocumentError(
                "the PDF ends before its end mark", to_do="fetch it again", reason="truncated"
            )
        if pages < 1:
            raise DocumentError("the PDF has no pages", to_do="fetch it again")
        if pages > MAX_PAGES:
            raise DocumentError(
                f"the PDF has {pages:,} pages, more than {MAX_PAGES:,}",
                to_do="no report is that long; check what it is",
                reason="too_large",
            )
        yield document
    finally:
        document.close()


def _unopened(error: pdfium.PdfiumError, has_end: bool, is_encrypted: bool) -> DocumentError:
    code = getattr(error, "err_code", None)
    # pdfium's error code may be a previous document's.
    if is_encrypted and code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return DocumentError(
            "the PDF opens only with a password",
            to_do="file a copy without one",
            reason="encrypted",
        )
    if not has_end:
        return DocumentError(
            "the PDF ends before its end mark", to_do="fetch it again", reason="truncated"
        )
    return DocumentError("the bytes are no PDF that can be opened", to_do="fetch it again")


def texts(document: pdfium.PdfDocument) -> list[Text]:
    """The text layer of every page, in order; a page over its limits is skipped and says why.

    Raises DocumentError where no page is left: unreadable, too_large.
    """
    found = [_text(document, number) for number in range(1, len(document) + 1)]
    skipped = [page.skipped for page in found if page.skipped]
    if len(skipped) == len(found):
        is_large = any(one.reason == "too_large" for one in skipped)
        raise DocumentError(
            f"no page can be read: {skipped[0].what}",
            to_do="check what it is",
            reason="too_large" if is_large else "unreadable",
        )
    return found


def _text(document: pdfium.PdfDocument, number: int) -> Text:
    try:
        page = document[number - 1]
    except pdfium.PdfiumError:
        return _broken(number)
    try:
        objects = raw.FPDFPage_CountObjects(page)
        if objects > MAX_OBJECTS:
            return _too_large(number, f"draws more than {MAX_OBJECTS:,} objects")
        layer = page.get_textpage()
        try:
            characters = layer.count_chars()
            if characters > MAX_CHARACTERS:
                return _too_large(number, f"has more than {MAX_CHARACTERS:,} letters")
            return Text(number, layer.get_text_range(0, characters) if characters > 0 else "")
        finally:
            layer.close()
    except pdfium.PdfiumError:
        return _broken(number)
    finally:
        page.close()


def _broken(number: int) -> Text:
    return Text(number, "", Skipped(f"page {number} is broken", "unreadable"))


def _too_large(number: int, what: str) -> Text:
    return Text(number, "", Skipped(f"page {number} {what}", "too_large"))


def check_layer(pages: Sequence[Text]) -> None:
    """Raise DocumentError where there is no text, or none that we can read.

    Reasons: no_text_layer, garbled_text_layer, foreign_language.
    """
    printed = [page for page in pages if len(page.text.strip()) >= MIN_TEXT]
    if not printed:
        raise DocumentError(
            "the pages are pictures without text",
            to_do="read it with the extra ocr",
            reason="no_text_layer",
        )
    garbled = sum(is_garbled(page.text) for page in printed)
    if 2 * garbled > len(printed) or _has_no_digits(printed):
        raise DocumentError(
            "the text layer is not what the pages show",
            to_do="read it with the extra ocr",
            reason="garbled_text_layer",
        )
    foreign = sum(len(FOREIGN.findall(page.text)) for page in printed)
    if foreign and foreign > MOSTLY * sum(len(LETTER.findall(page.text)) for page in printed):
        raise DocumentError(
            "the text is in a language that we do not read",
            to_do="give the report in English",
            reason="foreign_language",
        )


def _has_no_digits(pages: Sequence[Text]) -> bool:
    digits = sum(page.text.count(digit) for page in pages for digit in DIGITS)
    if digits * 1000 >= sum(len(page.text) for page in pages):
        return False
    letters = sum(len(LETTER.findall(page.text)) for page in pages)
    return letters > 2000 and digits * 1000 < letters


DIGITS = "0123456789"
LETTER = re.compile(r"[^\W\d_]")
STRANGE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff\ue000-\uf8ff]")
WORD = re.compile(r"[a-z]{2,}", re.I)
FOREIGN = re.compile("[\u0370-\u1fff\u2e80-\ud7ff\uf900-\ufaff]")
MOSTLY = 0.6
"""Share of foreign letters in a report that is not in English too."""
COMMON = frozenset(
    "the of and to in for on by with as is are our we or at be from other per total net income "
    "sales revenue cost loss cash assets share shares tax taxes ended months year years expenses "
    "operating growth billion million not that this other interest stock common inc de la et le "
    "und der die y en".split()
)


def is_garbled(text: str) -> bool:
    """Whether the characters are not text: strange code points, or letters without words."""
    if len(text) < 200:
        return False
    strange = len(STRANGE.findall(text))
    if strange > 0.03 * len(text):
        return True
    if len(FOREIGN.findall(text)) > 0.1 * len(text):
        return False
    words = WORD.findall(text)
    if len(words) < 60:
        return False
    return sum(word.lower() in COMMON for word in words) < 0.06 * len(words)
