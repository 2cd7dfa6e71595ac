"""Which secondary figures the sample site may show, and why."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.errors import RegistryError
from extractors.model import Duration
from flows.sample.tables import PACKAGED, Row, load
from flows.sample.verify import checks, record, shown

YEAR = Duration(date(2024, 1, 1), date(2024, 12, 31))
QUARTERS = [
    Duration(date(2024, 1, 1), date(2024, 3, 31)),
    Duration(date(2024, 4, 1), date(2024, 6, 30)),
    Duration(date(2024, 7, 1), date(2024, 9, 30)),
    Duration(date(2024, 10, 1), date(2024, 12, 31)),
]
MILLION = Decimal(10) ** 6
TABLES = load()


def row(line: int, metric: str, millions: int, **changes: object) -> Row:
    """A secondary figure of a company of ours, printed in millions."""
    plain = Row(
        line=line, ticker="OURS", form="10-K", published=date(2025, 2, 1), metric=metric,
        segment=None, basis="gaap", kind="actual", bound=None, label="FY2024", period=YEAR,
        period_type="FY", value=millions * MILLION, unit="USD", source_url="https://a.example/",
        is_primary=False, note="", step=MILLION,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def named(metric: str, segment: str, year: str) -> list[Row]:
    return [
        one
        for one in TABLES.rows
        if (one.metric, one.segment or "", one.label) == (metric, segment, year)
    ]


def test_all_lines_are_read() -> None:
    with PACKAGED.joinpath("facts.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert len(TABLES.rows) == len(lines) == 1793
    assert [one.line for one in TABLES.rows] == list(range(2, 1795))
    assert sum(one.is_primary for one in TABLES.rows) == 484


def test_most_secondary_figures_pass_and_the_rest_stays_out() -> None:
    passed = checks(TABLES.rows)
    secondary = [one for one in TABLES.rows if not one.is_primary]
    assert (len(secondary), sum(one.line in passed for one in secondary)) == (1309, 1196)
    assert len(shown(TABLES.rows)) == 484 + 1196
    assert len(record(TABLES.rows).splitlines()) == 1794


def test_real_rows_pass_by_what_bears_them_out() -> None:
    passed = checks(TABLES.rows)
    (aws,) = named("operating_income", "AWS", "FY2025")
    assert "segments" in passed[aws.line]  # 29,619 + 4,750 + 45,606 = 79,975
    (graphics,) = named("operating_income", "Graphics", "FY2025")
    assert graphics.line not in passed  # what is left to All Other is not in the tables
    (rented,) = [one for one in named("revenue", "", "FY2025") if one.ticker == "CRWV"]
    assert passed[rented.line] == ("tagged",)
    margin = [one for one in named("gross_margin", "", "FY2024") if one.ticker == "TSM"]
    assert [passed[one.line] for one in margin] == [("margin",)]  # 1,624,353.6 / 2,894,307.7


@pytest.mark.parametrize(("gross", "is_shown"), [(40, True), (41, True), (42, False)])
def test_gross_profit_closes_within_rounding(gross: int, is_shown: bool) -> None:
    rows = [row(2, "revenue", 100), row(3, "cost_of_revenue", 60), row(4, "gross_profit", gross)]
    # Three amounts in millions, each rounded: the gap may be one and a half of them.
    expected = {2, 3, 4} if is_shown else set()
    assert {one.line for one in shown(rows)} == expected


@given(st.lists(st.integers(-(10**6), 10**6), min_size=4, max_size=4), st.integers(-9, 9))
def test_a_year_is_shown_only_as_the_sum_of_its_quarters(parts: list[int], off: int) -> None:
    rows = [
        row(place, "net_income", value, period=period, period_type="Q")
        for place, (value, period) in enumerate(zip(parts, QUARTERS, strict=True), 2)
    ]
    rows.append(row(6, "net_income", sum(parts) + off))
    # (n + 1) · ½ of a million for four quarters and their sum
    assert bool(shown(rows)) == (abs(off) <= 2.5)


@pytest.mark.parametrize(("over", "is_shown"), [(0, True), (2, True), (3, False)])
def test_nine_months_are_shown_as_the_sum_of_their_quarters(over: int, is_shown: bool) -> None:
    rows = [
        row(place, "revenue", 100, period=period, period_type="Q")
        for place, period in enumerate(QUARTERS[:3], 2)
    ]
    nine = Duration(date(2024, 1, 1), date(2024, 9, 30))
    rows.append(row(5, "revenue", 300 + over, period=nine, period_type="9M"))
    # (n + 1) · ½ of a million for three quarters and their sum
    assert bool(shown(rows)) == is_shown


@given(st.permutations(range(5)))
def test_the_order_of_the_rows_changes_nothing(order: list[int]) -> None:
    rows = [
        row(2, "revenue", 100),
        row(3, "revenue", 70, segment="A"),
        row(4, "revenue", 30, segment="B"),
        row(5, "cost_of_revenue", 60),
        row(6, "operating_income", 5, note="SEC XBRL-derived; datasets agreeing: 2 of 3"),
    ]
    expected = {2: ("segments",), 3: ("segments",), 4: ("segments",), 6: ("datasets",)}
    assert checks([rows[place] for place in order]) == expected


def test_one_data_set_alone_is_no_check() -> None:
    alone = row(2, "revenue", 100, note="datasets agreeing: 1 of 1; aggregator value, one source")
    assert not shown([alone])
    assert shown([replace(alone, is_primary=True)])


def test_digits_tell_how_finely_a_figure_is_printed() -> None:
    steps = {
        (one.metric, one.segment): one.step
        for one in TABLES.rows
        if one.ticker == "NVDA" and one.label == "Q3 FY2026" and one.form == "8-K"
    }
    assert steps["revenue", None] == 10**6  # 57,006 in millions
    assert steps["revenue", "Data Center"] == 10**8  # $51.2 billion
    assert steps["gross_margin", None] == Decimal("0.001")  # 73.6%


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    for name in ("facts.csv", "companies.csv", "filings.csv", "fx.csv"):
        (tmp_path / name).write_bytes(PACKAGED.joinpath(name).read_bytes())
    facts = tmp_path / "facts.csv"
    lines = facts.read_text(encoding="utf-8").splitlines()
    lines[6] = lines[6].replace(",14749000000,", ",many,").replace(",2024-02-21,", ",soon,")
    facts.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(RegistryError, match=r"facts\.csv line 7: cannot be read"):
        load(tmp_path)
