"""A layer's number down to its cells: every member, figure and place, counted."""

from __future__ import annotations

import pytest

from extractors.errors import QueryError
from tests.builders.reports import AMAZON_2024, Line, Report, ask, registry, span, warehouse, year
from warehouse.build import checks
from warehouse.query.pool_audit import is_layer, pool_lines, pools

EVIDENCE = "https://www.sec.gov/Archives/"
NVIDIA = Report(
    "nvda-2025",
    (
        Line("revenue", "130,497", span("2024-01-29", "2025-01-26")),
        Line("cost_of_revenue", "32,639", span("2024-01-29", "2025-01-26")),
        Line("operating_income", "81,453", span("2024-01-29", "2025-01-26")),
    ),
    cik="0001045810", form="10-K", fiscal_year_end="01-25", period_end="2025-01-26",
    known_at="2025-02-26",
)  # fmt: skip
BOOK = registry(
    segments=[
        ("amazon", "2019", "AWS", "cloud", "1", None, None, None, EVIDENCE),
        ("amazon", "2019", "North America", "out_of_scope", "1", None, None, None, EVIDENCE),
        ("amazon", "2019", "International", "out_of_scope", "1", None, None, None, EVIDENCE),
        ("nvidia", "company", None, "chips", "0.75", None, None, None, EVIDENCE),
    ]
)
LINEAGE = """
    select calendar_period, metric, figure_segment, figure_metric, value / 1e6, cells
    from mart.profit_pool_lineage where layer = ? order by all
"""


def test_the_lineage_has_each_figure_of_each_sum() -> None:
    con = warehouse(AMAZON_2024, NVIDIA, registry=BOOK)
    assert ask(con, LINEAGE, "cloud") == [
        ("2024", "operating_income", "AWS", "operating_income", 39834, 1),
        ("2024", "revenue", "AWS", "revenue", 107556, 1),
    ]
    # no gross profit is printed: revenue less its cost
    assert ask(con, LINEAGE, "chips") == [
        ("2024", "gross_profit", None, "cost_of_revenue", 32639, 1),
        ("2024", "gross_profit", None, "revenue", 130497, 1),
        ("2024", "operating_income", None, "operating_income", 81453, 1),
        ("2024", "revenue", None, "revenue", 130497, 1),
    ]
    assert [one.complaint for one in checks.run(con) if one.complaint] == []


def test_a_pool_that_leads_nowhere_is_a_violation() -> None:
    con = warehouse(AMAZON_2024, registry=BOOK).whole()
    con.execute("update mart.profit_pool_lineage set cells = 0 where metric = 'revenue'")
    (found,) = [one for one in checks.run(con) if one.name == "pools_lead_to_cells"]
    assert "cloud 2024 amazon AWS revenue" in str(found.complaint)
    con.execute("update mart.profit_pool_lineage set cells = 1")
    con.execute("update mart.profit_pool_member set revenue_figure_ids = []")
    (found,) = [one for one in checks.run(con) if one.name == "pools_lead_to_cells"]
    assert "cloud 2024 amazon AWS" in str(found.complaint)


def test_a_share_is_shown_with_its_members_figures_and_places() -> None:
    con = warehouse(AMAZON_2024, NVIDIA, registry=BOOK)
    lines = list(pool_lines(con, "Chips", "profit_share", "2024"))
    # 0.75 of 81,453 beside AWS's 39,834
    assert lines[0] == "chips profit_share 2024: 60.53% (0.605306)"
    assert any(one.endswith("NVDA operating_income 2024: 61,089,750,000 USD") for one in lines)
    said = " ".join(lines)
    assert "weight 0.75" in said
    assert "approximate: its fiscal periods are not those of the calendar" in said
    assert any(one.endswith("NVDA operating_income FY2025: 81,453,000,000 USD") for one in lines)
    # the layer beside it is a part of the sum, and its own page has its members
    assert any(one.endswith("cloud operating_income 2024: 39,834,000,000 USD") for one in lines)
    assert any("“81,453”" in line for line in lines)
    assert lines[-1] == "  leaf cells 1, in 1 documents"


def test_the_last_year_is_asked_for_where_no_period_is() -> None:
    con = warehouse(AMAZON_2024, registry=BOOK).whole()
    (title, *rest) = pool_lines(con, "cloud", "operating_margin", None)
    assert title == "cloud operating_margin 2024: 37.04% (0.370356)"
    assert rest[-1] == "  leaf cells 2, in 1 documents"


def test_what_is_missing_is_named_with_its_reason() -> None:
    half = Report("amzn", (Line("revenue", "637,959", year(2024)),), period_end="2024-12-31")
    book = registry(
        segments=[("amazon", "company", None, "cloud", "1", None, None, None, EVIDENCE)]
    )
    con = warehouse(half, registry=book)
    lines = list(pool_lines(con, "cloud", "profit_share", "2024"))
    assert lines[0] == "cloud profit_share 2024: none (coverage)"
    (member,) = pools(con, "2024").members[("cloud", "operating_income")]
    assert (member.company_id, member.value, member.reason) == ("amazon", None, "not_disclosed")
    assert "not in the sum" in member.notes


@pytest.mark.parametrize(
    ("layer", "metric", "period", "line"),
    [
        ("clouds", "revenue", None, "audit: 'clouds' is not a layer; see ref.layers"),
        ("cloud", "capex", None, "audit: a layer has no 'capex'; use one of gross_margin, "),
        ("cloud", "revenue", "FY2024", "audit: no pool of cloud in FY2024; it has 2024"),
    ],
)
def test_what_there_is_not_is_answered_with_what_there_is(
    layer: str, metric: str, period: str | None, line: str
) -> None:
    con = warehouse(AMAZON_2024, registry=BOOK).whole()
    with pytest.raises(QueryError) as raised:
        list(pool_lines(con, layer, metric, period))
    assert str(raised.value).startswith(line)
    assert is_layer(con, "CLOUD")
    assert not is_layer(con, "amazon")
