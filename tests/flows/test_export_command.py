"""`profitpools export` as a person calls it: a folder of Parquet, one line, exit codes."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.builders.homes import Homes
from tests.builders.small_filings import annual_report
from tests.flows.conftest import Command


@pytest.fixture(scope="module")
def filled(homes: Homes) -> Command:
    """A warehouse of one report, published on 7 February 2025, and a build as of that day."""

    def fill(folder: Path) -> None:
        (folder / "inbox").mkdir()
        (folder / "inbox/a.htm").write_bytes(annual_report())
        (folder / "inbox/inbox.csv").write_text("file,published\na.htm,2025-02-07\n")
        command = Command(folder / "data")
        for words in (["refresh", str(folder / "inbox")], ["rebuild", "--as-of", "2025-02-07"]):
            done = command(*words)
            assert done.code == 0, done.err

    return Command(homes.made("report-to-export", fill)[0] / "data")


def revenue(folder: Path) -> list[object]:
    read = pq.read_table(folder / "mart/company_margin", columns=["revenue"])
    return read["revenue"].to_pylist()


def test_the_marts_by_default(filled: Command, tmp_path: Path) -> None:
    done = filled("export", "--to", tmp_path / "out")
    assert (done.code, done.out) == (0, "")
    assert done.line.startswith(f"{tmp_path}/out: ")
    assert [path.name for path in (tmp_path / "out").iterdir() if path.is_dir()] == ["mart"]
    assert revenue(tmp_path / "out") == [Decimal(1_000_000_000)]
    assert filled("status").out.count(
        json.loads((tmp_path / "out/manifest.json").read_text())["build"]["build_id"]
    )


def test_again_it_wants_to_be_told_to_replace(filled: Command, tmp_path: Path) -> None:
    words = ["export", "--relation", "coverage", "stg.company", "--to", str(tmp_path / "out")]
    assert filled(*words).code == 0
    again = filled(*words)
    assert (again.code, again.out) == (1, "")
    assert again.line == (
        f"profitpools: {tmp_path}/out: is an export already; give --replace, or another folder"
    )
    assert filled(*words, "--replace").code == 0
    assert {path.parent.name for path in tmp_path.rglob("*.parquet")} == {"coverage", "company"}


def test_schemas_together(filled: Command, tmp_path: Path) -> None:
    assert filled("export", "--to", tmp_path / "out", "--schema", "ref", "stg").code == 0
    assert {path.name for path in (tmp_path / "out").iterdir() if path.is_dir()} == {"ref", "stg"}


def test_a_build_as_of_a_day(filled: Command, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert filled("export", "--to", out, "--as-of", "2025-02-07").code == 0
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["build"]["known_on"].startswith("2025-02-07T23:59:59")
    missing = filled("export", "--to", tmp_path / "other", "--as-of", "2025-02-08")
    assert missing.code == 1
    assert missing.line.endswith("; run: profitpools rebuild --as-of 2025-02-08")


def test_what_stands_there_and_is_not_ours(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    done = filled("export", "--to", tmp_path, "--replace")
    assert done.code == 1
    assert done.line == (
        f"profitpools: {tmp_path}: is not empty and no export of ours; "
        "name another folder, or empty it"
    )
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (["--relation", "mart.profit_pol"], 1, "mart.profit_pol: no such relation; did you mean"),
        (["--schema", "moon"], 2, "argument --schema: invalid choice: 'moon'"),
        (["--schema", "stg", "--relation", "x"], 2, "argument --relation: not allowed with"),
    ],
)
def test_a_wrong_word_is_one_line(
    filled: Command, tmp_path: Path, words: list[str], code: int, line: str
) -> None:
    done = filled("export", "--to", tmp_path / "out", *words)
    assert (done.code, done.out) == (code, "")
    assert done.line.startswith(f"profitpools: {line}")
    assert not list(tmp_path.iterdir())


def test_without_a_warehouse(command: Command, tmp_path: Path) -> None:
    done = command("export", "--to", tmp_path / "out")
    assert done.code == 1
    assert "there is no warehouse yet" in done.line
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = filled("export", "--to", tmp_path / "file/out")
    assert done.code == 1
    assert done.line.startswith(f"profitpools: {tmp_path}/file")
