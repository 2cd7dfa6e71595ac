"""The closed list of what is measured."""

from __future__ import annotations

METRICS: dict[str, str] = {
    "revenue": "money",
    "cost_of_revenue": "money",
    "gross_profit": "money",
    "gross_margin": "fraction",
    "operating_income": "money",
    "operating_margin": "fraction",
    "research_and_development": "money",
    "operating_expenses": "money",
    "net_income": "money",
    "net_income_attributable": "money",
    "capital_expenditures": "money",
    "depreciation_and_amortization": "money",
    "inventory": "money",
    "purchase_commitments": "money",
    "supply_commitments": "money",
    "remaining_performance_obligation": "money",
    "wafer_shipments": "count",
    "customer_concentration": "fraction",
    "exchange_rate": "rate",
}
"""Metric → what its values measure. `net_income` includes minorities, the attributable not.

Purchase commitments are all that a company has bound itself to buy, supply commitments the part of
them that is owed to the suppliers of its goods: inventory, supply and capacity.

The concentration is one customer's part of revenue, the largest that is told.

An exchange rate is that which an outlook assumes, in units of one currency for one of another.
"""

MARGINS = {"gross_margin": "gross_profit", "operating_margin": "operating_income"}
"""Margin → the profit that it is, divided by revenue."""

OF_CASH_FLOW = ("capital_expenditures", "depreciation_and_amortization")
"""Metrics whose own statement is that of cash flows; other tables repeat them."""
