"""Decides which secondary figures the site may show: those confirmed by arithmetic or sources.

check      what must hold within the rounding of the printed digits
gross      gross profit = revenue − cost of revenue
expenses   operating income = gross profit − operating expenses
quarters   the year = the sum of its four quarters
year_to_date  nine months = the sum of their three quarters
segments   the whole company = the sum of two or more of its segments
margin     the printed margin = its numerator / revenue
symmetric  the middle of a guided range = the mean of its ends
repeated   another document prints the same figure
datasets   two or more independent data sets give the same value (the row's note counts them)
tagged     the row's note names EDGAR's XBRL, what the company itself tagged, as its source, and no
           data set that differs
bounds     operating income ≤ gross profit − research and development, where the gross profit is
           confirmed by another check

A primary figure was read in the document itself and needs no check. Other figures are not shown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from extractors.model import Duration
from flows.sample.tables import Row

CHECKS = (
    "gross", "expenses", "quarters", "year_to_date", "segments", "margin", "symmetric", "repeated",
    "datasets", "tagged", "bounds",
)  # fmt: skip
Key = tuple[str, str, str | None, str, str, Duration]
Index = Mapping[Key, Sequence[Row]]
_AGREEING = re.compile(r"datasets agreeing: (\d+) of|agrees in (\d+) independent datasets")
_TAGGED = re.compile(r"SEC XBRL-derived; datasets agreeing: (\d+) of \1")


def checks(rows: Iterable[Row]) -> dict[int, tuple[str, ...]]:
    """Line of facts.csv → the checks that its row passes, in the order of CHECKS."""
    by_company: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_company[row.ticker].append(row)
    passed: dict[int, set[str]] = defaultdict(set)
    for listed in by_company.values():
        _check(listed, passed)
    return {line: tuple(c for c in CHECKS if c in names) for line, names in passed.items()}


def _check(listed: Sequence[Row], passed: dict[int, set[str]]) -> None:
    """Add to `passed` the checks that the rows of one company pass."""
    actual = [row for row in listed if row.kind == "actual"]
    index: dict[Key, list[Row]] = defaultdict(list)
    for row in actual:
        index[_key(row)].append(row)
    found = [identity for row in actual for identity in _identities(row, index, actual)]
    found += [("symmetric", members) for members in _ranges(listed)]
    found += [("datasets", (row,)) for row in listed if _agreeing(row.note) >= 2]
    found += [("tagged", (row,)) for row in listed if _TAGGED.fullmatch(row.note)]
    _mark(found, passed)
    _mark([("bounds", m) for row in actual for m in _bounded(row, index, passed)], passed)


def _mark(found: Iterable[tuple[str, tuple[Row, ...]]], passed: dict[int, set[str]]) -> None:
    for name, members in found:
        for member in members:
            passed[member.line].add(name)


def shown(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows that the site may show: primary ones, and secondary ones that pass a check."""
    listed = tuple(rows)
    passed = checks(listed)
    return tuple(row for row in listed if row.is_primary or passed.get(row.line))


def record(rows: Iterable[Row]) -> str:
    """CSV: every row of facts.csv by its line, the checks it passes, and whether it is shown."""
    listed = tuple(rows)
    passed = checks(listed)
    lines = ["line,ticker,metric,segment,period_end,confidence,checks,is_shown"]
    for row in listed:
        names = passed.get(row.line, ())
        is_shown = row.is_primary or bool(names)
        confidence = "primary" if row.is_primary else "secondary"
        cells = (row.line, row.ticker, row.metric, row.segment or "", row.period.end, confidence)
        lines.append(f"{','.join(map(str, cells))},{' '.join(names)},{str(is_shown).lower()}")
    return "\n".join(lines) + "\n"


def _key(row: Row) -> Key:
    return row.ticker, row.metric, row.segment, row.basis, row.unit, row.period


def _like(row: Row, metric: str, index: Index) -> Sequence[Row]:
    """The rows of another metric for the same part, period, basis and unit."""
    return index.get((row.ticker, metric, row.segment, row.basis, row.unit, row.period), ())


def _closes(parts: Iterable[tuple[Row, int]], whole: Row) -> bool:
    """Whether Σ weight · part = whole within (n + 1) · ½ of the coarsest last digit."""
    listed = list(parts)
    step = max(whole.step, *(part.step for part, _ in listed))
    gap = sum(weight * part.value for part, weight in listed) - whole.value
    return abs(gap) * 2 <= (len(listed) + 1) * step


def _identities(
    row: Row, index: Index, actual: Sequence[Row]
) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Every identity with `row` as its result that holds: its name and all rows in it."""
    if row.metric == "gross_profit":
        yield from _differences("gross", row, "revenue", "cost_of_revenue", index)
    if row.metric == "operating_income":
        yield from _differences("expenses", row, "gross_profit", "operating_expenses", index)
    if row.is_money and row.period_type == "FY":
        yield from (("quarters", found) for found in _quarters(row, actual, 4))
    if row.is_money and row.period_type == "9M":
        yield from (("year_to_date", found) for found in _quarters(row, actual, 3))
    if row.is_money and row.segment is None:
        yield from (("segments", found) for found in _segments(row, actual))
    if row.metric in ("gross_margin", "operating_margin"):
        yield from (("margin", found) for found in _margins(row, actual))
    yield from (("repeated", (row, other)) for other in index[_key(row)] if _repeats(other, row))


def _differences(
    name: str, result: Row, minuend: str, subtrahend: str, index: Index
) -> Iterator[tuple[str, tuple[Row, ...]]]:
    for top, off in product(_like(result, minuend, index), _like(result, subtrahend, index)):
        if _closes(((top, 1), (off, -1)), result):
            yield name, (result, top, off)


def _repeats(other: Row, row: Row) -> bool:
    """Whether another document prints the row's value, within the coarser rounding."""
    is_near = abs(other.value - row.value) * 2 <= max(other.step, row.step)
    return other.source_url != row.source_url and is_near


def _quarters(year: Row, actual: Sequence[Row], count: int) -> Iterator[tuple[Row, ...]]:
    """The year, or what is over of it, with so many quarters that make it up."""
    by_end: dict[object, list[Row]] = defaultdict(list)
    for row in actual:
        inside = year.period.start <= row.period.start and row.period.end <= year.period.end
        if row.period_type == "Q" and inside and _key(row)[:5] == _key(year)[:5]:
            by_end[row.period.end].append(row)
    if len(by_end) == count:
        for quarters in product(*by_end.values()):
            if _closes([(quarter, 1) for quarter in quarters], year):
                yield (year, *quarters)


def _segments(whole: Row, actual: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    by_name: dict[str, list[Row]] = defaultdict(list)
    wanted = _key(whole)
    for row in actual:
        if row.segment and (*_key(row)[:2], None, *_key(row)[3:]) == wanted:
            by_name[row.segment].append(row)
    for count in range(2, len(by_name) + 1):
        for names in combinations(by_name, count):
            for parts in product(*(by_name[name] for name in names)):
                if _closes([(part, 1) for part in parts], whole):
                    yield (whole, *parts)


def _margins(margin: Row, actual: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    metric = {"gross_margin": "gross_profit", "operating_margin": "operating_income"}[margin.metric]
    same = [
        row
        for row in actual
        if (row.ticker, row.segment, row.basis, row.period)
        == (margin.ticker, margin.segment, margin.basis, margin.period)
    ]
    for top in (row for row in same if row.metric == metric):
        for revenue in (r for r in same if r.metric == "revenue" and r.unit == top.unit):
            # |top / revenue − margin| ≤ ½ step, without dividing money
            if abs(top.value - margin.value * revenue.value) * 2 <= margin.step * revenue.value:
                yield (margin, top, revenue)


def _ranges(rows: Iterable[Row]) -> Iterator[tuple[Row, ...]]:
    by_bound: dict[tuple[object, ...], dict[str, Row]] = defaultdict(dict)
    for row in rows:
        if row.bound:
            by_bound[(*_key(row), row.published)][row.bound] = row
    for found in by_bound.values():
        if len(found) == 3 and found["low"].value + found["high"].value == 2 * found["mid"].value:
            yield tuple(found.values())


def _agreeing(note: str) -> int:
    found = _AGREEING.search(note)
    return int(found[1] or found[2]) if found else 0


def _bounded(row: Row, index: Index, passed: Mapping[int, set[str]]) -> Iterator[tuple[Row, ...]]:
    """Operating income and R&D expenses that leave room for the other expenses."""
    if row.metric != "operating_income":
        return
    for gross, research in product(
        _like(row, "gross_profit", index), _like(row, "research_and_development", index)
    ):
        if passed.get(gross.line) and gross.value - research.value >= row.value:
            yield row, research
