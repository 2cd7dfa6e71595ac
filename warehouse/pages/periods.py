"""The periods of an axis: all between the first and the last, whether anything is known of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST = 80
"""More periods than an axis can hold: then only those that are known."""


def axis_of(labels: Iterable[str]) -> list[str]:
    """'2023Q1', '2023Q4' → '2023Q1', '2023Q2', '2023Q3', '2023Q4'; the same of years and of FY.

    Labels that are no years or quarters, or not all of one kind, stand as they are, each once.
    """
    known = list(dict.fromkeys(labels))
    parts = [re.fullmatch(r"(FY)?(\d{4})(?:Q([1-4]))?", one) for one in known]
    found = [one.groups() for one in parts if one is not None]
    if not found or len(found) < len(known) or len({(fy, q is None) for fy, _, q in found}) > 1:
        return known
    prefix, _, quarter = found[0]
    steps = 1 if quarter is None else 4
    numbers = [int(year) * steps + int(q or 1) - 1 for _, year, q in found]
    if max(numbers) - min(numbers) >= MOST:
        return known
    return [
        f"{prefix or ''}{number // steps}{f'Q{number % steps + 1}' if quarter else ''}"
        for number in range(min(numbers), max(numbers) + 1)
    ]
