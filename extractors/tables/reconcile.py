"""Reconciles printed lines: revenue − cost = gross profit, and printed margins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from extractors.language.part_names import plain
from extractors.language.phrases import has
from extractors.language.rounding import Rounded, closes
from extractors.metrics import MARGINS
from extractors.model import Basis, Period, Refusal
from extractors.tables.printed_facts import PrintedFact
from extractors.tables.sections import MUST_CLOSE, heading_meanings

FACE = {"capital_expenditures": "cash_flow", "depreciation_and_amortization": "cash_flow"}
FACE |= {"inventory": "balance"}


@dataclass(frozen=True, slots=True)
class Key:
    """What two printings of the same number have in common."""

    metric: str
    part: str | None
    basis: Basis
    period: Period
    unit: str


def key_of(line: PrintedFact) -> Key:
    """The line's key; a part within another has both names."""
    part = plain(line.part) if line.part else None
    if line.parent:
        part = f"{plain(line.parent)} › {part}"
    return Key(line.meaning.metric, part, line.basis, line.period, line.unit)


def rank_of(line: PrintedFact) -> tuple[int, int]:
    """Rank of its place: the metric's own statement, then summaries, then reconciliations."""
    face = FACE.get(line.meaning.metric, "income")
    places = {face: 0, "other": 1, "reconciliation": 2}
    return places.get(line.statement, 3), line.meaning.rank


def agree(one: PrintedFact, other: PrintedFact) -> bool:
    """Whether the values are equal within their rounding."""
    return Rounded.of(one).agrees(Rounded.of(other))


def _is_difference(line: PrintedFact, above: PrintedFact, less: PrintedFact) -> bool:
    parts = (Rounded.of(above), 1), (Rounded.of(less), -1)
    return closes(parts, Rounded.of(line))


def close(
    chosen: dict[Key, PrintedFact], found: list[PrintedFact], document: str, refusals: list[Refusal]
) -> None:
    """Refuse lines that do not reconcile: revenue, cost and gross profit; expenses and income.

    Revenue − cost = gross profit, and gross profit − operating expenses = operating income.
    """
    for key in [k for k in chosen if k.metric in ("cost_of_revenue", "operating_expenses")]:
        is_cost = key.metric == "cost_of_revenue"
        above = _sibling(chosen, key, "revenue" if is_cost else "gross_profit")
        below = _sibling(chosen, key, "gross_profit" if is_cost else "operating_income")
        is_doubtful = not is_cost or chosen[key].meaning.rank == MUST_CLOSE
        if above is None or below is None:
            if is_doubtful:
                del chosen[key]
            continue
        rivals = [line for line in found if key_of(line) == key]
        fitting = [one for one in rivals if _is_difference(below, above, one)]
        if fitting:
            chosen[key] = min(fitting, key=rank_of)
            continue
        line_of_cost = chosen[key]
        what = f"{key.metric} {key.period} ({line_of_cost.token.quote}) does not close"
        if not is_doubtful and below.table == line_of_cost.table:
            chosen.pop(key_of(below), None)  # either of the two may be misread
            what = f"{what}, and {below.meaning.metric} ({below.token.quote}) goes with it"
        refusals.append(Refusal(document, what, "does_not_close", line_of_cost.token.locator))
        del chosen[key]


def _sibling(chosen: dict[Key, PrintedFact], key: Key, metric: str) -> PrintedFact | None:
    return chosen.get(Key(metric, key.part, key.basis, key.period, key.unit))


def check_margins(
    chosen: dict[Key, PrintedFact], found: list[PrintedFact], document: str, refusals: list[Refusal]
) -> None:
    """Refuse a printed margin that the printed lines contradict, where they exist.

    A part's margin is compared within its own table, as another may measure profit differently.
    """
    money = {k.unit for k in chosen if k.unit != "pure"}
    own = {(one.table, key_of(one)): one for one in found if one.part}
    for key in [k for k in chosen if k.metric in MARGINS]:
        line = chosen[key]
        if any(_is_of_its_table(own, line, replace(key, unit=unit)) for unit in money):
            continue
        off = [is_off(line, chosen, unit) for unit in money]
        if True in off:
            what = f"{key.metric} {key.period}: {line.token.quote} is not what its lines give"
            refusals.append(Refusal(document, what, "conflict", line.token.locator))
            del chosen[key]
        elif False not in off and not (line.is_percent_of_revenue or _names_a_share(line)):
            del chosen[key]  # a percentage of something else


def _is_of_its_table(
    own: dict[tuple[int, Key], PrintedFact], line: PrintedFact, money: Key
) -> bool:
    """Whether the part's lines in the same table give the margin."""
    top = own.get((line.table, replace(money, metric=MARGINS[money.metric])))
    revenue = own.get((line.table, replace(money, metric="revenue")))
    if top is None or revenue is None or not revenue.value:
        return False
    return Rounded.of(line).is_quotient(Rounded.of(top), Rounded.of(revenue))


def _names_a_share(line: PrintedFact) -> bool:
    """Whether the caption says that it is a share, or a heading that all below it are margins.

    "Gross margin (%)  54.0" has no sign: what else it may be, only its lines rule out.
    """
    if line.token.amount is None or not line.token.amount.is_percent:
        return False
    if has(line.row.caption, "margin") or has(line.row.caption, "percent_of"):
        return True
    over = [{m.metric for m in heading_meanings(text)} for text in line.sections]
    return any(metrics and metrics <= set(MARGINS) for metrics in over)


def is_off(line: PrintedFact, printed: Mapping[Key, PrintedFact], unit: str) -> bool | None:
    """Whether the lines contradict a printed margin; None where they are missing.

    No ratio is stored here: those are computed in SQL.
    """
    key = key_of(line)
    top = printed.get(replace(key, metric=MARGINS[key.metric], unit=unit))
    revenue = printed.get(replace(key, metric="revenue", unit=unit)) or printed.get(
        replace(key, metric="revenue", unit=unit, basis="gaap")
    )
    if top is None or revenue is None or not revenue.value:
        return None
    return not Rounded.of(line).is_quotient(Rounded.of(top), Rounded.of(revenue))
