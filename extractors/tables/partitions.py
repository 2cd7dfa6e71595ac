"""Which named parts belong to the company: those that add up to a printed total.

A heading over lines, or a column beside others, may name a segment as easily as an adjustment or an
exchange-rate effect. Parts are accepted only if their revenue or profit adds up to a total that the
document prints, and then with all their lines.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from extractors.language.captions import plain_caption
from extractors.language.concepts import line_meanings
from extractors.language.part_names import plain
from extractors.language.phrases import has
from extractors.metrics import MARGINS
from extractors.model import Basis, Period, Refusal
from extractors.tables.part_sums import add_up_apart, adds_up, row_adds_up, runs_add_up, sums
from extractors.tables.printed_facts import PrintedFact

PROVING = ("revenue", "operating_income")
FEWEST = 3
"""Parts whose sum a line is not by chance."""
What = tuple[str, Basis, Period, str]
Key = tuple[int, What, bool, int]
"""A table, what is printed there, whether it is supposed, and the row of parts side by side.

"External revenues" and "Total revenues" under the same columns are two readings; parts below each
other have no row of theirs.
"""


def proven(
    found: list[PrintedFact],
    document: str,
    refusals: list[Refusal],
) -> list[PrintedFact]:
    """The lines of the company and of proven parts; one refusal per table that proves none."""
    found, sums_of_lists = _with_subtotals(found)
    wholes = _wholes(found)
    firm = _firm_wholes(found)
    found = _without_own_name(found, firm)
    groups = _groups(found)
    closed = _closed(groups, wholes, firm, sums_of_lists)
    held = _held(groups, closed, found)
    proving = (groups[key] for key in closed if key[1][0] in PROVING)
    names = {plain(one.part or "") for lines in proving for one in lines if not one.is_supposed}
    open_ = _open(groups, closed, wholes)
    sure = {table for table, *_ in closed}
    kept: list[PrintedFact] = []
    doubted: dict[int, PrintedFact] = {}
    for line in found:
        if line.is_subtotal:
            alike = (groups[key] for key in closed if key[1] == _what(line))
            kept += [line] if any(_is_total_of(group, line) for group in alike) else []
        elif _is_of_the_company(line, found):
            kept.append(replace(line, part=None))
        elif line.part is None or line.is_closed:
            kept.append(line)
        elif not _is_total(line):
            is_named = plain(line.part) in names and id(line) not in open_
            is_named = is_named and (not _is_of_a_list(line) or _key_of(line) in closed)
            if id(line) in held or (is_named and not line.is_supposed):
                kept.append(replace(line, is_closed=line.table in sure))
            elif not (line.is_supposed and line.statement == "reconciliation"):
                # Items of a bridge were only tried as parts; they are counted as unmapped.
                doubted.setdefault(line.table, line)
    for table, line in doubted.items():
        text = f"table {table}: {line.part!r} and its like add up to no printed total"
        refusals.append(Refusal(document, text, "does_not_close", line.token.locator))
    return kept


def _open(
    groups: dict[Key, list[PrintedFact]], closed: set[Key], wholes: dict[What, list[Decimal]]
) -> set[int]:
    """Ids of lines that do not add up to their total, where similar lines elsewhere do."""
    return {
        id(line)
        for key, group in groups.items()
        if key not in closed and wholes.get(key[1]) and _is_like(key, closed)
        for line in group
    }


def _is_total_of(group: list[PrintedFact], total: PrintedFact) -> bool:
    """Whether all of the group, or the lines directly above the total, add up to it."""
    above = [one for one in group if one.row.number < total.row.number]
    runs = (above[-size:] for size in range(2, len(above) + 1))
    return adds_up(group, [total.value]) or (
        total.table == group[0].table and any(sums(some, total.value) for some in runs)
    )


def _with_subtotals(found: list[PrintedFact]) -> tuple[list[PrintedFact], dict[Key, Decimal]]:
    """The lines, and by list the sum that ends it: under its heading's name, so it is no part.

    "Sales of segments and all other" is no segment, whatever leads from it to the company's sales,
    which stand below it.
    """
    lists = {key: some for key, some in _groups(found).items() if _ends_in_its_sum(some, found)}
    ends = {id(some[-1]) for some in lists.values()}
    within = {id(line) for some in lists.values() for line in some[:-1]}
    marked = [
        replace(line, is_subtotal=True) if id(line) in ends
        else replace(line, parent=None) if id(line) in within else line
        for line in found
    ]  # fmt: skip
    return marked, {key: some[-1].value for key, some in lists.items()}


def _ends_in_its_sum(group: list[PrintedFact], found: list[PrintedFact]) -> bool:
    *above, last = group
    is_headed = all(one.sections[-1:] == (last.row.caption,) for one in above)
    if len(above) < FEWEST or last.meaning.metric != "revenue" or not is_headed:
        return False
    return adds_up(above, [last.value]) and any(
        one.part is None and one.table == last.table and one.row.number > last.row.number
        for one in found
        if _what(one) == _what(last)
    )


def _without_own_name(
    found: list[PrintedFact], firm: dict[What, list[Decimal]]
) -> list[PrintedFact]:
    """The lines, without the company's own name as the last line of a list: it is the total."""
    groups = _groups(found)

    def is_own(line: PrintedFact) -> bool:
        """Whether the line is such a total under the company's own name."""
        group = groups.get(_key_of(line), [])
        is_last = bool(group) and group[-1].token is line.token and line.part != line.column.label
        if line.part is None or not (is_last or line.value in firm.get(_what(line), [])):
            return False
        if _is_total(line):
            return line.is_supposed
        others = [one for one in group if one.part != line.part]
        return adds_up(others, [line.value]) or add_up_apart(others, [line.value])

    return [line for line in found if not is_own(line)]


def _key_of(line: PrintedFact) -> Key:
    row = line.row.number if line.part is not None and line.part == line.column.label else 0
    return line.table, _what(line), line.is_supposed, row


def _closed(
    groups: dict[Key, list[PrintedFact]],
    wholes: dict[What, list[Decimal]],
    firm: dict[What, list[Decimal]],
    sums_of_lists: dict[Key, Decimal],
) -> set[Key]:
    """Groups that add up; supposed ones to the company's total, or to a sum that leads to it."""
    found: set[Key] = set()
    for key, group in groups.items():
        whole = (firm if key[2] else wholes).get(key[1], [])
        whole = [*whole, sums_of_lists[key]] if key in sums_of_lists else whole
        ways = (adds_up, add_up_apart, row_adds_up, runs_add_up)
        if any(is_whole(group, whole) for is_whole in ways):
            found.add(key)
    return found


def _held(
    groups: dict[Key, list[PrintedFact]], closed: set[Key], found: list[PrintedFact]
) -> set[int]:
    """Ids of lines proven by their own sum: supposed ones, and those above a subtotal."""
    held = {id(line) for line in found if line.is_supposed and _key_of(line) in closed}
    for key, group in groups.items():
        if key not in closed and key[1][0] == "operating_income":
            held |= {id(line) for line in _up_to_subtotal(group, key, found)}
    return held


def _up_to_subtotal(
    group: list[PrintedFact], key: Key, found: list[PrintedFact]
) -> list[PrintedFact]:
    """The parts above a total of all segments that add up to it; those below are no segments."""
    for total in found:
        if total.is_subtotal and _key_of(total) == key:
            above = [line for line in group if line.row.number < total.row.number]
            if adds_up(above, [total.value]):
                return above + [line for line in group if _is_other_segment(line, total)]
    return []


def _is_other_segment(line: PrintedFact, total: PrintedFact) -> bool:
    """Whether the part is an "Other operating segment" below the total of the reported ones."""
    is_below = line.row.number > total.row.number
    return line.is_supposed and is_below and has(line.part or "", "segments")


def _groups(found: list[PrintedFact]) -> dict[Key, list[PrintedFact]]:
    """Parts of the same metric and period in one table."""
    groups: dict[Key, list[PrintedFact]] = defaultdict(list)
    for line in found:
        is_proving = line.meaning.metric in PROVING or _is_of_a_list(line)
        if line.part is not None and not _is_total(line) and is_proving:
            group = groups[_key_of(line)]
            if not any(one.token is line.token and one.part == line.part for one in group):
                group.append(line)  # a caption may have two meanings of one metric
    return groups


def _is_of_a_list(line: PrintedFact) -> bool:
    """Whether only a heading says that the part's line is gross profit, or its cost."""
    if line.meaning.metric in PROVING or line.meaning.metric in MARGINS:
        return False
    return line.meaning not in line_meanings(plain_caption(line.row.caption))


def _is_like(key: Key, closed: set[Key]) -> bool:
    """Whether the same lines of the same table add up in another period, but not here."""
    table, (metric, basis, _, unit), is_supposed, _ = key
    like = (table, metric, basis, unit, is_supposed)
    return any((t, m, b, u, s) == like for t, (m, b, _, u), s, _ in closed)


def _is_of_the_company(line: PrintedFact, found: list[PrintedFact]) -> bool:
    """Whether it is a gross margin in the totals column, whose revenue is the company's."""
    if line.meaning.metric != "gross_margin" or line.part is None or not _is_total(line):
        return False
    tops = [
        one
        for one in found
        if one.table == line.table and one.part == line.part and one.period == line.period
        and one.meaning.metric == "revenue" and one.basis == line.basis
    ]  # fmt: skip
    return any(
        other.part is None and other.value == one.value
        for one in tops
        for other in found
        if _what(other) == _what(one)
    )


def _what(line: PrintedFact) -> What:
    return line.meaning.metric, line.basis, line.period, line.unit


def _wholes(found: list[PrintedFact]) -> dict[What, list[Decimal]]:
    """Totals that parts may add up to: the statement's, or if it has none any printed one."""
    on_face: dict[What, list[Decimal]] = defaultdict(list)
    elsewhere: dict[What, list[Decimal]] = defaultdict(list)
    totals: dict[What, list[Decimal]] = defaultdict(list)
    for line in found:
        if _is_total(line):
            totals[_what(line)].append(line.value)
        elif line.part is None or _is_sales_on_face(line):
            place = on_face if line.statement == "income" else elsewhere
            place[_what(line)].append(line.value)
    every = {*on_face, *elsewhere, *totals}
    return {what: [*(on_face[what] or elsewhere[what]), *totals[what]] for what in every}


def _firm_wholes(found: list[PrintedFact]) -> dict[What, list[Decimal]]:
    """The statement's total, else the largest printed revenue, which no part can exceed."""
    on_face: dict[What, list[Decimal]] = defaultdict(list)
    elsewhere: dict[What, list[Decimal]] = defaultdict(list)
    for line in found:
        if line.part is None or _is_sales_on_face(line):
            place = on_face if line.statement == "income" else elsewhere
            place[_what(line)].append(line.value)
    largest = {what: [max(values)] for what, values in elsewhere.items() if what[0] == "revenue"}
    return largest | on_face


def _is_sales_on_face(line: PrintedFact) -> bool:
    """Whether it is "Net sales" beside membership fees, to which alone segments may add up."""
    is_face = line.statement == "income" and line.meaning.metric == "revenue"
    return is_face and line.meaning in line_meanings(plain_caption(line.row.caption))


def _is_total(line: PrintedFact) -> bool:
    text = line.part or ""
    if line.is_subtotal:
        return True
    return has(text, "total_line") and bool(has(text, "segments") or len(text) < 12)
