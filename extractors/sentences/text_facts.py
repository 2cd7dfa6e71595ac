"""A value in a sentence as a fact: its characters and their place."""

from __future__ import annotations

from extractors.language.phrases import read
from extractors.language.ranges import Value, is_percent
from extractors.language.text import TextLine
from extractors.model import Fact, Period


def quoted(
    line: TextLine,
    after: int,
    value: Value,
    metric: str,
    period: Period,
    document: str,
    unit: str | None = None,
) -> Fact:
    """The fact of `value`, whose characters are in the line at or after offset `after`.

    `unit` is that of a range whose currency sign is at its other end.
    """
    text, number = value
    at = line.text.find(text, after)
    start = line.start + max(at, 0)
    return Fact(
        document=document,
        concept=f"prose › {metric}",
        period=period,
        members=frozenset(),
        value=number,
        unit="pure" if is_percent(text) else read(text).value("currency") or unit or "USD",
        decimals=None,
        quote=text,
        locator=line.place(start, start + len(text)),
    )
