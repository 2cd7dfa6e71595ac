"""Prints how a document was read: tables, numbers, guidance and refusals, 100 columns wide."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby
from textwrap import wrap

from extractors.explanation.stories import (
    ColumnStory,
    Explanation,
    Fate,
    NameStory,
    NumberStory,
    TableStory,
    UnreadStory,
)
from extractors.model import Fact, Figure, Refusal
from extractors.sentences.unread_sentences import UnreadSentence
from flows.terminal.jsonl import number

WIDTH = 100
MARKS = {"figure": "=", "repeats": "~", "refused": "!", "left out": "-", "unmapped": "?"}
LEGEND = "= figure, ~ repeats one, ! refused, - left out, ? of an unmapped concept"


def lines(read: Explanation, name: str, tables: Collection[int] = ()) -> Iterator[str]:
    """The explanation of one file; only of the numbered `tables`, if any are given."""
    for depth, text in _document(read, name, tables):
        indent = "  " * depth
        yield from _wrapped(printable(text), indent)


def _wrapped(text: str, indent: str) -> list[str]:
    further = f"{indent}    "
    return wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=further, break_on_hyphens=False
    ) or [""]


def printable(text: str) -> str:
    """The text in one line; control characters as question marks."""
    return "".join(char if char.isprintable() else "?" for char in " ".join(text.split()))


Text = tuple[int, str]
"""A line with its depth."""


def _document(read: Explanation, name: str, tables: Collection[int]) -> Iterator[Text]:
    document = read.document
    yield 0, f"{name}: {document.media_type}, {document.size:,} bytes, ends {document.period_end}"
    yield 0, LEGEND
    for table in read.tables:
        if not tables or table.number in tables:
            yield 0, ""
            yield from _table(table)
    if not tables:
        yield from _names(read.names)
        yield from _outlooks(read.outlooks, read.unread)
        yield from _refusals(read.refusals)
        yield 0, ""
        yield 0, f"{len(read.figures)} figures, {len(read.refusals)} refused"
    for part, inner in read.parts:
        yield 0, ""
        yield from _document(inner, f"{name}: {part}", tables)


def _table(table: TableStory) -> Iterator[Text]:
    place = f" at {table.place}" if table.place else ""
    unit = f", unit: {table.unit or 'none printed'}" if table.kind == "printed" else ""
    yield 0, f"table {table.number}{place}, {table.kind}{unit}"
    for text in table.before[-3:]:
        yield 1, f"above: {text}"
    for text in table.title:
        yield 1, f"title: {text}"
    for count, column in enumerate(table.columns, 1):
        yield 1, f"column {count}: {_column(column)}"
    for path, numbers in groupby(table.numbers, key=lambda one: one.path):
        yield 1, " › ".join(path) or "(no caption)"
        for one in numbers:
            yield from _number(one)
    yield from _unread(table.unread)


def _column(column: ColumnStory) -> str:
    held = f"excluded: {column.excluded.value}" if column.excluded else "amounts"
    if column.is_share and not column.excluded:
        held = "percent of revenue"
    dated = ", ".join(map(str, column.periods)) or "no period"
    details = (f"label {column.label!r}" if column.label else "", column.basis or "", held)
    texts = (f"{column.caption!r} -> {dated}", *filter(None, details))
    return f"{column.start:g}-{column.end:g}  " + "; ".join(texts)


def _number(one: NumberStory) -> Iterator[Text]:
    under = f"under {' / '.join(one.column)!r}" if one.column else ""
    part = f"of {one.part}" if one.part else ""
    about = (f"{one.quote!r}", under, one.meaning, part, one.basis, f"{one.period}: {one.value}")
    yield 2, f"{MARKS[one.fate.outcome]} {' '.join(filter(None, about))}"
    if fate := _fate(one.fate):
        yield 4, fate


def _fate(fate: Fate) -> str:
    by = f"by {fate.check}" if fate.check else ""
    return ": ".join(filter(None, (by, fate.why)))


def _unread(rows: tuple[UnreadStory, ...]) -> Iterator[Text]:
    if rows:
        yield 1, "numbers that mean nothing to the readers:"
    for why, some in groupby(sorted(rows, key=lambda row: row.why), key=lambda row: row.why):
        yield 2, f"{why.value}:"
        for row in some:
            yield 3, f"{row.caption or '(no caption)'}: {', '.join(row.quotes)}"


def _names(names: tuple[NameStory, ...]) -> Iterator[Text]:
    if names:
        yield 0, ""
        yield 0, "names of the parts, by the votes of their captions"
    for one in names:
        votes = ", ".join(f"{caption!r} {count}" for caption, count in one.votes[:4])
        yield 1, f"{one.member} -> {one.name!r}: {votes}"


def _outlooks(
    read: tuple[tuple[Figure, Fact], ...], unread: tuple[UnreadSentence, ...]
) -> Iterator[Text]:
    if read or unread:
        yield 0, ""
        yield 0, "outlooks"
    for figure, fact in read:
        about = f"{figure.metric} {figure.basis} {figure.bound} {figure.period}"
        value = f"{number(figure.value)} {figure.unit}"
        yield 1, f"= {fact.quote!r} at {fact.locator} {about}: {value} [{figure.rule}]"
    for sentence in unread:
        yield 1, f"- {sentence.why.value}: {sentence.text!r}"


def _refusals(refusals: tuple[Refusal, ...]) -> Iterator[Text]:
    if refusals:
        yield 0, ""
        yield 0, "refusals"
    for one in refusals:
        place = f" at {one.locator}" if one.locator else ""
        yield 1, f"! {one.reason}: {one.what}{place}"
