"""Revenue of the month as a source: the open data of Taiwan's exchange, one file for all companies.

A row of sources.csv of kind 'monthly_revenue' gives the address. The file changes through the first
days of a month, as companies report: an edition is kept where it says something new of a company of
the registry. It is a signal of its own and gives no figure of a quarter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from extractors import monthly_revenue
from extractors.errors import ArchiveError, DocumentError, FetchError
from extractors.model import Origin
from extractors.monthly_revenue import MonthlyRevenue
from flows.net.client import Response
from flows.sources import fetch
from flows.sources.feeds import Feed
from flows.sources.fetch import FetchResult
from flows.sources.offers import may_help
from flows.sources.web import Web
from warehouse.archive.store import Archive
from warehouse.registry.registry import Registry

KIND = "monthly_revenue"
COMPANIES = "mops"
"""The kind of source whose companies file monthly too, under the same codes."""
TAIPEI = ZoneInfo("Asia/Taipei")


def files(registry: Registry, feeds: Sequence[Feed], sample: str | None = None) -> tuple[str, ...]:
    """The addresses, where a company of Taiwan is asked for; `sample` stands in for the host."""
    if all(feed.kind != COMPANIES for feed in feeds):
        return ()
    rows = registry.tables["sources"].records()
    urls = (str(row["url"]) for row in rows if row["kind"] == KIND and row["url"])
    return tuple(f"{sample.rstrip('/')}{urlsplit(url).path}" if sample else url for url in urls)


def pull(urls: Sequence[str], codes: Collection[str], web: Web, archive: Archive) -> FetchResult:
    """Put new editions into the archive; one that fails is an error in the result. ArchiveError."""
    known, result = fetch.known(archive, set(urls)), FetchResult()
    for url in urls:
        try:
            result += _fetch(url, known.get(url), codes, web, archive)
        except FetchError as error:
            retry = (url,) if may_help(error) else ()
            result += FetchResult(failed=(error,), retry=retry)
    return result


def codes_of(registry: Registry) -> frozenset[str]:
    """The codes at Taiwan's exchange of the companies that we know."""
    rows = registry.tables["identifiers"].records()
    return frozenset(str(row["identifier"]) for row in rows if row["scheme"] == "twse")


def _fetch(
    url: str, last: Origin | None, codes: Collection[str], web: Web, archive: Archive
) -> FetchResult:
    kept = _kept(last, archive)
    etag = last.etag if last and kept is not None else None
    response = web.http.get(url, etag=etag, judge=_fault)
    if response.is_not_modified:
        return FetchResult(same=1)
    sha256 = hashlib.sha256(response.data).hexdigest()
    found = monthly_revenue.read(response.data, sha256)
    if last is not None and last.sha256 == sha256:
        archive.put(response.data, last)  # the same, told in full, or mended
        return FetchResult(same=1)
    if kept is not None and _said(found, codes) == _said(kept, codes):
        return FetchResult(same=1)
    archive.put(response.data, _origin(url, sha256, found, response))
    return FetchResult(new=1) if last is None else FetchResult(changed=1)


def _fault(data: bytes) -> str | None:
    try:
        monthly_revenue.read(data, "")
    except DocumentError as error:
        return f"no list of monthly revenues: {error.what}"
    return None


def _kept(last: Origin | None, archive: Archive) -> MonthlyRevenue | None:
    """What the edition that we have says; None where we have none that is whole."""
    try:
        return None if last is None else monthly_revenue.read(archive.get(last.sha256), "")
    except (ArchiveError, DocumentError):
        return None


def _said(found: MonthlyRevenue, codes: Collection[str]) -> frozenset[tuple[object, ...]]:
    """What a file says of the companies of these codes."""
    return frozenset(
        (one.entity, one.period, one.value) for one in found.facts if one.entity in codes
    )


def _origin(url: str, sha256: str, found: MonthlyRevenue, response: Response) -> Origin:
    """How we got the bytes; known at the end of the day that the file bears, or when we got it."""
    over = datetime.combine(found.on + timedelta(days=1), time.min, TAIPEI).astimezone(UTC)
    known_at = min(response.retrieved, over)
    return Origin(
        sha256=sha256,
        url=url,
        retrieved=response.retrieved,
        known_at=known_at,
        known_at_basis="retrieved" if known_at == response.retrieved else "published",
        form=monthly_revenue.FORM,
        published=found.on,
        etag=response.etag,
    )
