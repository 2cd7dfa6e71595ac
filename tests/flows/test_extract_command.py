"""`profitpools extract` as a person or a script meets it."""

import gzip
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from extractors.explanation.pages import COLOURS, COLUMN, WORD
from flows.reading.pool import cores
from tests.builders.pdf_page import JUNE, Drawn
from tests.builders.small_filings import annual_report
from tests.flows.conftest import ROOT, Command
from tests.flows.reading.test_pool import is_gone

STATEMENT = """
 | Three Months Ended~2
 | June 30, 2025 | June 30, 2024
Revenue | 1,234 | 1,100
Cost of revenue | 534 | 500
Gross profit | 700 | 600
Operating income | 300 | 250
"""


def report(folder: Path, name: str = "a.htm", data: bytes | None = None) -> Path:
    path = folder / name
    path.write_bytes(annual_report() if data is None else data)
    return path


def test_figures_come_as_json_lines(command: Command, inbox: Path) -> None:
    done = command("extract", report(inbox), "--format", "jsonl")
    assert (done.code, done.err) == (0, "")
    values = {
        (row["metric"], row["quote"]): (row["value"], row["period_end"], row["unit"])
        for row in map(json.loads, done.out.splitlines())
    }
    assert values["revenue", "1,000"] == (1_000_000_000, "2024-12-31", "USD")
    assert values["operating_income", "250"] == (250_000_000, "2024-12-31", "USD")
    assert not command.home.exists()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.htm", b"", "empty"),
        ("a.htm.gz", gzip.compress(annual_report())[:-200], "truncated"),
        ("a.pdf", annual_report(), "media_type_mismatch"),
        ("a.txt", b"nothing of note", "unsupported_media_type"),
    ],
)
def test_a_refused_document_is_one_line_and_no_failure(
    command: Command, inbox: Path, name: str, data: bytes, reason: str
) -> None:
    path = report(inbox, name, data)
    done = command("extract", path)
    assert (done.code, done.out) == (0, "")
    assert done.line.startswith(f"{path}: refused: {reason}: ")


def test_refusals_go_to_a_file_and_the_other_documents_are_read(
    command: Command, inbox: Path, tmp_path: Path
) -> None:
    good, empty = report(inbox), report(inbox, "b.htm", b"")
    refusals = tmp_path / "refused.jsonl"
    done = command("extract", empty, good, "--refusals", refusals, "--jobs", "2")
    assert (done.code, done.err) == (0, "")
    assert len(done.out.splitlines()) >= 3
    (refused,) = map(json.loads, refusals.read_text().splitlines())
    assert (refused["file"], refused["reason"]) == (str(empty), "empty")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_absent_file_fails_and_the_others_are_read(
    command: Command, inbox: Path, jobs: str
) -> None:
    done = command("extract", inbox / "absent.htm", report(inbox), "--jobs", jobs)
    assert done.code == 1
    where = inbox / "absent.htm"
    assert (
        done.line
        == f"profitpools: {where}: no such file or directory; name a file that can be read"
    )
    assert '"revenue"' in done.out


def test_a_folder_is_no_document(command: Command, inbox: Path) -> None:
    done = command("extract", inbox)
    assert (done.code, done.out) == (1, "")
    assert done.line.startswith(f"profitpools: {inbox}: is a directory;")


def test_the_order_of_files_is_that_of_the_lines(command: Command, inbox: Path) -> None:
    files = [report(inbox, f"{n}.htm", annual_report(revenue=f"{n},000")) for n in (3, 1, 2)]
    alone = command("extract", *files, "--jobs", "1")
    together = command("extract", *files, "--jobs", "2")
    assert alone == together
    revenues = [json.loads(line) for line in alone.out.splitlines() if '"revenue"' in line]
    assert [row["value"] for row in revenues] == [3 * 10**9, 10**9, 2 * 10**9]


def test_a_reader_that_stops_listening_ends_it_quietly(command: Command, inbox: Path) -> None:
    files = [str(report(inbox, f"{n}.htm")) for n in range(200)]
    script = '"$@" | head -1; exit "${PIPESTATUS[0]}"'
    done = subprocess.run(
        ["bash", "-c", script, "-", sys.executable, "-m", "flows", "extract", "--jobs", "1", *files],
        env=command.environment(), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.stderr, len(done.stdout.splitlines()), done.returncode) == ("", 1, 141)


def on_a_terminal(command: Command, *words: str | Path, out: bool) -> tuple[bytes, bytes]:
    """What the command writes to a terminal on stderr, and to stdout: the same one, or a pipe."""
    terminal, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "flows", *map(str, words)], env=command.environment(),
        stdout=theirs if out else subprocess.PIPE, stderr=theirs,
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(terminal, 65536):
                shown += chunk
        except OSError:  # the other side is closed
            pass
        data = process.stdout.read() if process.stdout else b""
    os.close(terminal)
    assert process.returncode == 0
    return shown, data


def test_several_files_show_a_bar_on_a_terminal_and_only_lines_on_stdout(
    command: Command, inbox: Path
) -> None:
    files = [report(inbox, f"{n}.htm") for n in range(3)]
    empty = report(inbox, "empty.htm", b"")
    shown, data = on_a_terminal(command, "extract", *files, empty, out=False)
    text = shown.decode()
    assert f"reading {'━' * 7}{'─' * 23} 1/4 0:0" in text
    assert text.endswith("\r\x1b[K")
    assert f"\r\x1b[K{empty}: refused: empty: " in text
    assert all(json.loads(line) for line in data.splitlines())
    assert data == command("extract", *files).out.encode()


def test_lines_on_the_bar_s_own_terminal_begin_at_its_left(command: Command, inbox: Path) -> None:
    files = [report(inbox, f"{n}.htm") for n in range(2)]
    shown, _ = on_a_terminal(command, "extract", *files, out=True)
    lines = [line.rpartition(b"\x1b[K")[2] for line in shown.split(b"\r\n")[:-1]]
    assert "\n".join(map(bytes.decode, lines)) + "\n" == command("extract", *files).out


def test_one_file_shows_no_bar(command: Command, inbox: Path) -> None:
    shown, data = on_a_terminal(command, "extract", report(inbox), out=False)
    assert b"reading" not in shown
    assert data


def readers_of(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == parent:
            found.append(int(status.parent.name))
    return found


def test_an_interrupt_ends_the_readers_too(command: Command, inbox: Path) -> None:
    fifo = inbox / "endless.htm"
    os.mkfifo(fifo)  # no reader of it ever gets a byte
    extract = command.start("extract", fifo, fifo)
    while len(readers := readers_of(extract.pid)) < min(2, cores()):
        time.sleep(0.01)
    time.sleep(0.1)
    extract.send_signal(signal.SIGINT)
    _, err = extract.communicate(timeout=20)
    assert (extract.returncode, err) == (
        130, "profitpools: interrupted; what was finished is kept, nothing is half-written\n",
    )  # fmt: skip
    assert all(is_gone(pid) for pid in readers)


def test_a_limit_that_is_none_is_named(command: Command, inbox: Path) -> None:
    done = command("extract", report(inbox), environ={"PROFIT_POOLS_READ_SECONDS": "soon"})
    assert (done.code, done.out) == (1, "")
    assert done.line == (
        "profitpools: PROFIT_POOLS_READ_SECONDS: 'soon' is not a number above 0; "
        "set it to one or unset it"
    )


def test_pictures_of_pages_show_what_became_of_each_number(
    command: Command, tmp_path: Path
) -> None:
    one = Drawn()
    one.text(JUNE, "(In millions)")
    one.table(STATEMENT)
    one.canvas.save()
    (tmp_path / "a.pdf").write_bytes(one.data.getvalue())
    done = command("extract", tmp_path / "a.pdf", "--pictures", tmp_path / "seen")
    assert done.code == 0, done.err
    assert "= '1,234' revenue gaap" in done.out
    picture = tmp_path / "seen/a-page-1.png"
    assert done.line == str(picture)
    with Image.open(picture) as image:
        colours = {colour for _, colour in image.convert("RGB").getcolors(2**24) or ()}
    assert {COLOURS["figure"], COLUMN, WORD} <= colours


def test_it_starts_without_what_it_does_not_need() -> None:
    script = (
        "import sys, flows.cli, flows.commands.extract;"
        "print(*sorted({'duckdb', 'prefect', 'pyarrow', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"


@pytest.mark.bench
def test_it_starts_in_few_times_what_its_parsers_need(command: Command, inbox: Path) -> None:
    path = report(inbox)
    ours, parsers = [], []
    for _ in range(5):
        start = time.perf_counter()
        assert command("extract", path).code == 0
        between = time.perf_counter()
        imports = "import bs4, lxml.html, pypdfium2"
        subprocess.run([sys.executable, "-c", imports], cwd=ROOT, check=True)
        ours.append(between - start)
        parsers.append(time.perf_counter() - between)
    assert min(ours) < 3.5 * min(parsers), (ours, parsers)
