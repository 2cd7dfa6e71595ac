"""The closed vocabulary of reasons why no line is made from a printed number."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from extractors.tables.grid import Row, Token


class Why(StrEnum):
    """The reason, in words for a maintainer of the extractors."""

    CAPTION = "the caption names no metric of concepts.csv that fits here"
    COUNTED = "the caption is of an amount per share, or of units that are no money"
    FORMER = "the lines stand under 'as previously reported'"
    DISCONTINUED = "it is a line of discontinued operations, which are summed up below it"
    EXCLUDING = "it excludes something, and what it excludes that from is not printed beside it"
    SPREAD = "costs are printed again below the net income, where a note spreads a charge over them"
    NO_COLUMN = "the number is under no column"
    CHANGE_COLUMN = "the column is of changes, former values, amounts per share, or of no basis"
    OTHER_COLUMN = "the column's label names no part of the company"
    PERCENT_COLUMN = "the column is of percentages beside amounts"
    SHARE_OF_WHOLE = "the row is a margin without a percent sign in a column of percentages"
    NO_AMOUNT = "a dash, or a change in percentage points"
    STRAY = "an amount over 200 in a column of percentages"
    NO_PERIOD = "neither the column nor a line above it gives a period that can be dated"
    AHEAD = "the period ends after the one that the document reports"
    KIND = "a percentage where the metric is money, money where it is a margin, or a day for a span"
    NO_UNIT = "no unit is printed for the table, the row or the number"
    LOSS = "a positive number under a caption of a loss"
    NEGATIVE = "revenue of the company is not negative"


OF_COLUMNS = frozenset((Why.CHANGE_COLUMN, Why.OTHER_COLUMN, Why.PERCENT_COLUMN))
"""Reasons that hold for every number of a column."""


class Unread(NamedTuple):
    """Numbers of one row from which no line is made."""

    row: Row
    tokens: tuple[Token, ...]
    why: Why
