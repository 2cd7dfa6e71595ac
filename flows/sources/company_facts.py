"""EDGAR's company facts as a source: one file per company, which grows with every report.

It comes without ETag or date, so that asking for it costs its two to ten megabytes each time: it is
fetched if a report has come out since the last fetch, and on the days after the last report.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from extractors.model import Origin
from flows.net.client import Response
from flows.sources.edgar import Site, is_periodic
from flows.sources.edgar_json import Filing

DOCUMENT_TYPE = "company facts"
_FILED = re.compile(rb'"filed"\s*:\s*"(\d{4}-\d\d-\d\d)"')


@dataclass(frozen=True, slots=True)
class Offer:
    """The company-facts file at `url`; `published` is the date of the company's last report."""

    url: str
    published: date

    def fault(self, data: bytes) -> str | None:
        """What is wrong with the bytes: an HTML notice, or truncated or damaged JSON.

        None if nothing.
        """
        try:
            read = json.loads(data)
            is_whole = isinstance(read, dict) and isinstance(read.get("facts"), dict)
        except (ValueError, RecursionError):
            is_whole = False
        return None if is_whole else "not what EDGAR lists facts in"

    def origin(self, sha256: str, response: Response, company_id: str | None = None) -> Origin:
        """The origin; known_at is the date of the last filing in the file.

        So the same bytes are known at the same time, whoever fetches them and when. Without such a
        date, known_at is the time of retrieval.
        """
        filed = _last_filed(response.data, response.retrieved.date())
        known_at = response.retrieved if filed is None else datetime.combine(filed, time.min, UTC)
        return Origin(
            sha256=sha256,
            url=self.url,
            retrieved=response.retrieved,
            known_at=known_at,
            known_at_basis="retrieved" if filed is None else "published",
            published=filed,
            etag=response.etag,
            company_id=company_id,
            document_type=DOCUMENT_TYPE,
        )

    def is_due(self, last: Origin) -> bool:
        """Whether a report has come out since the last fetch."""
        return last.retrieved.date() <= self.published


def offers(cik: str, filings: Iterable[Filing], site: Site) -> list[Offer]:
    """The company's file, if its `filings` include tagged reports; else nothing."""
    days = [filing.filing_date for filing in filings if is_periodic(filing)]
    return [Offer(site.company_facts(cik), max(days))] if days else []


def _last_filed(data: bytes, today: date) -> date | None:
    """The latest filing date in the file up to `today`; a later one is a typing error."""
    limit = today.isoformat().encode()
    days = {day for day in _FILED.findall(data) if day <= limit}
    for day in sorted(days, reverse=True):
        with suppress(ValueError):  # not a date, such as month 13
            return date.fromisoformat(day.decode())
    return None
