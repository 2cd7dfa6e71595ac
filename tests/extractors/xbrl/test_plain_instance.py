"""Plain XBRL: whose numbers count, which line means what, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors import Extraction, extract
from tests.builders.instance import GROUP, PARENT, YEAR, Number, instance

STATEMENT = (
    Number("ifrs-full:Revenue", "1000", (GROUP,), id="f-1"),
    Number("ifrs-full:CostOfSales", "600", (GROUP,)),
    Number("ifrs-full:GrossProfit", "400", (GROUP,)),
    Number("dart:TotalSellingGeneralAdministrativeExpenses", "150", (GROUP,)),
    Number("dart:OperatingIncomeLoss", "250", (GROUP,)),
    Number("ifrs-full:ProfitLoss", "-20", (GROUP,)),
)


def values(found: Extraction) -> dict[str, int]:
    return {one.metric: int(one.value) for one in found.figures}


def test_a_statement_is_read_whole():
    found = extract(instance(*STATEMENT))
    assert values(found) == {
        "revenue": 1000, "cost_of_revenue": 600, "gross_profit": 400, "operating_expenses": 150,
        "operating_income": 250, "net_income": -20,
    }  # fmt: skip
    assert found.document.kind == "xbrl"
    assert found.refusals == ()
    assert {(one.basis, one.unit, one.period_type) for one in found.figures} == {
        ("ifrs", "KRW", "FY")
    }
    (revenue,) = (one for one in found.facts if one.concept == "ifrs-full:Revenue")
    assert (str(revenue.locator), revenue.quote, revenue.entity) == (
        "xbrl_id:f-1",
        "1000",
        "00999999",
    )
    assert found.figures[0].rule == "ifrs-full:Revenue in the instance"


def test_the_parent_alone_and_parts_of_the_group_are_counted_and_not_meant():
    found = extract(instance(
        *STATEMENT,
        Number("ifrs-full:Revenue", "700", (PARENT,)),
        Number("ifrs-full:Revenue", "300", (GROUP, ("ifrs-full:SegmentsAxis", "entity:AMember"))),
        Number("ifrs-full:Revenue", "999"),
    ))  # fmt: skip
    assert values(found)["revenue"] == 1000
    assert sum(one.facts for one in found.unmapped if one.concept == "ifrs-full:Revenue") == 3


def test_without_any_scope_the_numbers_without_members_are_the_companys():
    numbers = (Number(one.concept, one.value) for one in STATEMENT)
    assert values(extract(instance(*numbers, root="xbrli:xbrl")))["revenue"] == 1000


def test_two_values_of_one_thing_are_refused():
    found = extract(instance(*STATEMENT, Number("ifrs-full:Revenue", "1003", (GROUP,))))
    assert "revenue" not in values(found)
    assert [one.reason for one in found.refusals] == ["conflict"]


def test_an_equal_duplicate_has_both_places():
    found = extract(instance(*STATEMENT, Number("ifrs-full:Revenue", "1000", (GROUP,), id="f-9")))
    (revenue,) = (one for one in found.facts if one.concept == "ifrs-full:Revenue")
    assert [str(one) for one in revenue.also] == ["xbrl_id:f-9"]


def test_rows_of_a_list_neither_contradict_each_other_nor_are_meant():
    rows = (Number("ifrs-full:Revenue", n, (GROUP,), in_tuple=True) for n in ("5", "6"))
    found = extract(instance(*STATEMENT, *rows))
    assert values(found)["revenue"] == 1000
    assert found.refusals == ()


def test_a_cost_that_does_not_lead_to_gross_profit_is_refused():
    changed = [Number("ifrs-full:CostOfSales", "500", (GROUP,))]
    found = extract(instance(*(one for one in STATEMENT if "Cost" not in one.concept), *changed))
    assert "cost_of_revenue" not in values(found)
    assert [one.reason for one in found.refusals] == ["does_not_close"]


@pytest.mark.parametrize(
    ("net", "cost"), [("398", 600), ("400", 600)],
)  # fmt: skip
def test_gross_profit_before_and_after_sales_to_associates(net, cost):
    found = extract(instance(
        Number("ifrs-full:Revenue", "1000", unit="TWD"),
        Number("tifrs-bsci-ci:OperatingCosts", "600", unit="TWD"),
        Number("tifrs-bsci-ci:GrossProfitLossFromOperations", "400", unit="TWD"),
        Number("ifrs-full:GrossProfit", net, unit="TWD"),
    ))  # fmt: skip
    assert values(found) == {"revenue": 1000, "cost_of_revenue": cost, "gross_profit": int(net)}


@pytest.mark.parametrize("text", ["300", "-300"])
def test_what_is_paid_for_plants_counts_whatever_its_sign(text):
    number = Number("tifrs-SCF:AcquisitionOfPropertyPlantAndEquipment", text, unit="TWD")
    assert values(extract(instance(number))) == {"capital_expenditures": 300}


def test_depreciation_alone_is_not_all_of_it_where_no_statement_shows_that():
    number = Number("us-gaap:Depreciation", "70", unit="USD")
    assert values(extract(instance(number))) == {}


def test_old_and_own_namespaces():
    old = {"ifrs": "http://xbrl.iasb.org/taxonomy/2010-04-30/ifrs",
           "dart": "http://example.org/not-of-dart"}  # fmt: skip
    found = extract(instance(
        Number("ifrs:ProfitLoss", "9"), Number("dart:OperatingIncomeLoss", "8"), namespaces=old,
    ))  # fmt: skip
    assert values(found) == {"net_income": 9}
    assert {one.concept for one in found.facts} == {
        "ifrs-full:ProfitLoss", "x-dart:OperatingIncomeLoss",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (">1000<", ">1,000<", "bad_amount"),
        (">1000<", "><", "bad_amount"),
        (">1000<", f">{'9' * 28}<", "bad_amount"),
        ('decimals="0" id="f-1"', 'decimals="many" id="f-1"', "bad_amount"),
        ('contextRef="c0" unitRef="KRW" decimals="0" id', 'contextRef="c77" unitRef="KRW" id',
         "missing_context"),
        ('unitRef="KRW" decimals="0" id', 'unitRef="WON" id', "missing_unit"),
    ],
)  # fmt: skip
def test_a_bad_number_is_refused_alone(old, new, reason):
    numbers = (STATEMENT[0], Number("ifrs-full:ProfitLoss", "-20", (PARENT,)), *STATEMENT[5:])
    data = instance(*numbers).decode()
    reference = data.split('<ifrs-full:Revenue contextRef="')[1].partition('"')[0]
    assert old.replace("c0", reference) in data
    found = extract(data.replace(old.replace("c0", reference), new).encode())
    assert values(found) == {"net_income": -20}
    assert [one.reason for one in found.refusals] == [reason]


def test_signs_and_nothing_reported():
    found = extract(instance(
        Number("ifrs-full:ProfitLoss", "+5"), Number("ifrs-full:Revenue", "--5"),
        Number("ifrs-full:GrossProfit", "0"),
    ))  # fmt: skip
    assert {one.metric: one.value for one in found.figures} == {
        "net_income": Decimal(5), "gross_profit": Decimal(0),
    }  # fmt: skip


def test_a_cut_instance_is_truncated():
    found = extract(instance(*STATEMENT)[:-30])
    assert [one.reason for one in found.refusals] == ["truncated"]


def test_an_instance_without_what_we_know_says_so():
    found = extract(instance(Number("entity:Staff", "7", period=YEAR)))
    assert [one.what for one in found.refusals] == [
        "no figures: numbers, but none of the whole company that we know"
    ]
