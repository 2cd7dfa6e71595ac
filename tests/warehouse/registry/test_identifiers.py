"""The registry's identifiers against the lists of those who give them out."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

from warehouse.registry.registry import load

IDENTIFIERS = [*load().tables["identifiers"].records()]


def of(scheme: str) -> dict[str, set[str]]:
    """The identifiers of each company that are still in use."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in IDENTIFIERS:
        if row["scheme"] == scheme and row["valid_to"] is None:
            found[str(row["company_id"])].add(str(row["identifier"]))
    return found


def test_edgars_numbers_are_those_of_its_list_of_tickers(shared: Path) -> None:
    listed = json.loads((shared / "corpus/edgar/company_tickers.json").read_bytes())
    numbers = {row["ticker"]: f"{row['cik_str']:010d}" for row in listed.values()}
    with (shared / "facts/companies.csv").open(encoding="utf-8") as file:
        numbers |= {row["ticker"]: row["cik"] for row in csv.DictReader(file) if row["cik"]}
    tickers = of("ticker")
    told = {
        company: {numbers[ticker] for ticker in tickers[company] if ticker in numbers}
        for company in of("cik")
    }
    assert told == of("cik")


def test_taiwans_codes_are_of_its_list(shared: Path) -> None:
    path = shared / "corpus/official/mops/t187ap05_L.csv"
    with path.open(encoding="utf-8-sig") as file:
        names = {row["公司代號"]: row["公司名稱"] for row in csv.DictReader(file)}
    assert {company: [names[code] for code in codes] for company, codes in of("twse").items()} == {
        "tsmc": ["台積電"], "hon_hai": ["鴻海"], "quanta": ["廣達"], "wistron": ["緯創"],
        "wiwynn": ["緯穎"], "umc": ["聯電"],
    }  # fmt: skip


def test_legal_entity_identifiers_have_their_check_digits() -> None:
    codes = [code for found in of("lei").values() for code in found]
    assert codes
    for code in codes:  # ISO 17442: letters count from 10, and the whole leaves 1 of 97
        assert int("".join(str(int(one, 36)) for one in code)) % 97 == 1, code
