"""From a source into the archive: what is offered, and the bytes of what is not there yet.

A document is known by its address. What was published in the last days is asked for again, with
the ETag it had: a source may change the body under an address, and then both are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from extractors.errors import ArchiveError, FetchError
from extractors.model import Origin
from flows.sources import company_facts
from flows.sources.feeds import Feed
from flows.sources.offers import NotYetError, Offer, Patience, may_help
from flows.sources.web import Web
from warehouse.archive.store import Archive

RECHECKED = 7  # days for which a published document is asked for again

Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """A document to ask for, and its origin of last time where there is one."""

    offer: Offer
    last: Origin | None = None


@dataclass(frozen=True, slots=True)
class FetchResult:
    """How many documents are new, changed or the same, the errors, and what to ask for again.

    `retry` holds the addresses that another try may help: refused, broken off, or not asked for.
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
        """The result after `again`, a second try of `retry`: its errors replace those retried."""
        final = tuple(error for error in self.failed if not may_help(error))
        return replace(self, failed=final, retry=()) + again


def known(archive: Archive) -> dict[str, Origin]:
    """Address → the origin under which its bytes were last found to be new, if they are there."""
    lost = set(archive.lost())
    kept = (one for one in archive.origins() if one.sha256 not in lost)
    return {one.url: one for one in sorted(kept, key=lambda one: one.retrieved)}


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
    """Put the documents into the archive; one that fails harms no other. Raises ArchiveError.

    A source that refuses PATIENCE requests in a row is asked no more. `step` is called after each
    document.
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
    """Ask for a document, only if it is not as it was last time; keep it."""
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
        archive.put(response.data, last)  # the same, told in full, or mended
        return FetchResult(same=1)
    if was_faulty:
        archive.put(response.data, origin)  # what the source has published from the first day
        return FetchResult(changed=1)
    if origin.known_at > last.known_at:
        archive.put(response.data, origin)  # a newer edition, which says itself of when it is
        return FetchResult(changed=1)
    # Of the new body we know when we saw it, and not that it stood there on the first day.
    seen = replace(origin, known_at=response.retrieved, known_at_basis="retrieved", accepted=None)
    archive.put(response.data, seen)
    return FetchResult(changed=1)


def _kept(last: Origin | None, archive: Archive) -> bytes | None:
    """The bytes that we have, which may be a notice in the document's place; None without them."""
    try:
        return None if last is None else archive.get(last.sha256)
    except ArchiveError:
        return None


def is_whole(sha256: str, archive: Archive) -> bool:
    """Whether the archive still has the bytes; without them a 304 would help nobody."""
    try:
        archive.get(sha256)
    except ArchiveError:
        return False
    return True
