"""When a filing was accepted: printed in the clock of New York, kept in UTC.

The header and the index page say it in the clock of New York. The list of submissions labels its
times Z, and for some filers gives the clock of New York all the same (NVIDIA's of 25 February 2026:
16:31:25 'Z' for a release that came after the close): see `of_listing`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
_OPEN, _SHUT = time(6), time(22)  # EDGAR takes filings between these, New York
_LAST = time(17, 30)  # what is accepted later counts as filed on the next business day


def of_header(text: str) -> datetime:
    """'20230315160636' of an SGML header → aware UTC. Raises ValueError."""
    return _in_utc(datetime.strptime(text, "%Y%m%d%H%M%S"))  # noqa: DTZ007  # New York


def of_page(text: str) -> datetime:
    """'2023-03-15 16:06:36' of an index page → aware UTC. Raises ValueError."""
    return _in_utc(datetime.strptime(text, "%Y-%m-%d %H:%M:%S"))  # noqa: DTZ007  # New York


def of_listing(labelled: datetime, filing_date: date) -> datetime:
    """What a time of the list means, aware UTC: a fallback, and where in doubt never too early.

    Of the two readings, UTC and New York, one may fall when EDGAR is shut, or on another day than
    the filing counts for; if neither is out, the later one is taken.
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
