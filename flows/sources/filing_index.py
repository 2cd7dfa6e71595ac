"""The contents of a filing: its documents with their types, and when it was accepted.

The index page ({accession}-index.html) gives both in some 10 kB; the SGML of the whole submission
({accession}.txt) too, in up to 100 MB. EDGAR's index.json has names and sizes, but no types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lxml import etree, html

from extractors.errors import FetchError
from flows.sources import acceptance

_NAME = re.compile(r"[\w][\w.,() -]*", re.ASCII)
_ACCEPTED = re.compile(rb"^<ACCEPTANCE-DATETIME>\s*(\d{14})\s*$", re.MULTILINE)
_HEADER_END = re.compile(rb"^</(?:SEC|IMS)-HEADER>|^<DOCUMENT>", re.MULTILINE)
_DOCUMENT = re.compile(
    rb"^<DOCUMENT>\r?\n<TYPE>([^\r\n]*)\r?\n<SEQUENCE>(\d+)\s*\n<FILENAME>([^\r\n]*)\r?\n"
    rb"(?:<DESCRIPTION>([^\r\n]*)\r?\n)?",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A document of a filing: its position, type ('8-K', 'EX-99.1'), file name, description.

    size: bytes of the file, including EDGAR's lines around it; None where not listed.
    """

    sequence: int
    document_type: str
    name: str
    description: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """A filing's documents in order; `accepted` is aware UTC, None where it is not given.

    `basis` says whether the index page or the SGML header gave it.
    """

    accepted: datetime | None
    basis: Literal["index", "header"]
    documents: tuple[Listed, ...]


def read_index(data: bytes, url: str) -> Contents:
    """The contents from an index page.

    Raises FetchError where it is truncated or lists no document.
    """
    if data.count(b"<table") != data.count(b"</table"):
        raise FetchError("the page is cut: a table has no end", url, "run again later")
    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        page = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise _not_an_index(url) from error
    documents = [
        listed
        for row in page.iterfind(".//table[@class='tableFile']//tr")
        if (listed := _row(row)) is not None
    ]
    return _contents(_labelled(page, "Accepted"), "index", documents, url)


def read_submission(data: bytes, url: str) -> Contents:
    """The contents from a whole submission in SGML. Raises FetchError where it has no document."""
    end = _HEADER_END.search(data)
    printed = _ACCEPTED.search(data, 0, end.start() if end else len(data))
    documents = [
        Listed(int(match[2]), _text(match[1]), _text(match[3]), _text(match[4] or b""))
        for match in _DOCUMENT.finditer(data)
    ]
    return _contents(printed[1].decode() if printed else "", "header", documents, url)


def _contents(
    printed: str, basis: Literal["index", "header"], documents: list[Listed], url: str
) -> Contents:
    whole = [one for one in documents if _NAME.fullmatch(one.name)]
    if not whole:
        raise _not_an_index(url)
    read = acceptance.of_page if basis == "index" else acceptance.of_header
    try:
        accepted = read(printed) if printed else None
    except ValueError as error:
        what = f"the acceptance time {printed!r} is not one"
        raise FetchError(what, url, "look at it in a browser") from error
    return Contents(accepted, basis, tuple(sorted(whole, key=lambda one: one.sequence)))


def _row(row: html.HtmlElement) -> Listed | None:
    """A document from a table row: Seq, Description, Document (a link), Type, Size.

    None for the row of the whole submission, which has no Seq.
    """
    cells = list(row.iterfind("td"))
    link = cells[2].find(".//a") if len(cells) == 5 else None
    sequence = _words(cells[0]) if cells else ""
    if link is None or not sequence.isdecimal():
        return None
    name = str(link.get("href", "")).rpartition("/")[2]
    size = _words(cells[4])
    return Listed(
        int(sequence), _words(cells[3]), name, _words(cells[1]),
        int(size) if size.isdecimal() and len(size) < 12 else None,
    )  # fmt: skip


def _labelled(page: html.HtmlElement, head: str) -> str:
    """The text in the box under the label `head`; '' where there is none."""
    for box in page.iterfind(".//div[@class='infoHead']"):
        value = box.getnext()
        if _words(box) == head and value is not None:
            return _words(value)
    return ""


def _words(element: html.HtmlElement) -> str:
    pieces: Iterator[str] = (str(piece) for piece in element.itertext())
    return " ".join("".join(pieces).split())


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").strip()


def _not_an_index(url: str) -> FetchError:
    return FetchError("it names no documents of a filing", url, "look at it in a browser")
