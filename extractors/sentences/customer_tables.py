"""What part of revenue the largest customer is, from a printed table: "Customer A 13% 11%".

Read where every number of the table is a share of one customer and the words over it speak of
revenue: beside receivables, or other rows, nothing tells what a share is of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from extractors.language.captions import plain_caption
from extractors.language.fiscal_calendar import Calendar
from extractors.language.phrases import has
from extractors.model import Fact, Figure, Input, Period
from extractors.sentences.customer_text import METRIC, revenues
from extractors.sentences.text_figures import TextFigures
from extractors.tables.column_periods import dated_column
from extractors.tables.columns import columns, in_fiscal_years
from extractors.tables.grid import Row, Table, Token
from extractors.tables.sections import TableState
from extractors.tables.titles import period_before
from extractors.tables.unread import Why

Share = tuple[Decimal, Row, Token]


def shares(
    tables: Iterable[Table], dates: Calendar, known: Iterable[Figure], document: str
) -> TextFigures:
    """The largest share of each period of which the revenue is known; none where tables differ."""
    sold = revenues(known)
    found: dict[Period, list[Share]] = {}
    for table in tables:
        if _is_of_customers(table):
            largest: dict[Period, Share] = {}
            for period, share in _shares(table, dates):
                largest[period] = max(share, largest.get(period, share), key=lambda one: one[0])
            for period, share in largest.items():
                found.setdefault(period, []).append(share)
    made = [
        _made(told[0], sold[period], document)
        for period, told in found.items()
        if period in sold and len({value for value, *_ in told}) == 1
    ]
    return TextFigures(tuple(fact for fact, _ in made), tuple(figure for _, figure in made))


def _is_of_customers(table: Table) -> bool:
    rows = [row for row in table.rows if row.amounts]
    if not rows or not all(has(plain_caption(row.caption), "one_customer") for row in rows):
        return False
    over = " ".join((*table.before[-2:], *_heads(table)))
    return has(over, "revenue_word") and not has(over, "share_of_other")


def _heads(table: Table) -> Iterator[str]:
    for row in table.rows:
        if row.amounts:
            return
        yield from (token.text for token in (row.lead, *row.tokens) if token is not None)


def _shares(table: Table, dates: Calendar) -> Iterator[tuple[Period, Share]]:
    header = columns(table)
    if dates.anchor is not None and dates.anchor.quarter == 4:
        header = in_fiscal_years(header)
    state = TableState(header, None, period=period_before(table, header))
    title = " ".join((*table.before[-2:], *header.title))
    for row in table.rows:
        for token in row.amounts:
            column = header.column_of(token)
            dated = dated_column(column, state, dates, title) if column else Why.NO_PERIOD
            value = token.amount.value if token.amount and token.amount.is_percent else None
            if not isinstance(dated, Why) and value is not None and 0 < value <= 1:
                yield dated[0], (value, row, token)


def _made(share: Share, revenue: Figure, document: str) -> tuple[Fact, Figure]:
    value, row, token = share
    fact = Fact(
        document=document, concept=row.caption, period=revenue.period, members=frozenset(),
        value=value, unit="pure", decimals=None, quote=token.quote, locator=token.locator,
        caption=(row.caption,),
    )  # fmt: skip
    return fact, Figure(
        document=document, metric=METRIC, period=revenue.period, period_type=revenue.period_type,
        value=value, unit="pure", rule="the largest customer's share of revenue",
        confidence="open_table", inputs=(Input(fact.fact_id),), basis=revenue.basis,
        concept=row.caption,
    )  # fmt: skip
