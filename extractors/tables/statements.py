"""Recognises which statement a table is, by the captions of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from extractors.language.captions import basis_of, plain_caption
from extractors.language.concepts import line_meanings
from extractors.language.phrases import has
from extractors.tables.balances import balance_days
from extractors.tables.grid import Row, Table
from extractors.tables.sections import LISTED

IN_ORDER = ("revenue", "gross_profit", "operating_income", "net_income")
TOPS = frozenset({"revenue", "cost_of_revenue", "operating_income"})


def statement_of(table: Table) -> str:
    """income, cash_flow, balance, equity, reconciliation or other, by the captions of the rows."""
    plain = [plain_caption(row.caption) for row in table.rows if row.lead]
    metrics = {m.metric for text in plain for m in line_meanings(text)}
    every = " | ".join(plain)
    is_of_equity = len(balance_days(table)) > 1
    if is_of_equity or has(every, "cash_flow_line"):
        return "equity" if is_of_equity else "cash_flow"
    lists = list(_rows_of_lists(table))
    if "total assets" in every and not metrics & LISTED:
        return "balance"
    if any(map(_is_adjusted, lists or table.rows)):
        return "income" if _is_statement_above(table) else "reconciliation"
    blocks = Counter(plain_caption(r.caption) for r in table.rows if r.amounts)
    if not _is_titled(table) and any(
        n > 1 and text != "sales" and says_revenue(text) for text, n in blocks.items()
    ):
        return "other"  # one block of lines for each segment
    if has(every, "taxes") and (
        ("revenue" in metrics and metrics & {"net_income", "net_income_attributable"})
        # A company may have words of its own for either, not for all of its lines.
        or (metrics & TOPS and has(every, "per_share") and _is_titled(table))
    ):
        return "income"
    return "income" if _are_in_order(table) else "other"


def _are_in_order(table: Table) -> bool:
    """Whether the lines of a statement follow each other, once each, with research among them."""
    plain = [plain_caption(row.caption) for row in table.rows if row.amounts]
    metrics = [{m.metric for m in line_meanings(text)} for text in plain]
    said = [metric for found in metrics for metric in IN_ORDER if metric in found]
    once = [metric for metric, _ in groupby(said)]
    return once == list(IN_ORDER) and {"research_and_development"} in metrics


def _is_adjusted(row: Row) -> bool:
    """Whether it is a line of an adjusted measure, or a heading that is not a metric's.

    "Adjusted operating income:" heads a list of segments, as "Sales:" does above it.
    """
    is_line = bool(row.amounts) or not line_meanings(plain_caption(row.caption))
    return is_line and bool(has(row.caption, "basis", "non_gaap"))


def _is_statement_above(table: Table) -> bool:
    """Whether a whole income statement precedes the first adjusted line."""
    begin = next(i for i, row in enumerate(table.rows) if _is_adjusted(row))
    above = [plain_caption(row.caption) for row in table.rows[:begin] if row.lead and row.amounts]
    metrics = {m.metric for text in above for m in line_meanings(text)}
    return (
        has(" | ".join(above), "taxes") and {"revenue", "cost_of_revenue", "net_income"} <= metrics
    )


def _is_titled(table: Table) -> bool:
    """Whether a line before it is the title of an income statement."""
    return any(has(text, "income_title") for text in table.before)


def _rows_of_lists(table: Table) -> Iterator[Row]:
    """The rows of the lists of segments that fill a table: "Net revenue:", segments, total.

    None in a table without lists of at least two metrics; lines below and beside them, as adjusted
    measures and total assets, do not make it another statement.
    """
    lists: dict[str, list[Row]] = {}
    metric = ""
    for row in table.rows:
        metrics = {m.metric for m in line_meanings(plain_caption(row.caption))} & LISTED
        if row.caption and not row.amounts and not row.tokens:
            if metrics and basis_of(row.caption) is None:
                metric = metrics.pop()
                lists[metric] = []
        elif metric:
            lists[metric].append(row)
            if metric in metrics and has(row.caption, "total_line"):
                metric = ""
    if len(lists) > 1:
        for rows in lists.values():
            yield from rows


def says_revenue(caption: str) -> bool:
    """Whether a row with this caption is revenue."""
    return any(m.metric == "revenue" for m in line_meanings(plain_caption(caption)))
