"""From a source into the archive: what is offered, and the bytes of what is not there yet.

A document is known by its address. What was published in the last days is asked for again, with
the ETag it had: a source may change the body under an address, and then both are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from extractors.errors import ArchiveError, FetchError
from extractors.model import Origin
from flows.net.client import RateLimitedError, Response
from flows.sources import company_facts, edgar, report_list
from flows.sources.feeds import Feed, Web
from warehouse.archive.store import Archive

RECHECKED = 7  # days for which a published document is asked for again
PATIENCE = 3  # documents in a row that a source may turn us away from before we leave it alone

Step = Callable[[], None]


class Offer(Protocol):
    """A document that a source offers."""

    @property
    def url(self) -> str:
        """Where it can be fetched."""
        ...

    @property
    def published(self) -> date:
        """The day on which it came out, by the clock of its source."""
        ...

    def origin(self, sha256: str, response: Response, company_id: str | None = None) -> Origin:
        """How we got its bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """What a feed offers, newest first, and which of its filings could not be looked into."""

    offers: tuple[Offer, ...]
    failed: tuple[FetchError, ...] = ()


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """A document to ask for, and its origin of last time where there is one."""

    offer: Offer
    last: Origin | None = None


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What came of fetching: how many documents are new, changed or as before, and what failed."""

    new: int = 0
    changed: int = 0
    same: int = 0
    failed: tuple[FetchError, ...] = ()

    def __add__(self, other: FetchResult) -> FetchResult:
        """Both."""
        return FetchResult(
            self.new + other.new,
            self.changed + other.changed,
            self.same + other.same,
            self.failed + other.failed,
        )


def discover(feed: Feed, web: Web, since: date | None = None) -> Found:
    """All that a company offers, published on `since` or later.

    One conditional request where nothing is new; a filing that cannot be looked into harms no
    other. Raises FetchError where the company's list cannot be had.
    """
    if feed.source == "ir":
        return Found(tuple(report_list.offers(feed.address, web.listings, since)))
    cik = feed.address
    if not cik.isdecimal():
        cik = edgar.cik_of(cik, web.listings, web.site)
    offers: list[Offer] = []
    failed: list[FetchError] = []
    filings = edgar.filings(cik, web.listings, web.site, since)
    for filing in filings:
        try:
            offers += edgar.offers(filing, web.listings, web.site)
        except FetchError as error:
            failed.append(error)
            if _is_hopeless(failed):
                break
    facts = [] if _is_hopeless(failed) else company_facts.offers(cik, filings, web.site)
    return Found((*offers, *facts), tuple(failed))


def known(archive: Archive) -> dict[str, Origin]:
    """Address → the origin under which its bytes were last found to be new."""
    return {one.url: one for one in sorted(archive.origins(), key=lambda one: one.retrieved)}


def wanted(
    offers: Iterable[Offer], known: Mapping[str, Origin], recheck_from: date
) -> tuple[FetchRequest, ...]:
    """What to ask for: what is not in the archive, and what came out on that day or later.

    Of company facts also those that a report has outgrown.
    """
    wants = (FetchRequest(offer, known.get(offer.url)) for offer in offers)
    return tuple(
        want
        for want in wants
        if want.last is None
        or want.offer.published >= recheck_from
        or (isinstance(want.offer, company_facts.Offer) and want.offer.is_due(want.last))
    )


def fetch(
    feed: Feed, wants: Sequence[FetchRequest], web: Web, archive: Archive, step: Step = lambda: None
) -> FetchResult:
    """Put the documents into the archive; one that fails harms no other. Raises ArchiveError.

    A source that turns us away PATIENCE times in a row is asked no more. `step` is called after
    each document.
    """
    result = FetchResult()
    failed: list[FetchError] = []
    left = list(reversed(wants))
    while left and not _is_hopeless(failed):
        try:
            result += _fetch(left.pop(), feed, web, archive)
        except FetchError as error:
            failed.append(error)
        step()
    if left:
        what = f"{len(left)} more documents of {feed.company_id} were not asked for"
        failed.append(FetchError(what, web.site.www, "run again later"))
    return result + FetchResult(failed=tuple(failed))


def _fetch(want: FetchRequest, feed: Feed, web: Web, archive: Archive) -> FetchResult:
    """Ask for a document, only if it is not as it was last time; keep it."""
    last = want.last
    etag = last.etag if last and is_whole(last.sha256, archive) else None
    response = web.http.get(want.offer.url, etag=etag)
    if response.is_not_modified:
        return FetchResult(same=1)
    sha256 = hashlib.sha256(response.data).hexdigest()
    origin = want.offer.origin(sha256, response, feed.company_id)
    if last is None:
        archive.put(response.data, origin)
        return FetchResult(new=1)
    if last.sha256 == sha256:
        archive.put(response.data, last)  # the same, told in full, or mended
        return FetchResult(same=1)
    # Of the new body we know when we saw it, and not that it stood there on the first day.
    seen = replace(origin, known_at=response.retrieved, known_at_basis="retrieved", accepted=None)
    archive.put(response.data, seen)
    return FetchResult(changed=1)


def is_whole(sha256: str, archive: Archive) -> bool:
    """Whether the archive still has the bytes; without them a 304 would help nobody."""
    try:
        archive.get(sha256)
    except ArchiveError:
        return False
    return True


def _is_hopeless(failed: Sequence[FetchError]) -> bool:
    last = failed[-PATIENCE:]
    return len(last) == PATIENCE and all(isinstance(error, RateLimitedError) for error in last)
