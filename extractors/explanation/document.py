"""The explanation of one document, or of each document of a submission."""

from __future__ import annotations

from extractors.explanation import printed, tagged
from extractors.explanation.stages import Stages
from extractors.explanation.stories import Explanation


def explanation(stages: Stages) -> Explanation:
    """The explanation of a document, from the values at each stage of reading it."""
    read = stages.extraction
    facts = {fact.fact_id: fact for fact in read.facts}
    guidance = (figure for figure in read.figures if figure.kind == "guidance")
    tables = (*tagged.stories(stages), *printed.stories(stages))
    return Explanation(
        read.document,
        read.facts,
        read.figures,
        read.refusals,
        read.unmapped,
        read.opinions,
        tables=tuple(sorted(tables, key=lambda table: table.number)),
        outlooks=tuple((figure, facts[figure.inputs[0].fact_id]) for figure in guidance),
        unread=stages.unread,
        names=tuple(tagged.names(stages)),
        parts=tuple((name, explanation(part)) for name, part in stages.parts),
    )
