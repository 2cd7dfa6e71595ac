"""EDGAR's feed of current filings, as a facsimile: Atom in Latin-1, the newest filing first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from flows.sample.edgar_lists import ITEMS
from flows.sample.filings import NEW_YORK, Filing
from flows.sample.wording import NOTICE

FEED = 100
"""Entries of a page, as at EDGAR."""


def current(filings: Sequence[Filing], sizes: Mapping[str, int]) -> dict[str, bytes]:
    """Path → the feed of what was filed last, newest first, a page for each FEED entries."""
    newest = sorted(filings, key=lambda f: (f.accepted, f.accession), reverse=True)
    made = {}
    for start in range(0, len(newest), FEED):
        some = newest[start : start + FEED]
        more = f"&start={start}" if start else ""
        made[f"/cgi-bin/browse-edgar?action=getcurrent{more}"] = _feed(some, sizes)
    return made


def _feed(filings: Sequence[Filing], sizes: Mapping[str, int]) -> bytes:
    updated = _zoned(filings[0])
    entries = [_entry(filing, sizes[filing.accession]) for filing in filings]
    lines = [
        '<?xml version="1.0" encoding="ISO-8859-1" ?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>Latest Filings. {escape(NOTICE)}</title>",
        '<link rel="alternate" href="/cgi-bin/browse-edgar?action=getcurrent"/>',
        '<link rel="self" href="/cgi-bin/browse-edgar?action=getcurrent"/>',
        f"<updated>{updated}</updated>",
        *entries,
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode("latin-1", "xmlcharrefreplace")


def _entry(filing: Filing, size: int) -> str:
    company, accession = filing.company, filing.accession
    title = escape(f"{filing.form} - {company.name} ({company.cik}) (Filer)")
    items = "".join(f"\n<br>Item {item}: {ITEMS[item]}" for item in filing.items.split(",") if item)
    summary = escape(
        f"\n <b>Filed:</b> {filing.filed} <b>AccNo:</b> {accession} <b>Size:</b> {size >> 10} KB"
        f"{items}\n"
    )
    return (
        f"<entry>\n<title>{title}</title>\n"
        f'<link rel="alternate" type="text/html" href="{filing.folder}/{accession}-index.htm"/>\n'
        f'<summary type="html">{summary}</summary>\n<updated>{_zoned(filing)}</updated>\n'
        f'<category scheme="https://www.sec.gov/" label="form type" term="{filing.form}"/>\n'
        f"<id>urn:tag:sec.gov,2008:accession-number={accession}</id>\n</entry>"
    )


def _zoned(filing: Filing) -> str:
    """The acceptance by the clock of New York, with its distance from UTC."""
    return filing.accepted.replace(tzinfo=NEW_YORK).isoformat()
