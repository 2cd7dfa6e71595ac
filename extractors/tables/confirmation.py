"""Whether what a table is supposed to say is proven by what the document says elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from extractors.language.phrases import has
from extractors.metrics import MARGINS
from extractors.tables.part_sums import adds_up
from extractors.tables.printed_facts import PrintedFact
from extractors.tables.reconcile import Key, agree, is_off, key_of

LEAST_DIGITS = 3
"""Digits with which a number hardly equals another by chance."""
DIGITS_OF_A_SUM = 4
"""The same for the sum of parts."""
LEAST_MARGINS = 2
"""Margins that are hardly those of another period by chance."""


def is_confirmed(found: list[PrintedFact], known: Mapping[Key, PrintedFact]) -> bool:
    """Whether a number is also printed elsewhere, parts add up to one, or margins are their ratio.

    No number may differ from a known one of its kind.

    The total beside segments may be the company's: it can prove a unit, but not disprove one.
    Profit "attributable to the shareholders" may differ between tables. Of several numbers of one
    kind, such as all segments' profit and the company's, one may be the known one.
    """
    pairs = [
        (one, known[key_of(one)]) for one in found if key_of(one) in known and one.unit != "pure"
    ]
    totals = [replace(one, part=None) for one in found if one.part and has(one.part, "total")]
    beside = [(one, known[key_of(one)]) for one in totals if key_of(one) in known]
    same = [one for one, other in (*pairs, *beside) if one.value == other.value and _is_long(one)]
    firm: dict[Key, list[bool]] = defaultdict(list)
    for one, other in pairs:
        if one.meaning.metric != "net_income_attributable":
            firm[key_of(one)].append(agree(one, other))
    of_parts = {key for key in firm if key.metric == "operating_income"}
    if not all(any(are) if key in of_parts else all(are) for key, are in firm.items()):
        return False
    return bool(same) or _parts_add_up(found, known) or _margins_divide(found, known)


def _parts_add_up(found: list[PrintedFact], known: Mapping[Key, PrintedFact]) -> bool:
    """Whether the parts' revenues of every period add up to the company's."""
    groups: dict[Key, list[PrintedFact]] = defaultdict(list)
    for one in found:
        if one.meaning.metric == "revenue" and one.part and not one.is_subtotal:
            groups[key_of(replace(one, part=None, parent=None))].append(one)
    wholes = {key: known[key] for key in groups if key in known}
    return len(wholes) == len(groups) > 0 and all(
        _digits(wholes[key]) >= DIGITS_OF_A_SUM and adds_up(some, [wholes[key].value])
        for key, some in groups.items()
    )


def _margins_divide(found: list[PrintedFact], known: Mapping[Key, PrintedFact]) -> bool:
    """Whether the company's margins, at least two, are what its known lines give."""
    money = {key.unit for key in known if key.unit != "pure"}
    margins = [one for one in found if one.meaning.metric in MARGINS and one.part is None]
    offs = [
        off for one in margins for unit in money if (off := is_off(one, known, unit)) is not None
    ]
    return len(offs) >= LEAST_MARGINS and not any(offs)


def _is_long(line: PrintedFact) -> bool:
    """Whether it has too many digits to be equal by chance."""
    return _digits(line) >= LEAST_DIGITS


def _digits(line: PrintedFact) -> int:
    return sum(character.isdigit() for character in line.token.quote)
