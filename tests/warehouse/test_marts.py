"""The rules of the warehouse, each on rows typed by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import CorrectionError
from extractors.model import Instant
from tests.builders.many import apart
from tests.builders.reports import (
    AMAZON_2024,
    COMPANIES,
    Line,
    Report,
    archive,
    ask,
    at,
    build,
    day,
    registry,
    segment,
    span,
    warehouse,
    year,
)
from warehouse.archive.store import Archive

NVIDIA = {"cik": "0001045810", "fiscal_year_end": "01-25"}
MILLION = 10**6


def amazon(name: str, known_at: str, value: str, **more: object) -> Report:
    """A report of Amazon that gives the revenue of 2023 alone."""
    decimals = more.pop("decimals", -6)
    line = Line("revenue", value, year(2023), decimals=decimals)  # type: ignore[arg-type]
    return Report(name, (line,), known_at=known_at, **more)  # type: ignore[arg-type]


FIRST = amazon("10-K 2023", "2024-02-02", "574,785", period_end="2023-12-31")


def standing(*reports: Report, **more: object) -> list[tuple[object, ...]]:
    """Value in millions, reason and status of the one figure key there is."""
    return ask(
        warehouse(*reports, **more),  # type: ignore[arg-type]
        "select value / 1e6, reason, status from stg.current_figure",
    )


def statuses(*reports: Report, **more: object) -> list[object]:
    con = warehouse(*reports, **more)  # type: ignore[arg-type]
    return [status for (status,) in ask(con, "select status from stg.vintage order by position")]


# --- margins -------------------------------------------------------------------------------------


def test_a_segment_margin_of_amazon() -> None:
    con = warehouse(AMAZON_2024)
    assert ask(
        con,
        """
        select company_id, fiscal_label, period_start, period_end, period_type, basis, currency,
            revenue, operating_income, round(operating_margin, 4), gross_profit, gross_margin,
            known_at, reason, breakdown
        from mart.segment_margin where ticker = 'AMZN' and segment = 'AWS'
        """,
    ) == [
        (
            "amazon", "FY2024", day("2024-01-01"), day("2024-12-31"), "FY", "gaap", "USD",
            107_556 * MILLION, 39_834 * MILLION, Decimal("0.3704"), None, None,
            at("2025-02-07"), "not_disclosed", "segment",
        )
    ]  # fmt: skip


def test_gross_profit_is_revenue_less_cost_where_no_line_prints_it() -> None:
    con = warehouse(AMAZON_2024)
    assert ask(
        con,
        """
        select gross_profit / 1e6, gross_profit_rule, gross_margin, operating_margin, reason
        from mart.company_margin
        """,
    ) == [(311_671, "revenue − cost_of_revenue", Decimal("0.488544"), Decimal("0.107519"), None)]


def test_a_printed_margin_stands_beside_the_computed_one() -> None:
    report = Report(
        "nvda",
        (
            Line("revenue", "130,497", span("2024-01-29", "2025-01-26")),
            Line("gross_profit", "97,858", span("2024-01-29", "2025-01-26")),
            Line("gross_margin", "0.75", span("2024-01-29", "2025-01-26"), unit="pure", decimals=3),
        ),
        period_end="2025-01-26",
        **NVIDIA,  # type: ignore[arg-type]
    )
    assert ask(
        warehouse(report),
        """
        select fiscal_label, gross_margin, gross_margin_printed, gross_margin_computed,
            gross_margin_difference, operating_margin, operating_margin_reason, reason
        from mart.company_margin
        """,
    ) == [
        (
            "FY2025", Decimal("0.749887"), Decimal("0.75"), Decimal("0.749887"),
            Decimal("-0.000113"), None, "not_disclosed", "not_disclosed",
        )
    ]  # fmt: skip


def test_a_margin_that_is_only_printed_is_given_as_printed() -> None:
    line = Line("gross_margin", "0.767", year(2024), unit="pure", decimals=3, basis="non_gaap")
    assert ask(
        warehouse(Report("r", (line,))),
        "select gross_margin, gross_margin_computed, currency, basis from mart.company_margin",
    ) == [(Decimal("0.767"), None, None, "non_gaap")]


def test_no_revenue_gives_no_margin_but_a_reason() -> None:
    report = AMAZON_2024.with_lines(
        segment("revenue", "0", year(2024), "All Other", breakdown="corporate"),
        segment("operating_income", "-6,507", year(2024), "All Other", breakdown="corporate"),
        segment("revenue", "-31", year(2024), "Hedging", breakdown="corporate"),
        segment("operating_income", "-31", year(2024), "Hedging", breakdown="corporate"),
    )
    assert ask(
        warehouse(report),
        """
        select segment, operating_margin, operating_margin_reason from mart.segment_margin
        order by segment
        """,
    ) == [("All Other", None, "no_revenue"), ("Hedging", None, "no_revenue")]


def test_a_product_line_that_repeats_its_namesake_segment_is_shown_once() -> None:
    con = warehouse(AMAZON_2024)
    assert ask(con, "select segment, breakdown from mart.segment_margin") == [
        ("AWS", "segment"),
        ("International", "segment"),
        ("North America", "segment"),
        ("Advertising services", "product"),
    ]


def test_a_product_line_with_other_numbers_than_its_namesake_stays() -> None:
    report = AMAZON_2024.with_lines(
        segment("revenue", "1,263", year(2024), "Services"),
        segment("revenue", "1,300", year(2024), "Services", breakdown="product"),
    )
    assert ask(warehouse(report), "select breakdown, revenue / 1e6 from mart.segment_margin") == [
        ("segment", 1263),
        ("product", 1300),
    ]


def test_the_ticker_is_the_first_identifier_and_the_others_find_the_company_too() -> None:
    con = warehouse(AMAZON_2024)
    assert ask(
        con,
        """
        select distinct ticker from mart.segment_margin
        join ref.identifiers as i using (company_id) where i.identifier = 'AMZ.DE'
        """,
    ) == [("AMZN",)]


# --- fiscal labels -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year_end", "start", "end", "period_type", "label"),
    [
        ("12-31", "2024-01-01", "2024-12-31", "FY", "FY2024"),
        ("01-26", "2024-01-29", "2025-01-26", "FY", "FY2025"),
        ("01-03", "2020-12-28", "2022-01-02", "FY", "FY2021"),  # 53 weeks into January
        ("01-07", "2021-01-08", "2022-01-07", "FY", "FY2021"),
        ("01-08", "2021-01-09", "2022-01-08", "FY", "FY2022"),
        ("01-25", "2025-10-27", "2026-01-25", "Q", "FY2026Q4"),
        ("01-25", "2025-04-28", "2025-07-27", "Q", "FY2026Q2"),
        ("01-25", "2025-01-27", "2025-07-27", "H1", "FY2026H1"),
        ("01-25", "2025-01-27", "2025-10-26", "9M", "FY2026M9"),
        ("05-31", "2024-06-01", "2024-08-31", "Q", "FY2025Q1"),
        ("05-31", "2026-03-01", "2026-05-31", "Q", "FY2026Q4"),
        ("11-02", "2025-05-05", "2025-08-03", "Q", "FY2025Q3"),  # some weeks are 53 to the year
        ("12-27", "2021-09-26", "2021-12-25", "Q", "FY2021Q4"),
        ("12-27", "2023-10-01", "2023-12-30", "Q", "FY2023Q4"),  # three days after the nominal end
        ("01-03", "2025-09-28", "2025-12-27", "Q", "FY2025Q4"),
        ("02-29", "2024-12-01", "2025-02-28", "Q", "FY2025Q4"),  # a year without that day
        ("12-31", "2024-04-01", "2025-03-31", "other", "2024-04-01/2025-03-31"),
    ],
)
def test_fiscal_labels(year_end: str, start: str, end: str, period_type: str, label: str) -> None:
    line = Line("revenue", "1", span(start, end), period_type=period_type)  # type: ignore[arg-type]
    report = Report("r", (line,), fiscal_year_end=year_end, period_end=end)
    assert ask(warehouse(report), "select fiscal_label from stg.fiscal_period") == [(label,)]


@pytest.mark.parametrize(
    ("on", "label"),
    [("2025-01-26", "FY2025"), ("2025-07-27", "FY2026Q2"), ("2025-03-15", "2025-03-15")],
)
def test_labels_of_days(on: str, label: str) -> None:
    line = Line("inventory", "10,080", Instant(day(on)))
    report = Report("r", (line,), **NVIDIA)  # type: ignore[arg-type]
    assert ask(warehouse(report), "select fiscal_label from stg.fiscal_period") == [(label,)]


def test_a_company_may_count_its_years_by_their_start() -> None:
    report = Report(
        "bby", (Line("revenue", "41,528", span("2024-02-04", "2025-02-01")),),
        cik="0000764478", fiscal_year_end=None, period_end="2025-02-01",
    )  # fmt: skip
    assert ask(warehouse(report), "select ticker, fiscal_label from mart.company_margin") == [
        ("BBY", "FY2024")
    ]


# --- who and when --------------------------------------------------------------------------------


def test_a_document_is_of_the_company_it_says_and_of_the_fetchers_word_else() -> None:
    reports = [
        Report("own", cik="0001018724", company_id="nvidia"),
        Report("fetched", cik=None, company_id="nvidia"),
        Report("strange", AMAZON_2024.lines, cik="0000000042"),
    ]
    con = warehouse(*reports)
    assert ask(con, "select company_id, outcome from mart.coverage order by all") == [
        ("amazon", "no_figures"),
        ("nvidia", "no_figures"),
        (None, "unknown_issuer"),
    ]
    assert ask(con, "select kind, company_id, holds, documents from mart.conflict") == [
        ("issuer", "amazon", False, [reports[0].sha256])
    ]
    assert ask(con, "from stg.vintage") == []


def test_a_document_of_unknown_form_or_period_changes_no_number() -> None:
    stock = Line("inventory", "34,214", Instant(day("2024-12-31")))
    reports = [
        Report("formless", AMAZON_2024.lines, form=None),
        Report("timeless", (stock,), period_end=None),
        Report("empty", form=None, period_end=None),
    ]
    con = warehouse(*reports)
    assert ask(
        con, "select outcome, figures, period_end_basis from mart.coverage order by all"
    ) == [
        ("no_figures", 0, None),
        ("no_form", len(AMAZON_2024.lines), "document"),
        ("no_period", 1, None),
    ]
    assert ask(con, "from stg.vintage") == []
    assert ask(con, "from mart.company_margin") == []


def test_figures_that_have_periods_say_which_one_the_document_covers() -> None:
    con = warehouse(Report("release", AMAZON_2024.lines, form="8-K", period_end=None))
    assert ask(con, "select outcome, period_end, period_end_basis from mart.coverage") == [
        ("figures", day("2024-12-31"), "figures")
    ]
    assert ask(con, "select revenue / 1e6 from mart.company_margin") == [(637959,)]


@pytest.mark.parametrize(
    ("issuer", "cik", "company"),
    [
        ("AMAZON.COM, INC.", None, "amazon"),
        ("Amazon Holdings, Inc.", None, None),
        ("AMAZON.COM, INC.", "0000000042", None),  # surer, and of somebody else
    ],
)
def test_a_cover_without_an_identifier_names_its_issuer(
    issuer: str, cik: str | None, company: str | None
) -> None:
    con = warehouse(Report("printed", AMAZON_2024.lines, cik=cik, issuer=issuer))
    assert ask(con, "select company_id from stg.document") == [(company,)]


def test_a_ticker_counts_while_it_was_valid() -> None:
    identifiers = [
        ("amazon", "ticker", "XYZ", None, "2020-12-31"),
        ("nvidia", "ticker", "XYZ", "2021-01-01", None),
    ]
    old = Report("old", cik=None, period_end="2020-09-30", known_at="2020-11-01")
    new = Report("new", cik=None, period_end="2021-09-30", known_at="2021-11-01")
    con = warehouse(registry=registry(identifiers=identifiers))
    assert ask(con, "from stg.document") == []
    con = warehouse(
        *(replace(one, ticker="xyz") for one in (old, new)),
        registry=registry(identifiers=identifiers),
    )
    assert ask(con, "select company_id from stg.document order by period_end") == [
        ("amazon",),
        ("nvidia",),
    ]


def test_only_what_was_known_on_the_day_takes_part() -> None:
    later = amazon("10-K 2024", "2025-02-07", "574,000", period_end="2024-12-31")
    assert standing(FIRST, later, known_on=at("2024-12-31")) == [(574_785, None, "first printed")]
    assert standing(FIRST, later, known_on=at("2025-02-07")) == [(574_000, None, "restated")]
    con = warehouse(FIRST, later, known_on=at("2024-02-01"))
    assert ask(con, "from stg.current_figure") == []
    assert ask(con, "from mart.coverage") == []
    assert ask(con, "from mart.figure_lineage") == []


def test_a_document_of_unknown_date_stands_in_line_by_its_period() -> None:
    retrieved = {"known_at_basis": "retrieved", "known_at": "2026-03-01"}
    newer = replace(amazon("new", "", "574,000", period_end="2024-12-31"), **retrieved)
    older = replace(FIRST, **{**retrieved, "known_at": "2026-03-02"})
    assert standing(newer, older) == [(574_000, None, "restated")]


# --- vintages ------------------------------------------------------------------------------------


def test_a_later_comparative_that_differs_is_a_new_vintage() -> None:
    later = amazon("10-K 2024", "2025-02-07", "574,000", period_end="2024-12-31")
    con = warehouse(later, FIRST)
    assert ask(
        con,
        "select status, value / 1e6, is_standing, known_from from stg.vintage order by position",
    ) == [
        ("first printed", 574_785, False, at("2024-02-02")),
        ("restated", 574_000, True, at("2025-02-07")),
    ]
    assert ask(
        con, "select document, one.value / 1e6 from (select document, unnest(rivals) as one"
        " from stg.current_figure)"
    ) == [(later.sha256, 574_785)]  # fmt: skip
    assert ask(con, "from mart.conflict") == []


def test_an_equal_or_rounded_later_value_confirms_and_replaces_nothing() -> None:
    equal = amazon("10-K 2024", "2025-02-07", "574,785", period_end="2024-12-31")
    rounded = amazon("deck", "2025-03-01", "574,800", period_end="2025-03-01", decimals=-8)
    exact = amazon("10-K 2025", "2026-02-06", "574,790", period_end="2025-12-31")
    assert statuses(FIRST, equal, rounded) == ["first printed", "confirmed", "confirmed"]
    assert standing(FIRST, equal, rounded) == [(574_785, None, "first printed")]
    # a difference that the rounded value hides is measured against the exact one
    assert statuses(FIRST, rounded, exact) == ["first printed", "confirmed", "restated"]


def test_a_finer_later_value_refines_a_rounded_one() -> None:
    rounded = amazon("release", "2024-02-01", "574,800", period_end="2023-12-31", decimals=-8)
    assert statuses(rounded, FIRST) == ["first printed", "refined"]
    assert standing(rounded, FIRST) == [(574_785, None, "refined")]


def test_a_release_and_a_filing_that_disagree_are_held_back() -> None:
    release = amazon("release", "2024-02-01", "574,000", period_end="2023-12-31")
    con = warehouse(FIRST, release)
    assert ask(con, "select value, reason, standing_value / 1e6 from stg.current_figure") == [
        (None, "conflict", 574_000)
    ]
    assert ask(con, "select revenue, reason from mart.company_margin") == [(None, "conflict")]
    assert ask(
        con,
        """
        select kind, ticker, metric, fiscal_label, found / 1e6, expected / 1e6, holds, settled_by,
            len(rivals), documents
        from mart.conflict
        """,
    ) == [
        (
            "documents", "AMZN", "revenue", "FY2023", 574_785, 574_000, True, None, 2,
            sorted([FIRST.sha256, release.sha256]),
        )
    ]  # fmt: skip


def test_a_release_dated_by_its_day_is_of_the_period_it_reports() -> None:
    release = amazon("release", "2024-02-01", "574,000", period_end="2024-02-01", form="8-K")
    assert statuses(release, FIRST) == ["first printed", "contradicted"]


def test_a_later_report_settles_a_disagreement() -> None:
    release = amazon("release", "2024-02-01", "574,000", period_end="2023-12-31")
    later = amazon("10-K 2024", "2025-02-07", "574,785", period_end="2024-12-31")
    con = warehouse(FIRST, release, later)
    assert ask(con, "select value / 1e6, status from stg.current_figure") == [(574_785, "restated")]
    assert ask(con, "select holds, settled_by from mart.conflict") == [(False, "a later vintage")]


def test_an_amendment_restates_and_one_without_the_value_erases_nothing() -> None:
    silent = Report("silent", known_at="2024-03-01", period_end="2023-12-31", is_amendment=True)
    amended = replace(
        amazon("10-K/A", "2024-04-01", "574,000", period_end="2023-12-31"), is_amendment=True
    )
    assert standing(FIRST, silent) == [(574_785, None, "first printed")]
    assert standing(FIRST, silent, amended) == [(574_000, None, "restated")]


def test_a_value_a_thousand_times_the_last_is_a_conflict_not_a_restatement() -> None:
    later = amazon("10-K 2024", "2025-02-07", "574,785,000", period_end="2024-12-31")
    con = warehouse(FIRST, later)
    assert ask(con, "select value, reason from stg.current_figure") == [(None, "conflict")]
    assert ask(con, "select kind, holds from mart.conflict") == [("scale", True)]


def test_a_year_out_of_scale_with_its_neighbours_is_held_back_alone() -> None:
    report = AMAZON_2024.with_lines(
        *(Line("revenue", value, year(number)) for number, value in [
            (2021, "469,822"), (2022, "513,983"), (2023, "575"), (2024, "637,959"),
        ])
    )  # fmt: skip
    assert ask(
        warehouse(report), "select fiscal_label, reason from mart.company_margin order by 1"
    ) == [
        # only the report of 2024 itself was read
        ("FY2021", "not_collected"), ("FY2022", "not_collected"), ("FY2023", "conflict"),
        ("FY2024", "not_disclosed"),
    ]  # fmt: skip


def test_growth_by_a_factor_of_fifty_is_no_conflict() -> None:
    report = AMAZON_2024.with_lines(
        Line("revenue", "16", year(2022)), Line("revenue", "800", year(2023))
    )
    assert ask(warehouse(report), "from mart.conflict") == []


@settings(max_examples=3, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(10**9, 10**12), st.lists(st.integers(-11, -1), min_size=1, max_size=4)
        ),
        min_size=12, max_size=12,
    )
)  # fmt: skip
def test_a_later_rounded_value_never_replaces_an_exact_one(
    cases: list[tuple[int, list[int]]],
) -> None:
    con = apart([exact_and_rounded(exact, roundings) for exact, roundings in cases])
    assert ask(
        con, "select value / 1e6, reason, status from stg.current_figure order by company_id"
    ) == [(pytest.approx(exact / 1e6), None, "first printed") for exact, _ in cases]  # fmt: skip


def exact_and_rounded(exact: int, roundings: list[int]) -> list[Report]:
    """A report of a revenue to the dollar, and later ones that round it to so many decimals."""
    first = amazon("first", "2024-02-02", str(exact), period_end="2023-12-31", decimals=None)
    later = []
    for number, decimals in enumerate(roundings, start=1):
        unit = 10**-decimals
        rounded = (exact + unit // 2) // unit * unit
        line = Line("revenue", str(Decimal(rounded) / MILLION), year(2023), decimals=decimals)
        ended = day("2024-12-31") + timedelta(days=number)
        known = (ended + timedelta(days=40)).isoformat()
        later.append(Report(f"later {number}", (line,), period_end=str(ended), known_at=known))
    return [first, *later]


# --- identities ----------------------------------------------------------------------------------


def closing(north: str, *more: Line) -> Report:
    return AMAZON_2024.with_lines(
        Line("revenue", "637,959", year(2024)),
        segment("revenue", north, year(2024), "North America"),
        segment("revenue", "142,906", year(2024), "International"),
        segment("revenue", "107,556", year(2024), "AWS"),
        *more,
    )


def test_segments_close_within_half_a_unit_each() -> None:
    # (3 + 1) · ½ million is the tolerance
    assert ask(warehouse(closing("387,499")), "from mart.conflict") == []
    assert ask(
        warehouse(closing("387,500")),
        "select kind, found / 1e6, expected / 1e6, tolerance / 1e6, holds from mart.conflict",
    ) == [("company_close", 637_962, 637_959, 2, True)]


def test_a_broken_close_holds_the_segments_back_and_not_the_company() -> None:
    con = warehouse(closing("400,000"))
    assert ask(con, "select segment, revenue, reason from mart.segment_margin") == [
        ("AWS", None, "conflict"), ("International", None, "conflict"),
        ("North America", None, "conflict"),
    ]  # fmt: skip
    assert ask(con, "select revenue / 1e6 from mart.company_margin") == [(637_959,)]


def test_a_corporate_row_belongs_to_the_close_and_products_and_subtotals_do_not() -> None:
    report = closing(
        "387,490",
        segment("revenue", "7", year(2024), "Hedging gains (losses)", breakdown="corporate"),
        segment("revenue", "637,952", year(2024), "Total", breakdown="subtotal"),
        segment("revenue", "56,214", year(2024), "Advertising services", breakdown="product"),
    )
    con = warehouse(report)
    assert ask(con, "from mart.conflict") == []
    assert ask(
        con, "select count(*) from mart.segment_margin where is_in_partition"
    ) == [(4,)]  # fmt: skip


def test_profit_that_is_left_to_the_company_is_told_and_holds_nothing_back() -> None:
    lines = [
        Line("operating_income", "3,991", year(2024)),
        segment("operating_income", "7,196", year(2024), "Cloud and license"),
        segment("operating_income", "438", year(2024), "Hardware"),
        segment("operating_income", "197", year(2024), "Services"),
    ]
    con = warehouse(AMAZON_2024.with_lines(*lines))
    assert ask(con, "select kind, difference / 1e6, holds from mart.conflict") == [
        ("company_close", 3_840, False)
    ]
    assert ask(con, "select count(operating_income) from mart.segment_margin") == [(3,)]
    corporate = segment("operating_income", "-3,000", year(2024), "Other", breakdown="corporate")
    con = warehouse(AMAZON_2024.with_lines(*lines, corporate))
    assert ask(con, "select kind, holds from mart.conflict") == [("company_close", True)]


def test_one_segment_alone_is_no_split_of_revenue() -> None:
    report = AMAZON_2024.with_lines(
        Line("revenue", "637,959", year(2024)), segment("revenue", "107,556", year(2024), "AWS")
    )
    con = warehouse(report)
    assert ask(con, "select revenue / 1e6 from mart.segment_margin") == [(107_556,)]
    assert ask(con, "select kind, holds from mart.conflict") == [("company_close", False)]


def test_after_a_new_cut_the_newest_partition_that_closes_counts() -> None:
    old = Report(
        "amd 2024",
        (
            Line("revenue", "25,785", year(2024)),
            segment("revenue", "12,579", year(2024), "Data Center"),
            segment("revenue", "7,054", year(2024), "Client"),
            segment("revenue", "2,595", year(2024), "Gaming"),
            segment("revenue", "3,557", year(2024), "Embedded"),
        ),
        cik="0000002488",
    )
    new = Report(
        "amd 2025",
        (
            Line("revenue", "25,785", year(2024)),
            segment("revenue", "12,579", year(2024), "Data Center"),
            segment("revenue", "9,649", year(2024), "Client and Gaming"),
            segment("revenue", "3,557", year(2024), "Embedded"),
        ),
        cik="0000002488", period_end="2025-12-31", known_at="2026-02-04",
    )  # fmt: skip
    highlight = Report(
        "amd deck", (segment("revenue", "12,579", year(2024), "Data Center"),),
        cik="0000002488", period_end="2026-03-31", known_at="2026-05-05",
    )  # fmt: skip
    con = warehouse(highlight, old, new)
    assert ask(
        con, "select segment, is_in_partition from mart.segment_margin order by segment"
    ) == [
        ("Client", False), ("Client and Gaming", True), ("Data Center", True), ("Embedded", True),
        ("Gaming", False),
    ]  # fmt: skip
    assert ask(con, "from mart.conflict") == []


def test_gross_profit_that_is_not_revenue_less_cost_is_held_back() -> None:
    report = AMAZON_2024.with_lines(
        Line("revenue", "25,785", year(2024)),
        Line("cost_of_revenue", "13,000", year(2024)),
        Line("gross_profit", "12,725", year(2024)),
    )
    con = warehouse(report)
    assert ask(
        con, "select kind, found / 1e6, expected / 1e6, holds from mart.conflict"
    ) == [("gross_profit", 12_725, 12_785, True)]  # fmt: skip
    assert ask(
        con, "select revenue / 1e6, gross_profit, gross_margin, reason from mart.company_margin"
    ) == [(25_785, None, None, "conflict")]


# --- reviews and corrections ---------------------------------------------------------------------

RELEASE = amazon("release", "2024-02-01", "574,000", period_end="2023-12-31")
PLACE = ("revenue", None, "2023-01-01", "2023-12-31")
JUDGED = ("looked at both", "page 3", "a reviewer", "2024-05-01T00:00:00+00:00")


def review(verdict: str, report: Report, **more: str) -> tuple[str | None, ...]:
    known_from = more.get("known_from", JUDGED[3])
    return ("r1", None, report.sha256, *PLACE, verdict, *JUDGED[:3], known_from)


def test_an_accepted_value_stands_and_a_rejected_one_does_not() -> None:
    for judged, chosen, status in [
        (review("accept", FIRST), 574_785, "accepted"),
        (review("accept", RELEASE), 574_000, "first printed"),
        (review("reject", RELEASE), 574_785, "first printed"),
        (review("reject", FIRST), 574_000, "first printed"),
    ]:
        known = registry(reviews=[judged])
        assert standing(FIRST, RELEASE, registry=known) == [(chosen, None, status)]


def test_a_review_settles_what_was_known_then_and_no_later_disagreement() -> None:
    known = registry(reviews=[review("accept", RELEASE)])
    again = amazon("other", "2024-06-01", "575,000", period_end="2023-12-31")
    assert standing(FIRST, RELEASE, again, registry=known)[0][:2] == (None, "conflict")
    early = registry(reviews=[review("accept", RELEASE, known_from="2024-02-01T13:00:00+00:00")])
    assert standing(FIRST, RELEASE, registry=early)[0][:2] == (None, "conflict")
    assert standing(FIRST, RELEASE, registry=known, known_on=at("2024-04-01"))[0][:2] == (
        None,
        "conflict",
    )


def test_where_all_values_are_rejected_none_is_given() -> None:
    known = registry(reviews=[review("reject", FIRST)])
    con = warehouse(FIRST, registry=known)
    assert ask(con, "select revenue, reason from mart.company_margin") == [(None, "rejected")]


def test_a_review_by_key_settles_a_broken_close() -> None:
    report = closing("400,000")
    keys = ask(warehouse(report), "select figure_key from stg.current_figure where segment = 'AWS'")
    accept = ("r1", keys[0][0], None, None, None, None, None, "accept", *JUDGED[:3])
    known = registry(reviews=[(*accept, "2025-05-01T00:00:00+00:00")])  # type: ignore[list-item]
    con = warehouse(report, registry=known)
    assert ask(con, "select segment, revenue / 1e6 from mart.segment_margin") == [
        ("AWS", 107_556), ("International", None), ("North America", None)
    ]  # fmt: skip


def correction(expected: str, **more: str | None) -> tuple[str | None, ...]:
    row = {"document": FIRST.sha256, "metric": "revenue", "segment": None} | more
    return (
        "c1", None, row["document"], row["metric"], row["segment"], "2023-01-01", "2023-12-31", "gaap",
        expected, "574785000001", "USD", "misprint", "page 3", "a reviewer",
        "2024-05-01T00:00:00+00:00",
    )  # fmt: skip


def test_a_correction_replaces_the_value_from_the_day_it_is_known() -> None:
    known = registry(corrections=[correction("574785000000")])
    con = warehouse(FIRST, registry=known)
    assert ask(
        con,
        """
        select status, value, known_from, correction_id, is_standing from stg.vintage
        order by position
        """,
    ) == [
        ("first printed", 574_785_000_000, at("2024-02-02"), None, False),
        ("corrected", 574_785_000_001, at("2024-05-01").replace(hour=0), "c1", True),
    ]
    early = warehouse(FIRST, registry=known, known_on=at("2024-04-30"))
    assert ask(early, "select status from stg.vintage") == [("first printed",)]


def test_a_later_report_is_measured_against_the_correction() -> None:
    known = registry(corrections=[correction("574785000000")])
    later = amazon("10-K 2024", "2025-02-07", "574,785", period_end="2024-12-31")
    assert statuses(FIRST, later, registry=known) == ["first printed", "corrected", "confirmed"]


@pytest.mark.parametrize(
    ("row", "says"),
    [(correction("1"), "574785000000"), (correction("1", metric="net_income"), "nothing")],
)
def test_a_correction_that_finds_something_else_fails_by_name(
    row: tuple[str | None, ...], says: str, tmp_path: Path
) -> None:
    with pytest.raises(CorrectionError, match=f"c1.*expects 1 .*says {says}"):
        build(tmp_path, FIRST, registry=registry(corrections=[row]))


def test_a_correction_of_a_document_that_is_not_here_waits() -> None:
    known = registry(corrections=[correction("1", document="f" * 64)])
    assert ask(warehouse(FIRST, registry=known), "from stg.stale_correction") == []


# --- coverage and lineage ------------------------------------------------------------------------


def test_every_document_is_covered_also_without_figures() -> None:
    reports = [
        replace(AMAZON_2024, unmapped=(("us-gaap:Goodwill", 3), ("us-gaap:Cash", 4))),
        Report(
            "refused",
            refusals=(("the whole document", "truncated"), ("a", "bad_unit"), ("b", "bad_unit")),
        ),
    ]
    con = warehouse(*reports)
    assert ask(
        con,
        """
        select outcome, facts, figures, segment_figures, refusals, refusal_reasons, unmapped_facts,
            unmapped_concepts
        from mart.coverage order by outcome
        """,
    ) == [
        ("figures", 11, 11, 8, 0, {}, 7, 2),
        ("no_figures", 0, 0, 0, 3, {"bad_unit": 2, "truncated": 1}, 0, 0),
    ]


def test_a_document_that_was_not_read_yet_is_covered_too(tmp_path: Path) -> None:
    home = tmp_path
    archive(home, [AMAZON_2024])
    unread = Report("unread")
    Archive(home).put(unread.data, unread.origin)
    build(home)
    assert ask(home, "select outcome from mart.coverage order by outcome") == [
        ("figures",),
        ("not_read",),
    ]


def test_a_disagreement_within_one_document_is_a_conflict() -> None:
    report = replace(AMAZON_2024, refusals=(("revenue of AWS", "conflict"),))
    assert ask(
        warehouse(report), "select kind, ticker, explanation, documents, holds from mart.conflict"
    ) == [("document", "AMZN", "revenue of AWS", [AMAZON_2024.sha256], True)]


def test_lineage_leads_to_quote_place_address_and_bytes() -> None:
    con = warehouse(AMAZON_2024)
    assert ask(
        con,
        """
        select l.quote, l.locator, l.concept, l.fact_value, l.url, l.sha256, l.form, l.known_at
        from mart.segment_margin as m
        join mart.figure_lineage as l on l.figure_id = m.operating_income_figure_id
        where m.segment = 'AWS'
        """,
    ) == [
        (
            "39,834", "xbrl_id:f-9", "us-gaap:operating_income", 39_834 * MILLION,
            "https://www.sec.gov/Archives/amzn-2024.htm", AMAZON_2024.sha256, "10-K",
            at("2025-02-07"),
        )
    ]  # fmt: skip


def test_companies_have_one_row_each() -> None:
    assert len(ask(warehouse(), "from stg.company")) == len(COMPANIES)
