"""Which of several statements of one number counts, within one document without tags.

From the strongest:

1. tables of results: a sentence adds only what no table prints (`with_tables_of_results`);
2. tables of an outlook: a sentence on the same number yields to them, and where it differs by more
   than its own rounding the number is in doubt and neither counts (`with_tables_of_outlook`);
3. sentences on guidance and on parts;
4. sentences on margins, which the lines of tables prove (`with_margins`).
"""

from __future__ import annotations

from extractors.language.amounts import amount_of
from extractors.language.part_names import plain
from extractors.language.rounding import Rounded
from extractors.model import Figure
from extractors.sentences.text_figures import Told


def with_margins(sentences: Told, margins: Told) -> Told:
    """The margins that the other sentences do not give already."""
    known = {figure.figure_id for figure in sentences.figures}
    more = tuple(figure for figure in margins.figures if figure.figure_id not in known)
    return Told((*sentences.facts, *margins.facts), (*sentences.figures, *more))


def with_tables_of_outlook(sentences: Told, tables: Told) -> Told:
    """Exact tables in place of rounded sentences; what the two give differently is left out."""
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
    return Told((*sentences.facts, *tables.facts), (*kept, *agreed))


def with_tables_of_results(
    sentences: tuple[Figure, ...], tables: tuple[Figure, ...]
) -> tuple[Figure, ...]:
    """The tables' figures, and of the sentences' those that no table prints."""
    known = {_identity(figure) for figure in tables}
    wholes = [f for f in tables if f.metric == "revenue" and f.segment is None]
    new = (figure for figure in sentences if _identity(figure) not in known)
    return (*tables, *(figure for figure in new if not _is_of_the_whole(figure, wholes)))


def _rounded(figure: Figure, quote: str) -> Rounded:
    """The figure with the precision of what is printed: '$3.17 billion' or '74.5%'."""
    found = amount_of(quote)
    if found is None:
        return Rounded(figure.value)
    power = -2 if found.is_percent else found.scale.adjusted()
    return Rounded(figure.value, found.decimals - power)


def _is_of_the_whole(part: Figure, wholes: list[Figure]) -> bool:
    """Whether a part's revenue is the company's own, under a heading that is no part."""
    if part.segment is None or part.decimals is None or part.metric != "revenue":
        return False
    rounded = Rounded.of(part)
    return any(f.period == part.period and rounded.agrees(Rounded(f.value)) for f in wholes)


def _identity(figure: Figure) -> tuple[object, ...]:
    segment = plain(figure.segment) if figure.segment else None
    period = figure.period
    return (figure.metric, segment, figure.basis, figure.kind, figure.bound, period, figure.unit)
