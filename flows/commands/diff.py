"""`profitpools diff`: every figure and claim that differs between two builds."""

from __future__ import annotations

import argparse
import sys
from dataclasses import astuple, fields
from pathlib import Path

from extractors.errors import QueryError
from flows.settings import Settings
from flows.terminal.console import say
from flows.terminal.tables import write_csv, write_json
from warehouse.build.diff import Change, ClaimChange, diff, diff_claims

DESCRIPTION = """\
Every figure, then every claim, that two builds tell differently: appeared, vanished or changed, and
to what. OLD and NEW are database files, or names of builds that `profitpools status` lists; NEW is
the current one by default. csv and json give one table, of figures or of claims."""

EXAMPLES = """\
examples:
  profitpools diff data/builds/5c8e3f0a91b2d764.duckdb
  profitpools diff 5c8e3f0a91b2d764 --format csv > changes.csv
  profitpools diff 5c8e3f0a91b2d764 --of claims --format json"""


def configure(parser: argparse.ArgumentParser) -> None:
    """OLD, NEW, --format, --of."""
    parser.add_argument("old", metavar="OLD", help="a build's name or file")
    parser.add_argument("new", metavar="NEW", nargs="?", help="another (default: the current one)")
    parser.add_argument("--format", choices=["lines", "csv", "json"], default="lines")
    parser.add_argument("--of", choices=["figures", "claims"], help="these alone")


def run(options: argparse.Namespace) -> int:
    """Print the changes; the exit code is 0 with or without differences."""
    settings = Settings.of()
    old = _file(options.old, settings)
    new = _file(options.new, settings) if options.new else settings.database
    figures = [] if options.of == "claims" else diff(old, new, settings.memory_limit)
    has_claims = options.of == "claims" or (options.of is None and options.format == "lines")
    claims = diff_claims(old, new, settings.memory_limit) if has_claims else []
    if options.format == "lines":
        changes: list[Change | ClaimChange] = [*figures, *claims]
        for change in changes:
            sys.stdout.write(f"{change.what:<8}  {change}\n")
        _say(options.of, len(figures), len(claims))
        return 0
    write = write_csv if options.format == "csv" else write_json
    rows = claims if options.of == "claims" else figures
    columns = [field.name for field in fields(ClaimChange if options.of == "claims" else Change)]
    write(columns, map(astuple, rows), sys.stdout)
    return 0


def _say(of: str | None, figures: int, claims: int) -> None:
    if of != "claims":
        say(f"{figures} figures differ" if figures else "no figure differs")
    if of == "claims" or claims:
        say(f"{claims} claims differ" if claims else "no claim differs")


def _file(text: str, settings: Settings) -> Path:
    """The file named by `text`, or the kept build of that name."""
    kept = settings.home / "builds" / f"{text}.duckdb"
    for path in (Path(text), kept):
        if path.is_file():
            return path
    raise QueryError("no such file or build", text, "see `profitpools status` for the builds")
