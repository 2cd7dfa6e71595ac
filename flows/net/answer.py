"""A server's answer, the limits on what it may cost, and the error for one worth retrying."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

RATE_LIMITED = frozenset({403, 429, 503})  # statuses for a client that asks too often


class RetryableError(Exception):
    """The answer did not arrive, or not whole, and another try may help.

    `rest` is the number of seconds that the server asks us to wait, `status` that of the answer if
    there was one; `is_unreachable` says that there was not even a connection.
    """

    def __init__(
        self,
        what: str,
        *,
        rest: float | None = None,
        status: int = 0,
        is_unreachable: bool = False,
    ) -> None:
        super().__init__(what)
        self.rest = rest
        self.status = status
        self.is_unreachable = is_unreachable

    @property
    def is_rate_limited(self) -> bool:
        """Whether the server refused us for asking too often, rather than failed."""
        return self.status in RATE_LIMITED


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: bytes, seconds, and counts of tries and redirects."""

    size: int = 128 << 20  # bytes, also unpacked
    seconds: float = 120.0  # for one answer, from its first header byte to the last byte
    connect: float = 10.0
    silence: float = 30.0  # between two packets, and for all headers
    tries: int = 5
    redirects: int = 5
    rest: float = 120.0  # seconds; a longer Retry-After is an error, not waited for


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers, and the body with any compression undone; the body is empty unless 200."""

    status: int
    headers: Mapping[str, str]
    data: bytes


def retry_after(text: str, now: datetime) -> float | None:
    """Seconds, from a Retry-After given as a number or as a date; None if it is neither."""
    if re.fullmatch(r"\d{1,9}", text.strip(), re.ASCII):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
