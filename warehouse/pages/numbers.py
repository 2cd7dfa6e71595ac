"""The audit pages: what a number is, what it is computed from, and where that is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from warehouse.pages.cells import MEANINGS
from warehouse.pages.links import Links, anchor, company_page, layer_page, place_of
from warehouse.query.evidence import (
    Audit,
    Judgement,
    Place,
    Vintage,
    amount,
    judgement_line,
    period_text,
    value_text,
    witness_text,
)

GRADES = {
    "exact_tag": "the filer tagged this very number",
    "closed_table": "of a table whose sums or differences come out",
    "open_table": "of a table that no sum checks",
    "prose": "of a sentence",
    "person": "read by a person where the readers refuse it",
    "ocr": "read from a picture; its sums come out",
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
    """A place that prints the number: the fact, a link to it, and a picture."""

    place: Place
    href: str | None
    quote: str
    caption: str
    picture: Markup | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """The audit of one number as texts for the page."""

    id: str
    title: str
    value: str
    is_missing: bool
    facts: tuple[tuple[str, str], ...]
    operands: tuple[Operand, ...]
    sources: tuple[Source, ...]
    vintages: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumbersPage:
    """A page of articles: a company's numbers of a period, or a layer's."""

    path: str
    title: str
    articles: tuple[Article, ...]
    links: tuple[tuple[str, str], ...]


Pictures = Mapping[tuple[str, str], Markup]
"""(sha256, locator) → the place as it is printed."""


def numbers_pages(
    numbers: Iterable[Audit], links: Links, pictures: Pictures
) -> Iterator[NumbersPage]:
    """The pages of these numbers, each number once, in the given order."""
    ordered = sorted(
        {one.key: one for one in numbers}.values(), key=lambda one: place_of(one).split("#")[0]
    )
    for path, group in groupby(ordered, key=lambda one: place_of(one).split("#")[0]):
        here = links.on(path)
        members = list(group)
        first = members[0]
        articles = tuple(_article(one, here, pictures) for one in members)
        label = first.line.fiscal_label
        if first.layer is not None:
            up = (first.layer.capitalize(), here.to(layer_page(first.layer)))
        else:
            up = (first.ticker or first.company_id, here.to(company_page(first.company_id)))
        yield NumbersPage(path, f"{up[0]} {label}: the numbers", articles, (up,))


def article(one: Audit, links: Links, pictures: Pictures) -> Article:
    """The audit of one number; `links` are those of its page."""
    return _article(one, links, pictures)


def _article(one: Audit, links: Links, pictures: Pictures) -> Article:
    signs = one.signs or ("",) * len(one.operands)
    operands = tuple(
        Operand(sign, part.name.replace("_", " "), value_text(part), links.to(place_of(part)))
        for sign, part in zip(signs, one.operands, strict=True)
    )
    return Article(
        anchor(one.key), one.name.replace("_", " "), value_text(one), one.value is None,
        tuple(_facts(one)), operands,
        tuple(_source(place, pictures) for place in one.places),
        tuple(_vintage(vintage) for vintage in one.vintages),
        tuple(_remarks(one)),
    )  # fmt: skip


def _facts(one: Audit) -> Iterator[tuple[str, str]]:
    if one.value is None:
        yield "No value", MEANINGS.get(str(one.reason), str(one.reason))
    yield "Period", period_text(one.line)
    yield "Rule", one.rule
    if one.confidence:
        yield "Grade", f"{one.confidence.replace('_', ' ')}: {GRADES.get(one.confidence, '')}"
    if one.known_at is not None:
        yield "Known at", f"{one.known_at:%Y-%m-%d %H:%M} UTC"
    for note in one.notes:
        yield "Note", note


def _remarks(one: Audit) -> Iterator[str]:
    yield from (f"witness: {witness_text(witness)}" for witness in one.witnesses)
    yield from (f"conflict: {conflict}" for conflict in one.conflicts)
    yield from (_judged(judgement) for judgement in one.judgements)


def _judged(judgement: Judgement) -> str:
    return " ".join(judgement_line(judgement).split())


def _source(place: Place, pictures: Pictures) -> Source:
    caption = " › ".join((*place.caption, *place.column_caption))
    sign = "−" if place.weight < 0 else ""
    picture = pictures.get((place.sha256, place.locator))
    return Source(place, original(place), f"{sign}{place.quote}", caption, picture)


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


def _vintage(one: Vintage) -> str:
    mark = ", stands" if one.is_standing else ""
    form = f"{one.form or 'document'} {one.document_period_end or ''}".strip()
    return f"{one.known_from:%Y-%m-%d} {one.status} {amount(one.value)}, {form}{mark}"
