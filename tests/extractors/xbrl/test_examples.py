"""The invented filings of tests/documents, number by number as they print them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extractors.model import Duration, Instant
from tests.builders.statements import Told, told

DOCUMENTS = Path(__file__).parents[2] / "documents"
NAMES = ("lattice-10-k.htm", "stratus-10-q.htm", "taihu-20-f.htm")


def read(name: str) -> Told:
    return told((DOCUMENTS / name).read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_them_is_refused_and_all_say_who_they_are(name):
    found = read(name)
    assert found.reasons == []
    document = found.extraction.document
    assert document.issuer
    assert (document.cik or "").startswith("000999")
    assert document.ticker
    assert document.period_end
    assert b"invented" in (DOCUMENTS / name).read_bytes()


def test_the_chip_maker_s_year_of_52_weeks():
    found = read("lattice-10-k.htm")
    document = found.extraction.document
    assert (document.form, document.fiscal_year_end) == ("10-K", "01-26")
    year, before = (
        Duration(date(2024, 1, 29), date(2025, 1, 26)),
        Duration(date(2023, 1, 30), date(2024, 1, 28)),
    )
    assert {f.period_type for f in found.extraction.figures} == {"FY", "other"}
    assert found("revenue", period=year) == 9_400
    assert found("cost_of_revenue", period=year) == 2_820
    assert found("gross_profit", period=before) == 4_087
    assert found("operating_expenses", period=year) == 1_880
    assert found("net_income", period=before) == 2_125
    assert found("capital_expenditures", period=year) == 370
    assert found("depreciation_and_amortization", period=year) == 190
    assert found("inventory", period=Instant(year.end)) == 880
    # In a sentence, and not of words that tell what all of them are: it may be a part.
    assert found("purchase_commitments", period=Instant(year.end)) is None
    assert found.parts("operating_income", year) == {
        "Accelerators": ("segment", 4_740),
        "Edge Devices": ("segment", 330),
        "All Other": ("corporate", -370),
    }
    assert found.parts("revenue", before) == {
        "Accelerators": ("segment", 4_700),
        "Edge Devices": ("segment", 1_400),
        "All Other": ("corporate", 0),
        "Data halls": ("product", 4_300),
        "Workstations": ("product", 1_050),
        "Vehicles": ("product", 750),
    }


def test_the_cloud_company_s_quarter_and_half():
    found = read("stratus-10-q.htm")
    quarter, half = (
        Duration(date(2025, 4, 1), date(2025, 6, 30)),
        Duration(date(2025, 1, 1), date(2025, 6, 30)),
    )
    rolling = Duration(date(2024, 7, 1), date(2025, 6, 30))
    assert (found("revenue", period=quarter), found("revenue", period=half)) == (4_000, 7_800)
    assert found.figure("revenue", period=quarter).period_type == "Q"
    assert found.figure("revenue", period=half).period_type == "H1"
    assert found("gross_profit", period=quarter) == 2_050  # 4,000 − 1,950, not printed
    assert (
        found("operating_expenses", period=quarter) is None
    )  # the printed total includes the cost
    assert found("capital_expenditures", period=half) == 1_690
    assert found.figure("capital_expenditures", period=rolling).period_type == "other"
    assert found("remaining_performance_obligation", period=Instant(quarter.end)) == 14_200
    assert found.parts("operating_income", quarter) == {
        "Marketplace": ("segment", 170),
        "Stratus Cloud": ("segment", 400),
    }
    assert found.parts("revenue", half) == {
        "Marketplace": ("segment", 5_300),
        "Stratus Cloud": ("segment", 2_500),
        "Net product sales": ("product", 4_300),
        "Net service sales": ("product", 3_500),
    }


def test_the_foundry_s_year_in_its_own_currency():
    found = read("taihu-20-f.htm")
    year = Duration(date(2024, 1, 1), date(2024, 12, 31))
    assert {(f.unit, f.basis) for f in found.extraction.figures} == {("TWD", "ifrs")}
    assert found("revenue") == 328_000
    assert (found("gross_profit"), found("operating_income")) == (180_400, 147_600)
    assert (found("net_income"), found("net_income_attributable")) == (124_640, 123_984)
    assert (found("capital_expenditures"), found("depreciation_and_amortization")) == (
        114_800,
        65_600,
    )
    assert found("inventory", period=Instant(year.end)) == 26_240
    assert found.parts("operating_income") == {
        "Wafer fabrication": ("segment", 140_100),
        "Packaging": ("segment", 7_500),
    }
