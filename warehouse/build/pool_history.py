"""The pools as they were known at each past month end: mart.profit_pool_history.

The relations below mart.profit_pool are evaluated as of each month end, over only what can enter a
pool: the companies of segments.csv, and the metrics that pools are made of. `inputs` is a hash of
all of that: a month end without news has the hash of the month before, and results of the last
build with the same hash are copied, so that a refresh evaluates only what is new.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import duckdb

from extractors.model import digest
from warehouse.build.load import columns
from warehouse.disk.selects import Relation
from warehouse.relations import order
from warehouse.relations.as_of import as_known_on, tables

POOL = "mart.profit_pool"
MONTHS = 36
"""Month ends before the last document of a pool: three years of them."""
WORK = 400_000
"""Figures that a rebuild goes through for month ends that no build had yet: some seconds."""
ALONE = 50_000
"""Figures from which on DuckDB's own threads have enough to do with one month end."""
_REGISTRY = (
    "companies",
    "identifiers",
    "layers",
    "segments",
    "fx",
    "corrections",
    "reviews",
    "readings",
)
_LAST, _ENTERING = "last_build", "entering"  # names of attached databases
_ENTERS = """
    document in (from temp.entering_document)
    qualify (
        metric in ('revenue', 'cost_of_revenue', 'gross_profit', 'operating_income')
        and kind = 'actual' and basis in ('gaap', 'ifrs')
    -- and the one by which a document is dated that does not date itself
    ) or row_number() over (
        partition by document
        order by (kind = 'actual' and period_start is not null) desc, period_end desc, figure_id
    ) = 1
"""
_DOCUMENTS = """
    create or replace temp table entering_document as
    select sha256 from stg.document where company_id in (select company_id from ref.segments)
"""
_KNOWN = """
    create or replace temp table entering_known as
    select
        d.known_at, hash(d.sha256, d.known_at, d.extractor_version) as hashed,
        count(f.figure_id) as figures, max(f.period_end) as until
    from stg.document as d
    semi join temp.entering_document using (sha256)
    left join (from raw.figure where {enters}) as f on f.document = d.sha256
    group by all
"""
_MONTHS = """
    with bound as (
        select min(known_at) as first, max(known_at) as last from temp.entering_known
    ),
    month as (
        select (unnest(generate_series(
            date_trunc('month', first), date_trunc('month', last) - interval 1 month,
            interval 1 month
        )) + interval 1 month)::timestamptz as ended
        from bound
        order by ended desc
        limit $limit
    ),
    known as (
        select m.ended, sum(k.hashed) as hashed, sum(k.figures) as figures, max(k.until) as until
        from month as m
        join temp.entering_known as k on k.known_at < m.ended
        group by m.ended
    )
    select
        k.ended::date - 1 as known_on, k.hashed, k.figures,
        sum(hash(r.currency, r.date, r.quoted, r.quoted_in)) as rates
    from known as k
    left join stg.fx_rate as r on r.known_from < k.ended and r.date <= k.until
    group by all
    order by known_on desc
"""


_REGISTERED = """
    select d.day, sum(hash({columns}))
    from (select unnest($1) as day) as d
    left join ref.{table} as r on {known_from}::timestamptz < (d.day + 1)::timestamptz
    group by d.day
"""
_TAKE = """
    insert into mart.profit_pool_history by name
    from last_build.mart.profit_pool_history
    where list_contains(?, inputs)
    qualify dense_rank() over (partition by inputs order by known_on) = 1
"""
_ADD = """
    insert into "{build}".mart.profit_pool_history by name
    select $1::date as known_on, $2 as inputs, * from mart.profit_pool
"""
_SPREAD = """
    insert into mart.profit_pool_history by name
    select m.known_on, t.* exclude (known_on)
    from (select unnest($1) as known_on, unnest($2) as inputs) as m
    join temp.computed as t using (inputs)
    order by m.known_on, t.calendar_period desc, t.layer
"""


@dataclass(frozen=True, slots=True)
class History:
    """How many month ends there are, and for how many the pools are computed."""

    months: int = 0
    computed: int = 0


NONE = History()


@dataclass(frozen=True, slots=True)
class _Month:
    """A month end: `inputs` is a hash of all that its pools are made of, `figures` their number."""

    known_on: date
    inputs: str
    figures: int


def fill(
    con: duckdb.DuckDBPyConnection,
    ordered: Sequence[Relation],
    last: Path | None = None,
    limit: int | None = MONTHS,
) -> History:
    """Fill mart.profit_pool_history of the otherwise complete build that `con` writes.

    last: a copy of the build before it; limit: number of month ends at most, the latest ones. Of
    those not in the last build, only as many as WORK allows are evaluated; the next build
    continues. limit None: all of them, however long it takes. Raises BuildError.
    """
    if limit == 0:
        return NONE
    needed = order.below([POOL], ordered)
    months = _months(con, needed, limit)
    if not months:
        return NONE
    (build,) = con.execute("select current_database()").fetchall()[0]
    taken = _taken(con, months, last)
    missing = list(_missing(months, taken, None if limit is None else WORK))
    if missing:
        _evaluate(con, build, missing, needed)
    _spread(con, months)
    query = "select count(distinct known_on) from mart.profit_pool_history"
    ((count,),) = con.execute(query).fetchall()
    return History(len(months), count)


def _months(
    con: duckdb.DuckDBPyConnection, needed: Sequence[Relation], limit: int | None
) -> list[_Month]:
    """The month ends, latest first."""
    con.execute(_DOCUMENTS)
    con.execute(_KNOWN.format(enters=_ENTERS))
    version = con.execute("select version()").fetchall()
    ref = (order.SQL / "ref.sql").read_text(encoding="utf-8")
    making = digest(*(one.select for one in needed), ref, _ENTERS, version)
    rows = con.execute(_MONTHS, {"limit": limit}).fetchall()
    registry = {name: _registered(con, name, [row[0] for row in rows]) for name in _REGISTRY}
    return [
        _Month(on, digest(making, hashed, rates, *(registry[name][on] for name in _REGISTRY)), size)
        for on, hashed, size, rates in rows
    ]


def _registered(
    con: duckdb.DuckDBPyConnection, table: str, days: Sequence[date]
) -> Mapping[date, object]:
    """A hash of the rows of one registry table that hold on each of the days."""
    names = [name for name in columns(con, "ref", table) if name != "line"]
    dated = "coalesce(known_from, '-infinity')" if "known_from" in names else "'-infinity'"
    query = _REGISTERED.format(columns=", ".join(names), table=table, known_from=dated)
    return dict(con.execute(query, [list(days)]).fetchall())


def _taken(con: duckdb.DuckDBPyConnection, months: Sequence[_Month], last: Path | None) -> set[str]:
    """Copy the last build's results for equal inputs; returns the hashes of those inputs."""
    if last is None:
        return set()
    try:
        con.execute(f"attach '{str(last).replace(chr(39), chr(39) * 2)}' as {_LAST} (read_only)")
    except duckdb.Error:  # the later comparison with this build reports what is wrong
        return set()
    try:
        con.execute(_TAKE, [[month.inputs for month in months]])
    except (duckdb.CatalogException, duckdb.BinderException):  # a build of another version
        return set()
    finally:
        con.execute(f"detach {_LAST}")
    rows = con.execute("select distinct inputs from mart.profit_pool_history").fetchall()
    return {str(name) for (name,) in rows}


def _missing(months: Sequence[_Month], taken: set[str], work: int | None) -> Iterator[_Month]:
    """The month ends to evaluate: one for each missing `inputs`, up to the amount of `work`."""
    seen = set(taken)
    for month in months:
        if month.inputs not in seen:
            seen.add(month.inputs)
            if work is not None:
                work -= month.figures
                if work < 0:
                    return
            yield month


def _evaluate(
    con: duckdb.DuckDBPyConnection,
    build: str,
    missing: Sequence[_Month],
    needed: Sequence[Relation],
) -> None:
    """Add the pools as of each month end; small ones, mostly query planning, in parallel."""
    con.execute(f"attach ':memory:' as {_ENTERING}")
    try:
        _copy(con, build)
        beside = 1 if missing[0].figures > ALONE else min(os.cpu_count() or 1, len(missing))
        with ThreadPoolExecutor(beside) as pool:
            shares = [missing[at::beside] for at in range(beside)]
            for done in [
                pool.submit(_add, con.cursor(), build, share, needed, f"dated_{at}")
                for at, share in enumerate(shares)
            ]:
                done.result()
    finally:
        con.execute(f"detach {_ENTERING}")


def _add(
    con: duckdb.DuckDBPyConnection,
    build: str,
    missing: Sequence[_Month],
    needed: Sequence[Relation],
    name: str,
) -> None:
    """Add some month ends with a cursor of their own."""
    with con:
        con.execute(f"use {_ENTERING}")
        for month in missing:
            known_on = datetime.combine(month.known_on, time.max, UTC)
            with as_known_on(con, known_on, [POOL], needed, name):
                con.execute(_ADD.format(build=build), [month.known_on, month.inputs])


def _copy(con: duckdb.DuckDBPyConnection, build: str) -> None:
    """Copy what can enter a pool into a build in memory, without computed relations."""
    rates = "select sha256 from raw.document where kind = 'rates'"
    of_documents = f"sha256 in (from temp.entering_document) or sha256 in ({rates})"
    kept = {
        "document": of_documents, "origin": of_documents, "figure": _ENTERS,
        "fact": f"document in ({rates})",
    }  # fmt: skip
    for schema in ("raw", "ref"):
        con.execute(f"create schema {_ENTERING}.{schema}")
        for (table,) in tables(con, build, schema):
            condition = "true" if schema == "ref" else kept.get(table, "false")
            con.execute(
                f"create table {_ENTERING}.{schema}.{table} as"
                f" from {schema}.{table} where {condition}"
            )


def _spread(con: duckdb.DuckDBPyConnection, months: Sequence[_Month]) -> None:
    """Give every month end the rows of its inputs, which may be those of the month before."""
    con.execute("create or replace temp table computed as from mart.profit_pool_history")
    con.execute("truncate mart.profit_pool_history")
    con.execute(_SPREAD, [[one.known_on for one in months], [one.inputs for one in months]])
    con.execute("drop table temp.computed")
