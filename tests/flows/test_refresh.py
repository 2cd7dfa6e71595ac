"""A refresh from the sample site: what comes in, what it costs, and what goes wrong with it.

Time is the test's own, so that waiting costs none.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extractors.errors import FetchError, RegistryError
from flows.outcomes import PullResult, RefreshRequest
from flows.sample.site import HTML, Page, build
from flows.sample.tables import load
from flows.sources import feeds as sources
from flows.sources.feeds import Feed
from tests.builders.place import NOW, SITE, Place
from warehouse import registry

RELEASE = "/Archives/edgar/data/1045810/000104581025000021/q4fy25pr.htm"
OUTSIDE = Path(__file__).parents[1] / "builders" / "overlay"
"""Companies outside of the chain, as an overlay."""
ANNUAL = "/Archives/edgar/data/1018724/000101872425000004/amzn-20241231.htm"


def told(pulled: PullResult) -> list[str]:
    return [str(error) for error in pulled.failed]


def files(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


# --- what comes in, and what it costs ---------------------------------------------------------


def test_documents_come_in_with_their_origins(place: Place) -> None:
    pulled = place.pull("NVDA")
    assert str(pulled) == "1 lists asked: 19 new"  # 18 documents, and the company's facts
    (origin,) = place.origins(RELEASE)
    body = SITE[RELEASE].body
    assert origin.sha256 == hashlib.sha256(body).hexdigest()
    assert place.archive.get(origin.sha256) == body
    assert (origin.company_id, origin.form, origin.accession) == (
        "nvidia", "8-K", "0001045810-25-000021",
    )  # fmt: skip
    assert origin.accepted == datetime(2025, 2, 26, 21, 21, 32, tzinfo=UTC)
    assert (origin.known_at, origin.known_at_basis) == (origin.accepted, "acceptance")
    assert origin.published == date(2025, 2, 26)
    assert origin.etag is not None


def test_reports_come_from_a_companys_own_list(place: Place) -> None:
    pulled = place.pull("hon_hai", "2382.TW")
    assert str(pulled) == "2 lists asked: 5 new"  # four of Hon Hai, one of Quanta
    (origin,) = place.origins("/ir/2317.TW/2025-03-14.pdf")
    assert origin.company_id == "hon_hai"
    assert (origin.known_at, origin.known_at_basis) == (
        datetime(2025, 3, 14, tzinfo=UTC), "published",
    )  # fmt: skip


def test_nothing_new_is_one_conditional_request_a_list_and_no_bytes(place: Place) -> None:
    place.pull("AMZN", "PLTR", "hon_hai")
    before, kept = place.server.counters, files(place.home / "archive")
    pulled = place.pull("AMZN", "PLTR", "hon_hai")
    after = place.server.counters
    assert str(pulled) == "3 lists asked: nothing new"
    # One for each of the three, the two lists of what the sample site has, and the exchange rates.
    assert after.requests - before.requests == 6
    assert after.statuses["304"] - before.statuses.get("304", 0) == 6
    assert after.body_bytes == before.body_bytes
    assert files(place.home / "archive") == kept


def test_since_leaves_out_what_is_older(place: Place) -> None:
    feed = Feed("nvidia", "edgar", "0001045810")
    with place.web() as web:
        found = sources.discover(feed, web, date(2026, 1, 1))
    # A release and a report, and the company facts as of that report.
    assert [offer.published for offer in found.offers] == [date(2026, 2, 25)] * 3


def test_without_a_day_edgar_is_asked_from_the_year_before_last() -> None:
    assert RefreshRequest().first_day(NOW) == date(2024, 1, 1)
    assert RefreshRequest(since=date(2019, 5, 1)).first_day(NOW) == date(2019, 5, 1)


# --- whom it asks -----------------------------------------------------------------------------


def test_everyone_with_a_cik_is_asked() -> None:
    feeds = sources.feeds(registry.load())
    assert Feed("nvidia", "edgar", "0001045810") in feeds
    assert Feed("tsmc", "mops", "2330") in feeds
    assert Feed("sk_hynix", "dart", "00164779") in feeds
    assert len({(feed.company_id, feed.kind) for feed in feeds}) == len(feeds)
    # their reports come through the inbox; the makers of models publish none
    assert sources.unasked(registry.load()) == ["lenovo", "smic"]


def test_a_list_of_reports_is_a_row_of_the_registry(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text(
        "source,company_id,host,url,kind,note\n"
        "quanta_reports,quanta,ir.example.com,https://ir.example.com/index.json,report_list,\n"
    )
    book = registry.load(tmp_path)
    assert sources.feeds(book, ["2382.TW"]) == [
        Feed("quanta", "mops", "2382"),
        Feed("quanta", "report_list", "https://ir.example.com/index.json"),
    ]


@pytest.mark.slow
def test_two_companies_are_added_by_rows_alone(place: Place, tmp_path: Path) -> None:
    tables = load()
    new = {"PLTR": "0009999901", "SMCI": "0009999902"}
    companies = tuple(replace(c, cik=new.get(c.ticker, c.cik)) for c in tables.companies)
    place.pages.clear()
    place.pages.update(build(replace(tables, companies=companies)))
    assert str(place.pull()).startswith("23 lists asked: ")
    overlay = tmp_path / "mine"
    overlay.mkdir()
    (overlay / "companies.csv").write_text(
        "company_id,name,country,reporting_currency,fiscal_year_end,fiscal_label_rule,note\n"
        "second,Second Inc.,US,USD,01-31,,\nthird,Third Inc.,US,USD,12-31,,\n"
    )
    (overlay / "identifiers.csv").write_text(
        "company_id,scheme,identifier,valid_from,valid_to\n"
        "second,cik,0009999901,,\nthird,cik,0009999902,,\nthird,ticker,THRD,,\n"
    )
    assert (
        str(place.pull(overlay=overlay)) == "25 lists asked: 4 new"
    )  # a report each, and its facts
    assert str(place.pull("second", "THRD", overlay=overlay)) == "2 lists asked: nothing new"


# --- what goes wrong --------------------------------------------------------------------------


def test_a_missing_document_harms_no_other_and_comes_in_later(place: Place) -> None:
    whole = place.pages.pop(RELEASE)
    pulled = place.pull("NVDA", "PLTR")
    assert told(pulled) == [
        f"{place.server.url}{RELEASE}: 404: no such document; see whether it has moved"
    ]
    assert str(pulled) == "2 lists asked: 20 new, 1 failed"  # two of them company facts
    place.pages[RELEASE] = whole
    assert str(place.pull("NVDA", "PLTR")) == "2 lists asked: 1 new"


CUT = (("Content-Length", "5000"), ("Connection", "close"))


@pytest.mark.parametrize(
    ("page", "line"),
    [
        (Page(b"<html>half", HTML, headers=CUT), ": the body was cut short, 2 times in a row; "),
        (
            Page(b"", HTML, status=302, headers=(("Location", "http://10.0.0.1/secret"),)),
            "http://10.0.0.1/secret: not a place that may be asked; ",
        ),
        (Page(b"x" * (2 << 20), HTML), ": the body is larger than 1,048,576 bytes, which is the "),
        (Page(b"", HTML, status=403), ": 403 from the server, 2 times in a row; "),
        (Page(b"", HTML, status=500), ": 500 from the server, 2 times in a row; "),
    ],
)
def test_a_bad_answer_is_one_line_and_the_others_come_in(
    place: Place, page: Page, line: str
) -> None:
    place.pages[ANNUAL] = page
    pulled = place.pull("AMZN", "PLTR")
    (only,) = told(pulled)
    assert line in only
    assert pulled.documents.new == 9  # six of Amazon's seven, Palantir's one, and the facts of both
    assert not place.origins(ANNUAL)


def test_who_is_turned_away_three_times_leaves_a_company_alone(place: Place) -> None:
    for path in place.pages:
        if path.startswith("/Archives/edgar/data/1018724/"):
            place.pages[path] = Page(b"", HTML, status=403)
    pulled = place.pull("AMZN", "PLTR")
    assert len(pulled.failed) == 3
    assert pulled.documents.new == 2  # Palantir's report and facts; of Amazon nothing more is asked


def test_a_site_that_is_shut_is_left_alone_after_three_companies(place: Place) -> None:
    for path in place.pages:
        if path.startswith("/submissions/"):
            place.pages[path] = Page(b"", HTML, status=403)
    lines = told(place.pull("AMZN", "PLTR", "MSFT", "META", "NVDA"))
    assert len(lines) == 4
    assert lines[-1].endswith("2 more companies were not asked about; run again later")


def test_a_list_that_is_none_harms_no_other_company(place: Place) -> None:
    place.pages["/submissions/CIK0001321655.json"] = Page(b"<html>maintenance", HTML)
    pulled = place.pull("PLTR", "AMZN")
    (line,) = told(pulled)
    assert "/submissions/CIK0001321655.json: not what EDGAR lists filings in: " in line
    assert pulled.documents.new == 8  # Amazon's seven, and its facts


@pytest.mark.parametrize("body", [b"", b"[]", b'{"reports": [{"href": 1}]}', b'{"reports": 3}',
                                  b'{"reports": [{"href": "a", "published": "soon"}]}'])  # fmt: skip
def test_a_list_of_reports_that_is_none_is_one_line(place: Place, body: bytes) -> None:
    place.pages["/ir/2317.TW/index.json"] = Page(body, "application/json")
    (line,) = told(place.pull("hon_hai", "quanta"))
    assert "/ir/2317.TW/index.json: it is no list of reports: " in line


def test_an_unknown_company_is_refused_before_anything_is_asked(place: Place) -> None:
    with pytest.raises(RegistryError, match="'NOSUCH' names no company"):
        place.pull("NOSUCH")
    assert place.server.counters.requests == 0


def test_a_ticker_that_edgar_does_not_know(place: Place) -> None:
    (feed,) = sources.feeds(registry.load(OUTSIDE), ["tencent"])
    with (
        place.web() as web,
        pytest.raises(FetchError, match=r"no company has the ticker '0700\.HK'"),
    ):
        sources.discover(feed, web)


# --- the same address again -------------------------------------------------------------------


def test_a_changed_body_under_the_same_address_is_kept_beside_the_first(place: Place) -> None:
    place.pull("NVDA")
    (first,) = place.origins(RELEASE)
    changed = SITE[RELEASE].body.replace(b"70.6%", b"70.7%")
    place.pages[RELEASE] = Page(changed, HTML)
    assert str(place.pull("NVDA", recheck=7)) == "1 lists asked: nothing new"  # a year old
    assert str(place.pull("NVDA", recheck=1000)) == "1 lists asked: 1 changed"
    both = {one.sha256: one for one in place.origins(RELEASE)}
    second = both.pop(hashlib.sha256(changed).hexdigest())
    assert list(both.values()) == [first]
    assert (second.known_at > NOW, second.known_at_basis) == (True, "retrieved")
    assert place.archive.get(first.sha256) == SITE[RELEASE].body
    assert place.archive.get(second.sha256) == changed
    assert str(place.pull("NVDA", recheck=1000)) == "1 lists asked: nothing new"


def test_what_is_rechecked_and_the_same_costs_no_bytes(place: Place) -> None:
    place.pull("NVDA")
    before = place.server.counters
    place.pull("NVDA", recheck=14)  # from 25 February on: a release, a 10-K, company facts
    after = place.server.counters
    assert after.requests - before.requests == 4 + 3
    assert after.body_bytes == before.body_bytes


def test_a_document_that_is_gone_from_the_disk_comes_in_again(place: Place) -> None:
    place.pull("PLTR")
    (origin,) = (one for one in place.archive.origins() if one.company_id and one.form)
    path = place.home / "archive/documents" / origin.sha256[:2] / origin.sha256
    whole = path.read_bytes()
    path.unlink()
    assert place.archive.lost() == [origin.sha256]
    assert str(place.pull("PLTR")) == "1 lists asked: 1 new"
    assert path.read_bytes() == whole
    assert place.origins(origin.url.removeprefix(place.server.url)) == [origin]


def test_a_damaged_document_is_mended_by_asking_again(place: Place) -> None:
    place.pull("PLTR")
    (origin,) = (one for one in place.archive.origins() if one.company_id and one.form)
    path = place.home / "archive/documents" / origin.sha256[:2] / origin.sha256
    whole = path.read_bytes()
    path.write_bytes(b"")
    assert str(place.pull("PLTR", recheck=9999)) == "1 lists asked: nothing new"
    assert path.read_bytes() == whole
