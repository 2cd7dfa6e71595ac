"""EDGAR's company facts: everything a company has tagged about itself as a whole, as JSON.

    {"cik": 1045810, "entityName": …, "facts": {"us-gaap": {"Revenues": {"label": …, "units":
        {"USD": [{"start": …, "end": …, "val": …, "accn": …, "form": …, "filed": …}, …

A second opinion on figures, never a figure: it has no dimensions, no statements and no places in a
document. A fact's period is its start and end; `fy` and `fp` describe the filing that repeats it,
and are ignored.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import cast

from extractors.errors import DocumentError
from extractors.language.concepts import Meaning, is_whole, meanings
from extractors.metrics import METRICS
from extractors.model import Basis, Duration, Instant, Opinion, Period, Unmapped

MAX_BYTES = 64_000_000
"""Real ones are of two to ten megabytes."""
BASES: dict[str, Basis] = {"us-gaap": "gaap", "ifrs-full": "ifrs"}
REPORTS = re.compile(r"(?:10-K|10-KT|10-Q|10-QT|20-F|20-FT|40-F|8-K|6-K)(?:/A)?")
"""A proxy statement tags net income too, rounded as it likes; a prospectus what might have been."""
PART_ALONE = 10  # rank of a concept for a part only: depreciation without amortization
_ACCESSION = re.compile(r"\d{10}-\d{2}-\d{6}")
_LIMIT = Decimal(10) ** 30
_TO_DO = "fetch it again: it is not EDGAR's list of company facts"


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """The company (ten-digit CIK, name), its facts, and a count of unmapped ones by concept."""

    cik: str
    issuer: str
    opinions: tuple[Opinion, ...]
    unmapped: tuple[Unmapped, ...]


def read(data: bytes, document: str) -> CompanyFacts:
    """The facts whose concepts are in concepts.csv, in file order; `document` is the sha256.

    Raises DocumentError (unreadable, too_large) for anything else; nothing of it is used then.
    """
    if len(data) > MAX_BYTES:
        what = f"more than {MAX_BYTES:,} bytes"
        raise DocumentError(what, "company facts", "check what it is", reason="too_large")
    whole = _mapping(_parsed(data), "the file")
    cik = str(_value(whole, "cik", "the file"))
    if not re.fullmatch(r"[0-9]{1,10}", cik):
        raise _unlike(f"{cik[:40]!r} is no CIK", "cik")
    opinions: list[Opinion] = []
    unmapped: list[Unmapped] = []
    for taxonomy, concepts in _mapping(_value(whole, "facts", "the file"), "facts").items():
        for name, body in _mapping(concepts, taxonomy).items():
            concept, where = f"{taxonomy}:{name}", f"facts/{taxonomy}/{name}"
            units = _mapping(_value(_mapping(body, where), "units", where), where)
            found = list(_opinions(concept, units, document, where))
            count = sum(len(_sequence(facts, where)) for facts in units.values())
            left = count - len({one.fact_id for one in found})
            opinions += found
            if left:
                unmapped.append(Unmapped(concept, (), left))
    issuer = _text(whole, "entityName", "the file")
    return CompanyFacts(cik.zfill(10), issuer, tuple(_ranked(opinions)), tuple(unmapped))


def _opinions(
    concept: str, units: Mapping[str, object], document: str, where: str
) -> Iterator[Opinion]:
    """The facts of one concept, once for each metric that it may mean."""
    basis = BASES.get(concept.partition(":")[0])
    known = meanings(concept)
    if basis is None or not known:
        return
    for unit, facts in units.items():
        if not re.fullmatch(r"[A-Z]{3}", unit):
            continue
        for place, fact in enumerate(_sequence(facts, where)):
            at = f"{where}/{unit}/{place}"
            one = _mapping(fact, at)
            if REPORTS.fullmatch(_text(one, "form", at)):
                yield from (
                    _opinion(one, at, meaning, document, basis, concept, unit)
                    for meaning in known
                    if METRICS[meaning.metric] == "money"
                )


def _opinion(
    fact: Mapping[str, object],
    where: str,
    meaning: Meaning,
    document: str,
    basis: Basis,
    concept: str,
    unit: str,
) -> Opinion:
    accession = _text(fact, "accn", where)
    if not _ACCESSION.fullmatch(accession):
        raise _unlike(f"{accession[:40]!r} is no accession number", where)
    return Opinion(
        document=document,
        metric=meaning.metric,
        basis=basis,
        concept=concept,
        period=_period(fact, where),
        value=_amount(fact, where),
        unit=unit,
        accession=accession,
        form=_text(fact, "form", where),
        filed=_day(fact, "filed", where),
        rank=meaning.rank,
    )


# --- which concept is taken for a metric --------------------------------------------------------


def _ranked(opinions: Sequence[Opinion]) -> Iterator[Opinion]:
    """The same opinions, ranked among those that one filing gives for one period.

    As for inline XBRL: the concept listed first in concepts.csv ranks first, if the lines close.
    Raises DocumentError where one fact has two values.
    """
    values: dict[str, Decimal] = {}
    groups: dict[tuple[object, ...], dict[str, list[Opinion]]] = {}
    for one in opinions:
        if values.setdefault(one.fact_id, one.value) != one.value:
            what = f"{one.concept} {one.period} has two values in {one.accession}"
            raise DocumentError(what, "company facts", _TO_DO)
        key = (one.accession, one.period, one.unit, one.basis)
        rivals = groups.setdefault(key, defaultdict(list))[one.metric]
        if all(one.fact_id != rival.fact_id for rival in rivals):
            rivals.append(one)
    for group in groups.values():
        for metric, rivals in group.items():
            ordered = sorted(rivals, key=lambda one: one.rank or 0)
            speaking = _speaking(metric, ordered, group)
            for one in ordered:
                rank = speaking.index(one) + 1 if one in speaking else None
                yield replace(one, rank=rank)


def _speaking(
    metric: str, rivals: list[Opinion], group: Mapping[str, list[Opinion]]
) -> list[Opinion]:
    """The opinions that are surely the whole metric, not a part of it."""
    if metric in ("revenue", "cost_of_revenue") and "gross_profit" in group:
        closing = [
            (revenue, cost)
            for revenue in _by_rank(group, "revenue")
            for cost in _by_rank(group, "cost_of_revenue")
            if revenue.value - cost.value == group["gross_profit"][0].value
        ]
        if closing:
            return [closing[0][metric == "cost_of_revenue"]]
    if metric == "cost_of_revenue":
        is_open = "gross_profit" in group and "revenue" in group
        return [] if is_open else [one for one in rivals if is_whole(one.concept)]
    if metric == "operating_expenses":
        gross, income = group.get("gross_profit"), group.get("operating_income")
        if not gross or not income:
            return []
        return [one for one in rivals if gross[0].value - one.value == income[0].value]
    return [one for one in rivals if (one.rank or 0) < PART_ALONE]


def _by_rank(group: Mapping[str, list[Opinion]], metric: str) -> list[Opinion]:
    return sorted(group.get(metric, ()), key=lambda one: one.rank or 0)


# --- typed access to the JSON values --------------------------------------------------------------


def _parsed(data: bytes) -> object:
    try:
        return cast(object, json.loads(data, parse_float=Decimal, parse_constant=_constant))
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise _unlike(f"it is no JSON: {error}", "the file") from error


def _constant(text: str) -> object:
    raise ValueError(f"{text} is no number")


def _unlike(what: str, where: str) -> DocumentError:
    return DocumentError(what, f"company facts, {where}", _TO_DO)


def _value(values: Mapping[str, object], name: str, where: str) -> object:
    try:
        return values[name]
    except KeyError:
        raise _unlike(f"it has no {name!r}", where) from None


def _mapping(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _unlike(f"{str(value)[:40]!r} is no object", where)
    return cast(Mapping[str, object], value)


def _sequence(value: object, where: str) -> Sequence[object]:
    if not isinstance(value, list):
        raise _unlike(f"{str(value)[:40]!r} is no list", where)
    return cast(Sequence[object], value)


def _text(values: Mapping[str, object], name: str, where: str) -> str:
    value = _value(values, name, where)
    if not isinstance(value, str):
        raise _unlike(f"{name} {str(value)[:40]!r} is no text", where)
    return value


def _day(values: Mapping[str, object], name: str, where: str) -> date:
    text = _text(values, name, where)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _unlike(f"{name} {text[:40]!r} is no day", where) from error


def _period(fact: Mapping[str, object], where: str) -> Period:
    end = _day(fact, "end", where)
    if "start" not in fact:
        return Instant(end)
    try:
        return Duration(_day(fact, "start", where), end)
    except ValueError as error:
        raise _unlike(str(error), where) from error


def _amount(fact: Mapping[str, object], where: str) -> Decimal:
    value = _value(fact, "val", where)
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    amount = Decimal(cast("int | Decimal", value)) if is_number else _LIMIT
    if amount.copy_abs() >= _LIMIT:
        raise _unlike(f"val {str(value)[:40]!r} is no amount", where)
    return amount
