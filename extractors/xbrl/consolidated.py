"""The whole company: one value a metric and period.

The primary statement speaks first, and its lines must close arithmetically.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractors.language.concepts import caption_meanings
from extractors.metrics import METRICS
from extractors.model import Confidence, Period, Refusal
from extractors.xbrl.candidates import Draft, Meant
from extractors.xbrl.dimensions import WHOLE
from extractors.xbrl.facts import Reading

Chosen = dict[tuple[str, Period], Draft]
TOTAL_COSTS = ("us-gaap:CostOfRevenue", "ifrs-full:CostOfSales")
FACE = ("income", "cash_flow", "balance")


def consolidated(pool: Sequence[Meant], document: str, refusals: list[Refusal]) -> Chosen:
    """Metric and period → draft. What does not close is refused and left out."""
    by_metric: dict[str, list[Meant]] = defaultdict(list)
    for one in pool:
        if one.part == WHOLE:
            by_metric[one.meaning.metric].append(one)
    has_face = {face for one in pool for face in one.reading.statements if face in FACE}
    chosen: Chosen = {}
    for metric in METRICS:
        for draft in _choose(metric, by_metric.get(metric, []), has_face):
            chosen[metric, draft.period] = draft
    _close_gross_profit(chosen, by_metric, document, refusals)
    _close_operating_expenses(chosen, document, refusals)
    return chosen


def _choose(metric: str, pool: list[Meant], has_face: set[str]) -> list[Draft]:
    placed = [one for one in pool if one.is_in_place and not one.is_face_total]
    # Members on the face count only where nothing stands there without them, and one line alone.
    if not placed:
        placed = _only_lines([one for one in pool if one.is_in_place])
    if not placed:
        placed = [
            one
            for one in pool
            if one.reading.is_in_table
            and one.meaning.statement not in has_face
            and not one.is_face_total
        ]
    best: dict[Period, Meant] = {}
    for one in placed:
        known = best.get(one.reading.fact.period)
        if known is None or _preference(one) < _preference(known):
            best[one.reading.fact.period] = one
    for one in _elsewhere(pool, list(best.values())):
        best.setdefault(one.reading.fact.period, one)
    drafts = [_draft(metric, one) for one in best.values()]
    return [draft for draft in drafts if draft is not None]


def _preference(one: Meant) -> tuple[bool, int]:
    """A line whose caption names the metric as a whole first ("Total revenues", not "Products")."""
    named = {
        meaning.metric
        for placement in one.reading.placements
        for meaning in caption_meanings(placement.row_caption)
    }
    return one.meaning.metric not in named, one.meaning.rank


def _elsewhere(pool: list[Meant], chosen: list[Meant]) -> list[Meant]:
    """Other periods from tables that repeat a chosen line: same concept, and one value in common.

    An investee's table may use the company's concept, but it does not repeat the company's values.
    """
    known = {id(one.reading) for one in chosen}
    concepts = {one.reading.fact.concept for one in chosen}
    tables = {p.table for one in chosen for p in one.reading.placements}
    return [
        one
        for one in pool
        if id(one.reading) not in known
        and not one.is_face_total
        and one.reading.fact.concept in concepts
        and any(placement.table in tables for placement in one.reading.placements)
    ]


def _only_lines(totals: list[Meant]) -> list[Meant]:
    by_period: dict[Period, list[Meant]] = defaultdict(list)
    for one in totals:
        by_period[one.reading.fact.period].append(one)
    return [group[0] for group in by_period.values() if len(group) == 1]


def _draft(metric: str, one: Meant) -> Draft | None:
    weight = _weight(metric, one)
    if weight is None:
        return None
    rule = f"{one.reading.fact.concept} on the {_face(one)}"
    if one.meaning.is_by_caption:
        rule = f"{rule}, by its caption"
    if metric == "depreciation_and_amortization" and one.meaning.rank >= 10:
        rule = f"{rule}: depreciation alone, no line covers both"
    confidence: Confidence = "open_table" if one.meaning.is_by_caption else "exact_tag"
    return Draft(metric, one.reading.fact.period, WHOLE, ((one.reading, weight),), rule, confidence)


def _face(one: Meant) -> str:
    names = {"income": "income statement", "cash_flow": "cash flow statement"}
    names["balance"] = "balance sheet"
    found = [name for face, name in names.items() if face in one.reading.statements]
    return found[0] if found else "notes"


def _weight(metric: str, one: Meant) -> int | None:
    """+1, or −1 for an outflow tagged as a negative cash flow; None where that is unsure."""
    if metric != "capital_expenditures" or not one.meaning.is_by_caption:
        return 1
    bracketed = any(p.is_bracketed for p in one.reading.placements)
    value = one.reading.fact.value
    if value is None or (value < 0 and not bracketed):
        return None
    return -1 if value < 0 else 1


def _close_gross_profit(
    chosen: Chosen, by_metric: dict[str, list[Meant]], document: str, refusals: list[Refusal]
) -> None:
    """Revenue − cost of revenue = gross profit picks among rival lines.

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
        elif costs:
            del chosen["cost_of_revenue", period]
            _refuse_open(costs[0], "revenue − cost of revenue ≠ gross profit", document, refusals)


def _check_cost(chosen: Chosen, period: Period, document: str, refusals: list[Refusal]) -> None:
    """Without a gross profit to close against, only a line that says it is all the cost counts."""
    cost = chosen.get(("cost_of_revenue", period))
    if cost is None or cost.reading.fact.concept in TOTAL_COSTS:
        return
    captions = {m.metric for p in cost.reading.placements for m in caption_meanings(p.row_caption)}
    if "cost_of_revenue" not in captions:
        del chosen["cost_of_revenue", period]
        what = f"cost_of_revenue {period} ({cost.reading.fact.quote}): perhaps a part of the cost"
        refusals.append(Refusal(document, what, "ambiguous_caption", cost.reading.fact.locator))


def _rivals(
    metric: str, period: Period, chosen: Chosen, by_metric: dict[str, list[Meant]]
) -> list[Draft]:
    """The chosen line first, then the other lines of the statement that could be meant."""
    first = chosen.get((metric, period))
    if first is None:
        return []
    others = [
        one
        for one in sorted(by_metric[metric], key=lambda m: m.meaning.rank)
        if one.reading.fact.period == period
        and one.is_in_place
        and not one.is_face_total
        and one.reading != first.reading
    ]
    drafts = [_draft(metric, one) for one in others]
    return [first, *(draft for draft in drafts if draft is not None)]


def _derive_gross_profit(chosen: Chosen, period: Period) -> None:
    """Gross profit that nobody prints, where the cost is the whole cost.

    "Cost of revenue, excluding depreciation" is a part of it: the difference would flatter. Parts
    of the company are left alone: their rounded lines may miss by one what another page prints.
    """
    revenue, cost = chosen.get(("revenue", period)), chosen.get(("cost_of_revenue", period))
    if revenue is None or cost is None or "Excluding" in cost.reading.fact.concept:
        return
    inputs = (*revenue.inputs, *((reading, -weight) for reading, weight in cost.inputs))
    rule = "revenue − cost of revenue, no gross profit is printed"
    chosen["gross_profit", period] = Draft("gross_profit", period, WHOLE, inputs, rule)


def _close_operating_expenses(chosen: Chosen, document: str, refusals: list[Refusal]) -> None:
    """Operating expenses must lead from gross profit to operating income."""
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


def _refuse_open(draft: Draft, what: str, document: str, refusals: list[Refusal]) -> None:
    reading: Reading = draft.reading
    text = f"{draft.metric} {draft.period} ({reading.fact.quote}): {what}"
    refusals.append(Refusal(document, text, "does_not_close", reading.fact.locator))
