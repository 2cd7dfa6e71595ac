"""The meaning of a table row: its metric, and the part of the company that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractors.language.captions import basis_of, clean_caption, plain_caption
from extractors.language.concepts import Meaning, line_meanings
from extractors.language.phrases import has, pattern
from extractors.metrics import MARGINS, OF_CASH_FLOW
from extractors.tables.column_heads import Column
from extractors.tables.columns import Header
from extractors.tables.grid import Row, Table
from extractors.tables.listed_parts import metric_of_all_segments, metric_of_segments_total
from extractors.tables.sections import (
    SEGMENT_METRICS,
    TableState,
    heading_meanings,
    is_listed,
    is_metric,
    is_whole_of,
)

SPREAD = ("cost_of_revenue", "research_and_development", "operating_expenses")
"""Lines over which a footnote spreads a charge: its "Cost of revenue 53" is not the statement's."""
ONLY_OF_PARTS = 5
EXTERNAL = 0
"""Ranks of captions that only a part bears; the latter is its revenue without other parts'."""
OF_PARTS = (*SEGMENT_METRICS, *MARGINS)
OF_SEGMENTS = ("operating_income", "operating_margin")


class RowMeaning(NamedTuple):
    """One meaning of a row, and the part of the company that it is about (None = the whole).

    parent        the part that contains this one: "Desktop" under "Client Computing"
    is_subtotal   the part is the total of the operating segments, or of some of them
    is_supposed   neither a heading nor the row names the metric, but a title, a total or a column:
                  it must be proven by sums
    """

    meaning: Meaning
    part: str | None
    parent: str | None = None
    is_subtotal: bool = False
    is_supposed: bool = False


def named_in_head(table: Table, header: Header) -> str | None:
    """The segment named left of the column headers: "Global Services | Q3 | Q2"."""
    for row in table.rows:
        if row.number not in header.rows:
            return None
        name = pattern("unit_of_stub").sub("", row.caption)
        if (row.tokens or name != row.caption) and has(name, "part_stub"):
            is_said = has(name, "no_part_stub") or has(name, "period")
            return None if is_said or is_metric(name) else name
    return None


def business_of(table: Table) -> str | None:
    """The segment whose revenue, expenses and margin fill the table: "Hardware Revenues:" on top.

    Only a segment has a line that says "Total margin" and nothing else.
    """
    heading = next(
        (r.caption for r in table.rows if r.caption and not r.amounts and not r.tokens), ""
    )
    named = pattern("part_business").match(heading)
    if named is None or has(named[1], "no_part_title") or has(named[1], "total_line"):
        return None
    if line_meanings(plain_caption(heading)):
        return None  # "Sales and revenues:" is all of it
    said = [{m.rank for m in line_meanings(plain_caption(r.caption))} for r in table.rows]
    return named[1] if {ONLY_OF_PARTS} in said and named[1].lower() != "net" else None


def meanings_of(
    row: Row, column: Column, state: TableState, statement: str, title: str
) -> Iterator[RowMeaning]:
    """Meanings of the row in one column, each with its part."""
    if has(row.caption, "only_basis") and not has(column.label, "per_share"):
        # A transposed bridge has metrics over columns, and "Reported" and "Core" as rows.
        for meaning in line_meanings(plain_caption(column.label)):
            if _fits(meaning, statement) and meaning.rank not in (ONLY_OF_PARTS, EXTERNAL):
                yield RowMeaning(meaning, None)
    elif of_all := list(_of_all_segments(row, column, state)):
        yield from of_all
    elif over := _metric_over(row, column, state, statement):
        yield from _under_metric(row, over)
    else:
        is_total = has(column.label, "total")
        is_whole = has(column.label, "total_line") and not (
            is_total or has(column.label, "segments")
        )
        label = column.label if column.label and not is_whole else None
        found = _by_caption(row, label, state, statement)
        part = label or state.part or _inner(row, state, statement)
        yield from _of_part(found, part, row, statement, title)
        if not found:  # a totals column beside regions is the total for the row's name
            label = None if is_total else label
            yield from _named_by_row(row, label, state, statement, title)


def supposed_meanings(
    row: Row, column: Column, state: TableState, statement: str, title: str
) -> Iterator[RowMeaning]:
    """Meanings of a row in a list of segments, in the sections supposed by `listed_parts`."""
    if state.part is not None or (column.label and not has(column.label, "total")):
        return
    metric = metric_of_segments_total(row.caption)
    if metric or (has(row.caption, "total_line") and has(row.caption, "segments")):
        for meaning in _proving(heading_meanings(metric or state.heading)):
            yield RowMeaning(meaning, clean_caption(row.caption), None, True, True)
        return
    is_whole = statement == "income" and not has(title, "segments")
    for named in _named_by_row(row, None, state, statement, title):
        # "EBITA" less "Amortization" is the operating income: lines of a statement, no parts.
        if named.part and not (is_whole and named.meaning.metric == "operating_income"):
            yield named._replace(is_supposed=True)


def _of_all_segments(row: Row, column: Column, state: TableState) -> Iterator[RowMeaning]:
    """Meanings of the total of segments: "Total segment profit", "Total profit of all segments"."""
    of_all = all_segments_in(row.caption)
    if column.label:
        return
    if of_all is not None:
        for meaning in line_meanings(of_all[1]):
            if meaning.metric in SEGMENT_METRICS and meaning.is_for_segments:
                yield RowMeaning(meaning, of_all[2], is_subtotal=True)
    elif state.part is None and is_metric(state.heading):
        # At the end of a list under its metric; elsewhere it may be a single segment's.
        for meaning in _proving(heading_meanings(metric_of_all_segments(row.caption))):
            yield RowMeaning(meaning, clean_caption(row.caption), None, is_subtotal=True)


def _metric_over(
    row: Row, column: Column, state: TableState, statement: str
) -> tuple[Meaning, ...]:
    """The metric in the column's header, for a row that names a segment: "Net Sales" on "Boats"."""
    if not column.label or state.part is not None or statement not in ("income", "other"):
        return ()
    over = tuple(_proving(heading_meanings(column.label)))
    is_part = row.caption and not (has(row.caption, "no_part") or has(row.caption, "region"))
    is_named = line_meanings(plain_caption(row.caption)) or is_metric(state.heading)
    return over if is_part and not is_named else ()


def _under_metric(row: Row, over: tuple[Meaning, ...]) -> Iterator[RowMeaning]:
    """The row's segment with the metric of its column; of totals only that of the segments."""
    is_of_segments = has(row.caption, "segments")
    is_total = has(row.caption, "total_line") or bool(all_segments_in(row.caption))
    for meaning in over:
        if not is_total or is_of_segments:
            yield RowMeaning(meaning, clean_caption(row.caption), None, is_total, True)


def _proving(meanings: tuple[Meaning, ...]) -> Iterator[Meaning]:
    """One meaning for each metric whose parts can be proven by sums."""
    first = {m.metric: m for m in reversed(meanings) if m.is_for_segments}
    return (m for m in first.values() if m.metric in ("revenue", "operating_income"))


def all_segments_in(caption: str) -> re.Match[str] | None:
    """'Total operating income for reportable segments': the match of metric and segments."""
    return pattern("of_all_segments").match(plain_caption(caption))


def _inner(row: Row, state: TableState, statement: str) -> str | None:
    """The segment named by the row's section."""
    if has(state.heading, "total") and statement not in ("income", "cash_flow"):
        return clean_caption(state.heading)  # the last block of a table of segments
    if has(row.caption, "total_line"):
        return None
    is_part = _names_part(state.heading, statement)
    return clean_caption(state.heading) if is_part else _group(state.heading, statement)


def _group(heading: str, statement: str) -> str | None:
    """The group of segments headed by "Total Boats business:", as one block among several."""
    named = pattern("total_group").match(clean_caption(heading))
    if statement != "other" or named is None or has(named[1], "segments"):
        return None
    name = named[1]
    return name[:1].upper() + name[1:] if _names_part(name, statement) else None


def _of_part(
    found: list[Meaning], part: str | None, row: Row, statement: str, title: str
) -> Iterator[RowMeaning]:
    for meaning in found:
        if part is None:
            is_name = meaning.metric == "revenue" and _is_one_of(row, statement, title)
            if meaning.rank not in (ONLY_OF_PARTS, EXTERNAL) and not is_name:
                yield RowMeaning(meaning, None)
        elif meaning.metric in OF_PARTS and meaning.is_for_segments:
            yield RowMeaning(meaning, part)


def _is_one_of(row: Row, statement: str, title: str) -> bool:
    """Whether "Sales", in a table of revenue by offering, is the name of an offering."""
    is_bare = has(row.caption.strip(), "revenue_alone")
    return is_bare and statement == "other" and has(title, "broken_down")


def _by_caption(row: Row, label: str | None, state: TableState, statement: str) -> list[Meaning]:
    """The caption's meanings, without those that its headings rule out."""
    found = [m for m in line_meanings(plain_caption(row.caption)) if _fits(m, statement)]
    if any(has(text, "of_a_note") for text in state.sections):
        found = [m for m in found if m.metric not in SPREAD]
    heading = plain_caption(state.heading)
    if has(heading, "of_costs"):
        found = [m for m in found if m.metric != "revenue"]  # "Sales" under "Cost:"
    if label is None and _is_under_its_metric(row, state, statement):
        # "Sales" under "Revenue:", beside services and financing, is one part of it.
        over = {m.metric for m in line_meanings(heading)}
        found = [m for m in found if m.metric not in over]
    return found


def _is_under_its_metric(row: Row, state: TableState, statement: str) -> bool:
    is_plain = basis_of(row.caption) is None and statement in ("income", "other")
    is_same = plain_caption(state.heading) == plain_caption(row.caption)
    is_part = is_plain and not is_same and not has(row.caption, "total_line")
    return is_part and is_metric(state.heading)


def _named_by_row(
    row: Row, label: str | None, state: TableState, statement: str, title: str
) -> Iterator[RowMeaning]:
    """Meanings of a caption that names a segment, with the metric that heads its section."""
    listing = state.listing
    is_list = statement in ("income", "other") or (
        statement == "reconciliation" and bool(listing) and is_listed(listing[0])
    )
    if label is not None or not is_list or has(title, "region"):
        return
    name = row.caption or (state.heading if len(listing) > 1 else "")
    if not name or (has(name, "total_line") and len(listing) < 2) or has(name, "no_part"):
        return
    bare = plain_caption(name)
    without = pattern("of_part").sub("", bare)
    metrics = {m.metric for m in (*line_meanings(bare), *line_meanings(without))}
    if metrics - {"revenue"}:
        return  # "Segment operating income" under "Operating income:" is one of its summands
    parent = clean_caption(state.heading) if row.caption and len(listing) > 1 else None
    if parent and (is_whole_of(name, parent) or has(name, "total")):
        name, parent = parent, None  # "Total Client" under "Client" is its total
        if has(name, "no_part"):
            return
    if has(name, "total_line") or (parent and has(parent, "no_part")):
        parent = None  # "Total Boats and Engines" under "Engines" is the total of both
    over = listing[0] if listing else ""
    # Beside "Total adjusted operating income" the list below "Operating income:" may be adjusted.
    is_doubtful = basis_of(over) is None and plain_caption(over) in state.adjusted
    # Costs and the profit they leave add up to revenue as its parts do, under "REVENUES:" on top.
    is_cost = any(has(plain_caption(text), "of_costs") for text in (name, *listing[1:]))
    for meaning in heading_meanings(over):
        if is_cost and meaning.metric == "revenue":
            continue
        is_of_segments = meaning.metric in OF_SEGMENTS and has(over, "segments")
        if meaning.metric in OF_PARTS and (meaning.rank < ONLY_OF_PARTS or is_of_segments):
            own = clean_caption(pattern("total_of").sub("", name))
            yield RowMeaning(meaning, own, parent, state.is_subtotal, is_doubtful)


def _names_part(heading: str, statement: str) -> bool:
    """Whether a section over a metric's line names a segment, not a metric, basis or statement."""
    if not heading or statement in ("income", "cash_flow", "balance"):
        return False
    if statement == "reconciliation" and (len(heading.split()) > 4 or has(heading, "of_a_bridge")):
        return False
    plain = plain_caption(heading)
    if not plain or line_meanings(plain) or has(plain, "total_line") or basis_of(heading):
        return False
    if has(plain, "of_costs"):
        return False  # "Expenses" over costs and, below their sum, a profit
    return len(heading) < 60 and not has(heading, "period")


def _fits(meaning: Meaning, statement: str) -> bool:
    if meaning.statement == "any" or meaning.metric in OF_CASH_FLOW:  # see `bridges.repeated`
        return statement != "balance"
    return meaning.statement == statement
