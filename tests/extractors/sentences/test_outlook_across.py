"""Forecasts whose metrics are over the columns and whose years are the rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.builders.html_page import outlooks, read, table, targets

RESULTS = table("""
 | Three months ended June 30, 2024 | Three months ended June 30, 2025
Net sales | 13,873 | 26,377
Cost of sales | 6,831 | 9,231
Gross profit | 7,042 | 17,146
Operating income | 3,132 | 12,396
Income taxes | 950 | 3,401
Net income | 2,388 | 9,016
""")
SAID = (
    "Results for the Three Months Ended June 30, 2025",
    "Results of the first quarter of fiscal 2026, which ended June 30, 2025.",
    "(Millions of yen)",
    RESULTS,
)
SPAN = "3. Forecast of results for FY2026 (from April 1, 2025 through March 31, 2026)"
FORECAST = """
 | Net sales~2 | Operating income~2 | Income before income taxes~2 | Net income~2 | Earnings per share
 | Million yen | % | Million yen | % | Million yen | % | Million yen | % | Yen
{row} | 83,500 | 7.1 | 30,000 | (31.5) | 29,950 | 33.3 | 22,150 | 37.4 | 303.15"""
WANTED = {
    ("revenue", "gaap", "mid"): Decimal(83_500_000_000),
    ("operating_income", "gaap", "mid"): Decimal(30_000_000_000),
    ("net_income", "gaap", "mid"): Decimal(22_150_000_000),
}


@pytest.mark.parametrize("row", ["Full-year", "FY2026", "Fiscal year ending March 31, 2026"])
def test_the_year_that_a_row_names_has_the_metrics_over_its_columns(row: str):
    found = read(*SAID, SPAN, table(FORECAST.format(row=row)))
    assert outlooks(found) == WANTED
    assert targets(found) == {("FY", date(2025, 4, 1), date(2026, 3, 31))}
    assert {f.unit for f in found.figures if f.kind == "guidance"} == {"JPY"}


@pytest.mark.parametrize(
    ("title", "row"),
    [
        (SPAN, "Previous forecast for the fiscal year ending March 31, 2026 (A)"),
        (SPAN, "Six months ending September 30, 2025"),
        (SPAN, "Fiscal year ended March 31, 2025"),
        ("3. Forecast of results", "Full-year"),
        ("3. Results for FY2026 (from April 1, 2025 through March 31, 2026)", "Full-year"),
        ("3. Forecast for FY2025 (from April 1, 2024 through March 31, 2025)", "Full-year"),
    ],
)
def test_what_is_no_forecast_of_a_year_ahead_is_none(title: str, row: str):
    lines = FORECAST.format(row=row) + "\nReference | 80,000 | 1.0 | 1 | 1 | 1 | 1 | 1 | 1 | 1"
    assert outlooks(read(*SAID, title, table(lines))) == {}


def test_columns_that_name_no_metric_have_no_forecast():
    found = read(*SAID, SPAN, table("""
 | Boats~2 | Engines~2
 | Million yen | % | Million yen | %
Full-year | 83,500 | 7.1 | 30,000 | (31.5)"""))  # fmt: skip
    assert outlooks(found) == {}
