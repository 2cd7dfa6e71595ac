"""The kinds of sources: one table in the code, and the same names in the registry."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.errors import RegistryError
from flows.sources import monthly_revenue, rates
from flows.sources.feeds import KINDS
from warehouse import registry
from warehouse.registry.declarations import TABLES


def test_the_registry_allows_the_kinds_that_a_refresh_asks() -> None:
    (kind,) = (column for column in TABLES["sources"].columns if column.name == "kind")
    assert set(kind.allowed) == {*KINDS, rates.KIND, monthly_revenue.KIND}


def test_every_row_of_the_registry_is_of_a_kind_that_is_asked() -> None:
    rows = registry.load().tables["sources"].records()
    assert {row["kind"] for row in rows} <= {*KINDS, rates.KIND, monthly_revenue.KIND}


def test_a_row_of_an_unknown_kind_is_refused_with_what_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text(
        "source,company_id,host,url,kind,note\nx,quanta,ir.example.com,https://ir.example.com/,ir,\n"
    )
    with pytest.raises(RegistryError, match="report_list"):
        registry.load(tmp_path)
