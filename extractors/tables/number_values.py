"""The value of a printed number in base units, if it can belong to the metric at all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractors.language.captions import plain_caption
from extractors.language.concepts import Meaning
from extractors.language.phrases import has
from extractors.language.units import Unit, unit_of
from extractors.metrics import METRICS
from extractors.model import Instant, Period
from extractors.tables.column_heads import Column
from extractors.tables.grid import Row, Token
from extractors.tables.row_meanings import RowMeaning
from extractors.tables.unread import Why

MOST_PERCENT = 200
AT_A_DAY = ("inventory",)


def unread_amount(token: Token, column: Column) -> Why | None:
    """Why the characters cannot be an amount of a metric; None if they can."""
    amount = token.amount
    if amount is None or amount.value is None or amount.is_points:
        return Why.NO_AMOUNT
    is_stray = not amount.is_percent and abs(amount.value) > MOST_PERCENT
    return Why.STRAY if column.is_percent_of_revenue and is_stray else None


def as_nothing(token: Token) -> Token | None:
    """A dash as the amount 0; None where it is none, or one of a percentage."""
    amount = token.amount
    if amount is None or amount.value is not None or amount.is_percent:
        return None
    return replace(token, amount=replace(amount, value=Decimal(0)))


def measured_as(
    read_as: RowMeaning, row: Row, token: Token, column: Column, period: Period, unit: Unit | None
) -> tuple[Decimal, str, int] | Why:
    """Value in base units, unit, decimals; or why the number cannot have this meaning."""
    if not _is_of_kind(read_as.meaning, row, token, column, period):
        return Why.KIND
    is_fraction = METRICS[read_as.meaning.metric] == "fraction"
    unit = unit_of([row.caption]) or unit
    if unit is not None and column.currency is not None:
        unit = replace(unit, currency=column.currency)
    if unit is not None and column.scale is not None:
        unit = replace(unit, scale=column.scale)
    scaled = _scaled(token, unit, is_fraction)
    if scaled is None:
        return Why.NO_UNIT
    if scaled[0] > 0 and _is_loss(row.caption):
        return Why.LOSS
    # "Revenue (1,234)" reduces deferred revenue: a company's own revenue is not negative.
    is_whole_revenue = read_as.meaning.metric == "revenue" and read_as.part is None
    return Why.NEGATIVE if scaled[0] < 0 and is_whole_revenue else scaled


def _is_of_kind(meaning: Meaning, row: Row, token: Token, column: Column, period: Period) -> bool:
    """Whether margins are percentages, amounts are money, and balances are at a day.

    A margin whose caption says "%" may lack the sign: `check_margins` asks for its lines. Such a
    caption is of no amount: "Gross margin (in %)  38.1" beside "€ in millions".
    """
    is_fraction = METRICS[meaning.metric] == "fraction"
    is_percent = token.amount is not None and token.amount.is_percent
    is_said = is_fraction and has(row.caption, "percent_row")
    if is_fraction != (is_percent or column.is_percent_of_revenue or is_said):
        return False
    if not is_fraction and has(row.caption, "in_percent"):
        return False
    return (meaning.metric in AT_A_DAY) == isinstance(period, Instant)


def _is_loss(caption: str) -> bool:
    """Whether the caption is only of a loss: "Operating loss  300" is not a profit of 300."""
    text = plain_caption(caption)
    return "loss" in text and not has(text, "gain")


def _scaled(token: Token, unit: Unit | None, is_fraction: bool) -> tuple[Decimal, str, int] | None:
    """Value in base units, unit, decimals; None where the scale is not printed."""
    amount = token.amount
    if amount is None or amount.value is None:
        return None
    if is_fraction:
        value = amount.value if amount.is_percent else amount.value.scaleb(-2)
        return value, "pure", amount.decimals + 2
    if amount.scale != 1:
        power = len(str(int(amount.scale))) - 1
        return amount.value, unit.currency if unit else "USD", amount.decimals - power
    if unit is None:
        return None
    power = len(str(unit.scale)) - 1
    return amount.value * unit.scale, unit.currency, amount.decimals - power
