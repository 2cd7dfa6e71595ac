"""EDGAR's feed of current filings: one request that shows whether any company has filed.

Atom, newest first, a hundred entries per page. A company's list is not asked for if it was asked
for within a day and the feed, seen without a gap since, names no report that the list lacks. In
doubt the list is asked for: when the feed cannot be had, or has moved on by more than its pages.
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
"""Entries per page (EDGAR's maximum), and pages read at most to reach a known entry."""
FRESH = timedelta(days=1)
"""How long the feed replaces a list: late entries may appear below those already seen."""
WORTH = 3
"""Number of companies from which the feed costs less than their lists."""
_TO_DO = "run again later"
_MEMORY = "memory:current filings"
_FOLDER = re.compile(r"/Archives/edgar/data/(\d{1,10})/")
_ACCESSION = re.compile(r"accession-number=(\d{10}-\d{2}-\d{6})$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A filing named by the feed, once for each of its filers; the CIK has ten digits."""

    cik: str
    accession: str
    form: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier looks at the feed have shown.

    last     accessions of the newest page at the last look
    asked    CIK → when its list was last asked for, with the feed seen without a gap since
    named    CIK and accession → time, of reports named by the feed in the last two days
    """

    last: frozenset[str] = frozenset()
    asked: dict[str, datetime] = field(default_factory=dict)
    named: dict[tuple[str, str], datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Current:
    """The result of a look: CIKs whose lists are unchanged (`as_before`), and what to remember."""

    as_before: frozenset[str] = frozenset()
    memory: Memory | None = None
    seen: datetime | None = None
    fault: FetchError | None = None

    def applied(self, web: Web) -> Web:
        """The client, set to use the cached lists of unchanged companies."""
        urls = frozenset(address(web.site, cik) for cik in self.as_before)
        return replace(web, listings=web.listings.trusting(urls)) if urls else web

    def remember(self, asked: Collection[str], web: Web) -> None:
        """Store what was seen, and that the lists of the CIKs `asked` are current as of then."""
        if self.memory is None or self.seen is None:
            return
        now = dict.fromkeys(set(asked) - self.as_before, self.seen)
        known = replace(self.memory, asked={**self.memory.asked, **now})
        web.listings.remember(_MEMORY, _written(known), self.seen)


def address(site: Site, cik: str) -> str:
    """The address of a CIK's list of filings."""
    return site.submissions(f"CIK{int(cik):010d}.json")


def page_address(site: Site, start: int) -> str:
    """The address of the feed's entries from `start` on, without insiders' ownership reports."""
    return (
        f"{site.www}/cgi-bin/browse-edgar?action=getcurrent&type=&company=&dateb=&owner=exclude"
        f"&start={start}&count={COUNT}&output=atom"
    )


def look(ciks: Collection[str], web: Web) -> Current:
    """Ask the feed if that is worth it; after an error (in the result) all lists are asked for."""
    if len(set(ciks)) < WORTH:
        return Current()
    seen, memory = web.http.now(), _read_memory(web)
    try:
        pages = list(_pages(web, memory.last))
    except FetchError as error:
        return Current(memory=Memory(named=memory.named), seen=seen, fault=error)
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
    """The newest page, and further ones up to the first with a known entry."""
    for start in range(0, COUNT * PAGES, COUNT):
        url = page_address(web.site, start)
        page = read(web.listings.get(url, judge=bodies.by(read, url)).data, url)
        yield page
        if not known or any(one.accession in known for one in page) or len(page) < COUNT:
            return


def _is_as_before(cik: str, known: Memory, seen: datetime, web: Web) -> bool:
    """Whether a CIK's list was asked for recently, and has all reports that the feed names."""
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
        pass  # a damaged list is asked for again
    return False


def _kept(cik: str, web: Web) -> Iterator[tuple[Filing, ...]]:
    """The cached list of a CIK and its cached older pages. Raises FetchError."""
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
