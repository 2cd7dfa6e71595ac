"""Values of guidance: a point, a range, or plus or minus; for one basis or for both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.language.amounts import amount_of
from extractors.language.phrases import pattern
from extractors.model import Basis

Value = tuple[str, Decimal]
"""Characters and what they say."""
Bounds = tuple[Value | None, Value | None, Value | None]
"""Low, mid and high."""


def values(said: str, tail: str, both: bool, basis: Basis) -> Iterator[tuple[Basis, Bounds]]:
    """The values of one metric, once for each basis."""
    spread = pattern("plus_minus").search(tail)
    body = pattern("plus_minus").sub(" ", said)
    ranged = pattern("range").search(body) if not both else None
    if ranged:
        low, high = amount(ranged[1], ranged[2]), amount(ranged[2])
        if low and high and low[1] <= high[1]:
            yield basis, (low, None, high)
        return
    points = [v for m in pattern("value").finditer(body) if (v := amount(m[0]))]
    bases: list[Basis] = ["gaap", "non_gaap"] if both else [basis]
    if both and len(points) == 1:
        points *= 2
    if len(points) < len(bases):
        return
    for own, mid in zip(bases, points, strict=False):
        around = _around(mid, spread)
        yield own, (around[0], mid, around[1])


def _around(mid: Value, spread: re.Match[str] | None) -> tuple[Value | None, Value | None]:
    """Low and high from 'plus or minus 2%' (of money), '50 basis points', '$50 million'."""
    if spread is None:
        return None, None
    text, value = mid
    if spread[3]:
        by = amount(spread[3])
        off = by[1] if by else None
    elif spread[2].lower().startswith(("basis", "bps")):
        # Around money they are points of its growth, from an amount that is not said here.
        off = Decimal(spread[1]) / 10000 if is_percent(text) else None
    elif is_percent(text) or spread[2].lower().startswith("percentage"):
        off = Decimal(spread[1]) / 100
    else:
        off = value * Decimal(spread[1]) / 100
    return ((text, value - off), (text, value + off)) if off is not None else (None, None)


def is_percent(text: str) -> bool:
    """Whether it is a percentage: '34.1%' or '34.1 percent'."""
    return text.lower().endswith(("%", "percent"))


def amount(text: str, unit_from: str = "") -> Value | None:
    """'$4.75 billion', or '$4.75' before '$4.78 billion'; '34.1%', or '34' before '35%'."""
    if is_percent(text):
        share = amount_of(re.sub(r" ?percent$", "%", text, flags=re.I))
        return (text, share.value) if share and share.value is not None else None
    if is_percent(unit_from) and text.replace(".", "", 1).isdecimal():
        return text, Decimal(text) / 100
    scale = pattern("amount_scale").search(unit_from)
    has_own = text[-1:].isalpha()
    found = amount_of(text if has_own or not scale else f"{text} {scale[0].strip()}")
    if found is None or found.value is None or found.scale == 1:
        return None  # dollars without a scale word may be per share
    return text, found.value
