"""Numbers at both ends of a bridge from GAAP to an adjusted measure, proven by the adjustments.

"GAAP | Amortization | Restructuring | Non-GAAP" over columns adds up from left to right, "GAAP
reported" to "Non-GAAP adjusted" as rows from top to bottom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.language.captions import basis_of
from extractors.language.phrases import has
from extractors.language.rounding import Rounded, closes
from extractors.model import Basis, Locator
from extractors.tables.columns import Header
from extractors.tables.grid import Row, Table, Token

Step = tuple[Basis | None, Token]
"""A number, and the basis that its column or its row names."""


def across(row: Row, header: Header) -> frozenset[Locator]:
    """Places of both ends of each bridge within the row's columns."""
    if not any(column.basis for column in header.columns):
        return frozenset()
    steps: list[Step] = []
    for token in row.amounts:
        column = header.column_of(token)
        if column is not None and not column.is_percent_of_revenue and _is_money(token):
            is_end = column.basis is not None and not column.is_excluded
            if is_end or column.basis is None:
                steps.append((column.basis, token))
    return frozenset(_closed(steps))


def down(table: Table, header: Header) -> frozenset[Locator]:
    """Places of both ends of each bridge down one column."""
    if not any(has(row.caption, "only_basis") for row in table.rows):
        return frozenset()
    columns: dict[float, list[Step]] = {}
    for row in table.rows:
        basis = basis_of(row.caption) if has(row.caption, "only_basis") else None
        for token in row.amounts:
            column = header.column_of(token)
            if column is not None and _is_money(token):
                columns.setdefault(column.start, []).append((basis, token))
    return frozenset(place for steps in columns.values() for place in _closed(steps))


def _is_money(token: Token) -> bool:
    return token.amount is not None and not token.amount.is_percent


def _closed(steps: Sequence[Step]) -> Iterator[Locator]:
    """Places of each GAAP number and the adjusted one that it and the steps between add up to."""
    begin: int | None = None
    for index, (basis, token) in enumerate(steps):
        if basis == "gaap":
            begin = index
        elif basis == "non_gaap" and begin is not None:
            terms = [_rounded(one) for _, one in steps[begin:index]]
            if sum(bool(term.value) for term in terms) > 1 and _ends(terms, _rounded(token)):
                yield steps[begin][1].locator
                yield token.locator
            begin = None


def _ends(terms: Sequence[Rounded], whole: Rounded) -> bool:
    """Whether the adjustments are all added to the first term, or all subtracted."""
    first, *rest = terms
    return any(closes([(first, 1), *((one, sign) for one in rest)], whole) for sign in (1, -1))


def _rounded(token: Token) -> Rounded:
    amount = token.amount
    if amount is None:
        return Rounded(Decimal(0))
    return Rounded(amount.value or Decimal(0), amount.decimals)
