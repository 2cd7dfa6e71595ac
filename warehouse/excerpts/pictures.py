"""Places of numbers as safe markup for a page, with the result of reading them a second time."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from extractors.errors import ArchiveError, DocumentError
from extractors.language.text import clean
from warehouse.excerpts.crops import Crop, crops, overlay
from warehouse.excerpts.crops import Place as Box
from warehouse.excerpts.rebuilt import Source
from warehouse.query.evidence import Place

Fetch = Callable[[str], bytes]
Keep = Callable[[str, bytes], str]
"""Keeps a PNG under a name; gives the address that a page has it by."""
Draw = Callable[[bytes, Sequence[Box]], Iterable[tuple[Box, Crop]]]
"""Boxes of a PDF as pictures: `crops`, or it in a process with limits."""
PDF, XHTML = "application/pdf", "application/xhtml+xml"


@dataclass(frozen=True, slots=True)
class Picture:
    """A place as printed; text: as read a second time; agrees: whether it agrees with the quote."""

    markup: Markup
    text: str | None
    agrees: bool | None


def inline(name: str, png: bytes) -> str:
    """A picture as a data address within the page itself."""
    del name
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def pictures(
    shown: Iterable[Place], fetch: Fetch, keep: Keep, draw: Draw = crops
) -> dict[tuple[str, str], Picture]:
    """(sha256, locator) → the place; those not in the archive, or not showable, are left out."""
    places: dict[tuple[str, str], dict[str, Place]] = defaultdict(dict)
    for place in shown:
        places[(place.sha256, place.media_type)].setdefault(place.locator, place)
    found = {}
    for (sha256, media_type), wanted in sorted(places.items()):
        try:
            data = fetch(sha256)
            of = list(wanted.values())
            seen = _of_pdf(data, of, keep, draw) if media_type == PDF else _of_page(data, of)
            for place, picture in seen:
                found[(sha256, place.locator)] = picture
        except (ArchiveError, DocumentError):
            continue  # the page still links to the document
    return found


def _of_page(data: bytes, places: list[Place]) -> Iterator[tuple[Place, Picture]]:
    source = Source(data, is_xml=places[0].media_type == XHTML)
    for place in places:
        kind, _, where = place.locator.partition(":")
        shown = source.show(kind, where)
        if shown is not None:
            agrees = agree(place.quote, shown.text) if place.quote else None
            yield place, Picture(_told(shown.markup, shown.text, agrees=agrees), shown.text, agrees)


def _of_pdf(
    data: bytes, places: list[Place], keep: Keep, draw: Draw
) -> Iterator[tuple[Place, Picture]]:
    boxes = {
        one: Box.of(one.locator.partition(":")[2]) for one in places if one.locator[:4] == "box:"
    }
    shown = dict(draw(data, list(dict.fromkeys(boxes.values()))))
    for place, box in boxes.items():
        if box not in shown:
            continue
        crop = shown[box]
        captions = ", ".join((*place.caption, *place.column_caption))
        name = f"{place.sha256[:12]}-{place.locator[4:].replace('/', '-').replace(',', '-')}.png"
        markup = overlay(
            crop, keep(name, crop.png), f"“{place.quote}”: {captions}, page {box.page}"
        )
        is_told = crop.text is not None and place.quote
        agrees = agree(place.quote, crop.text or "") if is_told else None
        yield place, Picture(_told(markup, crop.text, agrees=agrees), crop.text, agrees)


def agree(quote: str, text: str) -> bool:
    """Whether the text contains the quote; for words over two lines, whether its digits agree."""
    digits = [[one for one in whole if one.isdigit()] for whole in (quote, text)]
    return plain(quote) in plain(text) or (bool(digits[0]) and digits[0] == digits[1])


def plain(text: str) -> str:
    """Letters and digits only, as engines differ in how they split words and signs."""
    return "".join(one for one in clean(text).casefold() if one.isalnum() or one in ".,%")


def _told(markup: Markup, text: str | None, *, agrees: bool | None) -> Markup:
    """The place, and under it what the second look found."""
    if agrees is None and text:
        note = Markup("“{}” stands at the mark.").format(text[:120])
    elif agrees is None:
        note = Markup("No second look: another engine reads no text there.")
    else:
        verdict = "agrees" if agrees else "does not agree"
        note = Markup("Second look: “{}” stands at the mark, which {} with the quote.").format(
            escape((text or "")[:120]), verdict
        )
    frame = Markup('<div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>')
    shown = frame.format("The place as it is printed", markup)
    return shown + Markup('<p class="note">{}</p>').format(note)
