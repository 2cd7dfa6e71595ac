"""Fetches offered documents into the archive, if they are not there or may have changed.

A document is identified by its address. One published in the last days is asked for again with its
ETag: a source may replace the body under an address, and then both versions are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from extractors.errors import ArchiveError, FetchError
from extractors.model import Origin
from flows.sources import company_facts
from flows.sources.feeds import Feed
from flows.sources.offers import NotYetError, Offer, Patience, may_help
from flows.sources.web import Web
from warehouse.archive.store import Archive

RECHECKED = 7  # days after publication in which a document is asked for again

Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """A document to ask for, and its origin from the last fetch if there is one."""

    offer: Offer
    last: Origin | None = None


@dataclass(frozen=True, slots=True)
class FetchResult:
    """How many documents are new, changed or the same, the errors, and what to ask for again.

    `retry` holds the addresses for which another try may help: refused, broken off, or not asked
    for.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    failed: tuple[FetchError, ...] = ()
    retry: tuple[str, ...] = ()

    def __add__(self, other: FetchResult) -> FetchResult:
        """The sum of both."""
        return FetchResult(
            self.new + other.new,
            self.changed + other.changed,
            self.same + other.same,
            self.failed + other.failed,
            self.retry + other.retry,
        )

    def then(self, again: FetchResult) -> FetchResult:
        """This result combined with that of a retry, whose errors replace the retried ones."""
        final = tuple(error for error in self.failed if not may_help(error))
        return replace(self, failed=final, retry=()) + again


def known(archive: Archive, urls: Collection[str]) -> dict[str, Origin]:
    """Address → the origin of its newest version whose bytes are in the archive."""
    origins = archive.origins(urls)
    lost = set(archive.lost({one.sha256 for one in origins}))
    kept = (one for one in origins if one.sha256 not in lost)
    return {one.url: one for one in sorted(kept, key=lambda one: one.retrieved)}


def wanted(
    offers: Iterable[Offer], known: Mapping[str, Origin], recheck_from: date
) -> tuple[FetchRequest, ...]:
    """What to ask for: offers not in the archive, and those published on `recheck_from` or later.

    Also company facts that are older than a report.
    """
    wants = (FetchRequest(offer, known.get(offer.url)) for offer in offers)
    return tuple(
        want
        for want in wants
        if want.last is None
        or (want.offer.published or want.last.retrieved.date()) >= recheck_from
        or (isinstance(want.offer, company_facts.Offer) and want.offer.is_due(want.last))
    )


def fetch(
    feed: Feed,
    requests: Sequence[FetchRequest],
    web: Web,
    archive: Archive,
    step: Step = lambda: None,
) -> FetchResult:
    """Fetch the documents into the archive; a failed one does not stop the others.

    Stops after PATIENCE refusals in a row. `step` is called after each document. Raises
    ArchiveError.
    """
    result, patience = FetchResult(), Patience()
    for done, request in enumerate(requests, start=1):
        outcome = _outcome(request, feed, web, archive)
        if isinstance(outcome, FetchResult):
            result += outcome
        else:
            retry = (request.offer.url,) if may_help(outcome) else ()
            result += FetchResult(failed=(outcome,), retry=retry)
        step()
        left = requests[done:]
        if patience.is_over(outcome) and left:
            what = f"{len(left)} more documents of {feed.company_id} were not asked for"
            error = FetchError(what, web.site.www, "run again later")
            return result + FetchResult(failed=(error,), retry=tuple(one.offer.url for one in left))
    return result


def _outcome(
    request: FetchRequest, feed: Feed, web: Web, archive: Archive
) -> FetchResult | FetchError:
    try:
        return _fetch(request, feed, web, archive)
    except NotYetError:
        return FetchResult()
    except FetchError as error:
        return error


def _fetch(request: FetchRequest, feed: Feed, web: Web, archive: Archive) -> FetchResult:
    """Ask for a document, conditionally if we have it, and keep what is new."""
    last = request.last
    kept = _kept(last, archive)
    was_faulty = kept is not None and request.offer.fault(kept) is not None
    etag = last.etag if last and kept is not None and not was_faulty else None
    response = web.http.get(request.offer.url, etag=etag, judge=request.offer.fault)
    if response.is_not_modified:
        return FetchResult(same=1)
    sha256 = hashlib.sha256(response.data).hexdigest()
    origin = request.offer.origin(sha256, response, feed.company_id)
    if last is None:
        archive.put(response.data, origin)
        return FetchResult(new=1)
    if last.sha256 == sha256:
        archive.put(response.data, last)  # sent in full though unchanged; mends a damaged copy
        return FetchResult(same=1)
    if was_faulty:
        archive.put(response.data, origin)  # replaces a notice: known since publication
        return FetchResult(changed=1)
    if origin.known_at > last.known_at:
        archive.put(response.data, origin)  # a newer edition that states its own date
        return FetchResult(changed=1)
    # A changed body is known from when we saw it: it was not there on the first day.
    seen = replace(origin, known_at=response.retrieved, known_at_basis="retrieved", accepted=None)
    archive.put(response.data, seen)
    return FetchResult(changed=1)


def _kept(last: Origin | None, archive: Archive) -> bytes | None:
    """The archived bytes, which may be a notice in the document's place; None if there are none."""
    try:
        return None if last is None else archive.get(last.sha256)
    except ArchiveError:
        return None


def is_whole(sha256: str, archive: Archive) -> bool:
    """Whether the archive still has the bytes; without them an answer 304 would be useless."""
    try:
        archive.get(sha256)
    except ArchiveError:
        return False
    return True
