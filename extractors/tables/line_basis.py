"""The basis of a printed line whose caption names none."""

from __future__ import annotations

from extractors.language.captions import plain_caption
from extractors.language.concepts import Meaning, line_meanings
from extractors.metrics import OF_CASH_FLOW
from extractors.model import Basis
from extractors.tables.column_heads import Column
from extractors.tables.grid import Row
from extractors.tables.row_meanings import RowMeaning
from extractors.tables.sections import TableState

PROFITS = ("net_income", "net_income_attributable", "operating_income")


def basis_of_line(
    row: Row, column: Column, state: TableState, kind: str, row_meaning: RowMeaning
) -> Basis:
    """The basis of a line whose caption names none, in a statement of kind `kind`."""
    meaning = row_meaning.meaning
    if meaning.metric in OF_CASH_FLOW:
        return "gaap"  # an adjusted free cash flow begins with lines of the statement
    is_first = kind == "reconciliation" and not state.is_after_data and column.basis is None
    if is_first and meaning.metric in PROFITS and row_meaning.part is None:
        return "gaap"  # what a reconciliation to "Adjusted" begins with
    return column.basis or _basis_above(state, meaning, row) or "gaap"


def _basis_above(state: TableState, meaning: Meaning, row: Row) -> Basis | None:
    """The section's basis; under "Non-GAAP operating margin" it does not apply to revenue.

    Nor to a line that is printed again as adjusted.
    """
    if plain_caption(row.caption) in state.adjusted:
        return None
    over = {m.metric for m in line_meanings(plain_caption(state.heading))}
    if meaning.metric == "revenue" and over and "revenue" not in over:
        return state.own_basis
    return state.basis
