"""filings.xbrl.org, a collection of the inline XBRL annual reports of European companies (ESEF).

A row of sources.csv of kind 'esef' gives the address of a company's list, which is JSON:

    https://filings.xbrl.org/api/entities/724500Y6DUVHQD6OXN27/filings?page[size]=100
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast
from urllib.parse import urljoin

from extractors.errors import FetchError
from extractors.kinds import is_inline_xbrl
from flows.sources import bodies
from flows.sources.json_answers import Row, answer, day, rows, text
from flows.sources.offers import Found
from flows.sources.reports import Report
from flows.sources.web import Web

FORM = "ESEF annual report"


def discover(address: str, web: Web, since: date | None) -> Found:
    """The reports of the list at `address` added on `since` or later, newest first.

    Raises FetchError where the list cannot be had, or is malformed.
    """
    found = web.listings.get(address, judge=bodies.by(read_list, address))
    reports = [
        Report(url, added, FORM, _fault)
        for url, added in read_list(found.data, address)
        if since is None or added >= since
    ]
    return Found(tuple(sorted(reports, key=lambda one: (one.published, one.url), reverse=True)))


def read_list(data: bytes, url: str) -> list[tuple[str, date]]:
    """Address and date of each listed report that has an HTML page. Raises FetchError."""
    return list(_reports(rows(answer(data, url), "data", url), url))


def _reports(listed: list[Row], url: str) -> Iterator[tuple[str, date]]:
    for row in listed:
        attributes = row.get("attributes")
        if not isinstance(attributes, dict):
            raise FetchError("a row of the answer has no attributes", url, "see what it answers")
        attributes = cast(Row, attributes)
        if attributes.get("report_url") is not None:
            place = urljoin(url, text(attributes, "report_url", url))
            yield place, day(attributes, "date_added", "%Y-%m-%d", url)


def _fault(data: bytes) -> str | None:
    if not is_inline_xbrl(data):
        return f"the body is no inline XBRL, in {len(data):,} bytes"
    return bodies.fault("report.xhtml", data)
