"""Lists of parts whose metric a title, a column or their total names: their sums prove them."""

from __future__ import annotations

from tests.builders.html_page import APRIL, FACE, HEAD, UNIT, actuals, millions, parts, read, table

NOW, THEN = "2025-04-30", "2024-04-30"


def test_the_total_names_the_metric_of_nested_parts():
    found = read(APRIL, UNIT, FACE, UNIT, table(HEAD + """Boats | 410 | 300
Canoes | 290 | 200
Water | 700 | 500
Tents | 430 | 440
Reportable segment net sales | 1,130 | 940
Other operating segment | 70 | 60
Total net sales | 1,200 | 1,000"""))  # fmt: skip
    assert (
        parts(found, "revenue", NOW).items()
        >= {
            "Boats": 410,
            "Canoes": 290,
            "Water": 700,
            "Tents": 430,
            "Other operating segment": 70,
        }.items()
    )
    held = {f.segment: f.parent for f in found.figures if f.segment in ("Boats", "Water")}
    assert held == {"Boats": "Water", "Water": None}


def test_a_list_that_is_not_the_company_is_refused():
    found = read(APRIL, UNIT, FACE, UNIT, table(HEAD + """Commercial | 310 | 250
Government | 190 | 150
Total segment revenues | 500 | 400"""))  # fmt: skip
    assert parts(found, "revenue", NOW) == {}
    assert any("add up to no printed total" in one.what for one in found.refusals)


def test_the_title_names_the_metric():
    found = read(
        APRIL, UNIT, FACE, "Net sales by segment were as follows (in millions):",
        table(HEAD + """Water | 760 | 520
Tents | 490 | 520
Total segment | 1,250 | 1,040
Eliminations and other | (50) | (40)
Consolidated | 1,200 | 1,000"""),
    )  # fmt: skip
    now = parts(found, "revenue", NOW)
    assert (now["Water"], now["Tents"], now["Eliminations and other"]) == (760, 490, -50)
    assert "Consolidated" not in now


def test_metrics_over_the_columns_of_parts():
    found = read(APRIL, UNIT, FACE, UNIT, table("""
 | Net Sales~2 | Operating Profit~2
 | Three Months Ended April 30, 2025 | Three Months Ended April 30, 2024 | Three Months Ended April 30, 2025 | Three Months Ended April 30, 2024
Water | 760 | 520 | 270 | 200
Tents | 490 | 520 | 110 | 120
Total segment | 1,250 | 1,040 | 380 | 320
Eliminations and other | (50) | (40) | (20) | (15)
Pension adjustment | – | – | (10) | (5)
Consolidated | 1,200 | 1,000 | 350 | 300"""))  # fmt: skip
    assert parts(found, "revenue", THEN)["Water"] == 520
    assert parts(found, "operating_income", NOW)["Tents"] == 110
    assert "Eliminations and other" not in parts(found, "operating_income", NOW)


def test_segment_profit_up_to_its_total():
    found = read(APRIL, UNIT, FACE, UNIT, table(HEAD + """Net sales
Water
Products | 600 | 450
Services | 100 | 50
Net Water sales | 700 | 500
Tents
Products | 400 | 400
Services | 100 | 100
Net Tents sales | 500 | 500
Net sales | 1,200 | 1,000
Segment profit
Water | 270 | 200
Tents | 110 | 120
Total segment profit | 380 | 320
Interest | (40) | (40)
Income before taxes | 340 | 280"""))  # fmt: skip
    sales = {f.segment: f.value for f in found.figures
             if f.metric == "revenue" and f.parent is None and str(f.period).endswith(NOW)}  # fmt: skip
    assert (sales["Water"], sales["Tents"]) == (700_000_000, 500_000_000)
    profit = parts(found, "operating_income", NOW)
    assert (profit["Water"], profit["Tents"]) == (270, 110)
    assert "Interest" not in profit


def test_segments_in_a_reconciliation_to_income_before_taxes():
    found = read(APRIL, UNIT, FACE, UNIT, table(HEAD + """Water | 270 | 200
Tents | 110 | 120
Reportable segment operating profit | 380 | 320
Other operating segment | 20 | 10
Corporate | (50) | (30)
Interest expense | (40) | (40)
Restructuring | (10) | –
Income before income taxes | 300 | 260"""))  # fmt: skip
    profit = parts(found, "operating_income", NOW)
    assert profit == {"Water": 270, "Tents": 110, "Other operating segment": 20}
    assert parts(found, "operating_income", THEN)["Tents"] == 120


def test_a_bare_total_is_of_the_heading_over_its_list():
    found = read(
        APRIL, UNIT, FACE, "Sales by segment and by major source were as follows (in millions):",
        table(HEAD + """Water
Boats | 410 | 300
Canoes | 290 | 200
Total | 700 | 500
Land
Tents | 230 | 240
Boots | 150 | 140
Net Land sales | 380 | 380
Repairs | 120 | 120
Harbor Corporation | 1,200 | 1,000"""),
    )  # fmt: skip
    sales = {f.segment: f.value for f in found.figures
             if f.metric == "revenue" and f.parent is None and str(f.period).endswith(NOW)}  # fmt: skip
    assert sales == {
        None: 1_200_000_000,
        "Water": 700_000_000,
        "Land": 380_000_000,
        "Repairs": 120_000_000,
    }


def test_lists_under_headings_that_are_not_the_company_are_refused():
    found = read(
        APRIL, UNIT, FACE, "Sales by segment of our affiliate were as follows (in millions):",
        table(HEAD + """Water
Boats | 41 | 30
Canoes | 29 | 20
Total | 70 | 50
Land
Tents | 23 | 24
Boots | 15 | 14
Total | 38 | 38
Anchor Corporation | 108 | 88"""),
    )  # fmt: skip
    assert parts(found, "revenue", NOW) == {}


def test_lines_of_a_statement_are_no_segments():
    found = read(APRIL, UNIT, FACE, UNIT, table(HEAD + """Gross result | 500 | 400
Selling | (100) | (60)
Research | (50) | (40)
Operating income | 350 | 300
Interest | (40) | (40)
Income before income taxes | 310 | 260"""))  # fmt: skip
    assert {"Gross result", "Selling", "Research"}.isdisjoint(parts(found, "operating_income", NOW))


def test_a_total_of_some_parts_does_not_end_their_list():
    found = read(APRIL, UNIT, FACE, UNIT, table(HEAD + """REVENUES | |
North | 410 | 300
South | 290 | 200
Total Harbor Brand | 700 | 500
Lantern | 430 | 440
Corporate | 70 | 60
TOTAL HARBOR, INC. REVENUES | 1,200 | 1,000
DEPRECIATION | |
North | 5 | 4
South | 3 | 3
TOTAL DEPRECIATION | 8 | 7"""))  # fmt: skip
    assert parts(found, "revenue", NOW) == {
        "North": 410, "South": 290, "Harbor Brand": 700, "Lantern": 430, "Corporate": 70,
    }  # fmt: skip
    kinds = {f.segment: f.breakdown for f in found.figures if f.metric == "revenue"}
    assert kinds["Harbor Brand"] == "subtotal"


def test_the_companys_own_name_ends_a_list_and_is_no_part():
    found = read(APRIL, UNIT, FACE, UNIT, table(HEAD + """Sales: | |
Home Pharmacy | |
Prescriptions | 500 | 400
Shop | 200 | 190
Total | 700 | 590
Abroad | 520 | 430
Corporate and other | (20) | (20)
Harbor Alliance, Inc. | 1,200 | 1,000
Adjusted operating income: | |
Home Pharmacy | 300 | 270
Abroad | 120 | 80
Corporate and other | (30) | (25)
Harbor Alliance, Inc. | 390 | 325
Depreciation and amortization: | |
Home Pharmacy | 20 | 18
Abroad | 12 | 9
Harbor Alliance, Inc. | 32 | 27"""), UNIT, table(HEAD + """
Operating income | 350 | 300
Restructuring | 40 | 25
Adjusted operating income | 390 | 325"""))  # fmt: skip
    assert parts(found, "revenue", NOW) == {
        "Prescriptions": 500, "Shop": 200, "Home Pharmacy": 700, "Abroad": 520,
        "Corporate and other": -20,
    }  # fmt: skip
    adjusted = {
        f.segment: f.value / 10**6
        for f in found.figures
        if (f.metric, f.basis, str(f.period.end)) == ("operating_income", "non_gaap", NOW)
    }
    assert adjusted == {
        None: 390, "Home Pharmacy": 300, "Abroad": 120, "Corporate and other": -30,
    }  # fmt: skip


BY_REGION = """
 | Three Months Ended April 30,~6
 | 2025~3 | 2024~3
 | Home | Abroad | Total | Home | Abroad | Total
Tools: | | | | | |
Saws | 200 | 120 | 320 | 180 | 90 | 270
Drills | 90 | 40 | 130 | 80 | 40 | 120
Total Tools segment sales | 290 | 160 | 450 | 260 | 130 | 390
Paints | 400 | 310 | 710 | 310 | 260 | 570
Other | 30 | 10 | 40 | 30 | 10 | 40
 | 720 | 480 | {total} | 600 | 400 | 1,000
"""


def test_the_column_of_totals_beside_regions():
    sales = "Sales of the Company's products were as follows:"
    found = read(APRIL, UNIT, FACE, sales, UNIT, table(BY_REGION.format(total="1,200")))
    assert parts(found, "revenue", NOW).items() >= {
        "Saws": 320, "Drills": 130, "Total Tools segment sales": 450, "Paints": 710, "Other": 40,
    }.items()  # fmt: skip
    found = read(APRIL, UNIT, FACE, sales, UNIT, table(BY_REGION.format(total="1,230")))
    assert parts(found, "revenue", NOW) == {}


def test_external_and_all_sales_of_parts_side_by_side():
    found = read(APRIL, UNIT, FACE, UNIT, table("""
 | Blue | Green | Other | Eliminations and adjustments | Total
Three Months Ended April 30, 2025 | | | | |
External revenues | 700 | 480 | 20 | — | 1,200
Intersegment revenues | 90 | 10 | — | (100) | —
Total revenues | 790 | 490 | 20 | (100) | 1,200
Income before income taxes | 120 | 70 | 5 | — | 195
Total assets | 5,100 | 4,900 | 100 | (900) | 9,200"""))  # fmt: skip
    assert parts(found, "revenue", NOW) == {"Blue": 700, "Green": 480, "Other": 20}


RETAIL = table(HEAD + """Revenues: | |
Net sales | 1,180 | 985
Membership income | 20 | 15
Total revenues | 1,200 | 1,000
Cost of sales | 700 | 600
Operating income | 350 | 300
Income tax | 50 | 40
Net income | 300 | 260""")  # fmt: skip


def test_segments_of_net_sales_beside_other_revenue():
    found = read(APRIL, UNIT, RETAIL, "Net sales by segment", UNIT, table("""
 | Three Months Ended April 30,~4
 | 2025~2 | 2024~2
 | Net Sales | Percent of Total | Net Sales | Percent of Total
Harbor Home | 800 | 67.8% | 700 | 71.1%
Harbor Abroad | 380 | 32.2% | 285 | 28.9%
Net sales | 1,180 | 100.0% | 985 | 100.0%"""))  # fmt: skip
    assert parts(found, "revenue", NOW) == {
        "Net sales": 1_180, "Membership income": 20, "Harbor Home": 800, "Harbor Abroad": 380,
    }  # fmt: skip


def test_the_line_of_the_metric_itself_ends_its_list():
    found = read(APRIL, UNIT, RETAIL, "Segment operating income", UNIT, table(HEAD + """
Operating income (loss): | |
Harbor Home | 300 | 250
Harbor Abroad | 90 | 85
Corporate and support | (40) | (35)
Operating income | 350 | 300
Interest, net | (12) | (11)
Income before income taxes | 338 | 289"""))  # fmt: skip
    assert parts(found, "operating_income", NOW) == {
        "Harbor Home": 300, "Harbor Abroad": 90, "Corporate and support": -40,
    }  # fmt: skip


def test_a_total_of_segments_inside_a_list_of_gross_margin():
    title = "Summarized financial information by segment was as follows"
    found = read(APRIL, UNIT, FACE, title, UNIT, table(HEAD + """Revenue: | |
West | 900 | 700
East | 300 | 300
Total | 1,200 | 1,000
Gross margin: | |
West | 420 | 300
East | 130 | 120
Segment total | 550 | 420
Unallocated items | (50) | (20)
Total | 500 | 400"""))  # fmt: skip
    assert parts(found, "revenue", NOW) == {"West": 900, "East": 300}
    assert parts(found, "gross_profit", NOW).items() >= {"West": 420, "East": 130}.items()


def test_a_name_over_the_columns_of_its_own_parts_is_said_once():
    found = read(APRIL, UNIT, FACE, UNIT, table("""
 | | Harbor~3 |
 | Meadow | Harbor Health | Harbor Care | Harbor | Consolidated
Three Months Ended April 30, 2025 | | | | |
Revenue | 600 | 350 | 250 | 600 | 1,200
Operating income | 150 | 120 | 80 | 200 | 350"""))  # fmt: skip
    assert {"Meadow", "Harbor Health", "Harbor Care"} <= set(parts(found, "revenue", NOW))
    assert not any("Harbor Harbor" in name for name in parts(found, "revenue", NOW))


def test_interest_and_the_income_before_taxes_are_no_parts_of_operating_income():
    found = read(APRIL, "Consolidated Statements of Income", UNIT, table(HEAD + """
    Net sales | 1,200 | 1,000
    Cost of sales | 700 | 600
    Operating, selling, general and administrative expenses | 150 | 140
    Operating income | 350 | 260
    Interest, net | 50 | 40
    Income before income taxes | 300 | 220
    Provision for income taxes | 60 | 50
    Consolidated net income | 240 | 170"""))  # fmt: skip
    assert {f.segment for f in found.figures} == {None}
    assert millions(actuals(found, "operating_income"))["Q 2025-04-30"] == 350


def test_a_heading_of_another_measure_ends_a_list():
    found = read(APRIL, UNIT, FACE, table(HEAD + """
    Net revenue: | |
    Servers | 700 | 610
    Storage | 520 | 400
    Total segment net revenue | 1,220 | 1,010
    Elimination of intersegment net revenue | (20) | (10)
    Total consolidated net revenue | 1,200 | 1,000
    Earnings before taxes: | |
    Servers | 200 | 180
    Storage | 160 | 130
    Total segment earnings | 360 | 310"""))  # fmt: skip
    revenue = parts(found, "revenue", "2025-04-30")
    assert (revenue["Servers"], revenue["Storage"]) == (700, 520)
