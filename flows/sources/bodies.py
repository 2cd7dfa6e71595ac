"""Plausibility checks of a response body: it must be complete, and of the kind that was listed.

A server under maintenance may answer 200 with an empty body, half a page, or a notice. Kept under
the address of a filing, that would pass for the filing; so a faulty body is asked for again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from extractors.errors import DocumentError, FetchError
from extractors.xbrl import package
from flows.net.client import Judge

TAIL = 2000
"""Bytes at the end of a document in which its end is written: EDGAR adds lines of its own."""
WRAPPER = 2000
"""Bytes by which the size that EDGAR lists may exceed the body: its lines of SGML around it."""
NOTICE = 2000
"""Bytes that a notice in place of a document may have: MOPS writes some 250."""
_END_OF_PAGE = re.compile(rb"</(?:html|document)\s*>", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]*>\s*([^<]{1,300})", re.IGNORECASE)
_NOTICE = re.compile(
    rb"\b(?:error|unavailable|not found|access denied|forbidden|threshold exceeded|maintenance"
    rb"|automated tool)\b",
    re.IGNORECASE,
)


def fault(name: str, data: bytes, size: int | None = None) -> str | None:
    """What is wrong with the bytes of a document of this file name; None if nothing is.

    `size` in bytes is what the source lists, if it lists one.
    """
    if not data.strip():
        return "the body is empty"
    if size is not None and len(data) + WRAPPER < 0.9 * size:
        return f"the body has {len(data):,} bytes of {size:,} that are listed"
    match PurePosixPath(name.lower()).suffix:
        case ".pdf":
            return _of_pdf(data)
        case ".htm" | ".html" | ".xhtml":
            return _of_page(data)
    return None


def of_package(data: bytes) -> str | None:
    """What is wrong with a zip that holds an XBRL instance; None if nothing is."""
    if not data.startswith(b"PK"):
        return f"the body is no zip, in {len(data):,} bytes"
    try:
        package.document(data)
    except DocumentError as error:
        return error.what
    return None


def by(read: Callable[[bytes, str], object], url: str) -> Judge:
    """A judge that parses a listing from `url` with `read`; its FetchError is the fault."""

    def judge(data: bytes) -> str | None:
        """The fault that `read` finds; None if it finds none."""
        try:
            read(data, url)
        except FetchError as error:
            return error.what
        return None

    return judge


def _of_pdf(data: bytes) -> str | None:
    if b"%PDF-" not in data[:1024]:
        return "the body is no PDF"
    return None if b"%%EOF" in data[-TAIL:] else "the PDF is cut: its end is missing"


def _of_page(data: bytes) -> str | None:
    if b"<" not in data[:TAIL] or data.startswith(b"%PDF-"):
        return "the body is no HTML"
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "the page is damaged: it holds NUL bytes"
    if not _END_OF_PAGE.search(data[-TAIL:]):
        return "the page is cut: its end is missing"
    title = _TITLE.search(data[:TAIL])
    if title and _NOTICE.search(title[1]) and b"<table" not in data.lower():
        return "the body is a notice for people"
    return None
