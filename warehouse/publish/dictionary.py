"""The data dictionary: relations and columns with the comments stored in a build's catalogue.

`python -m warehouse.publish.dictionary` rewrites docs/data-dictionary.md and
docs/examples/sources.yml from the relations of this code, without any document.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import duckdb

from warehouse.build.database import finish
from warehouse.build.load import load_raw, load_ref
from warehouse.registry.registry import Registry
from warehouse.relations import order
from warehouse.relations.reasons import Reason, reasons

DOCUMENTED = ("mart", "stg", "ref")
HEADER = ("schema", "relation", "purpose", "grain", "position", "column", "type", "comment")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: DuckDB's type in lower case, and its meaning with the unit ('' = none given)."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True, slots=True)
class Described:
    """A relation; `grain` is what one row stands for, `note` further remarks, or ''."""

    schema: str
    name: str
    purpose: str
    grain: str
    note: str
    columns: tuple[Column, ...]

    @property
    def full_name(self) -> str:
        """schema.name."""
        return f"{self.schema}.{self.name}"


def described(con: duckdb.DuckDBPyConnection, schemas: Sequence[str]) -> list[Described]:
    """The relations of the build that `con` is open on, in the order of schemas, then by name."""
    rows = con.execute(
        "select t.schema_name, t.table_name, coalesce(t.comment, ''), c.column_name, c.data_type,"
        " coalesce(c.comment, '') from duckdb_tables() as t"
        " join duckdb_columns() as c using (database_oid, schema_oid, table_oid)"
        " where t.database_name = current_database() and list_contains($1, t.schema_name)"
        " order by list_position($1, t.schema_name), t.table_name, c.column_index",
        [list(schemas)],
    ).fetchall()
    return [
        _described(schema, name, comment, [Column(row[3], row[4].lower(), row[5]) for row in group])
        for (schema, name, comment), group in groupby(rows, lambda row: row[:3])
    ]


@contextmanager
def blank() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty build in memory, with all relations."""
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        load_raw(con, {})
        load_ref(con, Registry({}, ""), None)
        order.build(con, order.relations())
        made_of = dict.fromkeys(("registry_hash", "archive_hash", "extractor_version"), "")
        finish(con, datetime(2000, 1, 1, tzinfo=UTC), "", made_of | {"known_on": None})
        yield con


def as_csv(every: Collection[Described]) -> str:
    """A line per column, under HEADER."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for one in every:
        for position, column in enumerate(one.columns, start=1):
            head = (one.schema, one.name, one.purpose, one.grain)
            writer.writerow([*head, position, column.name, column.type, column.comment])
    return out.getvalue()


def as_markdown(every: Sequence[Described], why: Collection[Reason] = ()) -> str:
    """A page: an overview, a table per relation, then the reasons for NULL and where they occur."""
    lines = [
        "# Data dictionary", "",
        "Made by `make docs` from the relations and from `warehouse/relations/glossary.csv`: do not"
        " edit. The same stands in the database as comments (`select * from duckdb_columns()`) and"
        " in `dictionary.csv` of every export.", "",
        "`mart` answers questions, `stg` is the one truth they rest on, `ref` is the registry."
        " Money is `decimal(38,6)`, margins and shares are fractions, times are UTC, and where a"
        " value is NULL a `reason` says why ([Reasons](#reasons)).", "",
    ]  # fmt: skip
    lines += ["| relation | purpose | one row |", "|---|---|---|"]
    for one in every:
        link = f"[{one.full_name}](#{one.schema}{one.name})"
        lines.append(f"| {link} | {_cell(one.purpose)} | {_cell(one.grain)} |")
    for one in every:
        grain = one.grain[:1].upper() + one.grain[1:]
        lines += ["", f"## {one.full_name}", "", f"{_sentence(one.purpose)} {grain}.", ""]
        lines += [_cell(one.note), ""] if one.note else []
        lines += ["| column | type | meaning |", "|---|---|---|"]
        lines += [f"| `{c.name}` | {_cell(c.type)} | {_cell(c.comment)} |" for c in one.columns]
    return "\n".join([*lines, *_reasons(why)]) + "\n"


def _reasons(why: Collection[Reason]) -> Iterator[str]:
    """A section: each reason, its meaning, what would settle it, the relations that use it."""
    where: dict[tuple[str, str, str], dict[str, None]] = {}
    for one in why:
        where.setdefault((one.reason, one.meaning, one.settled_by), {})[one.relation] = None
    yield from ("", "## Reasons", "", "Where a value is NULL, its reason is one of these.", "")
    yield from ("| reason | because | settled by | in |", "|---|---|---|---|")
    for (reason, *texts), places in sorted(where.items()):
        cells = " | ".join(map(_cell, texts))
        yield f"| `{reason}` | {cells} | {', '.join(sorted(places))} |"


def as_sources(every: Sequence[Described]) -> str:
    """The sources.yml of dbt. Its texts are JSON strings, which are valid YAML."""
    lines = [
        "# Made by `make docs`: do not edit. dbt finds the tables where the profile attaches the",
        "# warehouse: `attach: [{path: data/profit_pools.duckdb, read_only: true}]` of dbt-duckdb.",
        "version: 2",
        "sources:",
    ]
    for schema, group in groupby(every, lambda one: one.schema):
        lines += [f"  - name: profit_pools_{schema}", "    database: profit_pools"]
        lines += [f"    schema: {schema}", "    tables:"]
        for one in group:
            lines.append(f"      - name: {one.name}")
            lines.append(f"        description: {_yaml(f'{one.purpose}; {one.grain}')}")
            lines.append("        columns:")
            for column in one.columns:
                lines.append(f"          - name: {column.name}")
                lines.append(f"            data_type: {_yaml(column.type)}")
                lines.append(f"            description: {_yaml(column.comment)}")
    return "\n".join(lines) + "\n"


def documents() -> dict[str, str]:
    """Path under docs → content, for the relations of this code."""
    with blank() as con:
        every = described(con, DOCUMENTED)
    marts = [one for one in every if one.schema == "mart"]
    return {
        "data-dictionary.md": as_markdown(every, reasons()),
        "examples/sources.yml": as_sources(marts),
    }


def main(arguments: Sequence[str]) -> None:
    """Write the documents into the given folder, by default docs."""
    folder = Path(arguments[0] if arguments else "docs")
    for name, text in documents().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _described(schema: str, name: str, comment: str, columns: Sequence[Column]) -> Described:
    first, _, note = comment.partition("\n")
    purpose, _, grain = first.rpartition("; ")
    return Described(schema, name, purpose, grain, note, tuple(columns))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _yaml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1:])
