"""Reviewers' decisions on figures: checked against the build, and written to the registry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal, get_args

import duckdb

from extractors.errors import CorrectionError, QueryError
from extractors.language.period_captions import class_of
from extractors.model import Basis, Breakdown, Figure, Input, Period
from flows.terminal.jsonl import number
from warehouse.query import conflicts
from warehouse.query.conflicts import Judged, Refused
from warehouse.query.evidence import amount
from warehouse.registry.judgements import Table, append

Verdict = Literal["accept", "reject", "correct", "read"]
Cells = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Word:
    """A reviewer's decision: the verdict, why, by whom and when (aware).

    `evidence` is the address of a document that supports it; None stands for the judged document.
    """

    verdict: Verdict
    reason: str
    evidence: str | None
    reviewer: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision checked against the build: its registry table and cells, and a summary line."""

    table: Table
    cells: Cells
    summary: str


@dataclass(frozen=True, slots=True)
class Printed:
    """What a reviewer reads at a place in a document.

    `quote` and `value` None: as the extractors read it. `locator` None: the conflict's only place.
    """

    locator: str | None
    quote: str | None
    value: Decimal | None
    unit: str | None
    metric: str
    period: Period
    segment: str | None
    breakdown: str | None
    parent: str | None
    basis: str


def review(con: duckdb.DuckDBPyConnection, names: Sequence[str], word: Word) -> list[Judgement]:
    """Accept or reject figures, named by figure id or by the id of a conflict that holds them back.

    Accepting a conflict within one document leaves the place unread, as the extractors did. Raises
    QueryError.
    """
    found: dict[str, Judgement] = {}
    for name in names:
        refused = conflicts.refused(con, name)
        if refused is not None:
            found[name] = _left(refused, word)
            continue
        for one in conflicts.figures(con, name):
            idle = ""
            if word.verdict == "accept" and not one.conflicts:
                idle = ", though no open conflict holds it back"
            cells = _cells(one, word) | {"locator": None, "verdict": word.verdict}
            found[one.figure_id] = Judgement("reviews", cells, f"{one}{idle}")
    return list(found.values())


def _left(one: Refused, word: Word) -> Judgement:
    """Accept a conflict of which no figure was read: the place stays unread."""
    if word.verdict != "accept":
        to_do = "accept it, which leaves it so, or say what it is: profitpools review read"
        raise QueryError("nothing is read there that could be rejected", one.conflict_id, to_do)
    cells = _word(one.source_url, word, one.known_at) | {
        "figure_key": None, "document": one.document, "metric": None, "segment": None,
        "period_start": None, "period_end": None, "locator": one.locators[0],
        "verdict": word.verdict,
    }  # fmt: skip
    return Judgement("reviews", cells, f"{one.explanation}: stays unread")


def correction(
    con: duckdb.DuckDBPyConnection, name: str, expected: Decimal, value: Decimal, word: Word
) -> Judgement:
    """Replace the value of the figure `name`, which must be `expected` in the document, by `value`.

    Both are in base units. Raises CorrectionError, QueryError.
    """
    one = conflicts.figure(con, name)
    where = f"figure {name}, document {one.document[:12]}"
    if one.value != expected:
        what = f"expects {number(expected)}, the document says {number(one.value)}"
        raise CorrectionError(what, where, "look at the figure again: profitpools review show")
    if value == expected:
        raise CorrectionError("the value is what the document says", where, "accept it instead")
    cells = _cells(one, word) | {
        "basis": one.basis, "unit": one.unit, "expect_value": number(expected),
        "value": number(value),
    }  # fmt: skip
    return Judgement("corrections", cells, f"{one} to {amount(value)}")


def reading(con: duckdb.DuckDBPyConnection, name: str, given: Printed, word: Word) -> Judgement:
    """A reviewer's value for the conflict `name`, of whose two values neither was taken as read.

    Raises QueryError.
    """
    refused = conflicts.refused(con, name)
    if refused is None:
        to_do = "accept or correct one of its figures: profitpools review show"
        raise QueryError("is no conflict within one document", name, to_do)
    place = given.locator or refused.locators[0]
    if place not in refused.locators or (given.locator is None and len(refused.locators) > 1):
        what = f"{place} is not the place" if given.locator else "it has several places"
        raise QueryError(what, name, f"give --at {' or --at '.join(refused.locators)}")
    seen = conflicts.seen(con, refused.document, place)
    quote, value = given.quote or seen.quote, given.value if given.value is not None else seen.value
    if quote is None or value is None:
        to_do = "give --quote with the characters there, and --value"
        raise QueryError("the readers keep no number of that place", place, to_do)
    figure = _figure(refused.document, given, value, given.unit or seen.unit or "USD")
    if conflicts.has_figure(con, figure.figure_id):
        to_do = f"accept or correct figure {figure.figure_id}"
        raise QueryError("the document gives that figure already", name, to_do)
    cells = _word(refused.source_url, word, refused.known_at) | {
        "figure_id": figure.figure_id, "document": refused.document, "locator": place,
        "quote": quote, "metric": figure.metric, "segment": figure.segment,
        "breakdown": figure.breakdown, "parent": figure.parent, "basis": figure.basis,
        "period_start": figure.period.start.isoformat() if figure.period.start else None,
        "period_end": figure.period.end.isoformat(), "period_type": figure.period_type,
        "value": number(value), "unit": figure.unit,
    }  # fmt: skip
    words = (refused.company_id, figure.segment, figure.metric, str(figure.period))
    subject = " ".join(word for word in words if word)
    return Judgement("readings", cells, f"{subject} {amount(value)} {figure.unit} at {place}")


def _figure(document: str, given: Printed, value: Decimal, unit: str) -> Figure:
    """The figure as an extractor would build it, so that its figure_id is the one it would have."""
    breakdown = given.breakdown or ("segment" if given.segment else None)
    return Figure(
        document, given.metric, given.period, class_of(given.period), value, unit,
        rule="read by a person", confidence="person", inputs=(Input("person"),),
        segment=given.segment, parent=given.parent,
        breakdown=next((one for one in get_args(Breakdown) if one == breakdown), None),
        basis=next(one for one in get_args(Basis) if one == given.basis),
    )  # fmt: skip


def write(folder: Path, judgements: Iterable[Judgement], word: Word) -> list[str]:
    """Append the rows to their registry table in `folder`, all or none.

    Returns a line for each, with the id it got. Raises RegistryError, ArchiveError.
    """
    checked = list(judgements)
    ids = append(folder, checked[0].table, [one.cells for one in checked], word.now)
    return [f"{word.verdict} {id_}: {one.summary}" for id_, one in zip(ids, checked, strict=True)]


def _cells(one: Judged, word: Word) -> Cells:
    """The cells shared by reviews and corrections; figure_key is the key, the rest for people."""
    return _word(one.source_url, word, one.last_known) | {
        "figure_key": one.figure_key,
        "document": one.document,
        "metric": one.metric,
        "segment": one.segment,
        "period_start": one.period_start.isoformat() if one.period_start else None,
        "period_end": one.period_end.isoformat(),
    }


def _word(source: str, word: Word, known: datetime) -> Cells:
    """The cells of every decision. `known_from` is never before the document's own known_at.

    A document may be dated ahead of this machine's clock.
    """
    return {
        "reason": word.reason,
        "evidence": word.evidence or source,
        "reviewer": word.reviewer,
        "known_from": max(word.now, known).isoformat(),
    }
