"""What all kinds of source have in common: offers of documents, and when to stop asking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol
from urllib.parse import urlsplit

from extractors.errors import FetchError
from extractors.model import Origin
from flows.net.client import MissingError, Response, UnreachableError
from flows.net.rate_limit import RateLimitedError, RestingError, service

PATIENCE = 3  # refused or unanswered requests in a row after which a source is left alone


class Offer(Protocol):
    """A document that a source offers."""

    @property
    def url(self) -> str:
        """Where it can be fetched."""
        ...

    @property
    def published(self) -> date | None:
        """The date of publication in the source's time zone; None where it gives none."""
        ...

    def fault(self, data: bytes) -> str | None:
        """What is wrong with the bytes, if they are not this document; None if nothing is."""
        ...

    def origin(self, sha256: str, response: Response, company_id: str | None = None) -> Origin:
        """The origin of its bytes, which goes into the archive with them."""
        ...


def known(
    retrieved: datetime, public_from: datetime | None
) -> tuple[datetime, Literal["published", "retrieved"]]:
    """When a document counts as known, and what that rests on.

    `public_from` is the time by which its source had published it, None where that is not known;
    a document that we retrieved before then is known from its retrieval.
    """
    if public_from is None or public_from >= retrieved:
        return retrieved, "retrieved"
    return public_from, "published"


class NotYetError(MissingError):
    """An expected document does not exist yet: not a failure; asked for again next time."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a feed offers, newest first, and errors for filings that could not be looked into."""

    offers: tuple[Offer, ...]
    failed: tuple[FetchError, ...] = ()


class Patience:
    """Counts refusals in a row by one source, and says when to stop asking it: after PATIENCE.

    An unreachable network counts as a refusal; a request for a long rest ends it at once.
    """

    def __init__(self) -> None:
        self._refusals = 0

    def is_over(self, outcome: object) -> bool:
        """Count the outcome of a request, an error or a result; returns whether to stop asking."""
        if isinstance(outcome, RestingError):
            return True
        is_refusal = isinstance(outcome, RateLimitedError | UnreachableError)
        self._refusals = self._refusals + 1 if is_refusal else 0
        return self._refusals >= PATIENCE


def may_help(error: object) -> bool:
    """Whether another try may help after this error: not where the document does not exist."""
    return isinstance(error, FetchError) and not isinstance(error, MissingError)


def without_repeats(failed: Iterable[FetchError]) -> tuple[FetchError, ...]:
    """The errors with only the first for each source that asked us to rest."""
    kept: list[FetchError] = []
    resting: set[str] = set()
    for error in failed:
        host = service(urlsplit(error.where).hostname or error.where)
        if not isinstance(error, RestingError) or host not in resting:
            kept.append(error)
        if isinstance(error, RestingError):
            resting.add(host)
    return tuple(kept)
