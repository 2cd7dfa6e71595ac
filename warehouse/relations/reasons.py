"""The reasons why a value may be NULL: reasons.csv explains them, reason_places.csv places them.

Both become the table ref.reasons, which the checks read and the data dictionary prints.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors.errors import BuildError

REASONS = Path(__file__).with_name("reasons.csv")
PLACES = Path(__file__).with_name("reason_places.csv")


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason that a column of reasons may contain. `relation` is schema.name.

    settled_by: what would give the value.
    """

    relation: str
    column: str
    reason: str
    meaning: str
    settled_by: str


def reasons(explained: Path = REASONS, places: Path = PLACES) -> list[Reason]:
    """All reasons, in file order. Raises BuildError where the two files do not match."""
    meanings = {row["reason"]: (row["meaning"], row["settled_by"]) for row in _rows(explained)}
    found = [
        Reason(row["relation"], column, reason, *_meaning(meanings, reason, places))
        for row in _rows(places)
        for column in row["columns"].split()
        for reason in row["reasons"].split()
    ]
    if unused := sorted(meanings.keys() - {one.reason for one in found}):
        raise BuildError(
            f"explains {', '.join(unused)}, which is nowhere", str(explained), "remove it"
        )
    return found


def _meaning(meanings: dict[str, tuple[str, str]], reason: str, places: Path) -> tuple[str, str]:
    if reason not in meanings:
        raise BuildError(f"unknown reason {reason!r}", str(places), f"explain it in {REASONS.name}")
    return meanings[reason]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)
