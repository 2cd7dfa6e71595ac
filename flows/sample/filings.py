"""Groups the rows of facts.csv into the filings that printed them, with their EDGAR identity.

A filing is what one company published under one form on one day, or a real filing of filings.csv.
Where the tables lack an accession number or an acceptance time, one is invented and marked:
invented accessions begin with ten zeros, which no filer agent has.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from extractors.model import Duration
from flows.sample.notes import TOLD
from flows.sample.tables import Company, Known, Row, Tables
from flows.sample.verify import shown

EXACT = Decimal(10) ** 6
"""Statements print millions or finer; coarser figures ('$26.3 billion') go into sentences."""
PERIODIC = {"10-K": "FY", "20-F": "FY", "10-Q": "Q"}
EDGAR_FORMS = (*PERIODIC, "8-K", "6-K")
NEW_YORK = ZoneInfo("America/New_York")
_IN_URL = re.compile(r"/Archives/edgar/data/\d+/(\d{10})(\d\d)(\d{6})/([^/?#]*)")
_PAGE = re.compile(r"^(?!R\d+\.htm$).+(?<!-index)\.htm$")  # neither a viewer page nor an index
_INVENTED_AT = {
    "8-K": time(16, 5), "6-K": time(6, 0), "20-F": time(6, 30), "10-Q": time(16, 35),
    "10-K": time(16, 35),
}  # fmt: skip
_ADDITIVE = (
    "revenue", "cost_of_revenue", "gross_profit", "research_and_development", "operating_income",
    "net_income", "capital_expenditures",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A release or presentation: its file name and what it prints."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Filing:
    """One filing.

    accepted   New York time
    listed_as  the acceptance time as EDGAR's list prints it
    rows       the figures in the primary document's statements; empty for 8-K and 6-K
    exhibits   the releases under an 8-K or 6-K
    """

    company: Company
    form: str
    filed: date
    report_date: date
    accession: str
    accepted: datetime
    listed_as: str
    primary: str
    rows: tuple[Row, ...]
    exhibits: tuple[Exhibit, ...]
    is_accession_invented: bool
    is_time_invented: bool

    @property
    def items(self) -> str:
        """Item numbers of an 8-K as EDGAR's list prints them."""
        return "2.02,9.01" if self.form == "8-K" else ""

    @property
    def printed(self) -> tuple[Row, ...]:
        """All rows that its documents print."""
        return (*self.rows, *(row for exhibit in self.exhibits for row in exhibit.rows))

    @property
    def folder(self) -> str:
        """Path of the filing's folder at EDGAR."""
        cik = int(self.company.cik or 0)
        return f"/Archives/edgar/data/{cik}/{self.accession.replace('-', '')}"


def sources(rows: Iterable[Row]) -> tuple[str, ...]:
    """The addresses where the figures were published, without duplicates."""
    return tuple(dict.fromkeys(row.source_url for row in rows))


def filings(tables: Tables) -> tuple[Filing, ...]:
    """All filings at EDGAR, by company and day. Rows confirmed by no check are left out."""
    rows = shown(tables.rows)
    groups: dict[tuple[str, str, date], list[Row]] = defaultdict(list)
    for row in rows:
        if row.form in EDGAR_FORMS:
            groups[row.ticker, row.form, row.published].append(row)
    made = [_filing(tables, rows, own, key) for key, own in groups.items()]
    have = {filing.accession for filing in made}
    for known in tables.known:
        if known.form in PERIODIC and known.accession not in have:
            made.append(_periodic(tables.company(known.ticker), known, known.form, [], rows))
    return tuple(sorted(made, key=lambda f: (f.company.ticker, f.filed, f.accession)))


def _filing(
    tables: Tables, rows: Sequence[Row], own: Sequence[Row], key: tuple[str, str, date]
) -> Filing:
    ticker, form, published = key
    company = tables.company(ticker)
    known = _known(tables, own, key)
    if form in PERIODIC:
        return _periodic(company, known, form, own, rows)
    filing = _identity(company, form, own, known, published)
    return replace(filing, exhibits=_exhibits(form, own))


def _known(tables: Tables, own: Sequence[Row], key: tuple[str, str, date]) -> Known | None:
    """The real filing with the rows' accession, else their form and day, else form and period."""
    ticker, form, published = key
    accession = _accession(own)
    ends = {row.period.end for row in own if row.kind == "actual"}
    same = [known for known in tables.known if (known.ticker, known.form) == (ticker, form)]
    for known in same:
        if known.accession == accession:
            return known
    if accession is not None:
        return None
    by_day = [known for known in same if known.filed == published]
    by_period = [known for known in same if form in PERIODIC and known.report_date in ends]
    return next(iter(by_day or by_period), None)


def _accession(rows: Iterable[Row]) -> str | None:
    found = (_IN_URL.search(row.source_url) for row in rows)
    counted = Counter("-".join(match.groups()[:3]) for match in found if match)
    return counted.most_common(1)[0][0] if counted else None


def _identity(
    company: Company, form: str, own: Sequence[Row], known: Known | None, day: date
) -> Filing:
    """The filing's names and times, without content."""
    if known is not None:
        return Filing(
            company, form, known.filed, known.report_date, known.accession, known.accepted,
            known.listed_as, known.primary_document, (), (), False, False,
        )  # fmt: skip
    accession = _accession(own)
    name = f"{company.ticker} {form} {day.isoformat()}"
    number = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 10**6
    accepted = datetime.combine(day, _INVENTED_AT[form])
    in_utc = accepted.replace(tzinfo=NEW_YORK).astimezone(UTC)
    return Filing(
        company=company,
        form=form,
        filed=day,
        report_date=day,
        accession=accession or f"{0:010d}-{day:%y}-{number:06d}",
        accepted=accepted,
        listed_as=f"{in_utc:%Y-%m-%dT%H:%M:%S}.000Z",
        primary=f"{company.ticker.lower()}-{day:%Y%m%d}.htm",
        rows=(),
        exhibits=(),
        is_accession_invented=accession is None,
        is_time_invented=True,
    )


def _periodic(
    company: Company, known: Known | None, form: str, own: Sequence[Row], rows: Sequence[Row]
) -> Filing:
    """A 10-K, 10-Q or 20-F: its own rows, and others of its period known on its day."""
    kind = PERIODIC[form]
    if known is not None:
        end, filed = known.report_date, known.filed
    else:
        end = max(row.period.end for row in own if row.period_type == kind)
        filed = max(row.published for row in own)
    filing = _identity(company, form, own, known, filed)
    others = [
        row
        for row in rows
        if row.ticker == company.ticker and row.published <= filed and row.form != "20-F"
    ]
    found = [row for row in own if _is_stated(row)]
    if form != "20-F":  # a 20-F may follow another accounting standard than releases
        found += [row for row in others if _is_stated(row) and _is_of(row, end, kind)]
        if form == "10-K":
            found += _sums(others, end)
    primary = filing.primary if known else f"{company.ticker.lower()}-{end:%Y%m%d}.htm"
    return replace(filing, report_date=end, primary=primary, rows=tuple(_settled(found)))


def _is_stated(row: Row) -> bool:
    """Whether the row can be in a statement or note: an actual, under the standard, precise."""
    is_own_basis = row.kind == "actual" and row.basis != "non_gaap"
    return is_own_basis and (row.metric in TOLD or (row.is_money and row.step <= EXACT))


def _is_of(row: Row, end: date, kind: str) -> bool:
    return row.period.end == end and row.period_type == kind


def _sums(rows: Sequence[Row], end: date) -> list[Row]:
    """The year's figures as sums of its four quarters, where all four were known."""
    by_part: dict[tuple[str, str | None, str], dict[date, Row]] = defaultdict(dict)
    for row in rows:
        is_in_year = 0 <= (end - row.period.end).days < 350
        if is_in_year and row.period_type == "Q" and row.metric in _ADDITIVE and _is_stated(row):
            by_part[row.metric, row.segment, row.unit].setdefault(row.period.end, row)
    made = []
    for quarters in by_part.values():
        if len(quarters) == 4 and end in quarters:
            ordered = [quarters[on] for on in sorted(quarters)]
            made.append(
                replace(
                    ordered[-1],
                    period=Duration(ordered[0].period.start, end),
                    period_type="FY",
                    value=sum((row.value for row in ordered), Decimal(0)),
                    step=max(row.step for row in ordered),
                    note="sum of four quarters",
                )
            )
    return made


def _settled(rows: Iterable[Row]) -> Iterable[Row]:
    """One row per figure: the first, primary rows before secondary ones.

    Of two net incomes, one including minorities, the other is taken as attributable to the parent.
    """
    chosen: dict[tuple[str, str | None, Duration], Row] = {}
    for row in sorted(rows, key=lambda row: not row.is_primary):
        key = (row.metric, row.segment, row.period)
        first = chosen.setdefault(key, row)
        if row.value != first.value and "including non-controlling" in first.note:
            key = ("net_income_attributable", row.segment, row.period)
            chosen.setdefault(key, replace(row, metric="net_income_attributable"))
    return chosen.values()


def _exhibits(form: str, rows: Sequence[Row]) -> tuple[Exhibit, ...]:
    """One exhibit for each page named by the source addresses; other rows go into the first."""
    by_name: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        found = _IN_URL.search(row.source_url)
        name = found.group(4) if found and _PAGE.match(found.group(4)) else None
        by_name[name].append(row)
    loose = by_name.pop(None, [])
    named = {name or "": found for name, found in by_name.items()} or {"ex991.htm": []}
    first = next(iter(named))
    named[first] = [*named[first], *loose]
    return tuple(Exhibit(name, tuple(found)) for name, found in named.items())
