"""One document as read: what it gave, and the values between its bytes and its figures."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.language.fiscal_calendar import Calendar
from extractors.model import Extraction
from extractors.sentences.unread_sentences import UnreadSentence
from extractors.tables.table_readings import Step, TableReading
from extractors.xbrl.facts import UniqueFact


@dataclass(frozen=True, slots=True)
class Stages:
    """What reading one document gave on its way to the extraction.

    tables      printed tables with their columns, units and numbers; of a tagged filing those
                without a tag that speak of margins or adjusted figures
    steps       what each check left of the tables' lines, in the order of the checks
    calendar    by which captions of periods were dated; None in a tagged filing
    unread      sentences that expect something and are no outlook
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
