"""Facsimiles of EDGAR's own files: lists as JSON, index pages, SGML headers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from flows.sample.filings import Filing, sources
from flows.sample.pages import page, paragraph
from flows.sample.tables import Company
from flows.sample.wording import NOTICE

RECENT = 12
"""Filings on the first page of a company's list; EDGAR's own holds a thousand and more."""
ITEMS = {
    "2.02": "Results of Operations and Financial Condition",
    "9.01": "Financial Statements and Exhibits",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a filing: its type as EDGAR names it, file name, bytes."""

    kind: str
    name: str
    body: bytes


def company_tickers(companies: Sequence[Company]) -> bytes:
    """/files/company_tickers.json: number → cik_str, ticker, title."""
    listed = [company for company in companies if company.cik]
    table = {
        str(place): {
            "cik_str": int(company.cik or 0),
            "ticker": company.ticker,
            "title": company.name,
        }
        for place, company in enumerate(listed)
    }
    return _json(table)


def submissions(
    company: Company, filings: Sequence[Filing], sizes: Mapping[str, int]
) -> dict[str, bytes]:
    """Path → the company's list and its older pages; `sizes` gives filings' bytes by accession."""
    newest = sorted(filings, key=lambda f: (f.accepted, f.accession), reverse=True)
    name = f"CIK{company.cik}"
    older = [newest[start : start + RECENT] for start in range(RECENT, len(newest), RECENT)]
    made, listed = {}, []
    for number, some in enumerate(older, 1):
        file = f"{name}-submissions-{number:03d}.json"
        made[f"/submissions/{file}"] = _json(_columns(some, sizes))
        days = sorted(filing.filed for filing in some)
        listed.append(
            {
                "name": file,
                "filingCount": len(some),
                "filingFrom": days[0].isoformat(),
                "filingTo": days[-1].isoformat(),
            }
        )
    invented = {
        "accessions": [f.accession for f in newest if f.is_accession_invented],
        "acceptanceTimes": [f.accession for f in newest if f.is_time_invented],
    }
    whole = {
        "cik": company.cik,
        "entityType": "operating",
        "sic": "",
        "sicDescription": "",
        "name": company.name,
        "tickers": [company.ticker],
        "exchanges": [],
        "category": "",
        "fiscalYearEnd": company.fiscal_year_end.replace("-", ""),
        "formerNames": [],
        "facsimile": {"notice": NOTICE, "invented": invented, "sources": _sources(newest)},
        "filings": {"recent": _columns(newest[:RECENT], sizes), "files": listed},
    }
    return {f"/submissions/{name}.json": _json(whole), **made}


def _columns(filings: Sequence[Filing], sizes: Mapping[str, int]) -> dict[str, list[object]]:
    """EDGAR's table of columns; columns are empty where nothing was filed."""
    return {
        "accessionNumber": [f.accession for f in filings],
        "filingDate": [f.filed.isoformat() for f in filings],
        "reportDate": [f.report_date.isoformat() for f in filings],
        "acceptanceDateTime": [f.listed_as for f in filings],
        "act": ["34" for _ in filings],
        "form": [f.form for f in filings],
        "fileNumber": ["" for _ in filings],
        "filmNumber": ["" for _ in filings],
        "items": [f.items for f in filings],
        "core_type": ["XBRL" for _ in filings],
        "size": [sizes[f.accession] for f in filings],
        "isXBRL": [1 for _ in filings],
        "isInlineXBRL": [1 for _ in filings],
        "primaryDocument": [f.primary for f in filings],
        "primaryDocDescription": [f.form for f in filings],
    }


def header(filing: Filing, count: int) -> str:
    """The SGML header; its ACCEPTANCE-DATETIME is New York time."""
    company = filing.company
    items = [ITEMS[item] for item in filing.items.split(",") if item]
    lines = [
        f"<SEC-HEADER>{filing.accession}.hdr.sgml : {filing.filed:%Y%m%d}",
        f"<ACCEPTANCE-DATETIME>{filing.accepted:%Y%m%d%H%M%S}",
        f"ACCESSION NUMBER:\t\t{filing.accession}",
        f"CONFORMED SUBMISSION TYPE:\t{filing.form}",
        f"PUBLIC DOCUMENT COUNT:\t\t{count}",
        f"CONFORMED PERIOD OF REPORT:\t{filing.report_date:%Y%m%d}",
        *(f"ITEM INFORMATION:\t\t{item}" for item in items),
        f"FILED AS OF DATE:\t\t{filing.filed:%Y%m%d}",
        f"DATE AS OF CHANGE:\t\t{filing.filed:%Y%m%d}",
        f"FACSIMILE:\t\t\t{NOTICE}{_invented(filing)}",
        *(f"FACSIMILE SOURCE:\t\t{url}" for url in _sources([filing])),
        "",
        "FILER:",
        "",
        "\tCOMPANY DATA:",
        f"\t\tCOMPANY CONFORMED NAME:\t\t\t{company.name}",
        f"\t\tCENTRAL INDEX KEY:\t\t\t{company.cik}",
        f"\t\tFISCAL YEAR END:\t\t\t{company.fiscal_year_end.replace('-', '')}",
        "",
        "\tFILING VALUES:",
        f"\t\tFORM TYPE:\t\t{filing.form}",
        "\t\tSEC ACT:\t\t1934 Act",
        "</SEC-HEADER>",
    ]
    return "\n".join(lines) + "\n"


def submission(filing: Filing, parts: Sequence[Part]) -> bytes:
    """The complete submission text file: header and all documents."""
    made = [f"<SEC-DOCUMENT>{filing.accession}.txt : {filing.filed:%Y%m%d}\n".encode()]
    made.append(header(filing, len(parts)).encode())
    for number, part in enumerate(parts, 1):
        is_xbrl = part.body.startswith(b"<?xml")
        opening, closing = (b"<XBRL>\n", b"</XBRL>\n") if is_xbrl else (b"", b"")
        top = (
            f"<DOCUMENT>\n<TYPE>{part.kind}\n<SEQUENCE>{number}\n<FILENAME>{part.name}\n"
            f"<DESCRIPTION>{part.kind}\n<TEXT>\n"
        )
        made += [top.encode(), opening, part.body, closing, b"</TEXT>\n</DOCUMENT>\n"]
    return b"".join([*made, b"</SEC-DOCUMENT>\n"])


def index_headers(filing: Filing, parts: Sequence[Part]) -> bytes:
    """The SGML header as an HTML page."""
    text = escape(header(filing, len(parts)))
    return page(f"Header of {filing.accession}", [f"<pre>{text}</pre>"], filing.printed)


def index_json(filing: Filing, parts: Sequence[Part]) -> bytes:
    """The listing of the filing's folder."""
    items = [
        {
            "last-modified": f"{filing.accepted:%Y-%m-%d %H:%M:%S}",
            "name": part.name,
            "type": "text.gif",
            "size": str(len(part.body)),
        }
        for part in parts
    ]
    parent = filing.folder.rpartition("/")[0]
    directory = {"item": items, "name": filing.folder, "parent-dir": parent}
    about = {"notice": NOTICE, "sources": _sources([filing])}
    return _json({"directory": directory, "facsimile": about})


def index_page(filing: Filing, parts: Sequence[Part], size: int) -> bytes:
    """The page 'EDGAR Filing Documents': when it was accepted, and its documents."""
    text = f"{filing.accession}.txt"
    rows = [
        _document_row(str(number), part.kind, filing, part.name, part.kind, len(part.body))
        for number, part in enumerate(parts, 1)
    ]
    rows.append(
        _document_row("&nbsp;", "Complete submission text file", filing, text, "&nbsp;", size)
    )
    items = "<br />".join(f"Item {item}: {ITEMS[item]}" for item in filing.items.split(",") if item)
    facts = [
        ("Filing Date", filing.filed.isoformat()),
        ("Accepted", f"{filing.accepted:%Y-%m-%d %H:%M:%S}"),
        ("Documents", str(len(parts))),
        ("Period of Report", filing.report_date.isoformat()),
        *((("Items", items),) if items else ()),
    ]
    body = [
        f'<div id="formName"><strong>Form {filing.form}</strong></div>',
        f'<div id="secNum"><strong>SEC Accession No.</strong> {filing.accession}</div>',
        *(
            f'<div class="formGrouping"><div class="infoHead">{name}</div>'
            f'<div class="info">{value}</div></div>'
            for name, value in facts
        ),
        paragraph(_invented(filing).strip()) if filing.is_time_invented else "",
        "<p>Document Format Files</p>",
        '<table class="tableFile" summary="Document Format Files">',
        '<tr><th scope="col">Seq</th><th scope="col">Description</th><th scope="col">Document</th>'
        '<th scope="col">Type</th><th scope="col">Size</th></tr>',
        *rows,
        "</table>",
        f'<p><span class="companyName">{escape(filing.company.name)} (Filer) CIK: '
        f"{filing.company.cik}</span></p>",
    ]
    return page(f"EDGAR Filing Documents for {filing.accession}", body, filing.printed)


def _document_row(
    number: str, description: str, filing: Filing, name: str, kind: str, size: int
) -> str:
    is_inline = kind == filing.form and name == filing.primary
    path = f"{'/ix?doc=' if is_inline else ''}{filing.folder}/{name}"
    mark = ' <span style="color: green">iXBRL</span>' if is_inline else ""
    cells = (number, description, f'<a href="{escape(path)}">{escape(name)}</a>{mark}', kind, size)
    return "<tr>" + "".join(f'<td scope="row">{value}</td>' for value in cells) + "</tr>"


def _invented(filing: Filing) -> str:
    made_up = [
        what
        for what, is_so in (
            ("accession number", filing.is_accession_invented),
            ("time of acceptance", filing.is_time_invented),
        )
        if is_so
    ]
    return f" Invented here: {' and '.join(made_up)}." if made_up else ""


def _sources(filings: Sequence[Filing]) -> list[str]:
    return list(sources(row for filing in filings for row in filing.printed))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
