"""The whole site as a mapping from path to page, under EDGAR's own URL layout.

/files/company_tickers.json, /submissions/CIK##########.json, /Archives/edgar/data/…,
/api/xbrl/companyfacts/CIK##########.json
/cgi-bin/browse-edgar     the feed of current filings, under its query
/ir/{ticker}/             PDF reports, listed by index.json and as a page
/ir/index.json            the list of those lists
/releases/h10/            exchange rates: averages.csv
/datadownload/Output.aspx the same as daily rates, under the address of the Federal Reserve's H.10
/facsimile/checks.csv     every row of the tables, which checks it passes, and whether it is shown
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import escape

from flows.sample import exchange_rates, ixbrl, verify
from flows.sample.company_facts import company_facts
from flows.sample.current_feed import current
from flows.sample.edgar_lists import (
    Part,
    company_tickers,
    header,
    index_headers,
    index_json,
    index_page,
    submission,
    submissions,
)
from flows.sample.filings import NEW_YORK, Filing, filings
from flows.sample.pages import bullets, page, paragraph
from flows.sample.releases import release
from flows.sample.reports import Report, pdf, reports
from flows.sample.tables import Company, Tables
from flows.sample.wording import NOTICE

HTML, JSON, PDF, CSV, TEXT, XHTML, ATOM = (
    "text/html; charset=utf-8",
    "application/json",
    "application/pdf",
    "text/csv; charset=utf-8",
    "text/plain; charset=utf-8",
    "application/xhtml+xml; charset=utf-8",
    "application/atom+xml",
)
_EPOCH = datetime(2024, 1, 1, tzinfo=UTC)  # date of pages that have none of their own


@dataclass(frozen=True, slots=True)
class Page:
    """The content of a path. `status` and `headers` let tests serve errors."""

    body: bytes
    media_type: str
    modified: datetime = _EPOCH
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


def build(tables: Tables) -> Mapping[str, Page]:
    """Path → page, sorted by path; the same bytes for the same tables."""
    filed = filings(tables)
    pages: dict[str, Page] = {}
    sizes: dict[str, int] = {}
    for filing in filed:
        parts = documents(filing)
        text = submission(filing, parts)
        sizes[filing.accession] = len(text)
        pages |= _folder(filing, parts, text)
    for company in tables.companies:
        if company.cik:
            own = [filing for filing in filed if filing.company == company]
            last = max((_utc(filing) for filing in own), default=_EPOCH)
            made = submissions(company, own, sizes)
            pages |= {path: Page(body, JSON, last) for path, body in made.items()}
            if facts := company_facts(company, own):
                path = f"/api/xbrl/companyfacts/CIK{company.cik}.json"
                pages[path] = Page(facts, JSON, last)
    pages |= {path: Page(body, ATOM) for path, body in current(filed, sizes).items()}
    pages["/files/company_tickers.json"] = Page(company_tickers(tables.companies), JSON)
    pages |= _investors(reports(tables, filed))
    pages |= _rates(tables)
    pages["/facsimile/checks.csv"] = Page(verify.record(tables.rows).encode(), CSV)
    pages["/"] = Page(_home(pages, filed), HTML)
    return dict(sorted(pages.items()))


def documents(filing: Filing) -> list[Part]:
    """The filing's documents in order: the primary one, then the exhibits."""
    parts = [Part(filing.form, filing.primary, ixbrl.document(filing))]
    for number, exhibit in enumerate(filing.exhibits, 1):
        parts.append(Part(f"EX-99.{number}", exhibit.name, release(filing, exhibit)))
    return parts


def _folder(filing: Filing, parts: Sequence[Part], text: bytes) -> Iterator[tuple[str, Page]]:
    """Every path of a filing's folder, and the two folders above it that EDGAR has too."""
    when, name = _utc(filing), filing.accession
    above = filing.folder.rpartition("/")[0]
    index = Page(index_page(filing, parts, len(text)), HTML, when)
    whole = Page(text, TEXT, when)
    for part in parts:
        kind = XHTML if part.body.startswith(b"<?xml") else HTML
        yield f"{filing.folder}/{part.name}", Page(part.body, kind, when)
    for path in (filing.folder, above):
        yield f"{path}/{name}.txt", whole
        yield f"{path}/{name}-index.html", index
        yield f"{path}/{name}-index.htm", index
    yield f"{filing.folder}/index.json", Page(index_json(filing, parts), JSON, when)
    headers = Page(index_headers(filing, parts), HTML, when)
    yield f"{filing.folder}/{name}-index-headers.html", headers
    sgml = header(filing, len(parts)).encode()
    yield f"{filing.folder}/{name}.hdr.sgml", Page(sgml, TEXT, when)


def _utc(filing: Filing) -> datetime:
    return filing.accepted.replace(tzinfo=NEW_YORK).astimezone(UTC)


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time.min, UTC)


def _investors(made: Sequence[Report]) -> dict[str, Page]:
    """PDF reports, and for each company a listing as JSON and as a page."""
    pages: dict[str, Page] = {}
    by_company: dict[Company, list[Report]] = {}
    for report in made:
        pages[report.path] = Page(pdf(report), PDF, _midnight(report.published))
        by_company.setdefault(report.company, []).append(report)
    for company, own in by_company.items():
        newest = sorted(own, key=lambda report: report.published, reverse=True)
        base, when = f"/ir/{company.ticker}/", _midnight(newest[0].published)
        pages[f"{base}index.json"] = Page(_listing(company, newest), JSON, when)
        links = "".join(
            f'<li><a href="{escape(r.path)}">{escape(r.title)}</a></li>' for r in newest
        )
        body = page(f"{company.name}: reports", [f"<ul>{links}</ul>"], newest[0].rows)
        pages[base] = Page(body, HTML, when)
    lists = [
        {"ticker": company.ticker, "href": f"/ir/{company.ticker}/index.json"}
        for company in by_company
    ]
    whole = json.dumps({"facsimile": NOTICE, "lists": lists}, ensure_ascii=False, indent=1)
    pages["/ir/index.json"] = Page(whole.encode(), JSON)
    return pages


def _listing(company: Company, newest: Sequence[Report]) -> bytes:
    listed = [
        {
            "title": report.title,
            "published": report.published.isoformat(),
            "period_end": max(
                row.period.end for row in report.rows if row.kind == "actual"
            ).isoformat(),
            "href": report.path,
            "media_type": PDF,
            "source_urls": sorted({row.source_url for row in report.rows}),
        }
        for report in newest
    ]
    whole = {"company": company.name, "ticker": company.ticker, "facsimile": NOTICE}
    return json.dumps({**whole, "reports": listed}, ensure_ascii=False, indent=1).encode()


def _rates(tables: Tables) -> dict[str, Page]:
    lines = list(csv.DictReader(tables.rates.decode().splitlines()))
    body = page(
        "Exchange rates, period averages",
        [
            paragraph("Units of a currency for one US dollar, averages of the H.10 series."),
            '<p><a href="/releases/h10/averages.csv">averages.csv</a></p>',
            paragraph(f"Its days ({exchange_rates.NOTE}):"),
            f'<p><a href="{exchange_rates.PATH}">{exchange_rates.PATH}</a></p>',
            bullets(dict.fromkeys(line["source_url"] for line in lines)),
        ],
    )
    return {
        "/releases/h10/": Page(body, HTML),
        "/releases/h10/averages.csv": Page(tables.rates, CSV),
        exchange_rates.PATH: Page(exchange_rates.render(tables.rates), CSV),
    }


def _home(pages: Mapping[str, Page], filed: Sequence[Filing]) -> bytes:
    """Links to everything that lists something."""
    wanted = ["/files/company_tickers.json", "/facsimile/checks.csv"]
    wanted += [path for path in sorted(pages) if path.endswith("/")]
    wanted += [f"{filing.folder}/{filing.accession}-index.html" for filing in filed]
    links = "".join(f'<li><a href="{escape(path)}">{escape(path)}</a></li>' for path in wanted)
    rows = [row for filing in filed for row in filing.printed]
    return page("Sample site", [f"<ul>{links}</ul>"], rows)
