"""The `profitpools` command: finds the subcommand, runs it, and returns its exit code.

0 done, 1 the work failed (one line: where, what, what to do), 2 wrong usage, 130 interrupted. Each
subcommand is a module of flows.commands with DESCRIPTION, EXAMPLES, configure() and run().

It is imported by name only when it is called (the one such place): DuckDB, Arrow and Prefect take a
second to import, and `extract` needs none of them.
"""

from __future__ import annotations

import argparse
import errno
import importlib
import io
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib.abc import MetaPathFinder
from typing import TYPE_CHECKING, NoReturn, Protocol, cast

from extractors.errors import PipelineError
from flows import __version__
from flows.terminal.commands import COMMANDS
from flows.terminal.console import INTERRUPTED, INTERRUPTED_LINE, LegibleOutput, fail

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

FIRST = """\
Who in the AI value chain keeps the profit?

  profitpools demo                           see it work: no account, no network, a minute
  profitpools report --open                  the pools in the browser, down to each printed cell
  profitpools pools                          who keeps the profit, layer by layer
  profitpools company NVDA                   one company on a page
  profitpools audit AMZN revenue             where a number comes from
  profitpools sql "from mart.profit_pool"    ask the warehouse
  profitpools review list                    what disagrees and waits for your word
  profitpools refresh --company NVDA         take in real documents; SEC asks who you are:
                                             set PROFIT_POOLS_IDENTITY='Jane Doe jane@example.com'

`profitpools --help` lists all commands; each has examples.
"""
"""What most people want, for who calls the command alone."""
BROKEN_PIPE = 141  # a shell's exit code for a program killed by SIGPIPE


DUCKDB_INTERRUPTED = "Query interrupted"  # its RuntimeError where Python has KeyboardInterrupt


class Command(Protocol):
    """What a module of flows.commands must define."""

    DESCRIPTION: str
    EXAMPLES: str

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments to its parser."""

    def run(self, options: argparse.Namespace) -> int:
        """Do the work and give the exit code."""


def _command(name: str) -> Command:
    return cast("Command", importlib.import_module(f"flows.commands.{name}"))


class _Parser(argparse.ArgumentParser):
    """Reports wrong usage in one line, and suggests the most similar option or choice."""

    def _check_value(self, action: argparse.Action, value: object) -> None:
        try:
            super()._check_value(action, value)
        except argparse.ArgumentError as error:
            near = get_close_matches(str(value), [str(one) for one in action.choices or ()], n=1)
            if not near:
                raise
            message = f"invalid choice: {value!r}; did you mean {near[0]}?"
            raise argparse.ArgumentError(action, message) from error

    def parse_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> argparse.Namespace:
        """Parse; for an unknown option the error suggests the most similar one."""
        options, strange = self.parse_known_args(args, namespace)
        if strange:
            command = getattr(options, "parser", self)
            known = [name for action in command._actions for name in action.option_strings]
            near = get_close_matches(strange[0].split("=")[0], known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            command.error(f"unrecognized arguments: {' '.join(strange)}{hint}")
        return options

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        """Write the help; raises OSError on a full disk, which argparse passes over."""
        (file or sys.stdout).write(self.format_help())

    def error(self, message: str) -> NoReturn:
        """Print the error in one line and exit with code 2."""
        fail(f"{message}; see `{self.prog} --help`")
        sys.exit(2)


def _parser(wanted: str | None) -> argparse.ArgumentParser:
    """The parser of all commands; only the `wanted` one is imported and given its arguments."""
    parser = _Parser(
        prog="profitpools",
        description="Who in the AI value chain keeps the profit?",
        epilog="Environment: PROFIT_POOLS_HOME, the folder of archive and warehouse (default "
        "./data); PROFIT_POOLS_ARCHIVE, s3://bucket/prefix, where the archive is no folder of it; "
        "PROFIT_POOLS_DASK, tcp://host:8786, the scheduler of a cluster that reads documents; "
        "PROFIT_POOLS_REGISTRY, a folder whose CSV rows overlay the registry (default: "
        "registry in the home, if it is there); "
        "PROFIT_POOLS_IDENTITY, the name and e-mail address that SEC asks for; "
        "PROFIT_POOLS_DART_KEY and PROFIT_POOLS_EDINET_KEY, the free keys that Korea's DART and "
        "Japan's EDINET ask for; "
        "PROFIT_POOLS_READ_SECONDS and PROFIT_POOLS_READ_GIB, what reading one document may take "
        "(default 120 and 2); PROFIT_POOLS_MEMORY_LIMIT, what a rebuild may hold in memory before "
        "it uses the disk (default 2GB); PROFIT_POOLS_HISTORY_MONTHS, how many month ends it tells "
        "the pools of (default 36); PROFIT_POOLS_REPORT, a folder that each refresh and rebuild "
        "writes its report to (default: none).",
    )
    parser.add_argument("--version", action="version", version=f"profitpools {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(
            name, help=summary, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        if wanted in (name, "complete"):  # completion lists the options of all
            module = _command(name)
            command.description, command.epilog = module.DESCRIPTION, module.EXAMPLES
            module.configure(command)
            command.set_defaults(parser=command, program=parser)
    return parser


def _speak_utf8() -> None:
    """Read and write UTF-8 whatever the locale; undecodable bytes are shown as escape codes."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.isatty():
        sys.stdout = LegibleOutput(
            sys.stdout.detach(), encoding="utf-8", errors="backslashreplace", line_buffering=True
        )


def _end_output() -> None:
    """Flush stdout; if its reader has gone, discard the rest, so that Python's exit is silent."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _done(words: Sequence[str], wanted: str | None) -> int:
    if not words:
        sys.stdout.write(FIRST)
        return 0
    try:
        options = _parser(wanted if wanted in COMMANDS else None).parse_args(words)
    except SystemExit as end:  # argparse, after help and wrong usage
        return int(end.code or 0)
    return _command(options.command).run(options)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `arguments` (default: those of the process); returns the exit code."""
    _speak_utf8()
    words = sys.argv[1:] if arguments is None else list(arguments)
    wanted = next((word for word in words if not word.startswith("-")), None)
    try:
        code = _done(words, wanted)
        sys.stdout.flush()
    except PipelineError as error:
        fail(str(error))
        return 1
    except ModuleNotFoundError as error:
        if wanted != "mcp":
            raise
        fail(f"{error.name} is not installed; run: pip install '.[mcp]'")
        return 1
    except BrokenPipeError:
        _end_output()
        return BROKEN_PIPE
    except OSError as error:
        _end_output()
        where = f"{error.filename}: " if error.filename else ""
        what = f"{where}{(error.strerror or str(error)).lower()}; see to the disk and run again"
        fail("the output is closed; run again with one" if error.errno == errno.EBADF else what)
        return 1
    except (KeyboardInterrupt, RuntimeError) as error:
        if isinstance(error, RuntimeError) and str(error) != DUCKDB_INTERRUPTED:
            raise
        fail(INTERRUPTED_LINE)
        return INTERRUPTED
    return code


class _Without(MetaPathFinder):
    """Arrow would import it and numpy, a third of a second, to ask whether a list is theirs."""

    def find_spec(self, name: str, *_: object) -> None:
        if name in ("numpy", "pandas"):
            raise ModuleNotFoundError(f"no command needs {name}", name=name)


def _have_streams() -> None:
    """Take the places of standard streams that are closed, which the next file opened would get.

    Reading gives nothing, messages go nowhere, and writing an answer fails as on a full disk.
    """
    for descriptor, mode in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, mode)  # gets the lowest number that is free: this one
    if sys.stdin is None:
        sys.stdin = open(0, closefd=False)  # noqa: SIM115 - as long as the process
    if sys.stdout is None:
        sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115


def alone() -> int:
    """Run the command line of a process that does nothing else; returns the exit code."""
    _have_streams()
    sys.meta_path.insert(0, _Without())
    return main()
