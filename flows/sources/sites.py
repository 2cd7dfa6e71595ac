"""Investor-relations sites: lists as JSON (kind q4), feeds (rss), and pages of links (page).

A row of sources.csv gives the address, and as its pattern which links are reports. Requests follow
the site's robots.txt.

q4     {"GetFinancialReportListResult": [{"ReportDate": "12/31/2025 00:00:00", "Documents":
       [{"DocumentPath": "https://…/release.pdf"}, …]}, …]}; the date is that of the period's end
rss    RSS 2.0 or Atom, whose items have a date
page   HTML, which gives no dates for its links
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from fnmatch import fnmatchcase
from functools import partial
from urllib.parse import urljoin, urlsplit

from lxml import etree

from extractors.errors import DocumentError, FetchError
from extractors.html import reader as html
from extractors.kinds import is_document
from extractors.xbrl import parse as xml
from flows.sources import bodies
from flows.sources.json_answers import answer, day, rows
from flows.sources.offers import Found
from flows.sources.reports import Report
from flows.sources.robots import Robots
from flows.sources.web import Web

FORM = "report"
TO_DO = "see in a browser what it is, and correct its row of sources.csv"


@dataclass(frozen=True, slots=True)
class Link:
    """An address with the date that the site gives it.

    `dated` is the date to compare with `since`: for q4 the period's end, as there is no other.
    """

    url: str
    published: date | None
    dated: date | None = None


Read = Callable[[bytes, str], list[Link]]


def discover(read: Read, address: str, web: Web, since: date | None) -> Found:
    """The reports that the site at `address` links, without duplicates.

    `address` is a URL, and after a blank the pattern of links to reports ('*' stands for any
    characters); without a pattern, all links whose names look like a report. Raises FetchError
    where the list cannot be had or is malformed.
    """
    url, _, pattern = address.partition(" ")
    robots = Robots(web)
    if closed := robots.forbidden([url]):
        raise closed[0]
    links = read(web.listings.get(url, judge=bodies.by(read, url)).data, url)
    wanted = {link.url: link for link in links if _is_wanted(link, pattern, since)}
    failed = robots.forbidden(wanted)
    closed_ones = {error.where for error in failed}
    reports = [
        Report(link.url, link.published, FORM, partial(bodies.fault, urlsplit(link.url).path))
        for link in wanted.values()
        if link.url not in closed_ones
    ]
    return Found(tuple(reports), tuple(failed))


def _is_wanted(link: Link, pattern: str, since: date | None) -> bool:
    day_of = link.published or link.dated
    if since and day_of and day_of < since:
        return False
    return fnmatchcase(link.url, pattern) if pattern else is_document(urlsplit(link.url).path)


def read_q4(data: bytes, url: str) -> list[Link]:
    """The documents of the list. Raises FetchError."""
    found = []
    for report in rows(answer(data, url), "GetFinancialReportListResult", url):
        ends = day(report, "ReportDate", "%m/%d/%Y", url)
        for document in rows(report, "Documents", url):
            path = document.get("DocumentPath")
            if isinstance(path, str) and path:
                found.append(Link(_joined(url, path), None, ends))
    return found


def read_rss(data: bytes, url: str) -> list[Link]:
    """The items of the feed, RSS or Atom. Raises FetchError."""
    try:
        root = xml.parse(data)
    except DocumentError as error:
        raise FetchError(f"it is no feed: {error.what}", url, TO_DO) from error
    items = list(root.iter("item", "{*}entry"))
    if not items and etree.QName(root).localname not in ("rss", "feed"):
        raise FetchError(f"it is no feed but <{etree.QName(root).localname}>", url, TO_DO)
    return [link for item in items for link in _of_item(item, url)]


def _of_item(item: etree._Element, url: str) -> Iterator[Link]:
    dated = item.findtext("pubDate") or item.findtext("{*}published") or item.findtext("{*}updated")
    published = _day(dated or "", url)
    targets = [item.findtext("link"), *(one.get("url") for one in item.iter("enclosure"))]
    targets += [one.get("href") for one in item.iter("{*}link")]
    for target in dict.fromkeys(one.strip() for one in targets if one and one.strip()):
        yield Link(_joined(url, target), published)


def _day(text: str, url: str) -> date:
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text.strip()).date()
    except ValueError as error:
        raise FetchError(f"an item has no day: {text[:40]!r}", url, TO_DO) from error


def read_page(data: bytes, url: str) -> list[Link]:
    """The links of the page. Raises FetchError where it has none."""
    try:
        root = html.parse(data)
    except DocumentError as error:
        raise FetchError(f"it is no page: {error.what}", url, TO_DO) from error
    targets = (one.get("href") or "" for one in root.iter("a"))
    found = [Link(_joined(url, target.strip()), None) for target in targets if target.strip()]
    if not found:
        raise FetchError("the page has no links", url, TO_DO)
    return found


def _joined(url: str, target: str) -> str:
    """The absolute address of a link, without its fragment; an invalid link as it is."""
    try:
        return urljoin(url, target).partition("#")[0]
    except ValueError:
        return target
