"""Differences between two builds, figure by figure and claim by claim, and those without cause."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

import duckdb

from extractors.errors import QueryError
from warehouse.disk.memory import bounded

What = Literal["changed", "appeared", "vanished"]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that differs between two builds.

    A value is None where the build has no such figure (appeared, vanished) or holds it back; then
    the reason says why. document: sha256 of the document behind the value.
    """

    figure_key: str
    what: What
    company_id: str
    metric: str
    segment: str | None
    basis: str
    bound: str | None
    period_start: date | None
    period_end: date
    fiscal_label: str
    unit: str
    old_value: Decimal | None
    new_value: Decimal | None
    old_reason: str | None
    new_reason: str | None
    old_document: str | None
    new_document: str | None

    def __str__(self) -> str:
        """One line: company segment metric period: old → new."""
        words = [self.company_id, self.segment, self.metric, self.bound, self.fiscal_label]
        name = " ".join(word for word in words if word)
        old = _shown(self.old_value, self.old_reason)
        new = _shown(self.new_value, self.new_reason)
        return f"{name} ({self.basis}): {old} → {new} {self.unit}"


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim whose verdict, found value, wording or explanation differs between two builds.

    found: in the unit of the claim, None where nothing was found. A verdict is None where the build
    does not have the claim.
    """

    claim_id: str
    what: What
    claim: str
    unit: str
    old_claimed: Decimal | None
    new_claimed: Decimal | None
    old_found: Decimal | None
    new_found: Decimal | None
    old_verdict: str | None
    new_verdict: str | None
    old_reason: str | None
    new_reason: str | None

    def __str__(self) -> str:
        """One line: claim: verdict (found) → verdict (found)."""
        old = _judged(self.old_verdict, self.old_found, self.old_reason)
        new = _judged(self.new_verdict, self.new_found, self.new_reason)
        return f"claim {self.claim_id}: {old} → {new} {self.unit}"


_SIDES = """
    old_side as (from old.stg.current_figure where {among}),
    new_side as (from new.stg.current_figure where {among})
"""
_CHANGES = """
    with {sides}
    select
        coalesce(n.figure_key, o.figure_key) as figure_key,
        case
            when o.figure_key is null then 'appeared'
            when n.figure_key is null then 'vanished'
            else 'changed'
        end as what,
        coalesce(n.company_id, o.company_id) as company_id,
        coalesce(n.metric, o.metric) as metric,
        coalesce(n.segment, o.segment) as segment,
        coalesce(n.basis, o.basis) as basis,
        coalesce(n.bound, o.bound) as bound,
        coalesce(n.period_start, o.period_start) as period_start,
        coalesce(n.period_end, o.period_end) as period_end,
        coalesce(n.fiscal_label, o.fiscal_label) as fiscal_label,
        coalesce(n.unit, o.unit) as unit,
        o.value, n.value, o.reason, n.reason, o.document, n.document
    from old_side as o
    full join new_side as n on n.figure_key = o.figure_key
    where o.figure_key is null or n.figure_key is null
        or o.value is distinct from n.value or o.reason is distinct from n.reason
    order by company_id, period_end desc, metric, segment nulls first, basis, figure_key
"""
_CLAIMS = """
    with old_side as ({old}), new_side as ({new})
    select
        claim_id,
        case
            when o.verdict is null then 'appeared'
            when n.verdict is null then 'vanished'
            else 'changed'
        end as what,
        coalesce(n.claim, o.claim), coalesce(n.unit, o.unit), o.claimed, n.claimed,
        o.found, n.found, o.verdict, n.verdict, o.reason, n.reason
    from old_side as o
    full join new_side as n using (claim_id)
    where (o.claim, o.unit, o.comparison, o.claimed, o.found, o.verdict, o.reason)
        is distinct from (n.claim, n.unit, n.comparison, n.claimed, n.found, n.verdict, n.reason)
    order by claim_id
"""
_CLAIM = {
    "claim_id": "varchar", "claim": "varchar", "unit": "varchar", "comparison": "varchar",
    "claimed": "decimal(38, 6)", "found": "decimal(38, 6)", "verdict": "varchar",
    "reason": "varchar",
}  # fmt: skip
_AS_READ = """
    same as (  -- read twice from the same bytes by the same readers
        select sha256
        from old.raw.document as o
        join new.raw.document as n using (sha256, extractor_version)
    ),
    old_side as ({old}),
    new_side as ({new})
"""
_READ = """
    select
        figure_id as figure_key, coalesce(d.issuer, left(f.document, 12)) as company_id, metric,
        segment, basis, bound, period_start, f.period_end,
        concat_ws('/', period_start, f.period_end) as fiscal_label, unit, value,
        null as reason, document
    from {side}.raw.figure as f
    join same on same.sha256 = f.document
    join {side}.raw.document as d on d.sha256 = f.document
    where f.confidence <> 'person'
"""
_NEWS = """
    with o as (
        select sha256, company_id, known_at, period_end, reported_form, held_as, extractor_version
        from old.stg.document
    ),
    n as (
        select sha256, company_id, known_at, period_end, reported_form, held_as, extractor_version
        from new.stg.document
    )
    select distinct company_id
    from ((from o except from n) union all (from n except from o))
    where company_id is not null
"""


def diff(old: Path, new: Path, memory_limit: int | None = None) -> list[Change]:
    """Every figure whose value, or reason for having none, differs between two database files.

    By company, newest period first. memory_limit: bytes to hold, the rest is spilled beside `new`.
    Raises QueryError where one of them is not a build.
    """
    if old.is_file() and new.is_file() and old.samefile(new):
        return []
    with both(old, new, memory_limit) as con:
        return differences(con)


def diff_claims(old: Path, new: Path, memory_limit: int | None = None) -> list[ClaimChange]:
    """Every claim that differs between two database files, by claim_id.

    A build older than the claims has none. Raises QueryError as `diff` does.
    """
    if old.is_file() and new.is_file() and old.samefile(new):
        return []
    with both(old, new, memory_limit) as con:
        sides = {side: _claims_of(con, side) for side in ("old", "new")}
        return [ClaimChange(*row) for row in con.execute(_CLAIMS.format(**sides)).fetchall()]


def differences(
    con: duckdb.DuckDBPyConnection, among: Collection[str] | None = None
) -> list[Change]:
    """What `diff` gives, of two builds that `both` has opened; among: companies, None = all."""
    if among is None:
        return _changes(con, _SIDES.format(among="true"))
    con.execute("create temp table among as select unnest($1) as company_id", [sorted(among)])
    return _changes(con, _SIDES.format(among="company_id in (from temp.among)"))


def misread(con: duckdb.DuckDBPyConnection) -> list[Change]:
    """Figures read differently from the same bytes by the same extractor version: an error."""
    sides = _AS_READ.format(old=_READ.format(side="old"), new=_READ.format(side="new"))
    return _changes(con, sides)


def companies_with_news(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The companies with a document that is new, gone, read by another version, or reclassified."""
    return frozenset(str(company) for (company,) in con.execute(_NEWS).fetchall())


@contextmanager
def both(old: Path, new: Path, limit: int | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with two database files attached as `old` and `new`, for reading.

    limit: bytes to hold, the rest is spilled beside `new`. Raises QueryError where one of them is
    not a build, or the two do not have the same relations.
    """
    with duckdb.connect(config=bounded(limit, new.with_name(f"{new.name}.tmp"))) as con:
        for name, path in (("old", old), ("new", new)):
            if not path.is_file():
                raise QueryError("there is no such build", str(path), "name a database file")
            quoted = str(path.resolve()).replace("'", "''")
            try:
                con.execute(f"attach '{quoted}' as {name} (read_only)")
            except duckdb.Error as error:
                what = " ".join(str(error).split())
                raise QueryError(what, str(path), "name a database file of this project") from error
        try:
            yield con
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            what = "the two builds do not have the same relations"
            where = f"{old} and {new}"
            raise QueryError(what, where, "rebuild both with the same version") from error


def changed(con: duckdb.DuckDBPyConnection, old: str, new: str) -> list[Change]:
    """Every figure that differs between two queries over relations like stg.current_figure."""
    return _changes(con, f"old_side as ({old}), new_side as ({new})")


def _changes(con: duckdb.DuckDBPyConnection, sides: str) -> list[Change]:
    return [Change(*row) for row in con.execute(_CHANGES.format(sides=sides)).fetchall()]


def _claims_of(con: duckdb.DuckDBPyConnection, side: str) -> str:
    has = con.execute(
        "select database_name from duckdb_tables() where schema_name = 'mart'"
        " and table_name = 'claim' and database_name = ?",
        [side],
    ).fetchall()
    if has:
        return f"from {side}.mart.claim"
    none = ", ".join(f"null::{kind} as {name}" for name, kind in _CLAIM.items())
    return f"select {none} where false"


def _judged(verdict: str | None, found: Decimal | None, reason: str | None) -> str:
    return "none" if verdict is None else f"{verdict} ({_shown(found, reason)})"


def _shown(value: Decimal | None, reason: str | None) -> str:
    if value is None:
        return f"none ({reason})" if reason else "none"
    return f"{value.normalize():,f}"
