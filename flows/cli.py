"""The `profitpools` command: finds the subcommand, runs it, and turns its end into an exit code.

0 done, 1 the work failed (one line: where, what, what to do), 2 wrong usage, 130 interrupted.
Each subcommand is a module of flows.commands with DESCRIPTION, EXAMPLES, configure() and run().
It is imported by name when it is called, which is the one such place: DuckDB, Arrow and Prefect
take a second to import, and `extract` needs none of them.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn, Protocol, cast

from extractors.errors import PipelineError
from flows import __version__
from flows.terminal.console import INTERRUPTED, INTERRUPTED_LINE, LegibleOutput, fail

COMMANDS = {
    "demo": "see it work on sample documents: no account, no network",
    "refresh": "take in what is new at a source, read it, rebuild the warehouse",
    "rebuild": "make the warehouse anew from the archive and the registry",
    "diff": "every figure that differs between two builds",
    "extract": "read documents and print their figures, without a warehouse",
    "sql": "ask the warehouse a question",
    "pools": "who keeps the profit, layer by layer, in a year or quarter",
    "company": "one company on a page: margins, parts, outlook, signals",
    "export": "write the warehouse as Parquet files, with a data dictionary",
    "report": "write pages about the warehouse, which a browser opens from disk",
    "audit": "follow a number down to the place that printed it",
    "mcp": "answer the questions of agents, by the Model Context Protocol",
    "review": "look at what disagrees, and accept, reject or correct a figure",
    "status": "what the archive and the warehouse hold, and what is missing",
    "doctor": "check that this machine can do the work",
}
BROKEN_PIPE = 141  # what a shell reports for a program that SIGPIPE ends


DUCKDB_INTERRUPTED = "Query interrupted"  # its RuntimeError where Python has KeyboardInterrupt


class Command(Protocol):
    """What a module of flows.commands offers."""

    DESCRIPTION: str
    EXAMPLES: str

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments to its parser."""

    def run(self, options: argparse.Namespace) -> int:
        """Do the work and give the exit code."""


def _command(name: str) -> Command:
    return cast("Command", importlib.import_module(f"flows.commands.{name}"))


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as everything here does."""

    def error(self, message: str) -> NoReturn:
        fail(f"{message}; see `{self.prog} --help`")
        sys.exit(2)


def _parser(wanted: str | None) -> argparse.ArgumentParser:
    """The parser of all commands; only the `wanted` one is imported and has arguments."""
    parser = _Parser(
        prog="profitpools",
        description="Who in the AI value chain keeps the profit?",
        epilog="Environment: PROFIT_POOLS_HOME, the folder of archive and warehouse (default "
        "./data); PROFIT_POOLS_REGISTRY, a folder whose CSV rows overlay the registry (default: "
        "registry in the former, if it is there); "
        "PROFIT_POOLS_IDENTITY, the name and e-mail address that SEC asks for; "
        "PROFIT_POOLS_DART_KEY, the free key that Korea's DART asks for; "
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
        if name == wanted:
            module = _command(name)
            command.description, command.epilog = module.DESCRIPTION, module.EXAMPLES
            module.configure(command)
    return parser


def _speak_utf8() -> None:
    """Text in and out is UTF-8 whatever the locale; what is no text is shown by its code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.isatty():
        sys.stdout = LegibleOutput(
            sys.stdout.detach(), encoding="utf-8", errors="backslashreplace", line_buffering=True
        )


def _end_output() -> None:
    """Write out what is left; where stdout takes no more, let Python's flush at exit go nowhere."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `arguments` (default: those of the process); returns the exit code."""
    _speak_utf8()
    words = sys.argv[1:] if arguments is None else list(arguments)
    wanted = next((word for word in words if not word.startswith("-")), None)
    try:
        options = _parser(wanted if wanted in COMMANDS else None).parse_args(words)
        code = _command(options.command).run(options)
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
        fail(f"{where}{(error.strerror or str(error)).lower()}; see to the disk and run again")
        return 1
    except (KeyboardInterrupt, RuntimeError) as error:
        if isinstance(error, RuntimeError) and str(error) != DUCKDB_INTERRUPTED:
            raise
        fail(INTERRUPTED_LINE)
        return INTERRUPTED
    return code
