"""A clock that moves only when somebody sleeps: rests between requests cost a test none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flows.net.rate_limit import Clock

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@dataclass
class Time:
    """Time as a client sees it, and how long it slept, in seconds."""

    seconds: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    @property
    def clock(self) -> Clock:
        return Clock(
            monotonic=lambda: self.seconds,
            sleep=self.sleep,
            now=lambda: START + timedelta(seconds=self.seconds - 1000),
            chance=lambda: 0.5,
        )
