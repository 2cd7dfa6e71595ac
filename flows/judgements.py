"""A person's word on a figure, checked against the build in which it was seen, and written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

import duckdb

from extractors.errors import CorrectionError, QueryError
from flows.terminal.jsonl import number
from warehouse.query.conflicts import Judged, figure, figures
from warehouse.query.evidence import amount
from warehouse.registry.judgements import append

Verdict = Literal["accept", "reject", "correct"]


@dataclass(frozen=True, slots=True)
class Word:
    """What is judged, why, by whom and when (aware); evidence None = the judged document."""

    verdict: Verdict
    reason: str
    evidence: str | None
    reviewer: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """A judgement that is written down."""

    judgement_id: str
    verdict: Verdict
    figure: Judged
    value: Decimal | None = None

    def __str__(self) -> str:
        """One line for a person."""
        to = "" if self.value is None else f" to {amount(self.value)}"
        idle = ""
        if self.verdict == "accept" and not self.figure.conflicts:
            idle = ", though no open conflict holds it back"
        return f"{self.verdict} {self.judgement_id}: {self.figure}{to}{idle}"


def review(
    con: duckdb.DuckDBPyConnection, folder: Path, names: Sequence[str], word: Word
) -> list[Done]:
    """Accept or reject the figures of these ids, or those that conflicts of these ids hold back.

    All or none is written to `folder`. Raises QueryError, RegistryError, ArchiveError.
    """
    found = {one.figure_id: one for name in names for one in figures(con, name)}
    rows = [{**_cells(one, word), "verdict": word.verdict} for one in found.values()]
    ids = append(folder, "reviews", rows, word.now)
    return [Done(id_, word.verdict, one) for id_, one in zip(ids, found.values(), strict=True)]


def correct(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    name: str,
    expected: Decimal,
    value: Decimal,
    word: Word,
) -> list[Done]:
    """Put `value` in the place of the figure of this id, whose document must say `expected`.

    Both are in single units. Raises CorrectionError, QueryError, RegistryError, ArchiveError.
    """
    one = figure(con, name)
    if one.kind != "actual":
        raise QueryError("is an outlook, which nobody can correct", name, "reject it, if misread")
    where = f"figure {name}, document {one.document[:12]}"
    if one.value != expected:
        what = f"expects {number(expected)}, the document says {number(one.value)}"
        raise CorrectionError(what, where, "look at the figure again: profitpools review show")
    if value == expected:
        raise CorrectionError("the value is what the document says", where, "accept it instead")
    row = _cells(one, word) | {
        "basis": one.basis, "unit": one.unit, "expect_value": number(expected),
        "value": number(value),
    }  # fmt: skip
    [id_] = append(folder, "corrections", [row], word.now)
    return [Done(id_, word.verdict, one, value)]


def _cells(one: Judged, word: Word) -> dict[str, str | None]:
    """What both tables hold. The key names the figure, the rest says it to people.

    A document may be dated ahead of this machine's clock; judged it is not before it is known.
    """
    return {
        "figure_key": one.figure_key,
        "document": one.document,
        "metric": one.metric,
        "segment": one.segment,
        "period_start": one.period_start.isoformat() if one.period_start else None,
        "period_end": one.period_end.isoformat(),
        "reason": word.reason,
        "evidence": word.evidence or one.source_url,
        "reviewer": word.reviewer,
        "known_from": max(word.now, one.last_known).isoformat(),
    }
