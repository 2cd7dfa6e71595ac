"""Paragraphs of a tagged filing: outlooks, and margins that its tags prove."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.language.fiscal_calendar import Calendar
from extractors.language.text import TextLine
from extractors.model import Figure
from extractors.sentences import guidance_text, margin_text
from extractors.sentences.precedence import with_margins, with_tables_of_results
from extractors.sentences.text_figures import Told


def said(
    passages: Iterable[tuple[TextLine, ...]],
    dates: Calendar | None,
    known: Sequence[Figure],
    document: str,
) -> Told:
    """Figures that neither tags nor tables give, on the basis of the statements.

    `known` are those of tags and tables: the profit and the revenue of just one period prove a
    margin. Without a calendar nothing is dated.
    """
    if dates is None or not known:
        return Told((), ())
    found = tuple(passages)
    is_ifrs = any(figure.basis == "ifrs" for figure in known)
    plain = [replace(f, basis="gaap") if f.basis == "ifrs" else f for f in known]
    outlooks = guidance_text.outlooks(found, dates, document)
    lines = [line for passage in found for line in passage]
    told = with_margins(outlooks, margin_text.proven(lines, plain, document))
    new = with_tables_of_results(told.figures, tuple(plain))[len(plain) :]
    made = tuple(replace(f, basis="ifrs") if is_ifrs and f.basis == "gaap" else f for f in new)
    used = {one.fact_id for figure in made for one in figure.inputs}
    facts = tuple(fact for fact in told.facts if fact.fact_id in used)
    return Told(facts, made, told.unread)
