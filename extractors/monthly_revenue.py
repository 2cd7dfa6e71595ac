"""Revenue of a month, of every company at Taiwan's exchange, as its open data gives it in JSON.

    [{"出表日期": "1140816",                 the day of the file, in years of the Republic: 2025
      "資料年月": "11407",                   the month
      "公司代號": "2330", "公司名稱": …,      whose it is
      "營業收入-當月營收": "323165707",       revenue of the month
      "營業收入-去年當月營收": "256953058",    of the same month a year before
      "營業收入-去年同月增減(%)": "25.768…", …}, …]

Amounts are in thousands of New Taiwan dollars, which the file does not say. They are unaudited, and
no quarter is made of them: facts, and no figures.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from extractors.errors import DocumentError
from extractors.model import Duration, Fact, Locator, Refusal

FORM = "TWSE monthly revenue"
CONCEPT = "TWSE/revenue of a month"
UNIT, THOUSAND = "TWD", 1000
ROUNDING = Decimal("0.011")
"""By how many percentage points the printed change may miss that of the amounts."""
_DAY, _MONTH, _CODE, _NAME = "出表日期", "資料年月", "公司代號", "公司名稱"
_NOW, _BEFORE, _CHANGE = "營業收入-當月營收", "營業收入-去年當月營收", "營業收入-去年同月增減(%)"
_COLUMNS = (_DAY, _MONTH, _CODE, _NAME, _NOW, _BEFORE, _CHANGE)
_AMOUNT = re.compile(r"-?\d{1,14}", re.ASCII)
_PERCENT = re.compile(r"-?\d{1,12}(?:\.\d{1,20})?", re.ASCII)
_REPUBLIC = 1911
_TO_DO = "see in a browser what the address gives, and fetch it again"


@dataclass(frozen=True, slots=True)
class MonthlyRevenue:
    """What a file says: two facts a company, rows not read, the day of the file, its last month."""

    facts: tuple[Fact, ...]
    refusals: tuple[Refusal, ...]
    on: date
    until: date


def read(data: bytes, sha256: str) -> MonthlyRevenue:
    """The revenue of each company and month, and of the same month a year before.

    A row whose amounts do not give the change that it prints is refused. Raises DocumentError for
    anything but such a list.
    """
    facts: list[Fact] = []
    refusals: list[Refusal] = []
    days: list[date] = []
    for number, row in enumerate(_rows(data), start=1):
        days.append(_day(row[_DAY], number))
        month = _month(row[_MONTH], number)
        if wrong := _wrong(row):
            what = f"the revenue of {row[_CODE][:20]}: {wrong}"
            refusals.append(Refusal(sha256, what, "bad_amount", _place(number, _NOW)))
            continue
        facts += _facts(row, number, month, sha256)
    until = max((one.period.end for one in facts), default=max(days))
    return MonthlyRevenue(tuple(facts), tuple(refusals), max(days), until)


def _rows(data: bytes) -> list[Mapping[str, str]]:
    """The objects of the list, each with all the columns that are read, as texts."""
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        what = f"it is no JSON: {type(error).__name__}"
        raise DocumentError(what, to_do=_TO_DO) from error
    if not isinstance(whole, list) or not whole:
        raise DocumentError("it is no list of companies", to_do=_TO_DO)
    for number, row in enumerate(whole, start=1):
        if not isinstance(row, dict) or not all(isinstance(row.get(c), str) for c in _COLUMNS):
            raise DocumentError("a company lacks a column", f"row {number}", _TO_DO)
    return cast("list[Mapping[str, str]]", whole)


def _day(text: str, number: int) -> date:
    """'1140816' → 2025-08-16."""
    try:
        if re.fullmatch(r"\d{7}", text, re.ASCII):
            return date(int(text[:3]) + _REPUBLIC, int(text[3:5]), int(text[5:]))
    except ValueError:
        pass
    what = f"{text[:20]!r} is no day of the Republic"
    raise DocumentError(what, f"row {number}", _TO_DO, reason="bad_period")


def _month(text: str, number: int) -> Duration:
    """'11407' → July 2025."""
    if not re.fullmatch(r"\d{3}(?:0[1-9]|1[0-2])", text, re.ASCII):
        what = f"{text[:20]!r} is no month of the Republic"
        raise DocumentError(what, f"row {number}", _TO_DO, reason="bad_period")
    return _whole_month(int(text[:3]) + _REPUBLIC, int(text[3:]))


def _whole_month(year: int, month: int) -> Duration:
    return Duration(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _wrong(row: Mapping[str, str]) -> str:
    """Why a row is not believed; '' where it is."""
    if not re.fullmatch(r"[0-9A-Z]{4,6}", row[_CODE]):
        return "it is of no company's code"
    if not (_AMOUNT.fullmatch(row[_NOW]) and _AMOUNT.fullmatch(row[_BEFORE])):
        return f"{row[_NOW][:20]!r} and {row[_BEFORE][:20]!r} are not two amounts"
    now, before = Decimal(row[_NOW]), Decimal(row[_BEFORE])
    if before > 0 and _PERCENT.fullmatch(row[_CHANGE]):
        change = (now - before) / before * 100
        if abs(change - Decimal(row[_CHANGE])) > ROUNDING:
            return f"the change is {change:.2f}%, and {row[_CHANGE][:12]}% is printed"
    return ""


def _facts(row: Mapping[str, str], number: int, month: Duration, sha256: str) -> Iterator[Fact]:
    start = month.start
    for column, period in ((_NOW, month), (_BEFORE, _whole_month(start.year - 1, start.month))):
        yield Fact(
            document=sha256,
            concept=CONCEPT,
            period=period,
            members=frozenset(),
            value=Decimal(row[column]) * THOUSAND,
            unit=UNIT,
            decimals=-3,
            quote=row[column],
            locator=_place(number, column),
            caption=(row[_NAME],),
            column_caption=(column,),
            entity=row[_CODE],
        )


def _place(number: int, column: str) -> Locator:
    """Row and column, the columns in the order in which this file names them."""
    return Locator("cell", f"1/{number}/{_COLUMNS.index(column) + 1}")
