"""EDGAR's JSON: the list of tickers with their CIKs, and the lists of a company's filings.

company_tickers.json                    {"0": {"cik_str": 789019, "ticker": "MSFT", "title": …}, …}
submissions/CIK##########.json          {"cik": …, "filings": {"recent": table, "files": pages}}
CIK##########-submissions-001.json      an older page: the table alone
table                                   {"accessionNumber": [newest, …], "form": […], …}
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from extractors.errors import FetchError

_ACCESSION = re.compile(r"\d{10}-\d{2}-\d{6}")
_PAGE = re.compile(r"CIK\d{10}-submissions-\d{3}\.json")
_COLUMNS = (
    "accessionNumber", "form", "items", "filingDate", "reportDate", "acceptanceDateTime",
    "primaryDocument",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filing:
    """One row of a company's list.

    cik               ten digits
    accession         '0000796343-23-000044'
    form              '8-K', '10-K/A', ...
    items             of an 8-K: ('2.02', '9.01'); else empty
    filing_date       the official date, New York
    report_date       end of the period, or date of the event; None where the list gives none
    labelled          acceptance as listed, without its zone: the list says Z, yet for some filers
                      it is New York time
    primary_document  file name; '' for filings on paper and before 2001
    """

    cik: str
    accession: str
    form: str
    items: tuple[str, ...]
    filing_date: date
    report_date: date | None
    labelled: datetime
    primary_document: str


@dataclass(frozen=True, slots=True)
class Page:
    """An older part of the list: its file name, and the last filing date in it."""

    name: str
    filing_to: date


@dataclass(frozen=True, slots=True)
class Submissions:
    """A company's latest filings (a thousand, or a year's), and the older pages of the list."""

    filings: tuple[Filing, ...]
    pages: tuple[Page, ...]


def read_tickers(data: bytes, url: str) -> dict[str, str]:
    """Ticker → ten-digit CIK. Raises FetchError where `data` is not EDGAR's list."""
    with _Reading(url) as reading:
        rows = reading.mapping(reading.json(data)).values()
        pairs = [(row["ticker"], row["cik_str"]) for row in map(reading.mapping, rows)]
        return {reading.text(ticker): f"{int(str(cik)):010d}" for ticker, cik in pairs}


def read_submissions(data: bytes, cik: str, url: str) -> Submissions:
    """The newest filings of `cik`, and the older pages. Raises FetchError."""
    with _Reading(url) as reading:
        company = reading.mapping(reading.json(data))
        if f"{int(str(company['cik'])):010d}" != cik:
            raise ValueError(f"it is of CIK {company['cik']}, and {cik} was asked for")
        filings = reading.mapping(company["filings"])
        pages = [reading.page(entry) for entry in reading.sequence(filings["files"])]
        return Submissions(reading.table(filings["recent"], cik), tuple(pages))


def read_page(data: bytes, cik: str, url: str) -> tuple[Filing, ...]:
    """The filings of an older page. Raises FetchError."""
    with _Reading(url) as reading:
        return reading.table(reading.json(data), cik)


class _Reading:
    """Checks the types of JSON values; on leaving the context every mismatch is one FetchError."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> _Reading:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, KeyError):
            error = ValueError(f"it has no {error}")
        if isinstance(error, ValueError | TypeError | RecursionError):
            what = f"not what EDGAR lists filings in: {error}"
            raise FetchError(what, self._url, "look at it in a browser, and run again") from error

    def json(self, data: bytes) -> object:
        """The decoded JSON. Raises ValueError."""
        return cast(object, json.loads(data))

    def mapping(self, value: object) -> Mapping[str, object]:
        """The value, if it is an object. Raises TypeError."""
        if not isinstance(value, dict):
            raise TypeError(f"{str(value)[:40]!r} is no object")
        return cast(Mapping[str, object], value)

    def sequence(self, value: object) -> list[object]:
        """The value, if it is a list. Raises TypeError."""
        if not isinstance(value, list):
            raise TypeError(f"{str(value)[:40]!r} is no list")
        return cast(list[object], value)

    def text(self, value: object) -> str:
        """The value, if it is a text. Raises TypeError."""
        if not isinstance(value, str):
            raise TypeError(f"{str(value)[:40]!r} is no text")
        return value

    def page(self, value: object) -> Page:
        """An older page of the list."""
        entry = self.mapping(value)
        name = self.text(entry["name"])
        if not _PAGE.fullmatch(name):
            raise ValueError(f"{name!r} does not name a page")
        return Page(name, date.fromisoformat(self.text(entry["filingTo"])))

    def table(self, value: object, cik: str) -> tuple[Filing, ...]:
        """The filings of a table of columns, in its order."""
        table = self.mapping(value)
        columns = [[self.text(cell) for cell in self.sequence(table[name])] for name in _COLUMNS]
        return tuple(_filing(cik, *row) for row in zip(*columns, strict=True))


def _filing(
    cik: str,
    accession: str,
    form: str,
    items: str,
    filed: str,
    reported: str,
    accepted: str,
    primary: str,
) -> Filing:
    if not _ACCESSION.fullmatch(accession):
        raise ValueError(f"{accession!r} is no accession number")
    return Filing(
        cik=cik,
        accession=accession,
        form=form,
        items=tuple(item.strip() for item in items.split(",") if item.strip()),
        filing_date=date.fromisoformat(filed),
        report_date=date.fromisoformat(reported) if reported else None,
        labelled=datetime.fromisoformat(accepted).replace(tzinfo=None),
        primary_document=primary,
    )
