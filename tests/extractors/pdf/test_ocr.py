"""Words by their look are where, and what, the text layer says; without the extra nothing is seen."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pypdfium2 as pdfium
import pytest

import extractors
from extractors.errors import DocumentError
from extractors.pdf import ocr
from extractors.pdf import words as pdf_words
from tests.builders.scanned_page import STATEMENT, photographed, printed


@pytest.fixture
def afresh() -> Iterator[None]:
    """Whether Tesseract is there is asked anew, before and after."""
    ocr.engine.cache_clear()
    extractors.extractor_version.cache_clear()
    yield
    ocr.engine.cache_clear()
    extractors.extractor_version.cache_clear()


def words(rows: list[pdf_words.TextRow]) -> list[tuple[str, float, float]]:
    return [(word.text, word.x0, word.x1) for row in rows for word in row.words]


def test_words_stand_where_the_text_layer_has_them(tesseract: str) -> None:
    data = printed(STATEMENT)
    with pdfium.PdfDocument(data) as document:
        told = pdf_words.text_rows(document[0])
    with pdfium.PdfDocument(photographed(data)) as document:
        seen = ocr.text_rows(document[0], 300)
    assert [row.text for row in seen] == [row.text for row in told]
    for (_, *here), (_, *there) in zip(words(seen), words(told), strict=True):
        assert here == pytest.approx(there, abs=2)
    for one, other in zip(seen, told, strict=True):
        assert one.base == pytest.approx(other.base, abs=2)
        assert one.size == pytest.approx(other.size, rel=0.25)


def test_the_engine_is_named_by_its_version(tesseract: str) -> None:
    first = subprocess.check_output(["tesseract", "--version"], text=True).splitlines()[0]
    assert tesseract == first
    assert ocr.to_do() == ""


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, afresh: None
) -> None:
    monkeypatch.setattr(ocr, "library", lambda: None)
    assert ocr.engine() is None
    assert "pip install '.[ocr]'" in ocr.to_do()


def test_without_the_program_it_says_what_to_install(
    tesseract: str, monkeypatch: pytest.MonkeyPatch, afresh: None
) -> None:
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "no-such-program")
    assert ocr.engine() is None
    assert "apt-get install tesseract-ocr" in ocr.to_do()


def test_extractions_with_and_without_it_are_of_different_versions(
    tesseract: str, monkeypatch: pytest.MonkeyPatch, afresh: None
) -> None:
    version = extractors.extractor_version()
    assert len(version) == 16
    monkeypatch.setattr(ocr, "library", lambda: None)
    ocr.engine.cache_clear()
    extractors.extractor_version.cache_clear()
    assert extractors.extractor_version() != version


def test_a_page_that_takes_too_long_is_too_slow(
    tesseract: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "SECONDS", 0.001)
    with (
        pdfium.PdfDocument(photographed(printed(STATEMENT))) as document,
        pytest.raises(DocumentError) as raised,
    ):
        ocr.text_rows(document[0], 300)
    assert raised.value.reason == "too_slow"


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("4.677", "4,677"),
        ("$(1.234)", "$(1,234)"),
        ("0.125", "0.125"),
        ("12.5%", "12.5%"),
        ("1.234%", "1.234%"),
        ("§$", "$"),
        ("=", "—"),
        ("Al", "AI"),
        ("All", "All"),
        ("FlRST", "FIRST"),
        ("Total", "Total"),
    ],
)
def test_what_the_characters_give_away_is_mended(seen: str, meant: str) -> None:
    table = f"level\n5\t1\t1\t1\t1\t1\t10\t20\t30\t40\t95.0\t{seen}\n"
    assert [word.text for word in ocr.seen(table)] == [meant]


def test_lines_and_dots_are_no_words() -> None:
    rows = [
        f"5\t1\t1\t1\t1\t{n}\t10\t20\t30\t40\t95.0\t{t}" for n, t in enumerate("| ___ … .".split())
    ]
    assert [word.text for word in ocr.seen("\n".join(["level", *rows]))] == ["…"]
