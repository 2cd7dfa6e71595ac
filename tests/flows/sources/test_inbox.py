"""What lies in a folder goes into the archive; what cannot is refused, and harms no other."""

import gzip
import hashlib
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extractors import extract
from extractors.errors import FetchError
from extractors.model import Origin
from flows.reading import intake
from flows.sources import inbox
from flows.sources.inbox_manifest import ManifestRow
from tests.builders.small_filings import annual_report
from warehouse.archive.store import Archive
from warehouse.registry.registry import Registry, load

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_documents_are_kept_with_where_they_lay(
    folder: Path, archive: Archive, registry: Registry
) -> None:
    first, second = annual_report(), annual_report(revenue="2,000")
    (folder / "2024").mkdir()
    (folder / "a.htm").write_bytes(first)
    (folder / "2024/b.htm").write_bytes(second)
    (folder / ".hidden.htm").write_bytes(b"not for us")
    (folder / ".git").mkdir()
    (folder / ".git/config").write_bytes(b"not for us")
    delivery = inbox.deliver(folder, archive, registry, NOW)
    assert (delivery.files, delivery.new, delivery.refused) == (2, 2, ())
    assert archive.get(sha256(first)) == first
    assert {origin.url: origin.sha256 for origin in archive.origins()} == {
        "inbox:a.htm": sha256(first),
        "inbox:2024/b.htm": sha256(second),
    }
    assert {(origin.known_at, origin.known_at_basis) for origin in archive.origins()} == {
        (NOW, "retrieved")
    }


def test_a_second_look_finds_nothing_new(
    folder: Path, archive: Archive, registry: Registry
) -> None:
    (folder / "a.htm").write_bytes(annual_report())
    inbox.deliver(folder, archive, registry, NOW)
    before = archive.origins()
    again = inbox.deliver(folder, archive, registry, datetime(2027, 1, 1, tzinfo=UTC))
    assert (again.files, again.new) == (1, 0)
    assert archive.origins() == before


def test_the_slip_says_who_what_and_since_when(
    folder: Path, archive: Archive, registry: Registry
) -> None:
    (folder / "a.htm").write_bytes(annual_report())
    (folder / "b.htm").write_bytes(annual_report(revenue="2"))
    (folder / "inbox.csv").write_text(
        "file,company_id,form,published,accepted,url\n"
        "a.htm,AMZN,10-K,2025-02-07,2025-02-06T18:30:00-05:00,https://example.com/a\n"
        "b.htm,0001018724,,2025-02-07,,\n"
    )
    inbox.deliver(folder, archive, registry, NOW)
    b, a = sorted(archive.origins(), key=lambda origin: origin.form or "")
    assert (a.company_id, a.form, a.url) == ("amazon", "10-K", "https://example.com/a")
    assert (a.known_at, a.known_at_basis) == (
        datetime(2025, 2, 6, 23, 30, tzinfo=UTC), "acceptance",
    )  # fmt: skip
    assert (b.company_id, b.published, b.url) == ("amazon", date(2025, 2, 7), "inbox:b.htm")
    assert (b.known_at, b.known_at_basis) == (datetime(2025, 2, 7, tzinfo=UTC), "published")


def test_a_slip_that_comes_later_is_a_new_origin(
    folder: Path, archive: Archive, registry: Registry
) -> None:
    (folder / "a.htm").write_bytes(annual_report())
    inbox.deliver(folder, archive, registry, NOW)
    (folder / "inbox.csv").write_text("file,form\na.htm,10-K\n")
    assert inbox.deliver(folder, archive, registry, NOW).new == 1
    assert [origin.form for origin in archive.origins()].count("10-K") == 1


def test_what_cannot_be_taken_is_refused_and_the_rest_is_taken(
    folder: Path, archive: Archive, registry: Registry
) -> None:
    (folder / "good.htm").write_bytes(annual_report())
    (folder / "page.pdf").write_bytes(b"<html><body>Please sign in</body></html>")
    (folder / "whose.htm").write_bytes(annual_report(revenue="3"))
    (folder / "inbox.csv").write_text("file,company_id\nwhose.htm,NOSUCH\ngone.htm,AMZN\n")
    delivery = inbox.deliver(folder, archive, registry, NOW)
    assert [(one.name, one.reason) for one in delivery.refused] == [
        ("page.pdf", "media_type_mismatch"),
        ("whose.htm", "unknown_issuer"),
        ("gone.htm", "unreadable"),
    ]
    assert [origin.url for origin in archive.origins()] == ["inbox:good.htm"]


def test_what_we_wrote_ourselves_is_no_document(tmp_path: Path, registry: Registry) -> None:
    archive = Archive(tmp_path / "data")
    (tmp_path / "a.htm").write_bytes(annual_report())
    inbox.deliver(tmp_path, archive, registry, NOW)
    (tmp_path / "data/profit_pools.duckdb").write_bytes(b"a database")
    again = inbox.deliver(tmp_path, archive, registry, NOW)
    assert (again.files, again.new) == (1, 0)


def test_a_name_that_is_no_text_is_written_out(
    folder: Path, archive: Archive, registry: Registry
) -> None:
    (folder / os.fsdecode(b"\xff.htm")).write_bytes(annual_report())
    inbox.deliver(folder, archive, registry, NOW)
    assert [origin.url for origin in archive.origins()] == ["inbox:\\xff.htm"]


def test_a_folder_that_is_not_there(tmp_path: Path, archive: Archive, registry: Registry) -> None:
    with pytest.raises(FetchError, match="no such folder"):
        inbox.deliver(tmp_path / "absent", archive, registry, NOW)


@pytest.mark.parametrize(
    ("data", "row", "reasons"),
    [
        (annual_report(), ManifestRow("a.htm"), []),
        (annual_report(cik="0009999999"), ManifestRow("a.htm"), ["unknown_issuer"]),
        (annual_report(cik="0009999999"), ManifestRow("a.htm", company_id="amazon"), []),
        (annual_report(form=""), ManifestRow("a.htm"), ["no_form"]),
        (annual_report(form=""), ManifestRow("a.htm", form="10-K"), []),
        (b"", ManifestRow("a.htm"), ["empty"]),
        (gzip.compress(annual_report())[:-200], ManifestRow("a.htm.gz"), ["truncated"]),
        (b"<html><body>hello</body></html>", ManifestRow("a.htm"), ["no_figures"]),
    ],
)
def test_a_document_that_is_not_recognised_says_why(
    data: bytes, row: ManifestRow, reasons: list[str], registry: Registry
) -> None:
    told = list(inbox.refusals(extract(data), row, registry))
    assert [one.reason for one in told] == reasons
    assert all(one.name == row.file for one in told)


COVER = """<html><body><p>FORM 10-K</p>
<p>For the fiscal year ended December 31, 2024</p>
<p>AMAZON.COM, INC.</p><p>(Exact name of registrant as specified in its charter)</p>
"""
STATEMENT = """<p>Consolidated Statements of Operations</p><p>(in millions)</p>
<table><tr><td></td><td>Year Ended December 31, 2024</td></tr>
<tr><td>Total net sales</td><td>1,000</td></tr><tr><td>Cost of sales</td><td>600</td></tr>
<tr><td>Gross profit</td><td>400</td></tr><tr><td>Operating income</td><td>250</td></tr></table>
</body></html>"""


def test_a_printed_report_needs_no_row_where_its_cover_names_issuer_and_form(
    registry: Registry,
) -> None:
    told = extract((COVER + STATEMENT).encode())
    assert (told.document.issuer, told.document.form) == ("AMAZON.COM, INC.", "10-K")
    assert list(inbox.refusals(told, ManifestRow("a.htm"), registry)) == []


def test_all_that_a_report_does_not_say_is_one_line(registry: Registry) -> None:
    told = extract(("<html><body>" + STATEMENT).encode())
    (only,) = inbox.refusals(told, ManifestRow("a.htm"), registry)
    assert str(only) == (
        "a.htm: refused: no_issuer: by which company it is, say in inbox.csv; "
        "which form it is, say in inbox.csv"
    )


SGML = """<SEC-DOCUMENT>0001018724-25-000003.txt : 20250207
<SEC-HEADER>0001018724-25-000003.hdr.sgml : 20250207
<ACCEPTANCE-DATETIME>{accepted}
ACCESSION NUMBER:\t\t0001018724-25-000003
CONFORMED SUBMISSION TYPE:\t8-K
FILED AS OF DATE:\t\t20250207

FILER:
\t\tCOMPANY CONFORMED NAME:\tSAMPLE STORES
\t\tCENTRAL INDEX KEY:\t{cik}
</SEC-HEADER>
"""
LETTER = b"<html><body><p>Enclosed please find.</p></body></html>"


def submission(
    *documents: tuple[str, str, bytes],
    cik: str = "0001018724",
    accepted: str = "20250206183000",
) -> bytes:
    parts = [
        f"<DOCUMENT>\n<TYPE>{kind}\n<SEQUENCE>{n}\n<FILENAME>{name}\n<TEXT>\n".encode()
        + data
        + b"\n</TEXT>\n</DOCUMENT>\n"
        for n, (kind, name, data) in enumerate(documents, 1)
    ]
    head = SGML.format(cik=cik, accepted=accepted).encode()
    return head + b"".join(parts) + b"</SEC-DOCUMENT>\n"


def test_a_submission_is_kept_as_its_documents(
    folder: Path, archive: Archive, registry: Registry
) -> None:
    release = annual_report()
    data = submission(
        ("8-K", "letter.htm", LETTER),
        ("EX-99.1", "release.htm", release),
        ("GRAPHIC", "logo.jpg", b"begin 644 logo.jpg\n`\nend"),
    )
    (folder / "filing.txt.gz").write_bytes(gzip.compress(data))
    delivery = inbox.deliver(folder, archive, registry, NOW)
    assert (delivery.files, delivery.new, delivery.refused) == (1, 2, ())
    origins = {origin.document_type: origin for origin in archive.origins()}
    assert {kind: origin.sha256 for kind, origin in origins.items()} == {
        "8-K": sha256(LETTER),
        "EX-99.1": sha256(release),
    }
    origin = origins["EX-99.1"]
    assert archive.get(origin.sha256) == release
    assert (origin.accession, origin.form, origin.company_id) == (
        "0001018724-25-000003", "8-K", "amazon",
    )  # fmt: skip
    assert origin.url == "inbox:filing.txt.gz#release.htm"
    assert origin.published == date(2025, 2, 7)
    assert origin.accepted == datetime(2025, 2, 6, 23, 30, tzinfo=UTC)
    assert (origin.known_at, origin.known_at_basis) == (origin.accepted, "acceptance")
    again = inbox.deliver(folder, archive, registry, datetime(2027, 1, 1, tzinfo=UTC))
    assert (again.files, again.new) == (1, 0)


def test_without_a_time_of_acceptance_the_day_of_filing_counts(
    folder: Path, archive: Archive, registry: Registry
) -> None:
    data = submission(("8-K", "a.htm", LETTER), accepted="20259906183000")
    (folder / "filing.txt").write_bytes(data)
    inbox.deliver(folder, archive, registry, NOW)
    (origin,) = archive.origins()
    assert (origin.known_at, origin.known_at_basis, origin.accepted) == (
        datetime(2025, 2, 7, tzinfo=UTC), "published", None,
    )  # fmt: skip


def test_the_slip_of_a_submission_goes_before_its_header(
    folder: Path, archive: Archive, registry: Registry
) -> None:
    (folder / "f.txt").write_bytes(submission(("8-K", "a.htm", LETTER), cik="0009999999"))
    (folder / "inbox.csv").write_text("file,company_id,url\nf.txt,MSFT,https://example.com/f.txt\n")
    inbox.deliver(folder, archive, registry, NOW)
    (origin,) = archive.origins()
    assert (origin.company_id, origin.url) == ("microsoft", "https://example.com/f.txt#a.htm")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (submission(("8-K", "a.htm", LETTER), cik="0009999999"), "unknown_issuer"),
        (submission(("8-K", "a.htm", LETTER))[:-40], "truncated"),
        (submission(("GRAPHIC", "a.jpg", b"begin 644 a.jpg\n`\nend")), "no_figures"),
        (submission(), "no_figures"),
    ],
)
def test_a_submission_that_cannot_be_taken_is_refused_once(
    data: bytes, reason: str, folder: Path, archive: Archive, registry: Registry
) -> None:
    (folder / "filing.txt").write_bytes(data)
    delivery = inbox.deliver(folder, archive, registry, NOW)
    assert [(one.name, one.reason) for one in delivery.refused] == [("filing.txt", reason)]
    assert archive.origins() == []


def judged(data: bytes, folder: Path, archive: Archive, registry: Registry) -> list[str]:
    (folder / "filing.txt").write_bytes(data)
    delivery = inbox.deliver(folder, archive, registry, NOW)
    judge = intake.ByManifest(delivery.rows, registry)
    refused = [one for key in delivery.rows for one in judge(extract(archive.get(key)))]
    return [f"{one.name} {one.reason}" for one in delivery.all_refused(refused)]


def test_a_submission_with_results_has_no_line_on_its_letter(
    folder: Path, archive: Archive, registry: Registry
) -> None:
    data = submission(("8-K", "a.htm", LETTER), ("EX-99.1", "b.htm", annual_report(cik="")))
    assert judged(data, folder, archive, registry) == []


def test_a_submission_without_results_is_refused_as_a_whole(
    folder: Path, archive: Archive, registry: Registry
) -> None:
    deck = b"<html><body><p>About us.</p></body></html>"
    data = submission(("8-K", "a.htm", LETTER), ("EX-99.1", "b.htm", deck))
    assert judged(data, folder, archive, registry) == ["filing.txt no_figures"]


def test_a_document_that_fails_is_named_within_its_submission(
    folder: Path, archive: Archive, registry: Registry
) -> None:
    data = submission(("8-K", "a.htm", LETTER), ("EX-99.1", "b.pdf", b"%PDF-1.4\nbroken"))
    (line,) = judged(data, folder, archive, registry)
    assert line.startswith("filing.txt#b.pdf ")


def test_a_real_submission_goes_in_as_its_release(
    shared: Path, folder: Path, archive: Archive, registry: Registry
) -> None:
    odd = shared / "corpus" / "odd"
    release = shared / "corpus" / "html_releases" / "adbeex991q123.htm"
    told = judged((odd / "adbe_0000796343-23-000044.txt").read_bytes(), folder, archive, registry)
    assert told == []
    (origin,) = (one for one in archive.origins() if one.document_type == "EX-99.1")
    assert origin.sha256 == sha256(release.read_bytes())
    assert (origin.accession, origin.form) == ("0000796343-23-000044", "8-K")
    assert origin.known_at == datetime(2023, 3, 15, 20, 6, 36, tzinfo=UTC)
    assert origin.known_at_basis == "acceptance"


def test_a_real_submission_without_results_is_refused(
    shared: Path, folder: Path, archive: Archive, registry: Registry
) -> None:
    path = shared / "corpus" / "odd" / "meta_0001628280-25-058337.txt"
    assert judged(path.read_bytes(), folder, archive, registry) == ["filing.txt no_figures"]


def test_a_submission_that_lies_in_the_archive_gives_no_figures(archive: Archive) -> None:
    data = submission(("EX-99.1", "a.htm", annual_report()))
    archive.put(data, Origin(sha256(data), "inbox:a.txt", NOW, NOW, "retrieved"))
    reading = intake.read_batch(archive, [sha256(data)], {}, intake.ByFigures({}), jobs=1)
    assert [one.reason for one in reading.refused] == ["unsupported_media_type"]
