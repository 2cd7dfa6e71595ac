"""What every kind of source gives: offers of documents; and when to stop asking a source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from urllib.parse import urlsplit

from extractors.errors import FetchError
from extractors.model import Origin
from flows.net.client import MissingError, Response, UnreachableError
from flows.net.rate_limit import RateLimitedError, RestingError, service

PATIENCE = 3  # requests in a row that may be refused or reach nobody before we ask no more


class Offer(Protocol):
    """A document that a source offers."""

    @property
    def url(self) -> str:
        """Where it can be fetched."""
        ...

    @property
    def published(self) -> date | None:
        """The day on which it came out, by the clock of its source; None where nobody tells."""
        ...

    def fault(self, data: bytes) -> str | None:
        """What is wrong with the bytes, which then are none of this document."""
        ...

    def origin(self, sha256: str, response: Response, company_id: str | None = None) -> Origin:
        """How we got its bytes."""
        ...


class NotYetError(MissingError):
    """A document that is expected is not there yet: no failure, and worth asking for next time."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a feed offers, newest first, and which of its filings could not be looked into."""

    offers: tuple[Offer, ...]
    failed: tuple[FetchError, ...] = ()


class Patience:
    """Counts refusals in a row by one source: after PATIENCE of them it is asked no more.

    So does a network that is not there; and a source that asks for a long rest gets it at once.
    """

    def __init__(self) -> None:
        self._refusals = 0

    def is_over(self, outcome: object) -> bool:
        """Count the outcome of a request, an error or anything else; whether to stop asking."""
        if isinstance(outcome, RestingError):
            return True
        is_refusal = isinstance(outcome, RateLimitedError | UnreachableError)
        self._refusals = self._refusals + 1 if is_refusal else 0
        return self._refusals >= PATIENCE


def may_help(error: object) -> bool:
    """Whether another try may help after this error: not where a document does not exist."""
    return isinstance(error, FetchError) and not isinstance(error, MissingError)


def told_once(failed: Iterable[FetchError]) -> tuple[FetchError, ...]:
    """Without further lines on a source that asked us to rest: they tell nothing new."""
    kept: list[FetchError] = []
    resting: set[str] = set()
    for error in failed:
        host = service(urlsplit(error.where).hostname or error.where)
        if not isinstance(error, RestingError) or host not in resting:
            kept.append(error)
        if isinstance(error, RestingError):
            resting.add(host)
    return tuple(kept)
