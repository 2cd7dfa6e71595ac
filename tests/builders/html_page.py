"""Small HTML releases of our own wording, and what extraction tells of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from html import escape

from extractors import Extraction, Figure, extract

APRIL = "<p>Results for the first quarter ended April 30, 2025.</p>"
"""Dates the reported quarter: the first of a year that ends on January 31."""
UNIT = "(in millions)"
HEAD = """
 | Three Months Ended~2
 | April 30, 2025 | April 30, 2024
"""
"""The columns of most tables here: APRIL's quarter and that of the year before."""


def table(text: str) -> str:
    """A table: a line is a row, '|' parts cells, '~3' behind a cell is its colspan, '^2' rowspan."""
    rows = []
    for line in text.strip("\n").splitlines():
        cells = [_cell(cell.strip()) for cell in line.split("|")]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _cell(text: str) -> str:
    words, width, height = re.fullmatch(r"(.*?)(?:~(\d+))?(?:\^(\d+))?", text, re.S).groups()  # type: ignore[union-attr]
    spans = f' colspan="{width}"' if width else ""
    spans += f' rowspan="{height}"' if height else ""
    return f"<td{spans}>{escape(words)}</td>"


FACE = table(HEAD + """Net sales | 1,200 | 1,000
Cost of sales | 700 | 600
Gross profit | 500 | 400
Operating income | 350 | 300
Income tax | 50 | 40
Net income | 300 | 260""")  # fmt: skip
"""A statement of income, whose totals the parts in other tables add up to."""


def page(*parts: str) -> bytes:
    """A document of the parts; text that is no tag is a paragraph."""
    body = "".join(part if part.startswith("<") else f"<p>{escape(part)}</p>" for part in parts)
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def read(*parts: str) -> Extraction:
    return extract(page(*parts))


def actuals(
    found: Extraction, metric: str, part: str | None = None, basis: str = "gaap"
) -> dict[str, Decimal]:
    """{'Q 2025-04-30': value} of one metric of one part, in the unit's base."""
    return {
        f"{f.period_type} {f.period.end}": f.value
        for f in found.figures
        if (f.kind, f.metric, f.segment, f.basis) == ("actual", metric, part, basis)
    }


def millions(values: dict[str, Decimal]) -> dict[str, Decimal]:
    return {when: value / 10**6 for when, value in values.items()}


def outlooks(found: Extraction) -> dict[tuple[str, str, str], Decimal]:
    """{('gross_margin', 'gaap', 'mid'): value} of all guidance; its period is asked for apart."""
    return {
        (f.metric, f.basis, f.bound or ""): f.value for f in found.figures if f.kind == "guidance"
    }


def targets(found: Extraction) -> set[tuple[str, date | None, date]]:
    return {
        (f.period_type, f.period.start, f.period.end) for f in found.figures if f.kind == "guidance"
    }


def parts(found: Extraction, metric: str, end: str) -> dict[str, Decimal]:
    """Values in millions by part of one metric, of the period that ends on `end`."""
    return {
        f.segment: f.value / 10**6
        for f in found.figures
        if f.segment and (f.metric, str(f.period.end), f.kind) == (metric, end, "actual")
    }


def reasons(found: Extraction) -> list[str]:
    return [refusal.reason for refusal in found.refusals]


def described(figures: Iterable[Figure]) -> list[str]:
    """One line for each figure, for a failing test's message."""
    return [
        f"{f.metric} {f.segment} {f.basis} {f.kind} {f.bound} {f.period_type} {f.period} {f.value}"
        for f in figures
    ]
