"""The HTTP client of a refresh with its cache of listings and the addresses of regulators."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote

from flows.net.client import Http
from flows.net.rate_limit import SEC_LIMIT
from flows.settings import Settings
from flows.sources import edgar
from flows.sources.listing_cache import Listings
from warehouse.registry.registry import Registry

DART_KEY = "PROFIT_POOLS_DART_KEY"
DART_PATHS = ("/api/list.json", "/api/fnlttXbrl.xml")
EDINET_KEY = "PROFIT_POOLS_EDINET_KEY"
EDINET_PATH = "/api/v2/documents"
"""What wants a key."""


@dataclass(frozen=True, slots=True)
class Web:
    """The client, its cache of listings, and the addresses of the regulators.

    lacks   kinds of sources that require a key we do not have, and the variable that would hold it
    """

    http: Http
    listings: Listings
    site: edgar.Site
    lacks: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def open_web(
    settings: Settings,
    registry: Registry,
    sample: str | None = None,
    rate: float | None = None,
    tell: Callable[[str], object] | None = None,
    book: Callable[[str], object] | None = None,
) -> Iterator[Web]:
    """A client for the hosts of sources.csv, or for the `sample` site on loopback alone.

    Real hosts get at most SEC_LIMIT requests per second, the sample site at most `rate`; `tell`
    gets a line where a host makes us wait, `book` waits for a slot shared with other machines.
    Raises FetchError before anything is sent: no identity, or a sample site that is not on this
    machine.
    """
    hosts = [str(row["host"]) for row in registry.tables["sources"].records()]
    site = edgar.Site.at(sample) if sample else edgar.Site()
    dart, edinet = quote(settings.dart_key), quote(settings.edinet_key)
    keys = {f"{site.dart}{path}": f"crtfc_key={dart}" for path in DART_PATHS} if dart else {}
    if edinet:
        keys[f"{site.edinet}{EDINET_PATH}"] = f"Subscription-Key={edinet}"
    with Http(
        settings.home / "http",
        [] if sample else hosts,
        identity=settings.identity,
        loopback=sample,
        per_second=rate if sample and rate else SEC_LIMIT,
        keys=keys,
        tell=tell,
        book=book,
    ) as http:
        http.check(site.submissions(""))
        wanted = {} if sample else {"dart": (dart, DART_KEY), "edinet": (edinet, EDINET_KEY)}
        lacks = {kind: variable for kind, (key, variable) in wanted.items() if not key}
        yield Web(http, Listings(settings.home / "listings", http), site, lacks)
