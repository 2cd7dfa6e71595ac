"""Small reports typed by hand: what a reader would give of them, archived, and a registry for them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from extractors.model import (
    Breakdown,
    Document,
    Duration,
    Extraction,
    Fact,
    Figure,
    Input,
    Instant,
    Locator,
    Member,
    Origin,
    Period,
    PeriodType,
    Refusal,
    Unmapped,
)  # fmt: skip
from tests.builders.relations import Warehouse
from warehouse.archive import origins, parquet
from warehouse.archive.store import Archive
from warehouse.build.database import BuildReport
from warehouse.build.load import fill_raw, fill_ref
from warehouse.build.rebuild import rebuild
from warehouse.query.connection import connect
from warehouse.registry.declarations import TABLES
from warehouse.registry.registry import Registry, Table, load

VERSION = "0123456789abcdef"
CODE = "code one"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

COMPANIES = [
    ("amazon", "Amazon.com, Inc.", "US", "USD", "12-31", "year_of_end", None),
    ("nvidia", "NVIDIA Corporation", "US", "USD", "01-25", "year_of_end", None),
    ("amd", "Advanced Micro Devices, Inc.", "US", "USD", "12-27", "year_of_end", None),
    ("best_buy", "Best Buy Co., Inc.", "US", "USD", "01-31", "year_of_start", None),
]
IDENTIFIERS = [
    ("amazon", "ticker", "AMZN", None, None),
    ("amazon", "ticker", "AMZ.DE", None, None),
    ("amazon", "cik", "0001018724", None, None),
    ("nvidia", "ticker", "NVDA", None, None),
    ("nvidia", "cik", "0001045810", None, None),
    ("amd", "ticker", "AMD", None, None),
    ("amd", "cik", "0000002488", None, None),
    ("best_buy", "ticker", "BBY", None, None),
    ("best_buy", "cik", "0000764478", None, None),
]
LAYERS = [
    ("chips", "Chips", "Processors", "1"),
    ("cloud", "Cloud", "Computing rented by use", "2"),
    ("software", "Software", "Applications", "3"),
    ("out_of_scope", "Out of scope", "All else", None),
]

SIGNALS = load().tables["signals"].rows
"""Those of the package."""


def registry(
    *,
    corrections: Sequence[tuple[str | None, ...]] = (),
    reviews: Sequence[tuple[str | None, ...]] = (),
    companies: Sequence[tuple[str | None, ...]] = tuple(COMPANIES),
    identifiers: Sequence[tuple[str | None, ...]] = tuple(IDENTIFIERS),
    layers: Sequence[tuple[str | None, ...]] = tuple(LAYERS),
    segments: Sequence[tuple[str | None, ...]] = (),
    fx: Sequence[tuple[str | None, ...]] = (),
    claims: Sequence[tuple[str | None, ...]] = (),
    ai_share: Sequence[tuple[str | None, ...]] = (),
    buildout: Sequence[tuple[str | None, ...]] = (),
    signals: Sequence[tuple[str | None, ...]] = SIGNALS,
) -> Registry:
    """A registry of these rows, the last cells of which may be left out; its hash is of them all."""
    given = {
        "companies": companies, "identifiers": identifiers, "corrections": corrections,
        "reviews": reviews, "layers": layers, "segments": segments, "fx": fx,
        "claims": claims,
        "ai_share": ai_share, "buildout": buildout, "signals": signals,
    }  # fmt: skip
    tables = {
        name: Table(
            declared.names,
            tuple(
                (*row, *[None] * (len(declared.names) - len(row))) for row in given.get(name, ())
            ),
        )
        for name, declared in TABLES.items()
    }
    return Registry(tables, hashlib.sha256(repr(given).encode()).hexdigest()[:16])


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    """Noon UTC of a day."""
    return datetime.fromisoformat(text).replace(hour=12, tzinfo=UTC)


def year(number: int) -> Duration:
    return Duration(date(number, 1, 1), date(number, 12, 31))


def span(start: str, end: str) -> Duration:
    return Duration(day(start), day(end))


@dataclass(frozen=True)
class Line:
    """One number of a report, in millions unless `decimals` says otherwise."""

    metric: str
    value: str
    period: Period
    segment: str | None = None
    breakdown: Breakdown | None = None
    parent: str | None = None
    period_type: PeriodType = "FY"
    decimals: int | None = -6
    unit: str = "USD"
    basis: str = "gaap"
    bound: str | None = None
    concept: str | None = None


def segment(metric: str, value: str, period: Period, name: str, **more: object) -> Line:
    breakdown = more.pop("breakdown", "segment")
    return Line(metric, value, period, name, breakdown, **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Report:
    """A document: its name (which makes its bytes), who and when, and its lines."""

    name: str
    lines: tuple[Line, ...] = ()
    cik: str | None = "0001018724"
    form: str | None = "10-K"
    period_end: str | None = "2024-12-31"
    fiscal_year_end: str | None = "12-31"
    ticker: str | None = None
    known_at: str = "2025-02-07"
    known_at_basis: str = "acceptance"
    company_id: str | None = None
    is_amendment: bool = False
    refusals: tuple[tuple[str, str] | tuple[str, str, Locator], ...] = ()
    unmapped: tuple[tuple[str, int], ...] = ()
    issuer: str | None = None

    @property
    def data(self) -> bytes:
        return f"report {self.name}".encode()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def origin(self) -> Origin:
        return Origin(
            sha256=self.sha256,
            url=f"https://www.sec.gov/Archives/{self.name}.htm",
            retrieved=at("2026-01-01"),
            known_at=at(self.known_at),
            known_at_basis=self.known_at_basis,  # type: ignore[arg-type]
            form=self.form,
            company_id=self.company_id,
        )

    @property
    def extraction(self) -> Extraction:
        read = [_read(self.sha256, place, line) for place, line in enumerate(self.lines, start=1)]
        return Extraction(
            Document(
                self.sha256, "text/html", "html", len(self.data),
                issuer=self.issuer or f"issuer of {self.name}",
                cik=self.cik, ticker=self.ticker, form=self.form,
                period_end=None if self.period_end is None else day(self.period_end),
                fiscal_year_end=self.fiscal_year_end, is_amendment=self.is_amendment,
            ),
            tuple(fact for fact, _ in read),
            tuple(figure for _, figure in read),
            tuple(_refusal(self.sha256, *told) for told in self.refusals),
            tuple(Unmapped(concept, (), facts) for concept, facts in self.unmapped),
        )  # fmt: skip

    def with_lines(self, *lines: Line) -> Report:
        return replace(self, lines=lines)


def _read(document: str, place: int, line: Line) -> tuple[Fact, Figure]:
    scale = 1 if line.unit == "pure" or line.decimals is None else 10**6
    value = Decimal(line.value.replace(",", "")) * scale
    members: frozenset[Member] = frozenset()
    if line.segment is not None:
        members = frozenset({("us-gaap:StatementBusinessSegmentsAxis", f"x:{line.segment}")})
    concept = line.concept or f"us-gaap:{line.metric}"
    fact = Fact(
        document, concept, line.period, members, value, line.unit, line.decimals,
        line.value, Locator("xbrl_id", f"f-{place}"), caption=(line.segment or line.metric,),
        statement="income",
    )  # fmt: skip
    figure = Figure(
        document, line.metric, line.period,
        "other" if isinstance(line.period, Instant) else line.period_type,
        value, line.unit, f"{concept} on the income statement", "exact_tag", (Input(fact.fact_id),),
        segment=line.segment, breakdown=line.breakdown, parent=line.parent,
        basis=line.basis,  # type: ignore[arg-type]
        kind="guidance" if line.bound else "actual",
        bound=line.bound,  # type: ignore[arg-type]
        decimals=line.decimals, concept=concept,
    )  # fmt: skip
    return fact, figure


def archive(home: Path, reports: Iterable[Report], *, batches: bool = False) -> Archive:
    """Put and save the reports, in their order, as one batch or as one batch each."""
    kept = Archive(home)
    reports = list(reports)
    for report in reports:
        kept.put(report.data, report.origin)
    for group in [[report] for report in reports] if batches else [reports]:
        kept.save([report.extraction for report in group], VERSION)
    return kept


def build(home: Path, *reports: Report, **more: object) -> BuildReport:
    """Archive the reports and rebuild."""
    if reports:
        archive(home, reports)
    options: dict[str, object] = {"version": VERSION, "code": CODE, "now": NOW} | more
    known = options.pop("registry", None) or registry()
    return rebuild(home, known, **options)  # type: ignore[arg-type]


AMAZON_2024 = Report(
    "amzn-2024",
    (
        Line("revenue", "637,959", year(2024)),
        Line("cost_of_revenue", "326,288", year(2024)),
        Line("operating_income", "68,593", year(2024)),
        segment("revenue", "387,497", year(2024), "North America"),
        segment("revenue", "142,906", year(2024), "International"),
        segment("revenue", "107,556", year(2024), "AWS"),
        segment("operating_income", "24,967", year(2024), "North America"),
        segment("operating_income", "3,792", year(2024), "International"),
        segment("operating_income", "39,834", year(2024), "AWS"),
        segment("revenue", "107,556", year(2024), "AWS", breakdown="product"),
        segment("revenue", "56,214", year(2024), "Advertising services", breakdown="product"),
    ),
)


def _refusal(document: str, what: str, reason: str, against: Locator | None = None) -> Refusal:
    return Refusal(document, what, reason, against=against)


def warehouse(
    *reports: Report, registry: Registry | None = None, known_on: datetime | None = None
) -> Warehouse:
    """The relations over these reports, in memory."""
    kept = Warehouse()
    fill_raw(kept.connection, {}, origins.table(report.origin for report in reports))
    for name, rows in parquet.tables((one.extraction for one in reports), VERSION).items():
        if len(rows):
            kept.connection.from_arrow(rows).insert_into(f"raw.{name}")
    fill_ref(kept.connection, registry or _registry(), known_on)
    return kept


def ask(
    source: Warehouse | duckdb.DuckDBPyConnection | Path, sql: str, *values: object
) -> list[tuple[object, ...]]:
    """The rows of an answer, from a connection or from the current build of a home."""
    if isinstance(source, Path):
        with connect(source / "profit_pools.duckdb") as con:
            return con.execute(sql, values).fetchall()
    return source.execute(sql, values).fetchall()


_registry = registry
