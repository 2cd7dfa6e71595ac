"""EDINET: its lists of days, its key, its statuses, and zips that are judged before they are kept.

Lists have the shape of those that public clients keep; no whole answer of EDINET was at hand.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from extractors.errors import FetchError
from flows.sample.site import JSON, Page
from flows.sources import edinet
from flows.sources.reports import Report
from tests.builders.instance import Number, instance, packed
from tests.builders.place import Place
from tests.flows.test_refresh import told

LIST = "/api/v2/documents.json"
ZIP = "/api/v2/documents/S100W3X3"
INSTANCE = instance(Number("ifrs-full:Revenue", "1000", unit="JPY"))
REPORT = packed({
    "XBRL/PublicDoc/jpcrp030000-asr-001_E99999-000_2025-03-31_01_2025-06-27.xbrl": INSTANCE,
    "XBRL/PublicDoc/0101010_honbun.htm": b"<html>1</html>",
    "XBRL/AuditDoc/jpaud-aar-cn-001_E99999-000_2025-03-31_01_2025-06-27.xbrl": b"<xbrl/>",
})  # fmt: skip


def row(number: str, code: str, kind: str, **more: object) -> dict[str, object]:
    return {
        "seqNumber": 1, "docID": number, "edinetCode": code, "docTypeCode": kind, "fundCode": None,
        "submitDateTime": "2025-06-27 09:00", "withdrawalStatus": "0", "xbrlFlag": "1", **more,
    }  # fmt: skip


def listed(*rows: dict[str, object], status: str = "200") -> Page:
    whole = {"metadata": {"status": status, "message": "OK"}, "results": list(rows)}
    return Page(json.dumps(whole).encode(), JSON)


@pytest.fixture
def japan(place: Place) -> Place:
    """Two days with reports, on the days of the test's week; all others name none."""
    place.pages[LIST] = listed()
    place.pages[f"{LIST}?date=2026-03-06"] = listed(
        row("S100W3X3", "E99999", "120"),
        row("S100AAAA", "E00001", "120"),
        row("S100BBBB", "E99999", "180"),  # an extraordinary report
        row("S100CCCC", "E99999", "120", xbrlFlag="0"),
        row("S100DDDD", "E99999", "160", withdrawalStatus="1"),
        row("S100EEEE", "E99999", "120", fundCode="G01"),
        row("../../ab", "E99999", "120"),
    )
    place.pages[ZIP] = Page(REPORT, "application/octet-stream")
    return place


def registry_of_japan(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "companies.csv").write_text(
        "company_id,name,country,reporting_currency,fiscal_year_end,fiscal_label_rule,note\n"
        "kaisha,Kaisha,JP,JPY,03-31,year_of_end,\n"
    )
    (folder / "identifiers.csv").write_text(
        "company_id,scheme,identifier,valid_from,valid_to\nkaisha,edinet,E99999,,\n"
    )
    return folder


def offered(place: Place, since: date | None) -> list[tuple[str, date | None, str]]:
    with place.web() as web:
        offers = edinet.discover("E99999", web, since).offers
    reports = [one for one in offers if isinstance(one, Report)]
    return [(one.url.removeprefix(place.server.url), one.published, one.form) for one in reports]


def asked(place: Place, since: date | None) -> int:
    before = place.server.counters.requests
    offered(place, since)
    return place.server.counters.requests - before


def test_periodic_reports_of_the_company_alone(japan: Place) -> None:
    japan.pages[f"{LIST}?date=2026-03-09"] = listed(row("S100FFFF", "E99999", "170"))
    assert offered(japan, date(2026, 3, 2)) == [
        ("/api/v2/documents/S100FFFF?type=1", date(2026, 3, 9), "EDINET half-year report"),
        ("/api/v2/documents/S100W3X3?type=1", date(2026, 3, 6), "EDINET annual report"),
    ]


def test_days_that_are_over_are_asked_for_once(japan: Place) -> None:
    assert asked(japan, date(2026, 3, 2)) == 7  # Monday to Friday, Monday, and Tuesday the tenth
    assert asked(japan, date(2026, 3, 2)) == 1
    assert asked(japan, date(2026, 2, 26)) == 3
    japan.seconds += 86_400
    assert asked(japan, date(2026, 2, 26)) == 2  # the tenth once more, now that it is over
    assert asked(japan, date(2026, 2, 26)) == 1


def test_without_a_day_five_hundred_of_them(japan: Place) -> None:
    assert asked(japan, None) == 357  # weekdays
    for path in (japan.home / "listings").rglob("*"):
        if path.is_file() and b"memory:edinet" in path.read_bytes()[:99]:
            path.write_bytes(b"{}")
    assert asked(japan, date(2026, 3, 9)) == 2


def test_a_day_that_failed_is_asked_for_again(japan: Place) -> None:
    japan.pages[f"{LIST}?date=2026-03-05"] = Page(b"<html>maintenance</html>", JSON)
    with pytest.raises(FetchError, match="the answer is no JSON"):
        offered(japan, date(2026, 3, 2))
    japan.pages[f"{LIST}?date=2026-03-05"] = listed()
    assert asked(japan, date(2026, 3, 2)) == 5  # today, and Thursday to Monday
    assert len(offered(japan, date(2026, 3, 2))) == 1


def test_a_report_comes_in_and_is_known_at_the_end_of_its_day(japan: Place, tmp_path: Path) -> None:
    overlay = registry_of_japan(tmp_path / "registry")
    since = date(2026, 3, 2)
    _named(japan)
    assert str(japan.pull("kaisha", overlay=overlay, since=since)) == "1 lists asked: 1 new"
    (origin,) = japan.origins(f"{ZIP}?type=1")
    assert (origin.company_id, origin.form) == ("kaisha", "EDINET annual report")
    assert origin.known_at.isoformat() == "2026-03-06T15:00:00+00:00"
    assert japan.archive.get(origin.sha256) == REPORT
    assert str(japan.pull("kaisha", overlay=overlay, since=since)) == "1 lists asked: nothing new"


@pytest.mark.parametrize(
    ("body", "words", "tries"),
    [
        (b'{"StatusCode": 401, "message": "Access denied"}', "EDINET answers 401: the key is", 1),
        (b'{"metadata": {"status": "404", "message": "NOT FOUND"}}', "EDINET answers 404: no", 2),
        (b'{"metadata": {"status": "500"}}', "EDINET answers 500: no list", 2),
        (b'{"metadata": {"status": "200"}}', "the answer lists no 'results'", 2),
        (b'{"results": [1]}', "the answer lists no 'results'", 2),
        (b"[]", "the answer is no JSON object", 2),
        (b"[" * 100_000, "the answer is no JSON", 2),
    ],
)
def test_a_list_that_is_none(japan, tmp_path, body, words, tries):
    japan.pages[f"{LIST}?date=2026-03-10"] = Page(body, JSON)
    _named(japan)
    before = japan.server.counters.requests
    pulled = japan.pull("kaisha", overlay=registry_of_japan(tmp_path / "r"), since=date(2026, 3, 9))
    (line,) = told(pulled)
    assert words in line
    # Two lists of the site, and exchange rates of four years.
    assert japan.server.counters.requests - before == 6 + tries


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"metadata": {"status": "404"}}', "EDINET answers 404: no such document"),
        (b'{"StatusCode": 401}', "the key is refused; see PROFIT_POOLS_EDINET_KEY"),
        (b'{"metadata": {"status": "500"}}', "EDINET answers 500"),
        (b"<html>maintenance</html>", "no zip, in 24 bytes"),
        (REPORT[:-40], "the zip is damaged"),
        (packed({"../a.xbrl": INSTANCE}), "a name in the zip leads out of it"),
        (packed({"XBRL/AuditDoc/a.xbrl": INSTANCE}), "is an XBRL document"),
    ],
)
def test_what_is_no_report_is_one_line_and_never_kept(japan, tmp_path, body, words):
    japan.pages[ZIP] = Page(body, "application/octet-stream")
    overlay, since = registry_of_japan(tmp_path / "registry"), date(2026, 3, 2)
    _named(japan)
    (line,) = told(japan.pull("kaisha", overlay=overlay, since=since))
    assert words in line
    assert "\n" not in line
    assert japan.origins(f"{ZIP}?type=1") == []
    japan.pages[ZIP] = Page(REPORT, "application/octet-stream")
    assert str(japan.pull("kaisha", overlay=overlay, since=since)) == "1 lists asked: 1 new"


def test_edinets_own_rows_are_read(shared: Path) -> None:
    path = shared / "corpus/official/edinet/documents_success.json"
    if not path.exists():
        pytest.skip("the official documents are not here")
    (report,) = edinet.read_list(path.read_bytes(), "documents.json")
    assert report == edinet.Filing("S100W81U", "E00659", "130")


def _named(place: Place) -> None:
    """The site says that it has the company."""
    whole = {**json.loads(place.pages["/ir/index.json"].body), "codes": {"edinet": ["E99999"]}}
    place.pages["/ir/index.json"] = Page(json.dumps(whole).encode(), JSON)
