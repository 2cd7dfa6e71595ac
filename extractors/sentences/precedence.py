"""Which of several statements of one number counts, within one document without tags.

From the strongest:

1. tables of results: a sentence adds only what no table prints (`with_tables_of_results`);
2. guidance tables: a sentence about the same number yields to them, and where it differs by more
   than its own rounding the number is uncertain and neither counts (`with_tables_of_outlook`);
3. sentences with guidance or segments' figures;
4. sentences with margins, which the lines of tables prove (`with_margins`).
"""

from __future__ import annotations

from extractors.language.amounts import amount_of
from extractors.language.part_names import plain
from extractors.language.rounding import Rounded
from extractors.model import Figure
from extractors.sentences.text_figures import TextFigures


def with_margins(sentences: TextFigures, margins: TextFigures) -> TextFigures:
    """Add the margins that the other sentences do not give."""
    known = {figure.figure_id for figure in sentences.figures}
    more = tuple(figure for figure in margins.figures if figure.figure_id not in known)
    facts, unread = (*sentences.facts, *margins.facts), (*sentences.unread, *margins.unread)
    return TextFigures(facts, (*sentences.figures, *more), unread)


def with_tables_of_outlook(sentences: TextFigures, tables: TextFigures) -> TextFigures:
    """Replace rounded sentences by exact tables; numbers on which the two differ are left out."""
    tabled = {figure.figure_id: figure for figure in tables.figures}
    quotes = {fact.fact_id: fact.quote for fact in sentences.facts}
    in_doubt = {
        figure.figure_id
        for figure in sentences.figures
        if (other := tabled.get(figure.figure_id)) is not None
        and not _rounded(figure, quotes[figure.inputs[0].fact_id]).agrees(Rounded(other.value))
    }
    kept = [figure for figure in sentences.figures if figure.figure_id not in tabled]
    agreed = [figure for name, figure in tabled.items() if name not in in_doubt]
    facts, unread = (*sentences.facts, *tables.facts), (*sentences.unread, *tables.unread)
    return TextFigures(facts, (*kept, *agreed), unread)


def with_tables_of_results(
    sentences: tuple[Figure, ...], tables: tuple[Figure, ...]
) -> tuple[Figure, ...]:
    """The tables' figures, and those figures of sentences that no table prints."""
    known = {_identity(figure) for figure in tables}
    wholes = [f for f in tables if f.metric == "revenue" and f.segment is None]
    new = (figure for figure in sentences if _identity(figure) not in known)
    return (*tables, *(figure for figure in new if not _is_of_the_whole(figure, wholes)))


def _rounded(figure: Figure, quote: str) -> Rounded:
    """The figure with its printed precision: '$3.17 billion' or '74.5%'."""
    found = amount_of(quote)
    if found is None:
        return Rounded(figure.value)
    power = -2 if found.is_percent else found.scale.adjusted()
    return Rounded(figure.value, found.decimals - power)


def _is_of_the_whole(part: Figure, wholes: list[Figure]) -> bool:
    """Whether a segment's revenue equals the company's: the heading was not a segment's."""
    if part.segment is None or part.decimals is None or part.metric != "revenue":
        return False
    rounded = Rounded.of(part)
    return any(f.period == part.period and rounded.agrees(Rounded(f.value)) for f in wholes)


def _identity(figure: Figure) -> tuple[object, ...]:
    segment = plain(figure.segment) if figure.segment else None
    period = figure.period
    return (figure.metric, segment, figure.basis, figure.kind, figure.bound, period, figure.unit)
