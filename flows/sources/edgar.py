"""EDGAR as a source: which filings are reports, and which of their documents hold the numbers.

A company costs one conditional request (its list of filings); a new filing one more (its index
page), and each of its documents one. What is in the archive costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Literal
from urllib.parse import quote

from extractors.errors import FetchError
from extractors.kinds import may_hold_figures
from extractors.model import Origin
from flows.net.client import MissingError, Response
from flows.sources import acceptance, bodies
from flows.sources.edgar_json import Filing, read_page, read_submissions, read_tickers
from flows.sources.filing_index import Contents, Listed, read_index, read_submission
from flows.sources.listing_cache import Listings

ACCEPTED_WITHIN = timedelta(days=30)
"""A filing is dated on the day of its acceptance, or on a business day soon after."""
RESULTS = "2.02"  # Results of Operations and Financial Condition
_PERIODIC = frozenset({"10-K", "10-KT", "10-Q", "10-QT", "20-F", "20-FT", "40-F"})
_BY_EXHIBIT = frozenset({"8-K", "6-K"})  # their numbers are in an attached release


@dataclass(frozen=True, slots=True)
class Site:
    """Base addresses of EDGAR's two hosts and other regulators, or of one sample site for all."""

    www: str = "https://www.sec.gov"
    data: str = "https://data.sec.gov"
    mops: str = "https://mopsov.twse.com.tw"
    dart: str = "https://opendart.fss.or.kr"
    esef: str = "https://filings.xbrl.org"
    edinet: str = "https://api.edinet-fsa.go.jp"

    @classmethod
    def at(cls, address: str) -> Site:
        """One host that serves the paths of all."""
        return cls(*[address.rstrip("/")] * 6)

    def tickers(self) -> str:
        """Address of EDGAR's list of tickers."""
        return f"{self.www}/files/company_tickers.json"

    def submissions(self, name: str) -> str:
        """Address of a list of filings, by its file name."""
        return f"{self.data}/submissions/{name}"

    def company_facts(self, cik: str) -> str:
        """Address of everything that a company has tagged."""
        return f"{self.data}/api/xbrl/companyfacts/CIK{int(cik):010d}.json"

    def folder(self, filing: Filing) -> str:
        """Address of a filing's folder, without a trailing slash."""
        accession = filing.accession.replace("-", "")
        return f"{self.www}/Archives/edgar/data/{int(filing.cik)}/{accession}"


@dataclass(frozen=True, slots=True)
class Offer:
    """A document to fetch from `url`, with all that EDGAR's lists say about it.

    `accepted` is aware UTC; `basis` says where it was printed: on the index page, in the SGML
    header, or in the list of submissions, whose time zone is a guess.
    """

    url: str
    filing: Filing
    document: Listed
    accepted: datetime
    basis: Literal["index", "header", "listing"]

    @property
    def published(self) -> date:
        """The filing date."""
        return self.filing.filing_date

    def fault(self, data: bytes) -> str | None:
        """What is wrong with the bytes, if they are not this document; None if nothing is."""
        return bodies.fault(self.document.name, data, self.document.size)

    def origin(self, sha256: str, response: Response, company_id: str | None = None) -> Origin:
        """The origin of the bytes `response.data`, whose hash is `sha256`.

        An acceptance time from the list is a guess and left out; known_at then rests on the filing
        date.
        """
        is_printed = self.basis != "listing"
        return Origin(
            sha256=sha256,
            url=self.url,
            retrieved=response.retrieved,
            known_at=self.accepted,
            known_at_basis="acceptance" if is_printed else "published",
            accession=self.filing.accession,
            form=self.filing.form,
            published=self.filing.filing_date,
            accepted=self.accepted if is_printed else None,
            etag=response.etag,
            company_id=company_id,
            document_type=self.document.document_type,
        )


def cik_of(ticker: str, listings: Listings, site: Site) -> str:
    """The ten-digit CIK of a ticker, by EDGAR's list. Raises FetchError for an unknown ticker."""
    url = site.tickers()
    tickers = read_tickers(listings.get(url, judge=bodies.by(read_tickers, url)).data, url)
    try:
        return tickers[ticker.upper().replace(".", "-")]
    except KeyError:
        to_do = "give the CIK in identifiers.csv: not every filer has a ticker there"
        raise FetchError(f"no company has the ticker {ticker!r}", url, to_do) from None


def filings(cik: str, listings: Listings, site: Site, since: date | None = None) -> list[Filing]:
    """The reports of a company filed on `since` or later, newest first, without duplicates.

    Older pages of the list are read as far back as `since`, and fetched only if the list has
    changed. Raises FetchError.
    """
    url = site.submissions(f"CIK{int(cik):010d}.json")
    name = f"{int(cik):010d}"
    whole = bodies.by(lambda data, where: read_submissions(data, name, where), url)
    answer = listings.get(url, judge=whole)
    submissions = read_submissions(answer.data, name, url)
    found = list(submissions.filings)
    for page in submissions.pages:
        if since is None or page.filing_to >= since:
            url = site.submissions(page.name)
            kept = listings.kept(url) if answer.is_not_modified else None
            whole = bodies.by(lambda data, where: read_page(data, name, where), url)
            found += read_page((kept or listings.get(url, judge=whole)).data, name, url)
    wanted = {
        filing.accession: filing
        for filing in found
        if is_report(filing) and (since is None or filing.filing_date >= since)
    }
    return sorted(wanted.values(), key=lambda one: (one.labelled, one.accession), reverse=True)


def is_report(filing: Filing) -> bool:
    """Whether a filing reports results, or amends one that does."""
    form = filing.form.removesuffix("/A")
    is_release = form == "6-K" or (form == "8-K" and RESULTS in filing.items)
    return is_release or is_periodic(filing)


def may_report(form: str) -> bool:
    """Whether filings of a form, or what they amend, may print results."""
    return form.removesuffix("/A") in _PERIODIC | _BY_EXHIBIT


def is_periodic(filing: Filing) -> bool:
    """Whether it is an annual or quarterly report (these are tagged), or amends one."""
    return filing.form.removesuffix("/A") in _PERIODIC


def offers(filing: Filing, listings: Listings, site: Site) -> list[Offer]:
    """The documents of a report that hold its numbers; fetches its index page the first time.

    Raises FetchError where neither the index page nor the whole submission can be read.
    """
    contents = _contents(filing, listings, site)
    accepted, basis = contents.accepted, contents.basis
    folder = site.folder(filing)
    return [
        Offer(f"{folder}/{quote(document.name)}", filing, document, accepted, basis)
        if accepted
        else Offer(
            f"{folder}/{quote(document.name)}", filing, document,
            acceptance.of_listing(filing.labelled, filing.filing_date), "listing",
        )
        for document in chosen(filing, contents.documents)
    ]  # fmt: skip


def chosen(filing: Filing, documents: tuple[Listed, ...]) -> list[Listed]:
    """Of a filing's documents, those that may hold its numbers.

    8-K and 6-K: the releases (EX-99.*), or without one the form itself. 10-K: the form, and the
    annual report (EX-13*) that some companies attach, with the statements in it. 40-F: the form,
    and EX-99.*.
    """
    form = filing.form.removesuffix("/A")
    readable = [one for one in documents if may_hold_figures(one.name)]
    itself = [one for one in readable if one.document_type.removesuffix("/A") == form]
    itself = itself or [one for one in readable if one.name == filing.primary_document]
    releases = [one for one in readable if one.document_type.startswith("EX-99")]
    if form in _BY_EXHIBIT:
        return releases or itself
    reports = [one for one in readable if one.document_type.startswith("EX-13")]
    return itself + reports + (releases if form == "40-F" else [])


def _contents(filing: Filing, listings: Listings, site: Site) -> Contents:
    """The filing's documents by its index page, or by the whole submission if there is none."""
    page = f"{site.folder(filing)}/{filing.accession}-index.html"
    whole = f"{site.folder(filing)}/{filing.accession}.txt"
    of_page = partial(_plausible, filing, read_index)
    of_whole = partial(_plausible, filing, read_submission)
    for url, read in ((page, of_page), (whole, of_whole)):
        kept = listings.kept(url)
        # The cached page may be a maintenance notice; then it is fetched again.
        with suppress(FetchError):
            if kept is not None:
                return read(kept.data, url)
    try:
        return of_page(listings.get(page, judge=bodies.by(of_page, page)).data, page)
    except MissingError:
        return of_whole(listings.get(whole, judge=bodies.by(of_whole, whole)).data, whole)


def _plausible(
    filing: Filing, read: Callable[[bytes, str], Contents], data: bytes, url: str
) -> Contents:
    """The contents, if the acceptance time fits the filing date. Raises FetchError."""
    contents = read(data, url)
    accepted = contents.accepted
    if accepted and abs(accepted.date() - filing.filing_date) > ACCEPTED_WITHIN:
        what = f"it says accepted on {accepted:%Y-%m-%d}, of a filing of {filing.filing_date}"
        raise FetchError(what, url, "look at it in a browser")
    return contents
