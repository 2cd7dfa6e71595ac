"""Segments, product lines and what the segments leave over, each under its printed name.

The parts must close: Σ segments + corporate + eliminations = the whole company. Arithmetic decides
what members leave open: whether a row without a segment is a subtotal or the corporate rest, and
which of two rival corporate rows is the one that the segment table means.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from extractors.language.concepts import MEMBERS
from extractors.language.part_names import plain, readable
from extractors.model import Breakdown, Period, Refusal
from extractors.xbrl.candidates import Draft, Meant
from extractors.xbrl.consolidated import Chosen
from extractors.xbrl.dimensions import WHOLE, Slice, names
from extractors.xbrl.facts import Reading

ADDITIVE = ("revenue", "operating_income", "gross_profit", "cost_of_revenue")
SAME_CONCEPT = ("depreciation_and_amortization", "capital_expenditures")
MAX_RIVALS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A draft with its place among the parts: name, breakdown and parent."""

    draft: Draft
    name: str
    breakdown: Breakdown
    parent: str | None = None


def parts(
    pool: Sequence[Meant],
    whole: Chosen,
    everything: Iterable[tuple[Slice, Reading]],
    document: str,
    refusals: list[Refusal],
) -> list[Part]:
    """Every part of every metric and period, named; rivals that cannot be settled are refused."""
    drafts = _drafts(pool, whole)
    named = names(everything)
    found: list[Part] = []
    for (metric, period), by_part in _grouped(drafts).items():
        kinds = _kinds(metric, by_part, whole.get((metric, period)), document, refusals)
        for part, breakdown in kinds.items():
            name, draft = _name(part, named), by_part[part]
            if name is not None:
                if part not in named:
                    draft = replace(draft, rule=f"{draft.rule}, named by its member")
                found.append(Part(draft, name, breakdown, _parent(draft, name, named)))
    return _without_homonyms(found, document, refusals)


def _name(part: Slice, named: dict[Slice, str]) -> str | None:
    return named.get(part) or (readable(part.member) if part.member else None)


def _parent(draft: Draft, name: str, named: dict[Slice, str]) -> str | None:
    """The segment of a product line: by its member, else by the heading over its row.

    AMD gives a product line a segment member of its own and prints it under another segment.
    """
    if draft.part.product is None:
        return None
    segments = {plain(n): n for part, n in named.items() if part.segment and not part.product}
    headings = [s for p in draft.reading.placements for s in reversed(p.sections)]
    over = next((segments[plain(text)] for text in headings if plain(text) in segments), None)
    own = _name(Slice(segment=draft.part.segment), named) if draft.part.segment else None
    if own is None or plain(own) == plain(name):
        return over if over is not None and plain(over) != plain(name) else None
    return own


def _drafts(pool: Sequence[Meant], whole: Chosen) -> list[Draft]:
    """The best meaning for each metric, period and part. Prose never speaks for a part's profit."""
    best: dict[tuple[str, Period, Slice], Meant] = {}
    for one in pool:
        metric, fact = one.meaning.metric, one.reading.fact
        if one.part == WHOLE or not one.meaning.is_for_segments:
            continue
        if metric in SAME_CONCEPT:
            chosen = whole.get((metric, fact.period))
            if chosen is None or chosen.reading.fact.concept != fact.concept:
                continue
        elif not one.reading.is_in_table:
            continue
        key = (metric, fact.period, one.part)
        if key not in best or _preference(one) < _preference(best[key]):
            best[key] = one
    return [
        Draft(
            metric,
            period,
            part,
            ((one.reading, 1),),
            f"{one.reading.fact.concept} of the {_kind_of_member(part)}",
            "open_table" if one.meaning.is_by_caption else "exact_tag",
        )
        for (metric, period, part), one in best.items()
    ]


def _preference(one: Meant) -> tuple[bool, int]:
    """The segment note first, then the rank of the concept."""
    return "segment" not in one.reading.statements, one.meaning.rank


def _kind_of_member(part: Slice) -> str:
    if part.product:
        return f"product line {part.product}"
    return f"segment {part.segment}" if part.segment else f"row {part.consolidation}"


def _grouped(drafts: list[Draft]) -> dict[tuple[str, Period], dict[Slice, Draft]]:
    grouped: dict[tuple[str, Period], dict[Slice, Draft]] = defaultdict(dict)
    for draft in drafts:
        grouped[draft.metric, draft.period][draft.part] = draft
    return grouped


def _kinds(
    metric: str,
    by_part: dict[Slice, Draft],
    whole: Draft | None,
    document: str,
    refusals: list[Refusal],
) -> dict[Slice, Breakdown]:
    """Part → breakdown; a part that fits nowhere is refused and left out."""
    kinds = {part: part.breakdown for part in by_part if part.breakdown is not None}
    if metric not in ADDITIVE:
        return {part: kind for part, kind in kinds.items() if part.consolidation is None}
    segments = [by_part[part] for part, kind in kinds.items() if kind == "segment"]
    rest = [by_part[part] for part, kind in kinds.items() if kind == "corporate"]
    if whole is None or _fitting(segments, rest, whole) is None:
        segments = _without_subtotals(segments, whole, kinds)
    for draft in [d for d in rest if d.part.is_operating]:
        if segments and draft.is_sum_of((s, 1) for s in segments):
            kinds[draft.part] = "subtotal"
            rest.remove(draft)
    if whole is None:
        return kinds
    fitting = _fitting(segments, rest, whole)
    for draft in rest:
        is_rival = fitting is not None and draft not in fitting
        if is_rival or (fitting is None and _is_unfit(draft, segments, rest, whole)):
            del kinds[draft.part]
            _refuse(draft, document, refusals)
    return kinds


def _is_unfit(draft: Draft, segments: list[Draft], rest: list[Draft], whole: Draft) -> bool:
    """A row of no known kind, or one that would close with the other sign."""
    flipped = [(other, -1 if other is draft else 1) for other in (*segments, *rest)]
    return draft.part.is_operating or (bool(draft.value) and whole.is_sum_of(flipped))


def _fitting(segments: list[Draft], rest: list[Draft], whole: Draft) -> tuple[Draft, ...] | None:
    """The largest set of corporate rows that closes with the segments; None where none does."""
    if not segments or len(rest) > MAX_RIVALS:
        return None
    for size in range(len(rest), -1, -1):
        for chosen in combinations(rest, size):
            if whole.is_sum_of((draft, 1) for draft in (*segments, *chosen)):
                return chosen
    return None


def _without_subtotals(
    segments: list[Draft], whole: Draft | None, kinds: dict[Slice, Breakdown]
) -> list[Draft]:
    """Drop members that are sums of the members printed just above them in the same table."""
    kept: list[Draft] = []
    for draft in sorted(segments, key=_row):
        above = [other for other in kept if _table(other) == _table(draft)]
        sums = (above[-size:] for size in range(2, len(above) + 1))
        is_sum = any(draft.value and draft.is_sum_of((o, 1) for o in some) for some in sums)
        if is_sum and whole is not None and not whole.is_sum_of([(draft, 1)]):
            kinds[draft.part] = "subtotal"
        else:
            kept.append(draft)
    return kept


def _row(draft: Draft) -> tuple[int, int, int]:
    if not draft.reading.placements:
        return (0, 0, 0)
    first = draft.reading.placements[0]
    return (first.table, first.row, first.column)


def _table(draft: Draft) -> int:
    return _row(draft)[0]


def _listed(found: Sequence[Part]) -> list[Draft]:
    return [part.draft for part in found if part.breakdown in ("segment", "corporate")]


def is_closed(found: Sequence[Part], whole: Draft) -> bool:
    """Whether segments and corporate rows add up to the whole; without any there is no gap."""
    listed = _listed(found)
    return not listed or whole.is_sum_of((draft, 1) for draft in listed)


def residual_row(pool: Sequence[Draft], segments: Sequence[Part], whole: Draft) -> Draft | None:
    """The one untagged-by-member row of the segment table that is exactly what is left over.

    Alphabet prints hedging gains between its segments and the total, under a concept of their own.
    """
    listed = _listed(segments)
    left = whole.value - sum((draft.value for draft in listed), Decimal(0))
    tables = {_table(draft) for draft in listed}
    same = [d for d in pool if d.value == left and d.period == whole.period and _table(d) in tables]
    return same[0] if len(same) == 1 else None


PRECEDENCE: tuple[Breakdown, ...] = ("segment", "corporate", "subtotal", "product")


def _without_homonyms(found: list[Part], document: str, refusals: list[Refusal]) -> list[Part]:
    """Two parts under one name cannot be told apart by a reader.

    With equal values one stands for both (AWS is a segment and a product line); else the segment
    stands and the product line is refused, and two of the same kind are both refused.
    """
    by_name: dict[tuple[object, ...], list[Part]] = defaultdict(list)
    for part in found:
        by_name[part.draft.metric, part.draft.period, plain(part.name)].append(part)
    kept = []
    for same in by_name.values():
        same.sort(key=lambda part: (PRECEDENCE.index(part.breakdown), part.parent is not None))
        first, *others = same
        rivals = [part for part in others if part.draft.value != first.draft.value]
        refused = list(rivals)
        if any((r.breakdown, r.parent) == (first.breakdown, first.parent) for r in rivals):
            refused.append(first)
        else:
            kept.append(first)
        for part in refused:
            fact = part.draft.reading.fact
            what = f"{part.draft.metric} of the {part.breakdown} {part.name!r} {fact.period}"
            what = f"{what}: another part has that name and another value"
            refusals.append(Refusal(document, what, "ambiguous_caption", fact.locator))
    return kept


def _refuse(draft: Draft, document: str, refusals: list[Refusal]) -> None:
    fact = draft.reading.fact
    use = MEMBERS.get(draft.part.consolidation or draft.part.segment or "", "corporate")
    what = f"{draft.metric} {draft.period}: the {use} row {fact.quote!r}"
    what = f"{what} does not close with the segments"
    refusals.append(Refusal(document, what, "does_not_close", fact.locator))
