"""Choosing within a document: the surest place speaks, and what does not close is held back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors import extract
from tests.extractors.pages import APRIL, actuals, millions, page, parts, read, reasons, table

UNIT = "(in millions)"
HEAD = """
 | Three Months Ended~2
 | April 30, 2025 | April 30, 2024
"""
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
        "Pro forma operating results",
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
