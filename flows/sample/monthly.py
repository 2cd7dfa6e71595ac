"""Revenue of the month of five companies, July 2025, in the form of Taiwan's exchange: JSON.

Thousands of New Taiwan dollars, as published at openapi.twse.com.tw/v1/opendata/t187ap05_L on
16 August 2025.
"""

from __future__ import annotations

import json
from decimal import Decimal

from flows.sample.wording import NOTICE

PATH = "/v1/opendata/t187ap05_L"
REVENUE = {
    # month, month before, same month of 2024; since January, and the same of 2024
    "2330": (323165707, 263708978, 256953058, 2096211240, 1523107436),
    "2317": (613864601, 540236697, 572351867, 4053385041, 3446293492),
    "2382": (158342022, 189868451, 124262620, 1148135664, 693156130),
    "3231": (191725748, 209182302, 86190479, 1089502268, 565349821),
    "6669": (84528726, 85808220, 31121386, 475927510, 178230504),
}
_NAMES = {
    "2330": "TSMC", "2317": "Hon Hai", "2382": "Quanta", "3231": "Wistron", "6669": "Wiwynn",
}  # fmt: skip


def file() -> bytes:
    """The file, a row a company, all values as texts."""
    rows = [_row(code, *amounts) for code, amounts in REVENUE.items()]
    return json.dumps(rows, ensure_ascii=False).encode()


def _row(code: str, now: int, last: int, before: int, since: int, since_before: int) -> object:
    return {
        "出表日期": "1140816",
        "資料年月": "11407",
        "公司代號": code,
        "公司名稱": _NAMES[code],
        "產業別": "",
        "營業收入-當月營收": str(now),
        "營業收入-上月營收": str(last),
        "營業收入-去年當月營收": str(before),
        "營業收入-上月比較增減(%)": _change(now, last),
        "營業收入-去年同月增減(%)": _change(now, before),
        "累計營業收入-當月累計營收": str(since),
        "累計營業收入-去年累計營收": str(since_before),
        "累計營業收入-前期比較增減(%)": _change(since, since_before),
        "備註": NOTICE,
    }


def _change(now: int, before: int) -> str:
    return str(round(Decimal(now - before) / before * 100, 14))
