"""A whole submission as EDGAR stores it: an SGML header followed by its documents.

Each document's bytes are those between its tags, the same that EDGAR serves under the document's
own address, so that a document has one hash whichever way it came.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extractors import kinds
from extractors.errors import DocumentError

MAX_DOCUMENTS = 5_000
"""The largest filings with all their pictures and exhibits have some hundreds."""
_OUTERMOST = re.compile(
    rb"\s*(?:-----BEGIN PRIVACY-ENHANCED|<(SEC-DOCUMENT|IMS-DOCUMENT|SUBMISSION)>)"
)
_MARK = re.compile(rb"^</?DOCUMENT>[ \t]*\r?$", re.MULTILINE)
_TAG = re.compile(r"<(TYPE|SEQUENCE|FILENAME|DESCRIPTION)>([^\r\n]*)")
_TEXT = re.compile(rb"^<TEXT>[ \t]*\r?\n?", re.MULTILINE)
_WRAPPER = re.compile(rb"\s*<(XBRL|XML|PDF)>[ \t]*\r?\n?")
_FIELD = re.compile(r"^\s*(?:<([A-Z][A-Z0-9-]*)>|([A-Z][A-Z0-9 ./&()-]*):)[ \t]*(.*?)\s*$")
_NAME = re.compile(r"\w[\w.,() -]*", re.ASCII)
_BEGIN = re.compile(rb"\s*begin [0-7]{3,4} ([^\r\n]*)\r?\n")
_FILERS = frozenset(("FILER", "FILED BY", "REPORTING OWNER", "SUBJECT COMPANY", "ISSUER"))


@dataclass(frozen=True, slots=True)
class Company:
    """A company named in the header: its role ('FILER'), ten-digit CIK, name."""

    role: str
    cik: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What the submission's header states; None where it does not.

    accepted is as printed, 'YYYYMMDDhhmmss' in New York time; period is the header's period of
    report, which for an 8-K is the date of the event.
    """

    accession: str | None = None
    form: str | None = None
    filed: date | None = None
    accepted: str | None = None
    period: date | None = None
    companies: tuple[Company, ...] = ()

    @property
    def filers(self) -> tuple[Company, ...]:
        """The companies that filed it, without its subjects."""
        return tuple(company for company in self.companies if company.role == "FILER")


@dataclass(frozen=True, slots=True)
class Part:
    """A document of a submission: its type ('8-K', 'EX-99.1'), position, file name, bytes."""

    document_type: str
    sequence: int
    name: str
    description: str
    data: bytes

    def can_hold_results(self, form: str | None) -> bool:
        """Whether it is the form itself, a release (EX-99) or an annual report (EX-13).

        Contracts, consents and charters have other companies' numbers or none; pictures, schemas
        and archives are not documents.
        """
        kind = self.document_type.upper().removesuffix("/A")
        if not self.data.strip():
            return False
        if kind == (form or "").upper().removesuffix("/A") or (not form and self.sequence == 1):
            return True
        return re.match(r"EX-(?:99|13)\b", kind) is not None


@dataclass(frozen=True, slots=True)
class Submission:
    """A header and the documents in their order."""

    header: Header
    parts: tuple[Part, ...]

    @property
    def readable(self) -> tuple[Part, ...]:
        """The documents that can hold results."""
        return tuple(part for part in self.parts if part.can_hold_results(self.header.form))


def split(data: bytes) -> Submission:
    """The submission in `data`, which may be gzipped.

    Raises DocumentError: truncated where it ends within a document, too_large, unreadable where
    documents are nested or a file in it cannot be decoded, no_figures without documents.
    """
    spans = list(_spans(data))
    if not spans:
        what = "a submission without documents"
        raise DocumentError(what, to_do="get the submission as a whole", reason="no_figures")
    _check_end(data, spans[-1][1])
    header = read_header(data[: spans[0][0]])
    parts = tuple(_part(data[start:end], place) for place, (start, end) in enumerate(spans, 1))
    return Submission(header, parts)


def read_header(head: bytes) -> Header:
    """The header before the first document, in lines 'NAME:<tab>value' or '<NAME>value'."""
    told: dict[str, str] = {}
    companies: list[Company] = []
    role = ""
    for line in head.decode("utf-8", "replace").splitlines():
        found = _FIELD.match(line)
        if found is None:
            continue
        key, value = (found[1] or found[2]).replace("-", " ").strip(), found[3]
        if key in _FILERS and not value:
            role = key
        elif key in ("CENTRAL INDEX KEY", "CIK") and value.isdecimal() and value.isascii():
            name = told.pop("COMPANY CONFORMED NAME", None) or told.pop("CONFORMED NAME", None)
            companies.append(Company(role, value.zfill(10), name))
        elif value:
            told[key] = value if key.endswith("CONFORMED NAME") else told.get(key, value)
    return Header(
        accession=_matched(r"\d{10}-\d\d-\d{6}", told.get("ACCESSION NUMBER")),
        form=told.get("CONFORMED SUBMISSION TYPE") or told.get("TYPE"),
        filed=_day(told.get("FILED AS OF DATE") or told.get("FILING DATE")),
        accepted=_matched(r"\d{14}", told.get("ACCEPTANCE DATETIME")),
        period=_day(told.get("CONFORMED PERIOD OF REPORT") or told.get("PERIOD")),
        companies=tuple(companies),
    )


def _spans(data: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of each document, including its tags. Raises DocumentError."""
    start: int | None = None
    count = 0
    for mark in _MARK.finditer(data):
        is_opening = not mark[0].startswith(b"</")
        if is_opening == (start is not None):
            what = "a document begins within another" if is_opening else "a document ends twice"
            raise DocumentError(what, to_do="get the submission from its source again")
        if is_opening:
            start, count = mark.start(), count + 1
        elif start is not None:
            yield start, mark.end()
            start = None
        if count > MAX_DOCUMENTS:
            what = f"a submission of more than {MAX_DOCUMENTS:,} documents"
            raise DocumentError(what, to_do="no filing has; see what it is", reason="too_large")
    if start is not None:
        raise _truncated(f"the submission ends within its document {count}")


def _check_end(data: bytes, end: int) -> None:
    """Raise DocumentError where tags opened before the documents are not closed after them."""
    outermost = _OUTERMOST.match(data)
    if outermost is None:
        return
    name = outermost[1]
    closing = b"</" + name + b">" if name else b"-----END PRIVACY-ENHANCED"
    if closing not in data[end:]:
        raise _truncated(f"the submission ends without {closing.decode()}")


def _part(data: bytes, place: int) -> Part:
    text = _TEXT.search(data)
    head = data[: text.start()] if text else data
    told: dict[str, str] = {}
    for name, value in _TAG.findall(head.decode("utf-8", "replace")):
        told.setdefault(name, value.strip())
    sequence = told.get("SEQUENCE", "")
    name = _matched(_NAME.pattern, told.get("FILENAME")) or f"document {place}"
    return Part(
        document_type=told.get("TYPE", ""),
        sequence=int(sequence) if re.fullmatch(r"[0-9]{1,6}", sequence) else place,
        name=name,
        description=told.get("DESCRIPTION", ""),
        data=_content(data[text.end() :], name) if text else b"",
    )


def _content(data: bytes, name: str) -> bytes:
    """The bytes between <TEXT> and </TEXT>, without EDGAR's own wrapping."""
    end = data.rfind(b"</TEXT>")
    if end < 0:
        raise _truncated(f"{name} has no end")
    content = _without_newline(data[:end])
    wrapper = _WRAPPER.match(content)
    if wrapper is not None:
        closing = content.rfind(b"</" + wrapper[1] + b">")
        if closing < 0:
            raise _truncated(f"{name} has no end")
        content = _without_newline(content[wrapper.end() : closing])
    return _decoded(content, name)


def _without_newline(data: bytes) -> bytes:
    """Without the line end before a closing tag."""
    return data.removesuffix(b"\n").removesuffix(b"\r")


def _decoded(content: bytes, name: str) -> bytes:
    """A uuencoded file, if its name is a document's; b'' for pictures, archives and sheets."""
    begin = _BEGIN.match(content)
    if begin is None:
        return content
    if not kinds.is_document(begin[1].decode("latin-1").strip()):
        return b""
    pieces: list[bytes] = []
    for line in content[begin.end() :].splitlines():
        if line.strip() == b"end":
            return b"".join(pieces)
        if line.strip() in (b"", b"`"):
            continue
        try:
            pieces.append(_uu(line))
        except binascii.Error as error:
            what = f"{name} is not well uuencoded: {error}"
            raise DocumentError(what, to_do="get the submission from its source again") from error
    raise _truncated(f"{name} is uuencoded and has no end")


def _uu(line: bytes) -> bytes:
    """A line's bytes; some encoders write more characters than the line's count says."""
    count = (line[0] - 32) & 63
    return binascii.a2b_uu(line[: 1 + (count + 2) // 3 * 4])


def _truncated(what: str) -> DocumentError:
    return DocumentError(what, to_do="fetch it again", reason="truncated")


def _matched(pattern: str, text: str | None) -> str | None:
    return text if text and re.fullmatch(pattern, text, re.ASCII) else None


def _day(text: str | None) -> date | None:
    """'20230315' as a date."""
    if text is None or not re.fullmatch(r"[0-9]{8}", text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
