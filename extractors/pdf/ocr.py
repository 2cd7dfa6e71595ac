"""OCR: the words that Tesseract recognises on a page without a usable text layer.

The only place in the extractors that starts a program. It needs the extra `ocr` and Tesseract from
the system; the same version of Tesseract reads the same picture the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import pypdfium2 as pdfium

from extractors.errors import DocumentError
from extractors.pdf.words import TextRow, Word, levelled

INSTALL = "install the extra ocr, `pip install '.[ocr]'` in the project's folder"
INSTALL_ENGINE = "install Tesseract with its English data, `apt-get install tesseract-ocr`"
LANGUAGE = "eng"
ROWS = "--psm 6"
"""Tesseract's one block of text: its lines run over the whole page, as the rows of a table do."""
SECONDS = 60
"""For one page, which takes one or two."""
MAX_PIXELS = 40_000_000
"""A page of A3 at 300 dpi has half of them."""
POINTS = 72
SIZE = 1.45
"""Sizes, as a text layer gives them, in heights of a capital or a digit."""
LOW = re.compile(r"[gjpqyQ,;()\[\]{}$§|_/@]")
"""Characters that reach below the baseline."""
TALL = re.compile(r"[A-Z0-9bdfhkl]")
RULES = re.compile(r"[|_~¦\[\]{}‘’`'\"“”.:;-]+")
"""What is left of lines and dots; a dash is a dash only where it is long."""
DASHES = frozenset(("=", "==", "--", "—-", "-—", "——", "~"))
DOLLARS = re.compile(r"[$§]+")
POINT = re.compile(r"(?<![\d.,])([1-9]\d{0,2})\.(?=\d{3}(?![\d.%]))")
"""No statement prints three decimals; a comma that looks like a point is common."""
CAPITAL_I = re.compile(r"(?<=[A-Z])l(?=[A-Z]|\b)")
"""'Al' for 'AI': among capitals a small l is none."""
MARK = re.compile(r"(?<=[a-z)])[\"”]\??$")
"""A footnote's raised mark, which looks like a closing quotation mark."""
DATED = re.compile(r"(?:19|20)\d\d\.?|[0-3]?\d,|[0-3]?\d/[0-3]?\d/(?:20)?\d\d")
SURE, LIKELY = 80, 30
"""Tesseract's own percents: of a date, which no sum proves, and of anything else."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A recognised word, in pixels; sureness is Tesseract's confidence in percent."""

    line: tuple[int, int, int]
    text: str
    left: int
    top: int
    width: int
    height: int
    sureness: float


@cache
def library() -> ModuleType | None:
    """pytesseract, imported on first use as it may import pandas; None without the extra."""
    try:
        return import_module("pytesseract")
    except ImportError:  # without the extra
        return None


@cache
def engine() -> str | None:
    """'tesseract 5.3.0' if it is available; None where the extra or the program is missing."""
    pytesseract = library()
    if pytesseract is None:
        return None
    try:
        number = pytesseract.get_tesseract_version()
        languages = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError, SystemExit):
        return None
    return f"tesseract {number}" if LANGUAGE in languages else None


def to_do() -> str:
    """What is missing for OCR; '' if nothing is."""
    if engine() is not None:
        return ""
    return INSTALL if library() is None else INSTALL_ENGINE


def text_rows(page: pdfium.PdfPage, dpi: int) -> list[TextRow]:
    """The page's rows of words from the top, in points, in the form of pdf.words.

    Raises DocumentError: too_slow, unreadable.
    """
    width, height = page.get_size()
    scale = min(dpi / POINTS, (MAX_PIXELS / max(1, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        words = list(seen(_table(bitmap, round(scale * POINTS))))
    finally:
        bitmap.close()
    rows = [row for line in _lines(words) if (row := _row(line, 1 / scale)) is not None]
    return levelled(sorted(_even(rows), key=lambda row: row.base))


def _table(bitmap: pdfium.PdfBitmap, dpi: int) -> str:
    """Tesseract's table: a line for each block, paragraph, line and word."""
    pytesseract: Any = library()
    try:
        found: str = pytesseract.image_to_data(
            bitmap.to_pil(), lang=LANGUAGE, config=f"{ROWS} --dpi {dpi}", timeout=SECONDS
        )
    except pytesseract.TesseractError as error:
        raise DocumentError(f"Tesseract fails: {error.message}", to_do=INSTALL_ENGINE) from error
    except RuntimeError as error:  # raised by pytesseract at its time limit
        raise DocumentError(
            f"a page takes Tesseract more than {SECONDS} s",
            to_do="check what it is",
            reason="too_slow",
        ) from error
    return found


def seen(table: str) -> Iterator[Seen]:
    """The words of Tesseract's table, corrected, without remains of lines and dots."""
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != "5":  # 5: a word
            continue
        block, paragraph, line, _, left, top, width, height = map(int, cells[2:10])
        text = cells[11].strip().strip("|")
        if not text or (RULES.fullmatch(text) and text not in ("-", "--")):
            continue
        place = (block, paragraph, line)
        yield Seen(place, _mended(text), left, top, width, height, float(cells[10]))


def _mended(text: str) -> str:
    """The word without recognition errors that are evident from its characters."""
    if text in DASHES:
        return "—"
    return CAPITAL_I.sub("I", POINT.sub(r"\1,", DOLLARS.sub("$", text)))


def _lines(words: Iterable[Seen]) -> Iterator[list[Seen]]:
    found: dict[tuple[int, int, int], list[Seen]] = {}
    for word in words:
        found.setdefault(word.line, []).append(word)
    yield from found.values()


def _row(words: list[Seen], points: float) -> TextRow | None:
    """One line in points; uncertain words of dates are left out, and with them the date."""
    flat = [word.top + word.height for word in words if not LOW.search(word.text)]
    base = points * (_middle(flat) if flat else min(w.top + 0.8 * w.height for w in words))
    tall = [word.height for word in words if TALL.search(word.text)]
    size = points * SIZE * _middle(tall or [word.height for word in words])
    is_quoting = any(word.text[0] in '"“' for word in words)
    kept = tuple(
        Word(
            word.text if is_quoting else MARK.sub("", word.text),
            points * word.left,
            points * word.top,
            points * (word.left + word.width),
            points * (word.top + word.height),
            base,
            size,
        )
        for word in sorted(words, key=lambda word: word.left)
        if word.sureness >= (SURE if DATED.fullmatch(word.text) else LIKELY)
    )
    return TextRow(kept, base, size) if kept else None


def _even(rows: list[TextRow]) -> list[TextRow]:
    """Rows near the usual size get that size, as heights of few letters are unreliable."""
    if not rows:
        return rows
    usual = _middle(row.size for row in rows)
    return [_sized(row, usual) if 0.7 < row.size / usual < 1.4 else row for row in rows]


def _middle(values: Iterable[float]) -> float:
    ranked = sorted(values)
    return ranked[len(ranked) // 2]


def _sized(row: TextRow, size: float) -> TextRow:
    return TextRow(tuple(replace(word, size=size) for word in row.words), row.base, size)
