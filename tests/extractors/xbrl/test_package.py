"""Zips: the report in them is read, and each bad one is refused in one line."""

from __future__ import annotations

import struct
import zipfile

import pytest

from extractors import extract, kinds
from extractors.xbrl import package
from tests.builders.instance import GROUP, Number, instance, packed

REPORT = instance(Number("ifrs-full:Revenue", "1000", (GROUP,)))
TAXONOMY = {"entry_point.xsd": b"<xsd/>", "labels\\lab_en.xml": b"<labels/>"}


def refusal(data: bytes, name: str = "fnlttXbrl.xml") -> tuple[str, str]:
    found = extract(data, name)
    assert (found.facts, found.figures) == ((), ())
    (only,) = found.refusals
    assert "\n" not in only.what
    return only.reason, only.what


def test_the_report_is_read_under_the_hash_of_the_zip():
    data = packed({**TAXONOMY, "00999999_2024-12-31.xbrl": REPORT})
    found = extract(data, "fnlttXbrl.xml")
    assert [(one.metric, int(one.value)) for one in found.figures] == [("revenue", 1000)]
    assert {one.document for one in (*found.facts, *found.figures)} == {found.document.sha256}
    assert (found.document.kind, found.document.media_type) == ("xbrl_zip", "application/zip")
    assert found.document.size == len(data)


@pytest.mark.parametrize(
    "name", ["../report.xbrl", "a\\..\\..\\report.xbrl", "/etc/report.xbrl", "C:\\report.xbrl"]
)
def test_a_name_that_leads_out_is_refused(name):
    assert refusal(packed({name: REPORT})) == (
        "unreadable", f"a name in the zip leads out of it: {name!r}; do not unpack it",
    )  # fmt: skip


def test_a_bomb_is_refused_before_it_is_unpacked_whole(monkeypatch):
    monkeypatch.setattr(package, "MAX_BYTES", 1_000_000)
    reason, what = refusal(packed({"r.xbrl": b"<xbrl>" + b" " * 30_000_000}))
    assert (reason, what) == (
        "too_large", "r.xbrl in the zip has more than 1,000,000 bytes; no report is that large"
    )  # fmt: skip


def test_a_bomb_of_files_is_refused(monkeypatch):
    monkeypatch.setattr(package, "MAX_FILES", 3)
    assert refusal(packed({f"{n}.xbrl": b"" for n in range(4)}))[0] == "too_large"


@pytest.mark.parametrize(
    ("files", "reason", "words"),
    [
        ({}, "no_figures", "none of the zip's 0 files is an XBRL document"),
        ({"readme.txt": b"hello"}, "no_figures", "none of the zip's 1 files"),
        ({"a.xbrl": REPORT, "b.xbrl": REPORT}, "no_figures", "holds 2 files of type .xbrl"),
        ({"a.xbrl": b"<html><body>down for maintenance</body></html>"},
         "unsupported_media_type", "the file in the zip is no XBRL document"),
        ({"a.xbrl": b""}, "unsupported_media_type", "the file in the zip is no XBRL document"),
        ({"a.xbrl": packed({"b.xbrl": REPORT})}, "unsupported_media_type", "no XBRL document"),
        ({"a.xbrl": REPORT[:-20]}, "truncated", "not well-formed"),
    ],
)  # fmt: skip
def test_wrong_content_is_refused_in_one_line(files, reason, words):
    found = refusal(packed(files))
    assert found[0] == reason
    assert words in found[1]


def test_a_cut_zip_and_a_flipped_byte():
    data = packed({"a.xbrl": REPORT * 40})
    assert refusal(data[: len(data) // 2])[0] == "truncated"
    flipped = bytearray(data)
    flipped[60] ^= 0xFF
    assert refusal(bytes(flipped))[0] == "unreadable"


def test_what_needs_a_password_or_another_method():
    data = bytearray(packed({"a.xbrl": REPORT}))
    directory = data.index(b"PK\1\2")
    struct.pack_into("<H", data, directory + 8, 1)
    assert refusal(bytes(data))[0] == "encrypted"
    data = bytearray(packed({"a.xbrl": REPORT}))
    struct.pack_into("<H", data, data.index(b"PK\1\2") + 10, zipfile.ZIP_LZMA)
    assert refusal(bytes(data))[0] == "unreadable"


def test_a_name_of_a_filing_at_edgar_promises_no_report_in_a_zip():
    assert not kinds.may_hold_figures("0000320193-24-000001-xbrl.zip")
    assert kinds.may_hold_figures("00999999.xbrl")
