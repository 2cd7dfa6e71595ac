"""An answer of a server, what it may cost, and why there is none yet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

RATE_LIMITED = frozenset({403, 429, 503})  # statuses by which a server refuses who asks too often


class RetryableError(Exception):
    """The answer did not come, or not whole, and another try may help.

    `rest` is how many seconds the server asks us to wait, `status` the answer's where there is one;
    `is_unreachable` says that there was not even a connection.
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
        """Whether the server refused us, rather than failed."""
        return self.status in RATE_LIMITED


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost. `tries` and `redirects` are counts, `rest` a Retry-After."""

    size: int = 128 << 20  # bytes, also unpacked
    seconds: float = 120.0  # for one answer, from the first byte of its head to the last
    connect: float = 10.0
    silence: float = 30.0  # between two packets, and for the whole head
    tries: int = 5
    redirects: int = 5
    rest: float = 120.0  # seconds; who asks for more is not waited for


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers, and the body as sent before any compression; empty unless 200."""

    status: int
    headers: Mapping[str, str]
    data: bytes


def retry_after(text: str, now: datetime) -> float | None:
    """Seconds, from a number of them or from a date; None where it is neither."""
    if re.fullmatch(r"\d{1,9}", text.strip(), re.ASCII):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
