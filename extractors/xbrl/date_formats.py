"""Date and duration formats of the XBRL transformation registries.

An order is a word of y, m, d and n (a month by its name): 'ndy' reads 'January 26, 2025'. Words
that are no month are ignored ('1st of May'), numbers never. Two-digit years are 20yy.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from extractors.errors import PeriodError
from extractors.language import names

Transformation = Callable[[str], str]

_TOKENS = re.compile(r"\d+|[^\W\d_]+")
_ERAS = {"令和": 2018, "令": 2018, "平成": 1988, "平": 1988, "昭和": 1925, "昭": 1925,
         "大正": 1911, "大": 1911, "明治": 1867, "明": 1867}  # fmt: skip


def _parts(text: str, order: str, language: str) -> dict[str, str] | None:
    """The date parts of `text` in `order` (y, m, d; n = month by name), other words left out."""
    tokens = []
    for token in _TOKENS.findall(names.fold(text)):
        if token.isdecimal():
            tokens.append(("9", token))
        elif "n" in order and (number := names.month(token, language)):
            tokens.append(("n", str(number)))
    if [kind for kind, _ in tokens] != ["n" if part == "n" else "9" for part in order]:
        return None
    parts = {part: value for part, (_, value) in zip(order, tokens, strict=True)}
    if any(len(value) > 2 + 2 * (part == "y") or len(value) == 3 for part, value in parts.items()):
        return None
    return {part.replace("n", "m"): value for part, value in parts.items()}


def date_format(order: str, language: str = "en", separator: str = "") -> Transformation:
    """A reader of dates in `order`: a date, --MM-DD or YYYY-MM; its errors are PeriodError.

    With `separator`, exactly these characters must be between the parts ('//').
    """

    def read(text: str) -> str:
        """The canonical date of `text`."""
        parts = _parts(text, order, language)
        if parts is None or (separator and re.sub(r"[\d\s]", "", text) != separator):
            raise _no_period(text, f"a date in the order {order!r} ({language})")
        return _iso(text, parts)

    return read


def _iso(text: str, parts: dict[str, str]) -> str:
    year = parts.get("y", "2000")  # 2000 is a leap year, for --02-29
    try:
        day = date(int(year) + 2000 * (len(year) < 4), int(parts["m"]), int(parts.get("d", "1")))
    except ValueError as error:
        raise _no_period(text, "a day of the calendar") from error
    if "d" not in parts:
        return day.isoformat()[:7]
    return day.isoformat() if "y" in parts else f"--{day.isoformat()[5:]}"


def era_date(order: str) -> Transformation:
    """A reader of years by Japanese era: 令和6年1月5日 → 2024-01-05; 元 is the first year."""

    def read(text: str) -> str:
        """The canonical date of `text`."""
        tight = "".join(text.split())
        era = next((era for era in _ERAS if tight.startswith(era)), None)
        parts = _parts(tight.replace("元年", "1年", 1), order, "en")
        if era is None or parts is None:
            raise _no_period(text, "a date of a Japanese era")
        return _iso(text, parts | {"y": str(int(parts["y"]) + _ERAS[era])})

    return read


_SIGNED = re.compile(r"[+-]?([0-9]{1,6}(\.[0-9]{0,9})?|\.[0-9]{1,9})")
_DAYS_A_MONTH = Decimal("30.4375")


def duration(units: str, text: str) -> str:
    """A decimal number of `units` (Y, M, W, D or H) as xs:duration: '2.5' years → 'P2Y6M'.

    Fractions are carried over to smaller units and truncated to whole days (whole hours for D); a
    month has 30.4375 days. Raises PeriodError.
    """
    stripped = text.strip()
    if not _SIGNED.fullmatch(stripped):
        raise _no_period(text, "a length of time")
    number = Decimal(stripped)
    count, rest = divmod(abs(number), 1)
    if units == "Y":
        months, rest = divmod(rest * 12, 1)
        parts = [(count, "Y"), (months, "M"), (rest * _DAYS_A_MONTH // 1, "D")]
    elif units == "M":
        parts = [(count, "M"), (rest * _DAYS_A_MONTH // 1, "D")]
    elif units == "W":
        parts = [(abs(number) * 7 // 1, "D")]
    else:
        parts = [(count, "D"), (rest * 24 // 1, "TH")] if units == "D" else [(count, "TH")]
    written = [part for part in parts if part[0]] or parts[:1]
    sign = "-" if number < 0 and written[0][0] else ""
    return f"{sign}P" + "".join(f"{unit[:-1]}{int(n)}{unit[-1]}" for n, unit in written)


_QUARTERS = {"1": "03-31", "first": "03-31", "2": "06-30", "second": "06-30", "3": "09-30",
             "third": "09-30", "4": "12-31", "fourth": "12-31", "last": "12-31"}  # fmt: skip


def quarter_end(text: str) -> str:
    """The last day of a calendar quarter: 'Third quarter 2024' → '2024-09-30'; PeriodError."""
    tokens = [t for t in _TOKENS.findall(names.fold(text)) if t.isdecimal() or t in _QUARTERS]
    ends = [_QUARTERS[token] for token in tokens if token in _QUARTERS]
    years = [token for token in tokens if len(token) == 4 and token.isdecimal()]
    if len(tokens) != 2 or len(ends) != 1 or len(years) != 1:
        raise _no_period(text, "a calendar quarter")
    return f"{years[0]}-{ends[0]}"


def _no_period(text: str, form: str) -> PeriodError:
    return PeriodError(f"{text[:80]!r} is not {form}", reason="bad_period")
