"""Which part of a company a fact is about, and the name that the document prints for that part."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from extractors.language.captions import plain_caption
from extractors.language.concepts import AXES, MEMBERS, line_meanings
from extractors.language.part_names import readable, words
from extractors.language.phrases import has, pattern
from extractors.model import Breakdown, Fact
from extractors.xbrl.facts import UniqueFact
from extractors.xbrl.positions import CellPosition

GENERIC = frozenset(
    "by net revenue revenues sales operating income loss profit cost costs expenses of in "
    "reportable".split()
)


@dataclass(frozen=True, slots=True)
class Dimensions:
    """A part of the company: the XBRL members of its axes, without qualifiers.

    consolidation: None, or the member of a consolidation axis: the total of operating segments, a
    corporate row, an elimination.
    """

    segment: str | None = None
    product: str | None = None
    consolidation: str | None = None

    @property
    def member(self) -> str | None:
        """The member that names the part."""
        return self.product or self.segment or self.consolidation

    @property
    def is_operating(self) -> bool:
        """Whether it is the total of operating segments and nothing narrower."""
        return self.segment is self.product is None and (
            MEMBERS.get(self.consolidation or "") == "operating"
        )

    @property
    def breakdown(self) -> Breakdown | None:
        """What kind of part the members name; None = the whole company."""
        if self.product:
            return "product"
        if self.segment:
            use = MEMBERS.get(self.segment)
            if use in ("corporate", "elimination"):
                return "corporate"
            return "subtotal" if use == "subtotal" else "segment"
        return "corporate" if self.consolidation else None


WHOLE = Dimensions()


def dimensions_of(fact: Fact) -> Dimensions | None:
    """The part named by the members; None where another axis divides it (country, scenario, …)."""
    named: dict[str, str] = {}
    for axis, member in fact.members:
        use = _use(axis, member)
        if use is None:
            return None
        if use == "consolidation" and MEMBERS.get(member) == "operating":
            named.setdefault("operating", member)
        elif use in named:
            return None
        else:
            named[use] = member
    consolidation = named.get("consolidation")
    segment, product = named.get("segment"), named.get("product")
    if consolidation and consolidation not in MEMBERS:
        return None
    if consolidation and (segment or product):
        return None if product else _of_the_rest(consolidation, segment or "")
    if not (segment or product or consolidation):
        consolidation = named.get("operating")
    return Dimensions(segment, product, consolidation)


def _use(axis: str, member: str) -> str | None:
    """The use of the axis; None where it divides the company, as the parent's scope does."""
    use = AXES.get(axis)
    return use if use != "scope" or MEMBERS.get(member) == "whole" else None


def _of_the_rest(consolidation: str, segment: str) -> Dimensions | None:
    """'All other' as a corporate row is one part; a segment's reconciling item is none."""
    if MEMBERS[consolidation] != "corporate":
        return None
    if segment in MEMBERS:
        return Dimensions(segment=segment)
    is_rest = has(readable(segment), "rest_of_parts")
    return Dimensions(consolidation=consolidation) if is_rest else None


def names(unique_facts: Iterable[tuple[Dimensions, UniqueFact]]) -> dict[Dimensions, str]:
    """Each part's name: the caption over or beside its numbers."""
    return {part: elected(part, counter) for part, counter in votes(unique_facts).items()}


def votes(
    unique_facts: Iterable[tuple[Dimensions, UniqueFact]],
) -> dict[Dimensions, Counter[str]]:
    """How often each part's numbers are printed under each caption that may name it.

    A caption names a part if it is over that part's cells and no other's in the same table:
    "Revenue" is over every segment's column, "Graphics" over one. Votes of all tables are added; a
    table with several parts is more reliable than one with a part beside the total.
    """
    tables: dict[int, list[tuple[Dimensions, CellPosition]]] = defaultdict(list)
    for part, unique in unique_facts:
        for position in unique.positions:
            tables[position.table].append((part, position))
    found: dict[Dimensions, Counter[str]] = {}
    for fewest in (2, 1):
        counted: dict[Dimensions, Counter[str]] = defaultdict(Counter)
        for cells in tables.values():
            if len({part for part, _ in cells} - {WHOLE}) >= fewest:
                _vote(cells, counted)
        for part, counter in counted.items():
            if counter:
                found.setdefault(part, counter)
    return found


def _vote(
    cells: list[tuple[Dimensions, CellPosition]], counted: dict[Dimensions, Counter[str]]
) -> None:
    heads: dict[str, set[Dimensions]] = defaultdict(set)
    for part, position in cells:
        for caption in _captions(position):
            heads[caption].add(part)
    for part, position in cells:
        if part == WHOLE:
            continue
        row, *others = _captions(position, with_row=True)
        for weight, caption in ((3, row), *((2, other) for other in others)):
            if part.breakdown == "segment" and _is_of_all(caption):
                continue
            if caption and all(_is_within(other, part) for other in heads[caption]):
                counted[part][caption] += weight


def _is_within(other: Dimensions, part: Dimensions) -> bool:
    """Whether `other` is within `part`: a heading over its product lines still names it."""
    return other == part or (part.product is None and other.segment == part.segment is not None)


def _captions(position: CellPosition, with_row: bool = False) -> list[str]:
    row = position.row_caption
    found = [row] if with_row or row else []
    found += [*reversed(position.sections), *reversed(position.column_captions)]
    kept = [caption if _may_name(caption) else "" for caption in found]
    return kept if with_row else [caption for caption in kept if caption]


@lru_cache(maxsize=8192)
def _may_name(caption: str) -> bool:
    """Whether it may be a name: not a period, a unit, or "Net revenue by segment"."""
    return bool(words(caption) - GENERIC) and not has(caption, "no_caption")


def _is_of_all(caption: str) -> bool:
    """Whether it is a metric, or "Less: inter-segment sales", and so no segment's name."""
    return bool(line_meanings(plain_caption(caption))) or has(caption, "of_other_parts")


def elected(part: Dimensions, counter: Counter[str]) -> str:
    """The caption with most votes; those that share words with the member's name count double."""
    merged: Counter[str] = Counter()
    for caption, count in counter.items():
        own = words(part.member or "")
        shared = len(own & words(caption)) / max(1, len(own | words(caption)))
        bare = pattern("total_of").sub("", caption) if part.breakdown == "segment" else caption
        merged[bare] += round(count * 100 * (1 + 3 * shared))
    return min(merged, key=lambda caption: (-merged[caption], len(caption), caption))
