"""Usage: help with examples, one line for what is wrong, exit codes that scripts rely on."""

import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import COMMANDS
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
        (
            [],
            "profitpools: the following arguments are required: COMMAND; see `profitpools --help`",
        ),
        (["frobnicate"], "profitpools: argument COMMAND: invalid choice: 'frobnicate'"),
        (["extract"], "profitpools: the following arguments are required: FILE;"),
        (["extract", "a.htm", "--jobs", "0"], "profitpools: argument --jobs: '0' is not a whole"),
        (["rebuild", "--as-of", "soon"], "profitpools: argument --as-of: 'soon' is not a date:"),
        (["sql"], "profitpools: the following arguments are required: QUERY;"),
        (["sql", "select 1", "--format", "xml"], "profitpools: argument --format: invalid choice:"),
        (["refresh", "--source", "moon", "x"], "profitpools: argument --source: invalid choice:"),
        (["export"], "profitpools: one of the arguments --to --xlsx is required;"),
    ],
)
def test_wrong_usage_is_one_line_and_2(command: Command, words: list[str], line: str) -> None:
    done = command(*words)
    assert (done.code, done.out) == (2, "")
    assert done.line.startswith(line)


def test_a_full_output_is_one_line(command: Command) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "flows", "status"], env=command.environment(), stdout=full,
            stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == ("profitpools: no space left on device; see to the disk and run again\n")
