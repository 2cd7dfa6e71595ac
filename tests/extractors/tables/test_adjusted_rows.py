"""Rows that are adjusted, rows of two measures, and depreciation in a bridge."""

from __future__ import annotations

import pytest

from tests.builders.html_page import actuals, millions, read, table

JUNE = "Results for the second quarter ended June 30, 2025."
UNIT = "(in millions, except per share data)"
HEADS = """
 | Three Months Ended June 30,~2
 | 2025 | 2024
"""
Q25, Q24 = "Q 2025-06-30", "Q 2024-06-30"
INCOME = table(HEADS + "Revenue | 900 | 800\nOperating income | 90 | 70\nNet income | 60 | 50")


def test_the_first_of_two_measures_has_the_whole_amounts():
    found = read(JUNE, UNIT, INCOME, UNIT, table("""
     | Three Months Ended June 30,~4
     | 2025~2 | 2024~2
    GAAP net income / earnings per share | 60 | 1.20 | 50 | 1.00
    Share-based pay | 8 | 0.16 | 6 | 0.12
    Non-GAAP net income / earnings per share | 68 | 1.36 | 56 | 1.12
    """))  # fmt: skip
    assert millions(actuals(found, "net_income", basis="non_gaap")) == {Q25: 68, Q24: 56}


def test_two_measures_without_a_share_behind_each_amount_are_not_read():
    found = read(JUNE, UNIT, INCOME, UNIT, table(HEADS + """
    GAAP net income / earnings per share | 60 | 50
    Non-GAAP net income / earnings per share | 1.36 | 1.12
    """))  # fmt: skip
    assert actuals(found, "net_income", basis="non_gaap") == {}


@pytest.mark.parametrize("title", ["Adjusted operating income", "Operating income, adjusted"])
def test_the_line_that_is_adjusted_is_gaap_before(title):
    found = read(JUNE, UNIT, INCOME, UNIT, title, table(HEADS + """
    Operating income | 90 | 70
    Severance | 9 | 0
    Adjusted operating income | 99 | 70
    """))  # fmt: skip
    assert millions(actuals(found, "operating_income")) == {Q25: 90, Q24: 70}
    assert millions(actuals(found, "operating_income", basis="non_gaap")) == {Q25: 99, Q24: 70}


@pytest.mark.parametrize(
    ("first", "wanted"), [(21, {Q25: 21, Q24: 19, "Q 2025-03-31": 20}), (22, {Q25: 21, Q24: 19})]
)
def test_depreciation_of_a_bridge_is_the_statements_where_it_repeats_it(first, wanted):
    cash = table(HEADS + """
    Net income | 60 | 50
    Depreciation and amortization | 21 | 19
    Net cash provided by operating activities | 81 | 69
    """)  # fmt: skip
    bridge = table(f"""
     | Three Months Ended~3
     | June 30, 2025 | March 31, 2025 | June 30, 2024
    Net income | 60 | 55 | 50
    Depreciation and amortization | {first} | 20 | 19
    Adjusted EBITDA | 81 | 75 | 69
    """)
    found = read(JUNE, UNIT, INCOME, UNIT, cash, UNIT, bridge)
    assert millions(actuals(found, "depreciation_and_amortization")) == wanted


@pytest.mark.parametrize(
    ("title", "adjusted"),
    [
        ("The impact of the adoption of the new revenue standard was as follows:", {}),
        ("The effect of adopting ASC 606 on the statement of income:", {}),
        ("Results beside those without restructuring:", {"FY 2024-12-31": 5_253}),
    ],
)
def test_adjusted_for_a_new_standard_is_no_adjusted_measure(title, adjusted):
    found = read(JUNE, UNIT, INCOME, f"<p>{title}</p>", table("""
    (in millions) | Year Ended December 31, 2024~2
     | As reported | As adjusted
    Net revenue | 5,329 | 5,253
    Cost of sales | 3,506 | 3,466
    Gross profit | 1,823 | 1,787
    """))  # fmt: skip
    assert millions(actuals(found, "revenue", basis="non_gaap")) == adjusted
    assert millions(actuals(found, "revenue"))["FY 2024-12-31"] == 5_329
