"""What a drawn page prints and what its numbers say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from extractors import Extraction

MILLION = 10**6


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """What a number says: an amount in the currency's units, a margin as a fraction.

    metric   with its bound behind it where it is an outlook: 'guidance_revenue low'
    period   its type and its last day: 'Q 2025-06-30'
    """

    metric: str
    part: str
    basis: str
    period: str
    value: Decimal
    unit: str = "USD"

    def __str__(self) -> str:
        words = (self.metric, self.part, self.basis, self.period, f"{self.value:,}", self.unit)
        return " ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The blocks of a page, top to bottom, and what its numbers say.

    blocks   a block with '|' is a table in the notation of `html_page.table`, any other a line
    said     what should be read; reading anything else is wrong
    may      what is right as well, and not counted where it is not read
    """

    blocks: tuple[str, ...]
    said: frozenset[Said]
    may: frozenset[Said] = frozenset()

    @property
    def tables(self) -> list[str]:
        return [block for block in self.blocks if "|" in block]

    @property
    def columns(self) -> int:
        """Number columns of the widest table."""
        rows = [row for table in self.tables for row in table.splitlines()]
        return max(sum(_span(cell) for cell in row.split("|")[1:]) for row in rows)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page: `draw` chooses numbers and wording at random."""

    name: str
    draw: Callable[[Random], Drawing]


def amount(
    metric: str, period: str, millions: int, part: str = "", basis: str = "gaap", unit: str = "USD"
) -> Said:
    """An amount printed in millions."""
    return Said(metric, part, basis, period, Decimal(millions * MILLION), unit)


def share(metric: str, period: str, percent: str, part: str = "", basis: str = "gaap") -> Said:
    """A percentage as it is printed, without its sign."""
    return Said(metric, part, basis, period, Decimal(percent) / 100, "pure")


def printed(number: int) -> str:
    """An amount with thousands parted and a loss in brackets."""
    return f"({-number:,})" if number < 0 else f"{number:,}"


def line(caption: str, numbers: Iterable[int | str]) -> str:
    """A row of a table."""
    cells = (cell if isinstance(cell, str) else printed(cell) for cell in numbers)
    return " | ".join([caption, *cells])


def read(extraction: Extraction) -> frozenset[Said]:
    """What the figures of a document say."""
    return frozenset(
        Said(
            f"guidance_{f.metric} {f.bound}" if f.kind == "guidance" else f.metric,
            f.segment or "",
            f.basis,
            f"{f.period_type} {f.period.end}",
            f.value.normalize(),
            f.unit,
        )
        for f in extraction.figures
    )


def _span(cell: str) -> int:
    return int(cell.partition("~")[2].partition("^")[0] or 1)
