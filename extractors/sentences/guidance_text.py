"""Sentences: outlooks with their bounds, and parts whose revenue only a sentence gives.

An outlook names its metric, its values and its period; the period's dates come from dates that the
document prints. What-if figures ("would have been") and former outlooks are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from extractors.language.captions import basis_of
from extractors.language.fiscal_calendar import ORDINALS, Calendar
from extractors.language.header_words import NON_GAAP
from extractors.language.ranges import MONEY, RANGE, VALUE, Bounds, is_percent, values
from extractors.language.text import TextLine
from extractors.model import Basis, Bound, Duration, Fact, Figure, Input, PeriodType
from extractors.sentences.segment_text import parts
from extractors.sentences.text_facts import quoted
from extractors.sentences.text_figures import Target, Told

METRICS: dict[str, str] = {
    "revenue": r"(?:total )?(?:net )?(?:revenues?|sales)",
    "gross_margin": r"gross margins?",
    "operating_margin": r"operating margins?",
    "operating_expenses": r"operating expenses",
    "operating_income": r"operating (?:income|profit)",
    "capital_expenditures": r"(?:capital expenditures|capex)",
}
SUBJECT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in METRICS.items())
BOTH = re.compile(r"\bgaap and non-gaap\b", re.I)
EXPECTS = re.compile(
    r"\b(?:expect(?:s|ed)?|outlook|guidance|targets?|anticipates?|estimates?|estimated|projected?)\b",
    re.I,
)
NOT_NOW = re.compile(
    r"\b(?:would have been|prior guidance|previous(?:ly)?|compared (?:with|to)|was|were|reported|"
    r"achieved|delivered|grew|rose)\b",
    re.I,
)
QUARTER = re.compile(
    r"\b(first|second|third|fourth)[ -](?:fiscal )?quarter(?: of)?(?: fiscal)?(?: year)?"
    r"(?: ((?:19|20)\d\d))?|\bq([1-4]) ?(?:fy|fiscal )?'?((?:20)?\d\d)?\b",
    re.I,
)
YEAR = re.compile(
    r"\b(?:full[- ]year|fiscal(?: year)?|for the year) (20\d\d)\b|\bfy ?'?((?:20)?\d\d)\b", re.I
)
LONG_YEAR = re.compile(r"\b53[- ]weeks?\b", re.I)
WHEN = r"(?:for|in) (?:the |our )?[\w -]{3,60}?,? "
EXPECTING = r"(?:(?:we|the company|management|[A-Z]\w+) )?(?:now |currently )?"
EXPECTING += r"(?:expects?|anticipates?|estimates?|projects?|continues? to expect)(?: that)? "
KEEPING = r"(?:there (?:is|are|has been|have been) no changes? (?:to|in) |"
KEEPING += r"(?:(?:we|the company) )?(?:(?:are|is) )?"
KEEPING += r"(?:(?:reaffirm|reiterate|maintain)s?|(?:reaffirm|reiterat|maintain)ing) )"
WHICH = r"(?:(?:first|second|third|fourth)[ -](?:fiscal )?quarter(?: of)?(?: fiscal)?(?: year)?"
WHICH += r"(?: 20\d\d)?|(?:full[- ]year|fiscal(?: year)?) 20\d\d) "
KIND = r"(?:(?:a|an|its|our|the|total|both|gaap|non-?gaap|adjusted|and) ?)*"
LEADS = re.compile(
    rf"\W*(?:{WHEN})?(?:{EXPECTING}|{KEEPING})?{KIND}(?:{WHICH}{KIND})?(?:{WHEN})?", re.I
)
JOINS = re.compile(rf",?(?: respectively)?,?(?: and)? {KIND}", re.I)
CLAUSE = re.compile(r", compared|, or to grow|, up |, excluding|, including|, representing")
VAGUE = re.compile(r"\b(?:low|mid|high)-|\bgrow(?:th)?\b|^ from\b", re.I)
BETWEEN = re.compile(
    rf"\W*(?:(?:{WHEN.removesuffix(',? ')})?[,:]? ?"
    r"(?:(?:is|are|will be|to be|be|expected|anticipated|estimated|projected|targeted|guidance|"
    r"outlook|of|in|the|a|an|our|range|between|from|around|about|approximately|roughly|both)\b"
    r"[ :,]*)*)",
    re.I,
)
PERIODS = re.compile(
    r"\b(?:for|in|during) (?:the |our |its )?"
    r"(?:(?:current|next|full|first|second|third|fourth|fiscal|calendar)[ -])*"
    r"(?:quarter|year|q[1-4]|fy ?\d*|20\d\d)(?: of)?(?: fiscal)?(?: year)?(?: '?\d\d(?:\d\d)?)?",
    re.I,
)
BEHIND = re.compile(
    r"(?:\W*(?:respectively|each|both|in total|at the mid-?point|and|or|with|an?|its|our|the|total"
    r"|on an? (?:non-?)?gaap basis|(?:non-?)?gaap|adjusted"
    r"|(?:plus or minus|\+ ?/ ?-|±) ?\$?[\d.,]+ ?"
    r"(?:%|percent|basis points|bps|percentage points?|thousand|million|billion)?))*\W*",
    re.I,
)
"""All that may stand behind an outlook's values; "for our products", "per month" may not."""
NOT_THE_WHOLE = re.compile(
    r"\b(?:first|second|1st|2nd) half\b|\bover the (?:next|coming)\b|\bconstant[- ]currency\b"
    r"|\borganic\b|\b(?:segment|division|business unit)s?\b"
    r"|\b(?:had|we|company|management) expected\b|\bstarting in\b"
    r"|\bnext (?:two|three|four|five|several) years\b",
    re.I,
)
"""A part of the year or the company, several years, another measure, a former outlook."""
EXCLUDING = re.compile(r"\bexcluding\b|\bexcludes\b|\bbefore (?:special|one-time)\b", re.I)
LATER = re.compile(r"\b(?:full[- ]year|fiscal year|for the year|annual)\b", re.I)
COMPARED = re.compile(r",? compared (?:with|to)\b")
SCOPE = 12
"""An outlook's heading speaks for a dozen lines below it, or until another heading."""


def figures(lines: tuple[TextLine, ...], dates: Calendar, document: str) -> Told:
    """Outlooks and parts of all lines; the same twice is one, unequal values are none."""
    found: dict[str, tuple[Fact, Figure]] = {}
    refused: set[str] = set()
    for fact, figure in (*_outlooks(lines, dates, document), *parts(lines, dates, document)):
        known = found.setdefault(figure.figure_id, (fact, figure))
        if known[1].value != figure.value:
            refused.add(figure.figure_id)
    kept = [pair for name, pair in found.items() if name not in refused]
    facts = {fact.locator: fact for fact, _ in kept}
    return Told(tuple(facts.values()), tuple(figure for _, figure in kept))


@dataclass(slots=True)
class _Heading:
    """The outlook's heading that speaks for the lines below it, until another."""

    target: Target | None = None
    basis: Basis = "gaap"
    age: int = 0

    def hear(self, text: str, now: str, own: Target | None) -> None:
        """Take the sentence as a heading where it is one; `own` is the period it names."""
        expects = EXPECTS.search(text) is not None
        is_said = text.endswith((".", ":")) or len(text.split()) <= 14
        if expects and own is not None and is_said and not re.search(MONEY, text):
            is_adjusted = NON_GAAP.search(now) is not None and not BOTH.search(now)
            self.target, self.age = own, 0
            self.basis = "non_gaap" if is_adjusted else "gaap"
        elif own is None and expects and LATER.search(now):
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
) -> Iterator[tuple[Fact, Figure]]:
    heading = _Heading()
    for line in _whole(lines, heading):
        now = COMPARED.split(line.text)[0]  # what follows is another period's
        own = target_of(now, dates)
        heading.hear(line.text, now, own)
        expects = EXPECTS.search(line.text) is not None
        if own is None and (QUARTER.search(now) or YEAR.search(now)):
            continue  # it speaks of a period that is not ahead
        if len({(m[1], m[3]) for m in QUARTER.finditer(now)}) > 1 or NOT_NOW.search(now):
            continue
        if own is not None and expects:
            yield from _outlook(line, own, "gaap", document)
        elif heading.speaks is not None and not (expects and LATER.search(now)):
            yield from _outlook(line, heading.speaks, heading.basis, document)


def _whole(lines: tuple[TextLine, ...], heading: _Heading) -> Iterator[TextLine]:
    """Sentences without those whose beginning is another line, as a page's layout cuts them."""
    cut = False
    for line in lines:
        heading.age += 1
        is_long = len(line.text.split()) > 8
        is_cut = (cut and is_long and line.text[:1].isalnum()) or line.text[:1].islower()
        cut = is_long and not line.text.rstrip(" ”’\"')").endswith((".", ":", ";", "!", "?"))
        for sentence in sentences(line):
            if not (is_cut and sentence.start == line.start):
                yield sentence


def _is_heading(text: str) -> bool:
    """A short line of words alone, as "Long-Term Model" and "Recent highlights:" are."""
    is_short = len(text.split()) <= 6 and text[:1].isupper() and not text.endswith((".", ","))
    return is_short and not re.search(VALUE, text) and not EXPECTS.search(text)


def sentences(line: TextLine) -> Iterator[TextLine]:
    """Sentences with their own places."""
    begin = 0
    for found in re.finditer(r"[.;][”’)]?(?= [A-Z])|$", line.text):
        text = line.text[begin : found.end()]
        lead = len(text) - len(text.lstrip())
        if text.strip():
            yield TextLine(text.strip(), line.start + begin + lead)
        begin = found.end()


def target_of(text: str, dates: Calendar) -> Target | None:
    """The period that the text names, if it lies ahead of the reported quarter."""
    if dates.anchor is None:
        return None
    found = QUARTER.search(text)
    if found:
        number = ORDINALS[found[1].lower()] if found[1] else int(found[3])
        digits = found[2] or found[4]
        year = (
            int(digits) + (2000 if len(digits) == 2 else 0) if digits else _next_year(number, dates)
        )
        period = dates.quarter(number, year)
        kind: PeriodType = "Q"
    elif found := YEAR.search(text):
        digits = found[1] or found[2]
        period, kind = dates.fiscal_year(int(digits) + (2000 if len(digits) == 2 else 0)), "FY"
        if period is not None and LONG_YEAR.search(text):
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
) -> Iterator[tuple[Fact, Figure]]:
    """Every metric that the sentence is about; `default` is the basis that a heading gives."""
    if NOT_THE_WHOLE.search(line.text):
        return
    if EXCLUDING.search(line.text) and not NON_GAAP.search(line.text):
        return  # neither GAAP nor a measure with a name
    subjects = list(re.finditer(SUBJECT, line.text, re.I))
    begin = 0
    for number, found in enumerate(subjects):
        ahead = line.text[begin : found.start()]
        if not (LEADS if begin == 0 else JOINS).fullmatch(ahead):
            return
        last = subjects[number + 1].start() if number + 1 < len(subjects) else len(line.text)
        said = CLAUSE.split(line.text[found.end() : last])[0]
        ends = [m.end() for m in re.finditer(VALUE, said)]
        if not ends or VAGUE.search(said) or not _is_plain(said):
            return
        both = bool(BOTH.search(ahead))
        basis: Basis = "non_gaap" if NON_GAAP.search(ahead) and not both else default
        if re.search(r"\bgaap\b", NON_GAAP.sub("", ahead), re.I) and not both:
            basis = "gaap" if not NON_GAAP.search(ahead) else basis
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
    found = list(re.finditer(VALUE, said))
    lead = said[: found[0].start()]
    end = max(match.end() for match in (*found, *RANGE.finditer(said)))
    tail = PERIODS.sub(" ", said[end:])
    return BETWEEN.fullmatch(lead) is not None and BEHIND.fullmatch(tail) is not None


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
