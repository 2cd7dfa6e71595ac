"""Figures in the making: readings with a meaning, settled where the document repeats itself."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from extractors.language.concepts import Meaning, caption_meanings, is_extension, meanings
from extractors.language.rounding import Rounded, closes
from extractors.metrics import METRICS
from extractors.model import Confidence, Fact, Period, Refusal
from extractors.xbrl.dimensions import WHOLE, Slice, slice_of
from extractors.xbrl.facts import Reading


@dataclass(frozen=True, slots=True)
class Draft:
    """One figure before it has a name: value = Σ weight · fact.value over `inputs`."""

    metric: str
    period: Period
    part: Slice
    inputs: tuple[tuple[Reading, int], ...]
    rule: str
    confidence: Confidence = "exact_tag"

    @property
    def value(self) -> Decimal:
        """Exact sum of the weighted facts, in their unit."""
        return sum((w * (r.fact.value or Decimal(0)) for r, w in self.inputs), Decimal(0))

    @property
    def reading(self) -> Reading:
        """The first input: the place that stands for the figure."""
        return self.inputs[0][0]

    @property
    def unit(self) -> str:
        """Unit of all inputs."""
        return self.reading.fact.unit

    @property
    def decimals(self) -> int | None:
        """The coarsest precision of the inputs; None = exact."""
        known = [r.fact.decimals for r, _ in self.inputs if r.fact.decimals is not None]
        return min(known, default=None)

    def is_sum_of(self, parts: Iterable[tuple[Draft, int]]) -> bool:
        """Whether Σ weight · part is this value, as far as rounding leaves it open."""
        rounded = ((Rounded.of(part), weight) for part, weight in parts)
        return closes(rounded, Rounded.of(self))


@dataclass(frozen=True, slots=True)
class Meant:
    """A reading, the part it speaks of, and one meaning that its concept or caption has."""

    reading: Reading
    part: Slice
    meaning: Meaning
    is_face_total: bool = False

    @property
    def is_in_place(self) -> bool:
        """Whether it stands in the statement where the meaning belongs."""
        where = self.meaning.statement
        return where in ("note", "any") or where in self.reading.statements


def reporting_currency(readings: Iterable[Reading]) -> str | None:
    """The currency of most facts on the statements: a convenience translation has fewer."""
    counted: Counter[str] = Counter()
    for (unit, statements), count in Counter(
        (r.fact.unit, len(r.statements)) for r in readings
    ).items():
        if len(unit) == 3 and unit.isupper():
            counted[unit] += count * (statements or 1)
    return counted.most_common(1)[0][0] if counted else None


def meant(readings: list[Reading], currency: str | None) -> list[Meant]:
    """Every pairing of a visible, non-nil reading with a meaning whose unit fits."""
    found = []
    for reading in readings:
        if reading.is_hidden or reading.fact.value is None:
            continue
        named = meanings(reading.fact.concept) or _by_captions(reading)
        if not named:
            continue
        part = slice_of(reading.fact)
        for meaning in named:
            wanted = currency if METRICS[meaning.metric] == "money" else "pure"
            if reading.fact.unit != wanted:
                continue
            if part == WHOLE or (part is not None and meaning.is_for_segments):
                found.append(Meant(reading, part, meaning))
            if part != WHOLE and _is_face_total(reading, meaning):
                found.append(Meant(reading, WHOLE, meaning, is_face_total=True))
    return found


def _is_face_total(reading: Reading, meaning: Meaning) -> bool:
    """Whether a line with members on the face of its statement is the company's all the same.

    Some filers tag the only revenue line of the income statement with a member (a product, the
    operating segments, …): it is the company's when its caption says no more than the metric.
    """
    return meaning.statement in ("income", "cash_flow") and any(
        meaning.metric in {named.metric for named in caption_meanings(placement.row_caption)}
        for placement in reading.placements
        if meaning.statement in reading.statements
    )


def _by_captions(reading: Reading) -> list[Meaning]:
    """Meanings of an unmapped concept."""
    if not reading.placements:
        return []
    concept, found = reading.fact.concept, {}
    for placement in reading.placements:
        for meaning in caption_meanings(placement.row_caption):
            # An unmapped concept of the standard taxonomy is heard only on the face of a statement.
            if is_extension(concept) or meaning.statement in reading.statements:
                found[meaning.metric, meaning.pattern] = meaning
    return list(found.values())


def settle(
    readings: list[Reading], document: str, refusals: list[Refusal]
) -> tuple[list[Reading], set[Reading]]:
    """One reading for each key; the readings of a key that contradict each other are refused.

    Returns the settled readings in document order and those refused. Values that agree within
    their own rounding are one: the one in a statement speaks, else the more precise one.
    """
    groups: dict[object, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.fact.value is not None and not reading.is_hidden:
            groups[reading.key].append(reading)
    kept, refused = [], set()
    for group in groups.values():
        if len(group) == 1:
            kept.append(group[0])
            continue
        best = max(group, key=_authority)
        rival = next((other for other in group if not _agree(best, other)), None)
        if rival is None:
            kept.append(best)
            continue
        refused.update(group)
        reason = "scale_break" if _is_scale_break(best, rival) else "conflict"
        what = (
            f"{best.fact.concept} {best.fact.period}: {best.fact.quote} against {rival.fact.quote}"
        )
        what = f"{what} at {rival.fact.locator}"
        refusals.append(Refusal(document, what, reason, best.fact.locator))
    return kept, refused


def _authority(reading: Reading) -> tuple[bool, bool, int]:
    precision = reading.fact.decimals if reading.fact.decimals is not None else 99
    statements = reading.statements & {"income", "cash_flow", "balance"}
    return bool(statements), bool(reading.placements), precision


def _agree(one: Reading, other: Reading) -> bool:
    a, b = one.fact.value, other.fact.value
    if a is None or b is None or a == b:
        return a == b
    return Rounded(a, _decimals(one.fact)).agrees(Rounded(b, _decimals(other.fact)))


def _decimals(fact: Fact) -> int | None:
    """The stated decimals, and never finer than what is printed.

    Filers tag "$1.7 billion" with decimals -6.
    """
    digits = fact.quote.replace(",", "")
    if not fact.value or not re.fullmatch(r"\d+\.\d+", digits) or not Decimal(digits):
        return fact.decimals
    scale = (abs(fact.value) / Decimal(digits)).adjusted()
    printed = len(digits.partition(".")[2]) - scale
    return printed if fact.decimals is None else min(fact.decimals, printed)


def _is_scale_break(one: Reading, other: Reading) -> bool:
    small, large = sorted(abs(r.fact.value or Decimal(0)) for r in (one, other))
    return small > 0 and large in (small * 10**3, small * 10**6)
