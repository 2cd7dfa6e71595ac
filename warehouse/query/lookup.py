"""Resolves what a user names: a company by any identifier, a line by segment, period and basis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

import duckdb

from extractors.errors import QueryError

SHOWN = 24
_LINES = """
    select distinct
        segment, breakdown, parent, fiscal_label, period_start, period_end, basis, unit, bound,
        list_position(['gaap', 'ifrs', 'non_gaap'], basis) as basis_rank,
        coalesce(list_position(['segment', 'corporate', 'subtotal', 'product'], breakdown), 0)
            as breakdown_rank,
        unit is distinct from (
            select reporting_currency from ref.companies where company_id = $company
        ) as is_foreign,
        coalesce(list_position(['mid', 'low', 'high'], bound), 0) as bound_rank
    from (
        select
            segment, breakdown, parent, fiscal_label, period_start, period_end, basis, unit, bound
        from stg.current_figure
        where company_id = $company and kind = $kind and metric = $metric
        union all
        select
            segment, breakdown, parent, fiscal_label, period_start, period_end, basis,
            coalesce(currency, 'pure'), null
        from stg.margin
        where company_id = $company
            and $kind = 'actual'
            and $metric in ('gross_profit', 'gross_margin', 'operating_margin')
    )
    order by basis_rank, breakdown_rank, is_foreign, period_start nulls last, bound_rank, parent
"""


@dataclass(frozen=True, slots=True)
class Line:
    """Identifies a number; segment None = the whole company.

    unit is 'pure', or that of the money behind a margin.
    """

    segment: str | None
    breakdown: str | None
    parent: str | None
    fiscal_label: str
    period_start: date | None
    period_end: date
    basis: str
    unit: str
    bound: str | None = None

    def key(self) -> dict[str, str | date | None]:
        """All fields except the label, as query parameters."""
        return {
            "segment": self.segment, "breakdown": self.breakdown, "parent": self.parent,
            "period_start": self.period_start, "period_end": self.period_end,
            "basis": self.basis, "unit": self.unit, "bound": self.bound,
        }  # fmt: skip

    def in_unit(self, unit: str) -> Line:
        """The same line in another unit."""
        return replace(self, unit=unit)


def company_id(con: duckdb.DuckDBPyConnection, identifier: str) -> str:
    """The company with a company_id, ticker, CIK or LEI, in any case; of several, the latest.

    Raises QueryError with near matches.
    """
    text = identifier.strip()
    rows = con.execute(
        """
        select company_id from ref.companies where company_id = lower($text)
        union all
        (
            select company_id from ref.identifiers
            where upper(identifier) = upper($text)
                or scheme = 'cik' and ltrim(identifier, '0') = ltrim(upper($text), 'CIK0')
            order by coalesce(valid_to, 'infinity') desc, line
        )
        """,
        {"text": text},
    ).fetchall()
    if rows:
        return str(rows[0][0])
    rows = con.execute(
        "select company_id as name from ref.companies union"
        " select identifier from ref.identifiers order by name"
    ).fetchall()
    names = {str(name).upper(): str(name) for (name,) in rows}
    near = [names[one] for one in get_close_matches(text.upper(), names, n=5, cutoff=0.5)]
    to_do = f"did you mean {' or '.join(near)}?" if near else "see: from ref.identifiers"
    raise QueryError(f"{identifier!r} names no company", "company", to_do)


def find_line(
    con: duckdb.DuckDBPyConnection,
    company: str,
    metric: str,
    segment: str | None,
    period: str,
    basis: str | None,
) -> Line:
    """The line of a company's metric. Raises QueryError, which lists the available ones."""
    kind = "guidance" if metric.startswith("guidance_") else "actual"
    parameters = {"company": company, "kind": kind, "metric": metric.removeprefix("guidance_")}
    rows = con.execute(_LINES, parameters).fetchall()
    found = [Line(*row[:9]) for row in rows]
    if not found:
        raise QueryError(f"no document known gives {metric}", company, _metrics(con, company))
    found = _narrowed(
        found, [one.segment for one in found], segment, f"{company} {metric}", "segment"
    )
    if basis is not None:
        found = _narrowed(
            found, [one.basis for one in found], basis, f"{company} {metric}", "basis"
        )
    where = " ".join(word for word in (company, segment, metric) if word)
    ends = [str(one.period_end) for one in found]
    if period in ends:
        return _narrowed(found, ends, period, where, "period")[0]
    return _narrowed(found, [one.fiscal_label for one in found], period, where, "period")[0]


def _narrowed(
    found: Sequence[Line],
    values: Sequence[str | None],
    wanted: str | None,
    where: str,
    what: str,
) -> list[Line]:
    """The lines whose value is the wanted one, compared exactly, else ignoring case."""
    for same in (lambda one: one == wanted, lambda one: _plain(one) == _plain(wanted)):
        matching = [line for line, value in zip(found, values, strict=True) if same(value)]
        if matching:
            return matching
    there = sorted({value for value in values if value is not None}, reverse=what == "period")
    more = f" and {len(there) - SHOWN} more" if len(there) > SHOWN else ""
    to_do = f"there {'is' if len(there) == 1 else 'are'} {', '.join(there[:SHOWN])}{more}"
    to_do = f"{nearest(wanted, there)}{to_do}"
    missing = (
        f"no {what} {wanted!r}" if wanted else f"nothing for the whole company, only by {what}"
    )
    raise QueryError(missing, where, to_do if there else f"there is no {what} at all")


def nearest(wanted: str | None, names: Iterable[str]) -> str:
    """'did you mean NAME? ' if a name is similar, else ''."""
    known = {name.casefold(): name for name in names}
    near = get_close_matches((wanted or "").casefold(), known, n=1, cutoff=0.6)
    return f"did you mean {known[near[0]]}? " if near else ""


def _plain(text: str | None) -> str:
    return "".join((text or "").casefold().split())


def _metrics(con: duckdb.DuckDBPyConnection, company: str) -> str:
    rows = con.execute(
        """
        select distinct if(kind = 'guidance', 'guidance_', '') || metric as name
        from stg.current_figure where company_id = ? order by name
        """,
        [company],
    ).fetchall()
    names = ", ".join(str(name) for (name,) in rows)
    return f"there are {names}" if names else "no document of this company was read"
