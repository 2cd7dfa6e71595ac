"""When EDGAR accepted a filing: converted from New York time to UTC.

The header and the index page print New York time. The list of submissions labels its times Z, and
yet for some filers gives New York time (NVIDIA's of 25 February 2026: 16:31:25 'Z' for a release
that came after the market closed): see `of_listing`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
_OPEN, _SHUT = time(6), time(22)  # EDGAR accepts filings between these, New York time
_LAST = time(17, 30)  # a filing accepted later is dated the next business day


def of_header(text: str) -> datetime:
    """'20230315160636' of an SGML header → aware UTC. Raises ValueError."""
    return _in_utc(datetime.strptime(text, "%Y%m%d%H%M%S"))  # noqa: DTZ007  # New York


def of_page(text: str) -> datetime:
    """'2023-03-15 16:06:36' of an index page → aware UTC. Raises ValueError."""
    return _in_utc(datetime.strptime(text, "%Y-%m-%d %H:%M:%S"))  # noqa: DTZ007  # New York


def of_listing(labelled: datetime, filing_date: date) -> datetime:
    """The acceptance time that a time of the list stands for, aware UTC; a fallback.

    It may be UTC or New York time. A reading is ruled out where EDGAR is closed then, or where the
    filing would have another date; if both remain, the later is taken, so that nothing counts as
    known too early.
    """
    readings = sorted([labelled.replace(tzinfo=UTC), _in_utc(labelled)])
    local = {moment: moment.astimezone(NEW_YORK) for moment in readings}
    likely = [m for m in readings if _OPEN <= local[m].time() <= _SHUT] or readings
    fitting = [m for m in likely if _counts_for(local[m], filing_date)]
    return (fitting or likely)[-1]


def _counts_for(local: datetime, filing_date: date) -> bool:
    is_in_time = local.time() <= _LAST
    return filing_date == local.date() if is_in_time else filing_date > local.date()


def _in_utc(local: datetime) -> datetime:
    return local.replace(tzinfo=NEW_YORK).astimezone(UTC)
