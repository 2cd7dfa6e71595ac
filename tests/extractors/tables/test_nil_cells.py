"""Dashes in segment tables: nothing where the other parts make the whole, else no figure."""

from __future__ import annotations

from tests.builders.html_page import APRIL, HEAD, UNIT, parts, read, table

FACE = """Revenue | 1,200 | 1,000
Cost of revenue | 700 | 600
Gross profit | 500 | 400
Operating income | 350 | 300
Net income | 260 | 240"""
NOW, THEN = "2025-04-30", "2024-04-30"
COLUMNS = """
 | Three Months Ended April 30, 2025~4
 | Boats | Tents | All Other | Consolidated
"""


def tabled(rows):
    return read(APRIL, UNIT, table(HEAD + FACE), "Segment information", UNIT, table(COLUMNS + rows))


def test_a_dash_is_nothing_where_the_others_make_the_whole():
    found = tabled("""Revenue | 800 | 400 | — | 1,200
Operating income | 310 | 90 | (50) | 350""")
    assert parts(found, "revenue", NOW) == {"Boats": 800, "Tents": 400, "All Other": 0}
    assert parts(found, "operating_income", NOW)["All Other"] == -50


def test_a_dash_beside_parts_that_do_not_add_up_is_no_figure():
    found = tabled("""Revenue | 800 | 390 | — | 1,200
Operating income | 310 | 90 | (50) | 350""")
    assert "All Other" not in parts(found, "revenue", NOW)


def test_a_column_of_dashes_alone_names_no_part():
    found = tabled("""Revenue | 800 | 400 | — | 1,200
Operating income | 260 | 90 | — | 350""")
    assert parts(found, "revenue", NOW) == {"Boats": 800, "Tents": 400}


def test_one_part_beside_dashes_is_no_sum():
    found = tabled("""Revenue | 1,200 | — | — | 1,200
Operating income | 310 | 90 | (50) | 350""")
    assert "All Other" not in parts(found, "revenue", NOW)


def test_a_dash_between_segments_is_not_the_revenue_of_one():
    found = tabled("""External revenue | 800 | 390 | 10 | 1,200
Intersegment revenue | 20 | — | — | —
Operating income | 310 | 90 | (50) | 350""")
    assert parts(found, "revenue", NOW)["Tents"] == 390
    assert parts(found, "revenue", NOW)["All Other"] == 10


def test_a_part_that_had_sales_once_and_has_none_now():
    found = read(APRIL, UNIT, table(HEAD + FACE), UNIT, table(HEAD + """Revenue:
Boats | 800 | 600
Tents | 400 | 300
Kites | — | 100
Total revenue | 1,200 | 1,000"""))  # fmt: skip
    assert parts(found, "revenue", NOW) == {"Boats": 800, "Tents": 400, "Kites": 0}
    assert parts(found, "revenue", THEN) == {"Boats": 600, "Tents": 300, "Kites": 100}


def test_a_dash_for_a_percentage_is_no_amount():
    found = tabled("""Revenue | 800 | 400 | —% | 1,200
Operating income | 310 | 90 | (50) | 350""")
    assert "All Other" not in parts(found, "revenue", NOW)
