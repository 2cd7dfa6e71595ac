"""A whole invented report that closes in every line, and what extraction tells of it.

A test replaces the rows that it is about (`changed`), adds notes, and asks `told` for values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors import Extraction, Figure, extract
from extractors.model import Period
from tests.builders.ixbrl_filing import (
    END23,
    END24,
    FY23,
    FY24,
    Column,
    Filing,
    Prose,
    Row,
    Table,
    Untagged,
)

YEARS = (Column(FY24, ("2024",)), Column(FY23, ("2023",)))
ENDS = (Column(END24, ("2024",)), Column(END23, ("2023",)))
INCOME = (
    Row("Revenue", "us-gaap:Revenues", ("1,000", "800")),
    Row("Cost of revenue", "us-gaap:CostOfRevenue", ("400", "350")),
    Row("Gross profit", "us-gaap:GrossProfit", ("600", "450")),
    Row("Operating expenses:"),
    Row("Research and development", "us-gaap:ResearchAndDevelopmentExpense", ("200", "180")),
    Row("Selling and administration", "us-gaap:SellingGeneralAndAdministrativeExpense", ("100", "90")),
    Row("Total operating expenses", "us-gaap:OperatingExpenses", ("300", "270")),
    Row("Operating income", "us-gaap:OperatingIncomeLoss", ("300", "180")),
    Row("Income tax expense", "us-gaap:IncomeTaxExpenseBenefit", ("60", "36")),
    Row("Net income", "us-gaap:NetIncomeLoss", ("240", "144")),
    Row(
        "Earnings per share, diluted", "us-gaap:EarningsPerShareDiluted", ("2.40", "1.44"),
        unit="USD/shares", scale=0, decimals="2",
    ),
)  # fmt: skip
CASH_FLOW = (
    Row("Net income", "us-gaap:NetIncomeLoss", ("240", "144")),
    Row(
        "Depreciation and amortization",
        "us-gaap:DepreciationDepletionAndAmortization",
        ("50", "45"),
    ),
    Row(
        "Cash from operations", "us-gaap:NetCashProvidedByUsedInOperatingActivities", ("290", "189")
    ),
    Row("Purchases of property", "us-gaap:PaymentsToAcquireProductiveAssets", ("(80)", "(70)")),
    Row("Cash for investing", "us-gaap:NetCashProvidedByUsedInInvestingActivities", ("-80", "-70")),
)
BALANCE = (
    Row("Cash", "us-gaap:CashAndCashEquivalentsAtCarryingValue", ("500", "290")),
    Row("Inventories", "us-gaap:InventoryNet", ("120", "110")),
    Row("Total assets", "us-gaap:Assets", ("900", "700")),
    Row("Total liabilities and equity", "us-gaap:LiabilitiesAndStockholdersEquity", ("900", "700")),
)


def changed(rows: tuple[Row, ...], caption: str, *instead: Row) -> tuple[Row, ...]:
    """`rows` with those `instead` of the one that has `caption`."""
    at = [row.caption for row in rows].index(caption)
    return (*rows[:at], *instead, *rows[at + 1 :])


def report(
    *notes: Table | Prose | Untagged,
    income: tuple[Row, ...] = INCOME,
    cash_flow: tuple[Row, ...] = CASH_FLOW,
    balance: tuple[Row, ...] = BALANCE,
) -> Filing:
    """A 10-K for 2024, in millions of dollars, that closes; `notes` follow its three statements."""
    statements = (
        Table("Consolidated statements of income (in millions)", YEARS, income),
        Table("Consolidated balance sheets (in millions)", ENDS, balance),
        Table("Consolidated statements of cash flows (in millions)", YEARS, cash_flow),
    )
    return Filing((*statements, *notes))


def rescaled(table: Table, scale: int) -> Table:
    """The same values printed in another scale: '1,300' with scale 6 as '1,300,000' with scale 3."""

    def shown(text: str, by: int) -> str:
        digits = re.sub(r"[^\d.]", "", text)
        if not digits:
            return text
        number = f"{Decimal(digits).scaleb(by):,f}"
        return f"({number})" if text.startswith("(") else "-" + number if text[0] == "-" else number

    rows = [
        replace(row, scale=scale, printed=tuple(shown(text, row.scale - scale) for text in row.printed))
        if row.unit == "USD" else row
        for row in table.rows
    ]  # fmt: skip
    return replace(table, rows=tuple(rows))


@dataclass(frozen=True, slots=True)
class Told:
    """What extraction told of a filing, in millions, as a test asks for it."""

    extraction: Extraction

    def figure(self, metric: str, part: str | None = None, period: Period = FY24) -> Figure | None:
        """The one figure of a metric, part and period; None where there is none."""
        found = [
            f for f in self.extraction.figures
            if (f.metric, f.segment, f.period) == (metric, part, period)
        ]  # fmt: skip
        assert len(found) < 2, f"{len(found)} figures of {metric} of {part} in {period}"
        return found[0] if found else None

    def __call__(
        self, metric: str, part: str | None = None, period: Period = FY24
    ) -> Decimal | None:
        """Its value in millions."""
        figure = self.figure(metric, part, period)
        return figure.value / 1_000_000 if figure else None

    def parts(self, metric: str, period: Period = FY24) -> dict[str, tuple[str | None, Decimal]]:
        """Name → breakdown and value in millions, of all parts."""
        figures = [f for f in self.extraction.figures if (f.metric, f.period) == (metric, period)]
        named = [f for f in figures if f.segment is not None]
        assert len({f.segment for f in named}) == len(named), "two parts have one name"
        return {f.segment or "": (f.breakdown, f.value / 1_000_000) for f in named}

    @property
    def reasons(self) -> list[str]:
        """Reasons of all refusals."""
        return [refusal.reason for refusal in self.extraction.refusals]


def told(filing: Filing | bytes) -> Told:
    """Extract a filing."""
    data = filing.render() if isinstance(filing, Filing) else filing
    return Told(extract(data))
