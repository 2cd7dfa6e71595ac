"""What a company has bound itself to buy: "we had purchase obligations of $5.8 billion".

Read where the sentence dates it, once, on the last day that the document reports. What is owed to
those who supply a maker's goods is told apart from the whole, of which it is a part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from extractors.errors import PeriodError
from extractors.language.amounts import amount_of
from extractors.language.dates import parse_date
from extractors.language.fiscal_calendar import Calendar
from extractors.language.phrases import has, pattern, read
from extractors.language.ranges import amount
from extractors.language.text import TextLine, sentences
from extractors.model import Fact, Figure, Input, Instant
from extractors.sentences.text_facts import quoted
from extractors.sentences.text_figures import TextFigures


def owed(lines: Iterable[TextLine], dates: Calendar, document: str) -> TextFigures:
    """The commitments at the end of the period; of those told in two amounts, none."""
    if dates.reported is None:
        return TextFigures((), ())
    found: dict[str, dict[Decimal, tuple[Fact, Figure]]] = {}
    for line in lines:
        if "bligations" not in line.text and "ommitments" not in line.text:
            continue
        for fact, figure in _told(line, dates.reported, document):
            found.setdefault(figure.metric, {}).setdefault(figure.value, (fact, figure))
    sure = [one for values in found.values() if len(values) == 1 for one in values.values()]
    return TextFigures(tuple(fact for fact, _ in sure), tuple(figure for _, figure in sure))


def _told(line: TextLine, reported: date, document: str) -> Iterator[tuple[Fact, Figure]]:
    for sentence in sentences(line):
        matches = list(pattern("commitment_told").finditer(sentence.text))
        if len(matches) != 1 or _days(sentence.text) != [reported]:
            continue
        (match,) = matches
        said = amount(match["amount"])
        if said is None or said[1] <= 0 or has(sentence.text[: match.end()], "commitment_other"):
            continue
        metric = read(match["scope"]).value("commitment_scope") or ""
        period = Instant(reported)
        fact = quoted(sentence, match.start("amount"), said, metric, period, document)
        yield fact, Figure(
            document=document, metric=metric, period=period, period_type="other",
            value=said[1], unit=fact.unit, rule="a sentence that dates the commitments",
            confidence="prose", inputs=(Input(fact.fact_id),), decimals=_decimals(said[0]),
        )  # fmt: skip


def _days(text: str) -> list[date]:
    """The days that a sentence prints; none where one of them is no day of the calendar."""
    try:
        return [parse_date(found[0]) for found in pattern("printed_day").finditer(text)]
    except PeriodError:
        return []


def _decimals(text: str) -> int | None:
    """The power of ten of the last printed digit: '$30.8 billion' is -8."""
    found = amount_of(text)
    return found.decimals - found.scale.adjusted() if found else None
