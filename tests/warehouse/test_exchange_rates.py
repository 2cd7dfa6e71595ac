"""Exchange rates and their averages over the periods of figures, on rates typed by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import extract
from extractors.model import Extraction, Instant, Origin
from tests.builders.reports import (
    Line,
    Report,
    archive,
    ask,
    at,
    build,
    registry,
    segment,
    span,
    warehouse,
    year,
)
from warehouse.build import checks

EVIDENCE = "https://example.com/rates"
SERIES = {"TWD": "RXI_N.B.TA", "KRW": "RXI_N.B.KO", "EUR": "RXI$US_N.B.EU"}
COMPANIES = [
    ("tsmc", "TSMC", "TW", "TWD", "12-31", "year_of_end", None),
    ("asml", "ASML", "NL", "EUR", "12-31", "year_of_end", None),
]
METHOD = "average of daily rates"


@dataclass(frozen=True)
class Rates:
    """A file of H.10: day → rate of each currency, None = ND; known from the end of its weeks."""

    days: Mapping[str, tuple[str | None, ...]]
    currencies: tuple[str, ...] = ("TWD",)
    known_at: str = "2026-01-10"
    name: str = "h10"

    @property
    def data(self) -> bytes:
        names = [SERIES[currency] for currency in self.currencies]
        rows = [
            ["Series Description", *(f"{self.name} of {one}" for one in self.currencies)],
            ["Unit:", *("Currency" for _ in names)],
            ["Multiplier:", *("1" for _ in names)],
            ["Currency:", *self.currencies],
            ["Unique Identifier:", *(f"H10/H10/{name}" for name in names)],
            ["Time Period", *names],
            *([day, *(rate or "ND" for rate in self.days[day])] for day in sorted(self.days)),
        ]
        return "".join(",".join(row) + "\n" for row in rows).encode()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def origin(self) -> Origin:
        return Origin(
            self.sha256, f"https://www.federalreserve.gov/{self.name}.csv",
            retrieved=at("2026-01-10"), known_at=at(self.known_at), known_at_basis="published",
            form="H.10",
        )  # fmt: skip

    @property
    def extraction(self) -> Extraction:
        return extract(self.data)


def report(*lines: Line, company: str = "tsmc", name: str = "r") -> Report:
    return Report(
        name, lines, cik=None, company_id=company, form="20-F", period_end="2024-12-31",
        known_at="2024-01-02",
    )  # fmt: skip


def revenue(start: str, end: str, unit: str = "TWD") -> Line:
    return Line("revenue", "1,000", span(start, end), unit=unit, period_type="other", basis="ifrs")


def january(currency: str = "TWD") -> Report:
    return report(revenue("2024-01-01", "2024-01-31", currency))


def book(*fx: tuple[str, str, str, str]):
    rows = [(currency, start, end, rate, EVIDENCE, None) for currency, start, end, rate in fx]
    return registry(companies=COMPANIES, identifiers=[], fx=rows)


def con_of(*documents: Report | Rates, fx=(), known_on: datetime | None = None):
    return warehouse(*documents, registry=book(*fx), known_on=known_on)  # type: ignore[arg-type]


def averages(con, columns: str = "multiplier, method, observations, reason"):
    return ask(con, f"select {columns} from stg.fx_average order by all")


def weekly(*rates: str, first: str = "2024-01-05", step: int = 7) -> Rates:
    day = date.fromisoformat(first)
    days = {(day + timedelta(days=step * n)).isoformat(): (rate,) for n, rate in enumerate(rates)}
    return Rates(days)


# --- a rate ------------------------------------------------------------------------------------


def test_both_quotings_become_dollars_for_a_unit() -> None:
    rates = Rates({"2024-01-05": ("32.0000", "1.2500"), "2024-01-08": (None, "1.2600")},
                  ("TWD", "EUR"))  # fmt: skip
    con = con_of(rates)
    assert ask(
        con,
        "select currency, date, multiplier, quoted, quoted_in, url from stg.fx_rate order by all",
    ) == [
        ("EUR", date(2024, 1, 5), Decimal("1.25"), Decimal("1.25"), "USD/EUR", rates.origin.url),
        ("EUR", date(2024, 1, 8), Decimal("1.26"), Decimal("1.26"), "USD/EUR", rates.origin.url),
        ("TWD", date(2024, 1, 5), Decimal("0.03125"), 32, "TWD/USD", rates.origin.url),
    ]
    assert ask(con, "select outcome, form, facts from mart.coverage") == [("rates", "H.10", 3)]


def test_a_rate_leads_to_the_cell_that_printed_it() -> None:
    rates = Rates({"2024-01-05": ("32.0000",)})
    assert ask(
        con_of(rates),
        """
        select f.quote, f.locator, f.concept, r.document
        from stg.fx_rate as r
        join raw.fact as f using (fact_id)
        join raw.origin as o on o.sha256 = r.document
        """,
    ) == [("32.0000", "cell:1/7/2", "H10/H10/RXI_N.B.TA", rates.sha256)]


# --- an average --------------------------------------------------------------------------------


def test_an_average_is_the_mean_of_what_is_quoted() -> None:
    rates = Rates(
        {
            "2024-01-05": ("30.0000", "1.0000"),
            "2024-01-12": ("32.0000", "1.1000"),
            "2024-01-15": (None, None),
            "2024-01-19": ("31.0000", "1.2000"),
            "2024-01-26": ("35.0000", "1.5000"),
            "2024-02-02": ("99.0000", "9.0000"),
        },
        ("TWD", "EUR"),
    )
    both = report(revenue("2024-01-01", "2024-01-31", "EUR"), company="asml", name="asml")
    con = con_of(january(), both, rates)
    assert averages(
        con, "currency, period_start, period_end, multiplier, method, observations"
    ) == [
        # 4.8 / 4
        ("EUR", date(2024, 1, 1), date(2024, 1, 31), Decimal("1.2"), METHOD, 4),
        # 1 / (128 / 4), and not the mean of 1/30, 1/32, 1/31 and 1/35, which is 0.031353
        ("TWD", date(2024, 1, 1), date(2024, 1, 31), Decimal("0.03125"), METHOD, 4),
    ]
    assert ask(
        con,
        """
        select a.source_url, list(f.quote order by f.period_end)
        from (select *, unnest(fact_ids) as fact_id from stg.fx_average) as a
        join raw.fact as f using (fact_id) where currency = 'TWD' group by all
        """,
    ) == [(rates.origin.url, ["30.0000", "32.0000", "31.0000", "35.0000"])]


@pytest.mark.parametrize(
    ("days", "is_covered"),
    [
        (("2024-01-08", "2024-01-16", "2024-01-24"), True),  # 7 days from both ends
        (("2024-01-09", "2024-01-16", "2024-01-24"), False),
        (("2024-01-08", "2024-01-16", "2024-01-23"), False),
        (("2024-01-04", "2024-01-14", "2024-01-24"), True),  # gaps of 10 days
        (("2024-01-04", "2024-01-15", "2024-01-25"), False),
        (("2024-01-15",), False),
        ((), False),
    ],
)
def test_a_period_without_enough_days_has_no_average(
    days: tuple[str, ...], is_covered: bool
) -> None:
    con = con_of(january(), Rates(dict.fromkeys(days, ("32.0000",))))
    expected = (Decimal("0.03125"), METHOD, len(days), None)
    missing = (None, None, len(days), "fx_missing")
    assert averages(con) == [expected if is_covered else missing]
    assert [one.complaint for one in checks.run(con) if one.complaint] == []


def test_days_beside_the_period_do_not_help() -> None:
    rates = Rates(dict.fromkeys(("2023-12-31", "2024-01-15", "2024-02-01"), ("32.0000",)))
    assert averages(con_of(january(), rates)) == [(None, None, 1, "fx_missing")]


def test_every_currency_and_duration_of_figures_has_a_row_and_nothing_else() -> None:
    lines = (
        revenue("2024-01-01", "2024-12-31"),
        revenue("2023-01-01", "2023-12-31", "USD"),
        Line("revenue", "1", span("2022-01-01", "2022-12-31"), unit="pure", basis="ifrs"),
        Line("inventory", "5", Instant(date(2024, 12, 31)), unit="TWD", basis="ifrs"),
    )
    assert averages(con_of(report(*lines)), "currency, period_start, period_end") == [
        ("TWD", date(2024, 1, 1), date(2024, 12, 31))
    ]


def test_the_quarters_that_year_to_date_leaves_have_rows() -> None:
    ends = ("2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31")
    lines = [revenue("2024-01-01", end) for end in ends]
    con = con_of(report(*lines))
    starts = [date(2024, 1, 1), date(2024, 4, 1), date(2024, 7, 1), date(2024, 10, 1)]
    days = [date.fromisoformat(end) for end in ends]
    assert averages(con, "period_start, period_end") == [
        (start, end) for start in starts for end in days if start < end
    ]


def test_periods_of_two_companies_are_not_taken_from_each_other() -> None:
    con = con_of(
        report(revenue("2024-01-01", "2024-12-31")),
        report(revenue("2024-01-01", "2024-09-30"), company="asml", name="other"),
    )
    assert averages(con, "period_start, period_end") == [
        (date(2024, 1, 1), date(2024, 9, 30)),
        (date(2024, 1, 1), date(2024, 12, 31)),
    ]


# --- the registry ------------------------------------------------------------------------------


def test_a_registered_rate_stands_in_and_a_fetched_one_goes_before() -> None:
    fx = [("TWD", "2024-01-01", "2024-01-31", "40")]
    con = con_of(january(), fx=fx)
    assert averages(con) == [(Decimal("0.025"), "registry", 0, None)]
    assert averages(con, "source_url, fact_ids") == [(EVIDENCE, [])]
    few = Rates({"2024-01-15": ("32.0000",)})
    assert averages(con_of(january(), few, fx=fx)) == [(Decimal("0.025"), "registry", 1, None)]
    enough = weekly("32.0000", "32.0000", "32.0000", "32.0000")
    assert averages(con_of(january(), enough, fx=fx)) == [(Decimal("0.03125"), METHOD, 4, None)]


@pytest.mark.parametrize(
    ("start", "end", "is_near"),
    [
        ("2023-12-25", "2024-02-07", True),
        ("2023-12-24", "2024-01-31", False),
        ("2024-01-01", "2024-02-08", False),
    ],
)
def test_a_registered_rate_counts_for_a_period_some_days_beside(
    start: str, end: str, is_near: bool
) -> None:
    fx = [("TWD", start, end, "40")]
    expected = (Decimal("0.025"), "registry", 0, None) if is_near else (None, None, 0, "fx_missing")
    assert averages(con_of(january(), fx=fx)) == [expected]


def test_of_registered_rates_the_nearest_period_counts() -> None:
    fx = [
        ("TWD", "2024-01-03", "2024-01-31", "50"),
        ("TWD", "2024-01-01", "2024-01-31", "40"),
        ("TWD", "2023-12-30", "2024-01-31", "20"),
    ]
    assert averages(con_of(january(), fx=fx), "multiplier") == [(Decimal("0.025"),)]


# --- known on ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "known"),
    [  # a week from Monday 8 to Friday 12 January 2024 is out on the 15th, on the 16th for a holiday
        ("2024-01-16T23:59:59.999999+00:00", ["2024-01-05"]),
        ("2024-01-17T00:00:00+00:00", ["2024-01-05", "2024-01-08", "2024-01-12"]),
        ("2024-01-10T00:00:00+00:00", ["2024-01-05"]),
        ("2024-01-09T23:00:00+00:00", []),
    ],
)
def test_a_rate_is_known_from_the_tuesday_after_its_week(moment: str, known: list[str]) -> None:
    rates = Rates(dict.fromkeys(("2024-01-05", "2024-01-08", "2024-01-12"), ("32.0000",)))
    con = con_of(rates, known_on=datetime.fromisoformat(moment))
    assert [str(day) for (day,) in ask(con, "select date from stg.fx_rate order by date")] == known


def test_a_file_seen_before_the_calendar_says_so_is_known_from_then() -> None:
    rates = Rates({"2024-01-12": ("32.0000",)}, known_at="2024-01-15")
    for moment, found in (("2024-01-14", 0), ("2024-01-15", 1)):
        con = con_of(rates, known_on=at(moment))
        assert ask(con, "select count(*) from stg.fx_rate") == [(found,)]


def test_a_revision_is_known_from_the_file_that_prints_it() -> None:
    first = weekly("32.0000", "32.0000", "32.0000", "32.0000")
    revised = Rates({**first.days, "2024-01-12": ("48.0000",)}, known_at="2026-01-20", name="late")
    late = Rates(revised.days, known_at="2026-01-25", name="later")  # prints the same again
    for moment, expected, document in (
        ("2024-03-01", Decimal("0.03125"), first),
        ("2026-01-19", Decimal("0.03125"), first),
        ("2026-01-20", Decimal(4) / (32 * 3 + 48), revised),
        ("2026-02-01", Decimal(4) / (32 * 3 + 48), revised),
    ):
        con = con_of(january(), first, revised, late, known_on=at(moment))
        ((multiplier, observations),) = averages(con, "multiplier, observations")
        assert abs(multiplier - expected) < Decimal("1e-15")
        assert observations == 4
        assert ask(con, "select document from stg.fx_rate where date = date '2024-01-12'") == [
            (document.sha256,)
        ]


def test_an_average_as_of_a_day_rests_on_what_was_known_then() -> None:
    rates = weekly("32.0000", "32.0000", "32.0000", "40.0000")  # the last on Friday, 26 January
    for moment, expected in (
        ("2024-01-30", (None, None, 3, "fx_missing")),  # known until the 19th, 12 days from the end
        ("2024-01-31", (Decimal(4) / 136, METHOD, 4, None)),
    ):
        ((multiplier, *rest),) = averages(con_of(january(), rates, known_on=at(moment)))
        assert tuple(rest) == expected[1:]
        if expected[0] is not None:
            assert abs(multiplier - expected[0]) < Decimal("1e-15")


def test_a_registered_average_is_not_known_before_its_period_is_over() -> None:
    fx = [("TWD", "2024-01-01", "2024-01-31", "40")]
    for moment, reason in (("2024-02-06", "fx_missing"), ("2024-02-07", None)):
        con = con_of(january(), fx=fx, known_on=at(moment))
        assert averages(con, "reason") == [(reason,)]


# --- what converts with them -------------------------------------------------------------------


def test_a_pool_converts_at_the_fetched_rate_and_says_from_where() -> None:
    lines = [Line(metric, value, year(2024), unit="TWD", basis="ifrs")
             for metric, value in (("revenue", "2,894,307"), ("operating_income", "1,322,053"))]  # fmt: skip
    rates = weekly(*(["32.0000"] * 52))
    weight = ("tsmc", "company", None, "chips", "1", None, None, None, EVIDENCE)
    everything = registry(
        companies=COMPANIES, identifiers=[], segments=[weight],
        fx=[("TWD", "2024-01-01", "2024-12-31", "40", EVIDENCE, None)],
    )  # fmt: skip
    con = warehouse(report(*lines), rates, registry=everything)  # type: ignore[arg-type]
    assert ask(
        con,
        "select revenue_usd, operating_income_usd, average_rate_per_usd, fx_source"
        " from mart.profit_pool_member where layer = 'chips'",
    ) == [(Decimal("90447093750"), Decimal("41314156250"), 32, rates.origin.url)]


@pytest.mark.slow
def test_a_build_with_rates_passes_its_checks_and_holds_them(tmp_path: Path) -> None:
    rates = weekly("32.0000", "32.0000", "32.0000", "32.0000")
    archive(tmp_path, [january(), rates])  # type: ignore[list-item]
    built = build(tmp_path, registry=book())
    assert built.checks > 16
    assert averages(tmp_path) == [(Decimal("0.03125"), METHOD, 4, None)]


def test_the_check_finds_a_rate_without_its_ground() -> None:
    con = con_of(january(), weekly("32.0000", "32.0000", "32.0000", "32.0000")).whole()
    for change in (
        "set fact_ids = fact_ids[2:]",
        "set fact_ids = ['0000000000000000'] || fact_ids[2:]",
        "set multiplier = null",
        "set source_url = null",
        "set method = null",
        "set reason = 'fx_missing'",
    ):
        con.execute("begin")
        con.execute(f"update stg.fx_average {change}")
        failed = {one.name for one in checks.run(con) if one.complaint}
        assert "rates_are_traced" in failed, change
        con.execute("rollback")


# --- nothing lost, nothing doubled -------------------------------------------------------------

QUARTERS = [("2024-01-01", "2024-03-31"), ("2024-04-01", "2024-06-30"),
            ("2024-07-01", "2024-09-30"), ("2024-10-01", "2024-12-31")]  # fmt: skip
DAYS = [date(2024, 1, 1) + timedelta(days=n) for n in range(366)]
WEEKDAYS = [day.isoformat() for day in DAYS if day.weekday() < 5]


@settings(max_examples=5, deadline=None)
@given(
    st.lists(st.integers(1, 10**8), min_size=len(WEEKDAYS), max_size=len(WEEKDAYS)),
    st.sets(st.sampled_from(WEEKDAYS[::3])),
    st.sampled_from(["TWD", "EUR"]),
)
def test_quarters_weighted_by_their_days_make_the_year(
    ticks: list[int], without: set[str], currency: str
) -> None:
    days = {
        day: (None if day in without else f"{Decimal(tick).scaleb(-4):.4f}",)
        for day, tick in zip(WEEKDAYS, ticks, strict=True)
    }
    periods = [*QUARTERS, ("2024-01-01", "2024-12-31")]
    lines = (revenue(start, end, currency) for start, end in periods)
    con = con_of(report(*lines), Rates(days, (currency,)))
    printed = [Decimal(rate) for (rate,) in days.values() if rate]
    rows = ask(
        con,
        "select period_start, period_end, observations, multiplier, fact_ids from stg.fx_average"
        " where method is not null",
    )
    found = {(str(start), str(end)): rest for start, end, *rest in rows}
    whole = found[periods[-1]]
    sums = {  # what was quoted in all, out of the average
        period: count * multiplier if currency == "EUR" else count / multiplier
        for period, (count, multiplier, _) in found.items()
    }
    assert whole[0] == len(printed) == sum(found[quarter][0] for quarter in QUARTERS)
    assert abs(sums[periods[-1]] / sum(printed) - 1) < Decimal("1e-9")
    assert abs(sum(sums[quarter] for quarter in QUARTERS) / sum(printed) - 1) < Decimal("1e-9")
    of_quarters = [fact for quarter in QUARTERS for fact in found[quarter][2]]
    assert of_quarters == whole[2]
    assert len(set(of_quarters)) == len(of_quarters)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=5), st.integers(1, 10**8))
def test_parts_converted_add_up_to_the_whole_converted(values: list[int], tick: int) -> None:
    lines = [
        Line("revenue", f"{sum(values)}", year(2024), unit="TWD", basis="ifrs"),
        *(
            segment("revenue", f"{value}", year(2024), f"Part {place}", unit="TWD", basis="ifrs")
            for place, value in enumerate(values)
        ),
    ]
    rate = Decimal(tick).scaleb(-4)
    con = con_of(report(*lines), weekly(*[f"{rate:.4f}"] * 52))
    (whole,) = ask(con, "select revenue_usd from stg.calendar_line where segment is null")[0]
    parts = ask(con, "select revenue_usd from stg.calendar_line where segment is not null")
    assert len(parts) == len(values)
    assert abs(sum(part for (part,) in parts) - whole) <= Decimal("0.005") * (len(parts) + 1)
    assert abs(whole - sum(values) * 10**6 / rate) <= Decimal("0.01") + whole * Decimal("1e-13")
