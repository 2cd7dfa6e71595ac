"""One document as read: the result, and the intermediate values that led to it."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.language.fiscal_calendar import Calendar
from extractors.model import Extraction
from extractors.sentences.unread_sentences import UnreadSentence
from extractors.tables.table_readings import Step, TableReading
from extractors.xbrl.facts import UniqueFact


@dataclass(frozen=True, slots=True)
class Stages:
    """The extraction of one document, and the values of each stage.

    tables      printed tables with their columns, units and numbers; of a tagged filing only the
                untagged tables that mention margins or adjusted figures
    steps       the lines of tables left after each check, in the order of the checks
    calendar    the calendar that dates captions of periods; None in a tagged filing
    unread      forward-looking sentences that were not read as guidance
    tagged      the facts of a tagged filing with their places
    parts       of a submission: each document's name and stages
    """

    extraction: Extraction
    tables: tuple[TableReading, ...] = ()
    steps: tuple[Step, ...] = ()
    calendar: Calendar | None = None
    unread: tuple[UnreadSentence, ...] = ()
    tagged: tuple[UniqueFact, ...] = ()
    parts: tuple[tuple[str, Stages], ...] = ()
