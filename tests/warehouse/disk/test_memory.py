"""A rebuild holds as much memory as it is allowed, and says so in one line where that is too little."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from extractors import extractor_version
from extractors.errors import BuildError, PipelineError
from flows import builds
from flows.settings import Settings
from tests.builders.homes import Built
from tests.builders.reports import AMAZON_2024, NOW, at, build, registry
from warehouse.archive.store import Archive
from warehouse.build.database import read_build
from warehouse.disk.memory import MEMORY_LIMIT, amount, bounded


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("2GB", 2_000_000_000), ("1.5 gib", 1_610_612_736), ("500MB", 500_000_000),
        ("128MiB", 134_217_728), ("1TB", 10**12), ("100MB", 10**8),
    ],
)  # fmt: skip
def test_an_amount_of_memory(text: str, size: int) -> None:
    assert amount(text) == size


@pytest.mark.parametrize("text", ["", "much", "2", "2G", "-2GB", "0GB", "80%", "99MB", "2GB 1MB"])
def test_what_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not an amount of memory|is less than 100MB"):
        amount(text)


def test_the_environment_sets_it() -> None:
    assert Settings.of({}).memory_limit == MEMORY_LIMIT
    assert Settings.of({"PROFIT_POOLS_MEMORY_LIMIT": "3GB"}).memory_limit == 3 * 10**9
    with pytest.raises(PipelineError, match="PROFIT_POOLS_MEMORY_LIMIT: 'much' is not an amount"):
        Settings.of({"PROFIT_POOLS_MEMORY_LIMIT": "much"})


def test_a_connection_keeps_to_it(tmp_path: Path) -> None:
    """A sort of 160 MB within 100 MB goes to the folder, which is empty again when it is done."""
    spill = tmp_path / "spill"
    with duckdb.connect(config=bounded(10**8, spill)) as con:
        con.execute("create table t as select hash(x)::varchar as y from range(8_000_000) as r (x)")
        assert con.execute("select count(*) from duckdb_temporary_files()").fetchone() != (0,)
        assert (
            con.execute("select path from duckdb_temporary_files() limit 1")
            .fetchall()[0][0]
            .startswith(str(spill))
        )
    assert not spill.exists() or not list(spill.iterdir())


def test_too_little_is_told_in_one_line_and_leaves_the_last_build(
    tmp_path: Path, built: Built
) -> None:
    first = built(AMAZON_2024)
    with pytest.raises(
        BuildError, match="free some space, or raise PROFIT_POOLS_MEMORY_LIMIT, and run again"
    ) as caught:
        build(tmp_path, now=at("2026-03-02"), memory_limit=2_000_000)
    assert "\n" not in str(caught.value)
    assert read_build(tmp_path / "profit_pools.duckdb") == first.build
    assert not (tmp_path / "builds/scratch").exists()


def test_the_setting_reaches_the_rebuild(tmp_path: Path) -> None:
    kept = Archive(tmp_path)
    kept.put(AMAZON_2024.data, AMAZON_2024.origin)
    kept.save([AMAZON_2024.extraction], extractor_version())
    scarce = Settings(tmp_path, None, memory_limit=2_000_000)
    with pytest.raises(BuildError, match="memory"):
        builds.build(scarce, registry(), now=NOW)
