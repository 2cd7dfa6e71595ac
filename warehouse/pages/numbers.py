"""The audit pages: what a number is, what it is computed from, and where that is printed."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from markupsafe import Markup

from warehouse.pages.cells import MEANINGS, moment, scaled
from warehouse.pages.links import Links, anchor, company_page, layer_page, place_of
from warehouse.query.evidence import (
    Audit,
    Judgement,
    Place,
    Vintage,
    amount,
    judgement_line,
    period_text,
    unit_of,
    value_text,
    witness_text,
)

GRADES = {
    "exact_tag": "exact tag",
    "closed_table": "closed table: its sums or differences come out",
    "open_table": "open table: no sum checks it",
    "prose": "prose: of a sentence",
    "person": "person: read by one where the readers refuse it",
    "ocr": "ocr: of a picture, whose sums come out",
}
"""How sure a reading is, in words."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A number that another is computed from: its sign, name, value and address."""

    sign: str
    name: str
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class Source:
    """A place that prints the number: the fact, a link to it, and a picture.

    concept: the tag or caption, where neither the rule nor `caption` has it.
    """

    place: Place
    href: str | None
    quote: str
    caption: str
    concept: str
    known: str
    picture: Markup | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """All that an audit page tells of one number, as text.

    rounded: an amount in billions or millions.
    """

    id: str
    title: str
    value: str
    rounded: str
    facts: tuple[tuple[str, str], ...]
    operands: tuple[Operand, ...]
    sources: tuple[Source, ...]
    vintages: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumbersPage:
    """A page of articles: a company's numbers of a period, or a layer's.

    command: shows the places that the page does not.
    """

    path: str
    title: str
    articles: tuple[Article, ...]
    links: tuple[tuple[str, str], ...]
    command: str = ""


Pictures = Mapping[tuple[str, str], Markup]
"""(sha256, locator) → the place as it is printed."""


def numbers_pages(
    numbers: Iterable[Audit], links: Links, pictures: Pictures
) -> Iterator[NumbersPage]:
    """The pages of these numbers, each number once, in the given order."""
    ordered = sorted(
        {one.key: one for one in numbers}.values(),
        key=lambda one: (place_of(one).split("#")[0], one.line.fiscal_label),
    )
    for path, group in groupby(ordered, key=lambda one: place_of(one).split("#")[0]):
        here = links.on(path)
        members = list(group)
        first = members[0]
        articles = tuple(_article(one, here, pictures) for one in members)
        label = path.rpartition("/")[2].removesuffix(".html").upper()
        if first.layer is not None:
            up = (first.layer.capitalize(), here.to(layer_page(first.layer)))
        else:
            up = (first.ticker or first.company_id, here.to(company_page(first.company_id)))
        pictured = all(source.picture for told in articles for source in told.sources)
        command = "" if pictured else _command(first)
        yield NumbersPage(path, f"{up[0]} {label}: the numbers", articles, (up,), command)


def article(one: Audit, links: Links, pictures: Pictures) -> Article:
    """The audit of one number; `links` are those of its page."""
    return _article(one, links, pictures)


def _article(one: Audit, links: Links, pictures: Pictures) -> Article:
    signs = one.signs or ("",) * len(one.operands)
    operands = tuple(
        Operand(sign, _name(part), value_text(part), links.to(place_of(part)))
        for sign, part in zip(signs, one.operands, strict=True)
    )
    return Article(
        anchor(one.key), _name(one), value_text(one), _rounded(one),
        tuple(_facts(one)), operands,
        tuple(_source(place, one.rule, pictures) for place in one.places),
        _vintages(one),
        tuple(_remarks(one)),
    )  # fmt: skip


def _name(one: Audit) -> str:
    name = one.name.replace("watch_", "signal ").replace("_", " ")
    return name[:1].upper() + name[1:] if one.of == "layer" else name


def _rounded(one: Audit) -> str:
    """An amount as one says it; nothing where that is no shorter."""
    if one.value is None or unit_of(one) == "pure":
        return ""
    power, word = (9, "bn") if abs(one.value) >= 10**9 else (6, "m")
    return f"{scaled(one.value, power, 1)} {word}" if abs(one.value) >= 10**6 else ""


def _command(one: Audit) -> str:
    """What a person types to see the places of a company's numbers of that period."""
    words = [one.ticker or one.company_id, "METRIC", "--segment", "SEGMENT"]
    return shlex.join(["profitpools", "audit", *words, "--period", one.line.fiscal_label, "--open"])


def _facts(one: Audit) -> Iterator[tuple[str, str]]:
    if one.value is None:
        yield "No value", MEANINGS.get(str(one.reason), str(one.reason))
    yield "Period", period_text(one.line)
    yield "Rule", one.rule
    if one.confidence:
        yield "Grade", GRADES.get(one.confidence, one.confidence)
    if one.known_at is not None and not one.places:
        yield "Known at", _moment(one.known_at)
    for note in one.notes:
        yield "Note", note


def _remarks(one: Audit) -> Iterator[str]:
    yield from (f"witness: {witness_text(witness)}" for witness in one.witnesses)
    yield from (f"conflict: {conflict}" for conflict in one.conflicts)
    yield from (_judged(judgement) for judgement in one.judgements)


def _judged(judgement: Judgement) -> str:
    return " ".join(judgement_line(judgement).split())


def _source(place: Place, rule: str, pictures: Pictures) -> Source:
    caption = " › ".join((*place.caption, *place.column_caption))
    sign = "−" if place.weight < 0 else ""
    picture = pictures.get((place.sha256, place.locator))
    known = f"{_moment(place.known_at)} ({place.known_at_basis.replace('_', ' ')})"
    concept = "" if place.concept in rule or place.concept in caption else place.concept
    return Source(place, original(place), f"{sign}{place.quote}", caption, concept, known, picture)


def _moment(value: datetime) -> str:
    told = moment(value)
    return f"{told} UTC" if " " in told else told


def original(place: Place) -> str | None:
    """The document's own address, at the element or page; None where pages may not link to it."""
    if not place.url.startswith(("https://", "http://")):
        return None
    kind, _, where = place.locator.partition(":")
    if kind == "xbrl_id":
        return f"{place.url}#{where}"
    if kind == "box":
        return f"{place.url}#page={where.partition('/')[0]}"
    return place.url


def _vintages(one: Audit) -> tuple[str, ...]:
    """All values it had; one that a single document gave, and that stands, is told already."""
    if len(one.vintages) == 1 and one.vintages[0].is_standing and len(one.places) == 1:
        return ()
    return tuple(_vintage(vintage) for vintage in one.vintages)


def _vintage(one: Vintage) -> str:
    mark = ", stands" if one.is_standing else ""
    form = f"{one.form or 'document'} {one.document_period_end or ''}".strip()
    return f"{one.known_from:%Y-%m-%d} {one.status} {amount(one.value)}, {form}{mark}"
