"""Inline XBRL: one lxml pass over the bytes, every tagged number as a `Fact`.

What the specification calls ix:nonFraction, ix:fraction and ix:nonNumeric is read with its context, unit,
scale, sign, nil, decimals and transformation; what cannot be read is refused with its place, never guessed.
Namespaces decide what a prefix means: 'us-gaap:Revenues' is Revenues of any year's us-gaap taxonomy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from html.entities import name2codepoint

from lxml import etree

from extractors.errors import AmountError, DocumentError, PeriodError
from extractors.model import Duration, Fact, Instant, Locator, Member, Period, Refusal
from extractors.transformations import transform

IX_NAMESPACES = ("http://www.xbrl.org/2013/inlineXBRL", "http://www.xbrl.org/2008/inlineXBRL")
XBRLI = "{http://www.xbrl.org/2003/instance}"
XBRLDI = "{http://xbrl.org/2006/xbrldi}"
XSI_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
STANDARD = re.compile(
    r"^https?://(?:fasb\.org|xbrl\.us|xbrl\.sec\.gov|xbrl\.ifrs\.org|www\.esma\.europa\.eu)/"
)
IFRS = re.compile(r"^https?://xbrl\.ifrs\.org/taxonomy/[^/]+/ifrs-([a-z]+)$")
MARKERS = tuple(uri.encode() for uri in IX_NAMESPACES)
MAX_EXPONENT = 30
"""A scale or decimals beyond ±30 is no money; it would only make Decimal slow."""


@dataclass(frozen=True, slots=True)
class Context:
    """Who, when, and which slice: xbrli:context."""

    entity: str
    period: Period
    members: frozenset[Member]


@dataclass(frozen=True, slots=True)
class Tagged:
    """A fact with the lxml element where it stands, so that its table can be read."""

    fact: Fact
    element: etree._Element
    is_hidden: bool


@dataclass(slots=True)
class Instance:
    """All that one inline document tags: numbers, the texts of its cover (concept → text), refusals."""

    tagged: list[Tagged] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)


def is_inline_xbrl(data: bytes) -> bool:
    """Whether the bytes declare the inline XBRL namespace: a cheap look, no parse."""
    return any(marker in data for marker in MARKERS)


def parse(data: bytes) -> etree._Element:
    """The root element. Entities are never expanded, nothing is fetched.

    Raises DocumentError: `entity_declaration`, `truncated` or `unreadable`, with the line.
    """
    if re.search(rb"<!ENTITY\s", data):
        raise DocumentError(
            "the document declares XML entities",
            to_do="they are never expanded; get the filing from its source again",
            reason="entity_declaration",
        )
    try:
        return _parse(data)
    except etree.XMLSyntaxError as error:
        if "Entity" not in str(error):
            raise _unreadable(error) from error
    # Some filing agents leave HTML's named entities (&nbsp;) in what should be XML.
    try:
        return _parse(re.sub(rb"&([A-Za-z][A-Za-z0-9]*);", _numeric_reference, data))
    except etree.XMLSyntaxError as error:
        raise _unreadable(error) from error


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_pis=True
    )
    return etree.fromstring(data, parser)


def _numeric_reference(match: re.Match[bytes]) -> bytes:
    name = match.group(1).decode()
    known = name not in ("amp", "lt", "gt", "quot", "apos") and name in name2codepoint
    return b"&#%d;" % name2codepoint[name] if known else match.group(0)


def _unreadable(error: etree.XMLSyntaxError) -> DocumentError:
    # libxml2 says at the last line that a tag was never closed: the end of the document is missing.
    cut = "EndTag" in str(error) or "Premature end" in str(error) or "end of data" in str(error)
    reason = "truncated" if cut else "unreadable"
    return DocumentError(f"not well-formed XHTML: {error}", to_do="fetch it again", reason=reason)


def read(root: etree._Element, sha256: str) -> Instance:
    """Read every tagged number, and the texts of ix:nonNumeric in the dei namespace."""
    names = _Names(root)
    found = Instance()
    contexts = _contexts(root, sha256, names, found.refusals)
    units = _units(root)
    reader = _Reader(sha256, names, contexts, units, _unique_ids(root), _continuations(root), found)
    for ordinal, element in enumerate(_tagged_elements(root), 1):
        reader.take(ordinal, element)
    return found


def _tagged_elements(root: etree._Element) -> Iterator[etree._Element]:
    tags = [
        f"{{{uri}}}{name}"
        for uri in IX_NAMESPACES
        for name in ("nonFraction", "fraction", "nonNumeric")
    ]
    return root.iter(*tags)


def _unique_ids(root: etree._Element) -> frozenset[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for element in _tagged_elements(root):
        name = element.get("id")
        if name is not None:
            (twice if name in seen else seen).add(name)
    return frozenset(seen - twice)


def _continuations(root: etree._Element) -> dict[str, etree._Element]:
    tags = [f"{{{uri}}}continuation" for uri in IX_NAMESPACES]
    return {element.get("id") or "": element for element in root.iter(*tags)}


class _Names:
    """Prefixed names of this document in their canonical form."""

    def __init__(self, root: etree._Element) -> None:
        self.nsmap = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
        self._canonical: dict[str, str] = {}

    def uri(self, prefix: str, element: etree._Element) -> str | None:
        """Namespace of a prefix where `element` stands."""
        return self.nsmap.get(prefix) or element.nsmap.get(prefix)

    def canonical(self, name: str, element: etree._Element) -> str:
        """'us-gaap:Revenues' whatever the prefix and the year; an extension keeps its own prefix."""
        known = self._canonical.get(name)
        if known is None:
            prefix, _, local = name.strip().rpartition(":")
            known = f"{_standard_prefix(prefix, self.uri(prefix, element))}:{local}"
            self._canonical[name] = known
        return known


def _standard_prefix(prefix: str, uri: str | None) -> str:
    """The usual prefix of a standard taxonomy's namespace; 'x-' marks a usurped one."""
    if uri is None:
        return prefix
    ifrs = IFRS.match(uri)
    if ifrs:
        return f"ifrs-{ifrs.group(1)}"
    if STANDARD.match(uri):
        parts = uri.rstrip("/").split("/")
        return next((part for part in parts[3:] if not re.match(r"^[\d-]+$", part)), prefix)
    return f"x-{prefix}" if prefix in ("us-gaap", "srt", "dei", "ifrs-full") else prefix


def _contexts(
    root: etree._Element, sha256: str, names: _Names, refusals: list[Refusal]
) -> dict[str, Context]:
    contexts = {}
    for element in root.iter(f"{XBRLI}context"):
        name = element.get("id") or ""
        try:
            contexts[name] = Context(_entity(element), _period(element), _members(element, names))
        except (PeriodError, ValueError) as error:
            refusals.append(Refusal(sha256, f"context {name}: {error}", "bad_period"))
    return contexts


def _entity(context: etree._Element) -> str:
    return (context.findtext(f"{XBRLI}entity/{XBRLI}identifier") or "").strip()


def _period(context: etree._Element) -> Period:
    period = context.find(f"{XBRLI}period")
    if period is None:
        raise PeriodError("no xbrli:period")
    instant = period.findtext(f"{XBRLI}instant")
    if instant is not None:
        return Instant(_day(instant, is_end=True))
    start, end = period.findtext(f"{XBRLI}startDate"), period.findtext(f"{XBRLI}endDate")
    if start is None or end is None:
        raise PeriodError("neither an instant nor a start and an end")
    return Duration(_day(start, is_end=False), _day(end, is_end=True))


def _day(text: str, *, is_end: bool) -> date:
    """An XBRL date; as an end, midnight at the start of a day is the day before."""
    day, _, time = text.strip().partition("T")
    on = date.fromisoformat(day[:10])
    return on - timedelta(days=1) if is_end and time.startswith("00:00:00") else on


def _members(context: etree._Element, names: _Names) -> frozenset[Member]:
    members = []
    for element in context.iter(f"{XBRLDI}explicitMember", f"{XBRLDI}typedMember"):
        axis = names.canonical(element.get("dimension") or "", element)
        if element.tag.endswith("explicitMember"):
            members.append((axis, names.canonical(element.text or "", element)))
        else:
            members.append((axis, " ".join("".join(map(str, element.itertext())).split())))
    return frozenset(members)


def _units(root: etree._Element) -> dict[str, str]:
    units = {}
    for element in root.iter(f"{XBRLI}unit"):
        divided = element.find(f"{XBRLI}divide")
        if divided is None:
            text = _measures(element)
        else:
            top = _measures(divided.find(f"{XBRLI}unitNumerator"))
            text = f"{top}/{_measures(divided.find(f'{XBRLI}unitDenominator'))}"
        units[element.get("id") or ""] = text
    return units


def _measures(element: etree._Element | None) -> str:
    """'USD', 'shares', 'pure'; several measures multiplied stand with '*'."""
    if element is None:
        return ""
    found = (measure.text or "" for measure in element.iter(f"{XBRLI}measure"))
    return "*".join(sorted(text.strip().rpartition(":")[2] for text in found))


@dataclass(frozen=True, slots=True)
class _Reader:
    sha256: str
    names: _Names
    contexts: dict[str, Context]
    units: dict[str, str]
    unique_ids: frozenset[str]
    continuations: dict[str, etree._Element]
    found: Instance

    def take(self, ordinal: int, element: etree._Element) -> None:
        """Read one tagged element, or refuse it with its place."""
        kind = etree.QName(element).localname
        concept = self.names.canonical(element.get("name") or "", element)
        if kind == "nonNumeric":
            if concept.startswith("dei:"):
                self._take_text(concept, element)
            return
        name = element.get("id")
        unique = name is not None and name in self.unique_ids
        locator = Locator("xbrl_id", name or "") if unique else Locator("xbrl_ordinal", f"{ordinal}")
        context = self.contexts.get(element.get("contextRef") or "")
        unit = self.units.get(element.get("unitRef") or "")
        if context is None:
            self._refuse(f"{concept}: context {element.get('contextRef')!r}", "missing_context", locator)
        elif unit is None:
            self._refuse(f"{concept}: unit {element.get('unitRef')!r}", "missing_unit", locator)
        else:
            self._take_number(kind, concept, context, unit, element, locator)

    def _refuse(self, what: str, reason: str, locator: Locator) -> None:
        self.found.refusals.append(Refusal(self.sha256, what, reason, locator))

    def _take_number(
        self,
        kind: str,
        concept: str,
        context: Context,
        unit: str,
        element: etree._Element,
        locator: Locator,
    ) -> None:
        quote = text_of(element)
        try:
            value = None if _is_nil(element) else self._value(kind, element, quote)
            decimals = _decimals(element)
        except DocumentError as error:
            self._refuse(f"{concept}: {error}", "bad_amount", locator)
            return
        fact = Fact(
            document=self.sha256,
            concept=concept,
            period=context.period,
            members=context.members,
            value=value,
            unit=unit,
            decimals=decimals,
            quote=quote,
            locator=locator,
            entity=context.entity,
        )
        hidden = any(True for _ in element.iterancestors(*(f"{{{u}}}hidden" for u in IX_NAMESPACES)))
        self.found.tagged.append(Tagged(fact, element, hidden))

    def _value(self, kind: str, element: etree._Element, quote: str) -> Decimal:
        if kind == "fraction":
            return _fraction(element, self)
        return self.number(element, quote)

    def number(self, element: etree._Element, text: str) -> Decimal:
        """Transformed text × 10^scale with the sign. Raises AmountError."""
        name = element.get("format")
        if name:
            prefix, _, local = name.rpartition(":")
            text = transform(self.names.uri(prefix, element) or "", local, text)
        else:
            text = text.replace(",", "")
        if not re.fullmatch(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+", text):
            raise AmountError(f"{text!r} is not an amount", to_do="look at the place")
        value = Decimal(text).scaleb(_integer(element, "scale"))
        return -value if element.get("sign") == "-" else value

    def _take_text(self, concept: str, element: etree._Element) -> None:
        """The first text of a concept without dimensions; dates as ISO where a format says how."""
        context = self.contexts.get(element.get("contextRef") or "")
        if concept in self.found.texts or context is None or context.members:
            return
        text = self.continued_text(element)
        name = element.get("format")
        if name:
            prefix, _, local = name.rpartition(":")
            try:
                text = transform(self.names.uri(prefix, element) or "", local, text)
            except DocumentError as error:
                self.found.refusals.append(Refusal(self.sha256, f"{concept}: {error}", "bad_amount"))
                return
        self.found.texts[concept] = text


    def continued_text(self, element: etree._Element) -> str:
        """Text of the element and of the ix:continuation elements that it names, in their order."""
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


def _integer(element: etree._Element, name: str) -> int:
    text = (element.get(name) or "0").strip()
    if not re.fullmatch(r"[+-]?\d{1,3}", text) or abs(int(text)) > MAX_EXPONENT:
        raise AmountError(f"{name}={text!r} is not a power of ten")
    return int(text)


def _decimals(element: etree._Element) -> int | None:
    text = (element.get("decimals") or "INF").strip()
    return None if text == "INF" or element.get("precision") else _integer(element, "decimals")


def text_of(element: etree._Element) -> str:
    """Characters of the element, white space folded, without ix:exclude; ends trimmed."""
    if len(element) == 0:
        return " ".join((element.text or "").split())
    parts: list[str] = []
    _gather(element, parts)
    return " ".join("".join(parts).split())


def _gather(element: etree._Element, parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str) and not child.tag.endswith("}exclude"):
            _gather(child, parts)
        parts.append(child.tail or "")
