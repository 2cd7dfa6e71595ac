"""The fact and the figures of a value that an outlook's table prints."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.language.phrases import read
from extractors.metrics import METRICS
from extractors.model import Basis, Bound, Fact, Figure, Input
from extractors.sentences.text_figures import Target
from extractors.tables.grid import Row, Token


def made(
    row: Row,
    token: Token,
    metric: str,
    basis: Basis,
    aimed: Target,
    bounds: dict[Bound, Decimal],
    currency: str | None,
    document: str,
) -> Iterator[tuple[Fact, Figure]]:
    """One figure for each bound of the cell, in the currency that it prints, else `currency`."""
    is_fraction = METRICS[metric] == "fraction"
    number = bounds.get("mid", bounds.get("low"))
    own = read(token.text).value("currency") or currency or ("USD" if "$" in token.text else None)
    currency = "pure" if is_fraction else own
    if number is None or currency is None:
        return
    fact = Fact(
        document=document, concept=f"{row.caption} › outlook", period=aimed.period,
        members=frozenset(), value=number, unit=currency,
        decimals=None, quote=token.quote, locator=token.locator, caption=(row.caption,),
    )  # fmt: skip
    for bound, value_of in bounds.items():
        yield fact, _figure(fact, metric, basis, aimed, bound, value_of)


def _figure(
    fact: Fact, metric: str, basis: Basis, aimed: Target, bound: Bound, value: Decimal
) -> Figure:
    return Figure(
        document=fact.document, metric=metric, period=aimed.period,
        period_type=aimed.period_type, value=value, unit=fact.unit,
        rule=f"an outlook's table: {fact.caption[0]}", confidence="open_table",
        inputs=(Input(fact.fact_id, role="value" if value == fact.value else "other bound"),),
        basis=basis, kind="guidance", bound=bound, concept=fact.caption[0],
    )  # fmt: skip
