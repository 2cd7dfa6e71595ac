"""What rebuilds are measured on is what it says: reports that close, recur, and change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import synthetic
from tests.benchmarks.scale import Run, run
from tests.builders.reports import ask

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("synthetic")


@pytest.fixture(scope="module")
def rebuilt(home: Path) -> tuple[synthetic.Written, Run]:
    """Two companies, rebuilt by the command: every check has passed."""
    return synthetic.write(home, 2 * synthetic.COMPANY), run(home, "rebuild", months=1)


def test_it_writes_what_it_tells(home: Path, rebuilt: tuple[synthetic.Written, Run]) -> None:
    written, done = rebuilt
    loaded = dict(ask(home, "select table_name, estimated_size from duckdb_tables()"
                            " where schema_name = 'raw'"))  # fmt: skip
    assert written.companies == 2
    assert written.figures == loaded["figure"] == pytest.approx(2 * synthetic.COMPANY, rel=0.1)
    assert written.documents == loaded["document"] == loaded["origin"]
    assert written.rows == done.rows == sum(loaded.values()) - loaded["origin"] - loaded["run"]


def test_values_are_confirmed_restated_refined_and_contradicted(
    home: Path, rebuilt: tuple[synthetic.Written, Run]
) -> None:
    assert rebuilt
    found = dict(ask(home, "select status, count(*) from stg.vintage group by status"))
    assert found["confirmed"] > found["first printed"] > found["restated"] > 50
    assert found["contradicted"] > 5
    kinds = {kind for (kind,) in ask(home, "select distinct kind from stg.conflict")}
    assert kinds >= {"documents", "company_close"}


def test_parts_close_but_for_the_slips(home: Path, rebuilt: tuple[synthetic.Written, Run]) -> None:
    assert rebuilt
    ((partitions, closed),) = ask(
        home,
        "select count(*), count(*) filter (is_closed) from stg.partition"
        " where whole_value is not null",
    )
    assert 1000 < 0.98 * partitions < closed < partitions  # type: ignore[operator]


def test_its_layers_have_shares_but_for_the_slips(
    home: Path, rebuilt: tuple[synthetic.Written, Run]
) -> None:
    assert rebuilt
    ((covered, shared),) = ask(
        home,
        "select count(*), count(revenue_share) from mart.profit_pool where coverage is not null"
        " and calendar_period between '2013' and '2024'",
    )
    assert 50 < 0.98 * covered < shared <= covered  # type: ignore[operator]


def test_the_same_again(tmp_path: Path) -> None:
    once, twice = synthetic.write(tmp_path / "a", 1), synthetic.write(tmp_path / "b", 1)
    assert once == twice
    files = [
        {path.name.split(".", 1)[1]: path.read_bytes() for path in side.rglob("*.parquet")}
        for side in (tmp_path / "a", tmp_path / "b")
    ]
    assert files[0] == files[1]
    assert len(files[0]) == 7
