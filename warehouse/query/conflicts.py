"""Conflicts of a build for reviewers: their rivals, and the figures that can be judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

import duckdb

from extractors.errors import QueryError
from warehouse.query.audit import judgements, places
from warehouse.query.connection import Answer, run
from warehouse.query.evidence import amount, judgement_line, place_lines
from warehouse.query.lookup import company_id

_STATUS = """
    case when holds then 'open' when settled_by is not null then 'settled' else 'noted' end
"""
_LIST = f"""
    select
        conflict_id, coalesce(ticker, company_id) as company, metric, segment,
        fiscal_label as period, kind, {_STATUS} as status,
        coalesce(list_distinct([one.value for one in rivals if one.value is not null])
            .list_sort(), []) as values,
        held_back as holds_back, moves_usd, settled_by
    from mart.conflict
    where company_id = coalesce($company, company_id) and ($all or holds)
    order by list_position(['open', 'noted', 'settled'], status), moves_usd desc nulls last,
        company, period_end desc, metric, segment nulls first, conflict_id
"""  # noqa: S608 - the text is this module's
_CONFLICT = f"""
    select
        conflict_id, kind, {_STATUS} as status, explanation, company_id, ticker, metric, segment,
        fiscal_label, basis, unit, found, expected, tolerance, settled_by, held_back, rivals
    from mart.conflict
    where conflict_id = $id or list_contains([one.figure_key for one in rivals], $key)
    order by known_from, conflict_id
"""  # noqa: S608
_FIGURE = """
    select
        k.figure_id, k.figure_key, k.document, k.company_id, c.ticker, k.metric, k.segment,
        k.period_start, k.period_end, k.fiscal_label, k.basis, k.kind, k.unit, k.value,
        d.url as source_url,
        (
            select max(v.document_known_at)
            from stg.keyed_figure as v
            where v.company_id = k.company_id and v.period_end = k.period_end
        ) as last_known,
        (
            from mart.conflict as x
            select count(*)
            where x.holds and list_contains([one.figure_key for one in x.rivals], k.figure_key)
        ) as conflicts
    from stg.keyed_figure as k
    join stg.document as d on d.sha256 = k.document
    left join stg.company as c on c.company_id = k.company_id
    where k.figure_id = $id
"""
_VALUES = """
    select figure_id, segment, metric, unit, value, status, is_standing, fiscal_label
    from stg.vintage
    where figure_key = $key
    order by position
"""


_REFUSED = """
    select
        x.conflict_id, x.company_id, x.explanation, d.sha256, d.url, d.known_at,
        list_distinct(list_filter([one.locator for one in x.rivals], lambda spot: spot is not null))
            as locators
    from mart.conflict as x
    join stg.document as d on d.sha256 = x.documents[1]
    where x.conflict_id = $id and x.locator is not null
"""
_SEEN = """
    select
        min(quote) as quote,
        if(count(distinct value) = 1, min(value), null) as value,
        if(count(distinct unit) = 1, min(unit), null) as unit
    from raw.fact
    where document = $document and locator = $locator
"""


@dataclass(frozen=True, slots=True)
class Refused:
    """A conflict within one document: what its extractor refused, and where."""

    conflict_id: str
    company_id: str | None
    explanation: str
    document: str
    source_url: str
    known_at: datetime
    locators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """The number that extractors found at a place; None where they kept none."""

    quote: str | None
    value: Decimal | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A figure as a judgement refers to it. `value`: as in the document, in units of `unit`.

    last_known: known_at of the latest document that may affect it; conflicts: how many are open.
    """

    figure_id: str
    figure_key: str
    document: str
    company_id: str
    ticker: str | None
    metric: str
    segment: str | None
    period_start: date | None
    period_end: date
    fiscal_label: str
    basis: str
    kind: str
    unit: str
    value: Decimal
    source_url: str
    last_known: datetime
    conflicts: int

    def __str__(self) -> str:
        """One line: company segment metric period value unit."""
        words = [self.ticker or self.company_id, self.segment, self.metric, self.fiscal_label]
        name = " ".join(word for word in words if word)
        return f"{name} {amount(self.value)} {self.unit}"


def listed(con: duckdb.DuckDBPyConnection, company: str | None, *, everything: bool) -> Answer:
    """The open conflicts, or with `everything` all of them, open ones first.

    status: open (holds figures back), noted (holds nothing back), settled. Raises QueryError.
    """
    known = None if company is None else company_id(con, company)
    return run(con, _LIST, {"company": known, "all": everything})


def figure(con: duckdb.DuckDBPyConnection, figure_id: str) -> Judged:
    """The figure with that id. Raises QueryError."""
    rows = run(con, _FIGURE, {"id": figure_id}).rows
    if not rows:
        to_do = "see `profitpools review list` and `show`"
        raise QueryError("no figure has this id", figure_id, to_do)
    return Judged(*rows[0])  # type: ignore[arg-type]


def figures(con: duckdb.DuckDBPyConnection, name: str) -> list[Judged]:
    """The figure with that id, or the figures that the conflict with that id holds back.

    Raises QueryError, also where the documents of a conflict disagree, as one must be chosen then.
    """
    rows = run(con, _CONFLICT, {"id": name, "key": None}).rows
    if not rows:
        return [figure(con, name)]
    rivals = _rivals(rows[0][-1])
    held = [str(one["figure_id"]) for one in rivals if one["is_held_back"]]
    values = {(one["figure_key"], one["value"]) for one in rivals}
    if len({key for key, _ in values}) < len(values):
        ids = " or ".join(dict.fromkeys(str(one["figure_id"]) for one in rivals))
        raise QueryError("its documents print different values", name, f"choose one: {ids}")
    if not held:
        what = f"holds back no figure ({rows[0][1]}, {rows[0][2]})"
        raise QueryError(what, name, "name a figure, if one is to be judged")
    return [figure(con, one) for one in held]


def refused(con: duckdb.DuckDBPyConnection, name: str) -> Refused | None:
    """The conflict with that id, if it is one within one document; else None."""
    rows = run(con, _REFUSED, {"id": name}).rows
    if not rows:
        return None
    one = Refused(*rows[0])  # type: ignore[arg-type]
    return replace(one, locators=tuple(sorted(one.locators)))


def seen(con: duckdb.DuckDBPyConnection, document: str, locator: str) -> Seen:
    """What the extractors stored about a place in a document."""
    [row] = run(con, _SEEN, {"document": document, "locator": locator}).rows
    return Seen(*row)  # type: ignore[arg-type]


def has_figure(con: duckdb.DuckDBPyConnection, figure_id: str) -> bool:
    """Whether a document has a figure with that id."""
    return bool(run(con, _FIGURE, {"id": figure_id}).rows)


def shown(con: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """Everything about a conflict, or about a figure and its rivals, as lines.

    Raises QueryError.
    """
    rows = run(con, _CONFLICT, {"id": name, "key": None}).rows
    if rows:
        return list(_conflict_lines(con, rows[0]))
    try:
        one = figure(con, name)
    except QueryError as error:
        raise QueryError("no conflict and no figure has this id", name, error.to_do) from error
    return list(_figure_lines(con, one))


def _conflict_lines(con: duckdb.DuckDBPyConnection, row: tuple[object, ...]) -> Iterator[str]:
    (
        conflict_id, kind, status, explanation, company, ticker, metric, segment, label, basis,
        unit, found, expected, tolerance, settled_by, held_back, rivals,
    ) = row  # fmt: skip
    words = (ticker or company, segment, metric, label)
    yield f"conflict {conflict_id}, {status}: {explanation} ({kind})"
    yield f"  of         {' '.join(str(word) for word in words if word)}"
    if isinstance(found, Decimal) and isinstance(expected, Decimal):
        within = f", tolerance {amount(tolerance)}" if isinstance(tolerance, Decimal) else ""
        yield f"  found      {amount(found)} against {amount(expected)} {unit}, {basis}{within}"
    yield f"  holds back {'; '.join(map(str, held_back or ())) or 'nothing that could be given'}"  # type: ignore[call-overload]
    if settled_by is not None:
        yield f"  settled by {settled_by}"
    printed: set[object] = set()
    for one in _rivals(rivals):
        yield from _rival_lines(con, one, str(unit or ""), printed)
    yield from _judged_lines(con, [str(one["figure_key"]) for one in _rivals(rivals)])


def _figure_lines(con: duckdb.DuckDBPyConnection, one: Judged) -> Iterator[str]:
    yield f"figure {one.figure_id}: {one}, {one.basis}"
    printed: set[object] = set()
    names = ("figure_id", "segment", "metric", "unit", "value", "status", "is_standing")
    for row in run(con, _VALUES, {"key": one.figure_key}).rows:
        rival = dict(zip(names, row, strict=False))
        yield from _rival_lines(con, rival, one.unit, printed)
    for row in run(con, _CONFLICT, {"id": None, "key": one.figure_key}).rows:
        yield f"  conflict   {row[0]}, {row[2]}: {row[3]} ({row[1]})"
    yield from _judged_lines(con, [one.figure_key])


def _rival_lines(
    con: duckdb.DuckDBPyConnection, one: dict[str, object], unit: str, printed: set[object]
) -> Iterator[str]:
    figure_id, value = one["figure_id"], one["value"]
    if figure_id is None:  # refused when it was read: there is a place, but no figure
        quote = f"“{one['quote']}” at " if one["quote"] else ""
        yield f"  refused    {quote}{one['locator'] or 'no place'}"
        yield f"  document   {one['form'] or 'document'}, sha256 {one['document']}"
        yield f"  origin     {one['source_url']}"
        return
    name = " ".join(str(word) for word in (one["segment"], one["metric"]) if word)
    mark = ", stands" if one["is_standing"] else ""
    shown_value = amount(value) if isinstance(value, Decimal) else "none"
    yield f"  figure     {figure_id}  {name} {shown_value} {unit}, {one['status']}{mark}"
    if figure_id in printed:
        return
    printed.add(figure_id)
    for place in places(con, str(figure_id)):
        yield from (f"  {line}" for line in place_lines(place))


def _judged_lines(con: duckdb.DuckDBPyConnection, keys: list[str]) -> Iterator[str]:
    for key in dict.fromkeys(keys):
        yield from (judgement_line(one) for one in judgements(con, key))


def _rivals(cell: object) -> list[dict[str, object]]:
    return cell if isinstance(cell, list) else []
