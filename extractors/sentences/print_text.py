"""What the sentences of a document without tags say, and its tables of outlooks and customers."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.language.fiscal_calendar import Calendar
from extractors.language.text import TextLine
from extractors.model import Figure
from extractors.sentences import (
    commitment_text,
    customer_tables,
    customer_text,
    guidance_tables,
    guidance_text,
    margin_text,
)
from extractors.sentences.precedence import with_margins, with_tables_of_outlook
from extractors.sentences.text_figures import TextFigures
from extractors.tables.grid import Table


def figures(
    lines: tuple[TextLine, ...],
    tables: Sequence[Table],
    dates: Calendar,
    known: Sequence[Figure],
    document: str,
) -> TextFigures:
    """Figures of sentences and of their tables; `known` are those of the tables of results."""
    found = guidance_text.figures(lines, dates, document)
    for told in (
        margin_text.proven(lines, known, document),
        customer_tables.shares(tables, dates, known, document),
        customer_text.shares(lines, dates, known, document),
        commitment_text.owed(lines, dates, document),
    ):
        found = with_margins(found, told)
    return with_tables_of_outlook(found, guidance_tables.figures(tables, dates, document))
