"""The kinds of documents: one table says how each is recognised, named and used.

To add a kind, add a row to KINDS and a reader to `readers.READERS`.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from extractors.errors import DocumentError

Gives = Literal["figures", "rates", "signals", "opinions", "parts"]
"""What a document holds: a company's figures, exchange rates, signals, second opinions, others."""
IX_NAMESPACES = (
    "http://www.xbrl.org/2013/inlineXBRL",
    "http://www.xbrl.org/2008/inlineXBRL",
)
MAX_BYTES = 100_000_000
ZEROED = bytes(8)
"""Zero bytes in a row: no encoding of text has as many."""
HEAD = 2048
"""Bytes in which a document's beginning is looked for."""
UNKNOWN = "application/octet-stream"
UNTYPED = (".txt",)
"""Suffixes of EDGAR that promise no kind: what is behind them may be of any."""
_TAGGED = tuple(uri.encode() for uri in IX_NAMESPACES)
_INSTANCE = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
    rb"<(?:[\w.-]+:)?xbrl\s[^>]*http://www\.xbrl\.org/2003/instance",
    re.DOTALL,
)
_HTML = re.compile(rb"<(?:!doctype html|html|body|head|table|div|document)\b", re.I)


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document.

    gives       what its reader extracts
    title       its name in messages
    suffixes    of file names of this kind
    begins      byte sequences of which one is its beginning; () where the beginning shows nothing
    holds       whether the bytes are of the kind; where `begins` is given too, both must be true
    is_archive  it packs files of its own: EDGAR's filings contain some, with supplements
    """

    name: str
    media_type: str
    gives: Gives
    title: str
    suffixes: tuple[str, ...] = ()
    begins: tuple[bytes, ...] = ()
    holds: Callable[[bytes], bool] = lambda _: True
    is_archive: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it is never part of a submission."""
        return self.gives in ("parts", "opinions")


def is_inline_xbrl(data: bytes) -> bool:
    """Whether the bytes declare the inline XBRL namespace; a fast test without parsing."""
    return any(uri in data for uri in _TAGGED)


def _is_html(data: bytes) -> bool:
    return _HTML.search(data[:65536]) is not None


def _has_facts(data: bytes) -> bool:
    return b'"facts"' in data[:HEAD]


def is_instance(data: bytes) -> bool:
    """Whether the bytes begin like a plain XBRL instance: its root element, not within HTML."""
    return _INSTANCE.search(data[:65536]) is not None


_SUBMISSION_MARKS = (
    b"<SEC-DOCUMENT>", b"<IMS-DOCUMENT>", b"<SUBMISSION>", b"<SEC-HEADER>", b"<IMS-HEADER>",
    b"-----BEGIN PRIVACY-ENHANCED",
)  # fmt: skip
_RATES_MARKS = (b'"Series Description"', b"Series Description,")
_MONTH_MARK = "資料年月".encode()
_PAGES = (".htm", ".html", ".xhtml")

INLINE_XBRL = DocumentKind(
    "inline_xbrl", "application/xhtml+xml", "figures", "an inline-XBRL filing", _PAGES,
    holds=is_inline_xbrl,
)  # fmt: skip
XBRL = DocumentKind(
    "xbrl", "application/xbrl+xml", "figures", "a plain XBRL instance", (".xbrl", ".xml"),
    holds=is_instance,
)  # fmt: skip
XBRL_ZIP = DocumentKind(
    "xbrl_zip", "application/zip", "figures", "a zip with an XBRL report", (".zip", ".xml"),
    (b"PK\x03\x04", b"PK\x05\x06"), is_archive=True,
)  # fmt: skip
HTML = DocumentKind("html", "text/html", "figures", "an HTML release", _PAGES, holds=_is_html)
PDF = DocumentKind("pdf", "application/pdf", "figures", "a PDF report", (".pdf",), (b"%PDF-",))
SUBMISSION = DocumentKind(
    "submission", "text/x-sgml-submission", "parts", "a whole submission", begins=_SUBMISSION_MARKS
)
RATES = DocumentKind("rates", "text/csv", "rates", "a file of exchange rates", begins=_RATES_MARKS)
MONTHLY_REVENUE = DocumentKind(
    "monthly_revenue", "application/json", "signals", "a file of monthly revenues", begins=(b"[",),
    holds=lambda data: _MONTH_MARK in data[:HEAD],
)  # fmt: skip
COMPANY_FACTS = DocumentKind(
    "company_facts", "application/json", "opinions", "a file of company facts", begins=(b"{",),
    holds=_has_facts,
)  # fmt: skip

KINDS: tuple[DocumentKind, ...] = (
    INLINE_XBRL, XBRL_ZIP, XBRL, HTML, PDF, SUBMISSION, RATES, MONTHLY_REVENUE,
    COMPANY_FACTS,
)  # fmt: skip
"""A document's beginning decides before anything within it does; then the first row that fits."""


def kind_of(data: bytes) -> DocumentKind | None:
    """The kind recognised from the bytes; None for an unknown one."""
    head = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    by_beginning = (kind for kind in KINDS if kind.begins and head.startswith(kind.begins))
    by_content = (kind for kind in KINDS if not kind.begins)
    found = (kind for kinds in (by_beginning, by_content) for kind in kinds if kind.holds(data))
    return next(found, None)


def gives(name: str | None) -> Gives | None:
    """What a document of the kind `name` holds; None for None and for unknown kinds."""
    return next((kind.gives for kind in KINDS if kind.name == name), None)


def promised(name: str) -> tuple[DocumentKind, ...]:
    """The kinds indicated by a file name's suffix; 'report.htm.gz' is a page."""
    suffix = re.search(r"\.[a-z]+$", re.sub(r"\.gz$", "", name.lower()))
    return tuple(kind for kind in KINDS if suffix and suffix[0] in kind.suffixes)


def may_hold_figures(name: str) -> bool:
    """Whether a file of this name may be a document with figures, judged by its suffix alone."""
    return name.lower().endswith(UNTYPED) or is_document(name)


def is_document(name: str) -> bool:
    """Whether the name is that of a document with figures, not of an archive of files."""
    return any(one.gives == "figures" and not one.is_archive for one in promised(name))


def check_name(name: str, found: DocumentKind | None) -> None:
    """Raise DocumentError where a file's suffix contradicts the kind of its bytes."""
    wanted = promised(name)
    if wanted and found not in wanted:
        actual = found.media_type if found else "of no known type"
        raise DocumentError(
            f"the name promises {wanted[-1].media_type}, the bytes are {actual}",
            to_do="rename it or fetch it again",
            reason="media_type_mismatch",
        )


def check_undamaged(kind: DocumentKind, data: bytes) -> None:
    """Raise DocumentError where markup was overwritten or truncated, as the rest may mislead.

    Zero bytes are not valid in a page. A page without its end tag and with an open table was
    truncated within the table; one only without its end tag may have been written so.
    """
    if kind not in (INLINE_XBRL, XBRL, HTML):
        return
    if ZEROED in data:
        what = "a part of the document is overwritten with zero bytes"
        raise DocumentError(what, to_do="fetch it again", reason="unreadable")
    if kind is HTML and not re.search(rb"</html\s*>", data, re.IGNORECASE):
        tables = re.findall(rb"<(/?)table\b", data, re.IGNORECASE)
        if tables.count(b"") > tables.count(b"/"):
            what = "the document ends within a table"
            raise DocumentError(what, to_do="fetch it again", reason="truncated")


def unpacked(data: bytes) -> bytes:
    """The bytes, gunzipped if needed. Raises DocumentError: empty, truncated, too_large."""
    if not data:
        raise DocumentError("the document is empty", to_do="fetch it again", reason="empty")
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
                data = packed.read(MAX_BYTES + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise DocumentError(
                f"broken gzip: {error}", to_do="fetch it again", reason="truncated"
            ) from error
    if len(data) > MAX_BYTES:
        raise DocumentError(
            f"more than {MAX_BYTES:,} bytes",
            to_do="no report is that large; check what it is",
            reason="too_large",
        )
    if not data or data.isspace():
        raise DocumentError("the document is empty", to_do="fetch it again", reason="empty")
    return data


def body(data: bytes) -> bytes:
    """The markup without the SGML wrapper that EDGAR puts around a single document."""
    if not re.match(rb"\s*<DOCUMENT>", data):
        return data
    wrapped = re.search(rb"<(?:XBRL|TEXT)>\s*(?:<XBRL>\s*)?(.*?)\s*</(?:XBRL|TEXT)>", data, re.S)
    return wrapped.group(1) if wrapped else data
