"""docs/using.md: its blocks run, on a build and an export made as it says, and print what it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import duckdb
import pytest
import yaml

from flows.cli import main
from tests.builders.homes import Built, Homes
from tests.builders.reports import AMAZON_2024

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs/using.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", TEXT, re.S)
OPTIONAL = ("pandas", "polars")


@pytest.fixture(scope="module")
def place(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `data` and `marts`, as a reader of the page has them."""
    folder = tmp_path_factory.mktemp("reader")
    Built(homes, folder / "data")(AMAZON_2024)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("PROFIT_POOLS_HOME", raising=False)
        [block] = re.findall(r"```sh\n(.*?)```", TEXT, re.S)
        for line in block.splitlines():
            assert main(shlex.split(line)[1:]) == 0, line
    return folder


@pytest.mark.parametrize("query", re.findall(r"```sql\n(.*?)```", TEXT, re.S))
def test_its_queries_have_answers(place: Path, query: str) -> None:
    with duckdb.connect(place / "data/profit_pools.duckdb", read_only=True) as con:
        assert con.execute(query).fetchall()


def test_every_python_block_shows_what_it_prints() -> None:
    assert len(SHOWN) == TEXT.count("```python") == 4


@pytest.mark.parametrize(("code", "shown"), SHOWN)
def test_its_python_prints_what_it_shows(
    place: Path,
    code: str,
    shown: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in OPTIONAL:
        if f"import {name}" in code:
            pytest.importorskip(name, reason=f"{name} is in the extra `dev`")
    monkeypatch.chdir(place)
    exec(code, {})
    assert capsys.readouterr().out == shown


def test_its_profile_attaches_the_database_of_the_sources() -> None:
    """Dbt names an attached file by its stem."""
    [profile] = re.findall(r"```yaml\n(.*?)```", TEXT, re.S)
    [attached] = yaml.safe_load(profile)["profit_pools"]["outputs"]["dev"]["attach"]
    sources = yaml.safe_load((ROOT / "docs/examples/sources.yml").read_text(encoding="utf-8"))
    [source] = sources["sources"]
    assert source["database"] == Path(attached["path"]).stem
    named = re.findall(r"source\('(\w+)', '(\w+)'\)", TEXT)
    assert {name for name, _ in named} == {source["name"]}
    assert {table for _, table in named} <= {table["name"] for table in source["tables"]}


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([\w./-]+)\)", TEXT):
        assert (ROOT / "docs" / target).is_file(), target
