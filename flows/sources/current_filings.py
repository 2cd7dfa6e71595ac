"""EDGAR's feed of current filings: one request that tells of all companies whether any filed.

Atom, the newest first, a hundred entries a page. A company's list need not be asked for where it
was asked for within a day and the feed, without a gap since, names no report that the list lacks.
Whoever is in doubt is asked: where the feed cannot be had, or has rolled on by more than its pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from lxml import etree

from extractors.errors import DocumentError, FetchError
from extractors.xbrl import parse as xml
from flows.sources import bodies
from flows.sources.edgar import Site, may_report
from flows.sources.edgar_json import Filing, read_page, read_submissions
from flows.sources.web import Web

COUNT, PAGES = 100, 10
"""Entries of a page, which are EDGAR's most, and pages that are read back to what we know."""
FRESH = timedelta(days=1)
"""How long the feed stands in for a list: entries may come late, below those that we know."""
WORTH = 3
"""Companies from which on the feed costs less than their lists."""
_TO_DO = "run again later"
_MEMORY = "memory:current filings"
_FOLDER = re.compile(r"/Archives/edgar/data/(\d{1,10})/")
_ACCESSION = re.compile(r"accession-number=(\d{10}-\d{2}-\d{6})$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A filing that the feed names, once for each of those it is of; the CIK has ten digits."""

    cik: str
    accession: str
    form: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What we know of the feed.

    last     accessions of the newest page when we last saw it
    asked    CIK → when its list was last asked for, the feed being seen without a gap since
    named    CIK and accession → moment, of reports that the feed named in the last two days
    """

    last: frozenset[str] = frozenset()
    asked: dict[str, datetime] = field(default_factory=dict)
    named: dict[tuple[str, str], datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Current:
    """What the feed tells: which companies' lists are as they were, and what to remember of it."""

    as_before: frozenset[str] = frozenset()
    memory: Memory | None = None
    seen: datetime | None = None
    fault: FetchError | None = None

    def applied(self, web: Web) -> Web:
        """The client, which asks for no list that is as before."""
        urls = frozenset(address(web.site, cik) for cik in self.as_before)
        return replace(web, listings=web.listings.trusting(urls)) if urls else web

    def remember(self, asked: Collection[str], web: Web) -> None:
        """Keep what was seen, and that the lists of the CIKs `asked` were to be had since."""
        if self.memory is None or self.seen is None:
            return
        now = dict.fromkeys(set(asked) - self.as_before, self.seen)
        known = replace(self.memory, asked={**self.memory.asked, **now})
        web.listings.remember(_MEMORY, _written(known), self.seen)


def address(site: Site, cik: str) -> str:
    """Where the list of a CIK is."""
    return site.submissions(f"CIK{int(cik):010d}.json")


def page_address(site: Site, start: int) -> str:
    """Where the feed's entries from `start` on are; without those of owners, who report trades."""
    return (
        f"{site.www}/cgi-bin/browse-edgar?action=getcurrent&type=&company=&dateb=&owner=exclude"
        f"&start={start}&count={COUNT}&output=atom"
    )


def look(ciks: Collection[str], web: Web) -> Current:
    """Ask the feed, where that is worth it; with an error, which is told, nobody is as before."""
    if len(set(ciks)) < WORTH:
        return Current()
    seen, memory = web.http.now(), _read_memory(web)
    try:
        pages = list(_pages(web, memory.last))
    except FetchError as error:
        return Current(memory=Memory(), seen=seen, fault=error)
    is_whole = any(memory.last & {one.accession for one in page} for page in pages)
    asked = memory.asked if is_whole else {}
    recent = {one: told for one, told in memory.named.items() if seen - told < 2 * FRESH}
    for one in (one for page in pages for one in page if may_report(one.form)):
        recent.setdefault((one.cik, one.accession), seen)
    last = frozenset(one.accession for one in pages[0])
    known = Memory(last, asked, recent)
    as_before = frozenset(cik for cik in ciks if _is_as_before(cik, known, seen, web))
    return Current(as_before, known, seen)


def read(data: bytes, url: str) -> list[Entry]:
    """The entries of a page of the feed. Raises FetchError."""
    try:
        root = xml.parse(data)
    except DocumentError as error:
        raise FetchError(f"it is no feed of filings: {error.what}", url, _TO_DO) from error
    entries = [_entry(one, url) for one in root.iter("{*}entry")]
    if not entries:
        raise FetchError("the feed of filings is empty", url, _TO_DO)
    return entries


def _entry(entry: etree._Element, url: str) -> Entry:
    link, category = entry.find("{*}link"), entry.find("{*}category")
    folder = _FOLDER.search("" if link is None else link.get("href", ""))
    accession = _ACCESSION.search((entry.findtext("{*}id") or "").strip())
    if folder is None or accession is None or category is None:
        raise FetchError("an entry of the feed names no filing", url, _TO_DO)
    return Entry(f"{int(folder[1]):010d}", accession[1], category.get("term", ""))


def _pages(web: Web, known: frozenset[str]) -> Iterator[list[Entry]]:
    """The newest page, and those before it as far as a page that names what we know."""
    for start in range(0, COUNT * PAGES, COUNT):
        url = page_address(web.site, start)
        page = read(web.listings.get(url, judge=bodies.by(read, url)).data, url)
        yield page
        if not known or any(one.accession in known for one in page) or len(page) < COUNT:
            return


def _is_as_before(cik: str, known: Memory, seen: datetime, web: Web) -> bool:
    """Whether the list of a CIK was asked for of late, and has all that the feed names of it."""
    asked = known.asked.get(cik)
    if asked is None or seen - asked >= FRESH:
        return False
    named = {accession for of, accession in known.named if of == cik}
    try:
        for filings in _kept(cik, web):
            named -= {one.accession for one in filings}
            if not named:
                return True
    except FetchError:
        pass  # a list that is damaged is asked for
    return False


def _kept(cik: str, web: Web) -> Iterator[tuple[Filing, ...]]:
    """The list of a CIK and its older pages, as we have them. Raises FetchError."""
    url = address(web.site, cik)
    if kept := web.listings.kept(url):
        submissions = read_submissions(kept.data, cik, url)
        yield submissions.filings
        for page in submissions.pages:
            url = web.site.submissions(page.name)
            if older := web.listings.kept(url):
                yield read_page(older.data, cik, url)


def _written(memory: Memory) -> bytes:
    whole = {
        "last": sorted(memory.last),
        "asked": {cik: moment.isoformat() for cik, moment in memory.asked.items()},
        "named": [[*one, moment.isoformat()] for one, moment in memory.named.items()],
    }
    return json.dumps(whole).encode()


def _read_memory(web: Web) -> Memory:
    """What we wrote down; nothing where it is lost, damaged, or of another make."""
    kept = web.listings.kept(_MEMORY)
    if kept is None:
        return Memory()
    try:
        whole = json.loads(kept.data)
        asked = {cik: datetime.fromisoformat(text) for cik, text in whole["asked"].items()}
        named = {
            (str(cik), str(accession)): datetime.fromisoformat(str(text))
            for cik, accession, text in whole["named"]
        }
        return Memory(frozenset(whole["last"]), asked, named)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Memory()
