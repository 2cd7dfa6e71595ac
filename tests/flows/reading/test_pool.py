"""One document that fails, that kills its reader, or that never ends, harms no other."""

from __future__ import annotations

import hashlib
import mmap
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from extractors.errors import ArchiveError, DocumentError, PipelineError
from extractors.model import Document, Extraction
from flows.reading.pool import read_all
from flows.reading.processes import Start
from flows.reading.worker import GIB, Limits

IMPATIENT = Limits(seconds=0.5, memory=GIB // 4)
STARTS: tuple[Start, ...] = ("fork", "forkserver", "spawn")


def load(key: str) -> bytes:
    if key == "damaged":
        raise ArchiveError("the bytes are damaged", key, "fetch it again")
    return key.encode()


def read(data: bytes, name: str) -> Extraction:
    key = data.decode()
    if key == "faulty":
        raise KeyError("context")
    if key == "killer":
        os.kill(os.getpid(), signal.SIGKILL)
    if key == "crasher":
        os.kill(os.getpid(), signal.SIGSEGV)
    if key == "endless":
        time.sleep(60)
    if key == "greedy":
        bytearray(2 * GIB)
    if key == "hoarder":  # as C code does: takes what there is, and ends the process
        held = []
        try:
            while True:
                held.append(bytearray(2**24))
        except MemoryError:
            os.abort()
    if key.startswith("parent of "):
        Path(key.removeprefix("parent of ")).write_text(
            str(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid)
        )
        time.sleep(60)
    time.sleep(0.01)
    found = Extraction(Document(hashlib.sha256(data).hexdigest(), name, None, len(data)))
    return {"unsendable": cast("Extraction", lambda: key)}.get(key, found)


def outcomes(
    keys: Sequence[str], jobs: int = 2, limits: Limits = IMPATIENT, start: Start = "fork"
) -> list[tuple[str, str]]:
    """Each key with 'read', the reason of its refusal, or its error."""
    found = read_all(load, keys, jobs, limits=limits, read=read, start=start)
    return [(key, told(outcome)) for key, outcome in found]


def told(outcome: Extraction | PipelineError) -> str:
    if isinstance(outcome, PipelineError):
        return str(outcome)
    return "read" if not outcome.refusals else outcome.refusals[0].reason


@pytest.mark.parametrize("start", STARTS)
def test_every_document_has_its_outcome_in_order(start: Start) -> None:
    keys = ["a", "damaged", "faulty", "b"]
    assert outcomes(keys, start=start) == [
        ("a", "read"),
        ("damaged", "damaged: the bytes are damaged; fetch it again"),
        (
            "faulty",
            "faulty: the reader failed with KeyError: 'context'; "
            "report this fault; the other documents are read",
        ),
        ("b", "read"),
    ]


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_order_is_that_of_the_keys_however_many_read(jobs: int) -> None:
    keys = [str(number) for number in range(40)]
    assert outcomes(keys, jobs) == [(key, "read") for key in keys]


@pytest.mark.parametrize("start", STARTS)
def test_what_no_other_process_can_be_given_is_an_error_of_its_document(start: Start) -> None:
    (first, told_of), then = outcomes(["unsendable", "b"], jobs=1, start=start)
    assert first == "unsendable"
    assert told_of.startswith("unsendable: the reader failed with ")
    assert "pickle" in told_of
    assert then == ("b", "read")


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("start", STARTS)
def test_a_reader_that_is_killed_costs_its_own_document_alone(jobs: int, start: Start) -> None:
    found = dict(outcomes(["a", "killer", "b", "crasher", "c"], jobs, start=start))
    assert [found[key] for key in "abc"] == ["read"] * 3
    assert found["killer"].startswith("killer: the process that read it was killed;")
    assert found["crasher"].startswith("crasher: the process that read it was killed by SIGSEGV;")


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_takes_too_long_or_too_much_is_refused_and_the_others_are_read(jobs: int) -> None:
    keys = ["a", "endless", "b", "greedy", "c"]
    assert outcomes(keys, jobs) == [
        ("a", "read"),
        ("endless", "too_slow"),
        ("b", "read"),
        ("greedy", "too_large"),
        ("c", "read"),
    ]


def test_a_process_that_ends_itself_without_memory_is_a_refusal() -> None:
    assert outcomes(["hoarder", "a"], limits=Limits(60, GIB // 4)) == [
        ("hoarder", "too_large"),
        ("a", "read"),
    ]


def test_a_refusal_names_the_document_and_the_limit() -> None:
    limits = Limits(seconds=0.2)
    ((_, extraction),) = read_all(load, ["endless"], 1, limits=limits, read=read, start="fork")
    assert isinstance(extraction, Extraction)
    assert extraction.document.sha256 == hashlib.sha256(b"endless").hexdigest()
    assert extraction.document.size == len("endless")
    (refusal,) = extraction.refusals
    assert refusal.what == "not read within 0.2 s, set PROFIT_POOLS_READ_SECONDS to allow more"


def test_no_documents_are_no_work() -> None:
    assert outcomes([]) == []


def test_time_counts_only_while_it_is_read() -> None:
    found = []
    with closing(read_all(load, ["a", "b", "c"], 1, limits=IMPATIENT, read=read)) as reading:
        for key, outcome in reading:
            time.sleep(0.7)  # as one does who is slow to take what is read
            found.append((key, told(outcome)))
    assert found == [("a", "read"), ("b", "read"), ("c", "read")]


@pytest.mark.parametrize("ends_by", ["time", "leaving"])
def test_what_a_reader_started_ends_with_it(tmp_path: Path, ends_by: str) -> None:
    note = tmp_path / "pid"
    keys = [f"parent of {note}", "a"] if ends_by == "time" else ["a", f"parent of {note}"]
    limits = Limits(seconds=3 if ends_by == "time" else 60)
    with closing(read_all(load, keys, 2, limits=limits, read=read, start="fork")) as reading:
        next(reading)
        started = pid_in(note)
    assert is_gone(started)


def pid_in(note: Path) -> int:
    """The process that a reader names there once it has started it; fails where none comes."""
    for _ in range(6_000):
        if note.exists() and (text := note.read_text()):
            return int(text)
        time.sleep(0.01)
    pytest.fail(f"nothing started within a minute wrote {note}")


def is_gone(pid: int) -> bool:
    """Whether a process ends within seconds."""
    status = Path(f"/proc/{pid}/stat")
    for _ in range(500):
        try:
            if status.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.01)
    return False


def test_readers_end_where_their_parent_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    script = (
        "import sys; from tests.flows.reading.test_pool import *;"
        "list(read_all(load, ['parent of ' + sys.argv[1], 'endless'], 2, read=read, start='fork'))"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(note)])
    try:
        started = pid_in(note)
    finally:
        parent.kill()
        parent.wait()
    assert is_gone(started)


def test_memory_of_the_imports_does_not_count() -> None:
    with mmap.mmap(-1, GIB // 2):  # a forked reader has it too
        assert outcomes(["a"], 1, limits=Limits(5, GIB // 8)) == [("a", "read")]


@pytest.mark.parametrize("text", ["0", "-1", "soon", "nan", "inf"])
def test_a_limit_is_a_number_above_0(text: str) -> None:
    assert Limits.of({}) == Limits(120, 2 * GIB)
    assert Limits.of({"PROFIT_POOLS_READ_SECONDS": "5", "PROFIT_POOLS_READ_GIB": "0.5"}) == Limits(
        5, GIB // 2
    )
    for name in ("PROFIT_POOLS_READ_SECONDS", "PROFIT_POOLS_READ_GIB"):
        with pytest.raises(PipelineError, match=f"{name}: .{text}. is not a number above 0"):
            Limits.of({name: text})


def test_the_reader_s_own_errors_keep_their_reason() -> None:
    ((_, outcome),) = read_all(refused, ["x"], 1, limits=IMPATIENT, read=read, start="fork")
    assert isinstance(outcome, DocumentError)
    assert (outcome.where, outcome.reason) == ("x", "encrypted")


def refused(key: str) -> bytes:
    raise DocumentError("locked", to_do="open it", reason="encrypted")
