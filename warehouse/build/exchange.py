"""Exchanges rows of the last build for new ones, and carries the sums of its tables along."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import duckdb

from warehouse.build import company_sums
from warehouse.build.company_sums import Companies
from warehouse.build.content_hash import Gone, columns, gone_of, sums_of
from warehouse.build.last_build import Kept

PART = "part"
"""The database with the rows that come."""
_ALONE = {
    "company_id": "company_id in ({companies})",
    "company_id or none": "(company_id is null or company_id in ({companies}))",
    "document": "document in (from temp.document)",
    "sha256": "sha256 in (from temp.document)",
    "figure_key": "figure_key in (from temp.gone_key)",
}
"""Which rows of a relation are exchanged, by the column that tells whose they are."""
_DELETE = "delete from {table} where {where}"
_INSERT = "insert into {table} by name from {part} where {where}"


class Exchange:
    """Rows of a copy of the last build, which `con` is open on, under exchange.

    sums: of each table that still holds what was kept and put there; gone: what was deleted of it.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, last: Kept) -> None:
        self.con, self.sums, self.columns = con, dict(last.sums), columns(con)
        self.gone: dict[str, Sequence[Gone]] = {}
        self._starts = last.verified.starts if last.verified else {}
        self._companies: Collection[str] = ()
        self._before: dict[str, Companies] = {}
        self._after: dict[str, dict[str, Companies]] = {by: {} for by in company_sums.BY}

    def begin(self, companies: Collection[str]) -> None:
        """From now on the rows of these companies are exchanged."""
        self._companies = companies
        for by in company_sums.BY:
            self._before |= company_sums.kept(self.con, by, self._alone(by))

    def end(self) -> None:
        """Keep the new sums of the companies."""
        for by, new in self._after.items():
            company_sums.replace(self.con, new, self._alone(by))

    def delete(self, table: str, where: str) -> None:
        """Delete rows of the last build, which are still there."""
        starts = self._starts.get(table, [0])
        gone = gone_of(self.con, table, self.columns[table], where, starts)
        self._delete(table, where, gone)

    def came(self, table: str, where: str) -> None:
        """Take account of rows that were inserted."""
        self.sums[table] += sums_of(self.con, table, self.columns[table], where)

    def rows(self, table: str, by: str) -> None:
        """Put the part's rows in the place of those that the last build has of the companies.

        by: the column that tells whose a row is.
        """
        alone, part, named = self._alone(by), f"{PART}.{table}", self.columns[table]
        come = "true" if by == "figure_key" else alone  # the part has no other keys
        if by in company_sums.BY:
            known = self._before.get(table, {})
            self._delete(table, alone, company_sums.going(self.con, table, alone, known))
            new = self._after[by][table] = company_sums.counted(self.con, part, named, come)
            self.sums[table] = sum(new.values(), self.sums[table])
        else:
            self.delete(table, alone)
            self.sums[table] += sums_of(self.con, part, named, come)
        self.con.execute(_INSERT.format(table=table, part=part, where=come))

    def _delete(self, table: str, where: str, gone: Sequence[Gone]) -> None:
        self.con.execute(_DELETE.format(table=table, where=where))
        self.gone[table] = gone
        for one in gone:
            self.sums[table] -= one.sums

    def _alone(self, by: str) -> str:
        # names written out, by which DuckDB leaves out what it need not read
        listed = ", ".join("'" + one.replace("'", "''") + "'" for one in sorted(self._companies))
        return _ALONE[by].format(companies=listed or "null")
