"""Which printed numbers are proven by their table's own sums; required of scanned pages.

A column of a statement is read from the top, keeping rows not yet summed up. If a row is the sum of
the latest of these, or the first less the others, consistently over columns, every number of that
sum is proven where it is exact to the last digit. The same from left to right, for totals and
changes beside their parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from extractors.metrics import MARGINS
from extractors.model import Extraction, Fact, Figure, Locator, Refusal
from extractors.tables.columns import columns
from extractors.tables.grid import Table, Token, is_year

Cells = Sequence[Sequence[Token | None]]
"""Rows of a table, each with one cell for each column."""
MOST_PARTS = 24
ANY_SIGN = 5
"""Parts of a sum whose signs may be any: above, chance would find one that comes out."""
LONG, VERY_LONG, LONGEST = 3, 4, 5
"""Digits of the longest part of a sum that is no chance: where that of another column comes out
too, where it is the only column, and where it comes out in this column alone."""


def proven(extraction: Extraction, tables: Sequence[Table]) -> Extraction:
    """The figures whose numbers foot, graded ocr; the others are refused: does_not_close."""
    held = _held(extraction, tables)
    facts = {fact.fact_id: fact for fact in extraction.facts}
    refusals = [_refusal(f, facts) for f in extraction.figures if f.figure_id not in held]
    figures = [replace(f, confidence="ocr") for f in extraction.figures if f.figure_id in held]
    used = {one.fact_id for figure in figures for one in figure.inputs}
    if not figures and not any(one.reason == "no_figures" for one in extraction.refusals):
        what = "no figures: nothing that is read from the pictures foots"
        refusals.insert(0, Refusal(extraction.document.sha256, what, "no_figures"))
    return replace(
        extraction,
        facts=tuple(fact for fact in extraction.facts if fact.fact_id in used),
        figures=tuple(figures),
        refusals=(*extraction.refusals, *refusals),
    )


def _held(extraction: Extraction, tables: Sequence[Table]) -> set[str]:
    """Ids of the proven figures: by a sum of their table, or by the sum of segments."""
    facts = {fact.fact_id: fact for fact in extraction.facts}
    tokens = {t.locator: t for table in tables for row in table.rows for t in row.amounts}
    sure = footed(tables)
    values = {_value(tokens[place]) for place in sure if _digits(_value(tokens[place])) >= LONG + 1}
    found = set()
    for figure in extraction.figures:
        places = [facts[one.fact_id].locator for one in figure.inputs]
        # A number proven in one table is proven where another table repeats it.
        if all(p in sure or (p in tokens and _value(tokens[p]) in values) for p in places):
            found.add(figure.figure_id)
    found |= _of_segments(extraction.figures, found)
    known = {_about(figure) for figure in extraction.figures if figure.figure_id in found}
    return found | {f.figure_id for f in extraction.figures if _margin_of(f) <= known}


def _of_segments(figures: Sequence[Figure], held: set[str]) -> set[str]:
    """Ids of segments' figures that add up to the company's, which is proven."""
    wholes = {_about(f): f.value for f in figures if f.figure_id in held and f.segment is None}
    parts: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.breakdown in ("segment", "corporate"):
            parts[_about(replace(figure, segment=None, breakdown=None))].append(figure)
    return {
        figure.figure_id
        for about, same in parts.items()
        if len(same) > 1 and sum(f.value for f in same) == wholes.get(about)
        for figure in same
    }


def _about(figure: Figure, metric: str = "") -> tuple[object, ...]:
    return (metric or figure.metric, figure.segment, figure.basis, figure.kind, figure.period)


def _margin_of(figure: Figure) -> set[tuple[object, ...]]:
    """The operands of a printed margin, which it was checked against before."""
    if figure.metric not in MARGINS or figure.kind != "actual":
        return {()}
    return {_about(figure, "revenue"), _about(figure, MARGINS[figure.metric])}


def _refusal(figure: Figure, facts: dict[str, Fact]) -> Refusal:
    fact = facts[figure.inputs[0].fact_id]
    part = f" of {figure.segment}" if figure.segment else ""
    what = f"{figure.metric}{part} {figure.period}: {fact.quote!r}, read from a picture, is in no"
    return Refusal(figure.document, f"{what} sum that comes out", "does_not_close", fact.locator)


def footed(tables: Iterable[Table]) -> frozenset[Locator]:
    """Places of the amounts in sums that are exact."""
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
    """Signs of the latest unsummed rows, and the columns in which they give the current row."""

    signs: tuple[int, ...]
    columns: tuple[int, ...]


def _proven(cells: Cells) -> Iterator[Token]:
    """Cells of all exact sums, from the first row to the last."""
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
    """Sums of the latest unsummed rows that give the row beyond chance, shortest first."""
    wholes = [_value(token) for token in row]
    for count in range(2, min(len(waiting), MOST_PARTS) + 1):
        parts = [[_value(token) for token in line] for line in waiting[-count:]]
        for signs in _signs(count, len(row) > 1):
            fits = [c for c in range(len(row)) if _comes_out(parts, signs, wholes, c)]
            digits = [max(_digits(line[c]) for line in (*parts, wholes)) for c in fits]
            is_plain = signs[1:] in ((1,) * (count - 1), (-1,) * (count - 1))
            enough = VERY_LONG if _is_all_of(row, fits) else LONGEST
            if (is_plain and max(digits, default=0) >= enough) or sum(
                number >= LONG for number in digits
            ) > 1:
                yield _Sum(signs, tuple(fits))


def _signs(count: int, are_many: bool) -> Iterator[tuple[int, ...]]:
    """All added; all subtracted from the first; any for few rows if several columns agree."""
    yield (1,) * count
    yield (1, *(-1,) * (count - 1))
    if are_many and 2 < count <= ANY_SIGN:
        for rest in product((1, -1), repeat=count - 1):
            if len(set(rest)) > 1:
                yield (1, *rest)


def _is_all_of(row: Sequence[Token | None], fits: list[int]) -> bool:
    """Whether the sum is exact wherever the row has a number."""
    return all(c in fits for c, token in enumerate(row) if token is not None)


def _comes_out(
    parts: list[list[Decimal | None]],
    signs: tuple[int, ...],
    wholes: list[Decimal | None],
    column: int,
) -> bool:
    """Whether it is exact to the last digit, with at least two non-zero numbers."""
    whole = wholes[column]
    given = [line[column] for line in parts]
    if whole is None or None in given[:1] or sum(bool(value) for value in given) < 2:
        return False
    terms = (sign * value for sign, value in zip(signs, given, strict=True) if value is not None)
    return sum(terms, Decimal(0)) == whole


def _value(token: Token | None) -> Decimal | None:
    """The number; 0 for a dash, None for a year."""
    if token is None or token.amount is None or is_year(token.text):
        return None
    return token.amount.value or Decimal(0)


def _digits(value: Decimal | None) -> int:
    return len(value.as_tuple().digits) if value is not None else 0
