"""Rows whose captions say "adjusted", and what that implies for the rows beside them."""

from __future__ import annotations

from extractors.language.captions import basis_of, plain_caption
from extractors.language.concepts import line_meanings
from extractors.language.phrases import has
from extractors.metrics import MARGINS, OF_CASH_FLOW
from extractors.tables.grid import Row, Table


def adjusted(table: Table) -> frozenset[str]:
    """Plain captions of lines that also occur as "Adjusted …": without that word they are GAAP.

    Whatever the title says: "Adjusted operating income" heads its whole reconciliation.
    """
    named = (row.caption for row in table.rows if row.amounts and row.caption)
    names = (text for text in named if basis_of(text) == "non_gaap" and not has(text, "excluding"))
    return frozenset(map(plain_caption, names))


def excludes_from_nothing(row: Row, table: Table) -> bool:
    """Whether a profit "excluding" something is printed without the profit that includes it."""
    if not has(row.caption, "excluding"):
        return False
    own = _profits(plain_caption(row.caption).partition(" excluding")[0].rstrip(" ,(–—-"))
    rows = (r for r in table.rows if r.amounts and not has(r.caption, "excluding"))
    if own & set(OF_CASH_FLOW):
        return False  # "Capital expenditures, excluding equipment leased to others"
    return not any(own & _profits(plain_caption(r.caption)) for r in rows)


def _profits(plain: str) -> set[str]:
    return {MARGINS.get(m.metric, m.metric) for m in line_meanings(plain)}
