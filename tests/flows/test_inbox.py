"""What lies in a folder goes into the archive; what cannot is refused, and harms no other."""

import gzip
import hashlib
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extractors import extract
from extractors.errors import FetchError
from flows import inbox
from flows.slips import Slip
from tests.flows.filings import annual_report
from warehouse.archive import Archive
from warehouse.registry import Registry, load

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
    ("data", "slip", "reasons"),
    [
        (annual_report(), Slip("a.htm"), []),
        (annual_report(cik="0009999999"), Slip("a.htm"), ["unknown_issuer"]),
        (annual_report(cik="0009999999"), Slip("a.htm", company_id="amazon"), []),
        (annual_report(form=""), Slip("a.htm"), ["no_form"]),
        (annual_report(form=""), Slip("a.htm", form="10-K"), []),
        (b"", Slip("a.htm"), ["empty"]),
        (gzip.compress(annual_report())[:-200], Slip("a.htm.gz"), ["truncated"]),
        (b"<html><body>hello</body></html>", Slip("a.htm"), ["no_figures"]),
    ],
)
def test_a_document_that_is_not_recognised_says_why(
    data: bytes, slip: Slip, reasons: list[str], registry: Registry
) -> None:
    told = list(inbox.refusals(extract(data), slip, registry))
    assert [one.reason for one in told] == reasons
    assert all(one.name == slip.file for one in told)
