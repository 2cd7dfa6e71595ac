"""Candidates for figures: facts with metric and segment; inconsistent duplicates are refused."""

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
from extractors.xbrl.dimensions import WHOLE, Dimensions, dimensions_of
from extractors.xbrl.facts import UniqueFact

PARTIAL = 10
"""Rank from which a concept is a part of its metric, and counts where no line has the whole."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible figure: value = Σ weight · fact.value over `inputs`.

    `difference` describes one that no line prints ('revenue − cost of revenue').
    """

    metric: str
    period: Period
    part: Dimensions
    inputs: tuple[tuple[UniqueFact, int], ...]
    rule: str
    confidence: Confidence = "exact_tag"
    difference: str | None = None

    @property
    def concept(self) -> str:
        """The XBRL concept of its line, or the description of the difference."""
        return self.difference or self.unique.fact.concept

    @property
    def value(self) -> Decimal:
        """Exact sum of the weighted facts, in their unit."""
        return sum((w * (r.fact.value or Decimal(0)) for r, w in self.inputs), Decimal(0))

    @property
    def unique(self) -> UniqueFact:
        """The first input; its place and quote stand for the candidate."""
        return self.inputs[0][0]

    @property
    def unit(self) -> str:
        """Unit of all inputs."""
        return self.unique.fact.unit

    @property
    def decimals(self) -> int | None:
        """The coarsest precision of the inputs; None = exact."""
        known = [r.fact.decimals for r, _ in self.inputs if r.fact.decimals is not None]
        return min(known, default=None)

    def is_sum_of(self, parts: Iterable[tuple[Candidate, int]]) -> bool:
        """Whether Σ weight · part is this value within rounding."""
        rounded = ((Rounded.of(part), weight) for part, weight in parts)
        return closes(rounded, Rounded.of(self))


@dataclass(frozen=True, slots=True)
class MappedFact:
    """A fact, the segment named by its members, and one meaning of its concept."""

    unique: UniqueFact
    part: Dimensions
    meaning: Meaning
    is_face_total: bool = False

    @property
    def is_in_place(self) -> bool:
        """Whether it is printed in the statement to which the meaning belongs."""
        where = self.meaning.statement
        if "instance" in self.unique.statements and self.meaning.rank >= PARTIAL:
            return False  # without a statement, another line may be the total
        if where == "table":
            return self.unique.is_in_table
        return where in ("note", "any") or where in self.unique.statements


def reporting_currency(unique_facts: Iterable[UniqueFact]) -> str | None:
    """The currency of most facts on the statements: a convenience translation has fewer."""
    counted: Counter[str] = Counter()
    for (unit, statements), count in Counter(
        (r.fact.unit, len(r.statements)) for r in unique_facts
    ).items():
        if len(unit) == 3 and unit.isupper():
            counted[unit] += count * (statements or 1)
    return counted.most_common(1)[0][0] if counted else None


def map_facts(unique_facts: list[UniqueFact], currency: str | None) -> list[MappedFact]:
    """Every pairing of a visible, non-nil fact with a meaning whose unit fits."""
    found = []
    for unique in unique_facts:
        if unique.is_hidden or unique.fact.value is None:
            continue
        named = meanings(unique.fact.concept) or _by_captions(unique)
        if not named:
            continue
        part = dimensions_of(unique.fact)
        for meaning in named:
            wanted = currency if METRICS[meaning.metric] == "money" else "pure"
            if unique.fact.unit != wanted:
                continue
            if part == WHOLE or (part is not None and meaning.is_for_segments):
                found.append(MappedFact(unique, part, meaning))
            if part != WHOLE and _is_face_total(unique, meaning):
                found.append(MappedFact(unique, WHOLE, meaning, is_face_total=True))
    return found


def _is_face_total(unique: UniqueFact, meaning: Meaning) -> bool:
    """Whether a line with members on the face of its statement is nevertheless the company's.

    Some filers tag the only revenue line of the income statement with a member (a product, the
    operating segments, …): it is the company's if its caption is no more than the metric.
    """
    return meaning.statement in ("income", "cash_flow") and any(
        meaning.metric in {named.metric for named in caption_meanings(position.row_caption)}
        for position in unique.positions
        if meaning.statement in unique.statements
    )


def _by_captions(unique: UniqueFact) -> list[Meaning]:
    """Meanings of an unmapped concept."""
    if not unique.positions:
        return []
    concept, found = unique.fact.concept, {}
    for position in unique.positions:
        for meaning in caption_meanings(position.row_caption):
            # Captions of unmapped standard concepts count only on the face of a statement.
            if is_extension(concept) or meaning.statement in unique.statements:
                found[meaning.metric, meaning.pattern] = meaning
    return list(found.values())


def resolve_duplicates(
    unique_facts: list[UniqueFact], document: str, refusals: list[Refusal]
) -> tuple[list[UniqueFact], set[UniqueFact]]:
    """One fact for each key; facts of one key that are inconsistent duplicates are refused.

    Returns the facts kept, in document order, and those refused. Values that agree within their own
    rounding are consistent: the one in a statement is kept, else the more precise one.
    """
    groups: dict[object, list[UniqueFact]] = defaultdict(list)
    for unique in unique_facts:
        if unique.fact.value is not None and not unique.is_hidden:
            groups[unique.key].append(unique)
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
        refusals.append(
            Refusal(document, what, reason, best.fact.locator, against=rival.fact.locator)
        )
    return kept, refused


def _authority(unique: UniqueFact) -> tuple[bool, bool, int]:
    precision = unique.fact.decimals if unique.fact.decimals is not None else 99
    statements = unique.statements & {"income", "cash_flow", "balance"}
    return bool(statements), bool(unique.positions), precision


def _agree(one: UniqueFact, other: UniqueFact) -> bool:
    a, b = one.fact.value, other.fact.value
    if a is None or b is None or a == b:
        return a == b
    return Rounded(a, _decimals(one.fact)).agrees(Rounded(b, _decimals(other.fact)))


def _decimals(fact: Fact) -> int | None:
    """The stated decimals, but not finer than the printed digits.

    Filers tag "$1.7 billion" with decimals -6.
    """
    digits = fact.quote.replace(",", "")
    if not fact.value or not re.fullmatch(r"\d+\.\d+", digits) or not Decimal(digits):
        return fact.decimals
    scale = (abs(fact.value) / Decimal(digits)).adjusted()
    printed = len(digits.partition(".")[2]) - scale
    return printed if fact.decimals is None else min(fact.decimals, printed)


def _is_scale_break(one: UniqueFact, other: UniqueFact) -> bool:
    small, large = sorted(abs(r.fact.value or Decimal(0)) for r in (one, other))
    return small > 0 and large in (small * 10**3, small * 10**6)
