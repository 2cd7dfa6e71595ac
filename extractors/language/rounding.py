"""What rounding leaves open: a printed number is known to half a unit of its last digit.

Sums and quotients of printed numbers are compared within the error that their rounding allows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

HALF = Decimal("0.5")


class Stated(Protocol):
    """A figure, a line, anything with a value and the precision to which it is stated."""

    @property
    def value(self) -> Decimal:
        """The value, in the unit's own size."""
        ...

    @property
    def decimals(self) -> int | None:
        """Places behind the point that are stated (-6 = millions); None = exact."""
        ...


@dataclass(frozen=True, slots=True)
class Rounded:
    """A value and the decimals to which it was rounded (-6 = to millions; None = exact)."""

    value: Decimal
    decimals: int | None = None

    @classmethod
    def of(cls, one: Stated) -> Rounded:
        """The value of a figure or of a line as it was rounded."""
        return cls(one.value, one.decimals)

    @property
    def step(self) -> Decimal:
        """One unit of the last stated digit; 0 where the value is exact."""
        return Decimal(0) if self.decimals is None else Decimal(1).scaleb(-self.decimals)

    def __abs__(self) -> Rounded:
        """The same without its sign."""
        return Rounded(abs(self.value), self.decimals)

    def agrees(self, other: Rounded) -> bool:
        """Whether both can be one number: they differ by half a step of each at most."""
        return abs(self.value - other.value) <= HALF * (self.step + other.step)

    def is_quotient(self, above: Rounded, below: Rounded, steps: Decimal = HALF) -> bool:
        """Whether it can be above / below, which must not be 0, to `steps` of its own last digit.

        The operands' rounding moves the quotient of a part and its whole by less than the sum of
        their steps divided by the whole.
        """
        slack = steps * self.step + (above.step + below.step) / abs(below.value)
        return abs(above.value / below.value - self.value) <= slack


def closes(parts: Iterable[tuple[Rounded, int]], whole: Rounded) -> bool:
    """Whether Σ weight · part can be the whole: within half the coarsest step for each of them."""
    listed = list(parts)
    total = sum((weight * part.value for part, weight in listed), Decimal(0))
    step = max((whole.step, *(part.step for part, _ in listed)))
    return abs(total - whole.value) <= (len(listed) + 1) * HALF * step
