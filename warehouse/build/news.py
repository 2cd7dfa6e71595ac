"""What is new since the last build: documents, and the companies whose rows may differ.

The connection is on the new build, whose raw.document, raw.origin and ref are those of today, with
the last build attached as `last_build`. The answers are temporary tables:

    come        documents to load: new ones, and those whose readings by people changed
    gone        documents whose rows in the last build are not to be kept
    company     companies whose rows are computed anew
    document    the documents of these companies, and all that are of no company
    gone_key    figure keys of these companies in the last build
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from warehouse.build.load import columns

LAST = "last_build"
JUDGEMENTS = ("corrections", "reviews", "readings")
"""Registry tables whose rows name a document or a figure key in place of a company."""
_CHANGED = """(
    (select {columns} from {table} except select {columns} from last_build.{table})
    union all
    (select {columns} from last_build.{table} except select {columns} from {table})
)"""
_ORIGIN = "sha256, company_id, known_at, accession, accepted"
_WHAT = """
    create temp table told as
    select distinct sha256, accession from {origins};

    create temp table reread as
    select distinct document from {readings};

    create temp table come as
    select sha256 from (from raw.document except from last_build.raw.document)
    union
    select sha256 from raw.document where sha256 in (from temp.reread);

    create temp table gone as
    select sha256 from (from last_build.raw.document except from raw.document)
    union
    select sha256 from last_build.raw.document where sha256 in (from temp.reread)
"""
_OF_DOCUMENTS = """
    create temp table whose as
    select sha256, company_id from stg.document where company_id is not null
    union
    select sha256, company_id from last_build.stg.document where company_id is not null;

    create temp table company as
    select company_id from {documents} where company_id is not null
    union
    select company_id from temp.whose where sha256 in (from temp.come union from temp.gone)
"""
_OF_ROWS = """
    insert into temp.company
    with n as (
        select company_id, list(({columns}) order by line) as rows
        from ref.{table}
        group by all
    ),
    o as (
        select company_id, list(({columns}) order by line) as rows
        from last_build.ref.{table}
        group by all
    )
    select coalesce(n.company_id, o.company_id) as company_id
    from n
    full join o on o.company_id = n.company_id
    where n.rows is distinct from o.rows and coalesce(n.company_id, o.company_id) is not null
"""
_OF_JUDGEMENTS = """
    insert into temp.company
    select w.company_id from {changed} as j join temp.whose as w on w.sha256 = j.document
"""
_OF_KEYS = """
    insert into temp.company
    select k.company_id from {changed} as j join last_build.stg.keyed_figure as k using (figure_key)
"""
_OF_OPINIONS = """
    create temp table facts as  -- files of company facts
    select sha256, lpad(cik, 10, '0') as cik
    from (from raw.document union from last_build.raw.document)
    where kind = 'company_facts';

    create temp table filer as  -- whose such a file may be
    select company_id, lpad(identifier, 10, '0') as cik
    from (from ref.identifiers union from last_build.ref.identifiers)
    where scheme = 'cik'
    union
    select o.company_id, f.cik
    from temp.facts as f
    join (from raw.origin union from last_build.raw.origin) as o using (sha256)
    where o.company_id is not null;

    insert into temp.company
    select company_id
    from temp.filer
    where cik in (
        select cik
        from temp.facts
        where sha256 in (select sha256 from temp.told)
            or sha256 in (from temp.come union from temp.gone)
        union
        select cik from temp.filer where company_id in (from temp.company)
    )
    union
    select company_id
    from last_build.stg.opinion
    where company_id is not null and accession in (select accession from temp.told)
"""
_DOCUMENTS = """
    create temp table document as
    with others as (
        select sha256
        from stg.document
        where company_id is not null and company_id not in (from temp.company)
        union
        select f.sha256
        from temp.facts as f
        left join temp.filer as w using (cik)
        group by f.sha256
        having not bool_or(w.company_id is null or w.company_id in (from temp.company))
    )
    select sha256
    from (
        select sha256 from (from raw.document union from last_build.raw.document)
        union
        select sha256 from (from raw.origin union from last_build.raw.origin)
    )
    where sha256 not in (from others);

    create temp table gone_key as
    select distinct figure_key
    from last_build.stg.keyed_figure
    where company_id in (from temp.company)
"""
_DIFFERS = "select count(*) from (select 1 from {changed} limit 1)"


def documents(con: duckdb.DuckDBPyConnection) -> None:
    """Find the documents that come and go."""
    origins = _CHANGED.format(table="raw.origin", columns=_ORIGIN)
    con.execute(_WHAT.format(origins=origins, readings=_changed(con, "readings")))


def companies(con: duckdb.DuckDBPyConnection, read: Collection[str]) -> bool:
    """Find the companies to compute anew, and their documents; False where it may be all of them.

    read: the registry's tables on which relations of companies rest. stg.document must be new.
    """
    changed = _CHANGED.format(table="stg.document", columns="*")
    con.execute(_OF_DOCUMENTS.format(documents=changed))
    for table in read:
        names = columns(con, "ref", table)
        if table in JUDGEMENTS:
            changed = _changed(con, table)
            con.execute(_OF_JUDGEMENTS.format(changed=changed))
            if "figure_key" in names:
                con.execute(_OF_KEYS.format(changed=changed))
        elif "company_id" in names:
            listed = ", ".join(f'"{name}"' for name in names if name != "line")
            con.execute(_OF_ROWS.format(table=table, columns=listed))
        elif differs(con, f"ref.{table}", names):
            return False
    con.execute(_OF_OPINIONS)
    con.execute(_DOCUMENTS)
    return True


def differs(
    con: duckdb.DuckDBPyConnection, table: str, names: Collection[str] | None = None
) -> bool:
    """Whether a table has other rows than in the last build."""
    listed = ", ".join(f'"{name}"' for name in names or () if name != "line") or "*"
    changed = _CHANGED.format(table=table, columns=listed)
    ((count,),) = con.execute(_DIFFERS.format(changed=changed)).fetchall()
    return bool(count)


def _changed(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """A query of a registry table's rows that the last build lacks, or has and today's lacks."""
    names = ", ".join(f'"{name}"' for name in columns(con, "ref", table) if name != "line")
    return _CHANGED.format(table=f"ref.{table}", columns=names)
