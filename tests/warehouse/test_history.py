"""What was restated, confirmed or contradicted, and what is late: rows typed by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest

from extractors.model import Period
from tests.builders.many import apart, names
from tests.builders.reports import (
    COMPANIES,
    Line,
    Report,
    ask,
    at,
    day,
    registry,
    span,
    warehouse,
    year,
)
from warehouse.build import checks

FOURTH = span("2024-10-01", "2024-12-31")


YEAR_2023 = year(2023)


def amazon(
    name: str, known_at: str, value: str, period: Period = YEAR_2023, **more: object
) -> Report:
    """A report of Amazon that gives one revenue, in millions unless `decimals` says otherwise."""
    decimals = more.pop("decimals", -6)
    kind = more.pop("period_type", "FY")
    line = Line("revenue", value, period, decimals=decimals, period_type=kind)  # type: ignore[arg-type]
    return Report(name, (line,), known_at=known_at, **more)  # type: ignore[arg-type]


FIRST = amazon("10-K 2023", "2024-02-02", "574,785", period_end="2023-12-31")
RESTATED = amazon("10-K 2024", "2025-02-07", "574,000")


# --- restatements ----------------------------------------------------------------------------------

CHANGES = """
    select change, old_value / 1e6, new_value / 1e6, difference / 1e6, old_known_from,
        new_known_from, old_form, new_form, is_standing
    from mart.restatement order by new_known_from
"""


def test_a_restatement_names_both_values_and_both_reports() -> None:
    con = warehouse(FIRST, RESTATED)
    assert ask(con, CHANGES) == [
        ("restated", 574785, 574000, -785, at("2024-02-02"), at("2025-02-07"), "10-K", "10-K", True)
    ]
    assert ask(con, "select relative_difference, old_url, new_url from mart.restatement") == [
        (
            Decimal("-0.001366"),
            "https://www.sec.gov/Archives/10-K 2023.htm",
            "https://www.sec.gov/Archives/10-K 2024.htm",
        )
    ]


def test_before_it_is_known_nothing_is_restated() -> None:
    assert ask(warehouse(FIRST, RESTATED, known_on=at("2025-01-01")), CHANGES) == []


def test_a_value_restated_twice_stands_on_the_one_before() -> None:
    again = amazon("10-K 2025", "2026-02-06", "573,000", period_end="2025-12-31")
    assert [row[:3] for row in ask(warehouse(FIRST, RESTATED, again), CHANGES)] == [
        ("restated", 574785, 574000),
        ("restated", 574000, 573000),
    ]


def test_what_is_only_confirmed_or_refined_is_no_restatement() -> None:
    coarse = amazon("release", "2024-02-01", "574,800", form="8-K", period_end="2023-12-31",
                    decimals=-8)  # fmt: skip
    assert ask(warehouse(coarse, FIRST, replace(FIRST, name="again")), CHANGES) == []


def test_an_amendment_that_lacks_a_value_erases_nothing() -> None:
    profit = replace(FIRST.lines[0], metric="operating_income", value="36,852")
    amended = Report("10-K/A", (profit,), known_at="2024-03-01", period_end="2023-12-31",
                     is_amendment=True, form="10-K/A")  # fmt: skip
    con = warehouse(FIRST, amended)
    assert ask(
        con, "select metric, value / 1e6, status from stg.current_figure order by metric"
    ) == [("operating_income", 36852, "first printed"), ("revenue", 574785, "first printed")]


def test_a_correction_is_told_with_its_rule() -> None:
    row = ("c1", None, FIRST.sha256, "revenue", None, "2023-01-01", "2023-12-31", "gaap",
           "574785000000", "574786000000", "USD", "misread", "page 3", "a reviewer",
           "2024-06-01T00:00:00+00:00")  # fmt: skip
    con = warehouse(FIRST, registry=registry(corrections=[row]))
    assert ask(
        con, "select change, old_value / 1e6, new_value / 1e6, rule, correction_id"
        " from mart.restatement",
    ) == [("corrected", 574785, 574786, "corrected: misread", "c1")]  # fmt: skip


def test_the_order_in_which_documents_come_changes_no_history() -> None:
    reports = [
        FIRST,
        RESTATED,
        amazon("8-K", "2024-02-01", "574,800", form="8-K", period_end="2023-12-31", decimals=-8),
        amazon("10-K 2025", "2026-02-06", "573,000", period_end="2025-12-31"),
    ]
    orders = list(permutations(reports))
    rows = ask(
        apart(orders),
        "select company_id, value / 1e6, status from stg.vintage order by company_id, position",
    )
    assert rows == [
        (company, *told)
        for company in names(len(orders))
        for told in (
            (574800, "first printed"), (574785, "refined"), (574000, "restated"),
            (573000, "restated"),
        )
    ]  # fmt: skip


# --- releases against filings ----------------------------------------------------------------------

RELEASE = amazon("release", "2025-02-06", "637,959", year(2024), form="8-K")
OUTCOME = "select outcome, filed_form, difference / 1e6 from stg.confirmation"


def filing(value: str, **more: object) -> Report:
    options = {"known_at": "2025-02-07", "form": "10-K"} | more
    known_at = str(options.pop("known_at"))
    return amazon("filing", known_at, value, year(2024), **options)


@pytest.mark.parametrize(
    ("later", "found"),
    [
        ([], ("not_yet", None, None)),
        ([filing("637,959")], ("confirmed", "10-K", 0)),
        ([filing("637,900")], ("contradicted", "10-K", 59)),
        ([filing("638,000", decimals=-9)], ("confirmed", "10-K", -41)),
        ([filing("637,000", known_at="2026-02-06", period_end="2025-12-31")],
         ("revised", "10-K", 959)),
        ([filing("637,000", form="10-K/A", is_amendment=True)], ("revised", "10-K/A", 959)),
        ([FIRST.with_lines(*FIRST.lines)], ("not_yet", None, None)),  # the year before
        ([amazon("other", "2025-02-07", "1", year(2024), form="10-K").with_lines(
            Line("net_income", "59,248", year(2024)))], ("not_printed", None, None)),
    ],
)  # fmt: skip
def test_what_becomes_of_a_figure_of_a_release(
    later: list[Report], found: tuple[object, ...]
) -> None:
    con = warehouse(RELEASE, *later)
    assert ask(con, OUTCOME) == [found]
    assert [one.complaint for one in checks.run(con) if one.complaint] == []


def test_the_fourth_quarter_of_a_release_is_the_year_less_nine_months() -> None:
    release = amazon("release", "2025-02-06", "187,792", FOURTH, form="8-K", period_type="Q")
    nine = amazon("10-Q", "2024-11-01", "450,167", span("2024-01-01", "2024-09-30"), form="10-Q",
                  period_end="2024-09-30", period_type="9M")  # fmt: skip
    con = warehouse(release, nine, filing("637,959"))
    assert ask(con, OUTCOME) == [("confirmed", "FY − 9M", 0)]


def test_rates_are_by_source_reader_and_version() -> None:
    wrong = replace(RELEASE.lines[0], metric="operating_income", value="68,000")
    release = RELEASE.with_lines(*RELEASE.lines, wrong)
    right = filing("").with_lines(*RELEASE.lines, replace(wrong, value="68,593"))
    con = warehouse(release, right)
    assert ask(
        con,
        "select source, form, reader, figures, confirmed, contradicted, error_rate,"
        " error_rate_reason from mart.confirmation order by form",
    ) == [
        ("edgar", "10-K", "inline_xbrl", 2, 0, 0, None, "not_a_release"),
        ("edgar", "8-K", "inline_xbrl", 2, 1, 1, Decimal("0.5"), None),
    ]


# --- freshness -------------------------------------------------------------------------------------


def quarters(*known: str) -> list[Report]:
    """10-Qs of 2024, known on these days."""
    ends = ("2024-03-31", "2024-06-30", "2024-09-30")
    return [
        amazon(f"10-Q {end}", known_at, "1", span(f"2024-0{1 + 3 * number}-01", end), form="10-Q",
               period_end=end, period_type="Q")
        for number, (known_at, end) in enumerate(zip(known, ends, strict=False))
    ]  # fmt: skip


FRESH = """
    select last_period_end, last_lag_days, next_period_end, expected_by, is_late, days_late, reason
    from mart.freshness where company_id = 'amazon'
"""


@pytest.mark.parametrize(
    ("known_on", "is_late", "days"), [("2025-02-12", False, 0), ("2025-02-20", True, 7)]
)
def test_the_next_report_is_due_by_the_usual_pace(known_on: str, is_late: bool, days: int) -> None:
    """Three quarters, 30, 37 and 31 days after their end: the fourth is due 37 and 7 days after."""
    con = warehouse(*quarters("2024-04-30", "2024-08-06", "2024-10-31"), known_on=at(known_on))
    assert ask(con, FRESH) == [
        (day("2024-09-30"), 31, day("2024-12-31"), day("2025-02-13"), is_late, days, None)
    ]


def test_of_one_report_the_pace_of_its_form_is_assumed() -> None:
    con = warehouse(FIRST, known_on=at("2024-02-02"))
    assert ask(con, FRESH) == [
        (day("2023-12-31"), 33, day("2024-12-31"), day("2025-02-09"), False, 0, "one_report")
    ]
    con = warehouse(*quarters("2024-04-30"))
    assert ask(con, "select next_period_end from mart.freshness where company_id = 'amazon'") == [
        (day("2024-06-30"),)
    ]


def test_a_document_of_unknown_date_tells_of_no_lag() -> None:
    con = warehouse(replace(FIRST, known_at_basis="retrieved"))
    assert [row[3:] for row in ask(con, FRESH)] == [(None, None, None, "no_publication_date")]


def test_every_company_is_there() -> None:
    con = warehouse(FIRST)
    assert ask(
        con, "select company_id, reason from mart.freshness where company_id <> 'amazon' order by 1"
    ) == sorted((str(one[0]), "no_documents") for one in COMPANIES if one[0] != "amazon")


# --- outlooks --------------------------------------------------------------------------------------


def outlook(low: str, high: str) -> Report:
    return Report("8-K", tuple(
        Line("revenue", value, FOURTH, period_type="Q", bound=bound)
        for bound, value in (("low", low), ("high", high))
    ), known_at="2024-10-31", form="8-K", period_end="2024-09-30")  # fmt: skip


@pytest.mark.parametrize(
    ("actual", "outcome", "surprises"),
    [
        ("180,000", "below", (-1500, -5000, -8500)),
        ("181,500", "within", (0, -3500, -7000)),
        ("187,792", "within", (6292, 2792, -708)),
        ("190,000", "above", (8500, 5000, 1500)),
    ],
)
def test_surprise_against_low_middle_and_high(
    actual: str, outcome: str, surprises: tuple[int, ...]
) -> None:
    """Amazon's outlook of October 2024: 181.5 to 188.5 billion."""
    came = amazon("release", "2025-02-06", actual, FOURTH, form="8-K", period_type="Q")
    assert ask(
        warehouse(outlook("181,500", "188,500"), came),
        "select outcome, surprise_to_low / 1e6, surprise / 1e6, surprise_to_high / 1e6"
        " from mart.guidance",
    ) == [(outcome, *surprises)]


def test_an_outlook_is_met_by_the_year_less_nine_months() -> None:
    nine = amazon("10-Q", "2024-11-01", "450,167", span("2024-01-01", "2024-09-30"), form="10-Q",
                  period_end="2024-09-30", period_type="9M")  # fmt: skip
    con = warehouse(outlook("181,500", "188,500"), nine, filing("637,959"))
    assert ask(con, "select actual / 1e6, outcome, len(actual_figure_ids) from mart.guidance") == [
        (187792, "within", 2)
    ]


def test_the_margin_of_a_quarter_that_nobody_prints() -> None:
    said = Report("8-K", (Line("gross_margin", "0.48", FOURTH, period_type="Q", bound="mid",
                               unit="pure", decimals=3),),
                  known_at="2024-10-31", form="8-K", period_end="2024-09-30")  # fmt: skip
    lines = [
        (Line("revenue", "400", span("2024-01-01", "2024-09-30"), period_type="9M"),
         Line("gross_profit", "190", span("2024-01-01", "2024-09-30"), period_type="9M")),
        (Line("revenue", "600", year(2024)), Line("gross_profit", "290", year(2024))),
    ]  # fmt: skip
    con = warehouse(
        said,
        Report("10-Q", lines[0], form="10-Q", period_end="2024-09-30", known_at="2024-11-01"),
        Report("10-K", lines[1]),
    )
    assert ask(con, "select actual, surprise, outcome from mart.guidance") == [
        (Decimal("0.5"), Decimal("0.02"), "above")
    ]
