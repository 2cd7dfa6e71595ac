"""Sentences of a filing's notes, in our own words: the largest customer, and supply commitments."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flows.sample.tables import Company, Row
from flows.sample.wording import amount, day, percent, period_name


def sentences(rows: Iterable[Row], company: Company) -> list[str]:
    """One sentence for each of the rows that no table prints."""
    return [TOLD[row.metric](row, company) for row in rows if row.metric in TOLD]


def _customer(row: Row, company: Company) -> str:
    when = period_name(row.label)
    start = f"For the {when}" if "quarter" in when else f"For {when}"
    return f"{start}, sales to one customer represented {percent(row)} of total revenue."


def _suppliers(row: Row, company: Company) -> str:
    owed = amount(row.value, row.step, row.unit, company)
    return f"As of {day(row.period.end)}, our supply and capacity commitments were {owed}."


TOLD: dict[str, Callable[[Row, Company], str]] = {
    "customer_concentration": _customer,
    "supply_commitments": _suppliers,
}
"""What filings tell in sentences alone."""
