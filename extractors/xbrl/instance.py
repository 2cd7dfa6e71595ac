"""Reads inline XBRL in one lxml pass: every tagged number as a `Fact`.

ix:nonFraction, ix:fraction and ix:nonNumeric are read with their context, unit, scale, sign, nil,
decimals and transformation; what cannot be read is refused with its place, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from lxml import etree

from extractors.errors import AmountError, DocumentError
from extractors.kinds import IX_NAMESPACES
from extractors.model import Fact, Locator, Refusal
from extractors.xbrl.contexts import Context, Names, contexts, units
from extractors.xbrl.elements import TAGGED, elements
from extractors.xbrl.fact_builder import FactBuilder
from extractors.xbrl.transformations import UnboundFormatError, plain_decimal, transform

XSI_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
MAX_DIGITS = 27
"""Decimal rounds silently beyond 28 digits, and no money has as many."""
MAX_EXPONENT = 30
"""A scale or decimals beyond ±30 is no money; it would only make Decimal slow."""


class Key(NamedTuple):
    """What equal facts share; contexts with equal content have one number."""

    concept: str
    context: int
    unit: str


class Tagged(NamedTuple):
    """A tagged number as read, with its element, so that its table can be found.

    A tuple and not yet a `Fact`, which is made once, when all its places are known.
    """

    document: str
    key: Key
    context: Context
    value: Decimal | None
    decimals: int | None
    quote: str
    locator: Locator
    element: etree._Element
    is_hidden: bool

    def fact_at(
        self,
        also: tuple[Locator, ...] = (),
        caption: tuple[str, ...] = (),
        column_caption: tuple[str, ...] = (),
        statement: str | None = None,
    ) -> Fact:
        """The fact with its further places and the captions of the first."""
        return FactBuilder(
            self.document,
            self.key.concept,
            self.context.period,
            self.context.members,
            self.value,
            self.key.unit,
            self.decimals,
            self.quote,
            self.locator,
            also,
            caption,
            column_caption,
            statement,
            self.context.entity,
        ).freeze()

    @property
    def fact(self) -> Fact:
        """The fact without positions."""
        return self.fact_at()


@dataclass(slots=True)
class Instance:
    """All that one inline document tags: numbers, texts of the cover (concept → text), refusals.

    `tables` are the document's tables in order, whose numbers are in locators; `enclosing_table`
    gives the innermost one around each tagged element.
    """

    tables: list[etree._Element] = field(default_factory=list)
    enclosing_table: dict[etree._Element, etree._Element] = field(default_factory=dict)
    tagged: list[Tagged] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)


def read(root: etree._Element, sha256: str, rebound: frozenset[str] = frozenset()) -> Instance:
    """Read every tagged number, and the texts of ix:nonNumeric in the dei namespace.

    `rebound` are the prefixes that the document binds more than once.
    """
    found, names = elements(root), Names(root, rebound)
    instance = Instance(found.tables, found.enclosing_table)
    known = contexts(found.contexts, sha256, names, instance.refusals)
    if found.tagged and not found.contexts:
        # EDINET and TDnet split a report into many files; one has the contexts of all.
        what = (
            f"{len(found.tagged)} tagged values, whose contexts are in another file of the report"
        )
        instance.refusals.append(Refusal(sha256, what, "missing_context"))
        return instance
    numbers = {context: number for number, context in enumerate(known.values())}
    reader = _Reader(
        sha256,
        names,
        known,
        {name: numbers[context] for name, context in known.items()},
        units(found.units),
        found.continuations,
        found.hidden,
        instance,
    )
    ids = [element.get("id") for element in found.tagged]
    counted = Counter(ids)
    for ordinal, (name, element) in enumerate(zip(ids, found.tagged, strict=True), 1):
        is_unique = bool(name) and counted[name] == 1
        reader.take(ordinal, name if is_unique else None, element)
    if reader.unbound:
        error, count = next(iter(reader.unbound)), len(reader.unbound)
        what = f"{count} tagged values are left out: {error}"
        instance.refusals.append(Refusal(sha256, what, error.reason))
    return instance


@dataclass(frozen=True, slots=True)
class _Reader:
    sha256: str
    names: Names
    contexts: dict[str, Context]
    numbers: dict[str, int]
    units: dict[str, str]
    continuations: dict[str, etree._Element]
    hidden: frozenset[etree._Element]
    found: Instance
    unbound: list[UnboundFormatError] = field(default_factory=list)
    """One for each value whose format no registry is known for: one refusal for all of them."""

    def take(self, ordinal: int, name: str | None, element: etree._Element) -> None:
        """Read one tagged element, or refuse it; `name` is its id if that is unique."""
        kind = TAGGED[element.tag]
        concept = self.names.canonical(element.get("name") or "", element)
        if kind == "nonNumeric":
            if concept.startswith("dei:"):
                self._take_text(concept, element)
            return
        if name is not None:
            locator = Locator("xbrl_id", name)
        else:
            locator = Locator("xbrl_ordinal", f"{ordinal}")
        reference = element.get("contextRef") or ""
        unit = self.units.get(element.get("unitRef") or "")
        if reference not in self.contexts:
            self._refuse(f"{concept}: context {reference!r}", "missing_context", locator)
        elif unit is None:
            what = f"{concept}: unit {element.get('unitRef')!r}"
            self._refuse(what, "missing_unit", locator)
        else:
            key = Key(concept, self.numbers[reference], unit)
            self._take_number(kind, key, self.contexts[reference], element, locator)

    def _refuse(self, what: str, reason: str, locator: Locator) -> None:
        self.found.refusals.append(Refusal(self.sha256, what, reason, locator))

    def _take_number(
        self,
        kind: str,
        key: Key,
        context: Context,
        element: etree._Element,
        locator: Locator,
    ) -> None:
        quote = text_of(element)
        try:
            value = None if _is_nil(element) else self._value(kind, element, quote)
            decimals = decimals_of(element)
        except UnboundFormatError as error:
            self.unbound.append(error)
            return
        except DocumentError as error:
            self._refuse(f"{key.concept}: {error}", "bad_amount", locator)
            return
        hidden = element in self.hidden
        one = Tagged(self.sha256, key, context, value, decimals, quote, locator, element, hidden)
        self.found.tagged.append(one)

    def _value(self, kind: str, element: etree._Element, quote: str) -> Decimal:
        if kind == "fraction":
            return _fraction(element, self)
        return self.number(element, quote)

    def number(self, element: etree._Element, text: str) -> Decimal:
        """Transformed text × 10^scale with its sign. Raises AmountError."""
        get = element.get
        name = get("format")
        text = transform(*self.names.format(name, element), text) if name else plain_decimal(text)
        if not (text.isdigit() and text.isascii()) and not DECIMAL.fullmatch(text):
            raise AmountError(f"{text!r} is not an amount", to_do="look at the place")
        if len(text) > MAX_DIGITS:
            raise AmountError(f"{text!r} has too many digits", reason="bad_amount")
        value, scale = Decimal(text), get("scale")
        if scale and scale != "0":
            value = value.scaleb(_exponent(scale, "scale"))
        return -value if get("sign") == "-" else value

    def _take_text(self, concept: str, element: etree._Element) -> None:
        """Keep the first text of a concept without dimensions; formatted dates in ISO form."""
        context = self.contexts.get(element.get("contextRef") or "")
        if concept in self.found.texts or context is None or context.members:
            return
        text = self.continued_text(element)
        name = element.get("format")
        if name:
            try:
                text = transform(*self.names.format(name, element), text)
            except UnboundFormatError as error:
                self.unbound.append(error)
                return
            except DocumentError as error:
                self.found.refusals.append(
                    Refusal(self.sha256, f"{concept}: {error}", "bad_amount")
                )
                return
        self.found.texts[concept] = text

    def continued_text(self, element: etree._Element) -> str:
        """Text of the element and of its ix:continuation elements, in order."""
        parts, seen = [text_of(element)], set()
        following = element.get("continuedAt")
        while following in self.continuations and following not in seen:
            seen.add(following)
            parts.append(text_of(self.continuations[following]))
            following = self.continuations[following].get("continuedAt")
        return " ".join(part for part in parts if part)


def _fraction(element: etree._Element, reader: _Reader) -> Decimal:
    parts = []
    for part in ("numerator", "denominator"):
        child = next(element.iter(*(f"{{{uri}}}{part}" for uri in IX_NAMESPACES)), None)
        if child is None:
            raise AmountError(f"a fraction without its {part}")
        parts.append(reader.number(child, text_of(child)))
    if not parts[1]:
        raise AmountError("a fraction with the denominator 0")
    return parts[0] / parts[1]


def _is_nil(element: etree._Element) -> bool:
    return element.get(XSI_NIL) in ("true", "1")


@cache
def _exponent(text: str, name: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,3}", text.strip()) or abs(int(text)) > MAX_EXPONENT:
        raise AmountError(f"{name}={text!r} is not a power of ten", reason="bad_amount")
    return int(text)


def decimals_of(element: etree._Element) -> int | None:
    """The stated decimals, as a power of ten; None = exact. Raises AmountError."""
    text = element.get("decimals") or "INF"
    return None if text == "INF" or element.get("precision") else _exponent(text, "decimals")


def text_of(element: etree._Element) -> str:
    """The element's text, white space collapsed and trimmed, without ix:exclude."""
    if len(element) == 0:
        return " ".join((element.text or "").split())
    parts: list[str] = []
    _gather(element, parts)
    return " ".join("".join(parts).split())


def _gather(element: etree._Element, parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        # The tag of a comment is a function.
        if not callable(child.tag) and not child.tag.endswith("}exclude"):
            _gather(child, parts)
        parts.append(child.tail or "")
