"""The HTTP client: identity, rate limit, allowed hosts, redirects and retries.

It returns bytes; keeping them is the caller's task. SEC's rules of fair access: declare name and
e-mail address as User-Agent, at most ten requests a second from one user, whatever the number of
machines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import SplitResult

from extractors.errors import FetchError
from flows import __version__
from flows.net.addresses import loopback_of, shown, split, target
from flows.net.answer import RATE_LIMITED, Answer, Limits, RetryableError, retry_after
from flows.net.rate_limit import (
    SEC_LIMIT,
    Clock,
    RateLimitedError,
    RateLimiter,
    RestingError,
    service,
)
from flows.net.transport import Transport

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_RETRYABLE = frozenset({408, 500, 502, 504, *RATE_LIMITED})
_MAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[A-Za-z]{2,}")
_TOLD = 5.0
"""Seconds of rest from which on a person is told that we wait."""
_TO_DO = {
    403: "see that PROFIT_POOLS_IDENTITY is a name and an e-mail address that are yours; SEC also"
    " shuts out for ten minutes who asked too often: wait, then run again",
    429: "run again later",
}


Judge = Callable[[bytes], str | None]
"""What is wrong with a body, in words; None where nothing is."""


class MissingError(FetchError):
    """The source answered that there is no such document (404, 410); a retry cannot help."""


class UnreachableError(FetchError):
    """There was no connection: no network, no such host, or nothing listens there."""


@dataclass(frozen=True, slots=True)
class Response:
    """A complete answer: the bytes, or the statement that they are unchanged (304, no bytes).

    `url` is where they came from after all redirects; `retrieved` is aware UTC.
    """

    url: str
    status: int
    data: bytes
    etag: str | None
    last_modified: str | None
    retrieved: datetime
    is_not_modified: bool


class Source(Protocol):
    """Anything with a `get`: the client itself, or a cache in front of it."""

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        judge: Judge | None = None,
    ) -> Response:
        """The answer to a GET, conditional if a validator is given. Raises FetchError."""
        ...


class Http:
    """The client. `state` is a folder shared by all processes, `hosts` are those we may ask.

    Only https to `hosts` ('name', or 'name:port'), and http to `loopback`, the address of a site on
    this machine ('http://127.0.0.1:8000'); redirects are held to the same rule. `keys` maps a
    prefix of addresses to a query that is sent with them but neither stored nor shown. `tell` gets
    a line where we wait for long, or where a host is unreachable; `book` returns when a service may
    be asked, where other machines ask it too.
    """

    def __init__(
        self,
        state: Path,
        hosts: Iterable[str],
        *,
        identity: str = "",
        loopback: str | None = None,
        limits: Limits | None = None,
        clock: Clock | None = None,
        per_second: float = SEC_LIMIT,
        keys: Mapping[str, str] | None = None,
        tell: Callable[[str], object] | None = None,
        book: Callable[[str], object] | None = None,
    ) -> None:
        self._keys = dict(keys or {})
        self._hosts = frozenset(host.lower() for host in hosts)
        self._identity = identity.strip()
        self._limits = limits or Limits()
        self._clock = clock or Clock()
        self._loopback = loopback_of(loopback)
        self._limiter = RateLimiter(state, self._clock, per_second=per_second)
        self._tell, self._book = tell, book
        self._reached: set[str] = set()
        self._transport = Transport(self._limits, self._clock.monotonic)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._transport.close()

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        judge: Judge | None = None,
    ) -> Response:
        """The document at `url`; with a validator, only if it has changed.

        Retries with growing waits on 403, 429, 5xx, broken connections, and bodies in which `judge`
        finds a fault; an unreachable host is tried twice. Raises MissingError on 404 and 410 at
        once, RateLimitedError where the last try was refused, RestingError where the server asks
        for too long a wait, UnreachableError, else FetchError.
        """
        validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in validators.items() if value}
        last, tried = RetryableError("not asked"), 0
        while tried < self._tries(url, last):
            try:
                return _judged(self._follow(url, headers), judge)
            except RetryableError as error:
                last, tried = error, tried + 1
                self._rest(url, error, tried)
        raise _kind(last)(
            f"{last}, {tried} times in a row",
            shown(url),
            _TO_DO.get(last.status, "see whether the site is up, and run again later"),
        )

    def check(self, url: str) -> str:
        """The host of `url`, if we may ask it. Raises FetchError before anything is sent."""
        parts = split(url)
        host = (parts.hostname or "").lower()
        if not self._is_allowed(parts, host):
            raise FetchError(
                "not a place that may be asked",
                shown(url),
                "https to a host of sources.csv is allowed: add a row there if you trust it",
            )
        if host == "sec.gov" or host.endswith(".sec.gov"):
            self._check_identity(host)
        return host

    def _is_allowed(self, parts: SplitResult, host: str) -> bool:
        if "@" in parts.netloc:
            return False
        if parts.scheme == "http":
            return parts.netloc.lower() == self._loopback
        place = host if parts.port in (None, 443) else f"{host}:{parts.port}"
        return parts.scheme == "https" and place in self._hosts

    def _check_identity(self, host: str) -> None:
        to_do = "set PROFIT_POOLS_IDENTITY to your name and e-mail address: 'Jane Doe jane@doe.org'"
        if not self._identity:
            raise FetchError("SEC answers only to those who say who they are", host, to_do)
        if not _MAIL.search(self._identity):
            raise FetchError("PROFIT_POOLS_IDENTITY holds no e-mail address", host, to_do)
        if not (self._identity.isascii() and self._identity.isprintable()):
            raise FetchError("PROFIT_POOLS_IDENTITY is not plain ASCII", host, to_do)

    def _follow(self, url: str, headers: Mapping[str, str]) -> Response:
        """Send the request and follow redirects, checking each address before it is asked."""
        place = url
        for _ in range(self._limits.redirects + 1):
            host = self.check(place)
            self._limiter.wait(host, self._limits.rest)
            if self._book:
                self._book(service(host))
            told = {"User-Agent": self._agent(host), **headers}
            key = self._key(place)
            answer = self._transport.ask(place, told, key)
            self._reached.add(service(host))
            if key and answer.status in _REDIRECTS:
                what = f"{answer.status}: a redirect, which is not followed with a key"
                raise FetchError(what, shown(place), "see whether its address has changed")
            if answer.status not in _REDIRECTS:
                return self._response(place, answer, is_conditional=bool(headers))
            place = target(place, answer)
        raise FetchError(
            f"more than {self._limits.redirects} redirects", shown(url), "look at it in a browser"
        )

    def now(self) -> datetime:
        """The current time, aware UTC."""
        return self._clock.now()

    def _key(self, url: str) -> str:
        """The query holding the key that is sent with this address; '' for most."""
        return next((key for start, key in self._keys.items() if url.startswith(start)), "")

    def _agent(self, host: str) -> str:
        is_named = self._identity.isascii() and self._identity.isprintable() and self._identity
        return self._identity if is_named else f"profit-pools/{__version__}"

    def _response(self, url: str, answer: Answer, *, is_conditional: bool) -> Response:
        status = answer.status
        if status in _RETRYABLE or status >= 500:
            rest = retry_after(answer.headers.get("Retry-After", ""), self._clock.now())
            raise RetryableError(f"{status} from the server", rest=rest, status=status)
        if status in (404, 410):
            raise MissingError(
                f"{status}: no such document", shown(url), "see whether it has moved"
            )
        if status != 200 and not (status == 304 and is_conditional):
            raise FetchError(f"{status} from the server", shown(url), "look at it in a browser")
        return Response(
            url=url,
            status=status,
            data=answer.data,
            etag=answer.headers.get("ETag"),
            last_modified=answer.headers.get("Last-Modified"),
            retrieved=self._clock.now(),
            is_not_modified=status == 304,
        )

    def _tries(self, url: str, last: RetryableError) -> int:
        """How many times to try: fewer for a host that has not been reached in this run."""
        is_there = service(self.check(url)) in self._reached
        return self._limits.tries if is_there or not last.is_unreachable else 2

    def _rest(self, url: str, error: RetryableError, tried: int) -> None:
        """Wait before the next try: as long as the server asked for, else twice as long each time.

        Where the server refused us, all processes wait.
        """
        seconds = 2 ** (tried - 1) * (0.5 + self._clock.chance())
        if error.rest is not None:
            seconds = error.rest
        host = self.check(url)
        if error.is_rate_limited:
            self._limiter.pause(host, seconds)
        if seconds > self._limits.rest:
            raise RestingError(
                f"{error}, which asks us to rest for {seconds:,.0f} s",
                shown(url),
                "run again after that",
            )
        if tried >= self._tries(url, error):
            return
        if self._tell and (error.is_unreachable or seconds >= _TOLD):
            self._tell(f"{host}: {error}; trying again in {seconds:.0f} s")
        if not error.is_rate_limited:
            self._clock.sleep(seconds)


def _judged(response: Response, judge: Judge | None) -> Response:
    """The response, if it is 304 or its body passes the judge.

    Raises RetryableError for a faulty body.
    """
    fault = judge(response.data) if judge and not response.is_not_modified else None
    if fault is not None:
        raise RetryableError(fault)
    return response


def _kind(error: RetryableError) -> type[FetchError]:
    if error.is_unreachable:
        return UnreachableError
    return RateLimitedError if error.is_rate_limited else FetchError
