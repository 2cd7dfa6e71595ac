"""Formats values for people: amounts with their unit, margins, or the reason for a missing one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from warehouse.relations.reasons import reasons

MEANINGS: Mapping[str, str] = {one.reason: one.meaning for one in reasons()}
"""Why a value may be missing → in words."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: text, link target, tooltip.

    is_missing: there is no value, and `text` is the reason; is_number: it stands to the right.
    kind: of text: k = on one line, w = with room, good, bad or wait = a verdict.
    """

    text: str
    href: str | None = None
    title: str | None = None
    is_number: bool = False
    is_missing: bool = False
    kind: str = ""


def scaled(value: Decimal, power: int, places: int) -> str:
    """1234567890, 6, 1 → '1,234.6', rounded half away from zero, with a minus sign."""
    shown = value.scaleb(-power).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{shown:,f}".replace("-", "−")


def money(
    value: Decimal | None, href: str | None = None, reason: str | None = None, *,
    power: int = 6, places: int = 0, is_open: bool = False,
) -> Cell:  # fmt: skip
    """An amount in millions, or in 10^power; the column header names the currency."""
    if value is None:
        return missing(reason)
    return _number(scaled(value, power, places), href, is_open=is_open)


def billion(
    value: Decimal | None, href: str | None = None, reason: str | None = None, *,
    is_open: bool = False,
) -> Cell:  # fmt: skip
    """An amount in billions."""
    return money(value, href, reason, power=9, places=1, is_open=is_open)


def share(
    value: Decimal | None, href: str | None = None, reason: str | None = None, *,
    places: int = 1, is_open: bool = False,
) -> Cell:  # fmt: skip
    """A fraction as a percentage."""
    if value is None:
        return missing(reason)
    return _number(f"{scaled(value, -2, places)} %", href, is_open=is_open)


def plain(value: object, href: str | None = None) -> Cell:
    """Text, a date or a count; None as a dash."""
    if value is None or value == "":
        return Cell("–")
    if isinstance(value, bool):
        return Cell("yes" if value else "no", href)
    if isinstance(value, datetime | date):
        return Cell(moment(value) if isinstance(value, datetime) else str(value), href, kind="k")
    if isinstance(value, int):
        return Cell(f"{value:,}", href, is_number=True)
    if isinstance(value, Decimal):
        return Cell(f"{value.normalize():,f}".replace("-", "−"), href, is_number=True)
    return Cell(str(value), href)


def spoken(ticker: str | None, name: str) -> str:
    """A company as one says it: its ticker, or the first words of its name where that is a number.

    '000660.KS' and 'SK hynix Inc.' → 'SK hynix'.
    """
    if ticker and not ticker[:1].isdigit():
        return ticker
    return " ".join(name.replace(",", "").split()[:2])


def moment(value: datetime) -> str:
    """Day and minute; of what only a day is told of, which midnight stands for, the day."""
    return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"


def source(address: str | None) -> Cell:
    """Where something came from, by its last name; a link if it is one that a page may lead to."""
    told = address or "–"
    where = told.removeprefix("assumed: ")
    is_web = where.startswith(("https://", "http://"))
    name = where.rstrip("/").rsplit("/", 1)[-1] if is_web else told
    if is_web and where != told:
        name = f"assumed, see {name}"
    return Cell(name, where if is_web else None, kind="b")


def words(name: str | None) -> Cell:
    """A name as words: 'cost_of_revenue' → 'cost of revenue'; nothing as a dash."""
    return Cell((name or "–").replace("_", " "))


def moved(direction: str | None) -> Cell:
    """Up or down, also as an arrow."""
    return Cell({"up": "↑ up", "down": "↓ down"}.get(direction or "", direction or "–"), kind="k")


def missing(reason: str | None) -> Cell:
    """The reason for a missing value."""
    reason = reason or "not_disclosed"
    text = reason.replace("_", " ")
    return Cell(text, title=MEANINGS.get(reason), is_number=True, is_missing=True)


def in_unit(value: Decimal | None, unit: str | None, href: str | None, reason: str | None) -> Cell:
    """A value of any unit: fractions as percentages, money in millions, others as they are."""
    if value is None:
        return missing(reason)
    if unit in ("pure", "fraction"):
        return share(value, href)
    if unit and len(unit) == 3 and unit.isupper():
        cell = money(value, href)
        return Cell(f"{cell.text} {unit} m", href, cell.title, is_number=True)
    if unit == "ratio":
        return Cell(f"{scaled(value, 0, 2 if abs(value) >= 1 else 3)} ×", href, is_number=True)
    if unit == "days":
        return Cell(f"{scaled(value, 0, 1)} days", href, is_number=True)
    return Cell(f"{scaled(value, 0, 2)} {unit or ''}".strip(), href, is_number=True)


def _number(text: str, href: str | None, *, is_open: bool) -> Cell:
    if not is_open:
        return Cell(text, href, is_number=True)
    return Cell(f"≈ {text}", href, "approximate: not of the calendar's own days", is_number=True)
