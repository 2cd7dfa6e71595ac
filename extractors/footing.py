"""Which printed numbers are proven by their own arithmetic: what a picture shows must foot.

A column of a statement is read from the top, and what is not yet summed up waits. Where a row is
the sum of the last that wait, or their first less the others, in column after column, that is how
the table adds up: every number of such a sum is proven where it comes out to the last digit. The
same from left to right, for totals and changes beside their parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from extractors.columns import columns
from extractors.grid import Table, Token, is_year
from extractors.model import METRICS, Extraction, Fact, Figure, Locator, Refusal

Cells = Sequence[Sequence[Token | None]]
"""Rows of a table, each with one cell for each column."""
MOST_PARTS = 24
ANY_SIGN = 5
"""Parts of a sum whose signs may be any: above, chance would find one that comes out."""
LONG, VERY_LONG = 3, 4
"""Digits of a sum that is no chance: where another column bears it out, and alone."""
OF_MARGIN = {"gross_margin": "gross_profit", "operating_margin": "operating_income"}


def proven(extraction: Extraction, tables: Iterable[Table]) -> Extraction:
    """The figures whose numbers foot, graded ocr; the others are refused: does_not_close."""
    sure = footed(tables)
    facts = {fact.fact_id: fact for fact in extraction.facts}
    held = [f for f in extraction.figures if _places(f, facts) <= sure]
    known = {_about(figure) for figure in held}
    held += [f for f in extraction.figures if _margin_of(f) <= known and f.metric in OF_MARGIN]
    refusals = [_refusal(f, facts) for f in extraction.figures if f not in held]
    used = {one.fact_id for figure in held for one in figure.inputs}
    if not held and not any(one.reason == "no_figures" for one in extraction.refusals):
        what = "no figures: nothing that is read from the pictures foots"
        refusals.insert(0, Refusal(extraction.document.sha256, what, "no_figures"))
    return replace(
        extraction,
        facts=tuple(fact for fact in extraction.facts if fact.fact_id in used),
        figures=tuple(replace(f, confidence="ocr") for f in extraction.figures if f in held),
        refusals=(*extraction.refusals, *refusals),
    )


def _places(figure: Figure, facts: dict[str, Fact]) -> set[Locator]:
    return {facts[one.fact_id].locator for one in figure.inputs}


def _about(figure: Figure, metric: str = "") -> tuple[object, ...]:
    return (metric or figure.metric, figure.segment, figure.basis, figure.period)


def _margin_of(figure: Figure) -> set[tuple[object, ...]]:
    """What a printed margin is made of, which it was held against before."""
    if figure.kind != "actual" or METRICS[figure.metric] != "fraction":
        return {()}
    return {_about(figure, "revenue"), _about(figure, OF_MARGIN[figure.metric])}


def _refusal(figure: Figure, facts: dict[str, Fact]) -> Refusal:
    fact = facts[figure.inputs[0].fact_id]
    part = f" of {figure.segment}" if figure.segment else ""
    what = f"{figure.metric}{part} {figure.period}: {fact.quote!r}, read from a picture, is in no"
    return Refusal(figure.document, f"{what} sum that comes out", "does_not_close", fact.locator)


def footed(tables: Iterable[Table]) -> frozenset[Locator]:
    """Places of the amounts that stand in a sum that comes out."""
    found: set[Locator] = set()
    for table in tables:
        cells = _cells(table)
        for turned in (cells, list(zip(*cells, strict=True))):
            found |= {token.locator for token in _proven(turned)}
    return frozenset(found)


def _cells(table: Table) -> list[list[Token | None]]:
    """The table's rows of amounts, without percents."""
    header = columns(table)
    rows = []
    for row in table.rows:
        cells: list[Token | None] = [None] * len(header.columns)
        for token in row.amounts:
            column = header.column_of(token)
            if column is not None and token.amount and not token.amount.is_percent:
                cells[header.columns.index(column)] = token
        if any(cells):
            rows.append(cells)
    return rows


@dataclass(frozen=True, slots=True)
class _Sum:
    """Signs of the last rows that wait, and the columns in which they give the row at hand."""

    signs: tuple[int, ...]
    columns: tuple[int, ...]


def _proven(cells: Cells) -> Iterator[Token]:
    """Cells of all sums that come out, from the first row to the last."""
    waiting: list[Sequence[Token | None]] = []
    for row in cells:
        found = next(_sums(waiting, row), None)
        if found is not None:
            parts = waiting[-len(found.signs) :]
            for line in (*parts, row):
                yield from (token for c in found.columns if (token := line[c]) is not None)
            del waiting[-len(parts) :]
        waiting.append(row)


def _sums(waiting: list[Sequence[Token | None]], row: Sequence[Token | None]) -> Iterator[_Sum]:
    """Sums of the last that wait that give the row and cannot be chance, the shortest first."""
    wholes = [_value(token) for token in row]
    for count in range(2, min(len(waiting), MOST_PARTS) + 1):
        parts = [[_value(token) for token in line] for line in waiting[-count:]]
        for signs in _signs(count, len(row) > 1):
            fits = [c for c in range(len(row)) if _comes_out(parts, signs, wholes, c)]
            long = [c for c in fits if _digits(wholes[c]) >= LONG]
            is_plain = signs[1:] in ((1,) * (count - 1), (-1,) * (count - 1))
            alone = is_plain and any(_digits(wholes[c]) >= VERY_LONG for c in fits)
            if len(long) > 1 or (alone and _is_all_of(row, fits)):
                yield _Sum(signs, tuple(fits))


def _signs(count: int, are_many: bool) -> Iterator[tuple[int, ...]]:
    """All added; all taken from the first; where columns bear each other out, any of a few."""
    yield (1,) * count
    yield (1, *(-1,) * (count - 1))
    if are_many and 2 < count <= ANY_SIGN:
        for rest in product((1, -1), repeat=count - 1):
            if len(set(rest)) > 1:
                yield (1, *rest)


def _is_all_of(row: Sequence[Token | None], fits: list[int]) -> bool:
    """Whether the sum comes out wherever the row has a number."""
    return all(c in fits for c, token in enumerate(row) if token is not None)


def _comes_out(
    parts: list[list[Decimal | None]],
    signs: tuple[int, ...],
    wholes: list[Decimal | None],
    column: int,
) -> bool:
    """To the last digit, of two numbers at least that are not nothing."""
    whole = wholes[column]
    given = [line[column] for line in parts]
    if whole is None or None in given[:1] or sum(bool(value) for value in given) < 2:
        return False
    terms = (sign * value for sign, value in zip(signs, given, strict=True) if value is not None)
    return sum(terms, Decimal(0)) == whole


def _value(token: Token | None) -> Decimal | None:
    """A dash is nothing; a year is no amount."""
    if token is None or token.amount is None or is_year(token.text):
        return None
    return token.amount.value or Decimal(0)


def _digits(value: Decimal | None) -> int:
    return len(value.as_tuple().digits) if value is not None else 0
