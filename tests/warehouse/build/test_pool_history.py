"""The pools at past month ends: what a build as of that day tells, and no more work than is new."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import duckdb
import pytest

from tests.builders.homes import Built
from tests.builders.reports import (
    AMAZON_2024,
    Line,
    Report,
    archive,
    ask,
    build,
    registry,
    warehouse,
    year,
)
from warehouse.build import pool_history
from warehouse.query.connection import connect
from warehouse.registry.registry import Registry
from warehouse.relations import order

pytestmark = pytest.mark.slow

EVIDENCE = "https://www.sec.gov/Archives/"
FIRST = Report(
    "10-K 2023",
    (Line("revenue", "574,785", year(2023)), Line("operating_income", "36,852", year(2023))),
    known_at="2024-02-02", period_end="2023-12-31",
)  # fmt: skip
RESTATED = AMAZON_2024.with_lines(*AMAZON_2024.lines, Line("revenue", "574,000", year(2023)))
POOLS = "select * exclude (known_on, inputs) from mart.profit_pool_history where known_on = ?"


def chips(known_from: str | None = None, layer: str = "chips") -> Registry:
    """A registry in which all of Amazon earns in one layer."""
    return registry(
        segments=[("amazon", "company", None, layer, "1", None, None, known_from, EVIDENCE)]
    )


def told(home: Path) -> list[tuple[object, ...]]:
    """Month end and revenue of 2023, in millions."""
    return ask(
        home,
        "select known_on::varchar, revenue_usd / 1e6 from mart.profit_pool_history"
        " where calendar_period = '2023' and revenue_usd is not null order by known_on",
    )


def test_it_has_each_month_end_between_the_first_document_and_the_last(
    tmp_path: Path, built: Built
) -> None:
    built(FIRST, RESTATED, registry=chips())  # known on 2024-02-02 and 2025-02-07
    months = [f"2024-{month:02}" for month in range(2, 13)]
    ends = ["29", "31", "30", "31", "30", "31", "31", "30", "31", "30", "31"]
    assert told(tmp_path) == [
        *((f"{month}-{end}", 574785) for month, end in zip(months, ends, strict=True)),
        ("2025-01-31", 574785),
    ]


def test_each_is_what_a_build_of_its_day_would_tell(tmp_path: Path) -> None:
    later = Report("10-Q 2025", (Line("revenue", "155,667", year(2025)),), known_at="2025-04-30",
                   period_end="2025-03-31")  # fmt: skip
    known = chips("2024-06-15T00:00:00Z")
    build(tmp_path, FIRST, RESTATED, later, registry=known)
    days = [
        row[0] for row in ask(tmp_path, "select distinct known_on from mart.profit_pool_history")
    ]
    assert date(2025, 3, 31) in days
    for day in days:
        assert isinstance(day, date)
        moment = datetime.combine(day, time.max, UTC)
        con = warehouse(FIRST, RESTATED, later, registry=known, known_on=moment)
        expected = ask(con, "from mart.profit_pool order by all")
        assert sorted(ask(tmp_path, POOLS, day), key=repr) == sorted(expected, key=repr), day
    assert min(days) == date(2024, 6, 30)  # before it, nothing earned in a layer


def test_month_ends_in_which_nothing_came_in_are_of_the_same_inputs(
    tmp_path: Path, built: Built
) -> None:
    built(FIRST, RESTATED, registry=chips("2024-06-15T00:00:00Z"))
    rows = ask(
        tmp_path, "select inputs, count(distinct known_on) from mart.profit_pool_history group by 1"
    )
    assert [count for _, count in rows] == [8]  # June to January


def test_what_the_last_build_tells_of_the_same_inputs_is_taken_over(
    tmp_path: Path, built: Built
) -> None:
    path = built(FIRST, RESTATED, registry=chips()).path
    with duckdb.connect(path) as con:
        con.execute("update mart.profit_pool_history set revenue_usd = 7e6")
    build(tmp_path, registry=chips())
    assert {row[1] for row in told(tmp_path)} == {7}
    # another weight is another input, and so is another document
    build(tmp_path, registry=chips(layer="cloud"))
    assert {row[1] for row in told(tmp_path)} == {574785}


def test_a_build_that_cannot_be_read_or_has_no_history_is_no_help(
    tmp_path: Path, built: Built
) -> None:
    path = built(FIRST, RESTATED, registry=chips()).path
    with duckdb.connect(path) as con:
        con.execute("drop table mart.profit_pool_history")
    assert build(tmp_path, registry=chips()).history.computed == 12
    path.write_bytes(b"no database")
    assert build(tmp_path, registry=chips()).history.computed == 12
    assert (tmp_path / "builds" / "damaged.duckdb").read_bytes() == b"no database"


def test_a_reader_may_have_the_last_build_open(tmp_path: Path, built: Built) -> None:
    path = built(FIRST, RESTATED, registry=chips()).path
    with connect(path) as con:
        assert ask(con, "select count(*) from mart.build") == [(1,)]
        assert build(tmp_path, registry=chips()).history.computed == 12


def test_a_document_of_a_past_month_changes_the_month_ends_after_it_alone(
    tmp_path: Path, built: Built
) -> None:
    built(FIRST, RESTATED, registry=chips())
    between = Report("10-K/A", (Line("revenue", "574,500", year(2023)),), known_at="2024-08-15",
                     period_end="2023-12-31", form="10-K/A", is_amendment=True)  # fmt: skip
    build(tmp_path, between, registry=chips())
    assert {row for row in told(tmp_path) if str(row[0]) < "2024-08-20"} == {
        (f"2024-0{month}-{end}", 574785)
        for month, end in ((2, 29), (3, 31), (4, 30), (5, 31), (6, 30), (7, 31))
    }
    assert {row[1] for row in told(tmp_path) if str(row[0]) > "2024-08-20"} == {574500}


def test_a_build_as_of_a_day_tells_the_month_ends_before_it(tmp_path: Path, built: Built) -> None:
    built(FIRST, RESTATED, registry=chips())
    report = build(tmp_path, registry=chips(), known_on=datetime(2025, 2, 8, tzinfo=UTC))
    assert (report.history.months, report.history.computed) == (12, 12)
    early = build(tmp_path, registry=chips(), known_on=datetime(2024, 7, 31, tzinfo=UTC))
    assert early.history.months == 0  # no document came after the first


def test_it_goes_as_far_back_as_asked(tmp_path: Path, built: Built) -> None:
    path, ordered = built(FIRST, RESTATED, registry=chips()).path, order.relations()
    with duckdb.connect(path) as con:
        con.execute("set TimeZone = 'UTC'")
        for months, expected in ((0, 0), (3, 3), (36, 12), (None, 12)):
            con.execute("truncate mart.profit_pool_history")
            history = pool_history.fill(con, ordered, limit=months)
            rows = ask(
                con, "select distinct known_on from mart.profit_pool_history order by 1 desc"
            )
            assert len(rows) == history.computed == expected
            assert rows[:1] == [(date(2025, 1, 31),)][:expected]
    months = build(tmp_path, registry=chips(), months=3).history.months
    assert months == 3


def test_what_is_too_much_for_one_rebuild_is_left_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two month ends with other inputs; the younger comes first, and each build adds one."""
    last = Report("10-K 2025", (Line("revenue", "716,924", year(2025)),), known_at="2026-02-06",
                  period_end="2025-12-31")  # fmt: skip
    archive(tmp_path, (FIRST, RESTATED, last))
    monkeypatch.setattr(pool_history, "WORK", len((*FIRST.lines, *RESTATED.lines)))
    first = build(tmp_path, registry=chips()).history
    assert (first.months, first.computed) == (24, 12)
    assert min(str(day) for day, _ in told(tmp_path)) == "2025-02-28"
    second = build(tmp_path, registry=chips()).history
    assert (second.months, second.computed) == (24, 24)


def test_companies_of_no_layer_have_no_part_in_it(built: Built) -> None:
    assert built(FIRST, RESTATED).history == pool_history.NONE
