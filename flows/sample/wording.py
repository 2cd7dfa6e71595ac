"""Formats figures, days and periods as the facsimiles print them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from extractors.model import Duration
from flows.sample.tables import Company, Row

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth"}
CURRENCIES = {"USD": "US dollars", "TWD": "New Taiwan dollars", "KRW": "won", "EUR": "euros"}
SCALES = {9: "billions", 6: "millions", 3: "thousands", 0: "single units"}
CAPTIONS = {
    "revenue": "Revenue",
    "cost_of_revenue": "Cost of revenue",
    "gross_profit": "Gross profit",
    "gross_margin": "Gross margin",
    "research_and_development": "Research and development",
    "operating_expenses": "Total operating expenses",
    "operating_income": "Operating income",
    "operating_margin": "Operating margin",
    "net_income": "Net income",
    "net_income_attributable": "Net income attributable to shareholders",
    "capital_expenditures": "Purchases of property and equipment",
    "depreciation_and_amortization": "Depreciation and amortization",
    "wafer_shipments": "Wafer shipments (thousands of 12-inch equivalents)",
    "inventory": "Inventories",
    "purchase_commitments": "Purchase obligations",
    "remaining_performance_obligation": "Remaining performance obligations",
}
NOTICE = (
    "Facsimile made for demonstration: this page is no document of the company. Wording and layout "
    "are invented; the figures are those that the company published, as listed under Sources."
)
"""What every page of the site says of itself."""


def day(on: date) -> str:
    """'January 26, 2025'."""
    return f"{MONTHS[on.month - 1]} {on.day}, {on.year}"


def period_name(label: str) -> str:
    """'Q4 FY2025' → 'fourth quarter of fiscal 2025', 'FY2025' → 'fiscal 2025'."""
    part, _, year = label.rpartition("FY")
    quarter = part.strip().removeprefix("Q")
    return f"{ORDINALS[quarter]} quarter of fiscal {year}" if quarter else f"fiscal {year}"


def length_name(period: Duration) -> str:
    """'Three Months Ended', 'Nine …' or 'Year Ended', by the number of days; 'As of' for one."""
    if period.days == 1:
        return "As of"
    if period.days < 130:
        return "Three Months Ended"
    return "Nine Months Ended" if period.days < 300 else "Year Ended"


def scale_of(rows: Iterable[Row]) -> int:
    """The power of ten in which a document prints its money: millions, unless that loses digits.

    One digit after the point is kept ('27,558.5' millions); what is coarser is in billions.
    """
    finest = min((row.step.adjusted() for row in rows if row.is_money), default=6)
    return 9 if finest >= 7 else 6 if finest >= 5 else 3 if finest >= 3 else 0


def places(row: Row, scale: int) -> int:
    """The number of decimal places that the row is printed with at that scale."""
    return max(0, scale - row.step.adjusted())


def number(row: Row, scale: int) -> str:
    """The figure without its sign: '130,497' in millions."""
    return f"{abs(row.value).scaleb(-scale):,.{places(row, scale)}f}"


def cell(row: Row, scale: int) -> str:
    """The figure as a table prints it: '130,497', '(2,656)', '73.0%', '3,418' thousand wafers."""
    if row.metric == "wafer_shipments":
        return number(row, 3)
    if row.unit == "pure":
        return percent(row)
    text = number(row, scale)
    is_outflow = row.metric == "capital_expenditures"
    return f"({text})" if (row.value < 0) != is_outflow else text


def percent(row: Row) -> str:
    """A fraction as a percentage with the digits that were printed: '73.0%', '57%'."""
    return f"{row.value * 100:.{max(0, -row.step.adjusted() - 2)}f}%"


def symbol(unit: str, company: Company) -> str:
    """The currency symbol: '$', or 'US$' where the company reports in another currency."""
    dollar = "$" if company.currency == "USD" else "US$"
    return {"USD": dollar, "TWD": "NT$", "EUR": "€"}.get(unit, f"{unit} ")


def amount(value: Decimal, step: Decimal, unit: str, company: Company) -> str:
    """Money in words, with the digits that were printed: '$26.3 billion', 'NT$1.6443 trillion'."""
    power, word = (12, "trillion") if abs(value) >= 10**12 else (9, "billion")
    if step.adjusted() <= 6 and abs(value) < 10**9:
        power, word = 6, "million"
    digits = max(0, power - step.adjusted())
    text = f"{symbol(unit, company)}{abs(value).scaleb(-power):,.{digits}f} {word}"
    return f"minus {text}" if value < 0 else text
