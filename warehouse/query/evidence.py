"""What a value rests on, as types and as text: the tree that an audit gives.

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
    """One fact that a figure rests on. `value` is the fact's own; `quote` the characters there."""

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
    """One value that the figure had: how it came to be, when, and in which document (sha256)."""

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
    """What another source says of the same value: a later filing, or EDGAR's company facts.

    outcome: of a filing confirmed, contradicted and so on, of EDGAR agrees or differs.
    """

    source: str
    value: Decimal | None
    outcome: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A human's word on the figure: accept, reject, or correct `expect_value` to `value`.

    document: the sha256 of the one it speaks of; outcome: applied, or why it touches nothing.
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
    """A value and all it rests on.

    value None has a reason; fractions are 0-1, money is in units of `unit`. `printed` is the same
    value as a document prints it, beside a computed one. Leaves have places, computed values
    operands; `signs` says how each operand enters ('−', '× 7/12'), `notes` what else is to know.
    of: 'company', or 'layer' and 'member' for numbers of a layer's pool, where `company_id` is the
    layer or the member. key: figure_key of a leaf, else made of what the number is.
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
        """What the number is, in a line: AMZN AWS operating_income FY2024."""
        words = (self.ticker or self.company_id, self.line.segment, self.metric)
        return " ".join(word for word in (*words, self.line.fiscal_label) if word)

    @property
    def rivals(self) -> tuple[Vintage, ...]:
        """The values it had, or that documents claim, other than the one that stands."""
        standing = {one.value for one in self.vintages if one.is_standing}
        return tuple(one for one in self.vintages if one.value not in standing)


def lines(report: Audit) -> list[str]:
    """The tree as text for a terminal; what stands there already is only named."""
    return list(_lines(report, set()))


def _lines(one: Audit, told: set[str]) -> Iterator[str]:
    title = f"{one.name}: {value_text(one)}"
    if one.key in told:
        yield f"{title}, as above"
        return
    told.update({one.key} if one.key else ())
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
        yield from _indented(one.printed, told, "    ", "    ")
    signs = one.signs or ("",) * len(one.operands)
    for number, (operand, sign) in enumerate(zip(one.operands, signs, strict=True), start=1):
        is_last = number == len(one.operands)
        lead = f"{sign} " if sign else ""
        yield from _indented(
            operand, told, f"  {'└' if is_last else '├'}─ {lead}", "     " if is_last else "  │  "
        )


def judgement_line(one: Judgement) -> str:
    """Who, when, what, why, on what evidence; in one line."""
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


def _indented(one: Audit, told: set[str], first: str, rest: str) -> Iterator[str]:
    for number, line in enumerate(_lines(one, told)):
        yield f"{rest if number else first}{line}"


def witness_text(one: Witness) -> str:
    """Who says what of the value, and when."""
    said = f" {amount(one.value)}" if one.value is not None else ""
    day = f", {one.on}" if one.on else ""
    return f"{one.source}{said}: {one.outcome}{day}"


def period_text(line: Line) -> str:
    """Its days, the basis, and what part of the company it is."""
    dates = " to ".join(str(day) for day in (line.period_start, line.period_end) if day)
    return f"{dates}, {line.basis}{_part(line)}"


def _part(line: Line) -> str:
    parent = f" of {line.parent}" if line.parent else ""
    return f", {line.breakdown}{parent}" if line.breakdown else ""


def unit_of(one: Audit) -> str:
    """The unit of the value itself: that of the line is of the money that a margin is made of."""
    metric = one.metric.removeprefix("guidance_")
    is_fraction = METRICS.get(metric) == "fraction" or metric.endswith("_share")
    return "pure" if is_fraction else one.line.unit


def value_text(one: Audit) -> str:
    """The value with its unit, or why there is none."""
    if one.value is None:
        return f"none ({one.reason})"
    if unit_of(one) == "pure":
        return f"{one.value:.2%} ({amount(one.value)})"
    return f"{amount(one.value)} {one.line.unit}"


def _source(vintage: Vintage) -> str:
    ended = f" for {vintage.document_period_end}" if vintage.document_period_end else ""
    return f"{vintage.form or 'document'}{ended} {vintage.sha256[:12]}"


def amount(value: Decimal) -> str:
    """A number with separators and no zeros behind."""
    return f"{value.normalize():,f}"
