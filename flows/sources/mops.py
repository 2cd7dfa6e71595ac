"""MOPS, the Taiwanese regulator: a page that lists a company's reports, one for each quarter.

Each is inline XBRL at an address built from its year and season; where the page lists none, the
last two years' are asked for. MOPS answers 200 with some 250 bytes for a missing report, declares
its UTF-8 as iso-8859-1, and gives no filing date: a report counts as known on the day it is due.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from extractors.errors import FetchError
from extractors.kinds import is_inline_xbrl
from flows.net.rate_limit import RateLimitedError
from flows.sources import bodies
from flows.sources.offers import Found, NotYetError
from flows.sources.reports import Report
from flows.sources.web import Web

FORM = "MOPS quarterly report"
FIRST_YEAR = 2019
"""Earlier reports are plain instances in zips of all companies."""
UNLISTED_YEARS = 2
"""Years for which reports are asked for that no page lists."""
TAIPEI = ZoneInfo("Asia/Taipei")
_DUE = {1: (0, 5, 15), 2: (0, 8, 14), 3: (0, 11, 14), 4: (1, 3, 31)}
"""Season → by when it must be filed: years later, month, day."""
_ENDS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
_LINK = re.compile(r"year=(\d{4})&(?:amp;)?season=([1-4])&(?:amp;)?report_id=C")
_TAGS = re.compile(r"<[^>]*>")


def discover(code: str, web: Web, since: date | None) -> Found:
    """The reports of the company `code` ('2330') that are due on `since` or later, newest first.

    Raises FetchError where MOPS refuses the request.
    """
    today = web.http.now().astimezone(TAIPEI).date()
    url = (
        f"{web.site.mops}/mops/web/ajax_t203sb01?encodeURIComponent=1&step=1&firstin=1&off=1"
        f"&queryName=co_id&inpuType=co_id&TYPEK=all&co_id={code}"
    )
    failed: tuple[FetchError, ...] = ()
    try:
        seasons = read_list(web.listings.get(url, judge=bodies.by(read_list, url)).data, url)
    except RateLimitedError:
        raise
    except FetchError as error:
        failed, first = (error,), today.year - UNLISTED_YEARS
        seasons = [(year, season) for year in range(first, today.year + 1) for season in _DUE]
    wanted = sorted((one for one in seasons if one[0] >= FIRST_YEAR), reverse=True)
    return Found(tuple(_offers(code, wanted, web, today, since)), failed)


def read_list(data: bytes, url: str) -> list[tuple[int, int]]:
    """Year and season of each report linked on the page. Raises FetchError where there are none."""
    links = _LINK.findall(data.decode("utf-8", "replace"))
    if not links:
        what = f"the page lists no report: {_notice(data)!r}"
        raise FetchError(what, url, "look at it in a browser")
    return [(int(year), int(season)) for year, season in dict.fromkeys(links)]


def _offers(
    code: str, seasons: list[tuple[int, int]], web: Web, today: date, since: date | None
) -> Iterator[Report]:
    for year, season in seasons:
        later, month, day = _DUE[season]
        due = date(year + later, month, day)
        if date(year, *_ENDS[season]) >= today or (since and due < since):
            continue
        yield Report(
            f"{web.site.mops}/server-java/FileDownLoad?functionName=t164sb01&step=9"
            f"&co_id={code}&year={year}&season={season}&report_id=C",
            due if due < today else None,
            FORM,
            partial(_fault, code, due < today),
            TAIPEI,
        )


def _fault(code: str, is_due: bool, data: bytes) -> str | None:
    """What is wrong with a body. Raises NotYetError for a notice before the report is due."""
    if not is_inline_xbrl(data):
        what = f"no report but {_notice(data)!r} in {len(data):,} bytes"
        if data.strip() and not is_due and len(data) < bodies.NOTICE:
            raise NotYetError(what)
        return what
    if not re.search(rb"identifier[^>]*>\s*%s\s*<" % re.escape(code.encode()), data):
        return f"the report is not of company {code}"
    return bodies.fault("report.html", data)


def _notice(data: bytes) -> str:
    """The first words of a notice."""
    words = _TAGS.sub(" ", data[: bodies.NOTICE].decode("utf-8", "replace")).split()
    return " ".join(words)[:60]
