"""Heads of a PDF that stand at an edge of their columns, run together, or lack a line."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors import extract
from tests.builders.html_page import actuals, millions, outlooks, read, table
from tests.builders.pdf_page import Drawn

NOVEMBER = "Results for its third quarter ended November 1, 2024."
NINE = """ | Three Months Ended~2 | Nine Months Ended~2
 | November 1, | November 3, | November 1, | November 3,
 | 2024 | 2023 | 2024 | 2023
Net revenue | 2,400 | 2,200 | 7,100 | 6,600
Cost of revenue | 1,800 | 1,700 | 5,400 | 5,000
Gross profit | 600 | 500 | 1,700 | 1,600
Operating income | 160 | 140 | 390 | 370
"""
NINE_MONTHS = {"Q 2024-11-01": 2400, "Q 2023-11-03": 2200, "9M 2024-11-01": 7100, "9M 2023-11-03": 6600}  # fmt: skip


@pytest.mark.parametrize("heads", ["right", "left", "cells", "numbers"])
def test_days_are_over_the_years_whose_edge_they_share(heads: str):
    drawn = Drawn(step=62, width=55, heads=heads).text(NOVEMBER, "(In millions)").table(NINE)
    assert millions(actuals(drawn.read(), "revenue")) == NINE_MONTHS


def test_a_year_that_lacks_its_day_beside_one_with_a_day_is_none():
    heads = " | Nine Months Ended~2\n | November 1, 2024 | 2023\n"
    found = read(
        "<p>Results for the third quarter of fiscal 2025, which ended November 1, 2024.</p>",
        "(In millions)",
        table(heads + "Net revenue | 7,100 | 6,600\nOperating income | 390 | 370"),
    )
    assert set(actuals(found, "revenue")) == {"9M 2024-11-01"}


def joined(ends: tuple[float, ...], words: str, lines: str, *, top: float = 780) -> bytes:
    """A page whose heads are one text, its last word right above the last column's end."""
    data = io.BytesIO()
    canvas = Canvas(data)
    canvas.setFont("Helvetica", 8)
    for text in ("Results for the third quarter ended September 30, 2024.", "(EUR million)"):
        canvas.drawString(40, top, text)
        top -= 20
    for end, word in zip(ends, words.split("|"), strict=True):
        canvas.drawRightString(end, top, word.strip())
    for row in lines.strip().splitlines():
        top -= 13
        caption, *cells = row.split("|")
        canvas.drawString(40, top, caption.strip())
        for end, cell in zip(ends, cells, strict=True):
            canvas.drawRightString(end, top, cell.strip())
    canvas.save()
    return data.getvalue()


LINES = """Total revenue | 8,470 | 7,744 | 9 | 8,470 | 7,744 | 9
Cost of sales | 2,257 | 2,144 | 5 | 2,257 | 2,144 | 5
Gross profit | 6,213 | 5,600 | 11 | 6,213 | 5,600 | 11
Profit after tax | 1,441 | 1,272 | 13 | 1,441 | 1,272 | 13
"""
CLOSE = (300.0, 336.0, 384.0, 420.0, 456.0, 504.0)


def test_quarters_and_changes_a_blank_apart_are_told_by_the_ends_of_columns():
    found = extract(joined(CLOSE, "Q3 2024|Q3 2023|Change in %|Q3 2024|Q3 2023|Change in %", LINES))
    assert millions(actuals(found, "revenue")) == {"Q 2024-09-30": 8470, "Q 2023-09-30": 7744}


def test_a_year_is_over_no_two_columns_that_nothing_else_tells_apart():
    found = (
        Drawn(first=240, step=80, width=60, groups="left")
        .text("Results for the quarter ended September 30, 2024.", "(In millions)")
        .table("""
 | Three months ended September 30,~4
 | 2023 | 2024~2
 | RMB | RMB | US$ | % Change
Revenue | 2,247 | 2,365 | 337 | 5%
Income from operations | 335 | 352 | 50 | 5%
Net income | 266 | 435 | 62 | 63%
""")
        .read()
    )
    assert millions(actuals(found, "revenue")) == {"Q 2023-09-30": 2247, "Q 2024-09-30": 2365}


def test_a_share_of_revenue_over_two_columns_is_over_both():
    found = (
        Drawn(first=200, step=92, width=70)
        .text("Annual report for the fiscal year ended November 3, 2024.")
        .table("""
 | Fiscal Year Ended~4
 | November 3, 2024 | October 29, 2023 | November 3, 2024 | October 29, 2023
 | (In millions)~2 | (As a percentage of net revenue)~2
Net revenue | $ 515 | $ 358 | 100% | 100%
Cost of revenue | 190 | 111 | 37 | 31
Gross margin | 325 | 247 | 63 | 69
""")
        .read()
    )
    assert millions(actuals(found, "revenue")) == {"FY 2024-11-03": 515, "FY 2023-10-29": 358}


def test_the_end_of_a_sentence_above_a_table_belongs_to_the_sentence():
    first = (
        "Sample Corporation, a maker of instruments for laboratories, today announced financial"
        " results for its first quarter"
    )
    found = (
        Drawn()
        .text(first)
        .text_below("of fiscal year 2025, which ended on Sept. 30, 2024.")
        .table("""
 | Q1 FY 2025 | Q1 FY 2024
Total revenues | $2,842 million | $2,397 million
Net income | $946 million | $741 million
""")
        .read()
    )
    assert millions(actuals(found, "revenue")) == {"Q 2024-09-30": 2842, "Q 2023-09-30": 2397}


def test_a_period_between_the_lines_of_an_outlook_is_that_of_the_lines_below():
    found = (
        Drawn(first=320, width=180)
        .text("Results for the first quarter of fiscal 2025, which ended October 26, 2024.")
        .text("Guidance for the second quarter and fiscal year 2025")
        .table("""
Q2 FY 2025
Revenue | $13.75 billion - $13.95 billion
Gross margin | 66% - 67%
FY 2025
Revenue | $55.3 billion - $56.3 billion
""")
        .read()
    )
    told = {
        (figure.period_type, figure.period.end, figure.bound): figure.value
        for figure in found.figures
        if figure.kind == "guidance" and figure.metric == "revenue"
    }
    assert {key[0]: value for key, value in told.items() if key[2] == "low"} == {
        "Q": Decimal("13.75e9"), "FY": Decimal("55.3e9")
    }  # fmt: skip
    assert date(2025, 1, 25) in {key[1] for key in told if key[0] == "Q"}


def test_lines_below_a_sentence_about_a_part_are_not_the_companys():
    found = (
        Drawn(first=320, width=180)
        .text("Results for the first quarter of fiscal 2025, which ended October 26, 2024.")
        .text("Guidance")
        .table("""
Q2 FY 2025
Revenue | $13.75 billion - $13.95 billion
Gross margin | 66% - 67%
For the Cloud segment we expect in the fiscal year 2025:
Revenue | $5.3 billion - $5.6 billion
""")
        .read()
    )
    values = outlooks(found)
    assert values[("revenue", "gaap", "low")] == Decimal("13.75e9")
    assert Decimal("5.3e9") not in values.values()


SPANS = """Revenue | 587 | 20 | 1,166 | 40
Operating costs | 418 | 14 | 842 | 29
Gross profit | 169 | 6 | 324 | 11
Operating income | 109 | 4 | 207 | 7
"""


def test_two_lengths_in_one_line_are_two_heads():
    data = io.BytesIO()
    canvas = Canvas(data)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(40, 780, "Results for the second quarter ended June 30, 2025.")
    canvas.drawString(40, 760, "(In millions of euros and of US dollars)")
    three, six = (
        "For the Three-Month Period Ended June 30,",
        "For the Six-Month Period Ended June 30,",
    )
    canvas.drawString(200, 740, f"{three} {six}")
    ends = (280.0, 350.0, 450.0, 530.0)
    for end, year in ((280.0, "2025"), (450.0, "2025")):
        canvas.drawRightString(end, 727, year)
    for end, sign in zip(ends, ("EUR", "USD", "EUR", "USD"), strict=True):
        canvas.drawRightString(end, 714, sign)
    top = 714.0
    for row in SPANS.strip().splitlines():
        top -= 13
        caption, *cells = row.split("|")
        canvas.drawString(40, top, caption.strip())
        for end, cell in zip(ends, cells, strict=True):
            canvas.drawRightString(end, top, cell.strip())
    canvas.save()
    revenue = actuals(extract(data.getvalue(), "drawn.pdf"), "revenue")
    assert set(revenue) <= {"Q 2025-06-30", "H1 2025-06-30"}
    assert revenue.get("Q 2025-06-30", Decimal("587e6")) == Decimal("587e6")
    assert revenue.get("H1 2025-06-30") == Decimal("1166e6")


def test_ended_below_its_length_is_part_of_it():
    found = (
        Drawn(step=62, width=55)
        .text(NOVEMBER, "(In millions)")
        .table("""
 | Three Months~2 |
 | Ended~2 | Nine Months Ended~2
 | November 1, | November 3, | November 1, | November 3,
 | 2024 | 2023 | 2024 | 2023
Net revenue | 2,400 | 2,200 | 7,100 | 6,600
Operating income | 160 | 140 | 390 | 370
""")
        .read()
    )
    assert millions(actuals(found, "revenue")) == NINE_MONTHS


def test_labels_of_quarters_above_other_columns_begin_another_table():
    found = (
        Drawn()
        .text("Results for the second quarter ended June 30, 2025.", "(In millions)")
        .table("""
 | Three Months Ended~2
 | June 30, 2025 | June 30, 2024
Revenue | 4,448 | 3,822
Cost of revenue | 1,873 | 1,611
Gross profit | 2,575 | 2,211
Income taxes | 165 | 120
Net income | 1,295 | 1,127
""")
        .table("""
 | 2Q25 | 2Q24 | Change
Analog: | | |
Revenue | 3,769 | 3,207 | 18%
Operating profit | 1,409 | 1,120 | 26%
Other: | | |
Revenue | 679 | 615 | 10%
Operating profit | 154 | 128 | 20%
""")
        .read()
    )
    assert millions(actuals(found, "revenue")) == {"Q 2025-06-30": 4448, "Q 2024-06-30": 3822}


def test_years_that_end_where_columns_do_are_over_these():
    found = (
        Drawn(step=50, width=45, first=240, heads="right")
        .text("Results for the quarter ended June 30, 2025.", "(In millions)")
        .table("""
 | Quarters Ended June 30,~2 | | Six Months Ended June 30,~2 |
 | 2025 | 2024 | | 2025 | 2024 |
Revenue | 17,856 | 16,333 | 9% | 34,823 | 32,134 | 8%
Net income | 2,885 | 3,015 | (4)% | 5,469 | 5,452 | 0%
""")
        .read()
    )
    revenue = millions(actuals(found, "revenue"))
    assert revenue == {
        "Q 2025-06-30": 17856, "Q 2024-06-30": 16333,
        "H1 2025-06-30": 34823, "H1 2024-06-30": 32134,
    }  # fmt: skip


STEPS = """ | Three Months Ended~2 | Six Months Ended~2
 | June 30,~2 | June 30,~2
 | 2025 | 2024 | 2025 | 2024
Revenue | 1,002 | 1,429 | 5,480 | 10,924
Gross profit | 405 | 593 | 2,248 | 6,799
Operating income (loss) | (63) | 278 | 1,076 | 4,839"""
JUNE = "Sample Corporation today reported results for its second quarter ended June 30, 2025."


@pytest.mark.parametrize(("first", "loss"), [(180, "(63)"), (180, "63"), (200, "(63)")])
def test_narrow_heads_left_in_wide_cells_are_each_of_its_own_number(first: int, loss: str):
    """Each year begins where the numbers of the column before it end."""
    drawn = Drawn(first=first, step=65, width=65, size=8, heads="left", groups="left")
    found = drawn.text(JUNE, "(in millions)").table(STEPS.replace("(63)", loss)).read()
    assert millions(actuals(found, "revenue")) == {
        "Q 2025-06-30": 1002, "Q 2024-06-30": 1429, "H1 2025-06-30": 5480, "H1 2024-06-30": 10924
    }  # fmt: skip


def test_a_currency_left_in_a_wide_cell_is_of_its_own_number():
    rows = """ | 2024 | 2025 | 2025
 | RMB | RMB | US$
Total revenues | 5,167 | 6,404 | 902
Cost of revenues | 2,715 | 3,319 | 467
Gross profit | 2,452 | 3,085 | 435"""
    drawn = Drawn(first=220, step=75, width=75, size=8, heads="left", head_size=6.4)
    drawn.text(JUNE, "For the three months ended June 30", "(in millions)").table(rows)
    found = [one for one in drawn.read().figures if one.metric == "revenue"]
    assert {(one.period.end.year, one.value, one.unit) for one in found} == {
        (2024, Decimal("5.167e9"), "CNY"), (2025, Decimal("6.404e9"), "CNY")
    }  # fmt: skip


def test_a_word_of_the_captions_is_no_head_though_there_are_as_many_words_as_columns():
    rows = f"""{" " * 100}Item | 2025 | 2024 |
Revenue | 1,002 | 1,429 | 800
Gross profit | 405 | 593 | 300"""
    drawn = Drawn(first=220, step=65, width=65, size=8, heads="right")
    found = drawn.text(JUNE, "Three months ended June 30", "(in millions)").table(rows).read()
    revenue = millions(actuals(found, "revenue"))
    assert revenue == {"Q 2025-06-30": 1002, "Q 2024-06-30": 1429}
