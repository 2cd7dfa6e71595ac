"""Pulling one company after another, for the command; the flow does the same as tasks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from extractors.errors import FetchError
from flows.net.client import RateLimitedError
from flows.settings import Settings
from flows.sources import feeds as sources
from flows.sources import fetch, rates
from flows.sources.feeds import Feed, Web
from flows.sources.fetch import FetchRequest, FetchResult
from flows.terminal.progress import Advance
from warehouse.archive.store import Archive
from warehouse.registry.registry import Registry

YEARS = 2  # whole years before this one that EDGAR is asked for where nobody says since when

Show = Callable[[str, int], AbstractContextManager[Advance]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a refresh is asked for.

    companies: any identifiers, none = all; since: first day of publication; recheck: days for which
    documents are asked for again; sample: address of a sample site, asked in place of EDGAR.
    """

    companies: tuple[str, ...] = ()
    since: date | None = None
    recheck: int = fetch.RECHECKED
    sample: str | None = None

    def first_day(self, now: datetime) -> date | None:
        """From when on documents are wanted; the sample site is wanted whole."""
        if self.since or self.sample:
            return self.since
        return date(now.year - YEARS, 1, 1)

    def recheck_from(self, now: datetime) -> date:
        """From when on what is archived is asked for again."""
        return now.date() - timedelta(days=min(self.recheck, 36500)) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pulled:
    """What came of it, over all companies; `unasked`: who is in a layer and nobody offers.

    The exchange rates, which are of no company, are told apart.
    """

    feeds: int
    result: FetchResult
    failed: tuple[FetchError, ...]
    rates: FetchResult
    unasked: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line for a person."""
        result = self.result
        named = ((result.new, "new"), (result.changed, "changed"))
        counts = [f"{times:,} {what}" for times, what in named if times] or ["nothing new"]
        counts += [f"{len(self.failed):,} failed"] if self.failed else []
        return f"{self.feeds:,} lists asked: {', '.join(counts)}"


def feeds(asked: Asked, web: Web, registry: Registry) -> list[Feed]:
    """Whom to ask. Raises RegistryError, FetchError."""
    if asked.sample:
        return sources.sample_feeds(web, registry, asked.companies)
    return sources.feeds(registry, asked.companies)


def pull(
    asked: Asked,
    settings: Settings,
    registry: Registry,
    now: datetime,
    *,
    show: Show,
    rate: float | None = None,
) -> Pulled:
    """Bring what is new into the archive; a company that fails harms no other.

    Raises FetchError where nothing could even begin; RegistryError; ArchiveError.
    """
    with sources.web(settings, registry, asked.sample, rate) as web:
        return pull_over(web, asked, Archive(settings.home), registry, now, show=show)


def pull_over(
    web: Web, asked: Asked, archive: Archive, registry: Registry, now: datetime, *, show: Show
) -> Pulled:
    """The same over a client that is open."""
    whom = feeds(asked, web, registry)
    wants, failed = _discover(whom, asked, web, archive, now, show)
    result = FetchResult()
    with show("fetching", sum(map(len, wants.values()))) as step:
        for feed, wanted in wants.items():
            result += fetch.fetch(feed, wanted, web, archive, step)
    unasked = () if asked.sample else tuple(sources.unasked(registry))
    files = rates.files(registry, asked.first_day(now), now, asked.sample)
    rated = rates.pull(files, web, archive)
    return Pulled(len(whom), result, (*failed, *result.failed), rated, unasked)


def _discover(
    whom: list[Feed], asked: Asked, web: Web, archive: Archive, now: datetime, show: Show
) -> tuple[dict[Feed, tuple[FetchRequest, ...]], list[FetchError]]:
    """What to fetch from each feed. Who is turned away three times in a row asks no further."""
    known = fetch.known(archive)
    wants: dict[Feed, tuple[FetchRequest, ...]] = {}
    failed: list[FetchError] = []
    in_a_row = 0
    with show("looking", len(whom)) as step:
        for place, feed in enumerate(whom, start=1):
            try:
                found = fetch.discover(feed, web, asked.first_day(now))
                in_a_row = 0
            except FetchError as error:
                failed.append(error)
                in_a_row = in_a_row + 1 if isinstance(error, RateLimitedError) else 0
                if in_a_row == fetch.PATIENCE and place < len(whom):
                    what = f"{len(whom) - place} more companies were not asked about"
                    failed.append(FetchError(what, web.site.www, "run again later"))
                    break
                continue
            failed += found.failed
            wants[feed] = fetch.wanted(found.offers, known, asked.recheck_from(now))
            step()
    return wants, failed
