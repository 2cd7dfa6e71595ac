"""Which part of a company a fact speaks of, and under which name the document prints that part."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from extractors.language.concepts import AXES, MEMBERS
from extractors.language.part_names import words
from extractors.model import Breakdown, Fact
from extractors.xbrl.facts import Reading
from extractors.xbrl.positions import Placement

PERIOD_OR_UNIT = re.compile(
    r"\b(?:ended|ending|months|weeks|quarter|fiscal|in (?:millions|thousands|billions)|unaudited|"
    r"as of|change|increase|decrease|basis|percentage|per share)\b|^\W*$|^[\d\s,.%$()/\-–—]+$|"
    r"^(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.? ?\d*,? ?\d*$",
    re.IGNORECASE,
)
TOTAL = re.compile(r"^(?:sub)?totals?,?\s+(?=\S)", re.IGNORECASE)
GENERIC = frozenset(
    "by net revenue revenues sales operating income loss profit cost costs expenses of in "
    "reportable".split()
)


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the company: XBRL members, without qualifiers.

    consolidation: None, or what a consolidation member says: operating (total of segments),
    corporate, elimination.
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
        """What kind of part it is, as far as the members say it; None = the whole company."""
        if self.product:
            return "product"
        if self.segment:
            use = MEMBERS.get(self.segment)
            if use in ("corporate", "elimination"):
                return "corporate"
            return "subtotal" if use == "subtotal" else "segment"
        return "corporate" if self.consolidation else None


WHOLE = Slice()


def slice_of(fact: Fact) -> Slice | None:
    """The part that the members name; None where another axis cuts it (country, scenario, …)."""
    named: dict[str, str] = {}
    for axis, member in fact.members:
        use = AXES.get(axis)
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
        # A segment's reconciling item is no segment; 'all other' as a corporate row is one row.
        if product or segment not in MEMBERS or MEMBERS[consolidation] != "corporate":
            return None
        consolidation = None
    if not (segment or product or consolidation):
        consolidation = named.get("operating")
    return Slice(segment, product, consolidation)


def names(readings: Iterable[tuple[Slice, Reading]]) -> dict[Slice, str]:
    """The caption under which each slice's cells are printed.

    A caption names a slice where it heads that slice's cells and no other's in the same table:
    "Revenue" heads every segment's column, "Graphics" only one. Votes of all tables are added;
    a table with several parts knows their names better than one that shows a part beside the whole.
    """
    tables: dict[int, list[tuple[Slice, Placement]]] = defaultdict(list)
    for part, reading in readings:
        for placement in reading.placements:
            tables[placement.table].append((part, placement))
    found: dict[Slice, str] = {}
    for fewest in (2, 1):
        votes: dict[Slice, Counter[str]] = defaultdict(Counter)
        for cells in tables.values():
            if len({part for part, _ in cells} - {WHOLE}) >= fewest:
                _vote(cells, votes)
        for part, counter in votes.items():
            if counter:
                found.setdefault(part, _elected(part, counter))
    return found


def _vote(cells: list[tuple[Slice, Placement]], votes: dict[Slice, Counter[str]]) -> None:
    heads: dict[str, set[Slice]] = defaultdict(set)
    for part, placement in cells:
        for caption in _captions(placement):
            heads[caption].add(part)
    for part, placement in cells:
        if part == WHOLE:
            continue
        row, *others = _captions(placement, with_row=True)
        for weight, caption in ((3, row), *((2, other) for other in others)):
            if caption and all(_is_within(other, part) for other in heads[caption]):
                votes[part][caption] += weight


def _is_within(other: Slice, part: Slice) -> bool:
    """A heading over a segment's product lines names the segment: only strangers spoil it."""
    return other == part or (part.product is None and other.segment == part.segment is not None)


def _captions(placement: Placement, with_row: bool = False) -> list[str]:
    row = placement.row_caption
    found = [row] if with_row or row else []
    found += [*reversed(placement.sections), *reversed(placement.column_captions)]
    kept = [caption if _may_name(caption) else "" for caption in found]
    return kept if with_row else [caption for caption in kept if caption]


@lru_cache(maxsize=8192)
def _may_name(caption: str) -> bool:
    """Periods, units and headings such as "Net revenue by segment" name no part."""
    return bool(words(caption) - GENERIC) and not PERIOD_OR_UNIT.search(caption)


def _elected(part: Slice, counter: Counter[str]) -> str:
    """Most votes; captions that share words with the member's name count double."""
    merged: Counter[str] = Counter()
    for caption, count in counter.items():
        own = words(part.member or "")
        shared = len(own & words(caption)) / max(1, len(own | words(caption)))
        bare = TOTAL.sub("", caption) if part.breakdown == "segment" else caption
        merged[bare] += round(count * 100 * (1 + 3 * shared))
    return min(merged, key=lambda caption: (-merged[caption], len(caption), caption))
