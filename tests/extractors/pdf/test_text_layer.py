"""What cannot be read is refused with its reason; of a long report the pages with figures are chosen."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractors import extract
from extractors.errors import DocumentError
from extractors.pdf import page_choice, reader, text_layer

LOOP = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Count 3/Kids[2 0 R 2 0 R]>>endobj
xref
0 3
0000000000 65535 f\x20
0000000009 00000 n\x20
0000000052 00000 n\x20
trailer<</Size 3/Root 1 0 R>>
startxref
103
%%EOF
"""


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, **options)
    draw(canvas)
    canvas.save()
    return data.getvalue()


def of_text(pages: list[list[str]]) -> bytes:
    def draw(canvas: Canvas) -> None:
        for lines in pages:
            for index, line in enumerate(lines):
                canvas.drawString(60, 740 - 14 * index, line)
            canvas.showPage()

    return drawn(draw)


def picture(canvas: Canvas) -> None:
    canvas.rect(50, 50, 400, 600, fill=1)
    canvas.showPage()


def crowd(canvas: Canvas) -> None:
    for index in range(50_001):
        canvas.rect(index % 500, index // 500, 1, 1)
    canvas.showPage()


def blank(count: int) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for _ in range(count):
            canvas.drawString(50, 50, "page")
            canvas.showPage()

    return draw


WHOLE = of_text([["Net revenue 5 4", "a release of one page with enough text to be one"]])


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: WHOLE[: len(WHOLE) // 2], "truncated"),
        (lambda: b"%PDF-1.7\nnothing of a PDF\n%%EOF\n", "unreadable"),
        (lambda: LOOP, "unreadable"),
        (lambda: LOOP.replace(b"/Count 3/Kids[2 0 R 2 0 R]", b"/Count 0/Kids[]           "),
         "unreadable"),
        (lambda: drawn(blank(2), encrypt=StandardEncryption("secret")), "encrypted"),
        (lambda: drawn(blank(1001)), "too_large"),
        (lambda: drawn(crowd), "too_large"),
        (lambda: drawn(picture), "no_text_layer"),
    ],
    ids="truncated junk loop zero encrypted long crowded picture".split(),
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_line(make: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(DocumentError) as raised:
        reader.read(make())
    assert raised.value.reason == reason
    assert "\n" not in str(raised.value)
    assert raised.value.to_do


def test_one_crowded_page_does_not_cost_the_others() -> None:
    def draw(canvas: Canvas) -> None:
        crowd(canvas)
        canvas.drawString(60, 700, "a page with text, enough of it to be no picture at all")
        canvas.showPage()

    data = drawn(draw)
    page = reader.read(data)
    assert page.pages == (2,)
    assert page.skipped == (
        text_layer.Skipped("page 1 draws more than 50,000 objects", "too_large"),
    )
    refusals = [(one.reason, one.what) for one in extract(data).refusals]
    assert ("too_large", "page 1 draws more than 50,000 objects") in refusals


def test_letters_that_are_no_words_are_garbled() -> None:
    scrambled = "Qrg vapbzr jnf gur fnzr nf orsber naq gur erirahr bs gur dhnegre ebfr " * 5
    assert text_layer.is_garbled(scrambled)
    assert text_layer.is_garbled("-\x1b-B:9\x07/:\x1b\x05\x01\x189/\x07" * 20)
    plain = "Net income was the same as before and the revenue of the quarter rose " * 5
    assert not text_layer.is_garbled(plain)
    assert not text_layer.is_garbled("腾讯公布二零二五年度及第四季业绩，核心业务在健康增长。" * 10)


def test_of_a_long_report_the_statements_are_chosen_and_at_most_ten_pages() -> None:
    filler = ["The company may face risks that it does not know of yet."] * 20
    income = [
        "Consolidated Statements of Operations",
        "Net revenue 9,763 6,731",
        "Cost of sales 5,416 3,863",
    ]
    income += ["Gross profit 4,347 2,868", "Operating income 1,369 631", "Net income 2,490 341"]
    flows = [
        "Consolidated Statements of Cash Flows",
        "Net income 2,490 341",
        "Depreciation 312 222",
    ]
    flows += ["Net cash provided by operating activities 1,071 493", "Inventories (417) (137)"]
    flows += ["Purchases of property and equipment (294) (217)", "Accounts payable (513) 7"]
    pages = [filler] * 25 + [income] + [filler] * 3 + [flows] + [filler] * 30
    with text_layer.opened(of_text(pages)) as document:
        chosen = page_choice.choose(text_layer.texts(document))
    assert {26, 30} <= set(chosen)
    assert len(chosen) <= 16


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("AMD_2021_10K.pdf", {51, 55, 76}),
        ("MICROSOFT_2019_10K.pdf", {42, 51, 54, 90}),
        ("ORACLE_2021_10K.pdf", {46, 49, 50, 51, 69, 72, 107, 108}),
        ("docugami_2022_Q3_INTC_10Q.pdf", {5, 8, 11, 27, 29, 31, 35, 44}),
    ],
)
def test_pages_of_real_reports(shared: Path, name: str, wanted: set[int]) -> None:
    with text_layer.opened((shared / "corpus/pdf" / name).read_bytes()) as document:
        chosen = page_choice.choose(text_layer.texts(document))
    assert wanted <= set(chosen)
    assert len(chosen) <= 16


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("pdf_ocr/AMZN-Q4-2024-Earnings-Release.pdf", "garbled_text_layer"),
        ("odd/INTEL_2023_8K_dated-2023-02-10.pdf", "truncated"),
    ],
)
def test_real_documents_that_cannot_be_read(shared: Path, name: str, reason: str) -> None:
    with pytest.raises(DocumentError) as raised:
        reader.read((shared / "corpus" / name).read_bytes())
    assert raised.value.reason == reason
