"""Bodies that answer 200 and are not the document: refused, asked for again, healed."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import pytest

from flows.sample.site import Page
from flows.sources import bodies
from tests.builders.place import SITE, Place
from warehouse.archive.store import Archive

RELEASE = "/Archives/edgar/data/1045810/000104581025000021/q4fy25pr.htm"
REPORT = "/ir/2317.TW/2025-03-14.pdf"
WHOLE = SITE[RELEASE].body
NOTICE = b"<html><head><title>Service unavailable</title></head><body>Come back</body></html>"


@pytest.mark.parametrize(
    ("name", "data", "size", "fault"),
    [
        ("a.htm", b"", None, "the body is empty"),
        ("a.htm", b" \n", None, "the body is empty"),
        ("a.htm", b"<html><table><tr><td>Reven", None, "the page is cut: its end is missing"),
        ("a.htm", b"<html>\0\0</html>", None, "the page is damaged: it holds NUL bytes"),
        ("a.htm", b"%PDF-1.4 %%EOF", None, "the body is no HTML"),
        ("a.htm", b"Revenue 1,234", None, "the body is no HTML"),
        ("a.htm", NOTICE, None, "the body is a notice for people"),
        ("a.htm", b"<html>x</html>", 40_091, "the body has 14 bytes of 40,091 that are listed"),
        ("a.PDF", b"%PDF-1.7 1 0 obj", None, "the PDF is cut: its end is missing"),
        ("a.pdf", NOTICE, None, "the body is no PDF"),
        ("a.htm", b"<html>x</HTML >\n", 1_500, None),  # EDGAR's lines of SGML are listed too
        ("a.htm", b"<DOCUMENT><TEXT><p>x</TEXT></DOCUMENT>\n", None, None),
        ("a.htm", b"<html><title>Error rates</title><table></table></html>", None, None),
        ("a.pdf", b"%PDF-1.7 1 0 obj\n%%EOF\n", None, None),
        ("a.txt", b"text", None, None),
    ],
)
def test_what_is_wrong_with_a_body(
    name: str, data: bytes, size: int | None, fault: str | None
) -> None:
    assert bodies.fault(name, data, size) == fault


@pytest.mark.parametrize("path", [RELEASE, REPORT])
@pytest.mark.parametrize(
    "bad", [b"", WHOLE[: len(WHOLE) // 2], NOTICE, WHOLE[:5000] + bytes(8192) + WHOLE[13192:]]
)
def test_a_bad_body_is_not_kept_and_the_good_one_comes_in_later(
    place: Place, path: str, bad: bytes
) -> None:
    company = "NVDA" if path == RELEASE else "hon_hai"
    place.pages[path] = Page(bad, SITE[path].media_type)
    pulled = place.pull(company)
    (line,) = map(str, pulled.failed)
    assert f"{path}: the " in line
    assert ", 2 times in a row; " in line  # each asked for again after a rest
    assert not place.origins(path)
    place.pages[path] = SITE[path]
    assert place.pull(company).documents.new == 1
    (origin,) = place.origins(path)
    assert origin.known_at_basis == ("acceptance" if path == RELEASE else "published")
    assert place.archive.get(origin.sha256) == SITE[path].body


def test_what_was_kept_in_place_of_a_document_is_healed_with_its_acceptance_time(
    place: Place,
) -> None:
    """As an archive may hold from before bodies were judged."""
    place.pull("NVDA")
    (good,) = place.origins(RELEASE)
    _replace(place.archive, good.sha256, NOTICE)
    assert place.pull("NVDA", recheck=1000).documents.changed == 1
    healed = max(place.origins(RELEASE), key=lambda one: one.retrieved)
    assert place.archive.get(healed.sha256) == WHOLE
    assert (healed.known_at, healed.known_at_basis) == (good.accepted, "acceptance")
    assert healed.accepted == datetime.fromisoformat("2025-02-26T21:21:32+00:00")
    assert healed.published == date(2025, 2, 26)
    assert place.pull("NVDA", recheck=1000).documents.changed == 0


def _replace(archive: Archive, sha256: str, data: bytes) -> None:
    """The notice under the origin of the document."""
    new = hashlib.sha256(data).hexdigest()
    (path,) = archive.root.glob(f"origins/*/{sha256}.*.json")
    text = path.read_text().replace(sha256, new)
    path.unlink()
    (archive.root / "origins" / new[:2]).mkdir(exist_ok=True)
    (archive.root / "origins" / new[:2] / path.name.replace(sha256, new)).write_text(text)
    (archive.root / "documents" / sha256[:2] / sha256).unlink()
    (archive.root / "documents" / new[:2]).mkdir(exist_ok=True)
    (archive.root / "documents" / new[:2] / new).write_bytes(data)
