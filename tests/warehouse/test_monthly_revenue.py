"""Revenue of the month over several editions of the exchange's file, on amounts typed by hand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from tests.builders.monthly_edition import TSMC, TSMC_CODE, Edition
from tests.builders.relations import Warehouse
from tests.builders.reports import ask, at, registry, warehouse

JULY = date(2025, 7, 31)


def known(*editions: Edition, known_on: datetime | None = None) -> Warehouse:
    book = registry(companies=[TSMC], identifiers=[TSMC_CODE])
    return warehouse(*editions, registry=book, known_on=known_on)  # type: ignore[arg-type]


def july(con: Warehouse) -> list[tuple[object, ...]]:
    query = "select revenue, known_at, url from mart.monthly_revenue where period_end = $1"
    return ask(con, query, JULY)


def test_what_a_later_edition_repeats_is_known_from_the_first() -> None:
    con = known(Edition("110", "2025-08-10"), Edition("110", "2025-08-12"))
    assert july(con) == [(Decimal(110_000), at("2025-08-10"), "https://example.com/2025-08-10")]
    assert ask(con, "select prior_revenue, revenue_growth from mart.monthly_revenue limit 1") == [
        (Decimal(100_000), Decimal("0.1"))
    ]


def test_a_revision_counts_from_its_edition_on() -> None:
    editions = Edition("110", "2025-08-10"), Edition("120", "2025-08-12")
    assert july(known(*editions))[0][:2] == (Decimal(120_000), at("2025-08-12"))
    before = known(*editions, known_on=at("2025-08-11"))
    assert july(before)[0][:2] == (Decimal(110_000), at("2025-08-10"))


def test_a_revision_that_is_taken_back_is_a_revision() -> None:
    con = known(
        Edition("110", "2025-08-10"), Edition("120", "2025-08-12"), Edition("110", "2025-08-14")
    )
    assert july(con) == [(Decimal(110_000), at("2025-08-14"), "https://example.com/2025-08-14")]
