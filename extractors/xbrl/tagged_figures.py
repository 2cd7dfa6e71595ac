"""Tagged facts to figures: chosen, reconciled, explained; the rest is refused or counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from extractors.language.concepts import is_ifrs
from extractors.language.period_captions import class_of
from extractors.model import Document, Figure, Input, PeriodType, Refusal, Unmapped
from extractors.xbrl.candidates import (
    Candidate,
    MappedFact,
    map_facts,
    reporting_currency,
    resolve_duplicates,
)
from extractors.xbrl.concentration import largest
from extractors.xbrl.consolidated import Chosen, consolidated
from extractors.xbrl.dimensions import WHOLE, Dimensions, dimensions_of, votes
from extractors.xbrl.facts import UniqueFact
from extractors.xbrl.instance import Key
from extractors.xbrl.segments import Part, is_closed, parts, residual_row


def figures(
    document: Document, unique_facts: list[UniqueFact]
) -> tuple[list[Figure], list[Refusal], list[Unmapped]]:
    """All figures of one document, the refusals, and the unmapped facts by concept."""
    refusals: list[Refusal] = []
    settled, refused, pool = _pool(document, unique_facts, refusals)
    whole = consolidated(pool, document.sha256, refusals)
    dimensions = _with_dimensions(pool)
    found = parts(pool, whole, dimensions, document.sha256, refusals)
    found += _residuals(settled, found, whole)
    _refuse_without_total(document, whole, found, refusals)
    periods = {candidate.period for candidate in _all(whole, found)}
    types = {period: class_of(period, document.fiscal_year_end) for period in periods}
    made = [_figure(document, candidate, types[candidate.period]) for candidate in whole.values()]
    made += [_figure(document, one.candidate, types[one.candidate.period], one) for one in found]
    customers = largest(settled, made, document.sha256)
    made += [figure for _, figure in customers]
    used = {unique.key for candidate in _all(whole, found) for unique, _ in candidate.inputs}
    used |= {unique.key for unique, _ in customers}
    used |= {unique.key for unique in refused}
    return made, refusals, unmapped(unique_facts, used)


def _refuse_without_total(
    document: Document, whole: Chosen, found: Iterable[Part], refusals: list[Refusal]
) -> None:
    """One refusal where segments' revenue is tagged but the company's is not.

    The tagged segments may be incomplete, so their sum is not given.
    """
    if any(metric == "revenue" for metric, _ in whole):
        return
    parts_of = [one.candidate for one in found if one.candidate.metric == "revenue"]
    if parts_of:
        first = parts_of[0].unique.fact
        what = f"revenue: {first.concept} is tagged under members alone, no total is tagged"
        refusals.append(Refusal(document.sha256, what, "ambiguous_caption", first.locator))


def ballots(document: Document, unique_facts: list[UniqueFact]) -> dict[Dimensions, Counter[str]]:
    """The votes from which segments got their names, for explanations."""
    _, _, pool = _pool(document, unique_facts, [])
    return votes(_with_dimensions(pool))


def _pool(
    document: Document, unique_facts: list[UniqueFact], refusals: list[Refusal]
) -> tuple[list[UniqueFact], set[UniqueFact], list[MappedFact]]:
    """The company's facts without duplicates, those refused, and the meanings of the former."""
    cik = document.cik.lstrip("0") if document.cik else None
    foreign = {r.fact.entity for r in unique_facts if cik} - {cik}
    foreign = {entity for entity in foreign if (entity or "").lstrip("0") != cik}
    own = unique_facts
    if foreign:
        own = [r for r in unique_facts if not _is_foreign(r, foreign, document, refusals)]
    settled, refused = resolve_duplicates(own, document.sha256, refusals)
    return settled, refused, _as_company(map_facts(settled, reporting_currency(own)))


def _as_company(pool: list[MappedFact]) -> list[MappedFact]:
    """The facts, with those of a single unnamed segment as the company's.

    A company of one segment may tag its segment note with that member: each amount must equal the
    company's own.
    """
    segments = {one.part for one in pool if one.part.breakdown == "segment"}
    if len(segments) != 1 or segments & set(votes(_with_dimensions(pool))):
        return pool
    facts = [one.unique.fact for one in pool if one.part in segments]
    wholes = {
        (one.unique.fact.concept, one.unique.fact.period): one.unique.fact.value
        for one in pool
        if one.part == WHOLE
    }
    keys = [((fact.concept, fact.period), fact.value) for fact in facts]
    same = [wholes[key] == value for key, value in keys if key in wholes]
    if not same or not all(same):
        return pool
    return [replace(one, part=WHOLE) if one.part in segments else one for one in pool]


def _is_foreign(
    unique: UniqueFact, foreign: set[str | None], document: Document, refusals: list[Refusal]
) -> bool:
    """Whether a fact belongs to another entity (a co-registrant, an investee)."""
    if unique.fact.entity not in foreign:
        return False
    what = f"{unique.fact.concept} of entity {unique.fact.entity}"
    refusals.append(Refusal(document.sha256, what, "other_entity", unique.fact.locator))
    return True


def _with_dimensions(pool: Sequence[MappedFact]) -> list[tuple[Dimensions, UniqueFact]]:
    """Each mapped fact with a position, once, with its segment: the input for naming segments."""
    seen: dict[int, tuple[Dimensions, UniqueFact]] = {}
    for one in pool:
        part = dimensions_of(one.unique.fact)
        if part is not None and one.unique.positions:
            seen[id(one.unique)] = (part, one.unique)
    return list(seen.values())


def _residuals(settled: list[UniqueFact], found: list[Part], whole: Chosen) -> list[Part]:
    """Rows of the segment table that are the remainder of the company's revenue."""
    extra = []
    for (metric, period), total in whole.items():
        own = [p for p in found if p.candidate.metric == metric and p.candidate.period == period]
        if metric != "revenue" or not own or is_closed(own, total):
            continue
        row = residual_row([_left_over(r, metric) for r in settled if _like(r, total)], own, total)
        if row is not None and row.unique.positions[0].row_caption:
            extra.append(Part(row, row.unique.positions[0].row_caption, "corporate"))
    return extra


def _like(unique: UniqueFact, total: Candidate) -> bool:
    """Whether it is another line without members, of the same period and unit, in some table."""
    fact, whole = unique.fact, total.unique.fact
    if fact.members or not unique.positions or fact.concept == whole.concept:
        return False
    return (fact.period, fact.unit) == (whole.period, whole.unit)


def _left_over(unique: UniqueFact, metric: str) -> Candidate:
    rule = f"{unique.fact.concept}: what the segments leave over"
    return Candidate(metric, unique.fact.period, WHOLE, ((unique, 1),), rule)


def _all(whole: Chosen, found: Iterable[Part]) -> list[Candidate]:
    return [*whole.values(), *(part.candidate for part in found)]


def _figure(
    document: Document, candidate: Candidate, period_type: PeriodType, part: Part | None = None
) -> Figure:
    inputs = tuple(Input(r.fact.fact_id, w) for r, w in candidate.inputs)
    return Figure(
        document=document.sha256,
        metric=candidate.metric,
        period=candidate.period,
        period_type=period_type,
        value=candidate.value,
        unit=candidate.unit,
        rule=candidate.rule,
        confidence=candidate.confidence,
        inputs=inputs,
        segment=part.name if part else None,
        breakdown=part.breakdown if part else None,
        parent=part.parent if part else None,
        member=candidate.part.member if part else None,
        basis="ifrs" if is_ifrs(candidate.unique.fact.concept) else "gaap",
        decimals=candidate.decimals,
        concept=candidate.concept,
    )


def unmapped(unique_facts: Iterable[UniqueFact], used: Collection[Key] = ()) -> list[Unmapped]:
    """The unused facts, counted by concept and axes."""
    facts = (unique.fact for unique in unique_facts if unique.key not in used)
    by_members = Counter((fact.concept, fact.members) for fact in facts)
    by_axes: Counter[tuple[str, tuple[str, ...]]] = Counter()
    slices = {members for _, members in by_members}
    axes = {members: tuple(sorted({axis for axis, _ in members})) for members in slices}
    for (concept, members), count in by_members.items():
        by_axes[concept, axes[members]] += count
    return [Unmapped(concept, axes, count) for (concept, axes), count in sorted(by_axes.items())]
