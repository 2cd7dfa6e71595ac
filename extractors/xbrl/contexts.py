"""XBRL contexts and units: entity, period, dimensions and unit of tagged numbers.

Namespaces decide what a prefix means: 'us-gaap:Revenues' is Revenues of any year's taxonomy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from extractors.errors import PeriodError
from extractors.language.concepts import STANDARD_PREFIXES
from extractors.model import Duration, Instant, Member, Period, Refusal
from extractors.xbrl.elements import XBRLI

CONVENTIONAL = re.compile(r"ixt(?:-sec|sec|\d)?")
"""Prefixes that filings bind to a registry of transformations, and to nothing else."""
XBRLDI = "{http://xbrl.org/2006/xbrldi}"
DATES = {f"{XBRLI}{name}": name for name in ("instant", "startDate", "endDate")}
CONTEXT_TAGS = (
    f"{XBRLI}identifier",
    *DATES,
    f"{XBRLDI}explicitMember",
    f"{XBRLDI}typedMember",
)
STANDARD = re.compile(
    r"^https?://(?:fasb\.org|xbrl\.us|xbrl\.sec\.gov|xbrl\.ifrs\.org|www\.esma\.europa\.eu)/"
)
IFRS = re.compile(r"^https?://xbrl\.(?:ifrs|iasb)\.org/taxonomy/[^/]+/ifrs(?:-([a-z]+))?$")
"""Until 2010 without '-full'; MOPS cited that taxonomy for years."""
TIFRS = re.compile(r"^https?://www\.xbrl\.org/tifrs/(.+)/[\d-]+$")
"""Taiwan: the parts of the path are the prefix, as in tifrs/bsci/ci."""
NATIONAL = re.compile(
    r"^https?://(?:dart\.fss\.or\.kr|disclosure\.edinet-fsa\.go\.jp)/taxonomy/"
    r"(?:[^/]+/)*((?:dart|jp)[a-z_-]*)$"
)
"""Korea and Japan: the last part is the prefix; a filer's own ends in his name and a date."""


class Context(NamedTuple):
    """Entity, period and dimensions: xbrli:context."""

    entity: str
    period: Period
    members: frozenset[Member]


class Names:
    """Prefixed names of this document in their canonical form.

    `rebound` are prefixes that inner elements declare again; they are resolved at each element.
    """

    def __init__(self, root: etree._Element, rebound: frozenset[str] = frozenset()) -> None:
        self.rebound = rebound
        self.nsmap = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
        self._canonical: dict[str, str] = {}
        self._formats: dict[str, tuple[str, str]] = {}

    def uri(self, prefix: str, element: etree._Element) -> str | None:
        """Namespace of a prefix at `element`."""
        if prefix in self.rebound or prefix not in self.nsmap:
            return element.nsmap.get(prefix)
        return self.nsmap[prefix]

    def format(self, name: str, element: etree._Element) -> tuple[str, str]:
        """Namespace and local name of a transformation.

        The namespace is '' where an undeclared prefix is conventionally that of a registry: tools
        that rewrite trees drop declarations that only attribute values use.
        """
        known = self._formats.get(name)
        if known is None:
            prefix, _, local = name.rpartition(":")
            unbound = "" if not prefix or CONVENTIONAL.fullmatch(prefix) else prefix
            known = (self.uri(prefix, element) or unbound, local)
            if prefix not in self.rebound:
                self._formats[name] = known
        return known

    def of(self, element: etree._Element) -> str:
        """The element's own name, as `canonical` gives it."""
        tag = str(element.tag)
        known = self._canonical.get(tag)
        if known is None:
            uri, _, local = tag[1:].rpartition("}")
            known = f"{_standard_prefix(element.prefix or '', uri)}:{local}"
            self._canonical[tag] = known
        return known

    def canonical(self, name: str, element: etree._Element) -> str:
        """'us-gaap:Revenues' whatever the prefix and the year; an extension keeps its prefix."""
        known = self._canonical.get(name)
        if known is None:
            prefix, _, local = name.strip().rpartition(":")
            known = f"{_standard_prefix(prefix, self.uri(prefix, element))}:{local}"
            if prefix not in self.rebound:
                self._canonical[name] = known
        return known


@lru_cache(maxsize=1024)
def _standard_prefix(prefix: str, uri: str | None) -> str:
    """The usual prefix of a standard taxonomy's namespace; 'x-' marks a usurped one."""
    if uri is None:
        return prefix
    ifrs = IFRS.match(uri)
    if ifrs:
        return f"ifrs-{ifrs.group(1) or 'full'}"
    taiwan = TIFRS.match(uri)
    if taiwan:
        return f"tifrs-{taiwan.group(1).replace('/', '-').lower()}"
    national = NATIONAL.match(uri)
    if national:
        return national.group(1)
    if STANDARD.match(uri):
        parts = uri.rstrip("/").split("/")
        return next((part for part in parts[3:] if not re.match(r"^[\d-]+$", part)), prefix)
    return f"x-{prefix}" if f"{prefix}:".startswith(STANDARD_PREFIXES) else prefix


def contexts(
    found: Iterable[etree._Element], sha256: str, names: Names, refusals: list[Refusal]
) -> dict[str, Context]:
    """Context id → context; one with invalid dates is refused."""
    known = {}
    for element in found:
        name = element.get("id") or ""
        try:
            known[name] = _context(element, names)
        except (PeriodError, ValueError, OverflowError) as error:
            refusals.append(Refusal(sha256, f"context {name}: {error}", "bad_period"))
    return known


def _context(element: etree._Element, names: Names) -> Context:
    """Read through the children's tags, as path lookups would double the reader's time."""
    entity, dates, members = "", {}, []
    for child in element.iter(*CONTEXT_TAGS):
        tag = child.tag
        if tag == f"{XBRLI}identifier":
            entity = (child.text or "").strip()
        elif tag in DATES:
            dates[DATES[tag]] = child.text or ""
        elif tag == f"{XBRLDI}explicitMember":
            axis = names.canonical(child.get("dimension") or "", child)
            members.append((axis, names.canonical(child.text or "", child)))
        elif tag == f"{XBRLDI}typedMember":
            axis = names.canonical(child.get("dimension") or "", child)
            members.append((axis, " ".join("".join(map(str, child.itertext())).split())))
    period = _period(dates.get("instant"), dates.get("startDate"), dates.get("endDate"))
    return Context(entity, period, frozenset(members))


@lru_cache(maxsize=4096)
def _period(instant: str | None, start: str | None, end: str | None) -> Period:
    if instant is not None:
        return Instant(_day(instant, is_end=True))
    if start is None or end is None:
        raise PeriodError("neither an instant nor a start and an end")
    return Duration(_day(start, is_end=False), _day(end, is_end=True))


def _day(text: str, *, is_end: bool) -> date:
    """An XBRL date; as an end, midnight at the start of a day means the day before."""
    day, _, time = text.strip().partition("T")
    on = date.fromisoformat(day[:10])
    return on - timedelta(days=1) if is_end and time.startswith("00:00:00") else on


def units(found: Iterable[etree._Element]) -> dict[str, str]:
    """Unit id → 'USD', 'shares', 'USD/shares', 'pure', …."""
    known = {}
    for element in found:
        divided = element.find(f"{XBRLI}divide")
        if divided is None:
            text = _measures(element)
        else:
            top = _measures(divided.find(f"{XBRLI}unitNumerator"))
            text = f"{top}/{_measures(divided.find(f'{XBRLI}unitDenominator'))}"
        known[element.get("id") or ""] = text
    return known


def _measures(element: etree._Element | None) -> str:
    """'USD', 'shares', 'pure'; several measures multiplied are joined by '*'."""
    if element is None:
        return ""
    texts = (measure.text or "" for measure in element.iter(f"{XBRLI}measure"))
    return "*".join(sorted(text.strip().rpartition(":")[2] for text in texts))
