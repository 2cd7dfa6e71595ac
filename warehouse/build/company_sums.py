"""The sums of each company's rows, kept in the file: rows that go need not be read for them.

made.company has them for the relations that are apart by company, one row a relation and company.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from extractors.errors import BuildError
from warehouse.build.content_hash import NONE, Gone, Sums, quoted
from warehouse.relations.apart import apart

BY = ("company_id", "company_id or none")
"""Keys of relations, as apart.csv has them, by which the sums are kept."""
_MADE = """
    create schema if not exists made;
    create table if not exists made.company (
        relation varchar, company_id varchar, rows bigint, first hugeint, second hugeint
    );
    comment on table made.company is
        'sums of the rows of a company, for the next build; one row a relation and company'
"""
_COUNT = """
    select company_id, count(*), sum(row_hash), sum(hash(row_hash))
    from (select company_id, hash({columns}) as row_hash from {rows})
    group by company_id
"""
_FILL = "insert into made.company select $1, * from ({count})"
_ADD = "insert into made.company select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5)"
_TOTALS = """
    select relation, sum(rows), sum(first), sum(second)
    from made.company
    group by relation
"""
_IDS = """
    select company_id, min(id), max(id), count(*), sum(id_hash), sum(hash(id_hash))
    from (select company_id, rowid as id, hash(rowid) as id_hash from {table} where {where})
    group by company_id
"""
_KEPT = "from made.company where relation in (select unnest($1)) and {where}"
Companies = Mapping[str | None, Sums]
"""Sums by company; None: of rows without one."""


def fill(
    con: duckdb.DuckDBPyConnection,
    columns: Mapping[str, list[tuple[str, str]]],
    known: Mapping[str, Sums],
) -> Mapping[str, Sums]:
    """Keep the sums of all companies, in the relations whose own sums are not known.

    Returns the sums of all relations that are apart by company. Raises BuildError where the known
    ones are not those of the companies.
    """
    con.execute(_MADE)
    relations = [name for name, by in apart().items() if by in BY and name in columns]
    for name in relations:
        if name not in known:
            con.execute("delete from made.company where relation = $1", [name])
            count = _COUNT.format(columns=quoted(columns[name]), rows=name)
            con.execute(_FILL.format(count=count), [name])
    rows = con.execute(_TOTALS).fetchall()
    totals = dict.fromkeys(relations, NONE) | {name: _sums(sums) for name, *sums in rows}
    for name in relations:
        if known.get(name, totals[name]) != totals[name]:
            raise _wrong(name)
    return totals


def kept(con: duckdb.DuckDBPyConnection, by: str, where: str) -> Mapping[str, Companies]:
    """The kept sums of some companies in each of the relations with this key; `where` is SQL."""
    found: dict[str, dict[str | None, Sums]] = {}
    relations = [name for name, other in apart().items() if other == by]
    for name, company, *sums in con.execute(_KEPT.format(where=where), [relations]).fetchall():
        found.setdefault(name, {})[company] = _sums(sums)
    return found


def counted(
    con: duckdb.DuckDBPyConnection, rows: str, columns: list[tuple[str, str]], where: str
) -> Companies:
    """The sums of companies over some rows of a table."""
    query = _COUNT.format(columns=quoted(columns), rows=f"{rows} where {where}")
    return {company: _sums(sums) for company, *sums in con.execute(query).fetchall()}


def going(con: duckdb.DuckDBPyConnection, table: str, where: str, known: Companies) -> list[Gone]:
    """What is to be deleted of a table, by company. Raises BuildError for rows of unknown sums."""
    found = [
        Gone(first, last, known.get(company, NONE), Sums(rows, int(ids), int(more)))
        for company, first, last, rows, ids, more in con.execute(
            _IDS.format(table=table, where=where)
        ).fetchall()
    ]
    if len(found) != len(known) or any(one.sums.rows != one.ids.rows for one in found):
        raise _wrong(table)
    return found


def replace(con: duckdb.DuckDBPyConnection, new: Mapping[str, Companies], where: str) -> None:
    """Keep new sums of some companies in the place of those that are there."""
    if not new:
        return
    con.execute(f"delete {_KEPT.format(where=where)}", [list(new)])
    rows = [
        (name, company, sums.rows, str(sums.first), str(sums.second))
        for name, companies in new.items()
        for company, sums in companies.items()
    ]
    if rows:
        con.execute(_ADD, [list(column) for column in zip(*rows, strict=True)])


def _sums(row: Sequence[int]) -> Sums:
    return Sums(*map(int, row))


def _wrong(table: str) -> BuildError:
    what = "the sums that are kept of companies are not those of their rows"
    return BuildError(what, table, "build the whole")
