"""EDINET, where Japan's companies file: a list of a day's filings of everyone, each report a zip.

A company's annual, half-year and quarterly reports are found by going through the days. A day that
is over stays as it was: what its list names is remembered, and only today's is asked for again, one
request for all companies. An error is an answer 200 that is JSON and says another status. It wants
a free key with each request, as DART does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import cast
from zoneinfo import ZoneInfo

from extractors.errors import FetchError
from flows.net.client import MissingError
from flows.sources import bodies
from flows.sources.json_answers import Row, answer, rows
from flows.sources.offers import Found
from flows.sources.reports import Report
from flows.sources.web import EDINET_KEY, Web

TOKYO = ZoneInfo("Asia/Tokyo")
DAYS = 500
"""Days that are looked through where no first day is given."""
KEPT = timedelta(days=3650)
"""EDINET gives out what was filed in the last ten years."""
_FORMS = {
    "120": "EDINET annual report",
    "130": "EDINET annual report",
    "140": "EDINET quarterly report",
    "150": "EDINET quarterly report",
    "160": "EDINET half-year report",
    "170": "EDINET half-year report",
}
"""Type of document → what it is called; those that end in 30, 50 and 70 correct one."""
_NUMBER = re.compile(r"S[0-9A-Z]{7}")
_REFUSED = (401, 403)
_MEMORY = "memory:edinet"
_STATUS = re.compile(rb'"status(?:Code)?"\s*:\s*"?(\d{3})"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filing:
    """A report that a day's list names: its number, whose it is, its type."""

    number: str
    code: str
    kind: str


Days = Mapping[str, list[list[str]]]
"""Day → number, code and type of each report."""


def discover(code: str, web: Web, since: date | None) -> Found:
    """The reports of the company `code` ('E02652') since a day, newest first.

    Raises FetchError where the list of a day cannot be had, or the key is refused.
    """
    today = web.http.now().astimezone(TOKYO).date()
    first = max(since or today - timedelta(days=DAYS), today - KEPT)
    with web.listings.alone("edinet"):  # or several companies at once would each ask for every day
        days = _days(first, today, web)
    return Found(tuple(_offers(code, days, web)))


def read_list(data: bytes, url: str) -> list[Filing]:
    """The reports with XBRL that a day's list names, withdrawn ones left out. Raises FetchError."""
    found = answer(data, url)
    if said := _status(data):
        what = "the key is refused" if said in _REFUSED else "no list"
        to_do = f"see {EDINET_KEY}" if said in _REFUSED else "run again later"
        raise FetchError(f"EDINET answers {said}: {what}", url, to_do)
    return [
        Filing(str(row.get("docID")), str(row.get("edinetCode")), str(row.get("docTypeCode")))
        for row in rows(found, "results", url)
        if _is_report(row)
    ]


def _is_report(row: Row) -> bool:
    return (
        row.get("docTypeCode") in _FORMS
        and row.get("xbrlFlag") == "1"
        and row.get("withdrawalStatus") == "0"
        and row.get("fundCode") is None
        and _NUMBER.fullmatch(str(row.get("docID"))) is not None
    )


def _status(data: bytes) -> int | None:
    """The status of an answer that is an error."""
    found = _STATUS.search(data[: bodies.NOTICE])
    return int(found[1]) if found and found[1] != b"200" else None


def _days(first: date, today: date, web: Web) -> Days:
    """What the lists of the weekdays name, those of days that are over as we remember them."""
    kept = _remembered(web)
    days: dict[str, list[list[str]]] = {}
    try:
        for number in range((today - first).days + 1):
            one = today - timedelta(days=number)
            name = one.isoformat()
            if one.weekday() < 5:
                days[name] = kept[name] if name in kept else _asked(name, web)
    finally:
        over = {name: named for name, named in days.items() if name < today.isoformat()}
        if over.keys() - kept.keys():
            whole = json.dumps({**kept, **over}).encode()
            web.listings.remember(_MEMORY, whole, web.http.now())
    return days


def _asked(name: str, web: Web) -> list[list[str]]:
    """What the list of a day names."""
    url = f"{web.site.edinet}/api/v2/documents.json?date={name}&type=2"
    data = web.listings.get(url, judge=partial(_list_fault, url)).data
    return [[one.number, one.code, one.kind] for one in read_list(data, url)]


def _list_fault(url: str, data: bytes) -> str | None:
    """Raises FetchError where another try cannot help."""
    try:
        read_list(data, url)
    except FetchError as error:
        if "the key is refused" in error.what:
            raise
        return error.what
    return None


def _remembered(web: Web) -> Days:
    """What days that are over named; nothing where the memory is lost or damaged."""
    kept = web.listings.kept(_MEMORY)
    return cast(Days, json.loads(kept.data)) if kept else {}


def _offers(code: str, days: Days, web: Web) -> Iterator[Report]:
    for name, named in days.items():
        for number, of, kind in named:
            if of == code:
                place = f"{web.site.edinet}/api/v2/documents/{number}?type=1"
                published = date.fromisoformat(name)
                yield Report(place, published, _FORMS[kind], partial(_fault, place), TOKYO)


def _fault(url: str, data: bytes) -> str | None:
    """What is wrong with a body. Raises FetchError where another try cannot help."""
    said = None if data.startswith(b"PK") else _status(data)
    if said == 404:
        raise MissingError("EDINET answers 404: no such document", url)
    if said in _REFUSED:
        raise FetchError(f"EDINET answers {said}: the key is refused", url, f"see {EDINET_KEY}")
    return f"EDINET answers {said}" if said else bodies.of_package(data)
