"""Runs: kept one file each, loaded by the next rebuild, no part of what a build holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from extractors.errors import ArchiveError
from tests.builders.homes import Built
from tests.builders.reports import AMAZON_2024, ask, build
from warehouse.archive.runs import Run
from warehouse.archive.store import Archive

START = datetime(2026, 3, 2, 6, 0, tzinfo=timezone(timedelta(hours=-5)))
END = datetime(2026, 3, 2, 11, 3, 20, tzinfo=UTC)


@pytest.mark.slow
def test_a_recorded_run_is_a_row_after_the_next_rebuild(tmp_path: Path) -> None:
    Archive(tmp_path).record(Run("b1", "refresh", START, END, "completed", "2 new documents"))
    Archive(tmp_path).record(Run("a2", "rebuild", END, None, "running"))
    build(tmp_path, AMAZON_2024)
    assert ask(tmp_path, "from raw.run order by started") == [
        ("b1", "refresh", datetime(2026, 3, 2, 11, 0, tzinfo=UTC), END, "completed",
         "2 new documents"),
        ("a2", "rebuild", END, None, "running", ""),
    ]  # fmt: skip


@pytest.mark.slow
def test_a_run_is_no_part_of_the_content(tmp_path: Path, built: Built) -> None:
    before = built(AMAZON_2024).build
    Archive(tmp_path).record(Run("b1", "refresh", START, END, "failed", "one line"))
    after = build(tmp_path).build
    assert after.content_hash == before.content_hash
    assert after.archive_hash == before.archive_hash


def test_a_run_recorded_again_replaces_itself(tmp_path: Path) -> None:
    Archive(tmp_path).record(Run("b1", "refresh", START, None, "running"))
    Archive(tmp_path).record(Run("b1", "refresh", START, END, "completed", "nothing new"))
    assert Archive(tmp_path).runs() == [
        Run("b1", "refresh", START, END, "completed", "nothing new")
    ]


def test_there_may_be_no_runs(tmp_path: Path) -> None:
    assert Archive(tmp_path).runs() == []


@pytest.mark.parametrize("name", ["../b1", "", "a b", "a/b"])
def test_a_run_cannot_name_another_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError, match="cannot name a file"):
        Archive(tmp_path).record(Run(name, "refresh", START, END, "completed"))


def test_a_time_without_a_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="has no zone"):
        Archive(tmp_path).record(Run("b1", "refresh", START.replace(tzinfo=None), END, "completed"))


def test_a_damaged_run_is_named(tmp_path: Path) -> None:
    Archive(tmp_path).record(Run("b1", "refresh", START, END, "completed"))
    (path,) = (tmp_path / "archive" / "runs").iterdir()
    path.write_text("{")
    with pytest.raises(ArchiveError, match=rf"{path.name}: the run is not whole; remove this file"):
        Archive(tmp_path).runs()
