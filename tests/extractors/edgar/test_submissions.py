"""Whole submissions: what their headers say, and the documents in them, byte for byte."""

from __future__ import annotations

import binascii
import gzip
import hashlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import extract
from extractors.edgar.submissions import Company, Part, read_header, split
from extractors.errors import DocumentError
from tests.builders.html_page import page
from tests.builders.small_filings import annual_report

HEAD = b"""<SEC-DOCUMENT>0000000001-31-000007.txt : 20310806
<SEC-HEADER>0000000001-31-000007.hdr.sgml : 20310806
<ACCEPTANCE-DATETIME>20310806160102
ACCESSION NUMBER:\t\t0000000001-31-000007
CONFORMED SUBMISSION TYPE:\t8-K
CONFORMED PERIOD OF REPORT:\t20310805
FILED AS OF DATE:\t\t20310806

FILER:

\tCOMPANY DATA:\t
\t\tCOMPANY CONFORMED NAME:\t\t\tQUILL & CO
\t\tCENTRAL INDEX KEY:\t\t\t0000000001
\t\tFISCAL YEAR END:\t\t\t1231

\tFORMER COMPANY:\t
\t\tFORMER CONFORMED NAME:\tPEN & CO
</SEC-HEADER>
"""
END = b"</SEC-DOCUMENT>\n"
REPORT = annual_report()


def document(kind: str, name: str, text: bytes, sequence: int = 1) -> bytes:
    head = f"<DOCUMENT>\n<TYPE>{kind}\n<SEQUENCE>{sequence}\n<FILENAME>{name}\n<TEXT>\n"
    return head.encode() + text + b"\n</TEXT>\n</DOCUMENT>\n"


def whole(*documents: bytes) -> bytes:
    return HEAD + b"".join(documents) + END


def uuencoded(data: bytes, name: str) -> bytes:
    lines = [binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45)]
    return f"begin 644 {name}\n".encode() + b"".join(lines) + b"`\nend"


LETTER = document("8-K", "letter.htm", page("<p>Enclosed please find.</p>"))
RELEASE = document("EX-99.1", "release.htm", REPORT, 2)


def test_a_header_says_by_whom_what_and_when():
    header = split(whole(LETTER)).header
    assert (header.accession, header.form) == ("0000000001-31-000007", "8-K")
    assert (header.filed, header.period) == (date(2031, 8, 6), date(2031, 8, 5))
    assert header.accepted == "20310806160102"
    assert header.filers == (Company("FILER", "0000000001", "QUILL & CO"),)


def test_the_header_of_the_feed_says_the_same_in_tags():
    header = read_header(
        b"<SUBMISSION>\n<ACCESSION-NUMBER>0000000001-31-000007\n<TYPE>6-K\n<PERIOD>20310731\n"
        b"<FILING-DATE>20310806\n<FILER>\n<COMPANY-DATA>\n<CONFORMED-NAME>QUILL & CO\n<CIK>1\n"
        b"</COMPANY-DATA>\n<FORMER-COMPANY>\n<FORMER-CONFORMED-NAME>PEN & CO\n</FORMER-COMPANY>\n"
    )
    assert (header.accession, header.form) == ("0000000001-31-000007", "6-K")
    assert (header.filed, header.period, header.accepted) == (
        date(2031, 8, 6), date(2031, 7, 31), None,
    )  # fmt: skip
    assert header.filers == (Company("FILER", "0000000001", "QUILL & CO"),)


def test_whom_a_filing_is_about_did_not_file_it():
    header = read_header(
        b"SUBJECT COMPANY:\n\tCOMPANY CONFORMED NAME:\tPREY\n\tCENTRAL INDEX KEY:\t0000000002\n"
        b"FILED BY:\n\tCOMPANY CONFORMED NAME:\tHUNTER\n\tCENTRAL INDEX KEY:\t0000000003\n"
    )
    assert [company.name for company in header.companies] == ["PREY", "HUNTER"]
    assert header.filers == ()


@pytest.mark.parametrize("said", ["20311306", "2031080", "tomorrow", "", "²0310806"])
def test_a_day_that_is_none_is_not_told(said):
    assert read_header(f"FILED AS OF DATE:\t{said}\n".encode()).filed is None


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize("wrapper", [None, b"XBRL", b"XML"])
def test_a_document_is_what_stands_between_its_marks(newline, wrapper):
    text = b"<?xml version='1.0'?>\n<html>one\n\ntwo</html>\n"
    around = text if wrapper is None else b"<%b>\n%b\n</%b>" % (wrapper, text, wrapper)
    data = whole(document("8-K", "a.htm", around)).replace(b"\n", newline)
    (part,) = split(data).parts
    assert part == Part("8-K", 1, "a.htm", "", text.replace(b"\n", newline))


def test_a_submission_without_a_header_is_split_all_the_same():
    (part,) = split(b"<SEC-DOCUMENT>x\n" + document("10-K", "a.htm", REPORT) + END).parts
    assert (part.document_type, part.data) == ("10-K", REPORT)
    assert part.can_hold_results(None)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00b.htm", "", "<b>"])
def test_a_name_that_is_none_is_not_taken_over(name):
    (part,) = split(whole(document("8-K", name, b"x"))).parts
    assert part.name == "document 1"


@given(st.binary(max_size=200))
def test_a_pdf_comes_out_as_it_went_in(data):
    packed = b"<PDF>\n" + uuencoded(data, "a.pdf") + b"\n</PDF>"
    (part,) = split(whole(document("EX-99.2", "a.pdf", packed))).parts
    assert part.data == data


def test_a_pdf_whose_lines_lost_their_blanks_is_whole():
    data = b"%PDF-1.4\n" + bytes(90)
    packed = uuencoded(data, "A.PDF").replace(b"`", b" ")
    trimmed = b"\n".join(line.rstrip() for line in packed.split(b"\n"))
    (part,) = split(whole(document("EX-99.2", "a.pdf", trimmed))).parts
    assert part.data == data


@pytest.mark.parametrize(
    ("kind", "name", "can"),
    [
        ("8-K", "a.htm", True), ("8-K/A", "a.htm", True), ("EX-99.1", "a.htm", True),
        ("EX-99", "a.htm", True), ("EX-13.1", "a.htm", True), ("EX-101.SCH", "a.xsd", False),
        ("EX-10.1", "a.htm", False), ("EX-31.2", "a.htm", False), ("EX-4", "a.htm", False),
        ("EX-130", "a.htm", False), ("XML", "R2.htm", False), ("GRAPHIC", "a.htm", False),
        ("10-Q", "a.htm", False),
    ],
)  # fmt: skip
def test_what_can_hold_results(kind, name, can):
    (part,) = split(whole(document(kind, name, REPORT))).parts
    assert part.can_hold_results("8-K") is can


@pytest.mark.parametrize("name", ["a.jpg", "Financial_Report.xlsx", "a.zip"])
def test_what_is_packed_and_no_pdf_is_not_unpacked(name):
    submission = split(whole(LETTER, document("EX-99.3", name, uuencoded(b"x" * 100, name))))
    assert [part.data for part in submission.parts][1] == b""
    assert [part.name for part in submission.readable] == ["letter.htm"]


WHOLE = whole(LETTER, RELEASE)
INNER = document("EX-99.1", "b.htm", b"x\n" + LETTER)
BAD = [
    (HEAD + END, "no_figures", "without documents"),
    (HEAD, "no_figures", "without documents"),
    (WHOLE[: WHOLE.index(b"</TEXT>")], "truncated", "within its document 1"),
    (WHOLE[: WHOLE.rindex(b"</TEXT>")], "truncated", "within its document 2"),
    (WHOLE[: WHOLE.rindex(b"</DOCUMENT>")], "truncated", "within its document 2"),
    (WHOLE.removesuffix(END), "truncated", "without </SEC-DOCUMENT>"),
    (WHOLE.replace(b"</TEXT>", b"", 1), "truncated", "letter.htm has no end"),
    (whole(document("8-K", "a.htm", b"<XBRL>\n<html>")), "truncated", "a.htm has no end"),
    (whole(INNER), "unreadable", "begins within another"),
    (HEAD + b"</DOCUMENT>\n" + LETTER + END, "unreadable", "ends twice"),
    (whole(LETTER * 5_001), "too_large", "more than 5,000 documents"),
    (whole(document("EX-99", "a.pdf", b"begin 644 a.pdf\nM!!!")), "truncated", "has no end"),
    (whole(document("EX-99", "a.pdf", b"begin 644 a.pdf\nM~~~~\nend")), "unreadable", "uuencoded"),
]


@pytest.mark.parametrize(("data", "reason", "what"), BAD)
def test_bad_submissions_are_refused(data, reason, what):
    with pytest.raises(DocumentError, match=what) as caught:
        split(data)
    assert caught.value.reason == reason
    read = extract(data, "submission.txt")
    assert read.figures == ()
    (refusal,) = read.refusals
    assert refusal.reason == reason


def test_every_cut_of_a_submission_is_refused():
    for end in range(len(HEAD), len(WHOLE) - len(END), 997):
        assert extract(WHOLE[:end]).figures == ()
        assert extract(WHOLE[:end]).refusals


def test_a_submission_within_one_is_not_read():
    for inner in (b"<SEC-DOCUMENT>x", gzip.compress(WHOLE)):
        read = extract(whole(document("EX-99.1", "a.txt", inner)))
        assert read.figures == ()
        assert [refusal.reason for refusal in read.refusals] == [
            "unsupported_media_type", "no_figures",
        ]  # fmt: skip


def test_the_figures_of_a_submission_name_the_document_they_are_of():
    read = extract(gzip.compress(WHOLE), "submission.txt.gz")
    assert read.document.media_type == "text/x-sgml-submission"
    assert read.document.kind == "submission"
    assert (read.document.issuer, read.document.cik, read.document.form) == (
        "QUILL & CO", "0000000001", "8-K",
    )  # fmt: skip
    assert {figure.document for figure in read.figures} == {hashlib.sha256(REPORT).hexdigest()}
    assert read.figures == extract(REPORT).figures
    assert read.refusals == ()


def test_a_submission_without_results_has_one_refusal():
    consents = [document("EX-99.1", f"{n}.htm", page("<p>We consent.</p>")) for n in range(10)]
    (refusal,) = extract(whole(LETTER, *consents)).refusals
    assert refusal.reason == "no_figures"


def test_the_refusal_of_an_exhibit_names_it():
    read = extract(whole(LETTER, document("EX-99.1", "deck.pdf", b"%PDF-1.4\n%%EOF"), RELEASE))
    assert read.figures
    (refusal,) = read.refusals
    assert refusal.what.startswith("deck.pdf: ")


def test_the_release_in_a_real_submission_is_the_one_split_out(shared: Path):
    data = (shared / "corpus" / "odd" / "adbe_0000796343-23-000044.txt").read_bytes()
    release = (shared / "corpus" / "html_releases" / "adbeex991q123.htm").read_bytes()
    submission = split(data)
    assert len(submission.parts) == 15
    letter, exhibit = submission.readable
    assert (letter.document_type, letter.name) == ("8-K", "adbe-20230315.htm")
    assert (exhibit.document_type, exhibit.sequence) == ("EX-99.1", 2)
    assert exhibit.data == release
    together, alone = extract(data), extract(release)
    assert together.figures == alone.figures
    assert together.facts == alone.facts
    assert {f.value for f in together.figures if f.metric == "revenue" and not f.segment} >= {
        4_655_000_000, 4_262_000_000,
    }  # fmt: skip
    assert together.refusals == ()


def test_a_real_submission_without_results_is_refused_in_one_line(shared: Path):
    path = shared / "corpus" / "odd" / "meta_0001628280-25-058337.txt"
    read = extract(path.read_bytes(), path.name)
    assert (read.document.cik, read.document.form) == ("0001326801", "8-K")
    assert read.figures == ()
    assert [refusal.reason for refusal in read.refusals] == ["no_figures"]
