"""Lists of parts whose metric a title, a column or their total names: their sums prove them."""

from __future__ import annotations

from tests.builders.html_page import APRIL, parts, read, table

UNIT = "(in millions)"
HEAD = """
 | Three Months Ended~2
 | April 30, 2025 | April 30, 2024
"""
FACE = table(HEAD + """Net sales | 1,200 | 1,000
Cost of sales | 700 | 600
Gross profit | 500 | 400
Operating income | 350 | 300
Income tax | 50 | 40
Net income | 300 | 260""")  # fmt: skip
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
