"""The profit before and after minorities, known by the sum of the three lines, whatever its name.

"Profit of consolidated companies 105", "Less: attributable to noncontrolling interests 5",
"Profit 100": the first is net income, the last the owners' part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from extractors.language.captions import plain_caption
from extractors.language.concepts import Meaning, line_meanings
from extractors.language.phrases import has
from extractors.tables.columns import Header
from extractors.tables.discontinued_rows import cells_of, is_total
from extractors.tables.grid import Row, Table

NAMES = ("Net income", "Net income attributable to the owners")
PROFITS = frozenset({"net_income", "net_income_attributable"})


def profits_by_row(table: Table, header: Header) -> Mapping[int, Meaning]:
    """The meaning of the rows above and below a line of minorities that is their difference.

    Under "Net income attributable to:" they are the owners' part and the sum of both parts, which
    may stand far above.
    """
    rows = [row for row in table.rows if row.amounts and row.number not in header.rows]
    divided = _divided(table)
    found: dict[int, Meaning] = {}
    for (first, others), (_, last) in pairwise(pairwise(rows)):
        if not has(others.caption, "of_minorities"):
            continue
        if first.number in divided or _names_owners(first):
            is_known, names = _is_divided(first, others, last, header), NAMES[::-1]
        else:
            is_known, names = _is_shared(first, others, last, header), NAMES
        if is_known:
            for row, name in zip((first, last), names, strict=True):
                found[row.number] = line_meanings(plain_caption(name))[0]
    for index, (first, others) in enumerate(pairwise(rows)):
        is_part = first.number in divided and has(others.caption, "of_minorities")
        above = (row for row in rows[:index] if _is_whole(row))
        if is_part and any(_is_divided(first, others, whole, header) for whole in above):
            found[first.number] = line_meanings(plain_caption(NAMES[1]))[0]
    return found


def _is_whole(row: Row) -> bool:
    return {m.metric for m in line_meanings(plain_caption(row.caption))} == {"net_income"}


def _divided(table: Table) -> frozenset[int]:
    """The rows right below a heading that divides a profit: "Profit attributable to:"."""
    said = [plain_caption(row.caption) for row in table.rows]
    found: set[int] = set()
    for index, (heading, row) in enumerate(pairwise(table.rows)):
        if heading.amounts or not row.amounts or not has(said[index], "divided_profit"):
            continue
        above = line_meanings(said[index - 1]) if index else ()
        if not has(said[index], "divided") or {m.metric for m in above} & PROFITS:
            found.add(row.number)
    return frozenset(found)


def _names_owners(row: Row) -> bool:
    """Whether it is the owners' part by its own words, as in a PDF that joins the heading to it."""
    said = {m.metric for m in line_meanings(plain_caption(row.caption))}
    return said == {"net_income_attributable"}


def _is_divided(owned: Row, others: Row, whole: Row, header: Header) -> bool:
    first, second, third = (cells_of(row, header) for row in (owned, others, whole))
    is_same = bool(third) and first.keys() == third.keys()
    return is_same and is_total([(first, 1), (second, 1)], third)


def _is_shared(whole: Row, others: Row, owned: Row, header: Header) -> bool:
    """Whether the lines may be profits, and the first less or plus the second is the third.

    Where it grows, the minorities bear a loss, unless the third is the sum of two parts: only a
    first line whose words say a profit is no part.
    """
    if not all(map(_may_be_profit, (whole, owned))):
        return False
    first, second, third = (cells_of(row, header) for row in (whole, others, owned))
    if not (third and first.keys() == third.keys() and any(one.value for one in second.values())):
        return False
    if is_total([(first, 1), (second, -1)], third):
        return True
    is_named = bool(line_meanings(plain_caption(whole.caption)))
    is_lost = all(one.value <= 0 for one in second.values())
    return (is_named or is_lost) and is_total([(first, 1), (second, 1)], third)


def _may_be_profit(row: Row) -> bool:
    meanings = {m.metric for m in line_meanings(plain_caption(row.caption))}
    is_less = any(has(row.caption, kind) for kind in ("per_share", "discontinued", "continuing"))
    return meanings <= PROFITS and not is_less
