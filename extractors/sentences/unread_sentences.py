"""The closed vocabulary of reasons why a forward-looking sentence is not read as guidance."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class WhyNot(StrEnum):
    """The reason, in words for a maintainer of the extractors."""

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
    """A forward-looking sentence that was not read as guidance."""

    text: str
    why: WhyNot
