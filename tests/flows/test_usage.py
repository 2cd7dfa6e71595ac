"""Usage: help with examples, one line for what is wrong, exit codes that scripts rely on."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from flows.terminal.commands import COMMANDS
from tests.builders.small_filings import annual_report
from tests.flows.conftest import Command


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(command: Command, name: str) -> None:
    done = command(name, "--help")
    assert (done.code, done.err) == (0, "")
    assert f"\n  profitpools {name}" in done.out


def test_help_lists_all_commands(command: Command) -> None:
    done = command("--help")
    assert (done.code, done.err) == (0, "")
    assert all(f"\n    {name} " in done.out for name in COMMANDS)


def test_the_version(command: Command) -> None:
    assert command("--version").out == "profitpools 0.1.0\n"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["frobnicate"], "profitpools: argument COMMAND: invalid choice: 'frobnicate'"),
        (["audti"], "profitpools: argument COMMAND: invalid choice: 'audti'; did you mean audit?"),
        (["report", "--opne"], "profitpools: unrecognized arguments: --opne; did you mean --open?"),
        (["sql", "select 1", "--format", "jsn"],
         "profitpools: argument --format: invalid choice: 'jsn'; did you mean json?"),
        (["extract"], "profitpools: the following arguments are required: FILE;"),
        (["extract", "a.htm", "--jobs", "0"], "profitpools: argument --jobs: '0' is not a whole"),
        (["rebuild", "--as-of", "soon"], "profitpools: argument --as-of: 'soon' is not a date:"),
        (["sql"], "profitpools: the following arguments are required: QUERY;"),
        (["sql", "select 1", "--format", "xml"], "profitpools: argument --format: invalid choice:"),
        (["refresh", "--source", "moon", "x"], "profitpools: argument --source: invalid choice:"),
        (["export"], "profitpools: one of the arguments --to --xlsx is required;"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_line_and_2(command: Command, words: list[str], line: str) -> None:
    done = command(*words)
    assert (done.code, done.out) == (2, "")
    assert done.line.startswith(line)


def test_alone_it_shows_the_few_things_that_people_want(command: Command) -> None:
    done = command()
    assert (done.code, done.err) == (0, "")
    named = re.findall(r"^  profitpools (\w+)", done.out, re.M)
    assert named == [
        "demo", "report", "pools", "company", "audit", "sql", "review", "refresh",
    ]  # fmt: skip
    assert max(map(len, done.out.splitlines())) <= 100


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("profitpools re", {"refresh", "rebuild", "report", "review"}),
        ("profitpools review pre", {"preview"}),
        ("profitpools review preview a", {"accept"}),
        ("profitpools review preview correct --ex", {"--expect-value"}),
        ("profitpools sql 'from mart.build' --format --a", {"--as-of"}),
    ],
)
def test_bash_completes_commands_and_options(
    command: Command, typed: str, offered: set[str]
) -> None:
    script = command("complete", "bash").out
    words = typed.split(" ")
    asked = f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(shlex.split(typed)) - 1}"
    done = subprocess.run(
        ["bash", "-c", f'{script}\n{asked}; _profitpools; echo "${{COMPREPLY[@]}}"'],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert set(done.stdout.split()) == offered


def test_other_shells_are_told_the_same(command: Command) -> None:
    assert "bashcompinit" in command("complete", "zsh").out
    fish = command("complete", "fish").out
    assert "-a refresh -d 'take in what is new" in fish
    assert "__fish_seen_subcommand_from report' -l open" in fish


def test_a_full_output_is_one_line(command: Command) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "flows", "status"], env=command.environment(), stdout=full,
            stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == ("profitpools: no space left on device; see to the disk and run again\n")


@pytest.mark.parametrize("words", ["status", "--help"])
def test_a_closed_output_is_one_line(command: Command, words: str) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m flows {words} >&-"], env=command.environment(),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (
        1, "profitpools: the output is closed; run again with one\n",
    )  # fmt: skip


def test_the_next_file_does_not_get_the_place_of_a_closed_stream(command: Command) -> None:
    program = (
        "import os, sys; from flows.cli import _have_streams; _have_streams(); "
        "sys.exit(os.open(os.devnull, os.O_RDONLY) < 3)"
    )
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -c '{program}' <&- >&- 2>&-"],
        env=command.environment(), timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0


def test_closed_messages_leave_the_answer(command: Command) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m flows --version <&- 2>&-"],
        env=command.environment(), capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("profitpools ")


def test_no_command_waits_for_pandas_and_numpy(command: Command, inbox: Path) -> None:
    """Which Arrow imports where they are there, unless it is kept from it."""
    (inbox / "a.htm").write_bytes(annual_report())
    imported = _imported(command, "refresh", str(inbox))
    assert "pyarrow" in imported
    assert not imported & {"numpy", "pandas"}


def test_a_rebuild_waits_for_nothing_that_reads_asks_or_draws(
    command: Command, inbox: Path
) -> None:
    (inbox / "a.htm").write_bytes(annual_report())
    assert command("refresh", inbox).code == 0
    imported = _imported(command, "rebuild", "--whole")
    assert "warehouse.build.rebuild" in imported
    assert not imported & {"extractors.readers", "bs4", "requests", "jinja2", "pdfplumber"}


def _imported(command: Command, *words: str) -> set[str]:
    """What a process of its own has imported when it is done."""
    program = (
        "import sys; from flows.cli import alone; code = alone(); "
        "print(*sys.modules); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words], env=command.environment(), stdout=subprocess.PIPE,
        text=True, check=True,
    )  # fmt: skip
    return set(done.stdout.split())
