"""`profitpools export`: the warehouse as Parquet files, for what reads no DuckDB."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.terminal.console import say
from flows.terminal.progress import progress
from flows.terminal.questions import add_as_of, opened
from warehouse.publish.export import SCHEMAS, chosen, export

DESCRIPTION = """\
Write the relations of the current build into a folder, as Parquet (zstd) that Spark, Trino,
Snowflake, pandas or polars read: FOLDER/mart/segment_margin/part-0.parquet and so on, beside them
dictionary.csv, what each column means, and manifest.json, which build it is, with rows and sha256
of each file. A relation of more than 100,000 rows that has a period_end is split by its year, as
FOLDER/mart/figure_lineage/period_year=2024/part-0.parquet. The folder appears when it is whole."""

EXAMPLES = """\
examples:
  profitpools export --to marts                      # all of schema mart
  profitpools export --to all --schema stg mart
  profitpools export --to pools --relation profit_pool profit_pool_member --replace
  profitpools export --to then --as-of 2024-12-31    # after `rebuild --as-of 2024-12-31`"""


def configure(parser: argparse.ArgumentParser) -> None:
    """--to, --schema, --relation, --replace, --as-of."""
    parser.add_argument(
        "--to", type=Path, required=True, metavar="FOLDER", help="a new folder, or an empty one"
    )
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
    """Write the files. Raises ExportError, QueryError."""
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
