"""MOPS: which reports are asked for, and that nothing but a report is kept."""

from __future__ import annotations

import json

import pytest

from flows.sample import monthly
from flows.sample.site import JSON, Page
from flows.sources import mops
from flows.sources.offers import NotYetError
from tests.builders.place import Place
from tests.flows.test_refresh import told

PATH = "/server-java/FileDownLoad"
LIST = "/mops/web/ajax_t203sb01"
QUERY = "functionName=t164sb01&step=9&co_id=6669&year={}&season={}&report_id=C"
REPORT = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns:ix="http://www.xbrl.org/2013/inlineXBRL">'
    '<identifier scheme="http://www.twse.com.tw">6669</identifier><p>營業收入合計</p></html>\n'
).encode()
NOTICE = (
    "<html><body><h4>檔案不存在 File does not exist</h4>".ljust(230).encode() + b"</body></html>"
)
LATIN = "text/html; charset=iso-8859-1"


def link(year: int, season: int) -> str:
    return f"<a href='{PATH}?step=9&amp;year={year}&amp;season={season}&amp;report_id=C'>ix</a>"


@pytest.fixture
def wiwynn(place: Place) -> Place:
    """A site that lists the report of the third quarter of 2025, and has it."""
    listed = {**json.loads(place.pages["/ir/index.json"].body), "codes": {"mops": ["6669"]}}
    place.pages["/ir/index.json"] = Page(json.dumps(listed).encode(), JSON)
    place.pages[f"{LIST}?co_id=6669"] = Page(f"<html>{link(2025, 3)}</html>".encode(), LATIN)
    place.pages[address(2025, 3)] = Page(REPORT, LATIN)
    place.pages[monthly.PATH] = Page(monthly.file(), JSON)
    return place


def address(year: int, season: int) -> str:
    return f"{PATH}?{QUERY.format(year, season)}"


def test_a_listed_report_comes_in_as_it_is_whatever_its_header_says(wiwynn: Place) -> None:
    # And with it the revenue of the month.
    assert str(wiwynn.pull("wiwynn")) == "1 lists asked: 2 new"
    (origin,) = wiwynn.origins(address(2025, 3))
    assert wiwynn.archive.get(origin.sha256) == REPORT
    assert (origin.company_id, origin.form) == ("wiwynn", mops.FORM)
    # Due on 14 November, and the day ends in Taipei eight hours before it does in UTC.
    assert (origin.known_at.isoformat(), origin.known_at_basis) == (
        "2025-11-14T16:00:00+00:00", "published",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (NOTICE, "no report but '檔案不存在 File does not exist' in 254 bytes"),
        (b"", "no report but '' in 0 bytes"),
        (b"<html><body>FOR SECURITY REASONS, THIS PAGE CAN NOT BE ACCESSED</body></html>",
         "no report but 'FOR SECURITY REASONS, THIS PAGE CAN NOT BE ACCESSED'"),
        (REPORT.replace(b"6669", b"2330"), "the report is not of company 6669"),
        (REPORT[:-9], "the page is cut: its end is missing"),
        (b"%PDF-1.7 " * 9, "no report but"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_asked_again_and_never_kept(wiwynn, body, words):
    wiwynn.pages[address(2025, 3)] = Page(body, LATIN)
    before = wiwynn.server.counters.requests
    (line,) = told(wiwynn.pull("wiwynn"))
    assert words in line
    assert "2 times in a row" in line
    assert "\n" not in line
    assert wiwynn.origins(address(2025, 3)) == []
    # Two lists of the site, the list at MOPS, two tries, the revenue of the month, and rates.
    assert wiwynn.server.counters.requests - before == 7
    wiwynn.pages[address(2025, 3)] = Page(REPORT, LATIN)
    assert str(wiwynn.pull("wiwynn")) == "1 lists asked: 1 new"


def test_a_report_that_is_not_due_yet_is_no_failure(wiwynn: Place) -> None:
    """On 10 March 2026 that of the year 2025 may still come until the end of the month."""
    wiwynn.pages[f"{LIST}?co_id=6669"] = Page(f"{link(2025, 4)}{link(2025, 3)}".encode(), LATIN)
    wiwynn.pages[address(2025, 4)] = Page(NOTICE, LATIN)
    assert str(wiwynn.pull("wiwynn")) == "1 lists asked: 2 new"
    wiwynn.pages[address(2025, 4)] = Page(REPORT, LATIN)
    assert str(wiwynn.pull("wiwynn")) == "1 lists asked: 1 new"
    (origin,) = wiwynn.origins(address(2025, 4))
    assert (origin.known_at, origin.known_at_basis) == (origin.retrieved, "retrieved")


def test_where_no_page_lists_them_those_of_two_years_are_asked_for(wiwynn: Place) -> None:
    wiwynn.pages[f"{LIST}?co_id=6669"] = Page(NOTICE, LATIN)
    for year, season in ((2025, 2), (2025, 1), (2024, 4), (2024, 3), (2024, 2), (2024, 1)):
        wiwynn.pages[address(year, season)] = Page(REPORT, LATIN)
    wiwynn.pages[address(2025, 4)] = Page(NOTICE, LATIN)
    pulled = wiwynn.pull("wiwynn")
    assert str(pulled) == "1 lists asked: 8 new, 1 failed"
    (line,) = told(pulled)
    assert "the page lists no report: '檔案不存在 File does not exist'" in line


def test_nothing_of_it_is_asked_where_it_refuses(wiwynn: Place) -> None:
    """From some networks MOPS answers 403 to everything."""
    wiwynn.pages[f"{LIST}?co_id=6669"] = Page(b"", LATIN, status=403)
    (line,) = told(wiwynn.pull("wiwynn"))
    assert "403 from the server" in line


def test_the_code_is_text_and_no_pattern() -> None:
    with pytest.raises(NotYetError):
        mops._fault("66.9", False, NOTICE)
    assert mops._fault("66.9", True, REPORT) == "the report is not of company 66.9"
