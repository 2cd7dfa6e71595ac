"""Days of headers written in numbers, spelt out."""

from __future__ import annotations

import re

from extractors.language.header_words import MONTHS, NUMERIC_DATE


def is_us_date(text: str) -> bool:
    """'12/31/2022' can only be month first; then so are its neighbours."""
    found = NUMERIC_DATE.search(text)
    return found is not None and int(found[1]) <= 12 < int(found[2]) <= 31


def spelt(text: str) -> str:
    """'12/31/2022', month first, as 'Dec 31, 2022'."""

    def spell(found: re.Match[str]) -> str:
        month, year = int(found[1]), found[3]
        if not 1 <= month <= 12:
            return found[0]
        return f"{MONTHS[month - 1]} {int(found[2])}, {year if len(year) == 4 else f'20{year}'}"

    return NUMERIC_DATE.sub(spell, text)
