"""The feeds that a refresh asks: each company at each kind of source, by the table KINDS."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeAlias

from extractors.errors import FetchError
from flows.sources import company_filings, dart, edinet, esef, mops, report_list, sites
from flows.sources.edgar_json import read_tickers
from flows.sources.offers import Found
from flows.sources.web import Web
from warehouse.registry.registry import Registry

Addresses: TypeAlias = Mapping[str, Sequence[str]]
"""company_id → the company's addresses at one kind of source."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A company at a source; asking costs one conditional request if there is nothing new.

    kind      a key of KINDS
    address   at EDGAR the CIK, or a ticker where the registry has no CIK; for a list of reports its
              URL; for a site its URL, and after a blank the pattern of links to reports
    """

    company_id: str
    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class Sample:
    """What a sample site lists: ten-digit CIKs, ticker → list of reports, kind → company codes."""

    ciks: frozenset[str]
    lists: Mapping[str, str]
    codes: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of source: which companies it has, and how it lists what a company offers.

    in_registry   the addresses that the registry holds
    on_sample     the addresses at a sample site
    discover      the offers at an address since a day of publication; one conditional request if
                  there is nothing new; raises FetchError
    """

    in_registry: Callable[[Registry], Addresses]
    on_sample: Callable[[Registry, Sample], Addresses]
    discover: Callable[[str, Web, date | None], Found]


def feeds(registry: Registry, named: Sequence[str] = ()) -> list[Feed]:
    """The feeds to ask: of all companies that have a source, or of those `named` (any identifier).

    A named company without a CIK or a list is asked for at EDGAR by its ticker. Raises
    RegistryError for an unknown company.
    """
    tickers = _identifiers(registry, "ticker")
    addresses = {name: kind.in_registry(registry) for name, kind in KINDS.items()}
    found: list[Feed] = []
    for company in companies(registry, named):
        own = _of_company(company, addresses)
        if named and not own:
            own = [Feed(company, "edgar", ticker) for ticker in tickers.get(company, ())[:1]]
        found += own
    return found


def sample_feeds(web: Web, registry: Registry, named: Sequence[str] = ()) -> list[Feed]:
    """The feeds to ask at the sample site: the companies that both it and the registry list.

    Raises FetchError where it lists none, or not one that is `named`; RegistryError.
    """
    wanted = companies(registry, named)
    sample = _sample(web)
    addresses = {name: kind.on_sample(registry, sample) for name, kind in KINDS.items()}
    found: list[Feed] = []
    for company in wanted:
        own = _of_company(company, addresses)
        if named and not own:
            raise FetchError(f"the site has nothing of {company}", web.site.www, "name another")
        found += own
    return found


def discover(feed: Feed, web: Web, since: date | None = None) -> Found:
    """What a company offers, published on `since` or later.

    Raises FetchError where its list cannot be had.
    """
    return KINDS[feed.kind].discover(feed.address, web, since)


def companies(registry: Registry, named: Sequence[str]) -> list[str]:
    """The company_ids of `named` (any identifiers), or of all companies where none is named.

    Raises RegistryError for an unknown one.
    """
    everyone = [str(row["company_id"]) for row in registry.tables["companies"].records()]
    return list(dict.fromkeys(registry.company(one) for one in named)) if named else everyone


def unasked(registry: Registry) -> list[str]:
    """The companies of the layers that publish reports and have no source."""
    asked = {feed.company_id for feed in feeds(registry)} | {
        str(row["company_id"])
        for row in registry.tables["companies"].records()
        if row["publishes"] == "none"
    }
    members = (str(row["company_id"]) for row in registry.tables["segments"].records())
    return sorted({company for company in members if company not in asked})


def left_out(feeds: Sequence[Feed], web: Web) -> tuple[str, ...]:
    """A line for each kind of source not asked for lack of a key, with its companies."""
    lines = []
    for kind, variable in web.lacks.items():
        if who := ", ".join(feed.company_id for feed in feeds if feed.kind == kind):
            lines.append(f"not asked of {kind}, without {variable}: {who}")
    return tuple(lines)


def _of_company(company: str, addresses: Mapping[str, Addresses]) -> list[Feed]:
    return [
        Feed(company, kind, address)
        for kind, by_company in addresses.items()
        for address in by_company.get(company, ())
    ]


def _identifiers(registry: Registry, scheme: str) -> dict[str, list[str]]:
    """company_id → its identifiers, also expired ones, as filings stay under an old CIK."""
    found: dict[str, list[str]] = {}
    for row in registry.tables["identifiers"].records():
        if row["scheme"] == scheme:
            identifier = str(row["identifier"])
            whole = identifier.zfill(10) if scheme == "cik" else identifier.upper()
            found.setdefault(str(row["company_id"]), []).append(whole)
    return found


def _ciks(registry: Registry) -> Addresses:
    return _identifiers(registry, "cik")


def _sample(web: Web) -> Sample:
    """What the site lists, by two requests. Raises FetchError."""
    tickers, reports = web.site.tickers(), f"{web.site.www}/ir/index.json"
    ciks = read_tickers(web.listings.get(tickers).data, tickers).values()
    listed = web.listings.get(reports).data
    lists = report_list.read_site(listed, reports)
    return Sample(frozenset(ciks), lists, report_list.read_codes(listed))


def _sample_ciks(registry: Registry, sample: Sample) -> Addresses:
    return _among(_identifiers(registry, "cik"), sample.ciks)


def _among(addresses: Addresses, listed: Collection[str]) -> Addresses:
    return {company: [a for a in own if a in listed] for company, own in addresses.items()}


def _rows(kind: str, registry: Registry) -> Addresses:
    """The addresses in the kind's rows of sources.csv, each followed by a blank and its pattern."""
    found: dict[str, list[str]] = {}
    for row in registry.tables["sources"].records():
        if row["kind"] == kind and row["company_id"] and row["url"]:
            address = f"{row['url']} {row['pattern']}" if row["pattern"] else row["url"]
            found.setdefault(row["company_id"], []).append(address)
    return found


def _by_row(kind: str, discover: Callable[[str, Web, date | None], Found]) -> Kind:
    """A kind whose companies are rows of sources.csv; the sample site has none of them."""
    return Kind(partial(_rows, kind), lambda _registry, _sample: {}, discover)


def _sample_lists(registry: Registry, sample: Sample) -> Addresses:
    return {
        company: [sample.lists[ticker] for ticker in tickers if ticker in sample.lists]
        for company, tickers in _identifiers(registry, "ticker").items()
    }


def _by_code(scheme: str, kind: str, discover: Callable[[str, Web, date | None], Found]) -> Kind:
    """A regulator with its own code for each company, given by a scheme of identifiers.csv."""
    return Kind(
        lambda registry: _identifiers(registry, scheme),
        lambda registry, sample: _among(_identifiers(registry, scheme), sample.codes.get(kind, ())),
        discover,
    )


KINDS = {
    "edgar": Kind(_ciks, _sample_ciks, company_filings.discover),
    "mops": _by_code("twse", "mops", mops.discover),
    "dart": _by_code("dart", "dart", dart.discover),
    "edinet": _by_code("edinet", "edinet", edinet.discover),
    "esef": _by_row("esef", esef.discover),
    "q4": _by_row("q4", partial(sites.discover, sites.read_q4)),
    "rss": _by_row("rss", partial(sites.discover, sites.read_rss)),
    "page": _by_row("page", partial(sites.discover, sites.read_page)),
    "report_list": Kind(partial(_rows, "report_list"), _sample_lists, report_list.discover),
}
"""By name in sources.csv; kinds without companies are in flows.sources.rates, monthly_revenue."""
