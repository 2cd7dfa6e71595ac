"""The published figures behind the sample site: facts.csv, companies.csv, filings.csv, fx.csv.

Every number that the site shows comes from a row of facts.csv and keeps its source address.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from extractors.errors import RegistryError
from extractors.model import Duration

Parsed = TypeVar("Parsed")
PACKAGED = files("flows.sample")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_PARTS = {"market platform": "product", "revenue line": "product", "unallocated": "corporate"}
_COARSEST = Decimal(10) ** 6  # where the printed text is unknown, rounding is at most a million


@dataclass(frozen=True, slots=True)
class Row:
    """One published figure: a line of facts.csv.

    line     line of the file, 1-based, for messages and for the record of checks
    segment  None = the whole company
    part     what the segment is: segment, product (a line of products) or corporate; '' for None
    value    money in whole units of currency, margins as fractions
    step     one unit of the last printed digit, in units of value
    in_words whether the digits were printed with a word ("$26.3 billion"), not in a table
    """

    line: int
    ticker: str
    form: str
    published: date
    metric: str
    segment: str | None
    basis: str
    kind: str
    bound: str | None
    label: str
    period: Duration
    period_type: str
    value: Decimal
    unit: str
    source_url: str
    is_primary: bool
    note: str
    step: Decimal
    part: str = ""
    in_words: bool = False

    @property
    def is_money(self) -> bool:
        """Whether the value is an amount of some currency."""
        return _is_currency(self.unit) and self.metric != "wafer_shipments"


@dataclass(frozen=True, slots=True)
class Company:
    """A line of companies.csv; `cik` has ten digits, None where it files nothing at EDGAR.

    fiscal_year_end is 'MM-DD', currency that of its statements.
    """

    ticker: str
    name: str
    cik: str | None
    fiscal_year_end: str
    currency: str


@dataclass(frozen=True, slots=True)
class Known:
    """A line of filings.csv: a real filing as EDGAR's list describes it.

    accepted is New York time, listed_as what the list prints: it labels some Eastern times Z.
    """

    ticker: str
    form: str
    report_date: date
    filed: date
    accession: str
    accepted: datetime
    listed_as: str
    primary_document: str


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables, in the order of their lines; rates is the content of fx.csv."""

    rows: tuple[Row, ...]
    companies: tuple[Company, ...]
    known: tuple[Known, ...]
    rates: bytes

    def company(self, ticker: str) -> Company:
        """The company of that ticker. Raises RegistryError where companies.csv lacks it."""
        for company in self.companies:
            if company.ticker == ticker:
                return company
        raise RegistryError(f"no company {ticker}", "companies.csv", "add its line")


def load(folder: Traversable = PACKAGED) -> Tables:
    """The tables of `folder`. Raises RegistryError with file and line for what cannot be read."""
    return Tables(
        tuple(_parted(list(_parsed(folder, "facts.csv", _row)))),
        tuple(_parsed(folder, "companies.csv", _company)),
        tuple(_parsed(folder, "filings.csv", _known)),
        folder.joinpath("fx.csv").read_bytes(),
    )


def _parsed(
    folder: Traversable, name: str, parse: Callable[[int, Mapping[str, str]], Parsed]
) -> Iterator[Parsed]:
    lines = folder.joinpath(name).read_text(encoding="utf-8").splitlines()
    for line, cells in enumerate(csv.DictReader(lines), start=2):
        try:
            yield parse(line, cells)
        except (KeyError, ValueError, InvalidOperation, TypeError) as error:
            what = f"cannot be read: {type(error).__name__} {error}"
            raise RegistryError(what, f"{name} line {line}", "correct the line") from error


def _is_currency(unit: str) -> bool:
    return unit != "pure" and "/" not in unit  # "TWD/USD" is a rate


def _row(line: int, cells: Mapping[str, str]) -> Row:
    value = Decimal(cells["value"])
    is_money = _is_currency(cells["unit"]) and cells["metric"] != "wafer_shipments"
    if is_money:
        value = value.quantize(Decimal(1))  # one value has the noise of a binary fraction
    return Row(
        line=line,
        ticker=cells["company_ticker"],
        form=cells["form"].removesuffix(" EX-99.1"),
        published=date.fromisoformat(cells["published"]),
        metric=cells["metric"],
        segment=cells["segment"] or None,
        basis=cells["basis"],
        kind=cells["kind"],
        bound=cells["bound"] or None,
        label=cells["fiscal_label"],
        period=Duration(
            date.fromisoformat(cells["period_start"]), date.fromisoformat(cells["period_end"])
        ),
        period_type=cells["period_type"],
        value=value,
        unit=cells["unit"],
        source_url=cells["source_url"],
        is_primary={"primary": True, "secondary": False}[cells["confidence"]],
        note=cells["note"],
        step=_step(value, cells["printed"], is_money=is_money),
        in_words=any(map(str.isalpha, cells["printed"])),
    )


def _parted(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows with `part` filled in; a note on one row of a segment applies to all its rows."""
    parts: dict[tuple[str, str | None], str] = {}
    for row in rows:
        for words, part in _PARTS.items():
            if words in row.note:
                parts[row.ticker, row.segment] = part
    for row in rows:
        part = parts.get((row.ticker, row.segment), "segment") if row.segment else ""
        yield replace(row, part=part)


def _step(value: Decimal, printed: str, *, is_money: bool) -> Decimal:
    """One unit of the last digit of `printed`: 100 million for '$26.3 billion'.

    Where `printed` does not show it, as for a computed bound, that of the value's last digit.
    """
    found = _NUMBER.search(printed)
    if found:
        number = Decimal(found.group().replace(",", ""))
        scale = (abs(value) / number).normalize() if number else Decimal(0)
        if scale.as_tuple().digits == (1,):
            return scale.scaleb(-len(found.group().partition(".")[2]))
    exponent = value.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return min(step, _COARSEST) if is_money else step


def _company(line: int, cells: Mapping[str, str]) -> Company:
    return Company(
        cells["ticker"],
        cells["name"],
        cells["cik"] or None,
        cells["fiscal_year_end"],
        cells["reporting_currency"],
    )


def _known(line: int, cells: Mapping[str, str]) -> Known:
    return Known(
        cells["ticker"],
        cells["form"],
        date.fromisoformat(cells["report_date"]),
        date.fromisoformat(cells["filed"]),
        cells["accession"],
        datetime.fromisoformat(cells["accepted"]),
        cells["listed_as"],
        cells["primary_document"],
    )
