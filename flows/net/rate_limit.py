"""A limit of requests per second shared by all processes of a machine, and waits for servers.

One small file for each service holds the time from which the next request may be sent. A process
books that time under a lock, moves the mark on, and sleeps without the lock: if it is killed or
stopped, it costs the others one slot and no more.
"""

from __future__ import annotations

import fcntl
import ipaddress
import math
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extractors.errors import FetchError
from warehouse.disk.files import explained, plain_name

SEC_LIMIT = 8.0  # requests a second; SEC allows ten, and blocks for ten minutes above that
LONGEST_REST = 600.0  # seconds; we never write a mark further ahead than this
_BYTES = 32  # a mark is one write of this size, so that a kill cannot leave half of it


class RateLimitedError(FetchError):
    """The source refused every try (403, 429, 503); more requests now are pointless."""


class RestingError(RateLimitedError):
    """The source asked for a longer rest than we wait; it is not asked again before that."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and randomness, passed in so that tests can replace them.

    `monotonic` must be one clock for all processes, as CLOCK_MONOTONIC is until the machine
    restarts: unlike the wall clock it is never set. `chance` returns numbers from 0 to 1.
    """

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = _utc_now
    chance: Callable[[], float] = random.random


class RateLimiter:
    """At most `per_second` requests to a service in any second, from all processes together.

    Slots are 1 / (per_second - ½) s apart, and a slot missed by more than half of that is booked
    again, so that k + 1 requests take at least (k - ½) / (per_second - ½) s: within a second at
    most `per_second` of them. Methods may raise ArchiveError where `folder` cannot be written.
    """

    def __init__(
        self, folder: Path, clock: Clock | None = None, *, per_second: float = SEC_LIMIT
    ) -> None:
        self._folder = folder
        self._clock = clock or Clock()
        self._interval = 1 / (per_second - 0.5)

    def wait(self, host: str, patience: float) -> None:
        """Sleep until a request to `host` may be sent.

        Raises RestingError, and books nothing, where that is more than `patience` seconds away.
        """
        while True:
            slot = self._book(host, patience)
            ahead = slot - self._clock.monotonic()
            if ahead > 0:
                self._clock.sleep(ahead)
            if self._clock.monotonic() - slot <= self._interval / 2:
                return

    def pause(self, host: str, seconds: float) -> None:
        """Keep all processes from asking `host` for `seconds`, at most LONGEST_REST."""
        with self._mark(host) as file:
            until = self._clock.monotonic() + min(seconds, LONGEST_REST)
            _write(file, max(until, self._read(file)))

    def _book(self, host: str, patience: float) -> float:
        with self._mark(host) as file:
            now = self._clock.monotonic()
            slot = max(now, self._read(file))
            if slot - now > patience:
                raise RestingError(
                    f"{service(host)} asked us to rest, for another {slot - now:.0f} s",
                    host,
                    "run again after that",
                )
            _write(file, slot + self._interval)
        return slot

    def _read(self, file: int) -> float:
        """The mark; 0 where it is missing, damaged, or from before the machine started."""
        try:
            mark = float(os.pread(file, _BYTES, 0))
        except ValueError:
            return 0.0
        latest = self._clock.monotonic() + LONGEST_REST + 60  # with slots booked by others
        return mark if math.isfinite(mark) and mark <= latest else 0.0

    @contextmanager
    def _mark(self, host: str) -> Iterator[int]:
        path = self._folder / plain_name(f"next-request.{service(host)}")
        with explained(path):
            self._folder.mkdir(parents=True, exist_ok=True)
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield file
            finally:
                os.close(file)


def service(host: str) -> str:
    """The domain that shares a limit: 'www.sec.gov' and 'data.sec.gov' are both 'sec.gov'."""
    try:
        return str(ipaddress.ip_address(host)).replace(":", ".")
    except ValueError:
        return ".".join(host.lower().split(".")[-2:])


def _write(file: int, mark: float) -> None:
    os.pwrite(file, f"{mark:{_BYTES - 1}.6f}\n".encode(), 0)
