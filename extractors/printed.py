"""Printed lines → figures: the primary statement first, closed, conflicts held back."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors import foreign
from extractors.calendar import Calendar, calendar
from extractors.columns import Header, columns, in_fiscal_years
from extractors.grid import Table
from extractors.lines import Line, fact_of, lines
from extractors.model import Basis, Breakdown, Fact, Figure, Input, Period, Refusal
from extractors.partitions import proven
from extractors.row_meanings import SPREAD
from extractors.slices import plain
from extractors.units import Unit, unit_of

HALF = Decimal("0.5")
FACE = {"capital_expenditures": "cash_flow", "depreciation_and_amortization": "cash_flow"}
FACE |= {"inventory": "balance"}
MARGIN = re.compile(r"margin|(?:%|percent(?:age)?) of (?:net |total )?(?:revenues?|sales)", re.I)
ELIMINATIONS = re.compile(r"\beliminations?\b", re.I)
HEADER_ROWS = 8


@dataclass(frozen=True, slots=True)
class Key:
    """What two printings of the same thing share."""

    metric: str
    part: str | None
    basis: Basis
    period: Period
    unit: str


@dataclass(frozen=True, slots=True)
class Read:
    """All that the tables of one document say; heads are the words over their columns."""

    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    refusals: tuple[Refusal, ...]
    calendar: Calendar
    heads: tuple[str, ...] = ()


def figures(
    tables: Iterable[Table],
    texts: list[str],
    document: str,
) -> Read:
    """Figures of all tables; `texts` are the lines between them, which date the quarters."""
    headed = [(table, columns(table)) for table in tables]
    dates = calendar((c for _, header in headed for c in header.captions), texts)
    refusals: list[Refusal] = []
    found = foreign.own(_unbracketed(_lines(headed, dates)), headed, document, refusals)
    found = proven(found, document, refusals)
    found = _without_foreign(found, document, refusals)
    heads = tuple(
        token.text
        for table, header in headed
        for row in table.rows
        if row.number in header.rows
        for token in row.tokens
    )
    return replace(settled(found, dates, document, refusals), heads=heads)


def settled(found: list[Line], dates: Calendar, document: str, refusals: list[Refusal]) -> Read:
    """One figure for each thing that the lines print; adds to `refusals` what is doubtful."""
    chosen = _settled(found, document, refusals)
    _close(chosen, found, document, refusals)
    _check_margins(chosen, document, refusals)
    _take_attributable(chosen)
    names = _segments(found)
    made = tuple(_figure(key, line, document, names) for key, line in chosen.items())
    facts = {line.token.locator: fact_of(line, document) for line in chosen.values()}
    return Read(tuple(facts.values()), made, tuple(refusals), dates)


def _lines(headed: list[tuple[Table, Header]], dates: Calendar) -> Iterator[Line]:
    """All lines; what a table leaves out of unit and years is taken where its numbers prove it."""
    units = [unit_over(table, header) for table, header in headed]
    of_table = [list(lines(t, h, dates, u)) for (t, h), u in zip(headed, units, strict=True)]
    stated = Counter(unit for unit, some in zip(units, of_table, strict=True) if unit and some)
    common = stated.most_common(1)[0][0] if stated else None
    known = {_key(line): line for some in of_table for line in some}
    for (table, header), unit, some in zip(headed, units, of_table, strict=True):
        years = in_fiscal_years(header)
        if (unit is None and common is not None) or years is not header:
            supposed = list(lines(table, years, dates, unit or common))
            if _is_borne_out(supposed, known):
                some = supposed
        yield from some


def _unbracketed(found: Iterable[Line]) -> list[Line]:
    """Costs as positive numbers, also where a statement prints them all in brackets."""
    listed = list(found)
    signs: dict[int, set[bool]] = defaultdict(set)
    for line in listed:
        if line.meaning.metric in SPREAD and line.part is None and line.value:
            signs[line.table].add(line.value < 0)
    turned = {table for table, negative in signs.items() if negative == {True}}
    return [
        replace(one, value=-one.value, sign=-one.sign)
        if one.table in turned and one.meaning.metric in SPREAD
        else one
        for one in listed
    ]


def _is_borne_out(found: list[Line], known: dict[Key, Line]) -> bool:
    """Whether a number of three digits or more is also printed under a unit, and none differs."""
    pairs = [(one, known[_key(one)]) for one in found if _key(one) in known and one.unit != "pure"]
    same = [one for one, other in pairs if one.value == other.value and len(one.token.quote) > 2]
    return bool(same) and all(_agree(one, other) for one, other in pairs)


def unit_over(table: Table, header: Header) -> Unit | None:
    """The unit caption of the table itself, else of the lines before it."""
    begin = next((i for i, row in enumerate(table.rows) if row.amounts), HEADER_ROWS)
    top = table.rows[: min(begin, HEADER_ROWS)]
    own = [t.text for row in top for t in row.tokens if t.amount is None]
    own += [row.caption for row in top]
    return unit_of([*header.title, *own]) or unit_of(list(table.before))


def _key(line: Line) -> Key:
    part = plain(line.part) if line.part else None
    if line.parent:
        part = f"{plain(line.parent)} › {part}"
    return Key(line.meaning.metric, part, line.basis, line.period, line.unit)


def _rank(line: Line) -> tuple[int, int]:
    """The face of the metric's statement, then summaries, then reconciliations."""
    face = FACE.get(line.meaning.metric, "income")
    places = {face: 0, "other": 1, "reconciliation": 2}
    return places.get(line.statement, 3), line.meaning.rank


def _settled(found: list[Line], document: str, refusals: list[Refusal]) -> dict[Key, Line]:
    """One line for each key: the surest place speaks, and what it says twice must agree.

    What a lesser place says otherwise is refused, and the surest place stands.
    """
    groups: dict[Key, list[Line]] = defaultdict(list)
    tops = ("revenue", "gross_profit")
    beside = {(one.table, _key(one)) for one in found if one.meaning.metric in tops}
    for line in found:
        key = _key(line)
        # A cost of revenue in a note on stock compensation or hedges is not the statement's.
        is_alone = not any((line.table, replace(key, metric=top)) in beside for top in tops)
        if not (key.metric == "cost_of_revenue" and is_alone):
            groups[key].append(line)
    profit_tables = {
        one.table for one in found if one.part and one.meaning.metric == "operating_income"
    }

    def rank(line: Line) -> tuple[bool, int, int]:
        return (bool(line.part) and line.table not in profit_tables, *_rank(line))

    chosen = {}
    for key, group in groups.items():
        best = min(group, key=rank)
        rivals = [one for one in group if not _agree(best, one)]
        equals = [one for one in rivals if rank(one) == rank(best)]
        if not equals:
            finer = [one for one in group if key.unit == "pure" and one not in rivals]
            chosen[key] = max(finer, key=lambda one: one.decimals, default=best)
        for against in equals[:1] or [r for r in rivals if _rank(r)[1] == _rank(best)[1]][:1]:
            what = f"{key.metric} {key.part or ''} {key.period}: {best.token.quote} against "
            what = f"{what}{against.token.quote} at {against.token.locator}"
            refusals.append(Refusal(document, what, "conflict", best.token.locator))
    return chosen


def _without_foreign(found: list[Line], document: str, refusals: list[Refusal]) -> list[Line]:
    """Lines without the tables whose revenue contradicts the income statement's: an investee's.

    What else such a table prints is refused, once for all of it.
    """
    face: dict[Key, Line] = {}
    for line in found:
        if line.meaning.metric == "revenue" and not line.part and _rank(line)[0] == 0:
            face.setdefault(_key(line), line)
    told: dict[int, set[bool]] = defaultdict(set)
    for line in found:
        best = face.get(_key(line))
        if best is not None and line.statement not in ("income", "cash_flow"):
            told[line.table].add(_agree(best, line))
    foreign = {table for table, agreeing in told.items() if agreeing == {False}}
    kept: list[Line] = []
    left: dict[int, Line] = {}
    for one in found:
        if one.table not in foreign or one.part or one.meaning.metric == "revenue":
            kept.append(one)
        else:
            left.setdefault(one.table, one)
    for table, one in left.items():
        what = f"table {table}: {one.row.caption!r} is under a revenue that is not the statement's"
        refusals.append(Refusal(document, what, "conflict", one.token.locator))
    return kept


def _take_attributable(chosen: dict[Key, Line]) -> None:
    """Where no line says net income, the one attributable to the owners is all there is."""
    for key in [k for k in chosen if k.metric == "net_income_attributable"]:
        chosen.setdefault(replace(key, metric="net_income"), chosen[key])


def _step(line: Line) -> Decimal:
    return Decimal(1).scaleb(-line.decimals)


def _agree(one: Line, other: Line) -> bool:
    return abs(one.value - other.value) <= HALF * (_step(one) + _step(other))


def _closes(parts: list[tuple[Line, int]], whole: Line) -> bool:
    total = sum((weight * part.value for part, weight in parts), Decimal(0))
    step = max(_step(line) for line in (whole, *(part for part, _ in parts)))
    return abs(total - whole.value) <= (len(parts) + 1) * HALF * step


def _close(
    chosen: dict[Key, Line], found: list[Line], document: str, refusals: list[Refusal]
) -> None:
    """Revenue − cost = gross profit, gross profit − expenses = operating income, or refused."""
    for key in [k for k in chosen if k.metric in ("cost_of_revenue", "operating_expenses")]:
        is_cost = key.metric == "cost_of_revenue"
        above = _sibling(chosen, key, "revenue" if is_cost else "gross_profit")
        below = _sibling(chosen, key, "gross_profit" if is_cost else "operating_income")
        if above is None or below is None:
            if not is_cost:
                del chosen[key]
            continue
        rivals = [line for line in found if _key(line) == key]
        fitting = [one for one in rivals if _closes([(above, 1), (one, -1)], below)]
        if fitting:
            chosen[key] = min(fitting, key=_rank)
            continue
        line_of_cost = chosen[key]
        what = f"{key.metric} {key.period} ({line_of_cost.token.quote}) does not close"
        if is_cost and below.table == line_of_cost.table:
            chosen.pop(_key(below), None)  # which of the two is misread, nobody knows
            what = f"{what}, and {below.meaning.metric} ({below.token.quote}) goes with it"
        refusals.append(Refusal(document, what, "does_not_close", line_of_cost.token.locator))
        del chosen[key]


def _sibling(chosen: dict[Key, Line], key: Key, metric: str) -> Line | None:
    return chosen.get(Key(metric, key.part, key.basis, key.period, key.unit))


def _check_margins(chosen: dict[Key, Line], document: str, refusals: list[Refusal]) -> None:
    """A printed margin must be what the printed lines give, where they are there."""
    pairs = {"gross_margin": "gross_profit", "operating_margin": "operating_income"}
    money = {k.unit for k in chosen if k.unit != "pure"}
    for key in [k for k in chosen if k.metric in pairs]:
        line = chosen[key]
        off = [_is_off(chosen, key, pairs[key.metric], unit) for unit in money]
        if True in off:
            what = f"{key.metric} {key.period}: {line.token.quote} is not what its lines give"
            refusals.append(Refusal(document, what, "conflict", line.token.locator))
            del chosen[key]
        elif False not in off and not (line.is_share or MARGIN.search(line.row.caption)):
            del chosen[key]  # a percentage of nobody knows what


def _is_off(chosen: dict[Key, Line], key: Key, metric: str, unit: str) -> bool | None:
    """Whether the lines break the printed margin; None where they are not there.

    No ratio is kept here: those live in SQL.
    """
    line = chosen[key]
    top = chosen.get(replace(key, metric=metric, unit=unit))
    revenue = chosen.get(replace(key, metric="revenue", unit=unit)) or chosen.get(
        replace(key, metric="revenue", unit=unit, basis="gaap")
    )
    if top is None or revenue is None or not revenue.value:
        return None
    slack = HALF * _step(line) + (_step(top) + _step(revenue)) / abs(revenue.value)
    return abs(top.value / revenue.value - line.value) > slack


def _segments(found: list[Line]) -> frozenset[str]:
    """Plain names of parts that print a profit: those are segments, others product lines."""
    return frozenset(
        plain(line.part)
        for line in found
        if line.part
        and not line.parent
        and (line.meaning.metric == "operating_income" or line.is_of_segments)
    )


def _figure(key: Key, line: Line, document: str, segments: frozenset[str]) -> Figure:
    breakdown: Breakdown | None = None
    if key.part is not None:
        breakdown = "segment" if key.part in segments else "product"
        if ELIMINATIONS.search(key.part):
            breakdown = "corporate"
        elif line.is_subtotal:
            breakdown = "subtotal"
    on_face = _rank(line)[0] == 0
    return Figure(
        document=document,
        metric=key.metric,
        period=line.period,
        period_type=line.period_type,
        value=line.value,
        unit=line.unit,
        rule=f"{' › '.join(text for text in line.path if text)} of table {line.table}",
        confidence="closed_table" if on_face else "open_table",
        inputs=(Input(fact_of(line, document).fact_id, line.sign),),
        segment=line.part,
        breakdown=breakdown,
        parent=line.parent,
        basis=key.basis,
        decimals=line.decimals,
    )
