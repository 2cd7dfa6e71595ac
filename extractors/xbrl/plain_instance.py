"""Plain XBRL: an instance without a page; every number as a fact of the whole company.

Contexts, units and names are those of inline XBRL. Nothing is printed here: values are complete
with their sign, no table gives them a place, and no caption names a segment. So only the whole
company is read, and segments are counted as unmapped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

from lxml import etree

from extractors.errors import AmountError
from extractors.language.concepts import COVER, scope_of
from extractors.model import Fact, Locator, Refusal
from extractors.xbrl.contexts import Context, Names, contexts, units
from extractors.xbrl.dimensions import WHOLE, dimensions_of
from extractors.xbrl.elements import XBRLI
from extractors.xbrl.facts import UniqueFact
from extractors.xbrl.instance import DECIMAL, MAX_DIGITS, XSI_NIL, Key, decimals_of, text_of

EVERYWHERE = frozenset(("income", "cash_flow", "balance", "instance"))
"""The statements of a fact that none places: each may be the one that shows it."""


@dataclass(slots=True)
class PlainInstance:
    """Its numbers in document order, texts of the cover (dei concept → text), and refusals.

    `rows` are the numbers in tuples: a list has one for each of its rows with the same concept and
    context.
    """

    facts: list[UniqueFact] = field(default_factory=list)
    rows: list[UniqueFact] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)

    def whole(self) -> tuple[list[UniqueFact], list[UniqueFact]]:
        """The facts of the whole company, and the others.

        If some state a scope (consolidated or separate), those without one do not count as the
        company's.
        """
        own = [one for one in self.facts if dimensions_of(one.fact) == WHOLE]
        scoped = [one for one in own if scope_of(one.fact.members)]
        chosen = {id(one) for one in scoped or own}
        others = [one for one in self.facts if id(one) not in chosen]
        return scoped or own, [*others, *self.rows]


def read(root: etree._Element, sha256: str, rebound: frozenset[str] = frozenset()) -> PlainInstance:
    """Read every number and the cover's texts; an invalid one is refused by itself."""
    found, names = PlainInstance(), Names(root, rebound)
    known = contexts(root.iter(f"{XBRLI}context"), sha256, names, found.refusals)
    numbers = {context: number for number, context in enumerate(known.values())}
    measures = units(root.iter(f"{XBRLI}unit"))
    for locator, element in _located(root):
        concept, reference = names.of(element), element.get("contextRef") or ""
        unit_id, context = element.get("unitRef"), known.get(reference)
        if context is None:
            if unit_id is not None:
                what = f"{concept}: context {reference!r}"
                found.refusals.append(Refusal(sha256, what, "missing_context", locator))
        elif unit_id is None:
            _take_text(found.texts, concept, context, element)
        elif unit_id not in measures:
            what = f"{concept}: unit {unit_id!r}"
            found.refusals.append(Refusal(sha256, what, "missing_unit", locator))
        else:
            key = Key(concept, numbers[context], measures[unit_id])
            try:
                fact = _fact(sha256, key, context, element, locator)
            except AmountError as error:
                what = f"{concept}: {error}"
                found.refusals.append(Refusal(sha256, what, "bad_amount", locator))
            else:
                same = found.facts if element.getparent() is root else found.rows
                same.append(UniqueFact(fact, (), EVERYWHERE, False, key))
    found.facts = list(_merged(found.facts))
    return found


def _located(root: etree._Element) -> Iterator[tuple[Locator, etree._Element]]:
    """Every fact, also in tuples, with its id if unique, or its position."""
    facts = [element for element in root.iter("{*}*") if element.get("contextRef") is not None]
    counted = Counter(element.get("id") for element in facts)
    for ordinal, element in enumerate(facts, 1):
        name = element.get("id")
        if name and counted[name] == 1:
            yield Locator("xbrl_id", name), element
        else:
            yield Locator("xbrl_ordinal", f"{ordinal}"), element


def _take_text(
    texts: dict[str, str], concept: str, context: Context, element: etree._Element
) -> None:
    """Keep the first text of a cover concept, under the name that it has in a US filing."""
    named = COVER.get(concept, concept)
    is_whole = not context.members or scope_of(context.members) is not None
    if named.startswith("dei:") and named not in texts and is_whole:
        texts[named] = text_of(element)


def _fact(
    sha256: str, key: Key, context: Context, element: etree._Element, locator: Locator
) -> Fact:
    """The number as a fact. Raises AmountError."""
    quote = text_of(element)
    is_nil = element.get(XSI_NIL) in ("true", "1")
    return Fact(
        document=sha256,
        concept=key.concept,
        period=context.period,
        members=context.members,
        value=None if is_nil else _value(quote),
        unit=key.unit,
        decimals=decimals_of(element),
        quote=quote,
        locator=locator,
        entity=context.entity,
    )


def _value(text: str) -> Decimal:
    digits = text.removeprefix("-").removeprefix("+") if text[1:2] not in "+-" else text
    if len(digits) > MAX_DIGITS:
        raise AmountError(f"{text[:40]!r} has too many digits")
    if not DECIMAL.fullmatch(digits):
        raise AmountError(f"{text!r} is not an amount", to_do="look at the place")
    return Decimal(text)


def _merged(found: Iterable[UniqueFact]) -> Iterator[UniqueFact]:
    """Equal duplicates merged with all places; differing ones stay, to be resolved or refused."""
    groups: dict[tuple[object, ...], list[UniqueFact]] = {}
    for one in found:
        like = (one.key, one.fact.value, one.fact.decimals)
        groups.setdefault(like, []).append(one)
    for first, *others in groups.values():
        if others:
            also = tuple(chain.from_iterable((o.fact.locator, *o.fact.also) for o in others))
            yield first._replace(fact=_with_places(first.fact, also))
        else:
            yield first


def _with_places(fact: Fact, also: tuple[Locator, ...]) -> Fact:
    return Fact(
        fact.document, fact.concept, fact.period, fact.members, fact.value, fact.unit,
        fact.decimals, fact.quote, fact.locator, also, entity=fact.entity,
    )  # fmt: skip
