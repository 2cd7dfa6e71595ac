"""The version of the readers: another for every change of what they are made of."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import extractors

PACKAGE = Path(extractors.__file__).parent
ASK = "import extractors; print(extractors.extractor_version())"


def version(copy: Path) -> str:
    """The version that the copied package tells of itself."""
    told = subprocess.run(
        [sys.executable, "-B", "-c", ASK], cwd=copy, capture_output=True, text=True, check=True
    )
    return told.stdout.strip()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(PACKAGE, folder / "extractors", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_every_file_of_code_and_vocabulary_counts() -> None:
    counted = {name.lstrip("/") for name, _ in extractors._sources(PACKAGE)}
    files = {
        path.relative_to(PACKAGE).as_posix()
        for kind in ("*.py", "*.csv")
        for path in PACKAGE.rglob(kind)
    }
    assert counted == files
    assert len(files) > 70


@pytest.mark.slow
def test_a_file_in_a_room_counts_as_one_at_the_top(copy: Path) -> None:
    before = version(copy)
    assert before == extractors.extractor_version()
    room = copy / "extractors" / "annex" / "inner"
    room.mkdir(parents=True)
    (room / "words.csv").write_text("a\n")
    added = version(copy)
    (room / "words.csv").write_text("b\n")
    changed = version(copy)
    (room / "words.csv").rename(room / "names.csv")
    assert len({before, added, changed, version(copy)}) == 4
