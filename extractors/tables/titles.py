"""What a table's title says about all its lines: the segment, the single period, the basis."""

from __future__ import annotations

from extractors.language.calendar_evidence import parsed_caption
from extractors.language.captions import basis_over
from extractors.language.phrases import has, pattern
from extractors.model import Basis
from extractors.tables.columns import Header
from extractors.tables.grid import Table
from extractors.tables.row_meanings import business_of, named_in_head
from extractors.tables.sections import division_in, part_in


def part_of(table: Table, header: Header, statement: str) -> str | None:
    """The segment that the whole table is about, by its title or header."""
    texts = [*table.before[-1:], *header.title]
    part = part_in(texts) or division_in(texts) or business_of(table)
    if part is None and statement in ("other", "reconciliation"):
        return named_in_head(table, header)
    return part


def period_before(table: Table, header: Header) -> str:
    """The one period in the title, for columns headed by segments or bases only."""
    if header.captions or not any(c.label or c.basis for c in header.columns):
        return ""
    texts = (*table.before[-3:], *header.title)
    found = {}
    for text in texts:
        for match in pattern("period_ended").finditer(text):
            caption = parsed_caption(match[0])
            if caption is not None:
                found[caption.months, caption.weeks, caption.end] = match[0]
    return next(iter(found.values())) if len(found) == 1 else ""


def basis_before(table: Table) -> Basis | None:
    """The basis named by the line before the table, if it is as short as a title."""
    text = table.before[-1] if table.before else ""
    # "Non-GAAP gross margin of 62% to 63%." is the last of a list of outlooks, and no title.
    is_title = len(text) < 60 and not (has(text, "value") and not has(text, "period"))
    return basis_over(text) if is_title else None
