"""Tables of results that are not the company's own: pro forma, discontinued, an investee's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.language.phrases import has
from extractors.model import Refusal
from extractors.tables.columns import Header
from extractors.tables.grid import Table
from extractors.tables.printed_facts import PrintedFact
from extractors.tables.title_lines import is_unit_line

TITLE = 120
"""Characters of a line that may be one of several of a title."""
WRAPPED = 60
"""Characters of a line that goes on below: titles are shorter, or stand alone."""


def exclude(
    found: Iterable[PrintedFact],
    tables: Iterable[tuple[Table, Header]],
    document: str,
    refusals: list[Refusal],
) -> list[PrintedFact]:
    """The lines without tables whose titles name other entities' results.

    One refusal for each table of which lines are left out.
    """
    strangers = {table.number: title for table, head in tables if (title := _title(table, head))}
    kept: list[PrintedFact] = []
    refused: set[int] = set()
    for line in found:
        if line.table not in strangers:
            kept.append(line)
        elif line.table not in refused:
            refused.add(line.table)
            what = f"table {line.table}: by its title not the results of the company as it is"
            refusals.append(Refusal(document, what, "other_entity", line.token.locator))
    return kept


def _title(table: Table, header: Header) -> str:
    """The title that names other results; '' if none does."""
    texts = [*header.title, _sentence_above(table.before)]
    texts += [text for text in table.before if has(text, "registrant") and len(text) < TITLE]
    others = (text for text in texts if has(text, "other_entity") and not has(text, "continuing"))
    return next(others, "")


def _sentence_above(before: Sequence[str]) -> str:
    """The nearest text above the table, joined if it is a sentence wrapped over lines."""
    lines = [text.strip() for text in before if text.strip() and not is_unit_line(text)]
    sentence = lines[-1:]
    for line in reversed(lines[:-1]):
        if len(line) < WRAPPED or line.endswith((".", ":", ";")):
            break
        sentence.insert(0, line)
    return " ".join(sentence)
