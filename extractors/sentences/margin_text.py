"""Margins in sentences, proven by the tables' own lines: 'Gross margin was 44.3%'.

Also 'Gross profit was $1.9 billion, or 45.0% of revenue'.

A highlight rarely makes clear which period and basis it is about. The lines of the statement do: a
margin is read if it is the quotient of exactly one period's lines, to its last printed digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from extractors.language.phrases import has, pattern
from extractors.language.ranges import Value
from extractors.language.rounding import Rounded
from extractors.language.text import TextLine, sentences
from extractors.metrics import MARGINS
from extractors.model import Basis, Duration, Fact, Figure, Input, PeriodType
from extractors.sentences.text_facts import quoted
from extractors.sentences.text_figures import TextFigures

OTHER_MARGINS = ("expects", "not_the_whole", "margin_other")


def proven(lines: Iterable[TextLine], tabled: Iterable[Figure], document: str) -> TextFigures:
    """Company-wide margins in sentences that figures of tables confirm."""
    known = {
        (f.metric, f.basis, f.period): f
        for f in tabled
        if f.segment is None and f.kind == "actual" and isinstance(f.period, Duration)
    }
    ends = [period.end for _, _, period in known]
    if not ends:
        return TextFigures((), ())
    reported = max(ends)
    found: dict[str, tuple[Fact, Figure]] = {}
    for line in lines:
        for sentence in sentences(line) if "%" in line.text else ():
            for match in _margins(sentence):
                for name, days in (("now", 0), ("then", 364)):
                    if match[name] is None:
                        continue
                    for fact, figure in _borne_out(match, name, sentence, known, document):
                        if abs((reported - figure.period.end).days - days) <= 8:
                            found.setdefault(figure.figure_id, (fact, figure))
    return TextFigures(
        tuple(fact for fact, _ in found.values()), tuple(f for _, f in found.values())
    )


def _margins(sentence: TextLine) -> Iterator[re.Match[str]]:
    if not any(has(sentence.text, kind) for kind in OTHER_MARGINS):
        yield from pattern("margin_came").finditer(sentence.text)


Known = dict[tuple[str, Basis, Duration], Figure]


def _borne_out(
    match: re.Match[str], name: str, sentence: TextLine, known: Known, document: str
) -> list[tuple[Fact, Figure]]:
    """The margin for the one period whose lines give it; nothing if several do."""
    metric = "gross_margin" if match["metric"].lower() == "gross" else "operating_margin"
    named = (match["basis"] or "").strip().lower()
    basis: Basis = "gaap" if named in ("", "gaap") else "non_gaap"
    text = match[name]
    printed = Decimal(text[:-1]).scaleb(-2)
    margin = Rounded(printed, _decimals(printed))
    kinds = _kinds(sentence.text)
    found = []
    for (what, own, period), profit in known.items():
        if what != MARGINS[metric] or own != basis or profit.period_type not in kinds:
            continue
        revenue = known.get(("revenue", basis, period)) or known.get(("revenue", "gaap", period))
        if revenue is None or not revenue.value:
            continue
        if margin.is_quotient(Rounded.of(profit), Rounded.of(revenue)):
            found.append((period, profit.period_type))
    made = [
        _made(sentence, match.start(name), (text, printed), metric, basis, period, kind, document)
        for period, kind in found
    ]
    return made if len({period.end for period, _ in found}) == len(found) else []


def _kinds(text: str) -> tuple[PeriodType, ...]:
    if has(text, "quarter_word") and not has(text, "year_word"):
        return ("Q",)
    return ("Q", "H1", "9M", "FY")


def _made(
    sentence: TextLine,
    at: int,
    value: Value,
    metric: str,
    basis: Basis,
    period: Duration,
    kind: PeriodType,
    document: str,
) -> tuple[Fact, Figure]:
    fact = quoted(sentence, at, value, metric, period, document)
    return fact, Figure(
        document=document, metric=metric, period=period, period_type=kind, value=value[1],
        unit=fact.unit, rule="a sentence that the statement's lines prove", confidence="prose",
        inputs=(Input(fact.fact_id),), basis=basis,
        decimals=_decimals(value[1]),
    )  # fmt: skip


def _decimals(value: Decimal) -> int | None:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else None
