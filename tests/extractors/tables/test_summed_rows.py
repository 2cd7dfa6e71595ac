"""Rows of an income statement that sums tell, whatever a company calls them."""

from __future__ import annotations

import pytest

from tests.builders.html_page import APRIL, HEAD, actuals, millions, read, reasons, table

NOW, THEN = "Q 2025-04-30", "Q 2024-04-30"
TITLE = "<p>Consolidated Statements of Income</p><p>(in millions)</p>"


def statement(top: str, bottom: str = "Net income | 250 | 180") -> str:
    """An income statement of that first and that last lines."""
    return TITLE + table(f"{HEAD}{top}\nIncome tax expense | 50 | 40\n{bottom}")


PARTS = (
    "Sales and other revenue | 950 | 800\nIncome from affiliates | 30 | 25\nOther income | 20 | 15"
)


@pytest.mark.parametrize(
    "name",
    ["Total revenues and other income", "Total sales and gains", "Total net revenues, all in"],
)
def test_a_total_with_revenue_among_its_parts_is_revenue(name):
    found = read(APRIL, statement(f"{PARTS}\n{name} | 1,000 | 840"))
    assert millions(actuals(found, "revenue")) == {NOW: 1_000, THEN: 840}


@pytest.mark.parametrize(
    "total",
    [
        "Total revenues and other income | 1,010 | 840",  # is no sum
        "Total income | 1,000 | 840",  # may be more than revenue: Indian statements print it so
        "Total cost of sales | 1,000 | 840",
    ],
)
def test_another_total_leaves_revenue_as_it_is_printed(total):
    found = read(APRIL, statement(f"{PARTS}\n{total}"))
    assert 1_000 not in millions(actuals(found, "revenue")).values()


def test_sales_to_others_and_affiliates_are_no_two_revenues():
    found = read(
        APRIL, statement("Sales | 900 | 780\nNet sales | 100 | 60\nTotal sales | 1,000 | 840")
    )
    assert millions(actuals(found, "revenue")) == {NOW: 1_000, THEN: 840}


SHARED = """Profit of consolidated companies | {whole}
Less: Profit attributable to noncontrolling interests | {others}
Profit of the year's owners | {owned}
Profit per common share | 2.40 | 1.72"""


@pytest.mark.parametrize("others", ["10 | 8", "(10) | (8)"])
def test_the_profits_around_a_line_of_minorities(others):
    lines = SHARED.format(whole="250 | 180", others=others, owned="240 | 172")
    found = read(APRIL, statement("Revenue | 1,000 | 840", lines))
    assert millions(actuals(found, "net_income")) == {NOW: 250, THEN: 180}
    assert millions(actuals(found, "net_income_attributable")) == {NOW: 240, THEN: 172}


def test_a_year_without_minorities_keeps_its_net_income():
    lines = SHARED.format(whole="250 | 172", others="10 | —", owned="240 | 172")
    found = read(APRIL, statement("Revenue | 1,000 | 840", lines))
    assert millions(actuals(found, "net_income")) == {NOW: 250, THEN: 172}


def test_what_does_not_add_up_around_minorities_has_no_meaning():
    lines = SHARED.format(whole="260 | 190", others="10 | 8", owned="240 | 172")
    found = read(APRIL, statement("Revenue | 1,000 | 840", lines))
    assert not actuals(found, "net_income")
    assert not actuals(found, "net_income_attributable")


def test_beside_minorities_the_owners_part_is_not_the_net_income():
    lines = """Earnings of the group | 260 | 190
Dividends of a trust | 3 | 2
Less: attributable to noncontrolling interests | 10 | 8
Net income attributable to Alder | 247 | 180"""
    highlights = table(f"{HEAD}Revenue | 1,000 | 840\nNet income | 247 | 180")
    found = read(APRIL, "(in millions)", highlights, statement("Revenue | 1,000 | 840", lines))
    assert not actuals(found, "net_income")
    assert millions(actuals(found, "net_income_attributable")) == {NOW: 247, THEN: 180}
    assert "conflict" in reasons(found)


def test_a_titled_statement_needs_no_known_word_for_its_profit():
    text = "Consolidated Statement of Results of Operations"
    lines = f"""{HEAD}Total revenues | 1,000 | 840
Cost of goods sold | 600 | 500
Research and development expenses | 70 | 60
Operating profit | 330 | 280
Provision for income taxes | 80 | 70
Surplus of the enterprise | 250 | 210
Surplus per common share | 2.50 | 2.10"""
    found = read(APRIL, f"<p>{text}</p><p>(in millions)</p>", table(lines))
    assert millions(actuals(found, "research_and_development")) == {NOW: 70, THEN: 60}
    assert {one.confidence for one in found.figures} == {"closed_table"}
