"""The same tables in the layouts that reports have: what is read is right, wherever heads stand."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from tests.builders.html_page import actuals, millions, parts, reasons
from tests.builders.pdf_page import JUNE, Drawn

RESULTS = """
 | Three Months Ended~2 | Six Months Ended~2
 | June 30,~2 | June 30,~2
 | 2025 | 2024 | 2025 | 2024
Revenue | 4,014 | 3,232 | 7,178 | 6,902
Gross profit | 2,747 | 1,679 | 4,493 | 3,723
Operating income (loss) | 1,015 | 98 | 1,996 | (171)
"""
REVENUE = {
    "Q 2025-06-30": 4_014,
    "Q 2024-06-30": 3_232,
    "H1 2025-06-30": 7_178,
    "H1 2024-06-30": 6_902,
}
INCOME = {"Q 2025-06-30": 1_015, "Q 2024-06-30": 98, "H1 2025-06-30": 1_996, "H1 2024-06-30": -171}
SEGMENTS = """
 | Three Months Ended June 30, 2025~3 | Three Months Ended June 30, 2024~3
 | Cloud | Devices | Total | Cloud | Devices | Total
Revenue | 2,591 | 3,439 | 6,030 | 1,513 | 2,298 | 3,811
Operating income (loss) | 909 | 311 | 1,220 | 547 | (22) | 525
"""
GRIDS = {"wide": (220, 75, 67, 8), "middle": (260, 65, 49, 10), "narrow": (260, 60, 50, 7)}
DOLLARS = ("none", "first", "all")


def layout(grid: str, heads: str, groups: str) -> Drawn:
    first, step, width, size = GRIDS[grid]
    sheet = Drawn(first=first, step=step, width=width, size=size, heads=heads, groups=groups)
    return sheet.text(JUNE, "Results of operations", "(in millions)")


def with_dollars(text: str, which: str) -> str:
    """The table with '$' before the numbers of no row, of the first, or of all."""
    lines = text.strip("\n").splitlines()
    begin = next(i for i, line in enumerate(lines) if line.startswith("Revenue"))
    end = {"none": begin, "first": begin + 1, "all": len(lines)}[which]
    marked = [line.replace("| ", "| $ ") for line in lines[begin:end]]
    return "\n".join([*lines[:begin], *marked, *lines[end:]])


def are_of(found: dict[str, Decimal], expected: dict[str, int]) -> bool:
    return {when: expected.get(when) for when in found} == found


@pytest.mark.parametrize(
    ("grid", "heads", "groups", "dollars"),
    [*product(GRIDS, ("cells", "numbers", "right"), ("cells", "numbers"), DOLLARS)],
)
def test_groups_over_columns_are_never_read_as_others(
    grid: str, heads: str, groups: str, dollars: str
) -> None:
    found = layout(grid, heads, groups).table(with_dollars(RESULTS, dollars)).read()
    assert are_of(millions(actuals(found, "revenue")), REVENUE)
    assert are_of(millions(actuals(found, "operating_income")), INCOME)


@pytest.mark.parametrize(
    ("grid", "heads", "dollars"), [*product(GRIDS, ("cells", "right"), DOLLARS)]
)
def test_groups_over_cells_are_all_read(grid: str, heads: str, dollars: str) -> None:
    found = layout(grid, heads, "cells").table(with_dollars(RESULTS, dollars)).read()
    assert millions(actuals(found, "revenue")) == REVENUE
    assert millions(actuals(found, "operating_income")) == INCOME


@pytest.mark.parametrize(("grid", "heads"), [*product(GRIDS, ("cells", "numbers", "right"))])
def test_a_segments_column_is_never_the_whole_company(grid: str, heads: str) -> None:
    found = layout(grid, heads, "cells").table(SEGMENTS).read()
    assert are_of(
        millions(actuals(found, "revenue")), {"Q 2025-06-30": 6_030, "Q 2024-06-30": 3_811}
    )
    assert (
        parts(found, "revenue", "2025-06-30").items() <= {"Cloud": 2_591, "Devices": 3_439}.items()
    )
    assert (
        parts(found, "revenue", "2024-06-30").items() <= {"Cloud": 1_513, "Devices": 2_298}.items()
    )


def test_heads_of_three_stacked_lines_are_read_together():
    found = Drawn(step=62, width=52, first=250).text(JUNE, "(in millions)").table("""
     | Three Months | Three Months | Six Months | Six Months
     | Ended | Ended | Ended | Ended
     | June 30, 2025 | June 30, 2024 | June 30, 2025 | June 30, 2024
    Revenue | $ 4,014 | $ 3,232 | $ 7,178 | $ 6,902
    Operating income (loss) | 1,015 | 98 | 1,996 | (171)
    """).read()  # fmt: skip
    assert millions(actuals(found, "revenue")) == REVENUE
    assert millions(actuals(found, "operating_income")) == INCOME


def test_stacked_heads_of_a_bridge_stay_over_their_columns():
    found = Drawn(step=72, width=60, first=260).text(JUNE, "(in millions)").table("""
     | Three Months Ended June 30, 2025~4
     | As Reported | Stock-based | Restructuring | Non-GAAP
     | (GAAP) | Compensation | and Other | Measure
    Revenue | $ 4,014 | $ — | $ — | $ 4,014
    Gross profit | 2,747 | 40 | 13 | 2,800
    Operating income | 1,015 | 190 | 45 | 1,250
    """).read()  # fmt: skip
    assert millions(actuals(found, "gross_profit")) == {"Q 2025-06-30": 2_747}
    assert millions(actuals(found, "gross_profit", basis="non_gaap")) == {"Q 2025-06-30": 2_800}
    assert millions(actuals(found, "operating_income", basis="non_gaap")) == {"Q 2025-06-30": 1_250}
    assert not [f for f in found.figures if f.segment]


def test_the_same_heads_under_two_groups():
    found = Drawn(step=62, width=54, first=250).text(JUNE, "(in millions)").table("""
     | Q2 2025~2 | Q2 2024~2
     | GAAP | Non-GAAP | GAAP | Non-GAAP
    Revenue | $ 4,014 | $ 4,014 | $ 3,232 | $ 3,232
    Gross profit | 2,747 | 2,800 | 1,679 | 1,720
    Operating income (loss) | 1,015 | 1,250 | 98 | 260
    """).read()  # fmt: skip
    assert millions(actuals(found, "gross_profit")) == {
        "Q 2025-06-30": 2_747,
        "Q 2024-06-30": 1_679,
    }
    assert millions(actuals(found, "gross_profit", basis="non_gaap")) == {
        "Q 2025-06-30": 2_800, "Q 2024-06-30": 1_720,
    }  # fmt: skip


def test_heads_that_nearly_touch_are_parted_by_their_columns():
    found = Drawn(step=50, width=46, first=300, size=7).text(JUNE, "(in millions)").table("""
     | Three Months Ended~2 | Six Months Ended~2
     | June 30, 2025 | June 30, 2024 | June 30, 2025 | June 30, 2024
    Revenue | $ 4,014 | $ 3,232 | $ 7,178 | $ 6,902
    Operating income (loss) | 1,015 | 98 | 1,996 | (171)
    """).read()  # fmt: skip
    assert millions(actuals(found, "revenue")) == REVENUE


def wrapped(begin: str):
    """Segments over columns, with `begin` over the first of them and in the middle of the page."""
    sheet = Drawn(first=260, step=70, width=50, heads="right").text(JUNE, "(in millions)")
    sheet.table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | 940 | 870
    Operating income | 210 | 190
    """)
    return sheet.text("Segment information").table(f"""
     | {begin} | | |
     | Drives | Valves | Other | Consolidated
    (In millions)
    Three Months Ended June 30, 2025
    Revenue | $ 600 | $ 340 | $ — | $ 940
    Operating income | 190 | 60 | (40) | 210
    """).read()  # fmt: skip


def test_a_head_that_goes_on_below_is_no_title_of_the_page():
    found = wrapped("Pumps &")
    assert parts(found, "revenue", "2025-06-30") == {
        "Pumps & Drives": 600,
        "Valves": 340,
        "Other": 0,
    }


def test_a_title_over_a_column_is_no_head_of_it():
    assert "Note 5 Drives" not in parts(wrapped("Note 5"), "revenue", "2025-06-30")


def test_a_title_at_the_right_margin_heads_no_column():
    sheet = Drawn(step=60, width=50, first=320).text(JUNE)
    sheet.text("Supplemental information")
    sheet.canvas.drawRightString(560, sheet.top, "Sample Corporation and its Subsidiaries")
    found = sheet.text("(in millions)").table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | $ 4,014 | $ 3,232
    Gross profit | 2,747 | 1,679
    """).read()  # fmt: skip
    assert millions(actuals(found, "revenue")) == {"Q 2025-06-30": 4_014, "Q 2024-06-30": 3_232}
    assert not [f for f in found.figures if f.segment]


def test_a_column_of_words_takes_none_of_its_neighbours_numbers():
    found = Drawn(step=70, width=60, first=250).text(JUNE, "(in millions)").table("""
     | Q2 2025 | Q2 2024 | vs. Q2 2024
    Revenue | $ 4,014 | $ 3,232 | up 24%
    Gross margin | 68.4% | 51.9% | up 16.5 ppts
    Operating income (loss) | 1,015 | 98 | n/m
    """).read()  # fmt: skip
    assert millions(actuals(found, "revenue")) == {"Q 2025-06-30": 4_014, "Q 2024-06-30": 3_232}
    assert actuals(found, "gross_margin") == {
        "Q 2025-06-30": Decimal("0.684"), "Q 2024-06-30": Decimal("0.519"),
    }  # fmt: skip


def test_dates_over_numbers_again_begin_another_table():
    found = Drawn(step=70, width=60, first=300).text(JUNE, "(in millions)").table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | $ 4,014 | $ 3,232
    Gross profit | 2,747 | 1,679
     | Six Months Ended June 30,~2
     | 2025 | 2024
    Revenue | $ 7,178 | $ 6,902
    Gross profit | 4,493 | 3,723
    """).read()  # fmt: skip
    assert millions(actuals(found, "revenue")) == REVENUE
    assert millions(actuals(found, "gross_profit")) == {
        "Q 2025-06-30": 2_747, "Q 2024-06-30": 1_679, "H1 2025-06-30": 4_493, "H1 2024-06-30": 3_723,
    }  # fmt: skip


def test_a_table_goes_on_over_the_page_under_half_of_its_heads():
    sheet = Drawn(step=62, width=54, first=280).text(JUNE, "(in millions)").table(RESULTS)
    found = sheet.page().table("""
     | Three Months Ended~2 | Six Months Ended~2
    Provision for income taxes | 200 | 20 | 400 | 10
    Net income (loss) | 815 | 78 | 1,596 | (181)
    """).read()  # fmt: skip
    assert millions(actuals(found, "net_income")) == {
        "Q 2025-06-30": 815, "Q 2024-06-30": 78, "H1 2025-06-30": 1_596, "H1 2024-06-30": -181,
    }  # fmt: skip


def test_a_transposed_bridge_has_its_measures_over_the_columns():
    found = Drawn(step=75, width=60, first=230).text(JUNE, "(in millions)").table("""
     | Three Months Ended June 30, 2025~4
     | Net revenue | Gross profit | Operating | Net income
     |  |  | income |
    Reported, GAAP Measure | $ 4,014 | $ 2,747 | $ 1,015 | $ 815
    Restructuring charges | — | 13 | 45 | 40
    Core, Non-GAAP Measure | $ 4,014 | $ 2,760 | $ 1,060 | $ 855
    """).read()  # fmt: skip
    assert millions(actuals(found, "gross_profit")) == {"Q 2025-06-30": 2_747}
    assert millions(actuals(found, "gross_profit", basis="non_gaap")) == {"Q 2025-06-30": 2_760}
    assert millions(actuals(found, "operating_income", basis="non_gaap")) == {"Q 2025-06-30": 1_060}
    assert millions(actuals(found, "net_income")) == {"Q 2025-06-30": 815}


def test_small_letters_on_the_line_are_words_of_the_caption():
    sheet = Drawn(step=70, width=60, first=300).text(JUNE, "(in millions)").table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | $ 4,014 | $ 3,232
    """)  # fmt: skip
    sheet.table("Gross profit | 2,747 | 1,679")
    sheet.table("Income | 1,015 | 98")
    sheet.canvas.setFont("Helvetica", 5)
    sheet.canvas.drawString(74, sheet.top, "from operations")
    found = sheet.read()
    assert millions(actuals(found, "operating_income")) == {
        "Q 2025-06-30": 1_015,
        "Q 2024-06-30": 98,
    }


def test_leaders_and_brackets_and_dashes():
    found = Drawn(step=70, width=60, first=330).text(JUNE, "(in millions)").table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue . . . . . . . . . . . . . . . . . . . . . . . . . | $ 4,014 | $ 3,232
    Gross profit.............................................. | 2,747 | 1,679
    Operating income (loss) (1).................. | (1,015) | —
    """).read()  # fmt: skip
    assert millions(actuals(found, "revenue")) == {"Q 2025-06-30": 4_014, "Q 2024-06-30": 3_232}
    assert millions(actuals(found, "operating_income")) == {"Q 2025-06-30": -1_015}


def test_nothing_is_read_without_a_unit():
    found = Drawn(step=70, width=60, first=330).text(JUNE).table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | $ 4,014 | $ 3,232
    Gross profit | 2,747 | 1,679
    """).read()  # fmt: skip
    assert reasons(found) == ["no_figures"]
    assert found.figures == ()


def test_a_table_of_another_period_does_not_go_on_over_the_page():
    sheet = Drawn(heads="right").text(JUNE, "(in millions)").table("""
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | $ 1,234 | $ 1,100
    Gross profit | 617 | 520
    """)  # fmt: skip
    found = sheet.page().text("Six months").table("""
    Operating income | 550 | 540
    Net income | 430 | 420
    """).read()  # fmt: skip
    assert "Q 2025-06-30" not in actuals(found, "operating_income")


def test_years_over_unequal_numbers_of_quarters():
    found = Drawn(heads="numbers", groups="numbers", first=230, step=62, width=55, size=8).text(
        JUNE, "(in millions)"
    ).table("""
     | 2025~2 | 2024~3
     | Q2 | Q1 | Q4 | Q3 | Q2
    Revenue | $ 1,234 | $ 1,200 | $ 1,150 | $ 1,120 | $ 1,100
    Operating income | 300 | 280 | 270 | 260 | 250
    """).read()  # fmt: skip
    assert millions(actuals(found, "revenue")) == {
        "Q 2025-06-30": 1_234, "Q 2025-03-31": 1_200, "Q 2024-12-31": 1_150,
        "Q 2024-09-30": 1_120, "Q 2024-06-30": 1_100,
    }  # fmt: skip


@pytest.mark.parametrize("width", [45, 48, 55])
def test_tables_side_by_side_do_not_mix(width: int) -> None:
    sheet = Drawn(heads="right", first=150, step=55, width=width, size=7)
    sheet.text(JUNE, "(in millions)").table("""
     | Q2 2025 | Q2 2024 | | H1 2025 | H1 2024
    Revenue | 1,234 | 1,100 | Revenue | 2,234 | 2,100
    Gross profit | 617 | 520 | Gross profit | 1,617 | 1,520
    """)  # fmt: skip
    found = sheet.read()
    assert are_of(
        millions(actuals(found, "revenue")),
        {
            "Q 2025-06-30": 1_234,
            "Q 2024-06-30": 1_100,
            "H1 2025-06-30": 2_234,
            "H1 2024-06-30": 2_100,
        },
    )


def test_dates_over_other_columns_begin_a_table_of_their_own():
    sheet = Drawn(heads="right", first=230, step=62, width=55).text(JUNE, "(in millions)")
    sheet.table("""
     | Q2 2025 | Q1 2025 | Q4 2024 | Q3 2024 | Q2 2024
    Revenue | 4,014 | 3,164 | 3,150 | 3,120 | 3,232
    Gross profit | 2,747 | 1,746 | 1,700 | 1,690 | 1,679
    """)  # fmt: skip
    sheet.first, sheet.step = 255, 90
    found = sheet.table("""
     | Three Months Ended June 30, 2025 | Six Months Ended June 30, 2025
    Operating income | 1,015 | 1,996
    Net income | 815 | 1,596
    """).read()  # fmt: skip
    assert are_of(
        millions(actuals(found, "operating_income")),
        {"Q 2025-06-30": 1_015, "H1 2025-06-30": 1_996},
    )
    assert millions(actuals(found, "gross_profit"))["Q 2025-03-31"] == 1_746


def test_a_column_without_a_head_beside_segments_is_nobodys():
    sheet = Drawn(first=260, step=75, width=67, size=7, heads="right").text(
        JUNE, "Results for the Three Months Ended June 30, 2025", "(in millions)"
    )
    sheet.table("""
     |  | Devices | Other | Total
    Revenue | 2,962 | 3,981 | 6,646 | 13,589
    Operating income (loss) | (195) | 750 | 1,298 | 1,853
    """)  # fmt: skip
    sheet.canvas.drawString(260, sheet.top + 2 * 10.5, "Cloud")
    found = sheet.read()
    assert 2_962 not in millions(actuals(found, "revenue")).values()


BASES = """
 | GAAP~2 | Non-GAAP~2
 | Q2 2025 | Q2 2024 | Q2 2025 | Q2 2024
Revenue | 5,506 | 2,770 | 7,783 | 3,244
Gross profit | 3,253 | 1,820 | 4,881 | 2,215
"""


def test_heads_left_of_wide_cells_are_not_moved_to_the_next_numbers() -> None:
    # 75 points wide: the first head ends 30 left of the first number, whose end the next one touches.
    sheet = Drawn(first=260, step=75, width=75, size=7, heads="left", groups="left", pitch=1.7)
    read = sheet.text(JUNE, "Results", "(in millions)").table(BASES).read()
    gaap = {"Q 2025-06-30": 5_506, "Q 2024-06-30": 2_770}
    adjusted = {"Q 2025-06-30": 7_783, "Q 2024-06-30": 3_244}
    assert are_of(millions(actuals(read, "revenue")), gaap)
    assert are_of(millions(actuals(read, "revenue", basis="non_gaap")), adjusted)
