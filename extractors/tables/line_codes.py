"""Codes beside the captions of lines, as Taiwan's statements have them: "4000 | Operating revenue".

Most lines have one, without the totals; a note's number or a year stands before few. Behind the
captions they would be the first column of numbers, under which no head stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.language.phrases import has, pattern
from extractors.tables.grid import Row, is_words, is_year

FEWEST = 3
BESIDE = 2
"""Numbers beside a code, at least."""


def without_codes(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows, their captions without codes, where at least three different ones are no years."""
    codes = {code for row in rows if (code := _code_of(row)) and not is_year(code)}
    return [_without(row) for row in rows] if len(codes) >= FEWEST else rows


def without_column_of_codes(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows, without codes behind the captions of most lines, each of another one.

    Amounts in four digits have no commas in the columns beside them either.
    """
    lines = [row for row in rows if row.lead is not None and len(row.tokens) > BESIDE]
    coded = [row for row in lines if has(row.tokens[0].text, "line_code")]
    codes = {row.tokens[0].text for row in coded if not is_year(row.tokens[0].text)}
    others = [token for row in coded for token in row.tokens[1:]]
    is_told = len(codes) >= max(FEWEST, len(coded) - 1) and 3 * len(coded) > 2 * len(lines)
    if not is_told or not any("," in token.text for token in others):
        return rows
    first = [row.tokens[0] for row in coded]
    start, end = min(t.start for t in first), max(t.end for t in first)
    if any(token.start < end for token in others):
        return rows
    return [
        replace(row, tokens=tuple(t for t in row.tokens if t.end <= start or t.start >= end))
        if row in lines
        else row
        for row in rows
    ]


def _code_of(row: Row) -> str:
    """The four digits before the row's caption, in a cell of their own or in the caption's."""
    first = row.lead or next(iter(row.tokens), None)
    if first is None or not first.text[:4].isdigit():
        return ""  # nearly all rows, at the cost of a glance
    if row.lead is not None:
        found = pattern("coded_caption").match(row.lead.text)
        return found[1] if found else ""
    code, caption = (*row.tokens[:2], None, None)[:2]
    is_coded = code is not None and caption is not None and is_words(caption)
    return code.text if code and is_coded and has(code.text, "line_code") else ""


def _without(row: Row) -> Row:
    if not _code_of(row):
        return row
    if row.lead is None:
        return replace(row, lead=row.tokens[1], tokens=row.tokens[2:])
    return replace(
        row, lead=replace(row.lead, text=pattern("coded_caption").sub("", row.lead.text))
    )
