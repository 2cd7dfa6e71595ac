"""Tables of one segment without its name, identified by the revenue printed elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.language.part_names import plain
from extractors.tables.printed_facts import PrintedFact
from extractors.tables.row_meanings import OF_PARTS
from extractors.tables.sections import is_metric

LEAST = 2
"""Periods in which the revenue must be the part's."""
PROFITS = ("gross_profit", "operating_income")
LONG = 4
"""Digits of a number that is hardly another's by chance."""


def adopted(found: list[PrintedFact]) -> list[PrintedFact]:
    """The lines, with those of a table whose revenue is a segment's assigned to that segment.

    "Results of operations" of each segment follow the segment note's order and words.
    """
    revenues = [line for line in found if line.meaning.metric == "revenue"]
    wholes = {_about(one): one.value for one in revenues if one.statement == "income"}
    own = _with_numbers_of_the_company(found)
    parts: dict[str, dict[object, Decimal]] = defaultdict(dict)
    names: dict[str, str] = {}
    for line in revenues:
        if line.part and line.is_closed and not line.parent and not is_metric(line.part):
            parts[plain(line.part)][_about(line)] = line.value
            names.setdefault(plain(line.part), line.part)
    tables: dict[int, list[PrintedFact]] = defaultdict(list)
    for line in revenues:
        if line.part is None and line.statement == "other" and line.table not in own:
            tables[line.table].append(line)
    owners = {
        table: names[name]
        for table, lines in tables.items()
        if _differ(lines, wholes) and (name := _owner(lines, parts))
    }
    every = (_of(line, owners.get(line.table)) for line in found)
    return [line for line in every if line is not None]


def _with_numbers_of_the_company(found: Sequence[PrintedFact]) -> set[int]:
    """Tables that print a profit of the company's statement: net sales alone may be a part's."""
    profits = [one for one in found if one.part is None and one.meaning.metric in PROFITS]
    face = {
        (one.meaning.metric, _about(one)): one.value for one in profits if one.statement == "income"
    }
    return {
        one.table
        for one in profits
        if one.statement != "income" and face.get((one.meaning.metric, _about(one))) == one.value
    }


def _about(line: PrintedFact) -> object:
    return line.basis, line.period, line.unit


def _differ(lines: Sequence[PrintedFact], wholes: dict[object, Decimal]) -> bool:
    """Whether the company's revenue is known in each period, and differs in each."""
    return all(wholes.get(_about(line), line.value) != line.value for line in lines)


def _owner(lines: Sequence[PrintedFact], parts: dict[str, dict[object, Decimal]]) -> str:
    """The one segment with these revenues; '' if none has, or several have."""
    sure = [line for line in lines if len(line.value.as_tuple().digits) >= LONG]
    if len({line.period for line in sure}) < LEAST:
        return ""
    fitting = [
        name
        for name, values in parts.items()
        if all(values.get(_about(line)) == line.value for line in lines)
    ]
    return fitting[0] if len(fitting) == 1 else ""


def _of(line: PrintedFact, owner: str | None) -> PrintedFact | None:
    """The line as the owner's; None for a line that segments lack and that is not the company's.

    What a table of one segment divides is its own: "Service" of "Mobility".
    """
    if owner is None:
        return line
    if line.part is not None:
        is_within = line.parent is None and plain(line.part) != plain(owner)
        return replace(line, parent=owner) if is_within else line
    is_theirs = line.meaning.metric in OF_PARTS and line.meaning.is_for_segments
    return replace(line, part=owner) if is_theirs else None
