"""EDGAR's company facts as a source: one file a company, which grows with every report.

It comes without ETag or date, so that asking costs its two to ten megabytes each time: it is asked
for where a report has come out since it was fetched, and in the days after that one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from extractors.model import Origin
from flows.net.client import Response
from flows.sources.edgar import Site, is_periodic
from flows.sources.edgar_json import Filing

DOCUMENT_TYPE = "company facts"


@dataclass(frozen=True, slots=True)
class Offer:
    """The file at `url`, last due for news on the day of the last report, `published`."""

    url: str
    published: date

    def fault(self, data: bytes) -> str | None:
        """What is wrong with the bytes: a page for people, or JSON that is cut."""
        is_whole = data.lstrip().startswith(b"{") and data.rstrip().endswith(b"}")
        return None if is_whole else "not what EDGAR lists facts in"

    def origin(self, sha256: str, response: Response, company_id: str | None = None) -> Origin:
        """How we got the bytes: known when we saw them, while each fact has its own day."""
        return Origin(
            sha256=sha256,
            url=self.url,
            retrieved=response.retrieved,
            known_at=response.retrieved,
            known_at_basis="retrieved",
            etag=response.etag,
            company_id=company_id,
            document_type=DOCUMENT_TYPE,
        )

    def is_due(self, last: Origin) -> bool:
        """Whether a report has come out since."""
        return last.retrieved.date() <= self.published


def offers(cik: str, filings: Iterable[Filing], site: Site) -> list[Offer]:
    """The company's file, where tagged reports are among its `filings`."""
    days = [filing.filing_date for filing in filings if is_periodic(filing)]
    return [Offer(site.company_facts(cik), max(days))] if days else []
