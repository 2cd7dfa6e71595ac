"""Revenue of the month from Taiwan's exchange: what is read, and what is not believed."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractors import extract
from extractors.model import Duration, Extraction

JULY = Duration(date(2025, 7, 1), date(2025, 7, 31))


def row(**more: str) -> dict[str, str]:
    return {
        "出表日期": "1140816", "資料年月": "11407", "公司代號": "2330", "公司名稱": "TSMC",
        "營業收入-當月營收": "323165707", "營業收入-去年當月營收": "256953058",
        "營業收入-去年同月增減(%)": "25.768383344167088", **more,
    }  # fmt: skip


def read(*rows: dict[str, str]) -> Extraction:
    return extract(json.dumps(rows, ensure_ascii=False).encode())


def test_a_month_and_the_same_of_the_year_before() -> None:
    found = read(row())
    assert (found.document.kind, found.document.form) == ("monthly_revenue", "TWSE monthly revenue")
    assert found.document.period_end == date(2025, 7, 31)
    assert [(one.entity, one.period, one.value, one.unit, one.quote) for one in found.facts] == [
        ("2330", JULY, Decimal(323_165_707_000), "TWD", "323165707"),
        ("2330", Duration(date(2024, 7, 1), date(2024, 7, 31)), Decimal(256_953_058_000), "TWD",
         "256953058"),
    ]  # fmt: skip
    assert (found.figures, found.refusals) == ((), ())


def test_february_of_a_leap_year() -> None:
    first, before = read(row(資料年月="11302")).facts
    assert (first.period.end, before.period.end) == (date(2024, 2, 29), date(2023, 2, 28))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"營業收入-當月營收": "32316570"}, "the change is -87.42%, and 25.768383344% is printed"),
        ({"營業收入-去年同月增減(%)": "-25.768"}, "the change is 25.77%, and -25.768% is printed"),
        ({"營業收入-當月營收": "323,165,707"}, "are not two amounts"),
        ({"營業收入-去年當月營收": ""}, "are not two amounts"),
        ({"公司代號": "合計"}, "it is of no company's code"),
    ],
)
def test_a_row_that_is_not_believed_is_refused_alone(more: dict[str, str], words: str) -> None:
    found = read(row(**more), row(公司代號="2317"))
    (refusal,) = found.refusals
    assert words in refusal.what
    assert {one.entity for one in found.facts} == {"2317"}


def test_of_what_was_nothing_no_change_can_be_told() -> None:
    found = read(row(**{"營業收入-去年當月營收": "0", "營業收入-去年同月增減(%)": ""}))
    assert [one.value for one in found.facts] == [Decimal(323_165_707_000), Decimal(0)]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([row(資料年月="11413")], "'11413' is no month of the Republic"),
        ([row(出表日期="1140230")], "'1140230' is no day of the Republic"),
        ([{"資料年月": "11407"}], "a company lacks a column"),
        ([row(), {"公司代號": 2317}], "a company lacks a column"),
    ],
)
def test_anything_else_is_no_such_file(rows: list[dict[str, str]], words: str) -> None:
    found = read(*rows)
    assert (found.facts, len(found.refusals)) == ((), 1)
    assert words in found.refusals[0].what


def test_a_file_that_is_cut_gives_nothing() -> None:
    found = extract(json.dumps([row()], ensure_ascii=False).encode()[:-9])
    assert "it is no JSON" in found.refusals[0].what


@pytest.mark.parametrize("name", ["t187ap05_L.csv", "t187ap05_L_b.csv"])
def test_the_exchanges_own_rows_are_all_believed(shared: Path, name: str) -> None:
    """The CSV of the same table: its rows as the JSON gives them."""
    path = shared / "corpus/official/mops" / name
    if not path.exists():
        pytest.skip("the official documents are not here")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = read(*rows)
    assert (len(rows) > 1000, found.refusals, len(found.facts)) == (True, (), 2 * len(rows))
