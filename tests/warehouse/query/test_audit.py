"""Every number is traced to what printed it; what there is not is answered with what there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from extractors.errors import QueryError
from tests.builders.reports import AMAZON_2024, Line, Report, at, segment, span, warehouse, year
from warehouse.query.audit import audit, lines

QUARTER = span("2025-04-28", "2025-07-27")
NVIDIA = Report(
    "nvda-q2",
    (
        Line("revenue", "46,743", QUARTER, period_type="Q"),
        Line("cost_of_revenue", "12,890", QUARTER, period_type="Q"),
        Line("gross_margin", "0.724", QUARTER, period_type="Q", unit="pure", decimals=3),
        Line("gross_margin", "0.727", QUARTER, period_type="Q", unit="pure", decimals=3,
             basis="non_gaap"),
        Line("revenue", "54,000", span("2025-07-28", "2025-10-26"), period_type="Q", bound="mid"),
        Line("revenue", "52,920", span("2025-07-28", "2025-10-26"), period_type="Q", bound="low"),
    ),
    cik="0001045810", form="10-Q", fiscal_year_end="01-25", period_end="2025-07-27",
    known_at="2025-08-27",
)  # fmt: skip
AMAZON_2025 = Report(
    "amzn-2025",
    (
        segment("operating_income", "39,900", year(2024), "AWS"),
        segment("operating_income", "45,000", year(2025), "AWS"),
    ),
    period_end="2025-12-31", known_at="2026-02-06",
)  # fmt: skip


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    return warehouse(AMAZON_2024, NVIDIA)


def test_a_printed_figure(con: duckdb.DuckDBPyConnection) -> None:
    found = audit(con, "AMZN", "operating_income", segment="AWS", period="FY2024")
    assert (found.value, found.line.unit, found.reason) == (Decimal(39_834_000_000), "USD", None)
    assert (found.rule, found.confidence) == (
        "us-gaap:operating_income on the income statement",
        "exact_tag",
    )
    [place] = found.places
    assert (place.quote, place.locator, place.concept) == (
        "39,834", "xbrl_id:f-9", "us-gaap:operating_income",
    )  # fmt: skip
    assert (place.sha256, place.form, place.document_period_end) == (
        AMAZON_2024.sha256, "10-K", date(2024, 12, 31),
    )  # fmt: skip
    assert (place.url, place.known_at, place.known_at_basis) == (
        "https://www.sec.gov/Archives/amzn-2024.htm", at("2025-02-07"), "acceptance",
    )  # fmt: skip
    assert (found.operands, found.printed, found.rivals, found.conflicts) == ((), None, (), ())


def test_a_computed_margin_shows_its_operands(con: duckdb.DuckDBPyConnection) -> None:
    found = audit(con, "AMZN", "operating_margin", segment="AWS")
    assert (found.value, found.rule) == (Decimal("0.370356"), "operating_income / revenue")
    assert [(one.metric, one.value, one.places[0].quote) for one in found.operands] == [
        ("operating_income", 39_834_000_000, "39,834"),
        ("revenue", 107_556_000_000, "107,556"),
    ]


def test_operands_have_operands(con: duckdb.DuckDBPyConnection) -> None:
    found = audit(con, "NVDA", "gross_margin", period="FY2026Q2")
    assert (found.value, found.rule) == (Decimal("0.724237"), "gross_profit / revenue")
    profit, revenue = found.operands
    assert (profit.value, profit.rule) == (33_853_000_000, "revenue − cost_of_revenue")
    assert [one.value for one in profit.operands] == [46_743_000_000, 12_890_000_000]
    assert revenue.figure_id == profit.operands[0].figure_id
    assert found.printed is not None
    assert (found.printed.value, found.printed.places[0].quote) == (Decimal("0.724"), "0.724")


def test_a_margin_of_another_basis_is_as_printed(con: duckdb.DuckDBPyConnection) -> None:
    found = audit(con, "nvda", "gross_margin", period="2025-07-27", basis="non_gaap")
    assert (found.value, found.operands, found.places[0].quote) == (Decimal("0.727"), (), "0.727")


def test_guidance_gives_its_middle(con: duckdb.DuckDBPyConnection) -> None:
    found = audit(con, "NVDA", "guidance_revenue", period="fy2026q3")
    assert (found.value, found.line.bound) == (54_000_000_000, "mid")


def test_a_number_that_nobody_discloses_says_so(con: duckdb.DuckDBPyConnection) -> None:
    found = audit(con, "AMZN", "gross_margin", segment="AWS")
    assert (found.value, found.reason) == (None, "not_disclosed")
    profit, revenue = found.operands
    assert (profit.value, profit.reason) == (None, "not_disclosed")
    assert revenue.value == 107_556_000_000


def test_vintages_and_rivals() -> None:
    found = audit(warehouse(AMAZON_2024, AMAZON_2025), "AMZN", "operating_income", "AWS")
    assert [(one.status, one.value, one.is_standing) for one in found.vintages] == [
        ("first printed", 39_834_000_000, False),
        ("restated", 39_900_000_000, True),
    ]
    assert [one.value for one in found.rivals] == [39_834_000_000]
    assert found.places[0].sha256 == AMAZON_2025.sha256


def test_a_conflict_is_told_with_the_value_held_back() -> None:
    other = replace(AMAZON_2025, period_end="2024-12-31")
    found = audit(warehouse(AMAZON_2024, other), "AMZN", "operating_income", "AWS")
    assert (found.value, found.reason) == (None, "conflict")
    assert [one.value for one in found.rivals] == [39_900_000_000]
    [conflict] = found.conflicts
    assert conflict.startswith(
        "two documents of one period print different values: 39,900,000,000 against 39,834,000,000"
    )
    margin = audit(warehouse(AMAZON_2024, other), "AMZN", "operating_margin", "AWS")
    assert (margin.value, margin.reason) == (None, "conflict")


@pytest.mark.parametrize(
    "company", ["AMZN", "amzn", "AMZ.DE", "amazon", "Amazon", "0001018724", "1018724", "CIK1018724"]
)
def test_any_identifier_names_the_company(con: duckdb.DuckDBPyConnection, company: str) -> None:
    assert audit(con, company, "revenue").value == 637_959_000_000


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("AMZ", "revenue"), r"'AMZ' names no company; did you mean AMZN"),
        (
            ("AMZN", "profit"),
            r"'profit' is not a metric; did you mean gross_profit\? use one of revenue, ",
        ),
        (("AMZN", "inventory"), r"no document known gives inventory; there are cost_of_revenue, "),
        (("AMD", "revenue"), r"no document of this company was read"),
        (
            ("AMZN", "revenue", "Azure"),
            r"amazon revenue: no segment 'Azure'; there are AWS, Advertising services,"
            r" International, North America",
        ),
        (("NVDA", "revenue", "Graphics", "FY2026Q2"), r"there is no segment at all"),
        (
            ("AMZN", "revenue", "AWS", "FY2020"),
            r"no period 'FY2020'; did you mean FY2024\? there is FY2024",
        ),
        (("AMZN", "revenue", None, "FY2024", "ifrs"), r"no basis 'ifrs'; there is gaap"),
    ],
)
def test_what_there_is_not_is_answered_with_what_there_is(
    con: duckdb.DuckDBPyConnection, arguments: tuple[str, ...], told: str
) -> None:
    with pytest.raises(QueryError, match=told):
        audit(con, *arguments)


def test_a_segment_is_found_in_any_case(con: duckdb.DuckDBPyConnection) -> None:
    assert audit(con, "AMZN", "revenue", "north america").value == 387_497_000_000


def test_the_text(con: duckdb.DuckDBPyConnection) -> None:
    assert lines(audit(con, "AMZN", "operating_margin", "AWS")) == [
        "AMZN AWS operating_margin FY2024: 37.04% (0.370356)",
        "  period     2024-01-01 to 2024-12-31, gaap, segment",
        "  rule       operating_income / revenue",
        "  ├─ AMZN AWS operating_income FY2024: 39,834,000,000 USD",
        "  │    period     2024-01-01 to 2024-12-31, gaap, segment",
        "  │    rule       us-gaap:operating_income on the income statement (exact_tag)",
        "  │    printed    “39,834”, AWS",
        "  │    place      xbrl_id:f-9, us-gaap:operating_income",
        f"  │    document   10-K, period ended 2024-12-31, sha256 {AMAZON_2024.sha256}",
        "  │    origin     https://www.sec.gov/Archives/amzn-2024.htm",
        "  │    known at   2025-02-07 12:00 UTC (acceptance)",
        f"  │    vintages * 2025-02-07 first printed 39,834,000,000  10-K for 2024-12-31"
        f" {AMAZON_2024.sha256[:12]}",
        "  └─ ÷ AMZN AWS revenue FY2024: 107,556,000,000 USD",
        "       period     2024-01-01 to 2024-12-31, gaap, segment",
        "       rule       us-gaap:revenue on the income statement (exact_tag)",
        "       printed    “107,556”, AWS",
        "       place      xbrl_id:f-6, us-gaap:revenue",
        f"       document   10-K, period ended 2024-12-31, sha256 {AMAZON_2024.sha256}",
        "       origin     https://www.sec.gov/Archives/amzn-2024.htm",
        "       known at   2025-02-07 12:00 UTC (acceptance)",
        f"       vintages * 2025-02-07 first printed 107,556,000,000  10-K for 2024-12-31"
        f" {AMAZON_2024.sha256[:12]}",
    ]


def test_the_text_names_what_it_told_already(con: duckdb.DuckDBPyConnection) -> None:
    text = lines(audit(con, "NVDA", "gross_margin", period="FY2026Q2"))
    assert text[-1] == "  └─ ÷ NVDA revenue FY2026Q2: 46,743,000,000 USD, as above"
    assert sum("“46,743”" in line for line in text) == 1
    assert "  as printed" in text
