"""`profitpools export`: relations as Parquet files or a workbook, for tools without DuckDB."""

from __future__ import annotations

import argparse
from pathlib import Path

from extractors.errors import ExportError
from flows.settings import Settings
from flows.terminal.console import say
from flows.terminal.progress import progress
from flows.terminal.questions import add_as_of, opened
from warehouse.disk.files import write
from warehouse.pages.links import Links
from warehouse.publish.export import SCHEMAS, chosen, export
from warehouse.publish.workbook import workbook

DESCRIPTION = """\
Write the relations of the current build into a folder, as Parquet (zstd) that Spark, Trino,
Snowflake, pandas or polars read: FOLDER/mart/segment_margin/part-0.parquet and so on, beside them
dictionary.csv, what each column means, and manifest.json, which build it is, with rows and sha256
of each file. A relation of more than 100,000 rows that has a period_end is split by its year, as
FOLDER/mart/figure_lineage/period_year=2024/part-0.parquet. The folder appears when it is whole.
With --xlsx a workbook instead: numbers with their formats, each with a link to its page in the
report, margins and shares as formulas."""

EXAMPLES = """\
examples:
  profitpools export --to marts                      # all of schema mart
  profitpools export --to all --schema stg mart
  profitpools export --to pools --relation profit_pool profit_pool_member --replace
  profitpools export --xlsx pools.xlsx               # after `profitpools report`
  profitpools export --to then --as-of 2024-12-31    # after `rebuild --as-of 2024-12-31`"""


def configure(parser: argparse.ArgumentParser) -> None:
    """--to, --xlsx, --report, --schema, --relation, --replace, --as-of."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", type=Path, metavar="FOLDER", help="a new folder, or an empty one")
    where.add_argument(
        "--xlsx", type=Path, metavar="FILE", help="a workbook of pools, margins, outlooks, claims"
    )
    parser.add_argument(
        "--report", type=Path, metavar="FOLDER",
        help="the report that a workbook's links lead to (default: report in PROFIT_POOLS_HOME)",
    )  # fmt: skip
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--schema", nargs="+", choices=SCHEMAS, default=["mart"], help="default: mart"
    )
    which.add_argument(
        "--relation", nargs="+", default=[], metavar="NAME", help="these alone: mart.coverage …"
    )
    parser.add_argument(
        "--replace", action="store_true", help="put it in the place of an export that is there"
    )
    add_as_of(parser)


def run(options: argparse.Namespace) -> int:
    """Write the files. Raises ExportError, and QueryError without a build."""
    if options.xlsx:
        return _workbook(options)
    schemas = list(dict.fromkeys(options.schema))
    with opened(options.as_of) as connection:
        wanted = chosen(connection, schemas, options.relation)
        with progress("writing", len(wanted)) as step:
            done = export(connection, options.to, wanted, replace=options.replace, step=step)
    files = [file for one in done for file in one.files]
    size = sum(file.bytes for file in files) / 1e6
    rows = sum(one.rows for one in done)
    say(
        f"{options.to}: {len(done):,} relations, {rows:,} rows, {len(files):,} files, {size:.1f} MB"
    )
    return 0


def _workbook(options: argparse.Namespace) -> int:
    report = (options.report or Settings.of().home / "report").resolve()
    if not (report / "index.html").is_file():
        to_do = "run `profitpools report`, or name its folder with --report"
        raise ExportError("there is no report for the links to lead to", str(report), to_do)
    path = options.xlsx.resolve()
    with opened(options.as_of) as connection:
        links = Links.of(connection).below(f"{report.as_uri()}/")
        made = workbook(connection, links)
    write(path, path.parent, lambda file: file.write(made.content))
    rows = ", ".join(f"{name} {count:,}" for name, count in made.rows.items())
    say(f"{path}: {rows} rows, {len(made.content) / 1e6:.1f} MB")
    return 0
