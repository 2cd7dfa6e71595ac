"""The whole company's figures: one value for each metric and period.

The primary statement takes precedence, and its lines must reconcile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractors.language.concepts import caption_meanings, is_whole
from extractors.metrics import METRICS
from extractors.model import Confidence, Period, Refusal
from extractors.xbrl.candidates import PARTIAL, Candidate, MappedFact
from extractors.xbrl.dimensions import WHOLE
from extractors.xbrl.facts import UniqueFact

Chosen = dict[tuple[str, Period], Candidate]
FACE = ("income", "cash_flow", "balance")


def consolidated(pool: Sequence[MappedFact], document: str, refusals: list[Refusal]) -> Chosen:
    """Metric and period → candidate. What does not reconcile is refused and left out."""
    by_metric: dict[str, list[MappedFact]] = defaultdict(list)
    for one in pool:
        if one.part == WHOLE:
            by_metric[one.meaning.metric].append(one)
    has_face = {face for one in pool for face in one.unique.statements if face in FACE}
    chosen: Chosen = {}
    for metric in METRICS:
        for candidate in _choose(metric, by_metric.get(metric, []), has_face):
            chosen[metric, candidate.period] = candidate
    _close_gross_profit(chosen, by_metric, document, refusals)
    _close_operating_expenses(chosen, document, refusals)
    return chosen


def _choose(metric: str, pool: list[MappedFact], has_face: set[str]) -> list[Candidate]:
    placed = [one for one in pool if one.is_in_place and not one.is_face_total]
    # Facts with members count on the face only if there is one such line and none without.
    if not placed:
        placed = _only_lines([one for one in pool if one.is_in_place])
    if not placed:
        placed = [
            one
            for one in pool
            if one.unique.is_in_table
            and one.meaning.statement not in has_face
            and not one.is_face_total
        ]
    best: dict[Period, MappedFact] = {}
    for one in placed:
        known = best.get(one.unique.fact.period)
        if known is None or _preference(one) < _preference(known):
            best[one.unique.fact.period] = one
    for one in _elsewhere(pool, list(best.values())):
        best.setdefault(one.unique.fact.period, one)
    candidates = [_candidate(metric, one) for one in best.values()]
    return [candidate for candidate in candidates if candidate is not None]


def _preference(one: MappedFact) -> tuple[bool, int]:
    """Sort key: captions of the whole metric first ("Total revenues", not "Products")."""
    named = {
        meaning.metric
        for position in one.unique.positions
        for meaning in caption_meanings(position.row_caption)
    }
    return one.meaning.metric not in named, one.meaning.rank


def _elsewhere(pool: list[MappedFact], chosen: list[MappedFact]) -> list[MappedFact]:
    """Other periods from tables that repeat a chosen line: same concept, and one equal value.

    An investee's table may use the company's concept, but does not repeat the company's values.
    """
    known = {id(one.unique) for one in chosen}
    concepts = {one.unique.fact.concept for one in chosen}
    tables = {p.table for one in chosen for p in one.unique.positions}
    return [
        one
        for one in pool
        if id(one.unique) not in known
        and not one.is_face_total
        and one.unique.fact.concept in concepts
        and any(position.table in tables for position in one.unique.positions)
    ]


def _only_lines(totals: list[MappedFact]) -> list[MappedFact]:
    by_period: dict[Period, list[MappedFact]] = defaultdict(list)
    for one in totals:
        by_period[one.unique.fact.period].append(one)
    return [group[0] for group in by_period.values() if len(group) == 1]


def _candidate(metric: str, one: MappedFact) -> Candidate | None:
    weight = _weight(metric, one)
    if weight is None:
        return None
    rule = f"{one.unique.fact.concept} {_place(one)}"
    if one.meaning.is_by_caption:
        rule = f"{rule}, by its caption"
    if metric == "depreciation_and_amortization" and one.meaning.rank >= PARTIAL:
        rule = f"{rule}: depreciation alone, no line covers both"
    confidence: Confidence = "open_table" if one.meaning.is_by_caption else "exact_tag"
    return Candidate(
        metric, one.unique.fact.period, WHOLE, ((one.unique, weight),), rule, confidence
    )


def _place(one: MappedFact) -> str:
    if "instance" in one.unique.statements:
        return "in the instance"
    names = {"income": "income statement", "cash_flow": "cash flow statement"}
    names["balance"] = "balance sheet"
    found = [name for face, name in names.items() if face in one.unique.statements]
    return f"on the {found[0] if found else 'notes'}"


def _weight(metric: str, one: MappedFact) -> int | None:
    """+1, or −1 for an outflow tagged as a negative cash flow; None where that is uncertain.

    A concept of payments is an outflow with either sign: MOPS and EDINET tag it as negative cash.
    """
    if metric != "capital_expenditures":
        return 1
    bracketed = any(p.is_bracketed for p in one.unique.positions)
    value = one.unique.fact.value
    if value is None or (value < 0 and one.meaning.is_by_caption and not bracketed):
        return None
    return -1 if value < 0 else 1


def _close_gross_profit(
    chosen: Chosen, by_metric: dict[str, list[MappedFact]], document: str, refusals: list[Refusal]
) -> None:
    """Choose among rival lines those with revenue − cost of revenue = gross profit.

    Where no gross profit is printed it is their difference.
    """
    periods = [period for metric, period in chosen if metric == "revenue"]
    for period in periods:
        gross = chosen.get(("gross_profit", period))
        costs = _rivals("cost_of_revenue", period, chosen, by_metric)
        if gross is None:
            _check_cost(chosen, period, document, refusals)
            _derive_gross_profit(chosen, period)
            continue
        revenues = _rivals("revenue", period, chosen, by_metric)
        pairs = [(r, c) for r in revenues for c in costs if gross.is_sum_of(((r, 1), (c, -1)))]
        if pairs:
            chosen["revenue", period], chosen["cost_of_revenue", period] = pairs[0]
        elif costs and not _closes_elsewhere(period, revenues, costs, chosen, by_metric):
            del chosen["cost_of_revenue", period]
            _refuse_open(costs[0], "revenue − cost of revenue ≠ gross profit", document, refusals)


def _closes_elsewhere(
    period: Period,
    revenues: list[Candidate],
    costs: list[Candidate],
    chosen: Chosen,
    by_metric: dict[str, list[MappedFact]],
) -> bool:
    """Whether revenue less cost is another gross profit in the statement.

    Taiwanese companies have two: before and after unrealised profit on sales to associates.
    """
    others = _rivals("gross_profit", period, chosen, by_metric)[1:]
    parts = ((revenues[0], 1), (costs[0], -1))
    return bool(revenues) and any(other.is_sum_of(parts) for other in others)


def _check_cost(chosen: Chosen, period: Period, document: str, refusals: list[Refusal]) -> None:
    """Without a gross profit to reconcile with, only a line named as the whole cost counts."""
    cost = chosen.get(("cost_of_revenue", period))
    if cost is None or is_whole(cost.unique.fact.concept):
        return
    captions = {m.metric for p in cost.unique.positions for m in caption_meanings(p.row_caption)}
    if "cost_of_revenue" not in captions:
        del chosen["cost_of_revenue", period]
        what = f"cost_of_revenue {period} ({cost.unique.fact.quote}): perhaps a part of the cost"
        refusals.append(Refusal(document, what, "ambiguous_caption", cost.unique.fact.locator))


def _rivals(
    metric: str, period: Period, chosen: Chosen, by_metric: dict[str, list[MappedFact]]
) -> list[Candidate]:
    """The chosen line first, then the other lines of the statement with that meaning."""
    first = chosen.get((metric, period))
    if first is None:
        return []
    others = [
        one
        for one in sorted(by_metric[metric], key=lambda m: m.meaning.rank)
        if one.unique.fact.period == period
        and one.is_in_place
        and not one.is_face_total
        and one.unique != first.unique
    ]
    candidates = [_candidate(metric, one) for one in others]
    return [first, *(candidate for candidate in candidates if candidate is not None)]


def _derive_gross_profit(chosen: Chosen, period: Period) -> None:
    """A gross profit that is not printed, if the cost is the whole cost.

    "Cost of revenue, excluding depreciation" is a part of it: the difference would be too high.
    Segments are left out: their rounded lines may differ by one from what another page prints.
    """
    revenue, cost = chosen.get(("revenue", period)), chosen.get(("cost_of_revenue", period))
    if revenue is None or cost is None or "Excluding" in cost.unique.fact.concept:
        return
    inputs = (*revenue.inputs, *((unique, -weight) for unique, weight in cost.inputs))
    difference = "revenue − cost of revenue"
    rule = f"{difference}, no gross profit is printed"
    chosen["gross_profit", period] = Candidate(
        "gross_profit", period, WHOLE, inputs, rule, difference=difference
    )


def _close_operating_expenses(chosen: Chosen, document: str, refusals: list[Refusal]) -> None:
    """Refuse operating expenses that do not lead from gross profit to operating income."""
    for metric, period in list(chosen):
        if metric != "operating_expenses":
            continue
        expenses = chosen[metric, period]
        gross = chosen.get(("gross_profit", period))
        income = chosen.get(("operating_income", period))
        if gross and income and income.is_sum_of(((gross, 1), (expenses, -1))):
            continue
        del chosen[metric, period]
        _refuse_open(
            expenses, "gross profit − operating expenses ≠ operating income", document, refusals
        )


def _refuse_open(candidate: Candidate, what: str, document: str, refusals: list[Refusal]) -> None:
    unique: UniqueFact = candidate.unique
    text = f"{candidate.metric} {candidate.period} ({unique.fact.quote}): {what}"
    refusals.append(Refusal(document, text, "does_not_close", unique.fact.locator))
