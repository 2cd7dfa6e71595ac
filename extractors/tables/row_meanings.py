"""What a row of a printed table is about: its metric, and the part of the company it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractors.language.captions import basis_of, plain_caption
from extractors.language.concepts import Meaning, line_meanings
from extractors.language.header_words import PERIOD
from extractors.language.marks import clean_caption
from extractors.tables.columns import Column, Header
from extractors.tables.grid import Row, Table
from extractors.tables.sections import (
    NO_NAME,
    SEGMENT_METRICS,
    TOTALS,
    Above,
    heading_meanings,
    is_metric,
)

OF_ALL_SEGMENTS = re.compile(
    r"^(?:total )?(.+?) (?:for|of|from) (?:all |our )?((?:operating|reportable) segments)$"
)
OF_PART = re.compile(r"^(?:reportable )?segments? ")
STUB = re.compile(r"[A-Z][\w&,.' /-]{2,50}")
STUB_WORDS = re.compile(
    r"\b(?:statements?|results?|operations?|operating|income|earnings|cash|balance|summary|data|gaap"
    r"|highlights?|consolidated|condensed|financial|reconcil\w*|millions?|thousands?|billions?|except"
    r"|unaudited|audited|metrics?|information|guidance|outlook|revenues?|sales|margins?|profits?"
    r"|loss|assets|total|company|group|performance|measures?|items?|selected|key|supplemental"
    r"|segments?|inc|corp|corporation|ltd|limited|plc|holdings?|co|ifrs|adjusted|reported|expenses?"
    r"|costs?|business|category|note|description|actual|usd|eur|rmb)\b",
    re.I,
)
OF_A_BUSINESS = re.compile(r"([A-Z][\w&,' -]{2,40}?) (?:net )?(?:revenues?|sales):?", re.I)
ONLY_TOTALS = re.compile(r"(?:sub)?totals?:?", re.I)
NO_PART = re.compile(
    r"\b(?:organic|acquisitions?|acquired|divestitures?|(?:dis)?continu(?:ed|ing) operations"
    r"|(?:foreign )?(?:currency|exchange)|fx|m&a|pro forma|price|volume|mix|impact|effects? of"
    r"|adjustments?|point in time|over time|transferred|prior (?:year|period)|compensation"
    r"|(?:first|second|third|fourth) quarter)\b|^(?:less|add|plus|gross)\b|\breturns$"
    r"|^(?:all )?(?:other )?customers?(?: [a-z0-9])?$",
    re.I,
)
"""What changes revenue, or cuts it otherwise than into parts of the company."""
PER_SHARE = re.compile(r"\bper\b.*\bshare\b", re.I)
TOTAL_OF = re.compile(r"^(?:sub)?totals?,? (?=\S)", re.I)
OF_A_BRIDGE = re.compile(
    r"income|profit|margin|tax|share|expense|adjust|reconcil|earnings|cash|revenue|sales|cost|loss|"
    r"gaap|rate|ebit|charge|compensation|^(?:plus|less|add|deduct|minus)\b",
    re.I,
)
OF_A_NOTE = re.compile(
    r"\b(?:stock|share|equity)[- ]based compensation|\bcomprised of|\bconsists? of|\bincluded in\b"
    r"|\bas follows|\bfollowing\b|\badjustments\b",
    re.I,
)
OF_COSTS = re.compile(r"^(?:operating )?costs?\b|\bexpenses$")
SPREAD = ("cost_of_revenue", "research_and_development", "operating_expenses")
"""Lines over which a footnote spreads a charge: its "Cost of revenue 53" is not the statement's."""
ONLY_BASIS = re.compile(
    r"(?:(?:as|reported|core|adjusted|non-?\s?gaap|gaap|measures?|performance|results?|basis"
    r"|[,:()–—-])\s*){2,}|reported|adjusted|gaap|non-?gaap",
    re.I,
)
ONLY_OF_PARTS = 5
OF_PARTS = (*SEGMENT_METRICS, "gross_margin", "operating_margin")
TOTAL_OF_PARTS = re.compile(r"\bsegments?\b|^(?:sub)?totals?$", re.I)
BROKEN_DOWN = re.compile(r"\b(?:revenues?|sales)\b.{0,40}\bby\b", re.I)
REGION = re.compile(
    r"\b(?:geograph|region|countr|americas|emea|asia|europe|domestic|international by)", re.I
)


class Said(NamedTuple):
    """One meaning of a row, and the part of the company that it is about (None = the whole).

    parent        the part that holds this one: "Desktop" under "Client Computing"
    is_subtotal   the part is the total of the operating segments
    """

    meaning: Meaning
    part: str | None
    parent: str | None = None
    is_subtotal: bool = False


def named_in_head(table: Table, header: Header) -> str | None:
    """The part whose name stands left of the columns' heads: "Global Services | Q3 | Q2"."""
    for row in table.rows:
        if row.number not in header.rows:
            return None
        if row.tokens and row.caption and STUB.fullmatch(row.caption):
            is_said = STUB_WORDS.search(row.caption) or PERIOD.search(row.caption)
            return None if is_said or is_metric(row.caption) else row.caption
    return None


def business_of(table: Table) -> str | None:
    """The part whose revenue, expenses and margin fill the table: "Hardware Revenues:" above all.

    Only a part has a line that says "Total margin" and no more.
    """
    heading = next(
        (r.caption for r in table.rows if r.caption and not r.amounts and not r.tokens), ""
    )
    named = OF_A_BUSINESS.fullmatch(heading)
    if named is None or NO_NAME.search(named[1]) or TOTALS.match(named[1]):
        return None
    said = [{m.rank for m in line_meanings(plain_caption(r.caption))} for r in table.rows]
    return named[1] if {ONLY_OF_PARTS} in said and named[1].lower() != "net" else None


def meanings_of(
    row: Row, column: Column, state: Above, statement: str, title: str
) -> Iterator[Said]:
    """Meanings of the row in one column, each with its part."""
    if ONLY_BASIS.fullmatch(row.caption) and not PER_SHARE.search(column.label):
        # A transposed bridge: metrics over the columns, "Reported" and "Core" as rows.
        for meaning in line_meanings(plain_caption(column.label)):
            if _fits(meaning, statement) and meaning.rank != ONLY_OF_PARTS:
                yield Said(meaning, None)
    elif (of_all := OF_ALL_SEGMENTS.match(plain_caption(row.caption))) and not column.label:
        for meaning in line_meanings(of_all[1]):
            if meaning.metric in SEGMENT_METRICS and meaning.is_for_segments:
                yield Said(meaning, of_all[2], is_subtotal=True)
    else:
        is_whole = TOTALS.match(column.label) and not TOTAL_OF_PARTS.search(column.label)
        label = column.label if column.label and not is_whole else None
        found = _said(row, label, state, statement)
        part = label or state.part or _inner(row, state, statement)
        yield from _of_part(found, part, row, statement, title)
        if not found:
            yield from _named_by_row(row, label, state, statement, title)


def _inner(row: Row, state: Above, statement: str) -> str | None:
    """The part that the row's section names."""
    if ONLY_TOTALS.fullmatch(state.heading) and statement not in ("income", "cash_flow"):
        return clean_caption(state.heading)  # the last block of a table of segments
    is_part = _names_part(state.heading, statement) and not TOTALS.match(row.caption)
    return clean_caption(state.heading) if is_part else None


def _of_part(
    found: list[Meaning], part: str | None, row: Row, statement: str, title: str
) -> Iterator[Said]:
    for meaning in found:
        if part is None:
            is_name = meaning.metric == "revenue" and _is_one_of(row, statement, title)
            if meaning.rank != ONLY_OF_PARTS and not is_name:
                yield Said(meaning, None)
        elif meaning.metric in OF_PARTS and meaning.is_for_segments:
            yield Said(meaning, part)


def _is_one_of(row: Row, statement: str, title: str) -> bool:
    """Whether "Sales", in a table of revenue by offering, is the offering's name."""
    is_bare = re.fullmatch(r"(?:sales|revenues?|services)", row.caption.strip(), re.I) is not None
    return is_bare and statement == "other" and BROKEN_DOWN.search(title) is not None


def _said(row: Row, label: str | None, state: Above, statement: str) -> list[Meaning]:
    """What the caption says, without what it cannot mean under its headings."""
    found = [m for m in line_meanings(plain_caption(row.caption)) if _fits(m, statement)]
    if any(OF_A_NOTE.search(text) for text in state.sections):
        found = [m for m in found if m.metric not in SPREAD]
    heading = plain_caption(state.heading)
    if OF_COSTS.search(heading):
        found = [m for m in found if m.metric != "revenue"]  # "Sales" under "Cost:"
    if label is None and _is_under_its_metric(row, state, statement):
        # "Sales" under "Revenue:", beside services and financing, is a part of it.
        over = {m.metric for m in line_meanings(heading)}
        found = [m for m in found if m.metric not in over]
    return found


def _is_under_its_metric(row: Row, state: Above, statement: str) -> bool:
    is_plain = basis_of(row.caption) is None and statement in ("income", "other")
    is_same = plain_caption(state.heading) == plain_caption(row.caption)
    is_part = is_plain and not is_same and not TOTALS.match(row.caption)
    return is_part and is_metric(state.heading)


def _named_by_row(
    row: Row, label: str | None, state: Above, statement: str, title: str
) -> Iterator[Said]:
    """The caption names a part of the metric that heads its section."""
    if label is not None or statement not in ("income", "other") or REGION.search(title):
        return
    name = row.caption or (state.heading if len(state.sections) > 1 else "")
    if not name or (TOTALS.match(name) and len(state.sections) < 2) or NO_PART.search(name):
        return
    bare = plain_caption(name)
    said = {m.metric for m in (*line_meanings(bare), *line_meanings(OF_PART.sub("", bare)))}
    if said - {"revenue"}:
        return  # "Segment operating income" under "Operating income:" is an addend of it
    parent = clean_caption(state.heading) if row.caption and len(state.sections) > 1 else None
    if parent and clean_caption(TOTAL_OF.sub("", name)) == parent:
        parent = None  # "Total Client" under "Client" is the whole of it
    for meaning in heading_meanings(state.sections[0] if state.sections else ""):
        if meaning.metric in SEGMENT_METRICS and meaning.rank < ONLY_OF_PARTS:
            yield Said(meaning, clean_caption(TOTAL_OF.sub("", name)), parent)


def _names_part(heading: str, statement: str) -> bool:
    """A section over a metric's line names a part unless it is a metric, a basis or a statement."""
    if not heading or statement in ("income", "cash_flow", "balance"):
        return False
    if statement == "reconciliation" and (len(heading.split()) > 4 or OF_A_BRIDGE.search(heading)):
        return False
    plain = plain_caption(heading)
    if not plain or line_meanings(plain) or TOTALS.match(plain) or basis_of(heading):
        return False
    return len(heading) < 60 and not PERIOD.search(heading)


def _fits(meaning: Meaning, statement: str) -> bool:
    if meaning.statement == "any":
        return statement != "balance"
    return meaning.statement == statement or (
        statement == "reconciliation" and meaning.metric == "capital_expenditures"
    )
