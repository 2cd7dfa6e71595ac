"""Parts of a company are those whose numbers add up to what the document prints as the whole."""

from __future__ import annotations

import pytest

from tests.builders.html_page import (
    APRIL,
    HEAD,
    UNIT,
    actuals,
    millions,
    parts,
    read,
    reasons,
    table,
)

NOW, THEN = "2025-04-30", "2024-04-30"


def test_segments_as_rows_under_their_metrics():
    found = read(APRIL, UNIT, table(HEAD + """Net revenue:
Data Center | 700 | 500
Gaming | 500 | 500
Total net revenue | 1,200 | 1,000
Operating income:
Data Center | 300 | 200
Gaming | 100 | 120
All Other | (50) | (20)
Total operating income | 350 | 300"""))  # fmt: skip
    assert parts(found, "revenue", NOW) == {"Data Center": 700, "Gaming": 500}
    assert parts(found, "operating_income", NOW) == {
        "Data Center": 300,
        "Gaming": 100,
        "All Other": -50,
    }
    assert parts(found, "operating_income", THEN)["All Other"] == -20
    assert millions(actuals(found, "operating_income"))["Q 2025-04-30"] == 350


def test_segments_as_columns():
    found = read(APRIL, UNIT, table("""
     | Data Center | Gaming | Consolidated
    Three Months Ended April 30, 2025
    Revenue | 700 | 500 | 1,200
    Operating income | 300 | 100 | 400
    Three Months Ended April 30, 2024
    Revenue | 500 | 500 | 1,000
    Operating income | 200 | 120 | 320
    """))  # fmt: skip
    assert parts(found, "revenue", NOW) == {"Data Center": 700, "Gaming": 500}
    assert parts(found, "operating_income", THEN) == {"Data Center": 200, "Gaming": 120}
    assert millions(actuals(found, "revenue")) == {"Q 2025-04-30": 1_200, "Q 2024-04-30": 1_000}


def test_segments_as_groups_of_rows():
    found = read(APRIL, UNIT, table(HEAD + """Data Center
Net sales | 700 | 500
Operating expenses | 400 | 300
Operating income | 300 | 200
Gaming
Net sales | 500 | 500
Operating expenses | 400 | 380
Operating income | 100 | 120
Consolidated
Net sales | 1,200 | 1,000
Operating expenses | 800 | 680
Operating income | 400 | 320"""))  # fmt: skip
    assert parts(found, "revenue", THEN) == {"Data Center": 500, "Gaming": 500}
    assert parts(found, "operating_income", NOW) == {"Data Center": 300, "Gaming": 100}
    assert millions(actuals(found, "operating_income")) == {
        "Q 2025-04-30": 400,
        "Q 2024-04-30": 320,
    }


@pytest.mark.parametrize("shape", ["columns", "groups"])
def test_a_corporate_part_without_revenue_is_proven_by_the_profit(shape):
    columns = """
     | Cloud | Devices | Corporate | Consolidated
    Three Months Ended April 30, 2025
    Revenue | 700 | 500 | — | 1,200
    Operating income | 300 | 100 | (50) | 350
    """
    groups = """
     | Three Months Ended April 30, 2025
    Cloud
    Revenue | 700
    Operating income | 300
    Devices
    Revenue | 500
    Operating income | 100
    Corporate
    Operating loss | (50)
    Consolidated
    Revenue | 1,200
    Operating income | 350
    """
    found = read(APRIL, UNIT, table(columns if shape == "columns" else groups))
    assert parts(found, "operating_income", NOW) == {"Cloud": 300, "Devices": 100, "Corporate": -50}
    assert reasons(found) == []


def test_segments_and_eliminations_make_the_whole():
    found = read(APRIL, UNIT, table("""
     | Three Months Ended April 30, 2025~4
     | Cloud | Devices | Eliminations | Total
    Net sales | 800 | 500 | (100) | 1,200
    Gross profit | 400 | 200 | (20) | 580
    """))  # fmt: skip
    assert parts(found, "revenue", NOW) == {"Cloud": 800, "Devices": 500, "Eliminations": -100}
    assert parts(found, "gross_profit", NOW) == {"Cloud": 400, "Devices": 200, "Eliminations": -20}
    kinds = {figure.segment: figure.breakdown for figure in found.figures if figure.segment}
    assert kinds["Eliminations"] == "corporate"


def test_legal_entities_and_eliminations_between_them_are_no_segments():
    found = read(APRIL, UNIT, table("""
     | Three Months Ended April 30, 2025~5
     | Parent Guarantor | Subsidiary Issuer | Other Subsidiaries | Eliminations | Consolidated
    Net sales | 600 | 300 | 400 | (100) | 1,200
    Operating income | 200 | 100 | 120 | (20) | 400
    """))  # fmt: skip
    assert parts(found, "revenue", NOW) == {}
    assert millions(actuals(found, "revenue")) == {"Q 2025-04-30": 1_200}


def test_an_exchange_rate_column_is_no_segment():
    found = read(APRIL, UNIT, table("""
     | As reported | Exchange rate effect | At constant rates
    Three Months Ended April 30, 2025
    Revenue | 1,200 | 20 | 1,220
    Operating income | 300 | 10 | 310
    """))  # fmt: skip
    assert parts(found, "revenue", NOW) == {}
    assert parts(found, "operating_income", NOW) == {}
    assert millions(actuals(found, "revenue")) == {"Q 2025-04-30": 1_200}


def test_adjustments_are_no_segments():
    found = read(APRIL, UNIT, table("""
     | Three Months Ended April 30, 2025~4
     | GAAP | Stock compensation | Amortization | Non-GAAP
    Revenue | 1,200 | | | 1,200
    Gross profit | 700 | 15 | 5 | 720
    Operating income | 300 | 40 | 10 | 350
    """))  # fmt: skip
    assert parts(found, "gross_profit", NOW) == {}
    assert parts(found, "operating_income", NOW) == {}
    assert millions(actuals(found, "operating_income", basis="non_gaap"))["Q 2025-04-30"] == 350


def test_regions_are_no_segments():
    found = read(APRIL, "Revenue by geographic region (in millions)", table(HEAD + """Revenue:
United States | 700 | 600
Europe | 500 | 400
Total revenue | 1,200 | 1,000"""))  # fmt: skip
    assert parts(found, "revenue", NOW) == {}


def test_parts_that_add_up_to_nothing_are_refused():
    found = read(APRIL, UNIT, table(HEAD + """Revenue:
Cloud | 700 | 500
Devices | 300 | 200
Total revenue | 1,200 | 1,000"""))  # fmt: skip
    assert parts(found, "revenue", NOW) == {}
    assert millions(actuals(found, "revenue"))["Q 2025-04-30"] == 1_200
    assert "does_not_close" in reasons(found)


def test_parts_that_add_up_in_one_period_only_are_refused_in_the_other():
    found = read(APRIL, UNIT, table(HEAD + """Revenue:
Cloud | 700 | 500
Devices | 400 | 500
Total revenue | 1,200 | 1,000"""))  # fmt: skip
    assert parts(found, "revenue", THEN) == {"Cloud": 500, "Devices": 500}
    assert parts(found, "revenue", NOW) == {}


def test_a_subtotal_among_parts_does_not_count_twice():
    found = read(APRIL, UNIT, table(HEAD + """Revenue:
Chips | 300 | 250
Boards | 400 | 350
Data Center | 700 | 600
Gaming | 500 | 400
Total revenue | 1,200 | 1,000"""))  # fmt: skip
    assert parts(found, "revenue", NOW) == {
        "Chips": 300,
        "Boards": 400,
        "Data Center": 700,
        "Gaming": 500,
    }


def test_rounded_parts_still_add_up():
    found = read(APRIL, UNIT, table(HEAD + """Revenue:
Cloud | 701 | 500
Devices | 500 | 500
Total revenue | 1,200 | 1,000"""))  # fmt: skip
    assert parts(found, "revenue", NOW) == {"Cloud": 701, "Devices": 500}


@pytest.mark.parametrize("mark", [":", " (1)", "*"])
def test_a_part_s_name_has_no_colon_and_no_footnote_mark(mark):
    found = read(APRIL, UNIT, table(HEAD + f"""Revenue:
Cloud{mark} | 700 | 500
Devices | 500 | 500
Total revenue | 1,200 | 1,000"""))  # fmt: skip
    assert parts(found, "revenue", NOW) == {"Cloud": 700, "Devices": 500}


def test_a_part_s_heading_has_no_colon_and_no_footnote_mark():
    found = read(APRIL, UNIT, table(HEAD + """Data Center (1):
Net sales | 700 | 500
Operating income | 300 | 200
Gaming:
Net sales | 500 | 500
Operating income | 100 | 120
Consolidated
Net sales | 1,200 | 1,000
Operating income | 400 | 320"""))  # fmt: skip
    assert parts(found, "revenue", NOW) == {"Data Center": 700, "Gaming": 500}
    assert parts(found, "operating_income", NOW) == {"Data Center": 300, "Gaming": 100}


TWICE = """Net sales:
Products | 700 | 600
Services | 500 | 400
Total net sales | 1,200 | 1,000
Cost of sales | 500 | 400
Gross profit | 700 | 600
Net sales by reportable segment:
Cloud | {} | 550
Devices | 550 | 450
Total net sales | 1,200 | 1,000"""


def test_parts_under_two_headings_make_the_whole_twice():
    found = read(APRIL, UNIT, table(HEAD + TWICE.format(650)))
    assert parts(found, "revenue", NOW) == {
        "Products": 700, "Services": 500, "Cloud": 650, "Devices": 550,
    }  # fmt: skip


def test_parts_of_which_one_heading_s_do_not_close_are_refused():
    found = read(APRIL, UNIT, table(HEAD + TWICE.format(750)))
    assert parts(found, "revenue", NOW) == {}
    assert "does_not_close" in reasons(found)


def test_the_company_s_own_name_at_the_foot_is_no_part():
    found = read(
        APRIL,
        "Statements of income (in millions)",
        table("""
         | Three Months Ended~2
         | April 30, 2025 | April 30, 2024
        Revenue | 1,000 | 900
        Cost of revenue | 400 | 350
        Gross profit | 600 | 550
        Income before income taxes | 200 | 180
        Provision for income taxes | 40 | 36
        Net income | 160 | 144
        """),
        "Results by segment (in millions)",
        table("""
         | Three Months Ended~2
         | April 30, 2025 | April 30, 2024
        Revenue: | |
        Cloud | 620 | 530
        Devices | 390 | 380
        Other | (10) | (10)
        Quill Holdings | 1,000 | 900
        """),
    )
    assert parts(found, "revenue", "2025-04-30") == {"Cloud": 620, "Devices": 390, "Other": -10}
    assert millions(actuals(found, "revenue"))["Q 2025-04-30"] == 1_000


def test_a_part_that_is_the_whole_proves_nothing_of_the_others():
    """12,939 and 1 make 12,939 within its rounding; they are a line, and a gain within it."""
    found = read(APRIL, UNIT, table(HEAD + """Net revenue | 12,939 | 12,687
Cost of sales | 7,219 | 7,072"""), "Effects of hedges on these lines:", table("""
     | Three Months Ended April 30, 2025~2
     | Total | Amount of gain on hedges
    Net revenue | 12,939 | 1
    Cost of sales | 7,219 | 86
    """), table("""
     | Three Months Ended April 30, 2025~2
     | Amount of gain | Amount of gain on hedges
    Net revenue | 12,939 | 1
    Cost of sales | 7,219 | 86
    """))  # fmt: skip
    assert parts(found, "revenue", NOW) == {}
    assert parts(found, "cost_of_revenue", NOW) == {}


FIELDS = """Pumps | 500 | 400
Valves | 400 | 350
Filters | 300 | 250
Net sales of the fields together | {0} | 1,000
Effect of exchange rates | (20) | (10)
Consolidated net sales | 1,180 | 990"""
BY_SEGMENT = "Net Sales of Reportable Segments (in millions)"


def test_a_sum_under_an_unknown_name_that_leads_to_the_company_s_is_no_part():
    found = read(APRIL, BY_SEGMENT, table(HEAD + FIELDS.format("1,200")))
    kinds = {f.segment: f.breakdown for f in found.figures if f.segment}
    together = "Net sales of the fields together"
    assert kinds.pop(together) == "subtotal"
    assert set(kinds.values()) == {"segment"}
    now, then = {"Pumps": 500, "Valves": 400, "Filters": 300}, {"Pumps": 400, "Valves": 350}
    assert parts(found, "revenue", NOW) == now | {together: 1200}
    assert parts(found, "revenue", THEN) == then | {"Filters": 250, together: 1000}


@pytest.mark.parametrize(
    "rows",
    [
        FIELDS.format("1,240"),  # no sum of the lines above
        FIELDS.format("1,200").replace("Consolidated net sales | 1,180 | 990", ""),
        FIELDS.format("1,200").replace("Filters | 300 | 250\n", "").replace("400", "700"),  # of two
    ],
)
def test_a_line_that_is_no_sum_or_leads_nowhere_proves_no_parts(rows: str):
    found = read(APRIL, BY_SEGMENT, table(HEAD + rows))
    assert parts(found, "revenue", NOW) == {}


CUTS = """Americas | 700 | 600
Europe | 400 | 300
Asia | 100 | 100
Total revenues | 1,200 | 1,000
Banks | 500 | 400
Retail | {0} | 600
Total revenues | 1,200 | 1,000"""
SUMMARY = "Summary of Revenues (in millions)"
INCOME = "Revenue | 1,200 | 1,000\nIncome taxes | 30 | 20\nNet income | 90 | 80"


def test_two_cuts_of_one_total_are_proven_each_by_itself():
    found = read(APRIL, UNIT, table(HEAD + INCOME), SUMMARY, table(HEAD + CUTS.format(700)))
    assert parts(found, "revenue", NOW) == {
        "Americas": 700, "Europe": 400, "Asia": 100, "Banks": 500, "Retail": 700
    }  # fmt: skip
    assert parts(found, "revenue", THEN)["Retail"] == 600


def test_of_two_cuts_the_one_that_is_not_whole_is_not_believed():
    found = read(APRIL, UNIT, table(HEAD + INCOME), SUMMARY, table(HEAD + CUTS.format(640)))
    assert parts(found, "revenue", NOW) == {"Americas": 700, "Europe": 400, "Asia": 100}


@pytest.mark.parametrize("heads", ["OPERATING\nEXPENSES:\n", ""])
def test_costs_and_what_they_leave_are_no_parts_of_revenue(heads: str):
    rows = f"""REVENUES:
Revenues | 1,000 | 900
{heads}Cost of services | 700 | 640
Sales and marketing | 100 | 90
OPERATING | 200 | 170
INCOME"""
    assert parts(read(APRIL, UNIT, table(HEAD + rows)), "revenue", NOW) == {}
