"""Choosing within a document: the surest place speaks, and what does not close is held back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors import extract
from tests.builders.html_page import (
    APRIL,
    HEAD,
    UNIT,
    actuals,
    millions,
    page,
    parts,
    read,
    reasons,
    table,
)

NOW, THEN = "Q 2025-04-30", "Q 2024-04-30"
INCOME = table(
    HEAD
    + """Revenue | 1,200 | 1,000
Cost of revenue | 500 | 400
Gross profit | 700 | 600
Total operating expenses | 400 | 380
Operating income | 300 | 220
Provision for income taxes | 50 | 40
Net income | 250 | 180"""
)


def test_a_statement_that_closes():
    found = read(APRIL, UNIT, INCOME)
    assert reasons(found) == []
    assert {f.confidence for f in found.figures} == {"closed_table"}
    assert millions(actuals(found, "operating_expenses")) == {NOW: 400, THEN: 380}
    assert millions(actuals(found, "net_income")) == {NOW: 250, THEN: 180}
    assert len(found.figures) == 12


def test_a_rounded_summary_agrees_with_the_statement():
    summary = table(HEAD + "Revenue | 1.2 | 1.0\nOperating income | 0.3 | 0.2")
    found = read(APRIL, "(in billions)", summary, UNIT, INCOME)
    assert millions(actuals(found, "revenue")) == {NOW: 1_200, THEN: 1_000}
    assert reasons(found) == []


def test_a_lesser_table_that_says_otherwise_is_refused_and_the_statement_stands():
    summary = table(HEAD + "Revenue | 1,250 | 1,000\nOperating income | 300 | 220")
    found = read(APRIL, UNIT, summary, UNIT, INCOME)
    assert millions(actuals(found, "revenue")) == {NOW: 1_200, THEN: 1_000}
    assert reasons(found) == ["conflict"]


def test_two_equal_places_in_conflict_are_held_back():
    one = table(HEAD + "Revenue | 1,250 | 1,000\nOperating income | 300 | 220")
    other = table(HEAD + "Revenue | 1,200 | 1,000\nOperating income | 300 | 220")
    found = read(APRIL, UNIT, one, UNIT, other)
    assert millions(actuals(found, "revenue")) == {THEN: 1_000}
    assert reasons(found) == ["conflict"]


@pytest.mark.parametrize("unit", ["(in thousands)", "(in billions)"])
def test_a_break_of_scale_is_refused(unit):
    other = table(HEAD + "Revenue | 1,200 | 1,000\nGross profit | 700 | 600")
    found = read(APRIL, UNIT, INCOME, unit, other)
    assert millions(actuals(found, "revenue")) == {NOW: 1_200, THEN: 1_000}
    assert set(reasons(found)) == {"conflict"}


def test_the_other_lines_of_a_table_off_by_1000_are_refused_too():
    lesser = table(HEAD + "Revenue | 1,200 | 1,000\nOperating income | 300 | 200")
    statement = INCOME.replace("Operating income", "Result")
    found = read(APRIL, UNIT, statement, "(in thousands)", lesser)
    assert actuals(found, "operating_income") == {}


def test_a_cost_that_does_not_close_is_refused():
    found = read(APRIL, UNIT, INCOME.replace("<td>500</td>", "<td>510</td>"))
    assert millions(actuals(found, "cost_of_revenue")) == {THEN: 400}
    assert reasons(found) == ["does_not_close"]


def test_a_gross_profit_off_by_1000_is_refused():
    found = read(APRIL, UNIT, INCOME.replace("<td>700</td>", "<td>700,000</td>"))
    assert NOW not in actuals(found, "gross_profit")


def test_a_printed_margin_must_be_what_its_lines_give():
    right = table(
        HEAD + "Revenue | 1,200 | 1,000\nGross profit | 700 | 600\nGross margin | 58.3% | 60.0%"
    )
    found = read(APRIL, UNIT, right)
    assert actuals(found, "gross_margin") == {NOW: Decimal("0.583"), THEN: Decimal("0.6")}
    found = read(APRIL, UNIT, right.replace("58.3%", "53.8%"))
    assert actuals(found, "gross_margin") == {THEN: Decimal("0.6")}
    assert reasons(found) == ["conflict"]


RECAST = """
 | Data Center | Gaming | Total
Three Months Ended April 30, 2024
Revenue | {} | {} | 1,000
Gross profit | {} | {} | 600
"""


def test_segments_recast_and_as_previously_reported_do_not_mix():
    found = read(
        APRIL,
        "As previously reported (in millions)", table(RECAST.format(600, 400, 400, 200)),
        "As recast (in millions)", table(RECAST.format(700, 300, 450, 150)),
    )  # fmt: skip
    told = parts(found, "revenue", "2024-04-30")
    assert told in ({}, {"Data Center": 700, "Gaming": 300})


@pytest.mark.parametrize(
    "lines",
    [
        ["Quill names a new chief financial officer", "Her pay is $1.2 million a year."],
        ["Quill will report its first quarter results on May 28, 2025."],
        ["Investor relations", "Latest results", "Q1 FY26"],
        ["Mid-quarter update", "Business conditions remain strong."],
    ],
)
def test_what_is_no_release_has_one_refusal(lines):
    found = read(*lines)
    assert (found.figures, found.facts) == ((), ())
    assert reasons(found) == ["no_figures"]


def test_every_figure_rests_on_facts_of_the_document_and_none_is_given_twice():
    found = read(
        APRIL,
        UNIT,
        INCOME,
        "Revenue for the second quarter is expected to be $1.25 billion, plus or minus 2%.",
    )
    facts = {fact.fact_id for fact in found.facts}
    assert {one.fact_id for figure in found.figures for one in figure.inputs} == facts
    names = [figure.figure_id for figure in found.figures]
    assert len(names) == len(set(names)) == 15


def test_the_same_bytes_give_the_same():
    data = page(APRIL, UNIT, INCOME)
    assert extract(data) == extract(data)


def test_a_table_in_percent_whose_first_row_alone_has_the_sign_gives_no_money():
    rows = "Net sales | 100.0% | 100.0%\nCost of sales | 41.7 | 40.0\nGross profit | 58.3 | 60.0"
    found = read(APRIL, UNIT, table(HEAD + rows))
    assert {figure.unit for figure in found.figures} <= {"pure"}


def test_a_table_in_percent_of_revenue_gives_no_money():
    title = "Results as a percentage of revenue (in millions, except percentages)"
    rows = "Revenue | 100.0 | 100.0\nGross profit | 58.3 | 60.0\nOperating income | 25.0 | 20.0"
    found = read(APRIL, title, table(HEAD + rows))
    assert {figure.unit for figure in found.figures} <= {"pure"}


@pytest.mark.parametrize(
    "title",
    [
        "Pro forma results as if the acquisition had occurred on February 1, 2024 (in millions)",
        "Results of discontinued operations (in millions)",
        "Summarized financial information of our equity-method investees",
        "The unaudited pro forma information below combines the results of both companies.",
    ],
)
def test_results_that_are_not_the_company_s(title):
    rows = "Revenue | 1,300 | 1,100\nNet income | 90 | 80"
    found = read(APRIL, title, "(in millions)", table(HEAD + rows))
    assert found.figures == ()
    assert reasons(found) == ["other_entity", "no_figures"]


@pytest.mark.parametrize(
    "title",
    [
        "Income from continuing operations and results of discontinued operations",
        "Results from continuing operations before discontinued operations",
    ],
)
def test_results_that_are_the_company_s_all_the_same(title):
    rows = "Revenue | 1,300 | 1,100\nNet income | 90 | 80"
    found = read(APRIL, title, "(in millions)", table(HEAD + rows))
    assert [f.value for f in found.figures if f.metric == "revenue"]


def test_a_table_that_contradicts_the_statement_adds_nothing():
    other = table(HEAD + "Revenue | 300 | 200\nGross profit | 100 | 80\nOperating income | 20 | 10")
    mine = table(
        HEAD
        + "Revenue | 1,200 | 1,000\nGross profit | 700 | 600\nIncome taxes | 9 | 9\nNet income | 90 | 80"
    )
    found = read(APRIL, UNIT, mine, "Another table (in millions)", other)
    assert actuals(found, "operating_income") == {}
    refused = [refusal.what for refusal in found.refusals if refusal.reason == "conflict"]
    assert [what for what in refused if what.startswith("table 2: 'Gross profit' ")] == refused[:1]


DECEMBER = "<p>Annual report for the fiscal year ended December 31, 2024.</p>"
STATEMENT = table("""
 | Year Ended December 31,~3
 | 2024 | 2023 | 2022
Revenue | $ 4,014 | $ 3,232 | $ 2,900
Cost of revenue | 1,267 | 1,553 | 1,400
Gross profit | 2,747 | 1,679 | 1,500
Operating income | 1,015 | 98 | (171)
""")


def test_bare_years_are_fiscal_where_the_numbers_agree():
    found = read(DECEMBER, "(in millions)", STATEMENT, "Five-year summary (in millions)", table("""
     | 2024 | 2023 | 2022 | 2021
    Revenue | $4,014 | $3,232 | $2,900 | $2,500
    Gross profit | 2,747 | 1,679 | 1,500 | 1,200
    """))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {
        "FY 2024-12-31": 4_014, "FY 2023-12-31": 3_232, "FY 2022-12-31": 2_900,
        "FY 2021-12-31": 2_500,
    }  # fmt: skip
    assert millions(actuals(found, "gross_profit"))["FY 2021-12-31"] == 1_200


@pytest.mark.parametrize("printed", ["2,700 | 1,679", "2,747 | 1,670"])
def test_one_number_that_differs_proves_nothing(printed):
    found = read(DECEMBER, "(in millions)", STATEMENT, "Five-year summary (in millions)", table(f"""
     | 2024 | 2023 | 2021
    Revenue | $4,014 | $3,232 | $2,500
    Gross profit | {printed} | 1,200
    """))  # fmt: skip
    assert "FY 2021-12-31" not in actuals(found, "revenue")
    assert millions(actuals(found, "gross_profit"))["FY 2024-12-31"] == 2_747


UNITLESS = ("<p>Segments</p>", "<p>A paragraph.</p>", "<p>Another paragraph.</p>")


SHORT = table("""
 | Year Ended December 31, 2024 | Year Ended December 31, 2023
Revenue | $ 4,014 | $ 3,232
Cost of revenue | 1,267 | 1,553
Gross profit | 2,747 | 1,679
""")


def test_the_documents_unit_is_a_tables_where_a_number_proves_it():
    found = read(DECEMBER, "(in millions)", SHORT, *UNITLESS * 4, table("""
     | Year Ended December 31, 2024 | Year Ended December 31, 2023
    Revenue | $ 4,014 | $ 3,232
    Operating income | 1,015 | 98
    """))  # fmt: skip
    assert millions(actuals(found, "operating_income")) == {
        "FY 2024-12-31": 1_015, "FY 2023-12-31": 98,
    }  # fmt: skip


@pytest.mark.parametrize(
    "top", ["Revenue | 4,014,100 | 3,232,300", "Revenue | 4,014 | 3,132", "Other | 4,014 | 3,232"]
)
def test_no_unit_is_taken_without_a_proof(top):
    found = read(DECEMBER, "(in millions)", SHORT, *UNITLESS * 4, table(f"""
     | Year Ended December 31, 2024 | Year Ended December 31, 2023
    {top}
    Operating income | 1,015 | 98
    """))  # fmt: skip
    assert not actuals(found, "operating_income")
    assert millions(actuals(found, "revenue")) == {"FY 2024-12-31": 4_014, "FY 2023-12-31": 3_232}


@pytest.mark.parametrize(("printed", "is_proof"), [("12", False), ("312", True)])
def test_a_number_of_two_digits_proves_no_unit(printed, is_proof):
    found = read(DECEMBER, table(f"""
    (in millions) | Year Ended December 31, 2024
    Revenue | $ 4,014
    Operating income | {printed}
    """), *UNITLESS * 4, table(f"""
     | Year Ended December 31, 2024 | Year Ended December 31, 2023
    Operating income | {printed} | 298
    Inventory turns | 5 | 4
    """))  # fmt: skip
    assert ("FY 2023-12-31" in actuals(found, "operating_income")) is is_proof


def test_an_investees_revenue_of_another_year_is_not_ours():
    found = read(DECEMBER, "(in millions)", STATEMENT, "Equity method investees (in millions)", table("""
     | Year Ended December 31, 2024 | Year Ended December 31, 2021
    Revenue | 434 | 280
    Gross profit | 234 | 120
    """))  # fmt: skip
    assert "FY 2021-12-31" not in actuals(found, "revenue")


def test_pro_forma_results_are_no_results():
    found = read(DECEMBER, "(in millions)", STATEMENT, "Pro Forma Results (in millions)", table("""
     | Six Months Ended June 30,~2
     | 2024 | 2023
    Revenue | 2,434 | 2,300
    Net income | 330 | 218
    """))  # fmt: skip
    assert not [f for f in found.figures if f.period_type == "H1"]


ANNUAL = "Annual report for the fiscal year ended December 31, 2024."
OVER_IT = "<p>Consolidated Statements of Income</p><p>(in millions)</p>"


def test_the_owners_share_never_contradicts_the_whole_net_income():
    found = read(
        ANNUAL,
        OVER_IT,
        table("""
         | Year Ended December 31, 2024 | Year Ended December 31, 2023
        Net sales | 9,000 | 8,000
        Income before income taxes | 1,500 | 1,300
        Income tax expense | 300 | 260
        Net income | 1,200 | 1,040
        Less: income attributable to noncontrolling interests | 200 | 140
        Net income attributable to Alder | 1,000 | 900
        Amounts attributable to Alder | |
        Net income | 1,000 | 900
        """),
    )
    values = {
        (one.metric, one.period.end.year): one.value  # type: ignore[union-attr]
        for one in found.figures
        if one.metric.startswith("net_income")
    }
    assert values == {
        ("net_income", 2024): Decimal(1_200_000_000),
        ("net_income", 2023): Decimal(1_040_000_000),
        ("net_income_attributable", 2024): Decimal(1_000_000_000),
        ("net_income_attributable", 2023): Decimal(900_000_000),
    }


def test_costs_in_brackets_are_costs_beside_a_gain_among_the_expenses():
    found = read(
        ANNUAL,
        OVER_IT,
        table("""
         | Year Ended December 31, 2024 | Year Ended December 31, 2023
        Total revenues | 380 | 110
        Total cost of revenues | (400) | (150)
        Total operating expenses | 230 | (630)
        Operating income (loss) | 210 | (670)
        Loss before income taxes | 210 | (670)
        Income tax expense | (10) | (20)
        Net income (loss) | 200 | (690)
        """),
    )
    costs = {
        one.period.end.year: one.value  # type: ignore[union-attr]
        for one in found.figures
        if one.metric == "cost_of_revenue"
    }
    assert costs == {2024: Decimal(400_000_000), 2023: Decimal(150_000_000)}


def test_a_loss_before_the_word_and_a_note_behind_it_are_no_part_of_a_caption():
    found = read(
        ANNUAL,
        OVER_IT,
        table("""
         | Year Ended December 31, 2024 | Year Ended December 31, 2023
        Total revenues (Note 3) | 900 | 800
        (Loss)/earnings from operations | (90) | 70
        (Loss)/earnings before income taxes | (90) | 70
        Income tax expense | (10) | (20)
        Net (loss)/earnings | (100) | 50
        """),
    )
    values = {
        one.metric: one.value
        for one in found.figures
        if one.period.end.year == 2024  # type: ignore[union-attr]
    }
    assert values == {
        "revenue": Decimal(900_000_000),
        "operating_income": Decimal(-90_000_000),
        "net_income": Decimal(-100_000_000),
    }


def test_bare_years_over_a_statement_of_an_annual_report_are_fiscal_years():
    found = read(
        ANNUAL,
        OVER_IT,
        table("""
         | 2024 | 2023 | 2022
        Net sales | 900 | 800 | 700
        Income before income taxes | 150 | 130 | 110
        Income tax expense | 30 | 26 | 22
        Net income | 120 | 104 | 88
        """),
    )
    sales = {
        one.period.end.year: (one.value, one.period_type)  # type: ignore[union-attr]
        for one in found.figures
        if one.metric == "revenue"
    }
    assert sales == {
        2024: (Decimal(900_000_000), "FY"),
        2023: (Decimal(800_000_000), "FY"),
        2022: (Decimal(700_000_000), "FY"),
    }
