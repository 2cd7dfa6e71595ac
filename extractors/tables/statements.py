"""Which statement a table is, by the captions of its rows."""

from __future__ import annotations

import re
from collections import Counter

from extractors.language.captions import plain_caption
from extractors.language.concepts import line_meanings
from extractors.language.header_words import NON_GAAP
from extractors.tables.grid import Table

CASH_FLOW = re.compile(
    r"net cash|\bcash (?:provided|used|generated|flows?)\b[^|]*(?:operating|investing)"
)
TITLE = re.compile(
    r"statements? of (?:consolidated )?(?:operations|income|earnings|profit|comprehensive)"
    r"|(?:income|profit and loss) statements?",
    re.I,
)


def statement_of(table: Table) -> str:
    """income, cash_flow, balance, reconciliation or other, by the captions of the rows."""
    plain = [plain_caption(row.caption) for row in table.rows if row.lead]
    metrics = {m.metric for text in plain for m in line_meanings(text)}
    every = " | ".join(plain)
    if CASH_FLOW.search(every):
        return "cash_flow"
    if "total assets" in every:
        return "balance"
    if any(NON_GAAP.search(row.caption) for row in table.rows):
        return "reconciliation"
    blocks = Counter(plain_caption(r.caption) for r in table.rows if r.amounts)
    if not any(TITLE.search(text) for text in table.before) and any(
        n > 1 and text != "sales" and says_revenue(text) for text, n in blocks.items()
    ):
        return "other"  # one block of lines for each segment
    tax = "income tax" in every or "provision for tax" in every or " taxes" in every
    if tax and "revenue" in metrics and metrics & {"net_income", "net_income_attributable"}:
        return "income"
    return "other"


def says_revenue(caption: str) -> bool:
    """Whether a row with this caption is revenue."""
    return any(m.metric == "revenue" for m in line_meanings(plain_caption(caption)))
