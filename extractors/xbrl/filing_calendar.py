"""The fiscal calendar of a tagged filing: the quarter from its cover, the days from its tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from extractors.language.fiscal_calendar import Anchor, Calendar
from extractors.language.period_captions import is_weekly
from extractors.model import Document, Duration, Figure

QUARTERS = {"Q1": 1, "Q2": 2, "Q3": 3, "Q4": 4, "FY": 4}
ANNUAL = ("10-K", "20-F", "40-F")
"""Forms that end with their fiscal year, whether or not the cover tags its quarter."""
DAY = timedelta(days=1)


def filing_calendar(
    document: Document, texts: Mapping[str, str], tagged: Iterable[Figure]
) -> Calendar | None:
    """The calendar from the cover and the tagged figures; None where the cover names no period.

    `texts` are the dei facts, concept → text.
    """
    quarter = QUARTERS.get(texts.get("dei:DocumentFiscalPeriodFocus", ""))
    if quarter is None and (document.form or "").startswith(ANNUAL):
        quarter = 4
    if quarter is None or document.period_end is None:
        return None
    periods = {f.period for f in tagged if f.period_type != "other"}
    # The day before a period's first day is the end of another period.
    starts = (p.start for p in periods if isinstance(p, Duration))
    ends = {p.end for p in periods} | {start - DAY for start in starts if start > date.min}
    year = texts.get("dei:DocumentFiscalYearFocus", "")
    return Calendar(
        frozenset(ends),
        is_weekly(ends),
        Anchor(quarter, document.period_end),
        int(year) if year.isdigit() else None,
    )
