"""A company at EDGAR as a source: the documents of its reports, and its company facts."""

from __future__ import annotations

from datetime import date

from extractors.errors import FetchError
from flows.sources import company_facts, edgar
from flows.sources.offers import Found, Offer, Patience
from flows.sources.web import Web


def discover(address: str, web: Web, since: date | None) -> Found:
    """Offers of what the company, named by CIK or ticker, filed on `since` or later, newest first.

    A filing whose index cannot be read is an error in the result. Raises FetchError where the list
    of filings cannot be had.
    """
    cik = address if address.isdecimal() else edgar.cik_of(address, web.listings, web.site)
    offers: list[Offer] = []
    failed: list[FetchError] = []
    patience = Patience()
    filings = edgar.filings(cik, web.listings, web.site, since)
    for filing in filings:
        outcome: FetchError | None = None
        try:
            offers += edgar.offers(filing, web.listings, web.site)
        except FetchError as error:
            outcome = error
            failed.append(error)
        if patience.is_over(outcome):
            return Found(tuple(offers), tuple(failed))
    return Found((*offers, *company_facts.offers(cik, filings, web.site)), tuple(failed))
