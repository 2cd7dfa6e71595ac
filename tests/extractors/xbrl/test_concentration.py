"""The largest customer's part of revenue, from a note's tagged rows; shares of anything else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors import extract
from extractors.model import Member
from tests.builders.ixbrl_filing import FY23, FY24, Column, Row, Table, segment
from tests.builders.statements import YEARS, report

OF: Member = ("us-gaap:ConcentrationRiskByBenchmarkAxis", "us-gaap:SalesRevenueNetMember")
KIND: Member = ("us-gaap:ConcentrationRiskByTypeAxis", "us-gaap:CustomerConcentrationRiskMember")


def whose(name: str) -> Member:
    return "srt:MajorCustomersAxis", f"own:{name}Member"


def row(
    name: str, *printed: str, of: Member = OF, kind: Member = KIND, more: tuple[Member, ...] = ()
) -> Row:
    return Row(
        name, "us-gaap:ConcentrationRiskPercentage1", printed, (of, kind, whose(name), *more),
        unit="pure", scale=-2, decimals="2",
    )  # fmt: skip


def told(*rows: Row, columns: tuple[Column, ...] = YEARS) -> dict[object, Decimal]:
    """The share of each period."""
    found = extract(report(Table("Customers above 10% of revenue", columns, rows)).render())
    made = [f for f in found.figures if f.metric == "customer_concentration"]
    assert all((f.unit, f.basis, f.kind, f.segment, f.period_type, f.confidence)
               == ("pure", "gaap", "actual", None, "FY", "exact_tag") for f in made)  # fmt: skip
    return {figure.period: figure.value for figure in made}


def test_the_largest_of_the_customers_in_each_year() -> None:
    rows = (row("CustomerA", "13", "11"), row("CustomerB", "12", "17"))
    assert told(*rows) == {FY24: Decimal("0.13"), FY23: Decimal("0.17")}


@pytest.mark.parametrize(
    "name", ["CustomerOne", "DirectCustomerA", "HarborInc", "QuayGroupLimited"]
)
def test_the_names_of_one_customer(name: str) -> None:
    assert told(row(name, "13", "")) == {FY24: Decimal("0.13")}


def test_several_customers_together_are_no_rival_of_one() -> None:
    rows = (row("CustomerA", "13", ""), row("ThreeLargestCustomers", "40", ""))
    assert told(*rows) == {FY24: Decimal("0.13")}


def test_nothing_where_the_largest_may_be_several() -> None:
    assert told(row("CustomerA", "13", "11"), row("GovernmentAgencies", "20", "5")) == {
        FY23: Decimal("0.11")
    }


RECEIVABLES: Member = (OF[0], "us-gaap:AccountsReceivableMember")
CREDIT: Member = (KIND[0], "us-gaap:CreditConcentrationRiskMember")


@pytest.mark.parametrize(
    "one",
    [
        row("CustomerA", "13", "11", of=RECEIVABLES),
        row("CustomerA", "13", "11", kind=CREDIT),
        row("CustomerA", "13", "11", more=(segment("BoatsMember"),)),
        replace(row("CustomerA", "13", "11"), members=(OF, KIND)),
        replace(row("CustomerA", "13", "11"), members=()),
        row("CustomerA", "113", "111"),
    ],
)
def test_what_is_no_customers_part_of_revenue(one: Row) -> None:
    assert told(one) == {}


def test_a_year_without_the_companys_revenue_has_no_share() -> None:
    before = replace(FY23, start=FY23.start.replace(year=2022), end=FY23.end.replace(year=2022))
    columns = (Column(FY24, ("2024",)), Column(before, ("2022",)))
    assert told(row("CustomerA", "13", "11"), columns=columns) == {FY24: Decimal("0.13")}
