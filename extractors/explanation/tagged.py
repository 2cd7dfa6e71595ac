"""Explains tagged tables: their facts with their fates, and how segments got their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extractors.explanation.fates import figures_at, of_figure, of_refusal
from extractors.explanation.stages import Stages
from extractors.explanation.stories import Fate, NameStory, NumberStory, TableStory
from extractors.model import Fact
from extractors.xbrl.dimensions import elected
from extractors.xbrl.facts import UniqueFact
from extractors.xbrl.tagged_figures import ballots


def stories(stages: Stages) -> Iterator[TableStory]:
    """One story for each tagged table whose captions are used."""
    by_table: dict[int, list[UniqueFact]] = defaultdict(list)
    for unique in stages.tagged:
        for number in dict.fromkeys(position.table for position in unique.positions):
            by_table[number].append(unique)
    made = figures_at(stages.extraction)
    refused = {one.locator: of_refusal(one) for one in stages.extraction.refusals}
    for number, facts in by_table.items():
        kinds = sorted({kind for unique in facts for kind in unique.statements})
        numbers = []
        for fact in (unique.fact for unique in facts):
            figures = made.get(fact.locator, ())
            fate = of_figure(figures[0]) if figures else refused.get(fact.locator)
            numbers.append(_number(fact, fate or Fate("unmapped")))
        kind = ", ".join(("tagged", *kinds))
        yield TableStory(number, facts[0].fact.locator, kind, numbers=tuple(numbers))


def _number(fact: Fact, fate: Fate) -> NumberStory:
    value = "nil" if fact.value is None else f"{fact.value:,f}"
    return NumberStory(
        fact.locator, fact.quote, tuple(text for text in fact.caption if text), fact.concept,
        ", ".join(sorted(member for _, member in fact.members)) or None, None, fact.period,
        f"{value} {fact.unit}", fate, fact.column_caption,
    )  # fmt: skip


def names(stages: Stages) -> Iterator[NameStory]:
    """Each part named by members, with the votes for the captions of its numbers."""
    for part, counted in ballots(stages.extraction.document, list(stages.tagged)).items():
        most = tuple(counted.most_common())
        yield NameStory(part.member or "", elected(part, counted), most)
