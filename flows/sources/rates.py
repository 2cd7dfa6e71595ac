"""Exchange rates as a source: the Federal Reserve's release H.10, one file per year.

A row of sources.csv of kind 'rates' gives the address, with {from} and {to} in place of days. A
past year never changes, so that a refresh costs one conditional request, for the current year.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from extractors import rates
from extractors.errors import DocumentError, FetchError
from extractors.model import Origin
from flows.net.client import Response
from flows.sources import fetch
from flows.sources.fetch import FetchResult
from flows.sources.offers import PATIENCE, known, may_help
from flows.sources.web import Web
from warehouse.archive.store import Archive
from warehouse.registry.registry import Registry

KIND = "rates"
EARLIER = 3  # years before the first day, as reports print comparatives of those years
FIRST_OUT = timedelta(days=14)  # into January, until the year's first rates are out
OUT = timedelta(days=2)  # from the start of a Monday to the end of the Tuesday after it
_DAY = "%m/%d/%Y"


@dataclass(frozen=True, slots=True)
class File:
    """A file of rates: of one year, or (None) of all years."""

    url: str
    year: int | None = None

    def is_final(self, last: Origin | None) -> bool:
        """Whether we have it with rates published after its year, so that it cannot change."""
        if last is None or last.published is None or self.year is None:
            return False
        return last.published.year > self.year and last.retrieved.year > self.year


def files(
    registry: Registry, first: date | None, now: datetime, sample: str | None = None
) -> list[File]:
    """The files to ask for, newest year first, back to the comparatives of the `first` day.

    Without a first day, one file of all years. `sample` replaces the host.
    """
    found: list[File] = []
    for row in registry.tables["sources"].records():
        if row["kind"] != KIND or not row["url"]:
            continue
        url = row["url"] if sample is None else _at(sample, row["url"])
        if first is None or "{from}" not in url:
            found.append(File(_between(url, "", "")))
            continue
        for year in range((now - FIRST_OUT).year, first.year - EARLIER - 1, -1):
            days = date(year, 1, 1), date(year, 12, 31)
            found.append(File(_between(url, *(f"{day:{_DAY}}" for day in days)), year))
    return found


def pull(wanted: Sequence[File], web: Web, archive: Archive) -> FetchResult:
    """Fetch new files into the archive; a failed one is an error in the result.

    After PATIENCE failures the rest is not asked for. Raises ArchiveError.
    """
    origins = fetch.known(archive, {file.url for file in wanted})
    left = [(file, last) for file in wanted if not file.is_final(last := origins.get(file.url))]
    result = FetchResult()
    while left and len(result.failed) < PATIENCE:
        file, last = left.pop(0)
        try:
            result += _fetch(file, last, web, archive)
        except FetchError as error:
            retry = (file.url,) if may_help(error) else ()
            result += FetchResult(failed=(error,), retry=retry)
    if left:
        what = f"{len(left)} more files of exchange rates were not asked for"
        rest = FetchError(what, left[0][0].url, "run again later")
        result += FetchResult(failed=(rest,), retry=tuple(file.url for file, _ in left))
    return result


def summary(result: FetchResult) -> str:
    """One line: how many files are new, newer or failed."""
    named = ((result.new, "new"), (result.changed, "newer"), (len(result.failed), "failed"))
    counts = [f"{times:,} {what}" for times, what in named if times]
    return f"exchange rates: {', '.join(counts) or 'nothing new'}"


def _fetch(file: File, last: Origin | None, web: Web, archive: Archive) -> FetchResult:
    etag = last.etag if last and fetch.is_whole(last.sha256, archive) else None
    response = web.http.get(file.url, etag=etag)
    if response.is_not_modified:
        return FetchResult(same=1)
    origin = _origin(file, last, response)
    if last is not None and last.sha256 == origin.sha256:
        archive.put(response.data, last)  # sent in full though unchanged; mends a damaged copy
        return FetchResult(same=1)
    archive.put(response.data, origin)
    return FetchResult(new=1) if last is None else FetchResult(changed=1)


def _origin(file: File, last: Origin | None, response: Response) -> Origin:
    """The origin of the bytes. Raises FetchError where they are not H.10 rates.

    Published on the Monday after the last rate, and known at the end of the Tuesday, as Monday may
    be a holiday; but a revision without a new rate is known from its retrieval.
    """
    sha256 = hashlib.sha256(response.data).hexdigest()
    try:
        until = rates.read(response.data, sha256).until
    except DocumentError as error:
        what = f"it is no file of H.10 rates: {error.where}: {error.what}"
        to_do = "see whether the address in sources.csv still gives CSV"
        raise FetchError(what, file.url, to_do) from error
    published = None if until is None else until + timedelta(days=7 - until.weekday())
    before = last.published if last else None
    is_news = published is not None and (before is None or published > before)
    out = datetime.combine(published, time.min, UTC) + OUT if published and is_news else None
    known_at, basis = known(response.retrieved, out)
    return Origin(
        sha256=sha256,
        url=file.url,
        retrieved=response.retrieved,
        known_at=known_at,
        known_at_basis=basis,
        form=rates.FORM,
        published=published,
        etag=response.etag,
    )


def _at(sample: str, url: str) -> str:
    """The same path and query at the sample site."""
    parts = urlsplit(url)
    return f"{sample.rstrip('/')}{parts.path}?{parts.query}"


def _between(url: str, first: str, last: str) -> str:
    return url.replace("{from}", first).replace("{to}", last)
