"""The audit tree of a value as types and as text.

A leaf is a figure that a document prints; a computed value has operands, each a tree of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from extractors.metrics import METRICS
from warehouse.query.lookup import Line


@dataclass(frozen=True, slots=True)
class Place:
    """One fact that a figure is made of.

    `value` is the fact's own; `quote` the characters there.
    """

    quote: str
    locator: str
    concept: str
    caption: tuple[str, ...]
    value: Decimal | None
    weight: int
    role: str
    sha256: str
    form: str | None
    document_period_end: date | None
    url: str
    known_at: datetime
    known_at_basis: str
    column_caption: tuple[str, ...] = ()
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Vintage:
    """One value that the figure had: how it came about, when, and in which document (sha256)."""

    status: str
    value: Decimal
    known_from: datetime
    form: str | None
    document_period_end: date | None
    sha256: str
    is_standing: bool
    figure_id: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """What another source says about the same value: a later filing, or EDGAR's company facts.

    outcome: of a filing confirmed, contradicted etc., of EDGAR agrees or differs.
    """

    source: str
    value: Decimal | None
    outcome: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reviewer's decision on the figure: accept, reject, or correct `expect_value` to `value`.

    document: sha256 of the document it refers to; outcome: applied, or why it has no effect.
    """

    judgement_id: str
    verdict: str
    outcome: str
    reviewer: str
    known_from: datetime
    reason: str
    evidence: str
    expect_value: Decimal | None
    value: Decimal | None
    document: str | None


@dataclass(frozen=True, slots=True)
class Audit:
    """A value and everything it is based on.

    value None has a reason; fractions are 0-1, money is in units of `unit`. `printed` is the same
    value as printed by a document, beside a computed one. Leaves have places, computed values
    operands; `signs` says how each operand enters ('−', '× 7/12'), `notes` has further remarks. of:
    'company', or 'layer' and 'member' for numbers of a layer's pool, where `company_id` is the
    layer or the member. key: figure_key of a leaf, else made from what the number is.
    """

    company_id: str
    ticker: str | None
    metric: str
    line: Line
    value: Decimal | None
    reason: str | None
    rule: str
    confidence: str | None
    figure_id: str | None
    places: tuple[Place, ...] = ()
    vintages: tuple[Vintage, ...] = ()
    conflicts: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    operands: tuple[Audit, ...] = ()
    printed: Audit | None = None
    known_at: datetime | None = None
    witnesses: tuple[Witness, ...] = ()
    signs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    of: str = "company"
    key: str = ""
    layer: str | None = None
    is_approximate: bool = False

    @property
    def name(self) -> str:
        """What the number is, in one line: AMZN AWS operating_income FY2024."""
        words = (self.ticker or self.company_id, self.line.segment, self.metric)
        return " ".join(word for word in (*words, self.line.fiscal_label) if word)

    @property
    def rivals(self) -> tuple[Vintage, ...]:
        """The values it had, or that documents claim, except the current one."""
        standing = {one.value for one in self.vintages if one.is_standing}
        return tuple(one for one in self.vintages if one.value not in standing)


def lines(report: Audit) -> list[str]:
    """The tree as text for a terminal; a number that has been printed above is only named."""
    return list(_lines(report, set()))


def _lines(one: Audit, seen: set[str]) -> Iterator[str]:
    title = f"{one.name}: {value_text(one)}"
    if one.key in seen:
        yield f"{title}, as above"
        return
    seen.update({one.key} if one.key else ())
    yield title
    yield f"  period     {period_text(one.line)}"
    yield f"  rule       {one.rule}{f' ({one.confidence})' if one.confidence else ''}"
    yield from (f"  note       {note}" for note in one.notes)
    if one.known_at is not None and not one.places:
        yield f"  known at   {one.known_at:%Y-%m-%d %H:%M} UTC"
    for place in one.places:
        yield from place_lines(place)
    for number, vintage in enumerate(one.vintages):
        mark = "*" if vintage.is_standing else " "
        yield (
            f"  {'' if number else 'vintages':<9}{mark} {vintage.known_from:%Y-%m-%d} "
            f"{vintage.status:<13} {amount(vintage.value)}  {_source(vintage)}"
        )
    yield from (f"  witness    {witness_text(one)}" for one in one.witnesses)
    for conflict in one.conflicts:
        yield f"  conflict   {conflict}"
    for judgement in one.judgements:
        yield judgement_line(judgement)
    if one.printed is not None:
        yield "  as printed"
        yield from _indented(one.printed, seen, "    ", "    ")
    signs = one.signs or ("",) * len(one.operands)
    for number, (operand, sign) in enumerate(zip(one.operands, signs, strict=True), start=1):
        is_last = number == len(one.operands)
        lead = f"{sign} " if sign else ""
        yield from _indented(
            operand, seen, f"  {'└' if is_last else '├'}─ {lead}", "     " if is_last else "  │  "
        )


def judgement_line(one: Judgement) -> str:
    """Reviewer, time, verdict, reason and evidence in one line."""
    verdicts = {"accept": "accepted", "reject": "rejected", "read": "read"}
    what = verdicts.get(one.verdict, "corrected")
    if one.expect_value is not None and one.value is not None:
        what = f"corrected {amount(one.expect_value)} to {amount(one.value)}"
    of = f" in document {one.document[:12]}" if one.document else ""
    idle = "" if one.outcome == "applied" else f", without effect ({one.outcome})"
    return (
        f"  judged     {what}{of} by {one.reviewer}, {one.known_from:%Y-%m-%d %H:%M} UTC{idle}: "
        f"{one.reason} [evidence: {one.evidence}] ({one.judgement_id})"
    )


def place_lines(place: Place) -> Iterator[str]:
    """One fact as lines of text: characters, place, document, address, time."""
    path = f", {' › '.join(place.caption)}" if place.caption else ""
    sign = "−" if place.weight < 0 else ""
    role = f"  {place.role}" if place.role != "value" else ""
    ended = f", period ended {place.document_period_end}" if place.document_period_end else ""
    yield f"  printed    {sign}“{place.quote}”{path}{role}"
    yield f"  place      {place.locator}, {place.concept}"
    yield f"  document   {place.form or 'document'}{ended}, sha256 {place.sha256}"
    yield f"  origin     {place.url}"
    yield f"  known at   {place.known_at:%Y-%m-%d %H:%M} UTC ({place.known_at_basis})"


def _indented(one: Audit, seen: set[str], first: str, rest: str) -> Iterator[str]:
    for number, line in enumerate(_lines(one, seen)):
        yield f"{rest if number else first}{line}"


def witness_text(one: Witness) -> str:
    """The source, its value, its outcome and its date."""
    value = f" {amount(one.value)}" if one.value is not None else ""
    day = f", {one.on}" if one.on else ""
    return f"{one.source}{value}: {one.outcome}{day}"


def period_text(line: Line) -> str:
    """Its period, basis, and part of the company."""
    dates = " to ".join(str(day) for day in (line.period_start, line.period_end) if day)
    return f"{dates}, {line.basis}{_part(line)}"


def _part(line: Line) -> str:
    parent = f" of {line.parent}" if line.parent else ""
    return f", {line.breakdown}{parent}" if line.breakdown else ""


def unit_of(one: Audit) -> str:
    """The value's own unit; the line's unit is that of the money behind a margin."""
    metric = one.metric.removeprefix("guidance_")
    is_fraction = "fraction" in (METRICS.get(metric), one.line.unit) or metric.endswith("_share")
    return "pure" if is_fraction else one.line.unit


def value_text(one: Audit) -> str:
    """The value with its unit, or the reason for its absence."""
    if one.value is None:
        return f"none ({one.reason})"
    if unit_of(one) == "pure":
        return f"{one.value:.2%} ({amount(one.value)})"
    return f"{amount(one.value)} {one.line.unit}"


def _source(vintage: Vintage) -> str:
    ended = f" for {vintage.document_period_end}" if vintage.document_period_end else ""
    return f"{vintage.form or 'document'}{ended} {vintage.sha256[:12]}"


def amount(value: Decimal) -> str:
    """A number with thousands separators and without trailing zeros."""
    return f"{value.normalize():,f}"
