"""Revenue of the month over several editions of the exchange's file, on amounts typed by hand."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from extractors import extract
from extractors.model import Extraction, Origin
from tests.builders.relations import Warehouse
from tests.builders.reports import ask, at, registry, warehouse

TSMC = ("tsmc", "TSMC", "TW", "TWD", "12-31", "year_of_end", None)
JULY = date(2025, 7, 31)


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


def known(*editions: Edition, known_on: datetime | None = None) -> Warehouse:
    book = registry(companies=[TSMC], identifiers=[("tsmc", "twse", "2330", None, None)])
    return warehouse(*editions, registry=book, known_on=known_on)  # type: ignore[arg-type]


def july(con: Warehouse) -> list[tuple[object, ...]]:
    query = "select revenue, known_at, url from mart.monthly_revenue where period_end = $1"
    return ask(con, query, JULY)


def test_what_a_later_edition_repeats_is_known_from_the_first() -> None:
    con = known(Edition("110", "2025-08-10"), Edition("110", "2025-08-12"))
    assert july(con) == [(Decimal(110_000), at("2025-08-10"), "https://example.com/2025-08-10")]
    assert ask(con, "select prior_revenue, revenue_growth from mart.monthly_revenue limit 1") == [
        (Decimal(100_000), Decimal("0.1"))
    ]


def test_a_revision_counts_from_its_edition_on() -> None:
    editions = Edition("110", "2025-08-10"), Edition("120", "2025-08-12")
    assert july(known(*editions))[0][:2] == (Decimal(120_000), at("2025-08-12"))
    before = known(*editions, known_on=at("2025-08-11"))
    assert july(before)[0][:2] == (Decimal(110_000), at("2025-08-10"))


def test_a_revision_that_is_taken_back_is_a_revision() -> None:
    con = known(
        Edition("110", "2025-08-10"), Edition("120", "2025-08-12"), Edition("110", "2025-08-14")
    )
    assert july(con) == [(Decimal(110_000), at("2025-08-14"), "https://example.com/2025-08-14")]
