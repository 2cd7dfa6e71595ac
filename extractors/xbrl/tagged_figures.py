"""Facts → figures: choose, close arithmetically, explain; the rest is refused or counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from extractors.language.period_captions import class_of
from extractors.model import Document, Figure, Input, PeriodType, Refusal, Unmapped
from extractors.xbrl.candidates import Draft, Meant, meant, reporting_currency, settle
from extractors.xbrl.consolidated import Chosen, consolidated
from extractors.xbrl.dimensions import WHOLE, Slice, slice_of
from extractors.xbrl.facts import Reading
from extractors.xbrl.instance import Key
from extractors.xbrl.segments import Part, is_closed, parts, residual_row


def figures(
    document: Document, readings: list[Reading]
) -> tuple[list[Figure], list[Refusal], list[Unmapped]]:
    """All figures of one document, what is refused, and what is left unmapped, by concept."""
    refusals: list[Refusal] = []
    cik = document.cik.lstrip("0") if document.cik else None
    foreign = {r.fact.entity for r in readings if cik} - {cik}
    foreign = {entity for entity in foreign if (entity or "").lstrip("0") != cik}
    own = readings
    if foreign:
        own = [r for r in readings if not _is_foreign(r, foreign, document, refusals)]
    settled, refused = settle(own, document.sha256, refusals)
    pool = meant(settled, reporting_currency(own))
    whole = consolidated(pool, document.sha256, refusals)
    sliced = _sliced(pool)
    found = parts(pool, whole, sliced, document.sha256, refusals)
    found += _residuals(settled, found, whole)
    periods = {draft.period for draft in _all(whole, found)}
    types = {period: class_of(period, document.fiscal_year_end) for period in periods}
    made = [_figure(document, draft, types[draft.period]) for draft in whole.values()]
    made += [_figure(document, one.draft, types[one.draft.period], one) for one in found]
    used = {reading.key for draft in _all(whole, found) for reading, _ in draft.inputs}
    used |= {reading.key for reading in refused}
    return made, refusals, _unmapped(readings, used)


def _is_foreign(
    reading: Reading, foreign: set[str | None], document: Document, refusals: list[Refusal]
) -> bool:
    """Facts of another entity (a co-registrant, an investee) are not the company's."""
    if reading.fact.entity not in foreign:
        return False
    what = f"{reading.fact.concept} of entity {reading.fact.entity}"
    refusals.append(Refusal(document.sha256, what, "other_entity", reading.fact.locator))
    return True


def _sliced(pool: Sequence[Meant]) -> list[tuple[Slice, Reading]]:
    """Every placed reading with its part, each once: what names are voted on."""
    seen: dict[int, tuple[Slice, Reading]] = {}
    for one in pool:
        part = slice_of(one.reading.fact)
        if part is not None and one.reading.placements:
            seen[id(one.reading)] = (part, one.reading)
    return list(seen.values())


def _residuals(settled: list[Reading], found: list[Part], whole: Chosen) -> list[Part]:
    """Rows of the segment table that are what the segments leave of the company's revenue."""
    extra = []
    for (metric, period), total in whole.items():
        own = [p for p in found if p.draft.metric == metric and p.draft.period == period]
        if metric != "revenue" or not own or is_closed(own, total):
            continue
        row = residual_row([_left_over(r, metric) for r in settled if _like(r, total)], own, total)
        if row is not None and row.reading.placements[0].row_caption:
            extra.append(Part(row, row.reading.placements[0].row_caption, "corporate"))
    return extra


def _like(reading: Reading, total: Draft) -> bool:
    """Another line without members, of the same period and unit, that some table prints."""
    fact, whole = reading.fact, total.reading.fact
    if fact.members or not reading.placements or fact.concept == whole.concept:
        return False
    return (fact.period, fact.unit) == (whole.period, whole.unit)


def _left_over(reading: Reading, metric: str) -> Draft:
    rule = f"{reading.fact.concept}: what the segments leave over"
    return Draft(metric, reading.fact.period, WHOLE, ((reading, 1),), rule)


def _all(whole: Chosen, found: Iterable[Part]) -> list[Draft]:
    return [*whole.values(), *(part.draft for part in found)]


def _figure(
    document: Document, draft: Draft, period_type: PeriodType, part: Part | None = None
) -> Figure:
    inputs = tuple(Input(r.fact.fact_id, w) for r, w in draft.inputs)
    is_ifrs = draft.reading.fact.concept.startswith("ifrs-")
    return Figure(
        document=document.sha256,
        metric=draft.metric,
        period=draft.period,
        period_type=period_type,
        value=draft.value,
        unit=draft.unit,
        rule=draft.rule,
        confidence=draft.confidence,
        inputs=inputs,
        segment=part.name if part else None,
        breakdown=part.breakdown if part else None,
        parent=part.parent if part else None,
        member=draft.part.member if part else None,
        basis="ifrs" if is_ifrs else "gaap",
        decimals=draft.decimals,
    )


def _unmapped(readings: Iterable[Reading], used: set[Key]) -> list[Unmapped]:
    facts = (reading.fact for reading in readings if reading.key not in used)
    by_members = Counter((fact.concept, fact.members) for fact in facts)
    by_axes: Counter[tuple[str, tuple[str, ...]]] = Counter()
    slices = {members for _, members in by_members}
    axes = {members: tuple(sorted({axis for axis, _ in members})) for members in slices}
    for (concept, members), count in by_members.items():
        by_axes[concept, axes[members]] += count
    return [Unmapped(concept, axes, count) for (concept, axes), count in sorted(by_axes.items())]
