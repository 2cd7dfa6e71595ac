"""Opens a document again at a locator: by the definition of a locator, and by a parser of its own.

It imports nothing of the project and not the project's parser: what the readers get wrong, this
must not get wrong with them. `expat` gives the elements, a page of rules gives their meaning.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from html.entities import name2codepoint
from xml.parsers import expat

INLINE = ("http://www.xbrl.org/2013/inlineXBRL", "http://www.xbrl.org/2008/inlineXBRL")
INSTANCE = "http://www.xbrl.org/2003/instance"
DIMENSIONS = "http://xbrl.org/2006/xbrldi"
NIL = "http://www.w3.org/2001/XMLSchema-instance nil"
TAGGED = ("nonFraction", "fraction", "nonNumeric")

WORDS = {
    "no": 0, "none": 0, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip


class UnlocatableError(Exception):
    """A locator that leads to no place, or to several."""


@dataclass(slots=True)
class Context:
    """Whom, when and which slice a context names; names are (namespace, local name)."""

    entity: str = ""
    instant: str = ""
    start: str = ""
    end: str = ""
    members: list[tuple[tuple[str, str], tuple[str, str] | str]] = field(default_factory=list)

    @property
    def first_day(self) -> date | None:
        """The day on which the period starts; an instant has none."""
        return date.fromisoformat(self.start) if self.start else None

    @property
    def last_day(self) -> date:
        """The day at whose end the period ends; XBRL's midnight belongs to the day before."""
        text = self.instant or self.end
        midnight = timedelta(days=1 if "T00:00" in text else 0)
        return date.fromisoformat(text[:10]) - midnight


@dataclass(slots=True)
class Unit:
    """Local names of the measures: above the line, and below it where there is one."""

    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        parts = (self.above, self.below) if self.below else (self.above,)
        return "/".join("*".join(sorted(part)) for part in parts)


@dataclass(slots=True)
class Place:
    """A tagged element: its own attributes, what it refers to, and the characters it encloses."""

    kind: str
    attributes: dict[str, str]
    name: tuple[str, str]
    format: tuple[str, str]
    context: Context | None = None
    unit: Unit | None = None
    text: str = ""
    terms: list[Place] = field(default_factory=list)

    @property
    def is_nil(self) -> bool:
        """Whether the element says that there is no value."""
        return self.attributes.get(NIL) in ("true", "1")

    @property
    def decimals(self) -> int | None:
        """The power of ten down to which the value is stated; None = exact."""
        text = self.attributes.get("decimals", "INF")
        return None if text == "INF" else int(text)

    @property
    def value(self) -> Decimal | None:
        """The number that the characters are, with scale and sign; None = nil."""
        if self.is_nil:
            return None
        if self.kind == "fraction":
            above, below = (term.value or Decimal(0) for term in self.terms)
            return above / below
        _, digits, exponent = _number(self.format[1].replace("-", ""), self.text).as_tuple()
        is_negative = self.attributes.get("sign") == "-"
        # Put together digit by digit, for arithmetic would round what has more than 28 of them.
        return Decimal(
            (is_negative, digits, int(exponent) + int(self.attributes.get("scale", "0")))
        )


def _number(transformation: str, characters: str) -> Decimal:
    if transformation in ("fixedzero", "zerodash", "numdash"):
        return Decimal(0)
    if transformation == "numwordsen":
        return Decimal(WORDS[characters.lower()])
    if transformation in ("numcommadecimal", "numdotcomma"):
        characters = characters.replace(".", "").replace(",", ".")
    elif transformation not in ("", "numdotdecimal", "numcommadot"):
        raise NotImplementedError(f"{transformation} is not known here: {characters!r}")
    return Decimal(re.sub(r"[,\s]", "", characters))


class Opened:
    """A document's tagged elements, in their order, each to be had by its locator."""

    def __init__(self, data: bytes) -> None:
        """Reads `data`, which is well-formed XHTML."""
        reader = _Reader()
        reader.read(data)
        self.places = reader.places
        self._by_id: dict[str, list[int]] = defaultdict(list)
        for index, place in enumerate(self.places):
            place.context = reader.contexts.get(place.attributes.get("contextRef", ""))
            place.unit = reader.units.get(place.attributes.get("unitRef", ""))
            if "id" in place.attributes:
                self._by_id[place.attributes["id"]].append(index)

    def at(self, kind: str, place: str) -> Place:
        """The element at a locator. Raises UnlocatableError."""
        return self.places[self.index(kind, place)]

    def index(self, kind: str, place: str) -> int:
        """0-based position among the tagged elements. Raises UnlocatableError."""
        if kind == "xbrl_id":
            found = self._by_id.get(place, [])
            if len(found) == 1:
                return found[0]
            raise UnlocatableError(f"{len(found)} elements have the id {place!r}")
        if kind == "xbrl_ordinal" and 1 <= int(place) <= len(self.places):
            return int(place) - 1
        raise UnlocatableError(f"{kind}:{place} of {len(self.places)} elements")

    def shifted(self, kind: str, place: str, by: int) -> tuple[str, str] | None:
        """The same kind of locator of the element `by` places on; None where it has none."""
        index = self.index(kind, place) + by
        if not 0 <= index < len(self.places):
            return None
        if kind == "xbrl_ordinal":
            return kind, str(index + 1)
        name = self.places[index].attributes.get("id")
        return (kind, name) if name is not None and len(self._by_id[name]) == 1 else None


@dataclass(slots=True)
class _Collector:
    """Characters between the start and the end of an element, without those excluded inside it."""

    depth: int
    excluded: int
    place: Place | None
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.parts)).strip()


class _Reader:
    """One pass of expat: tagged elements, contexts and units."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.contexts: dict[str, Context] = {}
        self.units: dict[str, Unit] = {}
        self._prefixes: dict[str | None, list[str | None]] = defaultdict(list)
        self._depth = 0
        self._excluded = 0
        self._collectors: list[_Collector] = []
        self._context: Context | None = None
        self._unit: Unit | None = None
        self._is_below = False
        self._dimension: tuple[str, str] = ("", "")

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.UseForeignDTD(True)  # names like &nbsp; are then skipped, and come to us by name
        parser.StartNamespaceDeclHandler = self._declare
        parser.EndNamespaceDeclHandler = lambda prefix: self._prefixes[prefix].pop()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.SkippedEntityHandler = lambda name, _: self._characters(chr(name2codepoint[name]))
        parser.Parse(data, True)

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self._prefixes[prefix].append(uri)

    def _name(self, text: str) -> tuple[str, str]:
        """A prefixed name inside an attribute or a text: (namespace, local name)."""
        prefix, _, local = text.strip().rpartition(":")
        uris = self._prefixes[prefix or None]
        return (uris[-1] if uris else None) or "", local

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        uri, _, local = tag.rpartition(" ")
        if uri in INLINE:
            self._start_inline(local, attributes)
        elif uri in (INSTANCE, DIMENSIONS):
            self._start_resource(local, attributes)

    def _start_inline(self, local: str, attributes: dict[str, str]) -> None:
        if local == "exclude":
            self._excluded += 1
        if local not in (*TAGGED, "numerator", "denominator"):
            return
        name = self._name(attributes.get("name", ""))
        place = Place(local, attributes, name, self._name(attributes.get("format", "")))
        if local in TAGGED:
            self.places.append(place)
        else:
            fraction = next(p for p in reversed(self.places) if p.kind == "fraction")
            fraction.terms.append(place)
        self._collectors.append(_Collector(self._depth, self._excluded, place))

    def _start_resource(self, local: str, attributes: dict[str, str]) -> None:
        if local == "context":
            self._context = self.contexts[attributes["id"]] = Context()
        elif local == "unit":
            self._unit = self.units[attributes["id"]] = Unit()
        elif local in ("unitNumerator", "unitDenominator"):
            self._is_below = local == "unitDenominator"
        elif local in ("explicitMember", "typedMember"):
            self._dimension = self._name(attributes["dimension"])
        if local in _TEXTS:
            self._collectors.append(_Collector(self._depth, self._excluded, None))

    def _characters(self, text: str) -> None:
        for collector in self._collectors:
            if collector.excluded == self._excluded:
                collector.parts.append(text)

    def _end(self, tag: str) -> None:
        uri, _, local = tag.rpartition(" ")
        if self._collectors and self._collectors[-1].depth == self._depth:
            collector = self._collectors.pop()
            if collector.place is not None:
                collector.place.text = collector.text
            else:
                self._end_resource(local, collector.text)
        if local == "exclude" and uri in INLINE:
            self._excluded -= 1
        elif uri == INSTANCE and local in ("unit", "unitDenominator"):
            self._is_below = False
        self._depth -= 1

    def _end_resource(self, local: str, text: str) -> None:
        if local == "measure" and self._unit is not None:
            measures = self._unit.below if self._is_below else self._unit.above
            measures.append(self._name(text)[1])
        elif self._context is not None:
            if local == "explicitMember":
                self._context.members.append((self._dimension, self._name(text)))
            elif local == "typedMember":
                self._context.members.append((self._dimension, text))
            elif local in _TEXTS:
                setattr(self._context, _TEXTS[local], text)


_TEXTS = {
    "identifier": "entity", "instant": "instant", "startDate": "start", "endDate": "end",
    "measure": "", "explicitMember": "", "typedMember": "",
}  # fmt: skip
