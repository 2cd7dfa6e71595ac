"""A zip with one XBRL report in it, as DART and EDINET provide filings.

Nothing is written to disk, and only that one file is unpacked, up to a limit of bytes.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

from extractors.errors import DocumentError
from extractors.kinds import MAX_BYTES

MAX_FILES = 10_000
"""A report with its taxonomy and pictures has some dozens."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError)
_ENCRYPTED = 0x1
_AUDIT = "AuditDoc"
"""Where EDINET puts the auditor's report, an instance too, beside the company's in PublicDoc."""


def document(data: bytes) -> bytes:
    """The zip's only instance, or its only inline report where it has no instance.

    Raises DocumentError: unreadable or truncated for an invalid zip, or a name that leads out of
    it; encrypted; too_large; no_figures where it holds no such file, or several.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _read(packed, _chosen(packed.infolist()))
    except _BROKEN as error:
        reason = "unreadable" if b"PK\5\6" in data[-70_000:] else "truncated"
        what = f"the zip is damaged: {error}"
        raise DocumentError(what, to_do="fetch it again", reason=reason) from error


def _chosen(files: Sequence[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    if len(files) > MAX_FILES:
        what = f"the zip has {len(files):,} files"
        raise DocumentError(what, to_do="no report has as many", reason="too_large")
    for one in files:
        _check_name(one.filename)
    files = [one for one in files if _AUDIT not in one.filename.replace("\\", "/").split("/")]
    for suffixes in ((".xbrl",), (".xhtml", ".html", ".htm")):
        named = [one for one in files if one.filename.lower().endswith(suffixes)]
        if len(named) == 1:
            return named[0]
        if named:
            what = f"the zip holds {len(named)} files of type {suffixes[0]}"
            to_do = "unpack it and give the one with the statements"
            raise DocumentError(what, to_do=to_do, reason="no_figures")
    what = f"none of the zip's {len(files)} files is an XBRL document"
    raise DocumentError(what, to_do="see what it is", reason="no_figures")


def _check_name(name: str) -> None:
    """Refuse absolute names and '..'; DART writes backslashes."""
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or ":" in parts[0] or "\0" in name:
        what = f"a name in the zip leads out of it: {name[:80]!r}"
        raise DocumentError(what, to_do="do not unpack it", reason="unreadable")


def _read(packed: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    if one.flag_bits & _ENCRYPTED:
        what = f"{one.filename} in the zip needs a password"
        raise DocumentError(what, to_do="unpack it first", reason="encrypted")
    if one.compress_type not in _METHODS:
        what = f"{one.filename} in the zip is packed in an unusual way"
        raise DocumentError(what, to_do="unpack it first")
    with packed.open(one) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        what = f"{one.filename} in the zip has more than {MAX_BYTES:,} bytes"
        raise DocumentError(what, to_do="no report is that large", reason="too_large")
    return data
