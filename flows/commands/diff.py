"""`profitpools diff`: every figure that two builds tell differently."""

from __future__ import annotations

import argparse
import sys
from dataclasses import astuple, fields
from pathlib import Path

from extractors.errors import QueryError
from flows.console import say
from flows.settings import Settings
from flows.tables import write_csv, write_json
from warehouse.diff import Change, diff

DESCRIPTION = """\
Every figure that two builds tell differently: appeared, vanished or changed, and to what. OLD and
NEW are database files, or names of builds that `profitpools status` lists; NEW is the current one
by default."""

EXAMPLES = """\
examples:
  profitpools diff data/builds/5c8e3f0a91b2d764.duckdb
  profitpools diff 5c8e3f0a91b2d764 --format csv > changes.csv"""


def configure(parser: argparse.ArgumentParser) -> None:
    """OLD, NEW, --format."""
    parser.add_argument("old", metavar="OLD", help="a build's name or file")
    parser.add_argument("new", metavar="NEW", nargs="?", help="another (default: the current one)")
    parser.add_argument("--format", choices=["lines", "csv", "json"], default="lines")


def run(options: argparse.Namespace) -> int:
    """Print the changes; no difference is no failure."""
    settings = Settings.of()
    old = _file(options.old, settings)
    new = _file(options.new, settings) if options.new else settings.database
    changes = diff(old, new, settings.memory_limit)
    columns = [field.name for field in fields(Change)]
    if options.format == "lines":
        sys.stdout.writelines(f"{change.what:<8}  {change}\n" for change in changes)
        say(f"{len(changes)} figures differ" if changes else "no figure differs")
    else:
        write = write_csv if options.format == "csv" else write_json
        write(columns, map(astuple, changes), sys.stdout)
    return 0


def _file(text: str, settings: Settings) -> Path:
    """The file that `text` is, or the kept build of that name."""
    kept = settings.home / "builds" / f"{text}.duckdb"
    for path in (Path(text), kept):
        if path.is_file():
            return path
    raise QueryError("no such file or build", text, "see `profitpools status` for the builds")
