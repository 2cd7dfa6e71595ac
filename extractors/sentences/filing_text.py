"""What a tagged filing's paragraphs say: guidance, margins, customers, commitments, remarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.language.fiscal_calendar import Calendar
from extractors.language.text import TextLine
from extractors.model import Figure
from extractors.sentences import commitment_text, customer_text, guidance_text, margin_text
from extractors.sentences.precedence import with_margins, with_tables_of_results
from extractors.sentences.supply_remarks import supply_remarks
from extractors.sentences.text_figures import TextFigures


def figures(
    passages: Iterable[tuple[TextLine, ...]],
    notes: Iterable[TextLine],
    dates: Calendar | None,
    known: Sequence[Figure],
    document: str,
) -> TextFigures:
    """Figures that neither tags nor tables give, on the basis of the statements; and remarks.

    `notes` are the paragraphs that may tell of commitments or hold a remark. `known` are the
    figures from tags and tables: a margin is proven by the profit and revenue of exactly one
    period. Without a calendar nothing can be dated, and the result is empty.
    """
    if dates is None or not known:
        return TextFigures((), ())
    found = tuple(passages)
    is_ifrs = any(figure.basis == "ifrs" for figure in known)
    plain = [replace(f, basis="gaap") if f.basis == "ifrs" else f for f in known]
    outlooks = guidance_text.outlooks(found, dates, document)
    lines = [line for passage in found for line in passage]
    found_in_text = with_margins(outlooks, margin_text.proven(lines, plain, document))
    customers = customer_text.shares(lines, dates, plain, document)
    found_in_text = with_margins(found_in_text, customers)
    told = tuple(notes)
    found_in_text = with_margins(found_in_text, commitment_text.owed(told, dates, document))
    new = with_tables_of_results(found_in_text.figures, tuple(plain))[len(plain) :]
    made = tuple(replace(f, basis="ifrs") if is_ifrs and f.basis == "gaap" else f for f in new)
    used = {one.fact_id for figure in made for one in figure.inputs}
    facts = tuple(fact for fact in found_in_text.facts if fact.fact_id in used)
    facts = (*facts, *supply_remarks(told, dates, document))
    return TextFigures(facts, made, found_in_text.unread)
