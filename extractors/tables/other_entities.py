"""Tables of results that are not the company's own: pro forma, discontinued, an investee's."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.language.header_words import UNAUDITED
from extractors.language.units import is_unit
from extractors.model import Refusal
from extractors.tables.columns import Header
from extractors.tables.grid import Table
from extractors.tables.printed_facts import Line

AS_IF = r"\bas (?:if|though) (?:the|these|those|each|both|such) (?:business )?"
TITLE = re.compile(
    rf"\bpro forma\b[^.]*?\b(?:acqui|merge|combin|as if\b|as though\b)"
    rf"|{AS_IF}(?:acquisitions?|mergers?|transactions?|combinations?)\b"
    r"|\b(?:results|income|revenues?|operations|components?|summary|information)"
    r" (?:of|from|for|related to) (?:the |our |its )?"
    r"(?:discontinued (?:operations|business(?:es)?)|disposal group"
    r"|(?:divested|disposed) business(?:es)?|[\w ]{0,30}\bheld for sale)\b"
    r"|\b(?:summari[sz]ed|condensed)\b[^.]*?\binvestees?\b|\bequity[- ]method investees?\b"
    r"|^\W*(?:unaudited )?(?:supplemental )?pro forma\b|\bparent company (?:only|alone)\b"
    r"|\b(?:information|statements?|results) of (?:the )?parent\b|^\W*discontinued operations\b",
    re.I,
)
CONTINUING = re.compile(r"\bcontinuing\b", re.I)


def own(
    found: Iterable[Line],
    tables: Iterable[tuple[Table, Header]],
    document: str,
    refusals: list[Refusal],
) -> list[Line]:
    """The lines without those of tables that say by their titles whose results they are.

    One refusal for each table of which lines are left out.
    """
    strangers = {table.number: title for table, head in tables if (title := _title(table, head))}
    kept: list[Line] = []
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
    """What heads the table and names other results; '' where nothing does."""
    above = (text for text in reversed(table.before) if not _is_unit(text))
    texts = [*header.title, next(above, "")]
    told = (text for text in texts if TITLE.search(text) and not CONTINUING.search(text))
    return next(told, "")


def _is_unit(text: str) -> bool:
    """'(in millions)', '(unaudited)': they stand between a title and its table."""
    is_of_unit = is_unit(text) or UNAUDITED.match(text) is not None
    return is_of_unit and len(text) < 60 and not TITLE.search(text)
