"""Two builds differ by figures, each told with old and new value."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.errors import QueryError
from tests.builders.homes import Built
from tests.builders.reports import AMAZON_2024, Line, Report, build, registry, segment, year
from warehouse.build.diff import both, companies_with_news, diff

LATER = Report(
    "amzn-2025",
    (
        Line("operating_income", "68,600", year(2024)),
        Line("revenue", "700,000", year(2025)),
        segment("revenue", "107,600", year(2024), "AWS", decimals=-8),
    ),
    period_end="2025-12-31", known_at="2026-02-06",
)  # fmt: skip


@pytest.mark.slow
def test_what_changed_appeared_and_vanished(tmp_path: Path, built: Built) -> None:
    old = built(AMAZON_2024).path
    new = build(tmp_path / "new", AMAZON_2024, LATER).path
    changes = diff(old, new)
    assert [(one.what, str(one)) for one in changes] == [
        ("appeared", "amazon revenue FY2025 (gaap): none → 700,000,000,000 USD"),
        ("changed", "amazon operating_income FY2024 (gaap): 68,593,000,000 → 68,600,000,000 USD"),
    ]
    assert (changes[1].old_value, changes[1].new_value) == (
        Decimal(68_593_000_000),
        Decimal(68_600_000_000),
    )
    assert (changes[1].old_document, changes[1].new_document) == (
        AMAZON_2024.sha256,
        LATER.sha256,
    )
    assert [one.what for one in diff(new, old)] == ["vanished", "changed"]


@pytest.mark.slow
def test_a_value_that_is_held_back_now_is_told_with_its_reason(
    tmp_path: Path, built: Built
) -> None:
    rejected = registry(
        reviews=[
            (
                "r1", None, AMAZON_2024.sha256, "operating_income", "AWS", "2024-01-01",
                "2024-12-31", "reject", "misread", "page 1", "me", "2025-03-01T00:00:00+00:00",
            )
        ]
    )  # fmt: skip
    old = built(AMAZON_2024).path
    new = build(tmp_path / "new", AMAZON_2024, registry=rejected).path
    assert [str(one) for one in diff(old, new)] == [
        "amazon AWS operating_income FY2024 (gaap): 39,834,000,000 → none (rejected) USD"
    ]


def test_a_build_does_not_differ_from_itself(built: Built) -> None:
    path = built(AMAZON_2024).path
    assert diff(path, path) == []


def test_a_file_that_is_no_build(tmp_path: Path, built: Built) -> None:
    path = built(AMAZON_2024).path
    with pytest.raises(QueryError, match="there is no such build"):
        diff(tmp_path / "nothing.duckdb", path)
    other = tmp_path / "it's a text.duckdb"
    other.write_text("some text that is not a database")
    with pytest.raises(QueryError, match="name a database file"):
        diff(path, other)


@pytest.mark.slow
def test_whoever_says_what_a_document_is_gives_its_values_a_cause(
    tmp_path: Path, built: Built
) -> None:
    old = build(tmp_path / "old", replace(AMAZON_2024, form=None)).path
    with both(old, built(AMAZON_2024).path, None) as con:
        assert companies_with_news(con) == {"amazon"}
