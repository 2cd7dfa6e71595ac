"""Linear scales from values to positions on a page, and ticks at round numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isclose, log10

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
"""A tick stands at a multiple of one of these times a power of ten."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps values from `low` to `high` onto positions from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The position of the value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round numbers from at most `low` to at least `high`, about `count` of them."""
    if not high > low:
        high = low + 1.0
    step = _step((high - low) / max(1, count - 1))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def axis(
    values: Iterable[float], start: float, end: float, count: int = 5
) -> tuple[Scale, list[float]]:
    """A scale that covers the values and zero and ends at ticks; and these ticks."""
    known = [0.0, *values]
    marks = ticks(min(known), max(known), count)
    return Scale(marks[0], marks[-1], start, end), marks


def _step(rough: float) -> float:
    power = 10.0 ** floor(log10(rough))
    fitting = (one * power for one in STEPS)
    return next(one for one in fitting if one >= rough or isclose(one, rough))


def percent(value: float) -> str:
    """0.125 → '12.5 %'."""
    return f"{round(value * 100, 6):g} %".replace("-", "−")


def tenth(value: float) -> str:
    """0.12345 → '12.3 %'."""
    return f"{value * 100:.1f} %".replace("-", "−")


def plain(value: float) -> str:
    """1250 → '1,250'."""
    return f"{value:,.10g}".replace("-", "−")
