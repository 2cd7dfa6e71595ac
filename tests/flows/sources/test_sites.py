"""Lists of Europe's reports and of investor-relations sites: what they offer, and their robots.txt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from extractors.errors import FetchError
from flows.net.client import Http
from flows.net.rate_limit import Clock
from flows.net.transport import Limits
from flows.sources import edgar, esef, sites
from flows.sources.feeds import Feed, feeds
from flows.sources.listing_cache import Listings
from flows.sources.offers import Found
from flows.sources.web import Web
from tests.builders.site import Answer, Site
from warehouse import registry

Q4 = {
    "GetFinancialReportListResult": [
        {"ReportDate": "09/30/2025 00:00:00", "ReportYear": 2025, "Documents": [
            {"DocumentPath": "/files/q3-release.pdf", "DocumentTitle": "Release"},
            {"DocumentPath": "/files/q3-slides.pdf"}, {"DocumentPath": "/files/q3-call.mp3"},
            {"DocumentPath": None},
        ]},
        {"ReportDate": "12/31/2019 00:00:00", "Documents": [{"DocumentPath": "/files/old.pdf"}]},
    ]
}  # fmt: skip
RSS = """<?xml version="1.0"?><rss version="2.0"><channel>
<item><link>/news/results.htm</link><pubDate>Thu, 30 Oct 2025 23:30:00 -0500</pubDate>
<enclosure url="/files/results.pdf"/></item>
<item><link>/news/award.htm</link><pubDate>Wed, 01 Jan 2020 00:00:00 GMT</pubDate></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry>
<link href="/news/results.htm#top"/><published>2025-10-30T09:00:00Z</published></entry></feed>"""
PAGE = """<html><body><a href="/files/q3.pdf">Q3</a> <a href="files/q2.pdf#page=2">Q2</a>
<a href="/careers">Work here</a> <a href="">top</a></body></html>"""
READERS = {"q4": sites.read_q4, "rss": sites.read_rss, "page": sites.read_page}


@pytest.fixture
def site() -> Iterator[Site]:
    with Site().running() as site:
        yield site


@contextmanager
def web_of(site: Site, folder: Path, later: timedelta = timedelta()) -> Iterator[Web]:
    clock = Clock(sleep=lambda _seconds: None, now=lambda: datetime.now(UTC) + later)
    limits = Limits(tries=2)
    with Http(folder / "http", [], loopback=site.url, clock=clock, limits=limits) as http:
        yield Web(http, Listings(folder / "listings", http), edgar.Site.at(site.url))


def found(
    site: Site, folder: Path, kind: str, body: str, since: date | None = None, pattern: str = "",
    later: timedelta = timedelta(),
) -> Found:  # fmt: skip
    url = site.on("/list", Answer(body=body.encode()))
    with web_of(site, folder, later) as web:
        return sites.discover(READERS[kind], f"{url} {pattern}".strip(), web, since)


def paths(site: Site, offered: Found) -> list[str]:
    return [one.url.removeprefix(site.url) for one in offered.offers]


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("q4", json.dumps(Q4), {"/files/q3-release.pdf": None, "/files/q3-slides.pdf": None}),
        ("rss", RSS, {"/news/results.htm": date(2025, 10, 30),
                      "/files/results.pdf": date(2025, 10, 30)}),
        ("rss", ATOM, {"/news/results.htm": date(2025, 10, 30)}),
        ("page", PAGE, {"/files/q3.pdf": None, "/files/q2.pdf": None}),
    ],
)  # fmt: skip
def test_what_a_site_offers(site, tmp_path, kind, body, expected):
    offered = found(site, tmp_path, kind, body, date(2024, 1, 1))
    assert {one.url.removeprefix(site.url): one.published for one in offered.offers} == expected
    assert offered.failed == ()


def test_a_pattern_says_which_links_are_reports(site: Site, tmp_path: Path) -> None:
    assert paths(site, found(site, tmp_path, "q4", json.dumps(Q4), pattern="*-release.pdf")) == [
        "/files/q3-release.pdf"
    ]
    assert paths(site, found(site, tmp_path, "page", PAGE, pattern="*/careers")) == ["/careers"]


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("q4", "<html>", "the answer is no JSON"),
        ("q4", "{}", "the answer lists no 'GetFinancialReportListResult'"),
        ("q4", '{"GetFinancialReportListResult": [{"ReportDate": "soon", "Documents": []}]}',
         "'ReportDate' is no day: 'soon'"),
        ("rss", "<html><body/></html>", "it is no feed but <html>"),
        ("rss", RSS[:200], "it is no feed"),
        ("rss", RSS.replace("Thu, 30 Oct 2025 23:30:00 -0500", "lately"),
         "an item has no day: 'lately'"),
        ("rss", '<!DOCTYPE rss [<!ENTITY a "b">]><rss/>', "it is no feed"),
        ("page", "<html><body>Come back later</body></html>", "the page has no links"),
    ],
)  # fmt: skip
def test_a_list_that_is_none_is_one_line(site, tmp_path, kind, body, words):
    with pytest.raises(FetchError) as caught:
        found(site, tmp_path, kind, body)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_robots_txt_closes_is_not_asked_for(site: Site, tmp_path: Path) -> None:
    site.on("/robots.txt", Answer(body=b"User-agent: *\nDisallow: /files/q3.pdf\n"))
    offered = found(site, tmp_path, "page", PAGE)
    assert paths(site, offered) == ["/files/q2.pdf"]
    (error,) = offered.failed
    assert str(error).startswith(f"{site.url}/files/q3.pdf: its robots.txt closes it to programs")


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (Answer(body=b"User-agent: profit-pools\nDisallow: /\n"), "closes it to programs"),
        (Answer(500), "not asked, since its robots.txt cannot be had: 500 from the server"),
    ],
)
def test_a_closed_list_is_not_asked_for(site, tmp_path, rules, words):
    site.on("/robots.txt", rules)
    with pytest.raises(FetchError, match=words):
        found(site, tmp_path, "page", PAGE)
    assert "/list" not in site.paths


@pytest.mark.parametrize("rules", [Answer(body=b"User-agent: *\nDisallow:\n"), Answer(404)])
def test_rules_are_asked_for_once_a_day(site: Site, tmp_path: Path, rules: Answer) -> None:
    site.on("/robots.txt", rules)
    for _ in range(2):
        found(site, tmp_path, "page", PAGE)
    assert site.paths.count("/robots.txt") == 1
    for _ in range(2):
        found(site, tmp_path, "page", PAGE, later=timedelta(days=1, hours=1))
    assert site.paths.count("/robots.txt") == 2


def test_a_body_is_judged_by_its_name(site: Site, tmp_path: Path) -> None:
    first, _ = found(site, tmp_path, "page", PAGE).offers
    assert first.fault(b"<html>gone</html>") == "the body is no PDF"
    assert first.fault(b"%PDF-1.7\n%%EOF\n") is None


def test_rows_of_the_registry_are_asked(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text(
        "source,company_id,host,url,kind,pattern,note\n"
        "a,quanta,ir.example.com,https://ir.example.com/feed,q4,*release*.pdf,\n"
        "b,wistron,ir.example.com,https://ir.example.com/rss,rss,,\n"
        "c,,cdn.example.com,,q4,,where the files are\n"
    )
    asked = feeds(registry.load(tmp_path), ["quanta", "wistron", "asml"])
    assert Feed("quanta", "q4", "https://ir.example.com/feed *release*.pdf") in asked
    assert Feed("wistron", "rss", "https://ir.example.com/rss") in asked
    assert [one.kind for one in asked if one.company_id == "asml"] == ["edgar", "esef"]


# --- Europe -----------------------------------------------------------------------------------


def filings(*rows: tuple[str | None, str]) -> bytes:
    listed = [{"attributes": {"report_url": url, "date_added": day}} for url, day in rows]
    return json.dumps({"data": listed}).encode()


def test_reports_of_europe(site: Site, tmp_path: Path) -> None:
    url = site.on("/api/filings", Answer(body=filings(
        ("/x/2023/report.xhtml", "2024-02-16 14:33:58.236220"), (None, "2024-02-17 00:00:00"),
        ("/x/2024/report.xhtml", "2025-03-05 08:00:00"), ("/x/2019/r.xhtml", "2020-03-01 00:00:00"),
    )))  # fmt: skip
    with web_of(site, tmp_path) as web:
        offered = esef.discover(url, web, date(2024, 1, 1))
    assert [(one.url.removeprefix(site.url), one.published) for one in offered.offers] == [
        ("/x/2024/report.xhtml", date(2025, 3, 5)), ("/x/2023/report.xhtml", date(2024, 2, 16)),
    ]  # fmt: skip
    assert offered.offers[0].fault(b"<html></html>") == "the body is no inline XBRL, in 13 bytes"


@pytest.mark.parametrize(
    "body", [b"", b"{}", b'{"data": [{}]}', filings(("/a.xhtml", "yesterday"))]
)
def test_what_is_no_list_of_europe(site, tmp_path, body):
    url = site.on("/api/filings", Answer(body=body))
    with web_of(site, tmp_path) as web, pytest.raises(FetchError, match="2 times in a row"):
        esef.discover(url, web, None)


def test_a_real_answer_of_filings_xbrl_org(shared: Path) -> None:
    """The fixture of a page that a client of it was written against."""
    data = (shared / "corpus/official/filings_xbrl_org/pyesef_api_page.json").read_bytes()
    reports = esef.read_list(data, "https://filings.xbrl.org/api/filings")
    assert reports[0] == (
        "https://filings.xbrl.org/EDRPOU-32033791/2020-12-31/UAIFRS/UA/0/32033791-2020-12-31.html",
        date(2023, 11, 9),
    )
