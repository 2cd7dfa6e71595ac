"""The types that cross boundaries: frozen, slotted, from the standard library alone.

A `Document` is bytes; a `Fact` is what it prints, a `Figure` what that means, a `Refusal` why not.
Money is `Decimal` with a unit, shares and margins are fractions 0-1, absent is `None`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from extractors.metrics import METRICS
from extractors.reasons import REFUSAL_REASONS

PeriodType = Literal["FY", "Q", "H1", "9M", "other"]
Breakdown = Literal["segment", "product", "subtotal", "corporate"]
Basis = Literal["gaap", "non_gaap", "ifrs"]
Kind = Literal["actual", "guidance"]
Bound = Literal["low", "mid", "high"]
Confidence = Literal["exact_tag", "closed_table", "open_table", "prose", "ocr", "person"]
LocatorKind = Literal["xbrl_id", "xbrl_ordinal", "cell", "box", "span"]
Member = tuple[str, str]


def digest(*parts: object) -> str:
    """A stable 16-digit hexadecimal name of `parts`, which may not hold the unit separator."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """A point in time: the end of the day `on`."""

    on: date

    @property
    def start(self) -> None:
        """An instant has no start."""
        return None

    @property
    def end(self) -> date:
        """The day itself."""
        return self.on

    def __str__(self) -> str:
        return self.on.isoformat()


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """A span of days, both ends inclusive."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a duration cannot end ({self.end}) before it starts ({self.start})")

    @property
    def days(self) -> int:
        """Length in days, both ends counted."""
        return (self.end - self.start).days + 1

    def __str__(self) -> str:
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


Period = Instant | Duration


@dataclass(frozen=True, slots=True, order=True)
class Locator:
    """A place in a document's bytes, stable between runs.

    kind           place
    xbrl_id        the `id` of an ix:nonFraction, ix:fraction, ix:nonNumeric, or plain fact
    xbrl_ordinal   1-based position among all such elements, in document order (without a unique id)
    cell           table/row/column, each 1-based, in document order
    box            page/x0,top,x1,bottom: 1-based page, points from the page's top left corner
    span           start-end, end exclusive: of an HTML page's lines, of a tagged filing's bytes
    """

    kind: LocatorKind
    place: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.place}"


@dataclass(frozen=True, slots=True)
class Document:
    """Archived bytes and what they say of themselves (None where they do not say it).

    kind is a name of `kinds.KINDS`, None for unknown bytes; cik has ten digits; fiscal_year_end is
    'MM-DD' (dei:CurrentFiscalYearEndDate).
    """

    sha256: str
    media_type: str
    kind: str | None
    size: int
    issuer: str | None = None
    cik: str | None = None
    ticker: str | None = None
    form: str | None = None
    period_end: date | None = None
    fiscal_year_end: str | None = None
    is_amendment: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """How we got a document. Times are aware UTC; `known_at_basis` says what known_at rests on.

    known_at_basis: acceptance, published, printed (the document's own date), retrieved.
    document_type: what it is within its filing: '8-K', 'EX-99.1'.
    """

    sha256: str
    url: str
    retrieved: datetime
    known_at: datetime
    known_at_basis: Literal["acceptance", "published", "printed", "retrieved"]
    accession: str | None = None
    form: str | None = None
    published: date | None = None
    accepted: datetime | None = None
    etag: str | None = None
    company_id: str | None = None
    document_type: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One number as printed. `value` has scale and sign applied; None: nil or a remark, never zero.

    concept     XBRL concept ('us-gaap:Revenues') or caption path
    members     (axis, member) pairs; empty = none stated
    unit        'USD', 'USD/shares', 'shares', 'pure', ...
    decimals    power of ten down to which the value is stated (-6 = millions); None = exact
    quote       the characters of the place, without white space at the ends
    also        further places of an equal duplicate
    caption     caption path of the row ('Net revenue: › Data Center'); column_caption likewise
    statement   kind of the table it is in: income, cash_flow, balance, segment, or None
    entity      identifier of the reporting entity (CIK)
    """

    document: str
    concept: str
    period: Period
    members: frozenset[Member]
    value: Decimal | None
    unit: str
    decimals: int | None
    quote: str
    locator: Locator
    also: tuple[Locator, ...] = ()
    caption: tuple[str, ...] = ()
    column_caption: tuple[str, ...] = ()
    statement: str | None = None
    entity: str | None = None

    @property
    def fact_id(self) -> str:
        """Stable name: document and place."""
        return digest(self.document, self.locator)


@dataclass(frozen=True, slots=True)
class Input:
    """One operand of a figure: figure.value = Σ weight · fact.value over its inputs."""

    fact_id: str
    weight: int = 1
    role: str = "value"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as meant.

    segment     name as printed, None = the whole company; member the XBRL member behind it
    breakdown   what kind of part: segment, product, subtotal, corporate; None = whole company
    parent      the segment that a product line or sub-segment belongs to
    bound       low, mid, high of guidance; None for actuals
    period_type FY, Q, H1, 9M or other (a rolling twelve months, an instant)
    rule        how it was chosen or computed, in words for people
    concept     what the document calls the line: its XBRL concept, its caption that names the
                metric, or a difference that no line prints ('revenue − cost of revenue'), or None
    inputs      the facts it rests on, never empty
    """

    document: str
    metric: str
    period: Period
    period_type: PeriodType
    value: Decimal
    unit: str
    rule: str
    confidence: Confidence
    inputs: tuple[Input, ...]
    segment: str | None = None
    breakdown: Breakdown | None = None
    parent: str | None = None
    member: str | None = None
    basis: Basis = "gaap"
    kind: Kind = "actual"
    bound: Bound | None = None
    decimals: int | None = None
    concept: str | None = None

    def __post_init__(self) -> None:
        if not self.inputs:
            raise ValueError("a figure without inputs cannot be traced and may not exist")
        if self.metric not in METRICS:
            raise ValueError(f"{self.metric!r} is not a metric")
        if (self.segment is None) != (self.breakdown is None):
            raise ValueError("a segment needs a breakdown, and the whole company has none")
        if (self.kind == "guidance") != (self.bound is not None):
            raise ValueError("guidance has a bound, and actuals have none")

    @property
    def figure_id(self) -> str:
        """Natural key within the document, stable between builds: the value is not part of it."""
        return digest(
            self.document, self.metric, self.segment, self.breakdown, self.parent, self.basis,
            self.kind, self.bound, self.period, self.unit,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not read: what, reason (a key of REFUSAL_REASONS), and the place if any.

    against     the place of the number that contradicts the one at `locator`, if that is the reason
    """

    document: str
    what: str
    reason: str
    locator: Locator | None = None
    against: Locator | None = None

    def __post_init__(self) -> None:
        if self.reason not in REFUSAL_REASONS:
            raise ValueError(f"{self.reason!r} is not a refusal reason")


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Number of facts that are in no figure and no refusal, so that nothing is dropped silently."""

    concept: str
    axes: tuple[str, ...]
    facts: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """One number of EDGAR's company facts about the whole company; never a figure itself.

    accession   the filing that tagged it, of `form`, on the day `filed`
    rank        1 = the concept that is taken for the metric in that filing and period; None = maybe
                a part of it, and only compared with a figure read under the same concept
    """

    document: str
    metric: str
    basis: Basis
    concept: str
    period: Period
    value: Decimal
    unit: str
    accession: str
    form: str
    filed: date
    rank: int | None

    @property
    def fact_id(self) -> str:
        """Stable name of the fact, independent of the metrics that it is an opinion on."""
        return digest(self.document, self.concept, self.unit, self.period, self.accession)


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything extracted from one document; `opinions` are from company facts alone."""

    document: Document
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    unmapped: tuple[Unmapped, ...] = field(default=())
    opinions: tuple[Opinion, ...] = ()
