"""Tables of one segment each, named by their titles: "Americas" over a table like "EMEA".

A title of a few words may be anything. If consecutive tables with such titles print revenues that
add up to the company's in every period, the titles name its segments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.language.captions import clean_caption
from extractors.language.fiscal_calendar import Calendar
from extractors.language.phrases import has
from extractors.language.rounding import Rounded, closes
from extractors.language.units import Unit
from extractors.tables.columns import in_fiscal_years
from extractors.tables.printed_facts import PrintedFact
from extractors.tables.sections import is_metric
from extractors.tables.table_readings import TableReading
from extractors.tables.title_lines import is_unit_line, title_above

MOST_WORDS = 6
LEAST_DIGITS = 4
"""Digits of the company's revenue; so many are unlikely to add up by chance."""
About = tuple[object, ...]


def with_parts(read: tuple[TableReading, ...], dates: Calendar) -> tuple[TableReading, ...]:
    """The readings, with each table of such a run read as its segment's.

    Bare years over such a table are fiscal years, and its numbers in the unit of most tables, where
    its sums prove them.
    """
    wholes = _wholes(read)
    units = Counter(one.unit for one in read if one.unit and one.lines)
    common = units.most_common(1)[0][0] if units else None
    supposed = [_in_common_unit(_in_fiscal_years(one, dates), common, dates) for one in read]
    named: dict[int, str] = {}
    for run in _runs(supposed, wholes):
        named |= _names(run, wholes)
    return tuple(
        _of_part(years, dates, named[id(years)]) if id(years) in named else one
        for one, years in zip(read, supposed, strict=True)
    )


def _in_fiscal_years(one: TableReading, dates: Calendar) -> TableReading:
    """A table that no period of its own dates, read in fiscal years; else as it is."""
    header = in_fiscal_years(one.header)
    if one.lines or header is one.header:
        return one
    return TableReading.of(one.table, header, dates, one.unit)


def _in_common_unit(one: TableReading, common: Unit | None, dates: Calendar) -> TableReading:
    """A table without a unit, read in that of most tables, which its sums are to prove."""
    if one.unit is not None or common is None or not _name(one):
        return one
    return TableReading.of(one.table, one.header, dates, common)


def _of_part(one: TableReading, dates: Calendar, part: str) -> TableReading:
    """The table read as the segment's, which the sums over tables have proven."""
    again = TableReading.of(one.table, one.header, dates, one.unit, part)
    numbers = (
        replace(n, is_closed=True) if isinstance(n, PrintedFact) and n.part == part else n
        for n in again.numbers
    )
    return replace(again, numbers=tuple(numbers))


def _wholes(read: Sequence[TableReading]) -> dict[About, PrintedFact]:
    """The company's revenue on the face of its income statement."""
    return {
        _about(line): line
        for one in read
        for line in one.lines
        if line.meaning.metric == "revenue" and line.part is None and line.statement == "income"
    }


def _about(line: PrintedFact) -> About:
    return line.basis, line.period, line.unit


def _revenues(one: TableReading) -> dict[About, PrintedFact]:
    own = (None, _name(one))
    lines = (n for n in one.lines if n.meaning.metric == "revenue" and n.part in own)
    return {_about(line): line for line in lines}


def _runs(
    read: Sequence[TableReading], wholes: dict[About, PrintedFact]
) -> Iterator[list[TableReading]]:
    """Consecutive tables whose titles may be names, and whose revenue is not the company's.

    A table without revenue may be between them.
    """
    run: list[TableReading] = []
    for one in read:
        revenues = _revenues(one)
        if not revenues:
            continue
        is_part = all(a in wholes and wholes[a].value != n.value for a, n in revenues.items())
        statements = {line.statement for line in revenues.values()}
        if is_part and "income" not in statements and _name(one):
            run.append(one)
            continue
        yield run
        run = []
    yield run


def _name(one: TableReading) -> str:
    """The words above the table, or beside its heads, that may be a segment's name; else ''."""
    beside = [text for text in one.header.title if not is_unit_line(text)]
    title = clean_caption(beside[-1] if beside else title_above(one.table))
    is_short = 0 < len(title.split()) <= MOST_WORDS and title[:1].isupper()
    is_other = has(title, "no_part_stub") or has(title, "period") or is_metric(title)
    return title if is_short and not is_other and not title.endswith(".") else ""


def _names(run: list[TableReading], wholes: dict[About, PrintedFact]) -> dict[int, str]:
    """Reading's id → name, for those tables of the run that add up in each of their periods."""
    for size in range(len(run), 1, -1):
        for begin in range(len(run) - size + 1):
            some = run[begin : begin + size]
            names = {id(one): _name(one) for one in some}
            if len(set(names.values())) == size and _add_up(some, wholes):
                return names
    return {}


def _add_up(some: list[TableReading], wholes: dict[About, PrintedFact]) -> bool:
    revenues = [_revenues(one) for one in some]
    about = set(revenues[0])
    if any(set(one) != about for one in revenues):
        return False
    sums = [([one[a] for one in revenues], wholes[a]) for a in about]
    is_long = any(_digits(whole) >= LEAST_DIGITS for _, whole in sums)
    return is_long and all(
        closes(((Rounded.of(line), 1) for line in lines), Rounded.of(whole))
        for lines, whole in sums
    )


def _digits(line: PrintedFact) -> int:
    return sum(character.isdigit() for character in line.token.quote)
