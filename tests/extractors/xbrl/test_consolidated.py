"""Which line of the statements is the company's figure, and what is refused rather than guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from extractors.model import Duration, Input
from tests.builders.ixbrl_filing import (
    END24,
    FY23,
    FY24,
    OPERATING,
    Column,
    Filing,
    Prose,
    Row,
    Table,
    Tag,
    product,
    segment,
)
from tests.builders.statements import (
    BALANCE,
    CASH_FLOW,
    ENDS,
    INCOME,
    YEARS,
    Told,
    changed,
    report,
    told,
)


def with_capex(*rows: Row) -> Told:
    return told(report(cash_flow=changed(CASH_FLOW, "Purchases of property", *rows)))


def with_income(caption: str, *rows: Row) -> Told:
    return told(report(income=changed(INCOME, caption, *rows)))


def test_a_plain_report_closes_in_every_line():
    found = told(report())
    assert found.extraction.refusals == ()
    assert {f.metric: int(f.value) // 10**6 for f in found.extraction.figures if f.period.end.year == 2024} == {
        "revenue": 1000,
        "cost_of_revenue": 400,
        "gross_profit": 600,
        "research_and_development": 200,
        "operating_expenses": 300,
        "operating_income": 300,
        "net_income": 240,
        "net_income_attributable": 240,
        "capital_expenditures": 80,
        "depreciation_and_amortization": 50,
        "inventory": 120,
    }  # fmt: skip
    assert found("revenue", period=FY23) == 800
    assert found("inventory", period=END24) == 120


def test_every_figure_of_a_plain_report_says_where_it_comes_from():
    found = told(report())
    figure = found.figure("revenue")
    (line,) = [f for f in found.extraction.facts if f.fact_id == figure.inputs[0].fact_id]
    assert (line.quote, line.caption, line.column_caption) == ("1,000", ("Revenue",), ("2024",))
    assert line.statement == "income"
    assert (figure.rule, figure.confidence) == (
        "us-gaap:Revenues on the income statement",
        "exact_tag",
    )
    assert (figure.period_type, figure.basis, figure.kind, figure.unit) == (
        "FY",
        "gaap",
        "actual",
        "USD",
    )
    assert (figure.bound, figure.parent, figure.member, figure.decimals) == (None, None, None, -6)


# ------------------------------------------------------------------ capital expenditures


@pytest.mark.parametrize(
    "concept",
    [
        "us-gaap:PaymentsToAcquireProductiveAssets",
        "us-gaap:PaymentsToAcquirePropertyPlantAndEquipment",
    ],
)
def test_capex_under_either_concept_is_positive(concept):
    found = with_capex(Row("Purchases of equipment", concept, ("(80)", "(70)")))
    assert (found("capital_expenditures"), found("capital_expenditures", period=FY23)) == (80, 70)


@pytest.mark.parametrize("printed", ["(80)", "-80"])
@pytest.mark.parametrize(
    "caption",
    [
        "Purchases of property and equipment",
        "Purchases related to property and equipment and intangible assets",
        "Additions to property, plant and equipment",
        "Capital expenditures",
        "Payments for property, plant, and equipment",
    ],
)
def test_capex_under_an_extension_concept_is_known_by_its_caption(caption, printed):
    found = with_capex(Row(caption, "own:PurchasesOfThings", (printed, "(70)")))
    figure = found.figure("capital_expenditures")
    assert figure.value == 80_000_000
    assert figure.rule == "own:PurchasesOfThings on the cash flow statement, by its caption"
    assert figure.confidence == "open_table"
    assert figure.inputs[0].weight == (-1 if printed == "-80" else 1)


@pytest.mark.parametrize(
    "caption",
    [
        "Proceeds from sales of property and equipment",
        "Purchases of investments",
        "Principal payments on property and equipment",
        "Acquisitions of businesses, net of cash",
    ],
)
def test_other_flows_under_an_extension_concept_are_not_capex(caption):
    found = with_capex(Row(caption, "own:SomeFlow", ("(80)", "(70)")))
    assert found("capital_expenditures") is None


@pytest.mark.parametrize(
    "caption",
    [
        "Purchases of property and equipment included in accounts payable",
        "Acquisitions of property and equipment under finance leases",
        "Additions to property, plant and equipment, accrued but not yet paid",
    ],
)
def test_purchases_that_moved_no_cash_are_not_capex(caption):
    rows = (
        Row("Supplemental disclosure"),
        Row(caption, "us-gaap:CapitalExpendituresIncurredButNotYetPaid", ("7", "6")),
    )
    found = told(report(cash_flow=(*changed(CASH_FLOW, "Purchases of property"), *rows)))
    assert found("capital_expenditures") is None


def test_capex_concepts_of_two_years_in_one_document_each_speak_for_their_year():
    found = with_capex(
        Row("Purchases of property", "us-gaap:PaymentsToAcquireProductiveAssets", ("(80)", "")),
        Row("Purchases of property", "own:PurchasesOfPropertyAndEquipment", ("", "(70)")),
    )
    assert found("capital_expenditures") == 80
    assert found("capital_expenditures", period=FY23) == 70


# ------------------------------------------------------------------ depreciation and amortization


def test_the_cash_flow_line_of_depreciation_goes_before_the_note_s():
    note = Table(
        "Property and equipment", YEARS,
        (Row("Depreciation and amortization", "us-gaap:DepreciationAndAmortization", ("30", "28")),),
    )  # fmt: skip
    assert told(report(note))("depreciation_and_amortization") == 50


def test_a_lesser_concept_in_the_cash_flow_goes_before_the_best_concept_in_a_note():
    line = Row(
        "Depreciation, amortization and other",
        "us-gaap:OtherDepreciationAndAmortization",
        ("50", "45"),
    )
    note = Table(
        "Property", YEARS,
        (Row("Depreciation", "us-gaap:DepreciationDepletionAndAmortization", ("30", "28")),),
    )  # fmt: skip
    filing = report(note, cash_flow=changed(CASH_FLOW, "Depreciation and amortization", line))
    assert told(filing)("depreciation_and_amortization") == 50


def test_depreciation_alone_says_so():
    lines = (
        Row("Depreciation", "us-gaap:Depreciation", ("40", "36")),
        Row("Amortization of intangibles", "us-gaap:AmortizationOfIntangibleAssets", ("10", "9")),
    )
    found = told(report(cash_flow=changed(CASH_FLOW, "Depreciation and amortization", *lines)))
    figure = found.figure("depreciation_and_amortization")
    assert figure.value == 40_000_000
    assert "depreciation alone" in figure.rule


def test_the_line_that_covers_both_goes_before_depreciation_alone():
    line = Row("Of which depreciation", "us-gaap:Depreciation", ("40", "36"))
    found = told(report(cash_flow=(*CASH_FLOW, line)))
    assert found("depreciation_and_amortization") == 50


# ------------------------------------------------------------------ net income


def test_net_income_includes_minorities_and_the_attributable_stands_beside():
    found = with_income(
        "Net income",
        Row("Net income", "us-gaap:ProfitLoss", ("250", "150")),
        Row("Less: noncontrolling interests", "us-gaap:NetIncomeLossAttributableToNoncontrollingInterest", ("10", "6")),
        Row("Net income attributable to Quartz & Sand", "us-gaap:NetIncomeLoss", ("240", "144")),
    )  # fmt: skip
    assert (found("net_income"), found("net_income_attributable")) == (250, 240)
    assert found("net_income", period=FY23) == 150


def test_a_net_loss_is_negative():
    found = with_income("Net income", Row("Net loss", "us-gaap:NetIncomeLoss", ("-240", "-144")))
    # The cash flow statement of this filing still says 240: one of them must be wrong.
    assert found("net_income") is None
    assert "conflict" in found.reasons
    income = changed(
        INCOME, "Net income", Row("Net loss", "us-gaap:NetIncomeLoss", ("-240", "-144"))
    )
    cash = changed(
        CASH_FLOW, "Net income", Row("Net loss", "us-gaap:NetIncomeLoss", ("-240", "-144"))
    )
    assert told(report(income=income, cash_flow=cash))("net_income") == -240


# ------------------------------------------------------------------ cost and gross profit


@pytest.mark.parametrize(
    ("part", "total"),
    [
        ("us-gaap:CostOfGoodsAndServicesSold", "us-gaap:CostOfRevenue"),
        ("us-gaap:CostOfRevenue", "us-gaap:CostOfGoodsAndServicesSold"),
    ],
)
def test_only_the_cost_line_that_closes_is_the_cost(part, total):
    found = with_income(
        "Cost of revenue",
        Row("Cost of sales", part, ("370", "325")),
        Row("Amortization of intangibles", "us-gaap:CostOfGoodsAndServicesSoldAmortization", ("30", "25")),
        Row("Total cost of sales", total, ("400", "350")),
    )  # fmt: skip
    assert found("cost_of_revenue") == 400
    assert found("cost_of_revenue", period=FY23) == 350
    assert found("gross_profit") == 600


def test_a_cost_that_does_not_lead_to_the_gross_profit_is_refused():
    found = with_income(
        "Cost of revenue", Row("Cost of products", "us-gaap:CostOfGoodsSold", ("370", "350"))
    )
    assert found("cost_of_revenue") is None
    assert found("cost_of_revenue", period=FY23) == 350
    assert (found("revenue"), found("gross_profit")) == (1000, 600)
    assert found.reasons == ["does_not_close"]


def test_rounding_in_the_last_digit_closes():
    found = with_income(
        "Cost of revenue", Row("Cost of revenue", "us-gaap:CostOfRevenue", ("401", "350"))
    )
    assert found("cost_of_revenue") == 401


def without_gross_profit(*costs: Row) -> Told:
    income = changed(changed(INCOME, "Gross profit"), "Total operating expenses")
    return told(report(income=changed(income, "Cost of revenue", *costs)))


@pytest.mark.parametrize(
    "concept",
    ["us-gaap:CostOfRevenue", "us-gaap:CostOfGoodsAndServicesSold", "us-gaap:CostOfGoodsSold"],
)
def test_an_unprinted_gross_profit_is_revenue_minus_cost_with_both_as_inputs(concept):
    found = without_gross_profit(Row("Cost of sales", concept, ("400", "350")))
    figure = found.figure("gross_profit")
    assert figure.value == 600_000_000
    revenue, cost = found.figure("revenue"), found.figure("cost_of_revenue")
    assert figure.inputs == (
        Input(revenue.inputs[0].fact_id, 1, "value"),
        Input(cost.inputs[0].fact_id, -1, "value"),
    )
    assert "revenue − cost of revenue" in figure.rule


def test_a_cost_line_that_may_be_a_part_gives_no_cost_and_no_gross_profit():
    found = without_gross_profit(
        Row("Cost of subscriptions", "us-gaap:CostOfGoodsAndServicesSold", ("370", "325"))
    )
    assert (found("cost_of_revenue"), found("gross_profit")) == (None, None)
    assert set(found.reasons) == {"ambiguous_caption"}


def test_cost_without_depreciation_gives_no_gross_profit():
    concept = "us-gaap:CostOfGoodsAndServiceExcludingDepreciationDepletionAndAmortization"
    found = without_gross_profit(Row("Cost of sales", concept, ("370", "325")))
    assert found("gross_profit") is None


def test_several_cost_lines_without_a_total_give_no_cost_and_say_why():
    found = without_gross_profit(
        Row("Cost of products", "us-gaap:CostOfGoodsSold", ("300", "260")),
        Row("Cost of services", "us-gaap:CostOfServices", ("100", "90")),
    )
    assert (found("cost_of_revenue"), found("gross_profit")) == (None, None)
    assert set(found.reasons) == {"ambiguous_caption"}


def test_several_cost_lines_with_a_total_give_the_gross_profit():
    found = without_gross_profit(
        Row("Cost of products", "us-gaap:CostOfGoodsSold", ("300", "260")),
        Row("Cost of services", "us-gaap:CostOfServices", ("100", "90")),
        Row("Total cost of revenue", "us-gaap:CostOfRevenue", ("400", "350")),
    )
    assert (found("cost_of_revenue"), found("gross_profit")) == (400, 600)


# ------------------------------------------------------------------ operating expenses and income


def test_operating_expenses_that_include_the_cost_are_refused():
    found = with_income(
        "Total operating expenses",
        Row("Total costs and expenses", "us-gaap:OperatingExpenses", ("700", "620")),
    )
    assert found("operating_expenses") is None
    assert found("operating_income") == 300
    assert set(found.reasons) == {"does_not_close"}


@pytest.mark.parametrize(
    "caption", ["Operating income (loss)", "Income from operations", "Operating profit"]
)
def test_operating_income_under_an_extension_concept(caption):
    found = with_income("Operating income", Row(caption, "own:OperatingResult", ("300", "180")))
    assert found("operating_income") == 300


@pytest.mark.parametrize("caption", ["Operating loss", "Loss from operations"])
def test_a_loss_tagged_positive_under_an_extension_concept_is_never_a_profit(caption):
    found = with_income("Operating income", Row(caption, "own:OperatingLoss", ("300", "180")))
    assert found("operating_income") in (None, -300)


# ------------------------------------------------------------------ revenue


@pytest.mark.parametrize(
    "members", [(OPERATING,), (product("AllProductsMember"),), (segment("OnlySegmentMember"),)]
)
def test_a_revenue_line_that_carries_a_member_is_the_company_s(members):
    found = with_income("Revenue", Row("Revenue", "us-gaap:Revenues", ("1,000", "800"), members))
    assert (found("revenue"), found("revenue", period=FY23)) == (1000, 800)


def test_two_lines_with_members_and_no_total_are_not_the_company_s():
    found = with_income(
        "Revenue",
        Row("Revenue", "us-gaap:Revenues", ("700", "600"), (product("GoodsMember"),)),
        Row("Revenue", "us-gaap:Revenues", ("300", "200"), (product("ServicesMember"),)),
    )
    assert found("revenue") is None


def test_the_total_of_several_revenue_lines_is_the_company_s():
    concept = "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax"
    found = with_income(
        "Revenue",
        Row("Products", concept, ("700", "600"), (product("GoodsMember"),)),
        Row("Services", concept, ("300", "200"), (product("ServicesMember"),)),
        Row("Total revenue", concept, ("1,000", "800")),
    )
    assert found("revenue") == 1000


def test_revenue_from_contracts_beside_other_revenue_is_not_the_total():
    found = with_income(
        "Revenue",
        Row("Sales", "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax", ("940", "750")),
        Row("Leases", "us-gaap:OperatingLeasesIncomeStatementLeaseRevenue", ("60", "50")),
        Row("Total revenues", "us-gaap:Revenues", ("1,000", "800")),
    )
    assert found("revenue") == 1000


FY22 = Duration(date(2022, 1, 1), date(2022, 12, 31))


def test_an_investee_s_revenue_in_a_note_is_not_the_company_s():
    concept = "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax"
    columns = (*YEARS, Column(FY22, ("2022",)))
    note = Table(
        "Summarized results of our investee", columns,
        (
            Row("Revenue", "us-gaap:Revenues", ("55", "44", "33")),
            Row("Gross profit", "us-gaap:GrossProfit", ("", "", "11")),
            Row("Net income", "us-gaap:ProfitLoss", ("5", "4", "3")),
        ),
    )  # fmt: skip
    found = told(
        report(note, income=changed(INCOME, "Revenue", Row("Revenue", concept, ("1,000", "800"))))
    )
    assert [found("revenue", period=p) for p in (FY24, FY23, FY22)] == [1000, 800, None]
    assert [found("gross_profit", period=p) for p in (FY24, FY22)] == [600, None]
    assert [found("net_income", period=p) for p in (FY24, FY22)] == [240, None]


def test_an_investee_s_member_keeps_its_revenue_apart():
    axis = "us-gaap:ScheduleOfEquityMethodInvestmentEquityMethodInvesteeNameAxis"
    row = Row("Revenue", "us-gaap:Revenues", ("55", "44"), ((axis, "own:FriendCorpMember"),))
    found = told(report(Table("Our investee", YEARS, (row,))))
    assert (found("revenue"), found.reasons) == (1000, [])
    assert found.parts("revenue") == {}


def test_facts_of_another_entity_are_refused():
    row = Row("Revenue", "us-gaap:Revenues", ("55", "44"), entity="0009990077")
    found = told(report(Table("Subsidiary guarantor", YEARS, (row,))))
    assert found("revenue") == 1000
    assert found.reasons == ["other_entity", "other_entity"]


# ------------------------------------------------------------------ periods and columns


def test_a_rolling_twelve_months_is_no_fiscal_year():
    rolling = Duration(date(2023, 7, 1), date(2024, 6, 30))
    columns = (*YEARS, Column(rolling, ("Twelve months to June 30, 2024",)))
    table = Table(
        "Income",
        columns,
        tuple(replace(r, printed=(*r.printed, "900") if r.printed else ()) for r in INCOME),
    )
    found = told(Filing((table,)))
    assert found.figure("revenue", period=FY24).period_type == "FY"
    assert found.figure("revenue", period=rolling).period_type == "other"


def test_a_year_of_53_weeks_is_a_year():
    year = Duration(date(2024, 12, 29), date(2026, 1, 3))
    table = Table(
        "Income",
        (Column(year, ("2025",)),),
        tuple(replace(r, printed=r.printed[:1]) for r in INCOME),
    )
    found = told(Filing((table,), period=year, fiscal_year_end="--12-31"))
    assert found.figure("revenue", period=year).period_type == "FY"


@pytest.mark.parametrize(
    ("start", "end", "period_type"),
    [
        (date(2024, 7, 1), date(2024, 9, 30), "Q"),
        (date(2024, 1, 1), date(2024, 6, 30), "H1"),
        (date(2024, 1, 1), date(2024, 9, 30), "9M"),
        (date(2024, 6, 9), date(2024, 9, 28), "Q"),  # 16 weeks
        (date(2024, 3, 1), date(2024, 3, 31), "other"),
    ],
)
def test_the_class_of_a_period_goes_by_its_days(start, end, period_type):
    period = Duration(start, end)
    table = Table(
        "Income",
        (Column(period, ("now",)),),
        tuple(replace(r, printed=r.printed[:1]) for r in INCOME),
    )
    found = told(Filing((table,), form="10-Q", period=period))
    assert found.figure("revenue", period=period).period_type == period_type


RESTATED = (("srt:RestatementAxis", "srt:ScenarioPreviouslyReportedMember"),)


def test_a_column_as_previously_reported_is_not_used():
    columns = (*YEARS, Column(FY23, ("2023 as previously reported",), RESTATED))
    rows = tuple(replace(r, printed=(*r.printed, "999") if r.printed else ()) for r in INCOME)
    found = told(Filing((Table("Income", columns, rows),)))
    assert found("revenue", period=FY23) == 800
    assert found("net_income", period=FY23) == 144
    assert found.parts("revenue", FY23) == {}


def test_a_year_that_stands_only_as_previously_reported_is_not_told():
    columns = (YEARS[0], Column(FY23, ("2023 as previously reported",), RESTATED))
    found = told(Filing((Table("Income", columns, INCOME),)))
    assert (found("revenue"), found("revenue", period=FY23)) == (1000, None)
    assert found("operating_income", period=FY23) is None


def test_a_filing_with_nothing_but_previously_reported_columns_tells_nothing():
    columns = (Column(FY24, ("2024",), RESTATED), Column(FY23, ("2023",), RESTATED))
    found = told(Filing((Table("Income", columns, INCOME),)))
    assert found.extraction.figures == ()
    assert "no_figures" in found.reasons


def test_hidden_facts_are_read_but_make_no_figures():
    data = report(income=changed(INCOME, "Revenue")).render()
    hidden = Tag("us-gaap:Revenues", FY24, "1,000").markup().encode()
    found = told(data.replace(b"<ix:hidden>", b"<ix:hidden>" + hidden))
    assert found("revenue") is None
    assert [f.value for f in found.extraction.facts if f.concept == "us-gaap:Revenues"] == [10**9]


# ------------------------------------------------------------------ duplicates and conflicts


def test_an_equal_duplicate_is_one_fact_with_both_places():
    twice = Prose(
        ("Revenue was ", Tag("us-gaap:Revenues", FY24, "1,000", name="again"), " million.")
    )
    found = told(report(twice))
    (line,) = [
        f for f in found.extraction.facts if (f.concept, f.period) == ("us-gaap:Revenues", FY24)
    ]
    assert [str(place) for place in line.also] == ["xbrl_id:again"]
    assert line.caption == ("Revenue",)
    assert (found("revenue"), found.reasons) == (1000, [])


@pytest.mark.parametrize("text", ["1.0", "1"])
def test_a_rounded_repetition_agrees(text):
    prose = Prose(
        ("about ", Tag("us-gaap:Revenues", FY24, text, scale=9, decimals="-8"), " billion")
    )
    found = told(report(prose))
    assert (found("revenue"), found.reasons) == (1000, [])


def test_1713_agrees_with_one_point_seven_billion_though_tagged_too_precise():
    row = Row(
        "Depreciation and amortization",
        "us-gaap:DepreciationDepletionAndAmortization",
        ("1,713", "45"),
    )
    concept = "us-gaap:DepreciationDepletionAndAmortization"
    prose = Prose(("It was $", Tag(concept, FY24, "1.7", scale=9, decimals="-6"), " billion."))
    filing = report(prose, cash_flow=changed(CASH_FLOW, "Depreciation and amortization", row))
    found = told(filing)
    assert (found("depreciation_and_amortization"), found.reasons) == (1713, [])


def test_two_values_for_the_same_thing_are_a_conflict_and_held_back():
    prose = Prose(
        ("Revenue was ", Tag("us-gaap:Revenues", FY24, "1,010", name="other"), " million.")
    )
    found = told(report(prose))
    assert found("revenue") is None
    assert found("revenue", period=FY23) == 800
    assert found("gross_profit") == 600
    refusal = found.extraction.refusals[0]
    assert refusal.reason == "conflict"
    assert "1,000 against 1,010 at xbrl_id:other" in refusal.what


@pytest.mark.parametrize("factor", [3, 6])
def test_values_apart_by_a_thousand_or_a_million_are_a_break_of_scale(factor):
    scale = 6 - factor
    prose = Prose((Tag("us-gaap:Revenues", FY24, "1,000", scale=scale, decimals=str(-scale)),))
    found = told(report(prose))
    assert found("revenue") is None
    assert found.reasons[0] == "scale_break"


def test_a_conflict_costs_neither_other_metrics_nor_hides_in_a_derived_figure():
    prose = Prose((Tag("us-gaap:CostOfRevenue", FY24, "410"),))
    income = changed(changed(INCOME, "Gross profit"), "Total operating expenses")
    found = told(report(prose, income=income))
    assert (found("cost_of_revenue"), found("gross_profit")) == (None, None)
    assert found("revenue") == 1000


def test_nil_is_no_figure_and_a_dash_is_zero():
    found = with_income(
        "Research and development",
        Row("Research and development", "us-gaap:ResearchAndDevelopmentExpense", ("—", "180")),
    )
    assert found("research_and_development") == 0
    nil = (
        report()
        .render()
        .replace(
            b'decimals="-6" format="ixt:num-dot-decimal">200<', b'decimals="-6" xsi:nil="true"><'
        )
    )
    found = told(nil)
    assert found("research_and_development") is None
    assert found("research_and_development", period=FY23) == 180


# ------------------------------------------------------------------ IFRS


IFRS_INCOME = (
    Row("Revenue", "ifrs-full:Revenue", ("32,000", "30,000", "1,000")),
    Row("Cost of sales", "ifrs-full:CostOfSales", ("12,800", "12,000", "400")),
    Row("Gross profit", "ifrs-full:GrossProfit", ("19,200", "18,000", "600")),
    Row(
        "Operating profit", "ifrs-full:ProfitLossFromOperatingActivities", ("9,600", "9,000", "300")
    ),
    Row("Income tax", "ifrs-full:IncomeTaxExpenseContinuingOperations", ("1,600", "1,500", "50")),
    Row("Profit for the year", "ifrs-full:ProfitLoss", ("8,000", "7,500", "250")),
    Row(
        "Owners of the parent",
        "ifrs-full:ProfitLossAttributableToOwnersOfParent",
        ("7,840", "7,400", "245"),
    ),
)


def test_an_ifrs_report_with_a_convenience_column_is_told_in_its_own_currency():
    columns = (Column(FY24, ("2024", "NT$"), unit="TWD"), Column(FY23, ("2023", "NT$"), unit="TWD"),
               Column(FY24, ("2024", "US$"), unit="USD"))  # fmt: skip
    found = told(Filing((Table("Income", columns, IFRS_INCOME),), form="20-F"))
    assert {f.unit for f in found.extraction.figures} == {"TWD"}
    assert {f.basis for f in found.extraction.figures} == {"ifrs"}
    assert found("revenue") == 32_000
    assert (found("operating_income"), found("gross_profit")) == (9_600, 19_200)
    assert (found("net_income"), found("net_income_attributable")) == (8_000, 7_840)


# ------------------------------------------------------------------ units and other metrics


def test_a_number_of_shares_under_a_money_concept_is_not_money():
    found = with_income(
        "Revenue", Row("Revenue", "us-gaap:Revenues", ("1,000", "800"), unit="shares")
    )
    assert found("revenue") is None


def test_a_printed_margin_under_an_extension_concept_is_a_fraction():
    row = Row(
        "Gross margin",
        "own:GrossMarginPercentage",
        ("60.0", "56.3"),
        unit="pure",
        scale=-2,
        decimals="3",
    )
    found = told(report(Table("Key ratios", YEARS, (row,))))
    assert found.figure("gross_margin").value == Decimal("0.600")
    assert found.figure("gross_margin", period=FY23).value == Decimal("0.563")


def test_commitments_and_obligations_of_the_notes_are_told():
    rows = (
        Row("Purchase obligations", "us-gaap:PurchaseObligation", ("90", "")),
        Row(
            "Remaining performance obligations",
            "us-gaap:RevenueRemainingPerformanceObligation",
            ("310", ""),
        ),
    )
    found = told(report(Table("Commitments", ENDS, rows)))
    assert found("purchase_commitments", period=END24) == 90
    assert found("remaining_performance_obligation", period=END24) == 310


def test_commitments_of_a_sentence_may_be_a_part_whatever_their_tag():
    part = Tag("us-gaap:PurchaseObligation", END24, "8.8", scale=9, decimals="-8")
    prose = Prose(("As of December 31, 2024, we owed for licences to content $", part, " billion."))
    assert told(report(prose))("purchase_commitments", period=END24) is None


def test_inventory_stands_on_the_balance_sheet():
    note = Table(
        "Inventories by stage",
        ENDS,
        (Row("Raw materials", "us-gaap:InventoryRawMaterials", ("70", "60")),),
    )
    balance = changed(
        BALANCE, "Inventories", Row("Inventories", "us-gaap:InventoryNet", ("120", "110"))
    )
    assert told(report(note, balance=balance))("inventory", period=END24) == 120
