"""How an explanation is laid out: within 100 columns, and harmless to a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors import explain
from flows.cli import main
from flows.terminal.explanation import lines
from tests.builders.html_page import APRIL, page, table

ROOT = Path(__file__).parents[3]
DOCUMENTS = sorted((ROOT / "tests/documents").glob("*.*htm*"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_it_fits_a_hundred_columns(path: Path) -> None:
    text = list(lines(explain(path.read_bytes()), path.name))
    assert max(map(len, text)) <= 100
    assert not any(line.endswith(" ") for line in text)


def test_what_a_terminal_would_act_on_is_harmless() -> None:
    evil = "Revenue \u009b2J \u202e now"
    rows = f" | Year ended\n | April 30, 2025\n{evil} | 1,200\nNet income | 90"
    text = "\n".join(lines(explain(page(APRIL, "(in millions)", table(rows))), "a\x1b[2Jb.htm"))
    assert text.startswith("a?[2Jb.htm: text/html, ")
    assert all(char.isprintable() for char in text.replace("\n", ""))


def test_the_command_explains_one_table_of_one_file(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(ROOT / "tests/documents/stratus-10-q.htm")
    assert main(["extract", path, "--explain", "--table", "3"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert [line for line in out if line.startswith("table ")] == [
        "table 3 at xbrl_ordinal:16, tagged, income, segment"
    ]
    assert "names of the parts, by the votes of their captions" not in out


def test_a_document_that_is_refused_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"nothing of note")
    assert main(["extract", str(path), "--explain"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[-1] == "0 figures, 1 refused"
    assert any(line.startswith("  ! unsupported_media_type: the bytes are of no") for line in out)
