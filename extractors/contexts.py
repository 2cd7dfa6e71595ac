"""Who, when, which slice, in what: the contexts and units that tagged numbers point at.

Namespaces decide what a prefix means: 'us-gaap:Revenues' is Revenues of any year's taxonomy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from lxml import etree

from extractors.errors import PeriodError
from extractors.model import Duration, Instant, Member, Period, Refusal

XBRLI = "{http://www.xbrl.org/2003/instance}"
XBRLDI = "{http://xbrl.org/2006/xbrldi}"
STANDARD = re.compile(
    r"^https?://(?:fasb\.org|xbrl\.us|xbrl\.sec\.gov|xbrl\.ifrs\.org|www\.esma\.europa\.eu)/"
)
IFRS = re.compile(r"^https?://xbrl\.ifrs\.org/taxonomy/[^/]+/ifrs-([a-z]+)$")


@dataclass(frozen=True, slots=True)
class Context:
    """Who, when, and which slice: xbrli:context."""

    entity: str
    period: Period
    members: frozenset[Member]


class Names:
    """Prefixed names of this document in their canonical form."""

    def __init__(self, root: etree._Element) -> None:
        self.nsmap = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
        self._canonical: dict[str, str] = {}

    def uri(self, prefix: str, element: etree._Element) -> str | None:
        """Namespace of a prefix where `element` stands."""
        return self.nsmap.get(prefix) or element.nsmap.get(prefix)

    def canonical(self, name: str, element: etree._Element) -> str:
        """'us-gaap:Revenues' whatever the prefix and the year; an extension keeps its prefix."""
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


def contexts(
    root: etree._Element, sha256: str, names: Names, refusals: list[Refusal]
) -> dict[str, Context]:
    """Context id → context; one whose dates are none is refused."""
    found = {}
    for element in root.iter(f"{XBRLI}context"):
        name = element.get("id") or ""
        try:
            found[name] = Context(_entity(element), _period(element), _members(element, names))
        except (PeriodError, ValueError) as error:
            refusals.append(Refusal(sha256, f"context {name}: {error}", "bad_period"))
    return found


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


def _members(context: etree._Element, names: Names) -> frozenset[Member]:
    members = []
    for element in context.iter(f"{XBRLDI}explicitMember", f"{XBRLDI}typedMember"):
        axis = names.canonical(element.get("dimension") or "", element)
        if element.tag.endswith("explicitMember"):
            members.append((axis, names.canonical(element.text or "", element)))
        else:
            members.append((axis, " ".join("".join(map(str, element.itertext())).split())))
    return frozenset(members)


def units(root: etree._Element) -> dict[str, str]:
    """Unit id → 'USD', 'shares', 'USD/shares', 'pure', …."""
    found = {}
    for element in root.iter(f"{XBRLI}unit"):
        divided = element.find(f"{XBRLI}divide")
        if divided is None:
            text = _measures(element)
        else:
            top = _measures(divided.find(f"{XBRLI}unitNumerator"))
            text = f"{top}/{_measures(divided.find(f'{XBRLI}unitDenominator'))}"
        found[element.get("id") or ""] = text
    return found


def _measures(element: etree._Element | None) -> str:
    """'USD', 'shares', 'pure'; several measures multiplied stand with '*'."""
    if element is None:
        return ""
    found = (measure.text or "" for measure in element.iter(f"{XBRLI}measure"))
    return "*".join(sorted(text.strip().rpartition(":")[2] for text in found))
