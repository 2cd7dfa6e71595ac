"""Comparisons within rounding: a printed number is exact to half a unit of its last digit.

Sums and quotients of printed numbers are compared within the error that their rounding allows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

HALF = Decimal("0.5")


class Stated(Protocol):
    """Anything with a value and a stated precision, such as a figure or a line."""

    @property
    def value(self) -> Decimal:
        """The value in base units."""
        ...

    @property
    def decimals(self) -> int | None:
        """The stated number of decimal places (-6 = millions); None = exact."""
        ...


@dataclass(frozen=True, slots=True)
class Rounded:
    """A value and the decimals to which it was rounded (-6 = to millions; None = exact)."""

    value: Decimal
    decimals: int | None = None

    @classmethod
    def of(cls, one: Stated) -> Rounded:
        """The rounded value of a figure or line."""
        return cls(one.value, one.decimals)

    @property
    def step(self) -> Decimal:
        """One unit of the last stated digit; 0 where the value is exact."""
        return Decimal(0) if self.decimals is None else Decimal(1).scaleb(-self.decimals)

    def __abs__(self) -> Rounded:
        """The absolute value with the same precision."""
        return Rounded(abs(self.value), self.decimals)

    def agrees(self, other: Rounded) -> bool:
        """Whether both may be one number: they differ by at most half a step of each."""
        return abs(self.value - other.value) <= HALF * (self.step + other.step)

    def is_quotient(self, above: Rounded, below: Rounded, steps: Decimal = HALF) -> bool:
        """Whether it may be above / below (not 0), to `steps` of its own last digit.

        The rounding of the operands changes the quotient of a part and its whole by less than the
        sum of their steps divided by the whole.
        """
        slack = steps * self.step + (above.step + below.step) / abs(below.value)
        return abs(above.value / below.value - self.value) <= slack


def closes(parts: Iterable[tuple[Rounded, int]], whole: Rounded) -> bool:
    """Whether Σ weight · part may be the whole: within half the coarsest step for each of them."""
    listed = list(parts)
    total = sum((weight * part.value for part, weight in listed), Decimal(0))
    step = max((whole.step, *(part.step for part, _ in listed)))
    return abs(total - whole.value) <= (len(listed) + 1) * HALF * step
