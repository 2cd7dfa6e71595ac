"""Figures from sentences: guidance with its bounds, and segment revenue given only in text.

A guidance sentence names its metric, its values and its period; the period's dates come from dates
that the document prints. Hypothetical figures ("would have been") and earlier guidance are not
read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractors.language.captions import basis_of, stated_basis
from extractors.language.concepts import SUBJECT
from extractors.language.fiscal_calendar import Calendar
from extractors.language.phrases import has, pattern, read
from extractors.language.ranges import Bounds, is_percent, values
from extractors.language.text import TextLine
from extractors.model import Basis, Bound, Fact, Figure, Input
from extractors.sentences.exchange_rates import assumed
from extractors.sentences.line_breaks import in_lines
from extractors.sentences.outlook_periods import is_of_several, target_of
from extractors.sentences.segment_text import parts
from extractors.sentences.text_facts import quoted
from extractors.sentences.text_figures import Target, TextFigures
from extractors.sentences.unread_sentences import UnreadSentence, WhyNot

SCOPE = 12
"""A guidance heading applies to a dozen lines below it, or until another heading."""


def figures(lines: tuple[TextLine, ...], dates: Calendar, document: str) -> TextFigures:
    """Guidance and segments' figures of all lines; contradictory values are left out."""
    return _merged((*_outlooks(lines, dates, document), *parts(lines, dates, document)))


def outlooks(
    passages: Iterable[tuple[TextLine, ...]], dates: Calendar, document: str
) -> TextFigures:
    """Guidance only, from several passages; a heading applies within its own passage."""
    return _merged(one for lines in passages for one in _outlooks(lines, dates, document))


def _merged(read: Iterable[tuple[Fact, Figure] | UnreadSentence]) -> TextFigures:
    found: dict[str, tuple[Fact, Figure]] = {}
    refused: set[str] = set()
    unread: list[UnreadSentence] = []
    for one in read:
        if isinstance(one, UnreadSentence):
            unread.append(one)
            continue
        known = found.setdefault(one[1].figure_id, one)
        if known[1].value != one[1].value:
            refused.add(one[1].figure_id)
    kept = [pair for name, pair in found.items() if name not in refused]
    facts = {fact.locator: fact for fact, _ in kept}
    return TextFigures(tuple(facts.values()), tuple(figure for _, figure in kept), tuple(unread))


@dataclass(slots=True)
class _Heading:
    """The guidance heading that applies to the lines below it, until another.

    before: the period named by an earlier guidance sentence in the same paragraph.
    """

    target: Target | None = None
    basis: Basis = "gaap"
    age: int = 0
    before: Target | None = None

    def hear(self, text: str, now: str, own: Target | None) -> None:
        """Update the heading if the sentence is one; `own` is the period that it names."""
        expects = has(text, "expects")
        is_said = text.endswith((".", ":")) or len(text.split()) <= 14
        # "For the full year, gross margins are expected to be flat." is not a heading.
        is_outlook = has(text, "value") or (text.endswith(".") and SUBJECT.search(text))
        if expects and own is not None and is_said and not is_outlook:
            is_adjusted = has(now, "basis", "non_gaap") and not has(now, "both_bases")
            self.target, self.age = own, 0
            self.basis = "non_gaap" if is_adjusted else "gaap"
        elif self.target and text.endswith(":") and not is_outlook and _names_period(now):
            self.target, self.age = own, 0  # "For the full year 2026:", even if it is past
        elif own is None and expects and has(now, "later"):
            if not re.search(r"\d", now):
                self.target = None  # "for the full year:" is a new heading
        elif own is None and _is_heading(now):
            basis = basis_of(now)
            self.target = self.target if basis else None  # "Long-Term Model" ends the section
            self.basis = basis or self.basis

    @property
    def speaks(self) -> Target | None:
        """The period that applies to the lines below; None once the heading is too far above."""
        return self.target if self.age <= SCOPE else None


def _outlooks(
    lines: tuple[TextLine, ...], dates: Calendar, document: str
) -> Iterator[tuple[Fact, Figure] | UnreadSentence]:
    heading = _Heading()
    for line, is_cut, is_first in in_lines(lines):
        heading.age += is_first
        expects = has(line.text, "expects")
        if is_first:
            heading.before = None
        if is_cut:
            if expects:
                yield UnreadSentence(line.text, WhyNot.CUT)
        # else it is about the past, not below a guidance heading
        elif expects or heading.target is not None or has(line.text, "rate_assumed"):
            yield from _heard(line, expects, heading, dates, document)


def _heard(
    line: TextLine, expects: bool, heading: _Heading, dates: Calendar, document: str
) -> Iterator[tuple[Fact, Figure] | UnreadSentence]:
    """What a sentence about what is ahead guides, or the heading that it is."""
    now = pattern("compared").split(line.text)[0]  # the rest is about another period
    own = target_of(now, dates)
    heading.hear(line.text, now, own)
    if rate := assumed(line, own or heading.speaks or heading.before, document):
        yield rate
        if not SUBJECT.search(line.text):
            return
    why = _why_not(now, own)
    aimed = own if expects else None
    basis: Basis = "gaap"
    is_repeated = own is not None and own == heading.speaks  # "Full-year 2025 revenue of …"
    if is_repeated or (own is None and not (expects and has(now, "later"))):
        aimed = heading.speaks or (heading.before if expects else None)
        basis = heading.basis if heading.speaks else basis
    if why is None and aimed is not None:
        yield from _outlook(line, aimed, basis, document)
    elif expects or heading.speaks is not None:
        yield UnreadSentence(line.text, why or WhyNot.NO_PERIOD)
    if own is not None:
        heading.before = own if expects and why is None else None


def _why_not(now: str, own: Target | None) -> WhyNot | None:
    """Why the periods named in a sentence rule it out as guidance; None if they do not."""
    if own is None and (has(now, "quarter_named") or has(now, "year_named")):
        return WhyNot.NOT_AHEAD
    if is_of_several(now):
        return WhyNot.SEVERAL
    said = pattern("clause").split(now)[0]  # ", an increase of 3% over the previous year" says none
    return WhyNot.PAST if has(said if has(said, "value") else now, "not_now") else None


def _names_period(text: str) -> bool:
    return any(has(text, kind) for kind in ("quarter_named", "year_named", "whole_year"))


def _is_heading(text: str) -> bool:
    """Whether it is a short line of words only, as "Long-Term Model" and "Recent highlights:"."""
    is_short = len(text.split()) <= 6 and text[:1].isupper() and not text.endswith((".", ","))
    return is_short and not has(text, "value") and not has(text, "expects")


def _outlook(
    line: TextLine, target: Target, default: Basis, document: str
) -> Iterator[tuple[Fact, Figure] | UnreadSentence]:
    """Every metric that the sentence guides; `default` is the basis given by a heading."""
    if has(line.text, "not_the_whole"):
        yield UnreadSentence(line.text, WhyNot.NOT_THE_WHOLE)
        return
    if has(line.text, "excluding") and not has(line.text, "basis", "non_gaap"):
        yield UnreadSentence(line.text, WhyNot.EXCLUDING)  # neither GAAP nor a named measure
        return
    leads = (pattern(kind).match(line.text) for kind in ("midpoint_lead", "period_lead"))
    lead = next(filter(None, leads), None)
    begin = lead.end() if lead else 0
    subjects = list(SUBJECT.finditer(line.text, begin))
    if spent := pattern("spending").match(line.text):
        yield from _spent(line, spent, target, default, document)
        return
    for number, found in enumerate(subjects):
        ahead = line.text[begin : found.start()]
        if not has(ahead, "outlook_join" if number else "outlook_lead"):
            yield UnreadSentence(line.text, WhyNot.LEAD)
            return
        last = subjects[number + 1].start() if number + 1 < len(subjects) else len(line.text)
        said = _without_inserted(line.text[found.end() : last])
        said = pattern("clause").split(said)[0]
        ends = [m.end() for m in pattern("value").finditer(said)]
        if not ends or has(said, "vague") or not _is_plain(said):
            yield UnreadSentence(line.text, WhyNot.VALUE)
            return
        both = has(ahead, "both_bases")
        basis = _basis(ahead, said[ends[-1] :], last < len(line.text), both, default)
        if basis is None:
            yield UnreadSentence(line.text, WhyNot.VALUE)
            return
        tail = line.text[found.end() :]
        for own, bounds in values(said, tail, both, basis):
            yield from _bounded(
                line, found.end(), found.lastgroup or "", own, target, bounds, document
            )
        begin = found.end() + ends[-1]


def _without_inserted(said: str) -> str:
    """The words behind a metric, with blanks for what is inserted: "…, including leases, to be"."""
    found = pattern("inserted").match(said)
    return " " * found.end() + said[found.end() :] if found else said


def _basis(ahead: str, behind: str, is_followed: bool, both: bool, default: Basis) -> Basis | None:
    """The basis that the words before or behind an outlook's values name, else `default`.

    None where "on a non-GAAP basis" may be of this measure or of the one that follows.
    """
    if both:
        return default
    if found := pattern("basis_behind").search(behind):
        is_of_next = is_followed and not behind[found.end() :].strip()
        said: Basis = "non_gaap" if has(found["basis"], "basis", "non_gaap") else "gaap"
        return None if is_of_next else said
    return stated_basis(ahead) or default


def _spent(
    line: TextLine, found: re.Match[str], target: Target, basis: Basis, document: str
) -> Iterator[tuple[Fact, Figure] | UnreadSentence]:
    """'We expect to spend $1.2 billion on capital expenditures in 2026': the values come first."""
    subject = SUBJECT.match(line.text, found.end())
    rest = pattern("clause").split(line.text[subject.end() :])[0] if subject else "?"
    if subject is None or not has(pattern("outlook_period").sub(" ", rest), "outlook_tail"):
        yield UnreadSentence(line.text, WhyNot.LEAD)
        return
    for own, bounds in values(found["values"], "", False, basis):
        at = found.start("values")
        yield from _bounded(line, at, subject.lastgroup or "", own, target, bounds, document)


def _is_plain(said: str) -> bool:
    """Whether only "is expected to be about" is before the values, and no "lower" after them.

    A change ("to decrease by $1 billion"), a single bound ("at least $1 billion") and the half of
    a range whose other is on the next line ("between 50%") are not guidance.
    """
    found = list(pattern("value").finditer(said))
    lead = said[: found[0].start()]
    if has(lead, "half_range") and not pattern("range").search(said):
        return False
    end = max(match.end() for match in (*found, *pattern("range").finditer(said)))
    tail = pattern("outlook_period").sub(" ", said[end:])
    return has(lead, "outlook_verb") and has(tail, "outlook_tail")


def _bounded(
    line: TextLine,
    after: int,
    metric: str,
    basis: Basis,
    target: Target,
    values: Bounds,
    document: str,
) -> Iterator[tuple[Fact, Figure]]:
    bounds: tuple[Bound, ...] = ("low", "mid", "high")
    is_fraction = metric.endswith("margin")
    is_rate = any(is_percent(value[0]) for value in values if value)
    signs = (read(value[0]).value("currency") for value in values if value)
    unit = "pure" if is_rate else next(filter(None, signs), None)
    for bound, value in zip(bounds, values, strict=True):
        if value is None or is_fraction != is_rate:
            continue
        # One fact per place: low and high are computed from the printed middle, their input.
        printed = values[1] or value
        role = "value" if printed == value else "middle"
        fact = quoted(line, after, printed, metric, target.period, document, unit)
        yield (
            fact,
            Figure(
                document=document, metric=metric, period=target.period,
                period_type=target.period_type, value=value[1], unit=fact.unit,
                rule="an outlook's sentence", confidence="prose",
                inputs=(Input(fact.fact_id, role=role),), basis=basis, kind="guidance",
                bound=bound,
            ),
        )  # fmt: skip
