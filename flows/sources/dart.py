"""DART, the Korean regulator: reports listed as JSON, each a zip that holds an XBRL instance.

It requires a free key with each request. The key is read from the environment only; addresses are
stored and shown without it. An error is an answer 200 with a status in its body; a report without
an instance has status 013 or 014.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from extractors.errors import FetchError
from flows.net.client import MissingError
from flows.sources import bodies
from flows.sources.json_answers import Row, answer, day, rows, text
from flows.sources.offers import Found
from flows.sources.reports import Report
from flows.sources.web import DART_KEY, Web

SEOUL = ZoneInfo("Asia/Seoul")
FIRST_DAY = "20150101"
_OK, _NONE = "000", ("013", "014")
_REFUSED = {
    "010": "the key is not known",
    "011": "the key may not be used",
    "012": "this address may not use the key",
    "901": "the key has run out",
}
_NAME = re.compile(r"(?:\[기재정정\])?(사업|반기|분기)보고서 \((\d{4})\.(\d{2})\)")
"""Annual, half-yearly, quarterly, with the month in which the period ends; or a corrected one."""
_CODES = {"사업": "11011", "반기": "11012"}
_QUARTERS = {3: "11013", 9: "11014"}
"""Months since the end of the fiscal year → code of the report."""
_FORMS = {
    "11011": "DART annual report",
    "11012": "DART half-year report",
    "11013": "DART quarterly report",
    "11014": "DART quarterly report",
}
_STATUS = re.compile(rb"<status>\s*(\d{3})\s*</status>")


def discover(code: str, web: Web, since: date | None) -> Found:
    """The periodic reports of the company `code` ('00126380'), newest first.

    Raises FetchError where their list cannot be had, or the key is refused.
    """
    listed: list[Row] = []
    page, pages = 1, 1
    while page <= pages:
        url = (
            f"{web.site.dart}/api/list.json?corp_code={code}&bgn_de={FIRST_DAY}&pblntf_ty=A"
            f"&page_count=100&page_no={page}"
        )
        found = read_list(web.listings.get(url, judge=partial(_list_fault, url)).data, url)
        pages = _pages(found)
        listed += _reports(found, url)
        page += 1
    return Found(tuple(_offers(listed, web, since)))


def read_list(data: bytes, url: str) -> Row:
    """The answer as an object, if its status reports success. Raises FetchError."""
    found = answer(data, url)
    status = text(found, "status", url)
    if status not in (_OK, *_NONE):
        what = _REFUSED.get(status, "no list")
        to_do = f"see {DART_KEY}" if status in _REFUSED else "run again later"
        raise FetchError(f"DART answers {status}: {what}", url, to_do)
    return found


def _list_fault(url: str, data: bytes) -> str | None:
    """What is wrong with a list. Raises FetchError where another try cannot help."""
    try:
        found = read_list(data, url)
        for row in _reports(found, url):
            day(row, "rcept_dt", "%Y%m%d", url)
    except FetchError as error:
        if any(f"answers {status}" in error.what for status in _REFUSED):
            raise
        return error.what
    return None


def _pages(found: Row) -> int:
    total = found.get("total_page")
    return min(total, 50) if isinstance(total, int) else 1


def _reports(found: Row, url: str) -> list[Row]:
    listed = rows(found, "list", url) if "list" in found else []
    return [row for row in listed if _NAME.fullmatch(text(row, "report_nm", url).strip())]


def _offers(listed: list[Row], web: Web, since: date | None) -> Iterator[Report]:
    url = web.site.dart
    named = [(row, _NAME.fullmatch(text(row, "report_nm", url).strip())) for row in listed]
    annual = [int(name[3]) for _, name in named if name and name[1] == "사업"]
    turn = annual[0] if annual else 12
    for row, name in named:
        published = day(row, "rcept_dt", "%Y%m%d", url)
        number = text(row, "rcept_no", url)
        if name is None or (since and published < since) or not number.isdecimal():
            continue
        code = _CODES.get(name[1]) or _QUARTERS.get((int(name[3]) - turn) % 12)
        if code is not None:
            place = f"{url}/api/fnlttXbrl.xml?rcept_no={number}&reprt_code={code}"
            yield Report(place, published, _FORMS[code], partial(_fault, place), SEOUL)


def _fault(url: str, data: bytes) -> str | None:
    """What is wrong with a body. Raises FetchError where another try cannot help."""
    status = _STATUS.search(data[: bodies.NOTICE])
    if status:
        code = status[1].decode()
        if code in _NONE:
            raise MissingError(f"DART answers {code}: the report has no XBRL", url)
        if code in _REFUSED:
            raise FetchError(f"DART answers {code}: {_REFUSED[code]}", url, f"see {DART_KEY}")
        return f"DART answers {code}"
    return bodies.of_package(data)
