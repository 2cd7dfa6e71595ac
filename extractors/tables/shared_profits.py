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
    """The meaning of the rows above and below a line of minorities that is their difference."""
    rows = [row for row in table.rows if row.amounts and row.number not in header.rows]
    found: dict[int, Meaning] = {}
    for (whole, others), (_, owned) in pairwise(pairwise(rows)):
        if has(others.caption, "of_minorities") and _is_shared(whole, others, owned, header):
            for row, name in zip((whole, owned), NAMES, strict=True):
                found[row.number] = line_meanings(plain_caption(name))[0]
    return found


def _is_shared(whole: Row, others: Row, owned: Row, header: Header) -> bool:
    """Whether the lines may be profits, and the first less or plus the second is the third."""
    if not all(map(_may_be_profit, (whole, owned))):
        return False
    first, second, third = (cells_of(row, header) for row in (whole, others, owned))
    if not (third and first.keys() == third.keys() and any(one.value for one in second.values())):
        return False
    return any(is_total([(first, 1), (second, sign)], third) for sign in (-1, 1))


def _may_be_profit(row: Row) -> bool:
    meanings = {m.metric for m in line_meanings(plain_caption(row.caption))}
    is_less = any(has(row.caption, kind) for kind in ("per_share", "discontinued", "continuing"))
    return meanings <= PROFITS and not is_less
