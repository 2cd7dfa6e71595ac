"""Which build a command asks, and what it says of one that cannot answer."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from extractors.errors import QueryError
from flows.terminal.questions import opened


def test_a_build_of_another_version_is_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROFIT_POOLS_HOME", str(tmp_path))
    with duckdb.connect(str(tmp_path / "profit_pools.duckdb")) as con:
        con.execute("create schema mart")
    with (
        pytest.raises(QueryError, match=r"another version .*run: profitpools rebuild$"),
        opened(None) as connection,
    ):
        connection.execute("from mart.profit_pool")
