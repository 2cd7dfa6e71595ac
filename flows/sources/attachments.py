"""A file of the inbox as documents: the file itself, or the documents of a whole submission."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from extractors import kinds
from extractors.edgar import submissions
from extractors.edgar.submissions import Header
from extractors.errors import DocumentError, RegistryError
from flows.sources import acceptance
from flows.sources.inbox_manifest import NAME, ManifestRow
from warehouse.registry.registry import Registry


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or document of which nothing enters the warehouse: name, reason code, explanation."""

    name: str
    reason: str
    what: str

    def __str__(self) -> str:
        """One line for a person."""
        return f"{self.name}: refused: {self.reason}: {self.what}"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document to keep: its bytes, what is known about it, and its place in a filing if any."""

    data: bytes
    row: ManifestRow
    accession: str | None = None
    document_type: str | None = None


def opened(data: bytes, row: ManifestRow, registry: Registry) -> tuple[Attachment, ...]:
    """The file itself, or of a whole submission the documents that may hold its results.

    The manifest row takes precedence over the submission's header. Raises DocumentError where a
    submission cannot be split, holds no such document, or its filer is not in the registry.
    """
    plain = _submission(data)
    if plain is None:
        return (Attachment(data, row),)
    whole = submissions.split(plain)
    if not whole.readable:
        types = ", ".join(sorted({part.document_type for part in whole.parts}))
        raise DocumentError(f"no document of it can hold results ({types})", reason="no_figures")
    header = whole.header
    filled = replace(
        row,
        company_id=row.company_id or _filer(header, registry),
        form=row.form or header.form,
        published=row.published or header.filed,
    )
    with suppress(ValueError):  # an invalid time: the filing's date is used instead
        accepted = acceptance.of_header(header.accepted) if header.accepted else None
        filled = replace(filled, accepted=row.accepted or accepted)
    address = row.url or f"inbox:{row.file}"
    return tuple(
        Attachment(
            part.data,
            replace(filled, file=f"{row.file}#{part.name}", url=f"{address}#{part.name}"),
            header.accession,
            part.document_type,
        )
        for part in whole.readable
    )


def summed(refused: Iterable[Refused], attached: Mapping[str, tuple[str, ...]]) -> list[Refused]:
    """The refusals, with one for a submission without figures instead of one for each exhibit.

    `attached` maps the name of each submission to those of its documents.
    """
    refusals = list(refused)
    without_figures = {one.name for one in refusals if one.reason == "no_figures"}
    inside = {name for names in attached.values() for name in names}
    kept = [one for one in refusals if one.reason != "no_figures" or one.name not in inside]
    return kept + [
        Refused(name, "no_figures", "no document of it holds figures that we know")
        for name, names in attached.items()
        if without_figures.issuperset(names)
    ]


def _submission(data: bytes) -> bytes | None:
    """The bytes, unpacked from gzip, if they are a whole submission; else None."""
    try:
        plain = kinds.unpacked(data)
    except DocumentError:
        return None  # archived as it is; the extractor will refuse it
    return plain if kinds.kind_of(plain) is kinds.SUBMISSION else None


def _filer(header: Header, registry: Registry) -> str | None:
    """The company_id of the filer; None where the header names no filer.

    Raises DocumentError where the filer is not in the registry.
    """
    found: set[str] = set()
    for filer in header.filers:
        with suppress(RegistryError):
            found.add(registry.company(filer.cik, header.filed))
    who = ", ".join(f"{filer.name or 'CIK'} {filer.cik}" for filer in header.filers)
    if len(found) > 1:
        raise DocumentError(f"it is of {who}; say in {NAME} of which", reason="unknown_issuer")
    if header.filers and not found:
        todo = f"add the company to companies.csv and identifiers.csv, or say in {NAME} which it is"
        raise DocumentError(f"{who} is not in the registry; {todo}", reason="unknown_issuer")
    return next(iter(found), None)
