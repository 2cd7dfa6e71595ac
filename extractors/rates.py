"""Exchange rates of the Federal Reserve's release H.10, as CSV of its Data Download Program.

    "Series Description","TAIWAN -- SPOT EXCHANGE RATE, NT$/US$","SPOT EXCHANGE RATE - EURO AREA"
    "Unit:","Currency:_Per_USD","Currency:_Per_EUR"          since 2021 'Currency' alone
    "Multiplier:","1","1"
    "Currency:","TWD","USD"                                  since 2021 'EUR' for the euro too
    "Unique Identifier:","H10/H10/RXI_N.B.TA","H10/H10/RXI$US_N.B.EU"
    "Time Period","RXI_N.B.TA","RXI$US_N.B.EU"
    2024-01-02,30.9900,1.0952                                a row a weekday, ND where it has none

A series RXI_N is in units of the currency per dollar, RXI$US_N in dollars per unit; only the
identifier shows which. The rates are noon buying rates in New York.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extractors.errors import DocumentError
from extractors.model import Fact, Instant, Locator, Refusal

FORM = "H.10"
HEADS = (
    "Series Description",
    "Unit:",
    "Multiplier:",
    "Currency:",
    "Unique Identifier:",
    "Time Period",
)
PER_UNIT = "RXI$US_N.B."
PER_USD = "RXI_N.B."
SERIES = {
    f"{PER_UNIT}AL": "AUD", f"{PER_UNIT}EU": "EUR", f"{PER_UNIT}NZ": "NZD", f"{PER_UNIT}UK": "GBP",
    f"{PER_USD}BZ": "BRL", f"{PER_USD}CA": "CAD", f"{PER_USD}CH": "CNY", f"{PER_USD}DN": "DKK",
    f"{PER_USD}HK": "HKD", f"{PER_USD}IN": "INR", f"{PER_USD}JA": "JPY", f"{PER_USD}KO": "KRW",
    f"{PER_USD}MA": "MYR", f"{PER_USD}MX": "MXN", f"{PER_USD}NO": "NOK", f"{PER_USD}SD": "SEK",
    f"{PER_USD}SF": "ZAR", f"{PER_USD}SI": "SGD", f"{PER_USD}SL": "LKR", f"{PER_USD}SZ": "CHF",
    f"{PER_USD}TA": "TWD", f"{PER_USD}TH": "THB",
}  # fmt: skip
"""Series → its currency. Others (indexes, and the bolivar under its former code) are refused."""

_NONE = frozenset({"ND", "NC", "NA"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_RATE = re.compile(r"\d{1,9}(?:\.\d{1,6})?", re.ASCII)  # facts are stored with six places
_AGAIN = "download the H.10 rates again, as CSV with series in columns"


@dataclass(frozen=True, slots=True)
class Series:
    """A column (1-based): its currency, and the unit of its quotes: TWD/USD or USD/EUR."""

    column: int
    name: str
    description: str
    currency: str

    @property
    def unit(self) -> str:
        """'TWD/USD' = New Taiwan dollars for a US dollar."""
        is_per_unit = self.name.startswith(PER_UNIT)
        return f"USD/{self.currency}" if is_per_unit else f"{self.currency}/USD"


@dataclass(frozen=True, slots=True)
class Rates:
    """The content of a file: a fact per observation, series not read, the last day with a rate."""

    facts: tuple[Fact, ...]
    refusals: tuple[Refusal, ...]
    until: date | None


def read(data: bytes, sha256: str) -> Rates:
    """All observations, in the order of rows and columns.

    Each is a fact at an instant (its day), of the concept 'H10/H10/RXI_N.B.TA', as quoted, in
    'TWD/USD' or 'USD/EUR'. Raises DocumentError with row and column for any other layout: after one
    invalid cell no other cell of the file can be trusted.
    """
    rows = list(_rows(data))
    head, body = rows[: len(HEADS)], rows[len(HEADS) :]
    _check_head(head)
    series, refusals = _series(head, sha256)
    facts: list[Fact] = []
    last: date | None = None
    if not data.endswith((b"\n", b"\r")):
        _check_end(body)
    for number, row in body:
        _check_width(row, head, number)
        last = _day(row[0], last, number)
        facts += _observations(row, number, last, series, sha256)
    until = facts[-1].period.end if facts else None  # future days may be listed with ND
    return Rates(tuple(facts), tuple(refusals), until)


def _rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers (1-based), cells without white space around them."""
    try:
        text = data.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        for number, row in enumerate(reader, start=1):
            if row:
                yield number, [cell.strip() for cell in row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise DocumentError(f"it is no CSV: {error}", to_do=_AGAIN) from error


def _check_head(head: Sequence[tuple[int, list[str]]]) -> None:
    if len(head) < len(HEADS):
        what = f"{len(head)} rows, and its head has {len(HEADS)}"
        raise DocumentError(what, to_do=_AGAIN, reason="truncated")
    for wanted, (number, row) in zip(HEADS, head, strict=True):
        if row[0].rstrip(":") != wanted.rstrip(":"):
            raise _wrong(f"{row[0]!r} stands where {wanted!r} should", number, 1)
        _check_width(row, head, number)


def _check_width(row: Sequence[str], head: Sequence[tuple[int, list[str]]], number: int) -> None:
    width = len(head[0][1])
    if len(row) != width:
        what = f"row {number} has {len(row)} cells, and the first has {width}"
        raise DocumentError(what, f"row {number}", _AGAIN, reason="truncated")


def _check_end(body: Sequence[tuple[int, list[str]]]) -> None:
    """Refuse a file that ends within a row: its last number may be cut ('3' for '31.5798')."""
    rates = [(number, row[-1]) for number, row in body if row[-1] not in _NONE]
    if rates and body[-1][0] == rates[-1][0] and len({_places(text) for _, text in rates[-2:]}) > 1:
        number, text = rates[-1]
        what = f"the file breaks off, at {text!r}"
        raise DocumentError(what, f"row {number}", _AGAIN, reason="truncated")


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _series(
    head: Sequence[tuple[int, list[str]]], sha256: str
) -> tuple[list[Series], list[Refusal]]:
    """The columns with known exchange rates, and refusals for the others."""
    found: list[Series] = []
    refusals: list[Refusal] = []
    columns = list(zip(*(row for _, row in head), strict=True))
    for column, cells in enumerate(columns[1:], start=2):
        description, unit, multiplier, currency, identifier, short = cells
        name = identifier.rpartition("/")[2]
        if name != short or not identifier.startswith("H10/H10/"):
            raise _wrong(f"{identifier!r} does not name {short!r} of H.10", head[4][0], column)
        if name not in SERIES:
            what = f"the series {name} ({description}) is none of the rates that we know"
            place = Locator("cell", f"1/{head[4][0]}/{column}")
            refusals.append(Refusal(sha256, what, "bad_unit", place))
            continue
        one = Series(column, name, description, SERIES[name])
        if multiplier != "1":
            raise _wrong(f"the multiplier of {name} is {multiplier!r}, not 1", head[2][0], column)
        if (unit, currency) not in _units(one):
            what = f"{name} is in {unit!r} of {currency!r}, which is not {one.unit}"
            raise _wrong(what, head[3][0], column)
        if any(one.currency == other.currency for other in found):
            raise _wrong(f"a second series of {one.currency}", head[4][0], column)
        found.append(one)
    return found, refusals


def _units(series: Series) -> tuple[tuple[str, str], ...]:
    """The allowed (Unit, Currency) header cells of a series: today's form and the older one."""
    over, _, under = series.unit.partition("/")
    return ("Currency", series.currency), (f"Currency:_Per_{under}", over)


def _day(text: str, last: date | None, number: int) -> date:
    """The row's day, which must follow that of the row before."""
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise _wrong(f"{text!r} is no day as 2024-12-31", number, 1, "bad_period")
    if last is not None and day <= last:
        raise _wrong(f"{day} stands after {last}", number, 1, "bad_period")
    return day


def _observations(
    row: Sequence[str], number: int, day: date, series: Sequence[Series], sha256: str
) -> Iterator[Fact]:
    """The facts of one row."""
    for one in series:
        text = row[one.column - 1]
        if text in _NONE:
            continue
        value = Decimal(text) if _RATE.fullmatch(text) else Decimal(0)
        if value == 0:
            raise _wrong(f"{text!r} is no rate of {one.name}", number, one.column, "bad_amount")
        yield Fact(
            document=sha256,
            concept=f"H10/H10/{one.name}",
            period=Instant(day),
            members=frozenset(),
            value=value,
            unit=one.unit,
            decimals=_places(text),
            quote=text,
            locator=Locator("cell", f"1/{number}/{one.column}"),
            caption=(row[0],),
            column_caption=(one.description,),
        )


def _wrong(what: str, row: int, column: int, reason: str = "unreadable") -> DocumentError:
    return DocumentError(what, f"row {row}, column {column}", _AGAIN, reason=reason)
