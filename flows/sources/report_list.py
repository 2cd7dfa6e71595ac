"""Investor-relations sites as a source: a list of reports as JSON, and the reports it links.

A row of sources.csv of kind 'report_list' gives the address of a company's list; it costs one
conditional request, and each new report one more:

    {"reports": [{"href": "/ir/2317.TW/2025-03-14.pdf", "published": "2025-03-14", …}, …]}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import cast
from urllib.parse import urljoin, urlsplit

from extractors.errors import FetchError
from extractors.model import Origin
from flows.net.client import Response
from flows.sources import bodies
from flows.sources.listing_cache import Listings
from flows.sources.offers import Found
from flows.sources.web import Web

FORM = "report"
_TO_DO = "see that the row of sources.csv names a list of reports"


@dataclass(frozen=True, slots=True)
class Offer:
    """A report that can be fetched from `url`, and its date of publication."""

    url: str
    published: date

    def fault(self, data: bytes) -> str | None:
        """What is wrong with the bytes, if they are not this report; None if nothing is."""
        return bodies.fault(urlsplit(self.url).path, data)

    def origin(self, sha256: str, response: Response, company_id: str | None = None) -> Origin:
        """The origin; known from the start of its day, as a release precedes its filing."""
        return Origin(
            sha256=sha256,
            url=self.url,
            retrieved=response.retrieved,
            known_at=datetime.combine(self.published, time.min, UTC),
            known_at_basis="published",
            form=FORM,
            published=self.published,
            etag=response.etag,
            company_id=company_id,
        )


def discover(address: str, web: Web, since: date | None) -> Found:
    """The reports of the list at `address`, see `offers`."""
    return Found(tuple(offers(address, web.listings, since)))


def offers(url: str, listings: Listings, since: date | None = None) -> list[Offer]:
    """The reports of the list at `url` published on `since` or later, newest first, no duplicates.

    Raises FetchError where the list cannot be had, or is malformed.
    """
    rows = read_list(listings.get(url, judge=bodies.by(read_list, url)).data, url)
    found = {offer.url: offer for offer in rows if since is None or offer.published >= since}
    return sorted(found.values(), key=lambda one: (one.published, one.url), reverse=True)


def read_list(data: bytes, url: str) -> list[Offer]:
    """The reports in their order. Raises FetchError where the list is malformed."""
    return [
        Offer(urljoin(url, row["href"]), date.fromisoformat(row["published"]))
        for row in _rows(data, url, "reports", ("href", "published"))
    ]


def read_site(data: bytes, url: str) -> dict[str, str]:
    """Ticker → address of its list, from a site that has lists of several companies.

    {"lists": [{"ticker": "2317.TW", "href": "/ir/2317.TW/index.json"}, …]}. Raises FetchError.
    """
    rows = _rows(data, url, "lists", ("ticker", "href"))
    return {row["ticker"]: urljoin(url, row["href"]) for row in rows}


def read_codes(data: bytes) -> dict[str, list[str]]:
    """Kind of source → company codes, from a sample site that stands in for regulators too."""
    codes = json.loads(data).get("codes", {})
    return {str(kind): [str(one) for one in listed] for kind, listed in codes.items()}


def _rows(data: bytes, url: str, name: str, wanted: tuple[str, ...]) -> list[Mapping[str, str]]:
    """The objects under `name`, each with the `wanted` texts and a valid date.

    Raises FetchError.
    """
    try:
        rows = cast("list[Mapping[str, str]]", json.loads(data)[name])
        for row in rows:
            if not all(isinstance(row[key], str) for key in wanted):
                raise TypeError(f"{row} has no text there")
            date.fromisoformat(row.get("published", "2000-01-01"))
            urljoin(url, row["href"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        kind = f"{type(error).__name__}: {error}"
        raise FetchError(f"it is no list of {name}: {kind}", url, _TO_DO) from error
    return rows
