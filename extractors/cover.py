"""A document's cover: its kind, issuer, form and period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice

from extractors.errors import PeriodError
from extractors.kinds import UNKNOWN, DocumentKind
from extractors.language.period_captions import parse_date
from extractors.language.phrases import pattern
from extractors.model import Document

PROXY = re.compile(r"(?:PRE|DEF)[A-Z]{0,2} ?14[AC]", re.IGNORECASE)
"""Forms of proxy and information statements: what they repeat of results is for executives' pay."""


_RULE = "___"  # part of a line drawn on the cover
LONG = 2_000
"""Characters of a line that is a paragraph, and no part of a cover."""
FRONT = 120
"""Lines of a filing in which its cover has named form and issuer."""


def document(
    data: bytes, sha256: str, kind: DocumentKind | None, texts: Mapping[str, str]
) -> Document:
    """What the document states about itself; `texts` are its dei facts, concept → text."""
    cik = re.sub(r"\D", "", texts.get("dei:EntityCentralIndexKey", ""))
    return Document(
        sha256=sha256,
        media_type=kind.media_type if kind else UNKNOWN,
        kind=kind.name if kind else None,
        size=len(data),
        issuer=texts.get("dei:EntityRegistrantName") or None,
        cik=cik.zfill(10) if cik else None,
        ticker=_ticker(texts.get("dei:TradingSymbol")),
        form=texts.get("dei:DocumentType") or None,
        period_end=_date(texts.get("dei:DocumentPeriodEndDate")),
        fiscal_year_end=_month_day(texts.get("dei:CurrentFiscalYearEndDate")),
        is_amendment=texts.get("dei:AmendmentFlag", "").lower() in ("true", "1"),
    )


def named(document: Document, lines: Iterable[str]) -> Document:
    """The document with the form and the issuer that the printed cover of a filing names.

    Both stand above "(Exact name of registrant as specified in its charter)": a release, which has
    no such line, may cite the forms of others.
    """
    form, above = None, ""
    for line in islice(lines, FRONT):
        if len(line) > LONG:
            continue
        text = " ".join(line.split())
        last = pattern("cover_registrant").search(text)
        head = text[: last.start()].strip() if last else text
        if form is None and (found := pattern("cover_form").search(head)):
            form = f"{found['form']}{found['amended'] or ''}".upper()
        if last:
            issuer = (head or above).rpartition(_RULE)[2].strip(" _")
            is_amendment = bool(form and form.endswith("/A"))
            return replace(document, form=form, issuer=issuer or None, is_amendment=is_amendment)
        above = text or above
    return document


def dated(document: Document, period_end: date | None, fiscal_year_end: str | None) -> Document:
    """The document with the period that its text reports."""
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
