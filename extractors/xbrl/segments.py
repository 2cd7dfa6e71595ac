"""Segments, product lines and the corporate remainder, each under its printed name.

The parts must reconcile: Σ segments + corporate + eliminations = the whole company. Arithmetic
decides what members leave open: whether a row without a segment is a subtotal or corporate, and
which of two rival corporate rows belongs to the segment table.
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
from extractors.xbrl.candidates import Candidate, MappedFact
from extractors.xbrl.consolidated import Chosen
from extractors.xbrl.dimensions import WHOLE, Dimensions, names
from extractors.xbrl.facts import UniqueFact

ADDITIVE = ("revenue", "operating_income", "gross_profit", "cost_of_revenue")
SAME_CONCEPT = ("depreciation_and_amortization", "capital_expenditures")
MAX_RIVALS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A candidate with its name, breakdown and parent."""

    candidate: Candidate
    name: str
    breakdown: Breakdown
    parent: str | None = None


def parts(
    pool: Sequence[MappedFact],
    whole: Chosen,
    everything: Iterable[tuple[Dimensions, UniqueFact]],
    document: str,
    refusals: list[Refusal],
) -> list[Part]:
    """Every part of every metric and period, named; unresolved rivals are refused."""
    candidates = _candidates(pool, whole)
    named = names(everything)
    found: list[Part] = []
    for (metric, period), by_part in _grouped(candidates).items():
        kinds = _kinds(metric, by_part, whole.get((metric, period)), document, refusals)
        for part, breakdown in kinds.items():
            name, candidate = _name(part, named), by_part[part]
            if name is not None:
                if part not in named:
                    candidate = replace(candidate, rule=f"{candidate.rule}, named by its member")
                found.append(Part(candidate, name, breakdown, _parent(candidate, name, named)))
    return _without_homonyms(found, document, refusals)


def _name(part: Dimensions, named: dict[Dimensions, str]) -> str | None:
    return named.get(part) or (readable(part.member) if part.member else None)


def _parent(candidate: Candidate, name: str, named: dict[Dimensions, str]) -> str | None:
    """The segment of a product line: by its member, else by the heading over its row.

    AMD gives a product line a segment member of its own and prints it under another segment.
    """
    if candidate.part.product is None:
        return None
    segments = {plain(n): n for part, n in named.items() if part.segment and not part.product}
    headings = [s for p in candidate.unique.positions for s in reversed(p.sections)]
    over = next((segments[plain(text)] for text in headings if plain(text) in segments), None)
    own = (
        _name(Dimensions(segment=candidate.part.segment), named) if candidate.part.segment else None
    )
    if own is None or plain(own) == plain(name):
        return over if over is not None and plain(over) != plain(name) else None
    return own


def _candidates(pool: Sequence[MappedFact], whole: Chosen) -> list[Candidate]:
    """The best meaning for each metric, period and part. Facts in text do not count."""
    best: dict[tuple[str, Period, Dimensions], MappedFact] = {}
    for one in pool:
        metric, fact = one.meaning.metric, one.unique.fact
        if one.part == WHOLE or not one.meaning.is_for_segments:
            continue
        if metric in SAME_CONCEPT:
            chosen = whole.get((metric, fact.period))
            if chosen is None or chosen.unique.fact.concept != fact.concept:
                continue
        elif not one.unique.is_in_table:
            continue
        key = (metric, fact.period, one.part)
        if key not in best or _preference(one) < _preference(best[key]):
            best[key] = one
    return [
        Candidate(
            metric,
            period,
            part,
            ((one.unique, 1),),
            f"{one.unique.fact.concept} of the {_kind_of_member(part)}",
            "open_table" if one.meaning.is_by_caption else "exact_tag",
        )
        for (metric, period, part), one in best.items()
    ]


def _preference(one: MappedFact) -> tuple[bool, int]:
    """The segment note first, then the rank of the concept."""
    return "segment" not in one.unique.statements, one.meaning.rank


def _kind_of_member(part: Dimensions) -> str:
    if part.product:
        return f"product line {part.product}"
    return f"segment {part.segment}" if part.segment else f"row {part.consolidation}"


def _grouped(candidates: list[Candidate]) -> dict[tuple[str, Period], dict[Dimensions, Candidate]]:
    grouped: dict[tuple[str, Period], dict[Dimensions, Candidate]] = defaultdict(dict)
    for candidate in candidates:
        grouped[candidate.metric, candidate.period][candidate.part] = candidate
    return grouped


def _kinds(
    metric: str,
    by_part: dict[Dimensions, Candidate],
    whole: Candidate | None,
    document: str,
    refusals: list[Refusal],
) -> dict[Dimensions, Breakdown]:
    """Part → breakdown; a part that fits nowhere is refused and left out."""
    kinds = {part: part.breakdown for part in by_part if part.breakdown is not None}
    if metric not in ADDITIVE:
        return {part: kind for part, kind in kinds.items() if part.consolidation is None}
    segments = [by_part[part] for part, kind in kinds.items() if kind == "segment"]
    rest = [by_part[part] for part, kind in kinds.items() if kind == "corporate"]
    if whole is None or _fitting(segments, rest, whole) is None:
        segments = _without_subtotals(segments, whole, kinds)
    for candidate in [d for d in rest if d.part.is_operating]:
        if segments and candidate.is_sum_of((s, 1) for s in segments):
            kinds[candidate.part] = "subtotal"
            rest.remove(candidate)
    if whole is None:
        return kinds
    fitting = _fitting(segments, rest, whole)
    for candidate in rest:
        is_rival = fitting is not None and candidate not in fitting
        if is_rival or (fitting is None and _is_unfit(candidate, segments, rest, whole)):
            del kinds[candidate.part]
            _refuse(candidate, document, refusals)
    return kinds


def _is_unfit(
    candidate: Candidate, segments: list[Candidate], rest: list[Candidate], whole: Candidate
) -> bool:
    """Whether it is of no known kind, the company's own value, or only fits with opposite sign."""
    if candidate.value and whole.is_sum_of([(candidate, 1)]):
        return True
    flipped = [(other, -1 if other is candidate else 1) for other in (*segments, *rest)]
    return candidate.part.is_operating or (bool(candidate.value) and whole.is_sum_of(flipped))


def _fitting(
    segments: list[Candidate], rest: list[Candidate], whole: Candidate
) -> tuple[Candidate, ...] | None:
    """The largest set of corporate rows that reconciles with the segments; None if none does."""
    if not segments or len(rest) > MAX_RIVALS:
        return None
    for size in range(len(rest), -1, -1):
        for chosen in combinations(rest, size):
            if whole.is_sum_of((candidate, 1) for candidate in (*segments, *chosen)):
                return chosen
    return None


def _without_subtotals(
    segments: list[Candidate], whole: Candidate | None, kinds: dict[Dimensions, Breakdown]
) -> list[Candidate]:
    """Drop members that are sums of the members printed just above them in the same table."""
    kept: list[Candidate] = []
    for candidate in sorted(segments, key=_row):
        above = [other for other in kept if _table(other) == _table(candidate)]
        sums = (above[-size:] for size in range(2, len(above) + 1))
        is_sum = any(candidate.value and candidate.is_sum_of((o, 1) for o in some) for some in sums)
        if is_sum and whole is not None and not whole.is_sum_of([(candidate, 1)]):
            kinds[candidate.part] = "subtotal"
        else:
            kept.append(candidate)
    return kept


def _row(candidate: Candidate) -> tuple[int, int, int]:
    if not candidate.unique.positions:
        return (0, 0, 0)
    first = candidate.unique.positions[0]
    return (first.table, first.row, first.column)


def _table(candidate: Candidate) -> int:
    return _row(candidate)[0]


def _listed(found: Sequence[Part]) -> list[Candidate]:
    return [part.candidate for part in found if part.breakdown in ("segment", "corporate")]


def is_closed(found: Sequence[Part], whole: Candidate) -> bool:
    """Whether segments and corporate rows add up to the whole; true without any."""
    listed = _listed(found)
    return not listed or whole.is_sum_of((candidate, 1) for candidate in listed)


def residual_row(
    pool: Sequence[Candidate], segments: Sequence[Part], whole: Candidate
) -> Candidate | None:
    """The one row without members in the segment table that is exactly the remainder.

    Alphabet prints hedging gains between its segments and the total, with a concept of their own.
    """
    listed = _listed(segments)
    left = whole.value - sum((candidate.value for candidate in listed), Decimal(0))
    tables = {_table(candidate) for candidate in listed}
    same = [d for d in pool if d.value == left and d.period == whole.period and _table(d) in tables]
    return same[0] if len(same) == 1 else None


PRECEDENCE: tuple[Breakdown, ...] = ("segment", "corporate", "subtotal", "product")


def _without_homonyms(found: list[Part], document: str, refusals: list[Refusal]) -> list[Part]:
    """Parts with distinct names: of two parts with one name at most one is kept.

    With equal values one stands for both (AWS is a segment and a product line); else the segment is
    kept and the product line refused, and two of the same kind are both refused.
    """
    by_name: dict[tuple[object, ...], list[Part]] = defaultdict(list)
    for part in found:
        by_name[part.candidate.metric, part.candidate.period, plain(part.name)].append(part)
    kept = []
    for same in by_name.values():
        same.sort(key=lambda part: (PRECEDENCE.index(part.breakdown), part.parent is not None))
        first, *others = same
        rivals = [part for part in others if part.candidate.value != first.candidate.value]
        refused = list(rivals)
        if any((r.breakdown, r.parent) == (first.breakdown, first.parent) for r in rivals):
            refused.append(first)
        else:
            kept.append(first)
        for part in refused:
            fact = part.candidate.unique.fact
            what = f"{part.candidate.metric} of the {part.breakdown} {part.name!r} {fact.period}"
            what = f"{what}: another part has that name and another value"
            refusals.append(Refusal(document, what, "ambiguous_caption", fact.locator))
    return kept


def _refuse(candidate: Candidate, document: str, refusals: list[Refusal]) -> None:
    fact = candidate.unique.fact
    use = MEMBERS.get(candidate.part.consolidation or candidate.part.segment or "", "corporate")
    what = f"{candidate.metric} {candidate.period}: the {use} row {fact.quote!r}"
    what = f"{what} does not close with the segments"
    refusals.append(Refusal(document, what, "does_not_close", fact.locator))
