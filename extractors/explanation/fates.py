"""The fate of a printed number: the figure made from it, or the check that excluded it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from extractors.explanation.stages import Stages
from extractors.explanation.stories import Fate
from extractors.model import Extraction, Figure, Locator, Refusal
from extractors.tables.printed_facts import PrintedFact
from extractors.tables.reconcile import key_of
from extractors.tables.table_readings import Step

ATTRIBUTABLE = {"net_income_attributable": "net_income"}
"""A metric whose line also counts for another that has no line of its own."""
CHOICE = "tables.printed_figures.choose"
OF_TABLES = frozenset(
    (
        "tables.other_entities.exclude",
        "tables.partitions.proven",
        "tables.printed_figures.without_investees",
        "xbrl.untagged_tables.confirmed",
    )
)
"""Checks that refuse once for many lines of a table."""


def figures_at(read: Extraction) -> dict[Locator, list[Figure]]:
    """Place → the figures that have it as an input."""
    facts = {fact.fact_id: fact for fact in read.facts}
    found: dict[Locator, list[Figure]] = defaultdict(list)
    for figure in read.figures:
        for one in figure.inputs:
            fact = facts[one.fact_id]
            for place in (fact.locator, *fact.also):
                found[place].append(figure)
    return found


def of_figure(figure: Figure) -> Fate:
    """The fate of a number that became this figure."""
    return Fate("figure", f"{figure.rule} [{figure.confidence}]")


def of_refusal(refusal: Refusal, check: str = "") -> Fate:
    """The fate of a refused number."""
    return Fate("refused", f"{refusal.reason}: {refusal.what}", check)


@dataclass(slots=True)
class Fates:
    """Determines the fates of a document's printed numbers."""

    stages: Stages
    made: dict[Locator, list[Figure]] = field(init=False)
    lines: dict[Locator | None, list[PrintedFact]] = field(init=False)

    def __post_init__(self) -> None:
        self.made = figures_at(self.stages.extraction)
        self.lines = defaultdict(list)
        for table in self.stages.tables:
            for line in table.lines:
                self.lines[line.token.locator].append(line)

    def of(self, line: PrintedFact) -> Fate:
        """The figure of its metric at its place, else the first check that excluded it."""
        metrics = (line.meaning.metric, ATTRIBUTABLE.get(line.meaning.metric))
        for figure in self.made.get(line.token.locator, ()):
            if figure.metric in metrics and figure.kind == "actual":
                return of_figure(figure)
        for step in self.stages.steps:
            if not any(_is_same(line, one) for one in step.lines):
                return self._left_at(step, line)
        place = line.token.locator
        last = next((r for r in self.stages.extraction.refusals if r.locator == place), None)
        return of_refusal(last) if last else Fate("left out", "the tags give this figure already")

    def _left_at(self, step: Step, line: PrintedFact) -> Fate:
        """How it was excluded: refused alone or with its table, or for another line or none."""
        of_key, of_table = [], []
        for refusal in step.refusals:
            if refusal.locator == line.token.locator:
                return of_refusal(refusal, step.check)
            for other in self.lines.get(refusal.locator, ()):
                of_key += [refusal] if key_of(other) == key_of(line) else []
                is_near = step.check in OF_TABLES or other.period == line.period
                of_table += [refusal] if is_near and other.table == line.table else []
        chosen = next((one for one in step.lines if key_of(one) == key_of(line)), None)
        if chosen is not None:
            what = f"{chosen.token.quote} at {chosen.token.locator} is taken"
            return Fate("repeats" if chosen.value == line.value else "left out", what, step.check)
        if of_key:
            return of_refusal(of_key[0], step.check)
        if of_table and step.check != CHOICE:
            return Fate("left out", f"with what is refused: {of_table[0].what}", step.check)
        return Fate("left out", "", step.check)


def _is_same(line: PrintedFact, other: PrintedFact) -> bool:
    """Whether both are the same number with the same meaning; sign and part may have changed."""
    return line.token.locator == other.token.locator and line.meaning == other.meaning
