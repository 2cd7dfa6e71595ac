"""Taiwan's file of monthly revenue as it was on a day, of one company and one month."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from extractors import extract
from extractors.model import Extraction, Origin
from tests.builders.reports import at

TSMC = ("tsmc", "TSMC", "TW", "TWD", "12-31", "year_of_end", None)
TSMC_CODE = ("tsmc", "twse", "2330", None, None)


@dataclass(frozen=True)
class Edition:
    """The file as it was on a day: the revenue of July 2025, 100 a year before, in thousands."""

    revenue: str
    day: str

    @property
    def data(self) -> bytes:
        republic = f"{int(self.day[:4]) - 1911}{self.day[5:7]}{self.day[8:]}"
        row = {
            "出表日期": republic, "資料年月": "11407", "公司代號": "2330", "公司名稱": "TSMC",
            "營業收入-當月營收": self.revenue, "營業收入-去年當月營收": "100",
            "營業收入-去年同月增減(%)": f"{self.revenue}-100",
        }  # fmt: skip
        return json.dumps([row], ensure_ascii=False).encode()

    @property
    def origin(self) -> Origin:
        return Origin(
            hashlib.sha256(self.data).hexdigest(), f"https://example.com/{self.day}",
            retrieved=at("2026-01-10"), known_at=at(self.day), known_at_basis="published",
            form="TWSE monthly revenue",
        )  # fmt: skip

    @property
    def extraction(self) -> Extraction:
        return extract(self.data)
