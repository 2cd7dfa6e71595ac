"""Whom a refresh asks: each company at EDGAR by its CIK, and where it has a list of reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from extractors.errors import FetchError
from flows.net.client import Http
from flows.net.rate_limit import SEC_LIMIT
from flows.settings import Settings
from flows.sources import edgar, report_list
from flows.sources.edgar_json import read_tickers
from flows.sources.listing_cache import Listings
from warehouse.registry.registry import Registry


@dataclass(frozen=True, slots=True)
class Feed:
    """A company at a source, which costs one conditional request where nothing is new.

    address: at EDGAR the CIK, or a ticker where the registry knows no CIK; else that of the list.
    """

    company_id: str
    source: Literal["edgar", "ir"]
    address: str


@dataclass(frozen=True, slots=True)
class Web:
    """The client, what it remembers of listings, and where EDGAR is."""

    http: Http
    listings: Listings
    site: edgar.Site


@contextmanager
def web(
    settings: Settings, registry: Registry, sample: str | None = None, rate: float | None = None
) -> Iterator[Web]:
    """A client for the hosts of sources.csv, or for the `sample` site on loopback alone.

    Real hosts are asked at most SEC_LIMIT times a second; `rate` is for the sample site. Raises
    FetchError before anything is sent: no identity, a sample site that is not on this machine.
    """
    site = edgar.Site(sample.rstrip("/"), sample.rstrip("/")) if sample else edgar.Site()
    with Http(
        settings.home / "http",
        [] if sample else _hosts(registry),
        identity=settings.identity,
        loopback=sample,
        per_second=rate if sample and rate else SEC_LIMIT,
    ) as http:
        http.check(site.submissions(""))
        yield Web(http, Listings(settings.home / "listings", http), site)


def companies(registry: Registry, named: Sequence[str]) -> list[str]:
    """The company_ids that `named` (any identifiers) mean; all where none is named.

    Raises RegistryError for one that is unknown.
    """
    everyone = [str(row["company_id"]) for row in registry.tables["companies"].records()]
    return list(dict.fromkeys(registry.company(one) for one in named)) if named else everyone


def feeds(registry: Registry, named: Sequence[str] = ()) -> list[Feed]:
    """What to ask: all companies with a CIK or a list of reports; a `named` one by its ticker too.

    Raises RegistryError for an unknown company, and for one that nobody can be asked about.
    """
    wanted = companies(registry, named)
    ciks, tickers = _identifiers(registry, "cik"), _identifiers(registry, "ticker")
    lists = _lists(registry)
    found: list[Feed] = []
    for company in wanted:
        own = [Feed(company, "edgar", cik) for cik in ciks.get(company, ())]
        own += [Feed(company, "ir", url) for url in lists.get(company, ())]
        if named and not own:
            own = [Feed(company, "edgar", ticker) for ticker in tickers.get(company, ())[:1]]
        found += own
    return found


def unasked(registry: Registry) -> list[str]:
    """The companies of the layers that no source can be asked about."""
    asked = {feed.company_id for feed in feeds(registry)}
    members = (str(row["company_id"]) for row in registry.tables["segments"].records())
    return sorted({company for company in members if company not in asked})


def sample_feeds(web: Web, registry: Registry, named: Sequence[str] = ()) -> list[Feed]:
    """What to ask of the sample site: the companies that it lists and the registry knows.

    Raises FetchError where it lists none, or not one that is `named`; RegistryError.
    """
    wanted = companies(registry, named)
    url = web.site.tickers()
    listed = set(read_tickers(web.listings.get(url).data, url).values())
    reports = f"{web.site.www}/ir/index.json"
    lists = report_list.read_site(web.listings.get(reports).data, reports)
    found: list[Feed] = []
    tickers, ciks = _identifiers(registry, "ticker"), _identifiers(registry, "cik")
    for company in wanted:
        own = [Feed(company, "edgar", cik) for cik in ciks.get(company, ()) if cik in listed]
        own += [
            Feed(company, "ir", lists[ticker])
            for ticker in tickers.get(company, ())
            if ticker in lists
        ]
        if named and not own:
            raise FetchError(f"the site has nothing of {company}", web.site.www, "name another")
        found += own
    return found


def _hosts(registry: Registry) -> list[str]:
    return [str(row["host"]) for row in registry.tables["sources"].records()]


def _identifiers(registry: Registry, scheme: str) -> Mapping[str, list[str]]:
    """company_id → its identifiers, all that were ever valid: filings stay under an old CIK."""
    found: dict[str, list[str]] = {}
    for row in registry.tables["identifiers"].records():
        if row["scheme"] == scheme:
            identifier = str(row["identifier"])
            whole = identifier.zfill(10) if scheme == "cik" else identifier.upper()
            found.setdefault(str(row["company_id"]), []).append(whole)
    return found


def _lists(registry: Registry) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in registry.tables["sources"].records():
        if row["kind"] == "ir" and row["company_id"] and row["url"]:
            found.setdefault(row["company_id"], []).append(row["url"])
    return found
