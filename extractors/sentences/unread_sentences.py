"""Why a sentence that expects something is no outlook: a closed vocabulary."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from extractors.language.text import TextLine


class WhyNot(StrEnum):
    """The reason, in words for the person who maintains the readers."""

    CUT = "it goes on from the line above, which ends without a full stop"
    NOT_AHEAD = "the period that it names does not lie ahead, or cannot be dated"
    NO_PERIOD = "neither it nor a heading above it names a period"
    SEVERAL = "it names several quarters"
    PAST = "it speaks of what was, or of a former outlook"
    NOT_THE_WHOLE = "it is about a part of the year or of the company, or another measure"
    EXCLUDING = "it excludes something and does not say non-GAAP"
    LEAD = "other words than a period and a basis stand before the metric"
    VALUE = "no plain value or range follows the metric"


class UnreadSentence(NamedTuple):
    """A sentence of which no outlook is made."""

    line: TextLine
    why: WhyNot
