"""Documents made to break a reader: one refusal each, within limits, and the others are read."""

from __future__ import annotations

import io
import json
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.builders.small_filings import annual_report
from tests.flows.conftest import Command

pytestmark = pytest.mark.slow

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
    b"/Resources<</XObject<</X 5 0 R>>>>>>"
)
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"


def raw(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1."""
    data, starts = b"%PDF-1.4\n", []
    body = io.BytesIO()
    body.write(data)
    for number, text in enumerate(objects, 1):
        starts.append(body.tell())
        body.write(b"%d 0 obj%sendobj\n" % (number, text))
    table = body.tell()
    body.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    body.writelines(b"%010d 00000 n \n" % start for start in starts)
    body.write(b"trailer<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1))
    body.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return body.getvalue()


def stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    head = b"<</Length %d/Filter/FlateDecode%s>>" % (len(packed), entries)
    return head + b"stream\n" + packed + b"\nendstream "


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, **options)
    draw(canvas)
    canvas.save()
    return data.getvalue()


def release(canvas: Canvas) -> None:
    for line, text in enumerate(["Net revenue 5 4", "and text enough to be no picture"] * 5):
        canvas.drawString(60, 740 - 20 * line, text)
    canvas.showPage()


def crowd(canvas: Canvas) -> None:
    for number in range(100_000):
        canvas.drawString(7 * number % 500, 13 * number % 700, "1,234")
    canvas.showPage()


def pictures(canvas: Canvas) -> None:
    for _ in range(3):
        canvas.drawImage(ImageReader(Image.linear_gradient("L")), 0, 0, 595, 842)
        canvas.showPage()


def in_chinese(canvas: Canvas) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas.setFont("STSong-Light", 12)
    for line, text in enumerate(
        [
            "腾讯控股有限公司公布二零二四年度及第四季业绩，收入与毛利均告增长。",
            "截至二零二四年十二月三十一日止年度，除另有指明外，单位为人民币百万元。",
            "收入 660,257 609,015",
            "毛利 349,246 293,109",
            "经营盈利 208,099 160,074",
        ]
    ):
        canvas.drawString(60, 740 - 20 * line, text)
    canvas.showPage()


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(count))
    pages = [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"] * count
    return raw(CATALOG, b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids), *pages)


def doubling(levels: int) -> bytes:
    """A page that draws a form that draws another four times, and so on."""
    forms = [stream(b"/X Do " * 4, FORM % (level + 6)) for level in range(levels)]
    return raw(
        CATALOG, ONE_PAGE, PAGE, stream(b"/X Do "), *forms, stream(b"0 0 m 9 9 l S", FORM % 5)
    )


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "encrypted": (lambda: drawn(release, encrypt=StandardEncryption("secret")), "encrypted"),
    "truncated": (lambda: drawn(release)[:700], "truncated"),
    "without_pages": (lambda: raw(CATALOG, b"<</Type/Pages/Count 0/Kids[]>>"), "unreadable"),
    "of_20000_pages": (lambda: many_pages(20_000), "too_large"),
    "of_100000_objects": (lambda: drawn(crowd), "too_large"),
    "page_tree_loop": (
        lambda: raw(CATALOG, b"<</Type/Pages/Count 3/Kids[2 0 R 2 0 R]>>"), "unreadable",
    ),
    "pictures": (lambda: drawn(pictures), "no_text_layer"),
    "in_chinese": (lambda: drawn(in_chinese), "foreign_language"),
    "form_in_itself": (
        lambda: raw(
            CATALOG, ONE_PAGE, PAGE, stream(b"/X Do "), stream(b"/X Do /X Do ", FORM % 5)
        ),
        "too_large",
    ),
    "doubling": (lambda: doubling(24), "too_large"),
    "unpacking": (
        lambda: raw(CATALOG, ONE_PAGE, PAGE, stream(b"0 0 m 9 9 l S " * 3_000_000)), "too_large",
    ),
}  # fmt: skip


def test_each_is_refused_with_its_reason_and_the_others_are_read(
    command: Command, inbox: Path, tmp_path: Path
) -> None:
    good, refused = inbox / "good.htm", tmp_path / "refused.jsonl"
    good.write_bytes(annual_report())
    alone = command("extract", good).out
    files = [good]
    for name, (make, _) in BAD.items():
        (inbox / f"{name}.pdf").write_bytes(make())
        files += [inbox / f"{name}.pdf", good]
    start = time.monotonic()
    limits = {"PROFIT_POOLS_READ_GIB": "0.5", "PROFIT_POOLS_READ_SECONDS": "30"}
    done = command("extract", *files, "--refusals", refused, environ=limits)
    assert (done.code, done.err) == (0, "")
    assert time.monotonic() - start < 60
    assert done.out == alone * (len(BAD) + 1)
    found = [json.loads(line) for line in refused.read_text().splitlines()]
    assert {Path(one["file"]).stem: one["reason"] for one in found} == {
        name: reason for name, (_, reason) in BAD.items()
    }
    assert len(found) == len(BAD)


def test_what_has_no_end_is_refused_in_time(command: Command, inbox: Path) -> None:
    (inbox / "doubling.pdf").write_bytes(BAD["doubling"][0]())
    limits = {"PROFIT_POOLS_READ_GIB": "16", "PROFIT_POOLS_READ_SECONDS": "0.5"}
    done = command("extract", inbox / "doubling.pdf", environ=limits)
    assert (done.code, done.out) == (0, "")
    assert "refused: too_slow: not read within 0.5 s" in done.line


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("INTEL_2023_8K_dated-2023-02-10.pdf", "truncated"),
        ("anthropic_twilio_q4_2023.pdf", "no_figures"),
        ("sulinan_tencent.pdf", "foreign_language"),
    ],
)
def test_real_ones_too(command: Command, shared: Path, name: str, reason: str) -> None:
    done = command("extract", shared / "corpus/odd" / name)
    assert (done.code, done.out) == (0, "")
    *undated, last = done.err.splitlines()  # tables whose columns nothing dates come first
    assert last.startswith(f"{shared / 'corpus/odd' / name}: refused: {reason}: ")
    assert all(": refused: bad_period: " in line for line in undated)
