"""Layers, shares and coverage: pools of hand-typed reports against computations by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.reports import (
    AMAZON_2024,
    Line,
    Report,
    ask,
    at,
    registry,
    segment,
    span,
    warehouse,
    year,
)
from warehouse import registry as packaged
from warehouse.build import checks
from warehouse.registry import Registry
from warehouse.registry.registry import Table

MILLION = 10**6
EVIDENCE = "https://www.sec.gov/Archives/edgar/data/1/"


def weight(
    company: str,
    framework: str,
    name: str | None,
    layer: str,
    share: str = "1",
    start: str | None = None,
    end: str | None = None,
    known: str | None = None,
) -> tuple[str | None, ...]:
    return (company, framework, name, layer, share, start, end, known, EVIDENCE)


def three_lines(
    name: str, days: tuple[str, str], values: tuple[str, ...], **more: object
) -> Report:
    """A report of revenue, operating income and (where given) gross profit, in millions."""
    lines = tuple(
        Line(metric, value, span(*days), unit=str(more.get("unit", "USD")),
             basis=str(more.get("basis", "gaap")), decimals=-5)
        for metric, value in zip(
            ("revenue", "operating_income", "gross_profit"), values, strict=False
        )
    )  # fmt: skip
    return Report(
        name, lines, cik=None, company_id=str(more["company_id"]), period_end=days[1],
        fiscal_year_end=days[1][5:], known_at=str(more.get("known_at", "2025-08-01")),
    )  # fmt: skip


NVIDIA = three_lines("nvda", ("2024-01-29", "2025-01-26"), ("130,497", "81,453", "97,858"),
                     company_id="nvidia")  # fmt: skip
AMD = three_lines("amd", ("2023-12-31", "2024-12-28"), ("25,785", "1,900", "12,725"),
                  company_id="amd")  # fmt: skip
INTEL = three_lines("intc", ("2023-12-31", "2024-12-28"), ("53,101", "-11,678", "17,345"),
                    company_id="intel")  # fmt: skip
BROADCOM = three_lines("avgo", ("2023-10-30", "2024-11-03"), ("51,574", "13,463", "32,509"),
                       company_id="broadcom")  # fmt: skip
TSMC = three_lines("tsm", ("2024-01-01", "2024-12-31"),
                   ("2,894,307.7", "1,322,053.0", "1,624,353.6"),
                   company_id="tsmc", unit="TWD", basis="ifrs")  # fmt: skip
ORACLE = three_lines("orcl", ("2024-06-01", "2025-05-31"), ("57,399", "17,678", "40,472"),
                     company_id="oracle")  # fmt: skip
FISCAL_2025 = span("2024-07-01", "2025-06-30")
MICROSOFT = Report(
    "msft",
    (
        Line("revenue", "281,724", FISCAL_2025),
        Line("operating_income", "128,528", FISCAL_2025),
        segment("revenue", "120,810", FISCAL_2025, "Productivity and Business Processes"),
        segment("revenue", "106,265", FISCAL_2025, "Intelligent Cloud"),
        segment("revenue", "54,649", FISCAL_2025, "More Personal Computing"),
        segment("operating_income", "69,773", FISCAL_2025, "Productivity and Business Processes"),
        segment("operating_income", "44,589", FISCAL_2025, "Intelligent Cloud"),
        segment("operating_income", "14,166", FISCAL_2025, "More Personal Computing"),
    ),
    cik="0000789019", period_end="2025-06-30", fiscal_year_end="06-30", known_at="2025-07-30",
)  # fmt: skip
ALPHABET = Report(
    "googl",
    (
        Line("revenue", "350,018", year(2024)),
        Line("operating_income", "112,390", year(2024)),
        segment("revenue", "304,930", year(2024), "Google Services"),
        segment("revenue", "43,229", year(2024), "Google Cloud"),
        segment("revenue", "1,648", year(2024), "Other Bets"),
        segment("revenue", "211", year(2024), "Hedging gains (losses)", breakdown="corporate"),
        segment("operating_income", "121,263", year(2024), "Google Services"),
        segment("operating_income", "6,112", year(2024), "Google Cloud"),
        segment("operating_income", "-4,444", year(2024), "Other Bets"),
        segment("operating_income", "-10,541", year(2024), "Alphabet-level activities",
                breakdown="corporate"),
    ),
    cik="0001652044",
)  # fmt: skip
CHIPS = (NVIDIA, AMD, INTEL, BROADCOM)
THREE_LAYERS = (*CHIPS, TSMC, ORACLE, MICROSOFT, ALPHABET, AMAZON_2024)


@pytest.fixture(scope="module")
def judgement() -> Registry:
    """The packaged registry: who belongs to which layer is the project's own judgement."""
    return packaged.load()


@pytest.fixture(scope="module")
def three_layers(judgement: Registry) -> Registry:
    """The same, as if the chain had no layer but these: then they are the universe of shares."""
    names, kept = judgement.tables["segments"].columns, {"chips", "foundry", "cloud"}
    rows = [row for row in judgement.tables["segments"].rows
            if row[names.index("layer")] in kept | {"out_of_scope"}]  # fmt: skip
    return replace(
        judgement, tables=dict(judgement.tables) | {"segments": Table(names, tuple(rows))}
    )


# --- 2024, computed by hand from the published figures ---------------------------------------------


def test_the_pools_of_2024(three_layers: Registry) -> None:
    con = warehouse(*THREE_LAYERS, registry=three_layers)
    assert ask(
        con,
        """
        select layer, revenue_usd / 1e6, operating_income_usd / 1e6, operating_margin,
            revenue_share, profit_share, capture_ratio, coverage, is_approximate, reason
        from mart.profit_pool where calendar_period = '2024' and coverage > 0
        """,
    ) == [
        # 2,894,307.7 and 1,322,053.0 million TWD at 32.1064
        ("foundry", 90147.37560113, 41177.24192061, Decimal("0.456777"), Decimal("0.135447"),
         Decimal("0.175575"), Decimal("1.296259"), 1, False, None),
        # 130,497 + 25,785 + 53,101 + 51,574 and 81,453 + 1,900 - 11,678 + 13,463
        ("chips", 260957, 85138, Decimal("0.326253"), Decimal("0.392090"),
         Decimal("0.363018"), Decimal("0.925853"), 1, True, None),
        # 107,556 + 106,265 + 43,229 + 57,399 and 39,834 + 44,589 + 6,112 + 17,678
        ("cloud", 314449, 108213, Decimal("0.344135"), Decimal("0.472462"),
         Decimal("0.461407"), Decimal("0.976601"), 1, True, None),
    ]  # fmt: skip


def test_gross_margin_is_over_those_that_disclose_it(judgement: Registry) -> None:
    con = warehouse(*THREE_LAYERS, registry=judgement)
    assert ask(
        con,
        """
        select layer, gross_profit_usd / 1e6, gross_margin, disclosed_gross_margin,
            disclosed_operating_margin, gross_profit_coverage, members,
            members_complete, members_with_gross_profit, gross_margin_reason
        from mart.profit_pool where calendar_period = '2024' and layer in ('chips', 'cloud')
        """,
    ) == [
        (
            "chips",
            160437,
            Decimal("0.614802"),
            Decimal("0.614802"),
            Decimal("0.326253"),
            1,
            7,  # Arm, Marvell and Qualcomm have no document here
            4,
            4,
            None,
        ),
        # of the cloud only Oracle: 40,472 and 17,678 of 57,399, which is 57,399 / 314,449 of its
        # sales: no margin of the layer, and its own beside Oracle's operating margin
        (
            "cloud",
            40472,
            None,
            Decimal("0.705099"),
            Decimal("0.307984"),
            Decimal("0.182538"),
            6,  # Equinix and Digital Realty have none either
            4,
            1,
            "coverage",
        ),
    ]


def test_adjusted_income_stands_beside_the_pool_and_never_in_it(judgement: Registry) -> None:
    """AMD prints both; Intel's is known as adjusted only, and so it has no profit in the pool."""
    days = ("2023-12-31", "2024-12-28")
    both = replace(
        AMD, lines=(*AMD.lines, Line("operating_income", "6,138", span(*days), basis="non_gaap"))
    )
    revenue, _, _ = INTEL.lines
    adjusted = Line("operating_income", "-250", span(*days), basis="non_gaap")
    con = warehouse(NVIDIA, BROADCOM, both, replace(INTEL, lines=(revenue, adjusted)),
                    registry=judgement)  # fmt: skip
    query = "select company_id, basis, operating_income / 1e6 from mart.company_margin"
    where = " where company_id in ('amd', 'intel') and fiscal_label = 'FY2024' order by all"
    assert ask(con, query + where) == [
        ("amd", "gaap", 1900),
        ("amd", "non_gaap", 6138),
        ("intel", "gaap", None),
        ("intel", "non_gaap", -250),
    ]
    query = "select company_id, basis, operating_income_usd / 1e6 from mart.profit_pool_member"
    where = " where company_id in ('amd', 'intel') and calendar_period = '2024' order by all"
    assert ask(con, query + where) == [("amd", "gaap", 1900), ("intel", "gaap", None)]
    used = "select distinct basis from mart.profit_pool_lineage"
    assert ask(con, used) == [("gaap",)]


def test_a_layer_that_is_not_covered_shows_values_and_no_share(judgement: Registry) -> None:
    before = three_lines("avgo-2023", ("2022-10-31", "2023-10-29"), ("35,819", "16,207"),
                         company_id="broadcom")  # fmt: skip
    con = warehouse(NVIDIA, AMD, INTEL, before, TSMC, registry=judgement)
    assert ask(
        con,
        """
        select revenue_usd / 1e6, operating_income_usd / 1e6, revenue_share, profit_share,
            capture_ratio, coverage, reason, members, members_complete
        from mart.profit_pool where calendar_period = '2024' and layer = 'chips'
        """,
        # 209,383 / (209,383 + 35,819): Broadcom counts with its last year
    ) == [(209383, 71675, None, None, None, Decimal("0.853920"), "coverage", 7, 3)]
    # what foundry would have had to itself: all of the profit
    assert ask(
        con,
        "select coverage, revenue_share, profit_share, reason, share_layers from mart.profit_pool"
        " where calendar_period = '2024' and layer = 'foundry'",
    ) == [(1, None, None, "coverage", [])]


def test_a_member_of_which_nothing_is_known_is_in_no_coverage_and_named(
    judgement: Registry,
) -> None:
    con = warehouse(NVIDIA, AMD, INTEL, registry=judgement)
    assert ask(
        con,
        "select revenue_usd / 1e6, revenue_share, coverage, members_sized, members, unsized, reason"
        " from mart.profit_pool where calendar_period = '2024' and layer = 'chips'",
    ) == [
        (
            209383, None, 1, 3, 7,
            [
                {"company_id": one, "reason": "not_collected"}
                for one in ("arm", "broadcom", "marvell", "qualcomm")
            ],
            "coverage",
        )
    ]  # fmt: skip
    assert ask(
        con,
        "select is_complete, reason, last_annual_revenue_usd from mart.profit_pool_member"
        " where calendar_period = '2024' and company_id = 'broadcom'",
    ) == [(False, "not_collected", None)]


def test_the_rest_of_a_company_is_out_of_scope(judgement: Registry) -> None:
    con = warehouse(*THREE_LAYERS, registry=judgement)
    assert ask(
        con,
        """
        select company_id, revenue_usd / 1e6, operating_income_usd / 1e6
        from mart.profit_pool_member
        where calendar_period = '2024' and layer = 'out_of_scope' order by company_id
        """,
    ) == [
        ("alphabet", 306789, 106278),  # 350,018 - 43,229 and 112,390 - 6,112
        ("amazon", 530403, 28759),  # 637,959 - 107,556 and 68,593 - 39,834
        ("microsoft", 54649, 14166),  # cloud and software leave More Personal Computing
    ]
    assert ask(con, "select count(*) from mart.profit_pool where layer = 'out_of_scope'") == [(0,)]


def test_a_pool_leads_to_the_quotes_of_its_documents(judgement: Registry) -> None:
    con = warehouse(*THREE_LAYERS, registry=judgement)
    assert ask(
        con,
        """
        select l.company_id, l.metric, l.segment, l.quote, l.url
        from mart.profit_pool_member as m, unnest(m.operating_income_figure_ids) as u (figure_id)
        join mart.figure_lineage as l using (figure_id)
        where m.calendar_period = '2024' and m.layer in ('cloud', 'foundry')
        order by l.company_id
        """,
    ) == [
        ("alphabet", "operating_income", "Google Cloud", "6,112",
         "https://www.sec.gov/Archives/googl.htm"),
        ("amazon", "operating_income", "AWS", "39,834",
         "https://www.sec.gov/Archives/amzn-2024.htm"),
        ("microsoft", "operating_income", "Intelligent Cloud", "44,589",
         "https://www.sec.gov/Archives/msft.htm"),
        ("oracle", "operating_income", None, "17,678", "https://www.sec.gov/Archives/orcl.htm"),
        ("tsmc", "operating_income", None, "1,322,053.0",
         "https://www.sec.gov/Archives/tsm.htm"),
    ]  # fmt: skip


def test_every_check_holds_on_these_pools(three_layers: Registry) -> None:
    done = checks.run(warehouse(*THREE_LAYERS, registry=three_layers))
    assert [check.complaint for check in done if check.complaint] == []
    compared = {check.name: check.compared for check in done}
    assert compared["pool_shares_sum_to_one"] == 3  # sums of 2024
    assert compared["pool_members_enter_once"] > 0
    assert compared["pools_are_their_members"] > 0


# --- the one way in --------------------------------------------------------------------------------

CHIPS_AND_SOFTWARE = [
    weight("amazon", "2025", "Semiconductor Solutions", "chips"),
    weight("amazon", "2025", "Infrastructure Software", "software"),
    weight("amazon", "undivided", None, "chips"),
]


def two_segments(*profits: str) -> Report:
    """A year of 100 of revenue, 60 and 40 by segments, and 30 of operating income."""
    names = ("Semiconductor Solutions", "Infrastructure Software")
    return Report(
        "two",
        (
            Line("revenue", "100", year(2024)),
            Line("operating_income", "30", year(2024)),
            segment("revenue", "60", year(2024), names[0]),
            segment("revenue", "40", year(2024), names[1]),
            *(
                segment("operating_income", profit, year(2024), name)
                for name, profit in zip(names, profits, strict=False)
            ),
        ),
    )


def members(*reports: Report, known_on: str | None = None, **more: object) -> list[object]:
    """Layer, way in, segment, revenue and profit in millions, reason; all members of 2024."""
    con = warehouse(
        *reports,
        registry=registry(**more),  # type: ignore[arg-type]
        known_on=None if known_on is None else at(known_on),
    )
    assert [one.complaint for one in checks.run(con) if one.complaint] == []
    return list(
        ask(
            con,
            """
            select layer, entry, segment, revenue_usd / 1e6, operating_income_usd / 1e6, reason
            from mart.profit_pool_member where calendar_period = '2024'
            """,
        )
    )


def test_without_segment_profit_a_company_is_one_row() -> None:
    assert members(two_segments(), segments=CHIPS_AND_SOFTWARE) == [
        ("chips", "company", None, 100, 30, None)
    ]


def test_without_segment_profit_and_without_leave_its_segments_stay_incomplete() -> None:
    assert members(two_segments(), segments=CHIPS_AND_SOFTWARE[:2]) == [
        ("chips", "segment", "Semiconductor Solutions", 60, None, "not_disclosed"),
        ("software", "segment", "Infrastructure Software", 40, None, "not_disclosed"),
        ("out_of_scope", "rest", None, 0, None, "not_disclosed"),
    ]


def test_with_segment_profit_it_enters_by_segments_and_the_unallocated_stays_outside() -> None:
    assert members(two_segments("25", "15"), segments=CHIPS_AND_SOFTWARE) == [
        ("chips", "segment", "Semiconductor Solutions", 60, 25, None),
        ("software", "segment", "Infrastructure Software", 40, 15, None),
        ("out_of_scope", "rest", None, 0, -10, None),
    ]


def test_segments_of_one_layer_are_one_row() -> None:
    one_layer = [
        weight("amazon", "2025", "Semiconductor Solutions", "chips"),
        weight("amazon", "2025", "Infrastructure Software", "chips"),
    ]
    assert members(two_segments("25", "15"), segments=one_layer) == [
        ("chips", "company", None, 100, 30, None)
    ]


def test_a_part_that_nobody_judged_keeps_the_company_in_segments() -> None:
    report = two_segments("25", "15")
    other = segment("operating_income", "-10", year(2024), "Other", breakdown="corporate")
    one_layer = [
        weight("amazon", "2025", "Semiconductor Solutions", "chips"),
        weight("amazon", "2025", "Infrastructure Software", "chips"),
    ]
    assert members(report.with_lines(*report.lines, other), segments=one_layer) == [
        ("chips", "segment", "Semiconductor Solutions", 60, 25, None),
        ("chips", "segment", "Infrastructure Software", 40, 15, None),
        ("out_of_scope", "rest", None, 0, -10, None),
    ]


def test_weights_split_a_segment_and_leave_the_rest() -> None:
    split = [
        weight("amazon", "company", None, "chips", "0.5"),
        weight("amazon", "company", None, "cloud", "0.2"),
    ]
    assert members(two_segments(), segments=split) == [
        ("chips", "company", None, 50, 15, None),
        ("cloud", "company", None, 20, 6, None),
        ("out_of_scope", "rest", None, 30, 9, None),
    ]


@pytest.mark.parametrize(
    ("registered", "is_found"),
    [
        ("AWS", True),
        ("aws segment", True),
        (" A.W.S. ", False),
        ("AWS Europe", False),
        ("Amazon Web Services", False),
    ],
)
def test_a_segment_is_known_by_its_name_alone(registered: str, is_found: bool) -> None:
    rows = members(AMAZON_2024, segments=[weight("amazon", "2019", registered, "cloud")])
    assert rows[0] == (
        ("cloud", "segment", registered, 107556, 39834, None)
        if is_found
        else ("cloud", "segment", registered, None, None, "not_disclosed")
    )


def test_an_ampersand_is_an_and() -> None:
    report = two_segments("25", "15")
    named = tuple(
        replace(line, segment=line.segment.replace("Infrastructure Software", "R&D, and tools"))
        if line.segment
        else line
        for line in report.lines
    )
    rows = members(
        report.with_lines(*named), segments=[weight("amazon", "1", "R & D and Tools", "chips")]
    )
    assert rows[0] == ("chips", "segment", "R & D and Tools", 40, 15, None)


@pytest.mark.parametrize(
    ("known_on", "framework"), [("2024-07-31", "2019"), ("2024-09-01", "2024"), (None, "2024")]
)
def test_a_framework_counts_from_the_day_it_is_known(
    judgement: Registry, known_on: str | None, framework: str
) -> None:
    printed = span("2023-07-01", "2024-06-30")
    report = replace(
        MICROSOFT,
        name="msft-2024",
        lines=tuple(replace(line, period=printed) for line in MICROSOFT.lines),
        known_at="2024-07-30",
        period_end="2024-06-30",
    )
    con = warehouse(report, registry=judgement, known_on=None if known_on is None else at(known_on))
    assert ask(con, "select distinct calendar_period, framework from mart.profit_pool_member"
        " where company_id = 'microsoft'") == [("2023", framework)]  # fmt: skip


def test_of_two_judgements_the_later_one_counts_once_known() -> None:
    segments = [
        weight("amazon", "company", None, "cloud"),
        weight("amazon", "company", None, "chips", "0.25", known="2025-06-01"),
    ]
    assert members(two_segments(), segments=segments, known_on="2025-05-01") == [
        ("cloud", "company", None, 100, 30, None)
    ]
    assert members(two_segments(), segments=segments, known_on="2025-07-01") == [
        ("chips", "company", None, 25, 7.5, None),
        ("out_of_scope", "rest", None, 75, 22.5, None),
    ]


def test_the_framework_whose_names_are_printed_counts() -> None:
    segments = [
        weight("amazon", "2022", "Semiconductor Solutions", "chips"),
        weight("amazon", "2022", "Infrastructure Software", "software"),
        weight("amazon", "2025", "Everything", "cloud"),
        weight("amazon", "2025", "Nothing", "chips"),
    ]
    rows = members(two_segments("25", "15"), segments=segments)
    assert {row[0] for row in rows} == {"chips", "software", "out_of_scope"}  # type: ignore[index]


# --- the calendar ----------------------------------------------------------------------------------


def on_the_calendar(*reports: Report, period: str) -> list[tuple[object, ...]]:
    """Way to the calendar, revenue and profit in millions, of the company and then its parts."""
    segments = [weight("amazon", "2025", "Cloud", "cloud"),
                weight("amazon", "2025", "Rest", "out_of_scope")]  # fmt: skip
    con = warehouse(*reports, registry=registry(segments=segments))
    return ask(
        con,
        "select segment, method, revenue / 1e6, operating_income / 1e6 from stg.calendar_line"
        " where calendar_period = ? order by segment nulls first",
        period,
    )


def july(year: int, revenue: str, profit: str, parts: tuple[str, ...] = ()) -> tuple[Line, ...]:
    """A year to June; parts are the revenue and profit of two segments."""
    days = span(f"{year - 1}-07-01", f"{year}-06-30")
    names = ("Cloud", "Cloud", "Rest", "Rest")
    metrics = ("revenue", "operating_income") * 2
    return (
        Line("revenue", revenue, days), Line("operating_income", profit, days),
        *(segment(metric, value, days, name)
          for metric, value, name in zip(metrics, parts, names, strict=bool(parts))),
    )  # fmt: skip


QUARTERS_2024 = [("2024-01-01", "2024-03-31"), ("2024-04-01", "2024-06-30"),
                 ("2024-07-01", "2024-09-30"), ("2024-10-01", "2024-12-31")]  # fmt: skip


SINGLE = [
    Line(metric, value, span(*days), period_type="Q")
    for days in QUARTERS_2024
    for metric, value in (("revenue", "100"), ("operating_income", "25"))
]


def quarters_of_the_whole_and_years_of_its_parts() -> Report:
    """By quarters 400 and 100 in 2024; by the formula the same, of which Cloud 220 and 70."""
    years = (*july(2024, "380", "90", ("200", "60", "180", "30")),
             *july(2025, "420", "110", ("240", "80", "180", "30")))  # fmt: skip
    return Report("r", (*years, *SINGLE), period_end="2025-06-30", fiscal_year_end="06-30")


def test_four_quarters_are_the_calendar_year_of_a_fiscal_one() -> None:
    report = Report("r", (*july(2024, "380", "90"), *july(2025, "420", "110"), *SINGLE),
                    period_end="2025-06-30", fiscal_year_end="06-30")  # fmt: skip
    assert on_the_calendar(report, period="2024") == [(None, "quarters", 400, 100)]


def test_company_and_parts_come_to_the_calendar_in_one_way() -> None:
    """The parts print no quarters: then the company takes the formula too, and they add up."""
    report = quarters_of_the_whole_and_years_of_its_parts()
    assert on_the_calendar(report, period="2024") == [
        (None, "formula", 400, 100), ("Cloud", "formula", 220, 70), ("Rest", "formula", 180, 30),
    ]  # fmt: skip


def test_parts_that_all_earn_in_one_layer_do_not_keep_the_company_from_its_quarters() -> None:
    report = quarters_of_the_whole_and_years_of_its_parts()
    both = [weight("amazon", "2025", name, "cloud") for name in ("Cloud", "Rest")]
    con = warehouse(report, registry=registry(segments=both))
    assert ask(
        con,
        "select entry, fiscal_label, operating_income_usd / 1e6 from mart.profit_pool_member"
        " where calendar_period = '2024'",
    ) == [("company", "FY2024Q3, FY2024Q4, FY2025Q1, FY2025Q2", 100)]


def test_a_layer_that_is_not_known_yet_decides_nothing() -> None:
    """That Rest earns in another layer is known from 2026 on: as of 2025 the whole has quarters."""
    report = quarters_of_the_whole_and_years_of_its_parts()
    segments = [weight("amazon", "2025", "Cloud", "cloud"), weight("amazon", "2025", "Rest", "cloud"),
                weight("amazon", "2026", "Rest", "chips", known="2026-01-01T00:00:00Z")]  # fmt: skip
    ways = []
    for known_on in (at("2025-12-31"), None):
        con = warehouse(report, registry=registry(segments=segments), known_on=known_on)  # fmt: skip
        ways += ask(
            con, "select distinct method from stg.calendar_line where calendar_period = '2024'"
        )
    assert ways == [("quarters",), ("formula",)]


def test_a_part_that_earns_in_no_layer_keeps_the_company_to_the_way_of_its_parts() -> None:
    report = quarters_of_the_whole_and_years_of_its_parts()
    one = [weight("amazon", "2025", "Cloud", "cloud")]
    con = warehouse(report, registry=registry(segments=one))
    assert ask(
        con,
        "select layer, entry, segment, operating_income_usd / 1e6 from mart.profit_pool_member"
        " where calendar_period = '2024' order by layer",
    ) == [("cloud", "segment", "Cloud", 70), ("out_of_scope", "rest", None, 30)]


def test_until_the_next_year_is_known_the_one_whose_middle_it_holds_stands_in() -> None:
    report = Report("r", july(2025, "420", "110"), period_end="2025-06-30",
                    fiscal_year_end="06-30")  # fmt: skip
    assert on_the_calendar(report, period="2024") == [(None, "fiscal year", 420, 110)]
    assert on_the_calendar(report, period="2025") == []


def test_a_held_year_is_not_worked_around_by_its_quarters() -> None:
    """Two releases of one day say different things of the year; the quarters alone say nothing."""
    single = [
        Line("operating_income", "25", span(*days), period_type="Q") for days in QUARTERS_2024
    ]
    lines = (Line("revenue", "400", year(2024)), Line("operating_income", "100", year(2024)))
    other = Report("other", (Line("operating_income", "130", year(2024)),), form="8-K",
                   known_at="2025-02-06")  # fmt: skip
    assert on_the_calendar(Report("r", (*lines, *single)), other, period="2024") == [
        (None, "year", 400, None)
    ]


def test_a_quarter_is_covered_by_last_annual_revenue() -> None:
    quarter = span("2025-01-01", "2025-03-31")
    quarterly = Report(
        "q",
        (
            Line("revenue", "155,667", quarter, period_type="Q"),
            Line("operating_income", "18,405", quarter, period_type="Q"),
        ),
        form="10-Q", period_end="2025-03-31", known_at="2025-05-02",
    )  # fmt: skip
    other = three_lines("amd", ("2024-01-01", "2024-12-31"), ("212,653", "0"), company_id="amd")
    segments = [weight("amazon", "company", None, "cloud"), weight("amd", "company", None, "cloud")]
    con = warehouse(AMAZON_2024, quarterly, other, registry=registry(segments=segments))
    assert ask(
        con,
        "select revenue_usd / 1e6, coverage, reason, is_approximate from mart.profit_pool"
        " where layer = 'cloud' and calendar_period = '2025Q1'",
        # that is 637,959 of 637,959 and 212,653
    ) == [(155667, Decimal("0.75"), "coverage", False)]


def test_without_a_rate_a_member_is_incomplete_and_says_so() -> None:
    companies = [("hynix", "SK hynix Inc.", "KR", "KRW", "12-31", "year_of_end", None)]
    report = three_lines("h", ("2024-01-01", "2024-12-31"), ("66,193,000", "23,467,000"),
                         company_id="hynix", unit="KRW", basis="ifrs")  # fmt: skip
    segments = [weight("hynix", "company", None, "chips")]
    rates = [("KRW", "2024-01-01", "2024-12-31", "1363.4381", EVIDENCE, None)]
    for fx, expected in (
        ([], (None, None, "fx_missing", None)),
        (rates, (48548591974.95, 17211635790.43, None, Decimal("1363.4381"))),
    ):
        con = warehouse(
            report,
            registry=registry(companies=companies, identifiers=[], segments=segments, fx=fx),
        )
        assert ask(
            con,
            "select revenue_usd::double, operating_income_usd::double, reason,"
            " average_rate_per_usd from mart.profit_pool_member where layer = 'chips'",
        ) == [expected]


def test_what_a_filer_prints_in_dollars_beside_is_not_converted_twice() -> None:
    companies = [("tsmc", "TSMC", "TW", "TWD", "12-31", "year_of_end", None)]
    beside = Line("revenue", "90,083", year(2024), basis="ifrs")
    report = TSMC.with_lines(*TSMC.lines, beside)
    fx = [("TWD", "2024-01-01", "2024-12-31", "32.1064", EVIDENCE, None)]
    con = warehouse(
        report,
        registry=registry(
            companies=companies, identifiers=[], fx=fx,
            segments=[weight("tsmc", "company", None, "chips")],
        ),
    )  # fmt: skip
    assert ask(
        con,
        "select revenue / 1e6, currency, round(revenue_usd / 1e6, 2) from mart.profit_pool_member",
    ) == [(2894307.7, "TWD", 90147.38)]


# --- shares ----------------------------------------------------------------------------------------


def test_losses_take_no_share_and_the_net_share_tells_of_them() -> None:
    loss = three_lines("amd", ("2024-01-01", "2024-12-31"), ("300", "-10"), company_id="amd")
    segments = [weight("amazon", "company", None, "cloud"), weight("amd", "company", None, "chips")]
    con = warehouse(two_segments(), loss, registry=registry(segments=segments))
    assert ask(
        con,
        "select layer, revenue_share, profit_share, net_profit_share, capture_ratio, reason"
        " from mart.profit_pool where calendar_period = '2024' and coverage > 0",
    ) == [
        ("chips", Decimal("0.75"), 0, Decimal("-0.5"), 0, None),
        ("cloud", Decimal("0.25"), 1, Decimal("1.5"), 4, None),
    ]


def test_where_nobody_has_a_profit_there_is_no_share_of_it() -> None:
    loss = three_lines("amd", ("2024-01-01", "2024-12-31"), ("300", "-10"), company_id="amd")
    con = warehouse(loss, registry=registry(segments=[weight("amd", "company", None, "chips")]))
    assert ask(
        con,
        "select revenue_share, profit_share, net_profit_share, capture_ratio, reason"
        " from mart.profit_pool where layer = 'chips'",
    ) == [(1, None, None, None, "no_profit")]
    assert [one.complaint for one in checks.run(con) if one.complaint] == []


amounts = st.integers(min_value=1, max_value=10**7)
profits = st.integers(min_value=-(10**6), max_value=10**6)


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(amounts, profits, st.sampled_from(["chips", "cloud", "software"])),
        min_size=1,
        max_size=8,
    )
)
def test_shares_add_up_whatever_the_numbers(
    companies: list[tuple[int, int, str]],
) -> None:
    reports = [
        three_lines(f"r{place}", ("2024-01-01", "2024-12-31"), (str(revenue), str(profit)),
                    company_id=f"c{place}")
        for place, (revenue, profit, _) in enumerate(companies)
    ]  # fmt: skip
    rows = [(f"c{i}", f"C{i}", "US", "USD", "12-31", "year_of_end", None)
            for i in range(len(companies))]  # fmt: skip
    segments = [
        weight(f"c{i}", "company", None, layer) for i, (_, _, layer) in enumerate(companies)
    ]
    con = warehouse(*reports, registry=registry(companies=rows, identifiers=[], segments=segments))
    assert [one.complaint for one in checks.run(con) if one.complaint] == []
    found = ask(con, "select sum(revenue_usd), sum(operating_income_usd) from mart.profit_pool")
    assert found == [
        (
            sum(revenue for revenue, _, _ in companies) * MILLION,
            sum(profit for _, profit, _ in companies) * MILLION,
        )
    ]
