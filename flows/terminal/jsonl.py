"""Figures and refusals as JSON lines; decimals are written exactly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from extractors.model import Extraction, Fact, Figure, Refusal


def number(value: Decimal) -> str:
    """The exact decimal text of a finite value: no exponent, no trailing zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def figures(extraction: Extraction) -> Iterator[str]:
    """One JSON object per figure, in the order of the extraction.

    `value` is a JSON number in base units; `locator` and `quote` are those of the first input.
    """
    facts = {fact.fact_id: fact for fact in extraction.facts}
    for figure in extraction.figures:
        yield _line(figure, facts[figure.inputs[0].fact_id])


def refusal(refused: Refusal, name: str) -> str:
    """One JSON object; `document` is the sha256, `file` the name of the input file."""
    fields = {
        "file": name,
        "what": refused.what,
        "reason": refused.reason,
        "locator": str(refused.locator) if refused.locator else None,
        "document": refused.document,
    }
    return json.dumps(fields, ensure_ascii=False)


def _line(figure: Figure, first: Fact) -> str:
    guided = figure.kind == "guidance"
    fields: dict[str, str | list[str] | None] = {
        "metric": f"guidance_{figure.metric}" if guided else figure.metric,
        "segment": figure.segment,
        "breakdown": figure.breakdown,
        "parent": figure.parent,
        "basis": figure.basis,
        "kind": figure.kind,
        "bound": figure.bound,
        "period_start": _day(figure.period.start),
        "period_end": _day(figure.period.end),
        "period_type": figure.period_type,
    }
    rest: dict[str, str | list[str] | None] = {
        "unit": figure.unit,
        "rule": figure.rule,
        "confidence": figure.confidence,
        "locator": str(first.locator),
        "quote": first.quote,
        "figure_id": figure.figure_id,
        "inputs": [one.fact_id for one in figure.inputs],
        "document": figure.document,
    }
    # The value is inserted as text, since json cannot write a Decimal and a float would round.
    head, tail = (json.dumps(half, ensure_ascii=False)[1:-1] for half in (fields, rest))
    return f'{{{head}, "value": {number(figure.value)}, {tail}}}'


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
