"""Shapes of annual reports: net sales within revenues, minorities, expenses, titles of periods."""

from __future__ import annotations

from tests.builders.html_page import actuals, millions, parts, read, table
from tests.builders.pdf_page import Drawn

ANNUAL = "<p>Form 10-K. For the fiscal year ended December 31, 2025</p>"
YEARS = " | Year Ended December 31,~2\n | 2025 | 2024\n"
UNIT = "(in millions)"
FEES = table(YEARS + """Revenues:
 Net sales | 6,400 | 6,000
 Membership and other income | 54 | 50
 Total revenues | 6,454 | 6,050
Cost of sales | 4,900 | 4,600
Operating income | 270 | 204
Consolidated net income | 160 | 110""")  # fmt: skip
SEGMENTS = """ | Stores | Clubs | Corporate | Consolidated
Fiscal Year Ended December 31, 2025
Net sales | 5,100 | 1,300 | — | 6,400
Operating income (loss) | 250 | 60 | (40) | {now}
Fiscal Year Ended December 31, 2024
Net sales | 4,800 | 1,200 | — | 6,000
Operating income (loss) | 200 | 50 | (46) | 204"""


def test_net_sales_within_revenues_are_no_segment_that_earns_the_companys_profit():
    text = table(SEGMENTS.format(now="270"))
    found = read(ANNUAL, "Consolidated statements of income", UNIT, FEES, "Segments", UNIT, text)
    assert set(parts(found, "operating_income", "2025-12-31")) == {"Stores", "Clubs", "Corporate"}
    assert millions(actuals(found, "operating_income"))["FY 2025-12-31"] == 270


FACE = table(YEARS + """Net sales | 3,400 | 3,100
Cost of sales | 2,000 | 1,900
Operating profit | 680 | 590
Net earnings, including earnings attributable to noncontrolling interests | 610 | 540
Net earnings attributable to noncontrolling interests | 10 | 12
Net earnings attributable to Sample Mills | 600 | 528""")  # fmt: skip
STATEMENT = (ANNUAL, "Consolidated statements of earnings", UNIT, FACE)


def test_net_earnings_include_those_of_minorities():
    found = read(*STATEMENT)
    assert millions(actuals(found, "net_income")) == {"FY 2025-12-31": 610, "FY 2024-12-31": 540}
    owned = millions(actuals(found, "net_income_attributable"))
    assert owned == {"FY 2025-12-31": 600, "FY 2024-12-31": 528}


CASINO = table(YEARS + """Revenues
 Rooms | 3,098 | 1,690
 Food | 2,594 | 1,391
 | 5,692 | 3,081
Expenses
 Rooms | 2,861 | 1,551
 General and administrative | 1,226 | 907
 | 4,087 | 2,458
Operating income | 1,605 | 623
Net income | 906 | 308""")  # fmt: skip


def test_expenses_are_no_segment_that_earns_the_profit_below_them():
    found = read(ANNUAL, "Consolidated statements of operations", UNIT, CASINO)
    operating = millions(actuals(found, "operating_income"))
    assert operating == {"FY 2025-12-31": 1605, "FY 2024-12-31": 623}
    assert parts(found, "operating_income", "2025-12-31") == {}


PACKS = " | Films | Cans | Total\nNet sales | {a} | {b} | {c}\nOperating income | 150 | 90 | 240\n"


def test_a_title_with_another_period_above_the_same_heads_begins_a_table():
    sheet = Drawn().text("Form 10-K. For the fiscal year ended June 30, 2023", "Item 7", "Overview")
    sheet.text("We make packs of film and of metal.", "Segment results")
    sheet.text("Year ended June 30, 2023 (in millions)")
    sheet.table(PACKS.format(a="1,154", b="540", c="1,694"))
    sheet.text("Year ended June 30, 2022 (in millions)")
    sheet.table(PACKS.format(a="1,151", b="393", c="1,544"))
    sheet.text("Consolidated statements of income", "(in millions)")
    rows = " | Year Ended June 30,~2\n | 2023 | 2022\nNet sales | 1,694 | 1,544\n"
    found = sheet.table(rows + "Cost of sales | 900 | 800\nGross profit | 794 | 744").read()
    assert parts(found, "revenue", "2023-06-30") == {"Films": 1154, "Cans": 540}
    assert parts(found, "revenue", "2022-06-30") == {"Films": 1151, "Cans": 393}


SERVICES = """Operating revenues:
 Service | 1,570 | 1,500
 Equipment | 460 | 490
Total operating revenues | 2,030 | 1,990
Operating income | 660 | 600"""
BOTH = """Operating revenues:
 Service | 2,485 | 2,427
 Equipment | 505 | 523
Total operating revenues | 2,990 | 2,950
Cost of sales | 1,900 | 1,850
Gross profit | 1,090 | 1,100
Operating income | 860 | 790
Income before income taxes | 760 | 690
Provision for income taxes | 260 | 210
Net income | 500 | 480"""
BY_SEGMENT = """Operating revenues:
 Mobility | 2,030 | 1,990
 Wireline | 960 | 960
Total operating revenues | 2,990 | 2,950"""


def test_what_a_segments_own_table_lists_is_within_the_segment():
    found = read(
        ANNUAL, "Consolidated statements of income", UNIT, table(YEARS + BOTH),
        "Segments", UNIT, table(YEARS + BY_SEGMENT), "Our results", UNIT, table(YEARS + SERVICES),
    )  # fmt: skip
    services = {
        (f.parent, f.value / 10**6)
        for f in found.figures
        if f.segment == "Service" and f.period.end.year == 2025
    }
    assert services == {(None, 2485), ("Mobility", 1570)}
