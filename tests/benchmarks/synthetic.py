"""An archive of any size, of companies that do not exist, for measuring what a rebuild takes.

    python -m tests.benchmarks.synthetic HOME FIGURES

writes it under HOME, as `refresh` would leave it, and the registry's rows under HOME/registry. The
bytes of the documents are left out: a rebuild reads what the readers gave, and never the bytes.
A company reports for fifteen years: a filing and a release each quarter, comparatives beside,
year-to-date columns, margins, outlooks, recast segments, restated costs, amendments, and slips.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from extractors import extractor_version
from extractors.model import Origin
from warehouse.archive import origins, parquet
from warehouse.archive.batches import FULL, Batches
from warehouse.archive.store import Archive
from warehouse.disk.objects import Folder
from warehouse.registry import left_out
from warehouse.registry.declarations import TABLES

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
FIRST_YEAR, LAST_YEAR = 2011, 2025
BALLAST = 3
"""Facts of a filing beside each of its figures. Of 10-Ks they are 14: a third more to compute."""
COMPANY, FILED = 6_850, 4_200
"""Figures of a company, and those of them that filings give: about."""
LAYERS = tuple(f"synthetic_{number}" for number in range(1, 8))
"""Of their own; the packaged ones, whose companies report nothing here, are left out."""
RETRIEVED = datetime(2026, 6, 30, tzinfo=UTC)
EVIDENCE = "https://www.example.com/"
_ORDER = {"document": "sha256", "figure_input": "figure_id, position", "fact": "document, fact_id",
          "figure": "document, figure_id"}  # fmt: skip
_DAY = timedelta(days=1)
_NEWEST = """
    select sha256, (select count(*) from archived_document)
    from archived_document
    where form = '8-K'
    order by period_end desc, sha256
    limit 1
"""
_MORE = "(if(unit = 'pure', 1, 1.01) * value)::decimal(38, 6) as value"
_ID = "left(sha256({} || getvariable('new')), 16)"
_AGAIN = {
    name: f"select * replace ({columns}) from archived_{name} where {where} order by {order}"
    for name, columns, where, order in (
        ("document", "getvariable('new') as sha256", "sha256 = getvariable('old')", "sha256"),
        ("figure", f"{_ID.format('figure_id')} as figure_id, getvariable('new') as document, {_MORE}",
         "document = getvariable('old')", "figure_id"),
        ("fact", f"{_ID.format('fact_id')} as fact_id, getvariable('new') as document, {_MORE}",
         "document = getvariable('old')", "fact_id"),
        ("figure_input",
         f"{_ID.format('figure_id')} as figure_id, {_ID.format('fact_id')} as fact_id",
         "figure_id in (select figure_id from archived_figure where document = getvariable('old'))",
         "figure_id, position"),
        ("refusal", "getvariable('new') as document", "document = getvariable('old')", "all"),
        ("unmapped", "getvariable('new') as document", "document = getvariable('old')", "all"),
        ("opinion", "getvariable('new') as document", "document = getvariable('old')", "all"),
    )
}  # fmt: skip
"""The rows of a document under another hash, as its table has them in order."""
_COMPANIES = "select company_id, ticker, cik, unit, month, segments from company order by c"
_ORIGINS = "select sha256, form, company_id, accepted at time zone 'UTC' from document order by 1"


@dataclass(frozen=True, slots=True)
class Company:
    """What the registry is told of a company: `month` ends its fiscal years."""

    company_id: str
    ticker: str
    cik: str
    unit: str
    month: int
    segments: int


@dataclass(frozen=True, slots=True)
class Written:
    """What an archive holds: companies, documents, figures, and rows of all extracted tables."""

    companies: int
    documents: int
    figures: int
    rows: int


def write(
    home: Path, figures: int, *, ballast: int = BALLAST, version: str | None = None
) -> Written:
    """Write an archive of about so many figures, of whole companies, under `home`, an empty folder.

    version: of the extractor, by default today's. Fewer figures than a company has are those of
    its last years.
    """
    version = version or extractor_version()
    years = max(1, min(LAST_YEAR + 1 - FIRST_YEAR, round(figures * 15 / COMPANY)))
    folder = home / "archive"
    objects = Folder(folder)
    batches = Batches(objects, f"batches/{version}")
    total = max(1, round(figures / COMPANY))
    together = 1 + FULL // (COMPANY + ballast * FILED)  # a full batch, which is never folded
    done: list[Counter[str]] = []
    companies: list[Company] = []
    for first in range(0, total, together):
        with duckdb.connect() as con:
            count = min(together, total - first)
            _make(con, company_first=first, company_count=count, ballast=ballast, version=version,
                  first_year=LAST_YEAR + 1 - years)  # fmt: skip
            tables = {name: _table(con, name) for name in parquet.SCHEMAS}
            batches.seal(tables, replaces=())
            for origin in _origins(con):
                origins.keep(origin, objects)
            companies += [Company(*row) for row in con.execute(_COMPANIES).fetchall()]
        done.append(Counter({name: len(rows) for name, rows in tables.items()}))
    _register(home / "registry", companies)
    rows = sum(done, Counter())
    return Written(total, rows["document"], rows["figure"], rows.total())


def one_more(home: Path, version: str | None = None) -> str:
    """Archive one more release: of the newest one's period, a day later, all amounts 1 % higher.

    Returns its hash.
    """
    version = version or extractor_version()
    archive = Archive(home)
    files = {name: [str(one) for one in paths] for name, paths in archive.tables(version).items()}
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        for name, paths in files.items():
            con.read_parquet(paths).create_view(f"archived_{name}")
        ((old, count),) = con.execute(_NEWEST).fetchall()
        new = hashlib.sha256(f"{count} and one more".encode()).hexdigest()
        con.execute("set variable old = $1", [old])
        con.execute("set variable new = $1", [new])
        tables = {
            name: con.sql(_AGAIN[name]).to_arrow_table().cast(parquet.SCHEMAS[name])
            for name in files
        }
        told = [one for one in archive.origins() if one.sha256 == old]
    Batches(Folder(home / "archive"), f"batches/{version}").seal(tables, replaces=())
    for one in told:
        origins.keep(
            replace(one, sha256=new, url=f"{EVIDENCE}{new}.htm", known_at=one.known_at + _DAY),
            Folder(home / "archive"),
        )
    return new


def _make(con: duckdb.DuckDBPyConnection, **variables: int | str) -> None:
    """Fill the temporary tables of synthetic.sql for some companies."""
    con.execute("set TimeZone = 'UTC'")
    for name, value in {"first_year": FIRST_YEAR, "last_year": LAST_YEAR, **variables}.items():
        con.execute(f"set variable {name} = $1", [value])
    con.execute(SQL)


def _table(con: duckdb.DuckDBPyConnection, name: str) -> pa.Table:
    if name == "opinion":  # synthetic companies have no company facts
        return parquet.SCHEMAS[name].empty_table()
    query = f"from archived_{name} order by {_ORDER.get(name, 'all')}"
    return con.sql(query).to_arrow_table().cast(parquet.SCHEMAS[name])


def _origins(con: duckdb.DuckDBPyConnection) -> Iterator[Origin]:
    for sha256, form, company_id, accepted in con.execute(_ORIGINS).fetchall():
        yield Origin(
            sha256, f"{EVIDENCE}{sha256}.htm", RETRIEVED, accepted, "acceptance",
            form=form, published=accepted.date(), accepted=accepted, company_id=company_id,
            document_type="EX-99.1" if form == "8-K" else form,
        )  # fmt: skip


def _register(folder: Path, companies: Sequence[Company]) -> None:
    """Write the registry's rows of these companies: who they are, and where their segments earn."""
    rows: dict[str, list[dict[str, object]]] = defaultdict(list)
    for at, one in enumerate(companies):
        rows["companies"].append({
            "company_id": one.company_id, "name": f"Synthetic {at}", "country": "US",
            "reporting_currency": one.unit,
            "fiscal_year_end": f"{date(2023, one.month, monthrange(2023, one.month)[1]):%m-%d}",
        })  # fmt: skip
        rows["identifiers"] += [
            {"company_id": one.company_id, "scheme": scheme, "identifier": identifier}
            for scheme, identifier in (("ticker", one.ticker), ("cik", one.cik))
        ]
        rows["segments"] += [
            {
                "company_id": one.company_id, "framework": "2011",
                "segment": f"Segment {chr(65 + part)}", "layer": LAYERS[(at + part) % len(LAYERS)],
                "weight": 1, "evidence": EVIDENCE,
            }
            for part in range(one.segments)
        ]  # fmt: skip
    rows["layers"] = [{"layer": name, "name": name, "definition": "a seventh"} for name in LAYERS]
    rows["fx"] = list(_rates())
    rows[left_out.FILE] = [{"table": "companies", "key": left_out.ALL}]
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in rows.items():
        declared = TABLES.get(name, left_out.DECLARATION)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, declared.names)
            writer.writeheader()
            writer.writerows(records)


def _rates() -> Iterator[dict[str, object]]:
    """Euros for every calendar year and quarter."""
    for year in range(FIRST_YEAR - 1, LAST_YEAR + 1):
        for first, last in ((1, 12), (1, 3), (4, 6), (7, 9), (10, 12)):
            yield {
                "currency": "EUR", "period_start": date(year, first, 1),
                "period_end": date(year, last, monthrange(year, last)[1]),
                "average_rate_per_usd": "0.9", "source_url": EVIDENCE,
            }  # fmt: skip


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), int(sys.argv[2])))
