"""Audits of printed figures in bulk: everything known about each, in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

import duckdb

from warehouse.query.evidence import Audit, Judgement, Place, Vintage, Witness, amount
from warehouse.query.lookup import Line

_Of = TypeVar("_Of")

_FIGURES = """
    select
        f.figure_key, f.company_id, c.ticker, f.metric, f.kind, f.segment, f.breakdown, f.parent,
        f.fiscal_label, f.period_start, f.period_end, f.basis, f.unit, f.bound, f.value, f.reason,
        f.rule, f.confidence, f.figure_id, f.known_from
    from stg.current_figure as f
    left join stg.company as c using (company_id)
    where f.figure_key in (select unnest($ids))
"""
_PLACES = """
    select
        figure_id, quote, locator, concept, caption, fact_value, weight, role, sha256, form,
        document_period_end, url, known_at, known_at_basis, column_caption, media_type
    from mart.figure_lineage where figure_id in (select unnest($ids))
    order by figure_id, position
"""
_VINTAGES = """
    select
        v.figure_key, v.status, v.value, v.known_from, d.reported_form, d.period_end, v.document,
        v.is_standing, v.figure_id, d.url
    from stg.vintage as v join stg.document as d on d.sha256 = v.document
    where v.figure_key in (select unnest($ids)) order by v.figure_key, v.position
"""
_CONFLICTS = """
    select
        distinct on (one.figure_key, c.conflict_id)
        one.figure_key, c.explanation, c.found, c.expected, c.conflict_id, c.settled_by
    from mart.conflict as c, unnest(c.rivals) as u(one)
    where one.figure_key in (select unnest($ids))
    order by one.figure_key, c.known_from, c.conflict_id
"""
_JUDGEMENTS = """
    select
        figure_key, judgement_id, verdict, outcome, reviewer, known_from, reason, evidence,
        expect_value, value, document
    from mart.judgement where figure_key in (select unnest($ids))
    order by figure_key, known_from, judgement_id, document
"""
_CONFIRMATIONS = """
    select
        figure_key, concat_ws(' ', filed_form, 'of the same period'), filed_value, outcome,
        filed_at::date
    from stg.confirmation
    where figure_key in (select unnest($ids)) and filed_value is not null
    order by all
"""
_OPINIONS = """
    select
        f.figure_key, concat('EDGAR''s company facts, ', o.opinion_accession), o.opinion_value,
        o.outcome, o.opinion_filed
    from stg.second_opinion as o join stg.current_figure as f using (figure_id)
    where f.figure_key in (select unnest($ids)) and o.opinion_value is not null
    order by all
"""


def leaves(con: duckdb.DuckDBPyConnection, keys: Collection[str]) -> dict[str, Audit]:
    """The current figure of each key, with places, vintages, conflicts, judgements, witnesses."""
    rows = con.execute(_FIGURES, {"ids": list(keys)}).fetchall()
    found = {str(row[0]): row for row in rows}
    ids = list(found)
    places = places_of(con, [str(row[18]) for row in rows])
    vintages = _grouped(con, _VINTAGES, ids, Vintage)
    conflicts = _grouped(con, _CONFLICTS, ids, _conflict)
    judgements = judgements_of(con, ids)
    confirmed = _grouped(con, _CONFIRMATIONS, ids, Witness)
    opinions = _grouped(con, _OPINIONS, ids, Witness)
    return {
        key: replace(
            _figure(row),
            places=places.get(str(row[18]), ()),
            vintages=vintages.get(key, ()),
            conflicts=conflicts.get(key, ()),
            judgements=judgements.get(key, ()),
            witnesses=confirmed.get(key, ()) + opinions.get(key, ()),
        )
        for key, row in found.items()
    }


def places_of(
    con: duckdb.DuckDBPyConnection, figure_ids: Collection[str]
) -> dict[str, tuple[Place, ...]]:
    """figure_id → the facts that it is made of, in their order."""
    return _grouped(con, _PLACES, figure_ids, _place)


def judgements_of(
    con: duckdb.DuckDBPyConnection, keys: Collection[str]
) -> dict[str, tuple[Judgement, ...]]:
    """figure_key → its reviews and corrections in any document, oldest first."""
    return _grouped(con, _JUDGEMENTS, keys, Judgement)


def keys_of(con: duckdb.DuckDBPyConnection, figure_ids: Iterable[str]) -> dict[str, str]:
    """figure_id → figure_key."""
    rows = con.execute(
        "select figure_id, figure_key from stg.vintage where figure_id in (select unnest($ids))",
        {"ids": list(figure_ids)},
    ).fetchall()
    return {str(one): str(key) for one, key in rows}


def _grouped(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    ids: Collection[str],
    made: Callable[..., _Of],
) -> dict[str, tuple[_Of, ...]]:
    """The rows grouped by their first column, each converted from the other columns."""
    groups: dict[str, list[_Of]] = defaultdict(list)
    for row in con.execute(sql, {"ids": list(ids)}).fetchall():
        groups[str(row[0])].append(made(*row[1:]))
    return {key: tuple(group) for key, group in groups.items()}


def _figure(row: tuple[object, ...]) -> Audit:
    (
        key, company, ticker, metric, kind, segment, breakdown, parent, label, start, end, basis,
        unit, bound, value, reason, rule, confidence, figure_id, known_from,
    ) = row  # fmt: skip
    line = Line(segment, breakdown, parent, label, start, end, basis, unit, bound)  # type: ignore[arg-type]
    name = f"guidance_{metric}" if kind == "guidance" else metric
    return Audit(
        company, ticker, name, line, value, reason, rule, confidence, figure_id,  # type: ignore[arg-type]
        known_at=known_from, key=key,  # type: ignore[arg-type]
    )  # fmt: skip


def _place(*row: object) -> Place:
    one = Place(*row)  # type: ignore[arg-type]
    return replace(
        one, caption=tuple(one.caption or ()), column_caption=tuple(one.column_caption or ())
    )


def _conflict(
    explanation: str, found: Decimal, expected: Decimal, conflict_id: str, settled: str | None
) -> str:
    by = f", settled by {settled}" if settled else ""
    return f"{explanation}: {amount(found)} against {amount(expected)} (conflict {conflict_id}{by})"
