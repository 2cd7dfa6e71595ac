"""A build made of the last one: what is of companies without news is kept, the rest is computed.

The file is a copy of the last build, in which rows are exchanged. A relation that is apart by
company (warehouse.relations.apart) is computed over the documents of the companies with news, in
memory, and its rows take the place of theirs; every other relation is small and computed whole. The
result must be what a whole build gives: of each table the sums of hashes are carried along, rows
that go subtracted, rows that come added, and the verification of the finished file is against them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.archive.runs import Run
from warehouse.build import checks, load, news
from warehouse.build.checks import Check
from warehouse.build.content_hash import Gone, Sums
from warehouse.build.exchange import PART, Exchange
from warehouse.build.last_build import Kept
from warehouse.build.news import LAST
from warehouse.disk.selects import Relation, reads_of
from warehouse.registry.registry import Registry
from warehouse.relations import order
from warehouse.relations.apart import apart

MOST = 0.25
"""Part of all figures up to which it pays."""
_LARGE = ("figure", "figure_input", "fact", "refusal", "unmapped", "opinion")
"""Tables of raw with the rows of documents as the readers gave them; inputs after their figures."""
_OF = {
    "figure_input": "figure_id in (select figure_id from {side}raw.figure where {of_documents})",
}
"""How a large table tells whose a row is, where it has no column `document`."""
_END = "select max(rowid) from {table}"
_SIZE = """
    select
        (select count(*) from part.raw.figure),
        (select count(*) from raw.figure),
        (select count(distinct company_id) from stg.document)
"""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What was computed anew: the companies, of how many; the sums that the tables must have.

    gone: rows of the last build that were deleted, by table, where others of it were kept; checks:
    those that held over the companies' rows, and were made over no others.
    """

    companies: frozenset[str]
    of: int
    sums: Mapping[str, Sums]
    gone: Mapping[str, Sequence[Gone]]
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a build is made of: files and rows of the archive with their hash, the registry."""

    tables: Mapping[str, Sequence[Path]]
    origins: pa.Table
    runs: Sequence[Run]
    registry: Registry
    manifest: str


def renew(
    con: duckdb.DuckDBPyConnection, last: Kept, inputs: Inputs, ordered: Sequence[Relation]
) -> Renewed | None:
    """Make the copy of the last build that `con` is open on that of today's inputs.

    ordered: the relations, without those of claims, which are left out. None where so much is new
    that to build the whole is as quick; the copy is then of no use. Raises BuildError.
    """
    ((build,),) = con.execute("select current_database()").fetchall()
    con.execute(f"attach '{str(last.path).replace(chr(39), chr(39) * 2)}' as {LAST} (read_only)")
    con.execute(f"attach ':memory:' as {PART}")
    try:
        return _Renewal(con, build, last, ordered).done(inputs)
    finally:
        con.execute(f'use "{build}"')
        con.execute(f"detach {LAST}")
        con.execute(f"detach {PART}")


class _Renewal:
    """One renewal under way: `build` is the database that is renewed."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        build: str,
        last: Kept,
        ordered: Sequence[Relation],
    ) -> None:
        self.con, self.build, self.ordered = con, build, ordered
        self.exchange = Exchange(con, last)
        self.by = apart()
        self.companies: frozenset[str] = frozenset()
        self.moved: set[str] = set()  # relations in which rows of other companies may differ too
        self.there: set[str] = set()  # relations that are in the part

    def done(self, inputs: Inputs) -> Renewed | None:
        """Renew everything; None where too much is new."""
        con = self.con
        self._load_small(inputs)
        news.documents(con)
        self._load_large(inputs.tables)
        document, *_ = [one for one in self.ordered if one.name == "stg.document"]
        self._whole(document)
        if not news.companies(con, sorted(self._registry())):
            return None
        self._load_part()
        ((figures, all_figures, companies),) = con.execute(_SIZE).fetchall()
        if figures > MOST * all_figures:
            return None
        names = con.execute("select distinct company_id from temp.company").fetchall()
        self.companies = frozenset(str(name) for (name,) in names)
        self.exchange.begin(self.companies)
        for relation in self.ordered:
            self._renew(relation)
        self.exchange.end()
        sums, gone = self.exchange.sums, self.exchange.gone
        return Renewed(self.companies, companies, sums, gone, tuple(self._checks()))

    def _load_small(self, inputs: Inputs) -> None:
        """Load the registry, and what is known of documents and runs, as a whole build does."""
        for table in ("document", "origin", "run", "run_outcome"):
            self.con.execute(f"truncate raw.{table}")
        load.fill_raw(
            self.con, {"document": inputs.tables["document"]}, inputs.origins, inputs.runs
        )
        self.con.execute("drop schema claim cascade; create schema claim")
        named = {one.name for one in self.ordered}
        for schema in ("stg", "mart"):  # what rests on claims, and mart.build
            for table in self._tables(schema):
                if f"{schema}.{table}" not in named:
                    self.con.execute(f"drop table {schema}.{table}")
                    self.exchange.sums.pop(f"{schema}.{table}", None)
        for table in self._tables("ref"):
            self.con.execute(f"truncate ref.{table}")
        load.fill_ref(self.con, inputs.registry, None)
        sums = self.exchange.sums
        for name in [one for one in sums if one.startswith("ref.")]:
            del sums[name]
        for name in ("raw.document", "raw.origin"):
            del sums[name]

    def _load_large(self, tables: Mapping[str, Sequence[Path]]) -> None:
        """Remove the rows of documents that go, load those of documents that come."""
        files, ends = self._files(tables), dict[str, int | None]()
        for table in _LARGE:
            name = f"raw.{table}"
            ((ends[name],),) = self.con.execute(_END.format(table=name)).fetchall()
            self.exchange.delete(name, _rows_of(table, "gone", f"{LAST}."))
            come = _rows_of(table, "come")
            load.insert_parquet(self.con, name, [tables[table][one] for one in files], come)
        load.load_readings(self.con, "from temp.come")
        for name, end in ends.items():  # rows that come are behind all others
            self.exchange.came(name, "true" if end is None else f"rowid > {end}")

    def _files(self, tables: Mapping[str, Sequence[Path]]) -> list[int]:
        """Which batches hold documents that come."""
        paths = [str(path) for path in tables["document"]]
        rows = self.con.read_parquet(paths, filename=True)
        found = rows.filter("sha256 in (from temp.come)").project("filename").distinct()
        return sorted(paths.index(name) for (name,) in found.fetchall())

    def _registry(self) -> set[str]:
        """The registry's tables on which rows of companies rest."""
        known = [one for one in self.by if any(one == other.name for other in self.ordered)]
        below = order.below(known, self.ordered)
        read = {name for one in below for name in one.reads if name.startswith("ref.")}
        return {name.removeprefix("ref.") for name in read} - {"argument"}

    def _load_part(self) -> None:
        """Load the registry, and the documents of the companies with news, into the part."""
        con, of_documents = self.con, "document in (from temp.document)"
        con.execute(f"use {PART}")
        for schema in order.LOADED:
            con.execute((order.SQL / f"{schema}.sql").read_text(encoding="utf-8"))
        kept = {"document": "sha256 in (from temp.document)", "run": "false",
                "run_outcome": "false",
                "figure_input": "figure_id in (select figure_id from raw.figure)",
                "origin": "sha256 in (from temp.document) or accession in"
                          " (select accession from raw.opinion)"}  # fmt: skip
        tables = sorted(self._tables("raw"), key=lambda table: table in ("figure_input", "origin"))
        for table in tables:
            condition = kept.get(table, of_documents)
            con.execute(
                f'insert into raw.{table} by name from "{self.build}".raw.{table} where {condition}'
            )
        for table in self._tables("ref"):
            of = "company_id in (from temp.company)" if table == "segments" else "true"
            con.execute(
                f'insert into ref.{table} by name from "{self.build}".ref.{table} where {of}'
            )
        order.schemas(con)
        con.execute(f'use "{self.build}"')

    def _tables(self, schema: str) -> list[str]:
        rows = self.con.execute(
            "select table_name from duckdb_tables() where database_name = ? and schema_name = ?",
            [self.build, schema],
        )
        return [str(name) for (name,) in rows.fetchall()]

    def _renew(self, relation: Relation) -> None:
        """Renew one relation, after those that it reads."""
        name = relation.name
        is_moved = not self.moved.isdisjoint(relation.reads)
        by = self.by.get(name)
        if by is not None and not is_moved:
            self._in_part(relation)
            self.exchange.rows(name, by)
            return
        if name != "stg.document":  # which is there already
            self._whole(relation)
        is_shared = name in self.by and by is None
        if is_moved or (is_shared and news.differs(self.con, name)):
            self.moved.add(name)  # and what reads it is computed over all companies too
        elif is_shared:
            self.con.execute(f'create table {PART}.{name} as from "{self.build}".{name}')
            self.there.add(name)
        elif any(name in one.reads for one in self.ordered if self.by.get(one.name)):
            self._in_part(relation)

    def _whole(self, relation: Relation) -> None:
        """Compute a relation over all companies."""
        self.con.execute(f"truncate {relation.name}")
        order.fill(self.con, [relation])
        self.exchange.sums.pop(relation.name, None)

    def _in_part(self, relation: Relation) -> None:
        """Compute a relation over the part."""
        self.con.execute(f"use {PART}")
        order.create(self.con, [relation])
        self.con.execute(f'use "{self.build}"')
        self.there.add(relation.name)

    def _checks(self) -> list[Check]:
        """Make the checks that only look at what is in the part, over the part."""
        names = [
            path.stem
            for path in sorted((order.SQL / "check").glob("*.sql"))
            if all(
                read in self.there or read.startswith(("raw.", "ref."))
                for read in reads_of(path.read_text(encoding="utf-8"), path.stem, self.con)
            )
        ]
        self.con.execute(f"use {PART}")
        return checks.run(self.con, only=names)


def _rows_of(table: str, documents: str, side: str = "") -> str:
    """The condition on a large table of raw for rows of `documents`, a temporary table."""
    of_documents = f"document in (from temp.{documents})"
    return _OF.get(table, of_documents).format(side=side, of_documents=of_documents)
