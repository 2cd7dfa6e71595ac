"""Tables of the same lines for one period after another, and heads that repeat within one."""

from __future__ import annotations

from tests.builders.html_page import APRIL, FACE, UNIT, actuals, millions, parts, read, table
from tests.builders.pdf_page import JUNE, Drawn

NOW = table("""Three Months Ended April 30, 2025 | Net sales | Operating income
Pumps | 700 | 210
Valves | 500 | 160
Corporate | — | (20)
Total | 1,200 | 350""")
BEFORE = """Three Months Ended April 30, 2024 | Net sales | Operating income
{first} | 610 | 180
Valves | 390 | 140
Corporate | — | (20)
Total | 1,000 | 300"""
TOP = (APRIL, "Consolidated statements of income", UNIT, FACE, "Note 9. Segments", UNIT)


def test_the_unit_above_the_first_table_is_that_of_the_next():
    found = read(*TOP, NOW, table(BEFORE.format(first="Pumps")))
    assert parts(found, "revenue", "2024-04-30") == {
        "Pumps": 610, "Valves": 390, "Corporate": 0
    }  # fmt: skip
    assert parts(found, "operating_income", "2024-04-30")["Valves"] == 140


def test_a_table_of_other_lines_or_below_a_text_has_no_unit():
    unproven = BEFORE.replace("1,000 | 300", "1,020 | 310").replace("610 | 180", "630 | 190")
    other = read(*TOP, NOW, table(unproven.format(first="Stores opened")))
    assert "Valves" not in parts(other, "revenue", "2024-04-30")
    apart = read(*TOP, NOW, "Employees at the end:", table(unproven.format(first="Pumps")))
    assert "Valves" not in parts(apart, "revenue", "2024-04-30")


STATEMENT = """
 | Three Months Ended June 30,~2
 | 2025 | 2024
Revenue | 2,500 | 2,300
Cost of sales | 1,500 | 1,400
Gross profit | 1,000 | 900
Operating income | 400 | 350
Net income | 300 | 280
"""
BY_PART = """
Three Months Ended June 30, 2025 | Pumps | Valves | Total
Revenue | 1,300 | 1,200 | 2,500
Operating income | 250 | 150 | 400
{second} | Pumps | Valves | Total
Revenue | 1,250 | 1,050 | 2,300
Operating income | 230 | 120 | 350
"""


def drawn(second: str) -> Drawn:
    sheet = Drawn().text(JUNE, "Consolidated Statements of Operations", "(in millions)")
    sheet.table(STATEMENT).text("Results by segment", "(in millions)")
    return sheet.table(BY_PART.format(second=second))


def test_a_period_left_of_repeated_heads_is_that_of_the_lines_below():
    found = drawn("Three Months Ended June 30, 2024").read()
    assert parts(found, "revenue", "2025-06-30") == {"Pumps": 1300, "Valves": 1200}
    assert parts(found, "revenue", "2024-06-30") == {"Pumps": 1250, "Valves": 1050}
    assert parts(found, "operating_income", "2024-06-30") == {"Pumps": 230, "Valves": 120}


def test_words_left_of_repeated_heads_that_are_no_period_date_nothing():
    found = drawn("By region").read()
    assert parts(found, "revenue", "2025-06-30") == {"Pumps": 1300, "Valves": 1200}
    assert parts(found, "revenue", "2024-06-30") == {}


def test_results_of_another_below_a_statement_leave_it_as_it_is():
    sheet = Drawn().text(JUNE, "Consolidated Statements of Operations", "(in millions)")
    sheet.table(STATEMENT).text("Results of discontinued operations", "(in millions)")
    found = sheet.table(STATEMENT.replace("2,500 | 2,300", "990 | 880")).read()
    assert millions(actuals(found, "revenue")) == {"Q 2025-06-30": 2500, "Q 2024-06-30": 2300}


def test_heads_of_wide_cells_stand_over_the_numbers_at_their_ends():
    head = " | | Pumps~2 | Valves~2 | Total~2\n"
    rows = "Net sales | | | 700 | | 500 | | 1,200\nOperating income | | | 210 | | 140 | | 350"
    title = "Segment results for the three months ended April 30, 2025"
    found = read(APRIL, UNIT, FACE, title, UNIT, table(head + rows))
    assert parts(found, "revenue", "2025-04-30") == {"Pumps": 700, "Valves": 500}
