"""Which relations are apart by company, as apart.csv says: rows of one company rest on it alone.

Such a relation over the documents of some companies gives the rows that it has of them over all,
so that a build can keep the rows of the others. `by` names the column that tells whose a row is. A
relation without it is shared: small, of no company, read by those that are apart; where it differs
from the last build's, all that rests on it is computed over all companies. A relation that is not
named is computed over all companies always. Tests compare company by company with the whole.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from extractors.errors import BuildError

APART = Path(__file__).with_name("apart.csv")
KEYS = ("company_id", "company_id or none", "document", "sha256", "figure_key")


def apart(path: Path = APART) -> Mapping[str, str | None]:
    """Relation → column that tells whose a row is; None for a shared one. Raises BuildError."""
    with path.open(encoding="utf-8", newline="") as file:
        found = {row["relation"]: row["by"] or None for row in csv.DictReader(file, strict=True)}
    if wrong := {by for by in found.values() if by is not None and by not in KEYS}:
        raise BuildError(f"unknown column {min(wrong)!r}", str(path), f"name one of {KEYS}")
    return found
