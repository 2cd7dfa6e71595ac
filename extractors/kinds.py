"""What a document is and what it says of itself.

Its type is told by its bytes, its cover by its dei facts.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from extractors.errors import DocumentError, PeriodError
from extractors.language.period_captions import parse_date
from extractors.model import Document
from extractors.xbrl.parse import IX_NAMESPACES

MARKERS = tuple(uri.encode() for uri in IX_NAMESPACES)
MAX_BYTES = 100_000_000
INLINE_XBRL, HTML, PDF, SUBMISSION, RATES, COMPANY_FACTS = (
    "application/xhtml+xml",
    "text/html",
    "application/pdf",
    "text/x-sgml-submission",
    "text/csv",
    "application/json",
)
HEADS: dict[tuple[bytes, ...], str] = {
    (b"%PDF-",): PDF,
    (
        b"<SEC-DOCUMENT>",
        b"<IMS-DOCUMENT>",
        b"<SUBMISSION>",
        b"<SEC-HEADER>",
        b"<IMS-HEADER>",
        b"-----BEGIN PRIVACY-ENHANCED",
    ): SUBMISSION,
    (b'"Series Description"', b"Series Description,"): RATES,
}
SUFFIXES = {
    ".pdf": (PDF,),
    ".htm": (INLINE_XBRL, HTML),
    ".html": (INLINE_XBRL, HTML),
    ".xhtml": (INLINE_XBRL, HTML),
}


def unpacked(data: bytes) -> bytes:
    """The bytes without gzip around them. Raises DocumentError: empty, truncated, too_large."""
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


def is_inline_xbrl(data: bytes) -> bool:
    """Whether the bytes declare the inline XBRL namespace: a cheap look, no parse."""
    return any(marker in data for marker in MARKERS)


def media_type(data: bytes) -> str | None:
    """The type that the bytes themselves show, None where they show none that we know."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    for heads, kind in HEADS.items():
        if head.startswith(heads):
            return kind
    if head.startswith(b"{") and b'"facts"' in head:
        return COMPANY_FACTS
    if is_inline_xbrl(data):
        return INLINE_XBRL
    if re.search(rb"<(?:!doctype html|html|body|head|table|div|document)\b", data[:65536], re.I):
        return HTML
    return None


def check_name(name: str, found: str | None) -> None:
    """Raise DocumentError where a file's name promises another type than its bytes are."""
    suffix = re.search(r"\.[a-z]+$", re.sub(r"\.gz$", "", name.lower()))
    wanted = SUFFIXES.get(suffix.group(0)) if suffix else None
    if wanted and found not in wanted:
        raise DocumentError(
            f"the name promises {wanted[-1]}, the bytes are {found or 'of no known type'}",
            to_do="rename it or fetch it again",
            reason="media_type_mismatch",
        )


def body(data: bytes) -> bytes:
    """The markup itself, without the SGML wrapper that EDGAR puts around a single document."""
    if not re.match(rb"\s*<DOCUMENT>", data):
        return data
    wrapped = re.search(rb"<(?:XBRL|TEXT)>\s*(?:<XBRL>\s*)?(.*?)\s*</(?:XBRL|TEXT)>", data, re.S)
    return wrapped.group(1) if wrapped else data


def cover(data: bytes, sha256: str, kind: str | None, texts: Mapping[str, str]) -> Document:
    """What the document says of itself; `texts` are its dei facts, concept → text."""
    cik = re.sub(r"\D", "", texts.get("dei:EntityCentralIndexKey", ""))
    return Document(
        sha256=sha256,
        media_type=kind or "application/octet-stream",
        size=len(data),
        issuer=texts.get("dei:EntityRegistrantName") or None,
        cik=cik.zfill(10) if cik else None,
        ticker=_ticker(texts.get("dei:TradingSymbol")),
        form=texts.get("dei:DocumentType") or None,
        period_end=_date(texts.get("dei:DocumentPeriodEndDate")),
        fiscal_year_end=_month_day(texts.get("dei:CurrentFiscalYearEndDate")),
        is_amendment=texts.get("dei:AmendmentFlag", "").lower() in ("true", "1"),
    )


def dated(document: Document, period_end: date | None, fiscal_year_end: str | None) -> Document:
    """The document with the period that its text says it reports."""
    return replace(document, period_end=period_end, fiscal_year_end=fiscal_year_end)


def _ticker(text: str | None) -> str | None:
    return (
        text.strip().upper()
        if text and re.fullmatch(r"[A-Za-z][A-Za-z.\-]{0,9}", text.strip())
        else None
    )


def _date(text: str | None) -> date | None:
    try:
        return parse_date(text) if text else None
    except PeriodError:
        return None


def _month_day(text: str | None) -> str | None:
    """'--12-31' or 'December 31' as '12-31'."""
    if not text:
        return None
    found = re.fullmatch(r"-*(\d\d-\d\d)", text.strip())
    day = _date(f"2000-{found.group(1)}" if found else f"{text}, 2000")
    return f"{day:%m-%d}" if day else None
