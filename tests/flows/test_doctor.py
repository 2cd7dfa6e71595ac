"""`profitpools doctor` says whether scanned reports can be read; that they cannot is no fault."""

from __future__ import annotations

from pathlib import Path

from extractors.pdf import ocr
from tests.flows.conftest import Command


def line(out: str) -> str:
    (found,) = [one for one in out.splitlines() if one.split()[1] == "ocr"]
    return found


def test_it_names_the_engine_or_what_is_missing(command: Command) -> None:
    told = ocr.engine() or f"none, so that scanned reports are refused: {ocr.to_do()}"
    assert line(command("doctor").out) == f"ok   ocr        {told}"


def test_without_the_program_it_says_so(command: Command, tmp_path: Path) -> None:
    told = line(command.run("doctor", environ={"PATH": str(tmp_path)}).out)
    assert told.startswith("ok   ocr        none, so that scanned reports are refused: install ")
