"""A folder comes whole: killed, raced or refused, what stood there is there."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.errors import ExportError
from warehouse.disk.folder import whole


def anything(_folder: Path) -> None:
    """What stands there may go."""


def fill(folder: Path, text: str) -> None:
    with whole(folder, anything) as place:
        (place / "sub").mkdir()
        (place / "sub/file").write_text(text)


def killed_in_the_middle(folder: Path) -> None:
    with whole(folder, anything) as place:
        (place / "half").write_text("half")
        os.kill(os.getpid(), signal.SIGKILL)


def run_and_die(work: Callable[[Path], None], folder: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=work, args=(folder,))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_it_comes_and_is_replaced(tmp_path: Path) -> None:
    for text in ("one", "two"):
        fill(tmp_path / "a/b", text)
        assert (tmp_path / "a/b/sub/file").read_text() == text
        assert names(tmp_path) == {"a", "a/b", "a/b/sub", "a/b/sub/file"}


def test_a_killed_writer_leaves_the_last_one(tmp_path: Path) -> None:
    fill(tmp_path / "a", "one")
    run_and_die(killed_in_the_middle, tmp_path / "a")
    assert (tmp_path / "a/sub/file").read_text() == "one"
    fill(tmp_path / "a", "two")
    assert names(tmp_path) == {"a", "a/sub", "a/sub/file"}


def test_what_died_between_the_renames_is_put_back(tmp_path: Path) -> None:
    """As it is seen after the first rename, before the second."""
    fill(tmp_path / "a", "one")
    (tmp_path / "a").rename(tmp_path / ".a.former")
    with pytest.raises(ValueError, match="no more"), whole(tmp_path / "a", anything):
        raise ValueError("no more")
    assert (tmp_path / "a/sub/file").read_text() == "one"
    assert names(tmp_path) == {"a", "a/sub", "a/sub/file"}


def test_two_writers_do_not_mix(tmp_path: Path) -> None:
    with whole(tmp_path / "a", anything) as place:
        (place / "mine").write_text("")
        with pytest.raises(ExportError, match="is being written already; wait, then run again"):
            fill(tmp_path / "a", "two")
    assert names(tmp_path / "a") == {"mine"}


def test_a_place_that_is_refused_is_not_touched(tmp_path: Path) -> None:
    def refuse(folder: Path) -> None:
        raise ExportError("no", str(folder))

    with pytest.raises(ExportError, match="no"), whole(tmp_path / "a/b", refuse):
        raise AssertionError("not reached")
    assert not list(tmp_path.iterdir())
