"""Which statement a table is, by the captions of its rows."""

from __future__ import annotations

from collections import Counter

from extractors.language.captions import plain_caption
from extractors.language.concepts import line_meanings
from extractors.language.phrases import has
from extractors.tables.grid import Table


def statement_of(table: Table) -> str:
    """income, cash_flow, balance, reconciliation or other, by the captions of the rows."""
    plain = [plain_caption(row.caption) for row in table.rows if row.lead]
    metrics = {m.metric for text in plain for m in line_meanings(text)}
    every = " | ".join(plain)
    if has(every, "cash_flow_line"):
        return "cash_flow"
    if "total assets" in every:
        return "balance"
    if any(has(row.caption, "basis", "non_gaap") for row in table.rows):
        return "income" if _is_statement_above(table) else "reconciliation"
    blocks = Counter(plain_caption(r.caption) for r in table.rows if r.amounts)
    if not any(has(text, "income_title") for text in table.before) and any(
        n > 1 and text != "sales" and says_revenue(text) for text, n in blocks.items()
    ):
        return "other"  # one block of lines for each segment
    if (
        _has_taxes(every)
        and "revenue" in metrics
        and metrics & {"net_income", "net_income_attributable"}
    ):
        return "income"
    return "other"


def _is_statement_above(table: Table) -> bool:
    """Whether all of an income statement stands above the first adjusted line: it is none of it."""
    begin = next(i for i, row in enumerate(table.rows) if has(row.caption, "basis", "non_gaap"))
    above = [plain_caption(row.caption) for row in table.rows[:begin] if row.lead and row.amounts]
    metrics = {m.metric for text in above for m in line_meanings(text)}
    return _has_taxes(" | ".join(above)) and {"revenue", "cost_of_revenue", "net_income"} <= metrics


def _has_taxes(every: str) -> bool:
    return "income tax" in every or "provision for tax" in every or " taxes" in every


def says_revenue(caption: str) -> bool:
    """Whether a row with this caption is revenue."""
    return any(m.metric == "revenue" for m in line_meanings(plain_caption(caption)))
