"""Sentences: outlooks with their bounds, and parts whose revenue only a sentence gives.

An outlook names its metric, its values and its period; the period's dates come from dates that the
document prints. What-if figures ("would have been") and former outlooks are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from extractors.language.captions import basis_of, stated_basis
from extractors.language.concepts import SUBJECT
from extractors.language.fiscal_calendar import ORDINALS, Calendar
from extractors.language.phrases import has, pattern
from extractors.language.ranges import Bounds, is_percent, values
from extractors.language.text import TextLine
from extractors.model import Basis, Bound, Duration, Fact, Figure, Input, PeriodType
from extractors.sentences.segment_text import parts
from extractors.sentences.text_facts import quoted
from extractors.sentences.text_figures import Target, Told
from extractors.sentences.unread_sentences import UnreadSentence, WhyNot

SCOPE = 12
"""An outlook's heading speaks for a dozen lines below it, or until another heading."""


def figures(lines: tuple[TextLine, ...], dates: Calendar, document: str) -> Told:
    """Outlooks and parts of all lines; the same twice is one, unequal values are none."""
    found: dict[str, tuple[Fact, Figure]] = {}
    refused: set[str] = set()
    outlooks = list(_outlooks(lines, dates, document))
    unread = tuple(one for one in outlooks if isinstance(one, UnreadSentence))
    pairs = (one for one in outlooks if not isinstance(one, UnreadSentence))
    for fact, figure in (*pairs, *parts(lines, dates, document)):
        known = found.setdefault(figure.figure_id, (fact, figure))
        if known[1].value != figure.value:
            refused.add(figure.figure_id)
    kept = [pair for name, pair in found.items() if name not in refused]
    facts = {fact.locator: fact for fact, _ in kept}
    return Told(tuple(facts.values()), tuple(figure for _, figure in kept), unread)


@dataclass(slots=True)
class _Heading:
    """The outlook's heading that speaks for the lines below it, until another."""

    target: Target | None = None
    basis: Basis = "gaap"
    age: int = 0

    def hear(self, text: str, now: str, own: Target | None) -> None:
        """Take the sentence as a heading where it is one; `own` is the period it names."""
        expects = has(text, "expects")
        is_said = text.endswith((".", ":")) or len(text.split()) <= 14
        if expects and own is not None and is_said and not has(text, "money"):
            is_adjusted = has(now, "basis", "non_gaap") and not has(now, "both_bases")
            self.target, self.age = own, 0
            self.basis = "non_gaap" if is_adjusted else "gaap"
        elif own is None and expects and has(now, "later"):
            if not re.search(r"\d", now):
                self.target = None  # "for the full year:" is another heading
        elif own is None and _is_heading(now):
            said = basis_of(now)
            self.target = self.target if said else None  # "Long-Term Model" ends what came before
            self.basis = said or self.basis

    @property
    def speaks(self) -> Target | None:
        """The period of the lines below."""
        return self.target if self.age <= SCOPE else None


def _outlooks(
    lines: tuple[TextLine, ...], dates: Calendar, document: str
) -> Iterator[tuple[Fact, Figure] | UnreadSentence]:
    heading = _Heading()
    for line, is_cut in _sentences(lines, heading):
        expects = has(line.text, "expects")
        if is_cut:
            if expects:
                yield UnreadSentence(line, WhyNot.CUT)
            continue
        now = pattern("compared").split(line.text)[0]  # what follows is another period's
        own = target_of(now, dates)
        heading.hear(line.text, now, own)
        why = _why_not(now, own)
        if why is None and own is not None and expects:
            yield from _outlook(line, own, "gaap", document)
        elif why is None and heading.speaks and not (expects and has(now, "later")):
            yield from _outlook(line, heading.speaks, heading.basis, document)
        elif expects or heading.speaks is not None:
            yield UnreadSentence(line, why or WhyNot.NO_PERIOD)


def _why_not(now: str, own: Target | None) -> WhyNot | None:
    """Why the periods that a sentence names make it no outlook."""
    if own is None and (has(now, "quarter_named") or has(now, "year_named")):
        return WhyNot.NOT_AHEAD
    if len({(m[1], m[3]) for m in pattern("quarter_named").finditer(now)}) > 1:
        return WhyNot.SEVERAL
    return WhyNot.PAST if has(now, "not_now") else None


def _sentences(lines: tuple[TextLine, ...], heading: _Heading) -> Iterator[tuple[TextLine, bool]]:
    """Sentences, and whether their beginning is another line, as a page's layout cuts them."""
    cut = False
    for line in lines:
        heading.age += 1
        is_long = len(line.text.split()) > 8
        is_cut = (cut and is_long and line.text[:1].isalnum()) or line.text[:1].islower()
        cut = is_long and not line.text.rstrip(" ”’\"')").endswith((".", ":", ";", "!", "?"))
        for sentence in sentences(line):
            yield sentence, is_cut and sentence.start == line.start


def _is_heading(text: str) -> bool:
    """A short line of words alone, as "Long-Term Model" and "Recent highlights:" are."""
    is_short = len(text.split()) <= 6 and text[:1].isupper() and not text.endswith((".", ","))
    return is_short and not has(text, "value") and not has(text, "expects")


def sentences(line: TextLine) -> Iterator[TextLine]:
    """Sentences with their own places."""
    begin = 0
    for found in re.finditer(r"[.;][”’)]?(?= [A-Z])|$", line.text):
        text = line.text[begin : found.end()]
        lead = len(text) - len(text.lstrip())
        if text.strip():
            yield TextLine(text.strip(), line.start + begin + lead, line.place)
        begin = found.end()


def target_of(text: str, dates: Calendar) -> Target | None:
    """The period that the text names, if it lies ahead of the reported quarter."""
    if dates.anchor is None:
        return None
    found = pattern("quarter_named").search(text)
    if found:
        number = ORDINALS[found[1].lower()] if found[1] else int(found[3])
        digits = found[2] or found[4]
        year = (
            int(digits) + (2000 if len(digits) == 2 else 0) if digits else _next_year(number, dates)
        )
        period = dates.quarter(number, year)
        kind: PeriodType = "Q"
    elif found := pattern("year_named").search(text):
        digits = found[1] or found[2]
        period, kind = dates.fiscal_year(int(digits) + (2000 if len(digits) == 2 else 0)), "FY"
        if period is not None and has(text, "long_year"):
            period = Duration(period.start, period.start + timedelta(weeks=53, days=-1))
    else:
        return None
    ahead = period is not None and period.end > dates.anchor.end
    return Target(period, kind) if period is not None and ahead else None


def _next_year(number: int, dates: Calendar) -> int | None:
    if dates.year_of_anchor is None or dates.anchor is None:
        return None
    # The reported quarter itself is named without a year, and not the same quarter of next year.
    later = number < dates.anchor.quarter
    return dates.year_of_anchor + later


def _outlook(
    line: TextLine, target: Target, default: Basis, document: str
) -> Iterator[tuple[Fact, Figure] | UnreadSentence]:
    """Every metric that the sentence is about; `default` is the basis that a heading gives."""
    if has(line.text, "not_the_whole"):
        yield UnreadSentence(line, WhyNot.NOT_THE_WHOLE)
        return
    if has(line.text, "excluding") and not has(line.text, "basis", "non_gaap"):
        yield UnreadSentence(line, WhyNot.EXCLUDING)  # neither GAAP nor a measure with a name
        return
    subjects = list(SUBJECT.finditer(line.text))
    begin = 0
    for number, found in enumerate(subjects):
        ahead = line.text[begin : found.start()]
        if not has(ahead, "outlook_join" if begin else "outlook_lead"):
            yield UnreadSentence(line, WhyNot.LEAD)
            return
        last = subjects[number + 1].start() if number + 1 < len(subjects) else len(line.text)
        said = pattern("clause").split(line.text[found.end() : last])[0]
        ends = [m.end() for m in pattern("value").finditer(said)]
        if not ends or has(said, "vague") or not _is_plain(said):
            yield UnreadSentence(line, WhyNot.VALUE)
            return
        both = has(ahead, "both_bases")
        basis: Basis = "non_gaap" if has(ahead, "basis", "non_gaap") and not both else default
        if stated_basis(ahead) == "gaap" and not both:
            basis = "gaap"
        tail = line.text[found.end() :]
        for own, bounds in values(said, tail, both, basis):
            yield from _bounded(
                line, found.end(), found.lastgroup or "", own, target, bounds, document
            )
        begin = found.end() + ends[-1]


def _is_plain(said: str) -> bool:
    """Whether nothing but "is expected to be about" stands before the values, and no "lower" after.

    A change ("to decrease by $1 billion") and a bound alone ("at least $1 billion") are no outlook.
    """
    found = list(pattern("value").finditer(said))
    lead = said[: found[0].start()]
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
    for bound, value in zip(bounds, values, strict=True):
        if value is None or is_fraction != is_percent(value[0]):
            continue
        # A place is one fact: low and high around a printed middle rest on it, and are not it.
        printed = values[1] or value
        role = "value" if printed == value else "middle"
        fact = quoted(line, after, printed, metric, target.period, document)
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
