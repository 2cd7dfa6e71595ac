"""A sample site that can be told how to answer a path wrongly, and counts what it gives out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

from flows.sample.regulators import with_regulators
from flows.sample.server import page_key
from flows.sample.site import Page
from flows.sample.tables import load
from tests.builders.place import SITE
from tests.builders.site import Answer, Site
from tests.faults import edinet
from tests.faults.edinet import with_japan

PAGES = with_japan(with_regulators(SITE, load()))
COMPANIES = ("PLTR", "hon_hai", "sk_hynix")
NOTICE = "/server-java/FileDownLoad"
DART_KEY = "0123456789abcdef0123456789abcdef01234567"
TARGETS = {
    "list of filings": "/submissions/CIK0001321655.json",
    "index page": "/Archives/edgar/data/1321655/000132165526000011/0001321655-26-000011-index.htm",
    "filing": "/Archives/edgar/data/1321655/000132165526000011/pltr-20251231.htm",
    "company facts": "/api/xbrl/companyfacts/CIK0001321655.json",
    "list of reports": "/ir/2317.TW/index.json",
    "PDF report": "/ir/2317.TW/2025-03-14.pdf",
    "exchange rates": "/datadownload/Output.aspx",
}
REGULATORS = {
    "list of Taiwan's regulator": "/mops/web/ajax_t203sb01?co_id=2317",
    "its report": "/server-java/FileDownLoad?co_id=2317&year=2025&season=3&report_id=C",
    "revenue of the month": "/v1/opendata/t187ap05_L",
    "list of Korea's regulator": "/api/list.json?corp_code=00164779",
    "its report in a zip": "/api/fnlttXbrl.xml?rcept_no=20250331000123",
}
"""What a refresh of COMPANIES asks for, one of each kind; NOTICE is no document."""
FEED = "/cgi-bin/browse-edgar?action=getcurrent"
JAPAN = {"list of a day": f"{edinet.LIST}?date={edinet.DAY}", "its report in a zip": edinet.ZIP}
"""What a refresh of all companies, or of one in Japan, asks for beside."""


class FaultySite(Site):
    """The sample site; `faults` holds wrong answers by path, each given for as long as it is there.

    `given` counts the bodies that were sent whole, by address.
    """

    def __init__(self) -> None:
        super().__init__()
        self.pages: Mapping[str, Page] = PAGES
        self.faults: dict[str, Answer] = {}
        self.given: Counter[str] = Counter()

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        asked, _, query = handler.path.partition("?")
        path = page_key(self.pages, asked, query)
        fault, page = self.faults.get(path), self.pages.get(path)
        self.answers[handler.path] = [fault or _answer(page)]
        before = handler.headers["If-None-Match"]
        if not fault and page and path != NOTICE and before != _etag(page):
            self.given[handler.path] += 1
        super()._serve(handler)


def right(path: str) -> Answer:
    """What the sample site answers."""
    return _answer(PAGES.get(path))


def _answer(page: Page | None) -> Answer:
    if page is None:
        return Answer(404)
    modified = format_datetime(page.modified, usegmt=True)
    return Answer(
        page.status,
        page.body,
        {"Content-Type": page.media_type},
        validators=(_etag(page), modified),
    )


def body(path: str) -> bytes:
    """The body of a page."""
    return PAGES[path].body


def _etag(page: Page) -> str:
    return f'"{hashlib.sha256(page.body).hexdigest()[:32]}"'
