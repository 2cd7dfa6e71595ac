"""A facsimile of H.10 as the Federal Reserve's Data Download Program serves it.

The daily rates are invented, their averages published: in every year of fx.csv the mean of the days
equals the year's average to the last digit, and in a year that has only quarters the mean of each
quarter does.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import groupby

from extractors.rates import HEADS, PER_UNIT, SERIES

PATH = "/datadownload/Output.aspx"
NOTE = "facsimile: the days are invented, their averages published"
_PLACES = Decimal("0.0001")
_CLOSED = frozenset({(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)})
Quarter = tuple[int, int]


def render(rates: bytes) -> bytes:
    """H.10 as CSV for the currencies of fx.csv; the same bytes for the same table."""
    table = _table(rates)
    found = dict.fromkeys(currency for currency, _, _ in table)
    by_currency = {currency: _series(currency, table) for currency in found}
    names = [name for name, currency in SERIES.items() if currency in by_currency]
    currencies = [SERIES[name] for name in names]
    heads = (
        [f"{currency} ({NOTE})" for currency in currencies],
        ["Currency"] * len(names),
        ["1"] * len(names),
        currencies,
        [f"H10/H10/{name}" for name in names],
        names,
    )
    rows = [[caption, *cells] for caption, cells in zip(HEADS, heads, strict=True)]
    lines = [",".join(f'"{cell}"' for cell in row) for row in rows]
    days = sorted({day for series in by_currency.values() for day in series})
    for day in _weekdays(days[0], days[-1]):
        cells = (by_currency[currency].get(day, "ND") for currency in currencies)
        lines.append(",".join([day.isoformat(), *cells]))
    return "\n".join([*lines, ""]).encode()


def _table(rates: bytes) -> dict[tuple[str, date, date], Decimal]:
    """The average of each currency and period as H.10 would quote it; the first row counts."""
    found: dict[tuple[str, date, date], Decimal] = {}
    per_unit = {currency for name, currency in SERIES.items() if name.startswith(PER_UNIT)}
    for row in csv.DictReader(rates.decode().splitlines()):
        value = Decimal(row["average_rate_per_usd"])
        quoted = 1 / value if row["currency"] in per_unit else value
        start, end = (date.fromisoformat(row[name]) for name in ("period_start", "period_end"))
        key = (row["currency"], start, end)
        found.setdefault(key, quoted.quantize(_PLACES, ROUND_HALF_EVEN))
    return found


def _series(currency: str, table: Mapping[tuple[str, date, date], Decimal]) -> dict[date, str]:
    """Day → rate, for all years whose quarters the table has."""
    quarters = {
        (start.year, (start.month + 2) // 3): value
        for (name, start, end), value in table.items()
        if name == currency and (end - start).days < 100
    }
    found: dict[date, str] = {}
    for year, group in groupby(sorted(quarters), key=lambda quarter: quarter[0]):
        whole = table.get((currency, date(year, 1, 1), date(year, 12, 31)))
        of_year: dict[date, int] = {}
        for quarter in group:
            days = _days(quarter)
            of_year |= _spread(days, _ticks(quarters[quarter]) * len(days))
        if whole is not None:  # add a few ticks to each day, so that the mean is the year's
            missing = _ticks(whole) * len(of_year) - sum(of_year.values())
            level = _spread(list(of_year), missing, wave=0)
            of_year = {day: ticks + level[day] for day, ticks in of_year.items()}
        found |= {day: str(Decimal(ticks).scaleb(-4)) for day, ticks in of_year.items()}
    return found


def _ticks(value: Decimal) -> int:
    return int(value / _PLACES)


def _days(quarter: Quarter) -> list[date]:
    """The weekdays of a quarter that have rates."""
    year, number = quarter
    first = date(year, 3 * number - 2, 1)
    last = (first + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    return [day for day in _weekdays(first, last) if (day.month, day.day) not in _CLOSED]


def _weekdays(first: date, last: date) -> Iterator[date]:
    span = (first + timedelta(days=place) for place in range((last - first).days + 1))
    return (day for day in span if day.weekday() < 5)


def _spread(days: Sequence[date], total: int, wave: int = 400) -> dict[date, int]:
    """Ticks for each day that sum to `total`, varying by at most a `wave`th of their mean."""
    mean = total // len(days)
    swing = abs(mean) // wave if wave else 0
    found = {day: mean + swing * (place * 37 % 23 - 11) // 11 for place, day in enumerate(days)}
    left = total - sum(found.values())
    for place, day in enumerate(days):
        found[day] += left // len(days) + (place < left % len(days))
    return found
