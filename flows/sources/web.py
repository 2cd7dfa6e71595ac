"""The client with which a refresh asks its sources, and what it remembers of their listings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flows.net.client import Http
from flows.net.rate_limit import SEC_LIMIT
from flows.settings import Settings
from flows.sources import edgar
from flows.sources.listing_cache import Listings
from warehouse.registry.registry import Registry


@dataclass(frozen=True, slots=True)
class Web:
    """The client, what it remembers of listings, and where EDGAR is."""

    http: Http
    listings: Listings
    site: edgar.Site


@contextmanager
def open_web(
    settings: Settings, registry: Registry, sample: str | None = None, rate: float | None = None
) -> Iterator[Web]:
    """A client for the hosts of sources.csv, or for the `sample` site on loopback alone.

    Real hosts get at most SEC_LIMIT requests per second, the sample site at most `rate`. Raises
    FetchError before anything is sent: no identity, a sample site that is not on this machine.
    """
    hosts = [str(row["host"]) for row in registry.tables["sources"].records()]
    site = edgar.Site(sample.rstrip("/"), sample.rstrip("/")) if sample else edgar.Site()
    with Http(
        settings.home / "http",
        [] if sample else hosts,
        identity=settings.identity,
        loopback=sample,
        per_second=rate if sample and rate else SEC_LIMIT,
    ) as http:
        http.check(site.submissions(""))
        yield Web(http, Listings(settings.home / "listings", http), site)
