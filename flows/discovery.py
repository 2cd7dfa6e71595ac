"""The discovery step of a refresh: which feeds to ask, and what to fetch from each.

EDGAR's feed of current filings is asked first, then the lists of companies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial

from extractors.errors import FetchError
from flows.outcomes import RefreshRequest
from flows.runner import Runner, Step
from flows.sources import current_filings, edgar, fetch
from flows.sources import feeds as sources
from flows.sources.current_filings import Current
from flows.sources.feeds import Feed
from flows.sources.fetch import FetchRequest
from flows.sources.offers import Found, Patience
from flows.sources.web import Web
from flows.terminal.progress import Advance
from warehouse.archive.store import Archive
from warehouse.registry.registry import Registry

OpenWeb = Callable[[], AbstractContextManager[Web]]


def list_feeds(request: RefreshRequest, web: Web, registry: Registry) -> list[Feed]:
    """The feeds to ask. Raises RegistryError, FetchError."""
    if request.sample:
        return sources.sample_feeds(web, registry, request.companies)
    return sources.feeds(registry, request.companies)


def look(feeds: Sequence[Feed], request: RefreshRequest, web: Web) -> Current:
    """Which companies' lists at EDGAR are unchanged; none are assumed so for a longer recheck."""
    if request.recheck > fetch.RECHECKED:
        return Current()
    return current_filings.look(_ciks(feeds), web)


def discover(
    feeds: Sequence[Feed],
    current: Current,
    request: RefreshRequest,
    archive: Archive,
    now: datetime,
    open_web: OpenWeb,
    runner: Runner,
) -> tuple[dict[Feed, tuple[FetchRequest, ...]], list[FetchError]]:
    """What to fetch from each feed, and what failed; stops after three refusals in a row."""

    def look(feed: Feed, advance: Advance) -> Found:
        """What one feed offers."""
        with open_web() as web:
            found = sources.discover(feed, current.applied(web), request.first_day(now))
        advance()
        return found

    steps = [Step(f"discover {feed.company_id}", partial(look, feed)) for feed in feeds]
    outcomes = runner.ask("looking", steps, Patience().is_over)
    offered = [one for one in outcomes if isinstance(one, Found)]
    known = fetch.known(archive, {offer.url for one in offered for offer in one.offers})
    requests: dict[Feed, tuple[FetchRequest, ...]] = {}
    failed: list[FetchError] = []
    listed: list[Feed] = []
    for feed, outcome in zip(feeds, outcomes, strict=False):
        if isinstance(outcome, FetchError):
            failed.append(outcome)
            continue
        listed.append(feed)
        failed += outcome.failed
        if wanted := fetch.wanted(outcome.offers, known, request.recheck_from(now)):
            requests[feed] = wanted
    if len(outcomes) < len(feeds):
        what = f"{len(feeds) - len(outcomes)} more companies were not asked about"
        failed.append(FetchError(what, request.sample or edgar.Site().www, "run again later"))
    with open_web() as web:
        current.remember(_ciks(listed), web)
    return requests, failed


def told(current: Current) -> tuple[str, ...]:
    """A line where the feed could not be had."""
    if current.fault is None:
        return ()
    return (f"each company's list is asked for, without EDGAR's feed of filings: {current.fault}",)


def _ciks(feeds: Sequence[Feed]) -> list[str]:
    return [one.address for one in feeds if one.kind == "edgar" and one.address.isdecimal()]
