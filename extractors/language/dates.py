"""Parses printed dates: 'Sept. 30, 2024', '31 December 2024', '30-Sep-24', '201 9'."""

from __future__ import annotations

import re
from datetime import date

from extractors.errors import PeriodError
from extractors.language import names
from extractors.language.phrases import pattern

_YEAR = r"(?P<year>(?:1 ?9|2 ?0) ?\d ?\d)(?!\d)"  # '201 9': PDF text layers split years
_MONTH_DAY = r"(?P<month>[a-z]{3,9})(?:\. ?| )(?P<day>\d{1,2})(?!\d)(?:st|nd|rd|th)?"
_DATES = tuple(
    re.compile(rf"{pattern}(?!\w)")
    for pattern in (
        rf"{_MONTH_DAY}(?:, ?| ){_YEAR}",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[ -](?:of )?(?P<month>[a-z]{3,9})\.?"
        rf"(?:, ?| |-)(?:{_YEAR}|(?P<short>\d\d))",
        r"(?P<year>(?:19|20)\d\d)[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})",
        r"(?P<first>\d{1,2})(?P<mark>[./])(?P<second>\d{1,2})(?P=mark)"
        r"(?:(?P<year>(?:19|20)\d\d)|(?P<short>\d\d))",
    )
)
_MONTH_DAY_ONLY = re.compile(_MONTH_DAY)


def normal(text: str) -> str:
    """`text` folded, with one kind of dash and blank, without invisible characters."""
    visible = re.sub(r"[\u00ad\u200b-\u200f\u2060\ufeff]", "", text)
    folded = re.sub(r"[\u2010-\u2015\u2212]", "-", names.fold(visible)).replace("’", "'")
    return " ".join(folded.split())


def parse_date(text: str) -> date:
    """The one date that `text` prints; raises PeriodError, which quotes the characters.

    'Sept. 30, 2024', '31 December 2024', '30-Sep-24', '2024-12-31', 'December 31, 201 9'. Dates in
    digits only if unambiguous: '12/31/2022', not '3/4/2022'. Two-digit years are 20yy.
    """
    clean = normal(text).rstrip(",.:; ")
    for form in _DATES:
        if found := form.fullmatch(clean):
            return _day(found, text)
    raise refusal(text, "a date")


def _day(found: re.Match[str], text: str) -> date:
    part = found.groupdict()
    month, day = part.get("month"), part.get("day")
    if first := part.get("first"):
        month, day = sorted((first, part["second"]), key=int)
        if int(day) <= 12 and month != day:
            raise refusal(text, "a date that can be read in one way only")
    year = part.get("year") or f"20{part['short']}"
    return _calendar_day(year.replace(" ", ""), month or "", day or "", text)


def date_at(clean: str, position: int, text: str) -> tuple[date, int] | None:
    """The date that begins at `position` of the `normal` text, and where it ends."""
    for form in _DATES:
        if found := form.match(clean, position):
            return _day(found, text), found.end()
    return None


def month_day_at(clean: str, position: int) -> tuple[str, int] | None:
    """'MM-DD' of the month and day that begin at `position` of the `normal` text, and their end."""
    found = _MONTH_DAY_ONLY.match(clean, position)
    month = names.month(found["month"]) if found else None
    if not found or not month or not 1 <= int(found["day"]) <= 31:
        return None
    return f"{month:02}-{int(found['day']):02}", found.end()


def holds_day(clean: str) -> bool:
    """Whether the `normal` text contains a date, with or without its year."""
    named = _MONTH_DAY_ONLY.finditer(clean)
    return any(form.search(clean) for form in _DATES) or any(
        names.month(found["month"]) for found in named
    )


def _calendar_day(year: str, month: str, day: str, text: str) -> date:
    number = int(month) if month.isdecimal() else names.month(month)
    try:
        return date(int(year), number or 0, int(day))
    except ValueError as error:
        raise refusal(text, "a day of the calendar") from error


def is_us_date(text: str) -> bool:
    """'12/31/2022' must be month first; then so are its neighbours."""
    found = pattern("numeric_date").search(text)
    return found is not None and int(found[1]) <= 12 < int(found[2]) <= 31


def spelt(text: str) -> str:
    """'12/31/2022', month first, as 'Dec 31, 2022'."""

    def spell(found: re.Match[str]) -> str:
        """The matched date with the month's name."""
        month, year = int(found[1]), found[3]
        if not 1 <= month <= 12:
            return found[0]
        day, year = int(found[2]), year if len(year) == 4 else f"20{year}"
        return f"{names.ABBREVIATED[month - 1]} {day}, {year}"

    return pattern("numeric_date").sub(spell, text)


def refusal(text: str, form: str) -> PeriodError:
    """The error for `text` that is not `form`."""
    return PeriodError(f"{text[:100]!r} is not {form}", reason="bad_period")
