"""What a document is by its bytes and its cover, and one clear refusal for each that is none."""

from __future__ import annotations

import binascii
import gzip
from dataclasses import replace
from datetime import date

import pytest

from extractors import Extraction, cover, extract, extractor_version, kinds, readers
from extractors.edgar.submissions import split
from extractors.errors import DocumentError
from extractors.explanation.stages import Stages
from extractors.kinds import HTML, INLINE_XBRL, PDF, SUBMISSION
from extractors.model import Refusal
from tests.builders.ixbrl_filing import NAMESPACES
from tests.builders.statements import report, told
from tests.extractors.xbrl.test_instance import BILLION_LAUGHS

FILING = report().render()
PACKED = gzip.compress(FILING, mtime=0)
HTML_PAGE = b"<!DOCTYPE html><html><body><p>Results of the year</p></body></html>"


def refusal_of(extraction: Extraction) -> tuple[str, str]:
    """Reason and text of the only refusal of a document that gave nothing else."""
    assert (extraction.facts, extraction.figures, extraction.unmapped) == ((), (), ())
    (only,) = extraction.refusals
    assert only.document == extraction.document.sha256
    assert "\n" not in only.what
    assert only.what
    return only.reason, only.what


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "", "empty"),
        (b" \r\n\t ", "report.htm", "empty"),
        (gzip.compress(b"", mtime=0), "", "empty"),
        (PACKED[: len(PACKED) // 2], "", "truncated"),
        (PACKED[:-4], "report.htm.gz", "truncated"),
        (PACKED[:20] + b"\0\0\0\0" + PACKED[24:], "", "truncated"),
        (FILING[: FILING.rindex(b"<tr>")], "report.htm", "truncated"),
        (b"\x1f\x8b rubbish", "", "truncated"),
        (BILLION_LAUGHS, "report.htm", "entity_declaration"),
        (HTML_PAGE, "report.pdf", "media_type_mismatch"),
        (FILING, "report.PDF", "media_type_mismatch"),
        (PACKED, "report.pdf", "media_type_mismatch"),
        (b"%PDF-1.7\n%%EOF", "report.htm", "media_type_mismatch"),
        (b"\x00\x01\x02\x03 nothing known", "", "unsupported_media_type"),
        (b"revenue,1300\n", "report.csv", "unsupported_media_type"),
        (b"\x89PNG\r\n\x1a\n", "", "unsupported_media_type"),
        (FILING.replace(b"</table>", b"</tabel>", 1), "report.htm", "unreadable"),
    ],
)
def test_what_cannot_be_read_is_refused_once_and_clearly(data, name, reason):
    assert refusal_of(extract(data, name))[0] == reason


def test_the_refusal_of_a_wrong_name_says_both_types():
    what = refusal_of(extract(HTML_PAGE, "report.pdf"))[1]
    assert "application/pdf" in what
    assert "text/html" in what


def test_a_gzip_that_unpacks_to_more_than_any_report_is_refused():
    bomb = gzip.compress(b" " * (kinds.MAX_BYTES + 1), compresslevel=1)
    assert refusal_of(extract(bomb))[0] == "too_large"


@pytest.mark.parametrize("name", ["", "report.htm", "report.xhtml", "noname", "report.v2.html"])
def test_a_name_that_fits_is_no_matter(name):
    assert extract(FILING, name) == extract(FILING)


def test_a_packed_filing_is_read_under_the_hash_of_the_packed_bytes():
    packed, plain = extract(PACKED, "report.htm.gz"), extract(FILING)
    assert packed.document.sha256 != plain.document.sha256
    assert packed.document.size == len(PACKED)
    assert [(f.metric, f.value) for f in packed.figures] == [
        (f.metric, f.value) for f in plain.figures
    ]


def test_the_wrapper_of_a_single_document_is_taken_off():
    wrapped = (
        b"<DOCUMENT>\n<TYPE>10-K\n<SEQUENCE>1\n<TEXT>\n<XBRL>\n"
        + FILING
        + b"</XBRL>\n</TEXT>\n</DOCUMENT>\n"
    )
    found = told(wrapped)
    assert found.extraction.refusals == ()
    assert found("revenue") == 1000


def test_a_byte_order_mark_does_no_harm():
    assert told(b"\xef\xbb\xbf" + FILING)("revenue") == 1000


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (FILING, INLINE_XBRL),
        (HTML_PAGE, HTML),
        (b"\n<HTML>\n", HTML),
        (b"\xef\xbb\xbf%PDF-1.4", PDF),
        (b"<SEC-DOCUMENT>0000000000-25-000001.txt : 20250101", SUBMISSION),
        (b"-----BEGIN PRIVACY-ENHANCED MESSAGE-----\n", SUBMISSION),
        (b"GIF89a", None),
        (b"plain words", None),
    ],
)
def test_the_bytes_tell_the_type(data, kind):
    assert kinds.kind_of(data) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.htm", HTML), ("a.pdf", PDF), ("a.htm.gz", HTML), ("a.txt", None), ("pdf", HTML)],
)
def test_names_that_fit(name, kind):
    kinds.check_name(name, kind)


@pytest.mark.parametrize(("name", "kind"), [("a.pdf", HTML), ("A.HTM", PDF), ("a.pdf.gz", None)])
def test_names_that_lie(name, kind):
    with pytest.raises(DocumentError, match="the name promises") as caught:
        kinds.check_name(name, kind)
    assert caught.value.reason == "media_type_mismatch"


def test_the_cover_says_who_what_and_when():
    document = extract(report().render()).document
    assert (document.issuer, document.cik, document.ticker) == (
        "Quartz & Sand Inc.", "0009990001", "QZSD",
    )  # fmt: skip
    assert (document.form, document.period_end) == ("10-K", date(2024, 12, 31))
    assert (document.fiscal_year_end, document.is_amendment) == ("12-31", False)
    assert (document.media_type, document.kind) == ("application/xhtml+xml", "inline_xbrl")
    assert document.size == len(report().render())


@pytest.mark.parametrize(
    ("texts", "field", "value"),
    [
        ({"dei:EntityCentralIndexKey": "1045810"}, "cik", "0001045810"),
        ({"dei:EntityCentralIndexKey": "CIK 0001045810"}, "cik", "0001045810"),
        ({"dei:EntityCentralIndexKey": "none"}, "cik", None),
        ({"dei:TradingSymbol": " brk.b "}, "ticker", "BRK.B"),
        ({"dei:TradingSymbol": "QZSD, QZSD-WS"}, "ticker", None),
        ({"dei:TradingSymbol": "n/a"}, "ticker", None),
        ({"dei:TradingSymbol": "—"}, "ticker", None),
        ({"dei:DocumentPeriodEndDate": "January 26, 2025"}, "period_end", date(2025, 1, 26)),
        ({"dei:DocumentPeriodEndDate": "2025-01-26"}, "period_end", date(2025, 1, 26)),
        ({"dei:DocumentPeriodEndDate": "soon"}, "period_end", None),
        ({"dei:CurrentFiscalYearEndDate": "--12-31"}, "fiscal_year_end", "12-31"),
        ({"dei:CurrentFiscalYearEndDate": "January 26"}, "fiscal_year_end", "01-26"),
        ({"dei:CurrentFiscalYearEndDate": "the last Sunday"}, "fiscal_year_end", None),
        ({"dei:AmendmentFlag": "true"}, "is_amendment", True),
        ({"dei:AmendmentFlag": "False"}, "is_amendment", False),
        ({"dei:EntityRegistrantName": ""}, "issuer", None),
        ({}, "form", None),
    ],
)
def test_every_line_of_the_cover(texts, field, value):
    assert getattr(cover.document(b"x", "0" * 64, INLINE_XBRL, texts), field) == value


@pytest.mark.parametrize("day", ["--13-45", "--02-30"])
def test_a_fiscal_year_end_that_is_no_day_costs_no_figures(day):
    found = told(replace(report(), fiscal_year_end=day))
    assert found("revenue") == 1000
    assert found.extraction.document.fiscal_year_end is None


def test_a_filing_without_numbers_ends_with_one_refusal():
    found = extract(replace(report(), body=()).render())
    assert refusal_of(found)[0] == "no_figures"
    assert found.document.issuer == "Quartz & Sand Inc."


def test_a_filing_without_known_numbers_counts_them_and_says_so():
    strangers = FILING.replace(NAMESPACES["us-gaap"].encode(), b"http://example.com/other/2024")
    found = extract(strangers)
    assert (found.figures, [r.reason for r in found.refusals]) == ((), ["no_figures"])
    assert sum(one.facts for one in found.unmapped) == len(found.facts) > 20


def test_the_version_names_the_readers():
    assert extractor_version() == extractor_version()
    assert len(extractor_version()) == 16
    assert int(extractor_version(), 16) >= 0


class TestAnotherKind:
    """A made-up kind is one row of the table and one reader: all who choose files know it then."""

    DATA = b"REPORT v1\nrevenue of the year\n"

    @pytest.fixture(autouse=True)
    def added(self, monkeypatch: pytest.MonkeyPatch) -> None:
        kind = kinds.DocumentKind(
            "words", "text/x-words", "figures", "a page of words", (".wrd",), (b"REPORT",)
        )

        def read(data: bytes, sha256: str, plain: bytes) -> Stages:
            what = f"no figures: {len(plain.splitlines())} lines of words"
            refusal = Refusal(sha256, what, "no_figures")
            return Stages(Extraction(cover.document(data, sha256, kind, {}), refusals=(refusal,)))

        monkeypatch.setattr(kinds, "KINDS", (*kinds.KINDS, kind))
        monkeypatch.setitem(readers.READERS, kind.name, read)

    def test_its_reader_reads_it(self):
        found = extract(gzip.compress(self.DATA, mtime=0), "a.wrd.gz")
        assert (found.document.kind, found.document.media_type) == ("words", "text/x-words")
        assert refusal_of(found) == ("no_figures", "no figures: 2 lines of words")

    def test_its_name_promises_it(self):
        assert refusal_of(extract(HTML_PAGE, "a.wrd"))[0] == "media_type_mismatch"
        assert refusal_of(extract(self.DATA, "a.pdf"))[0] == "media_type_mismatch"

    def test_a_refusal_of_what_is_no_kind_names_it(self):
        assert "or a page of words" in refusal_of(extract(b"plain words"))[1]

    def test_exhibits_of_its_name_are_fetched(self):
        assert kinds.may_hold_figures("ex99.WRD")
        assert not kinds.may_hold_figures("ex99.jpg")

    def test_it_is_taken_out_of_a_submission(self):
        lines = [self.DATA[at : at + 45] for at in range(0, len(self.DATA), 45)]
        packed = b"begin 644 a.wrd\n" + b"".join(map(binascii.b2a_uu, lines)) + b"`\nend\n"
        whole = (
            b"<SEC-DOCUMENT>\nCONFORMED SUBMISSION TYPE:\t10-K\n<DOCUMENT>\n<TYPE>10-K\n"
            b"<FILENAME>a.wrd\n<TEXT>\n" + packed + b"</TEXT>\n</DOCUMENT>\n</SEC-DOCUMENT>\n"
        )
        assert [part.data for part in split(whole).readable] == [self.DATA]


def test_every_kind_has_a_reader_and_a_name_of_its_own():
    names = [kind.name for kind in kinds.KINDS]
    assert len(set(names)) == len(names)
    assert set(names) == readers.READERS.keys()
    assert {kind.gives for kind in kinds.KINDS} == {
        "figures", "rates", "signals", "opinions", "parts",
    }  # fmt: skip
