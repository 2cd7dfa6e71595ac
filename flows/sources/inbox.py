"""A folder of documents as a source: its files go into the archive with their origin."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Literal

from extractors import kinds
from extractors.errors import DocumentError, FetchError, RegistryError
from extractors.model import Document, Extraction, Origin, Refusal
from flows.sources import attachments
from flows.sources.attachments import Attachment, Refused
from flows.sources.inbox_manifest import NAME, ManifestRow, read_manifest
from warehouse.archive.store import Archive
from warehouse.registry.registry import Registry

MAX_BYTES = 512 * 2**20  # a report with all its pictures has some tens of megabytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """The result of taking in a folder: number of files, and of documents with a new origin.

    `rows` are the manifest rows by sha256; `attached` maps the name of each submission to those of
    its documents.
    """

    files: int
    new: int
    rows: Mapping[str, ManifestRow]
    refused: tuple[Refused, ...]
    attached: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def all_refused(self, refused: Iterable[Refused]) -> list[Refused]:
        """Refusals on delivery, then those by extractors (`refused`), one for each submission."""
        return [*self.refused, *attachments.summed(refused, self.attached)]


def deliver(folder: Path, archive: Archive, registry: Registry, now: datetime) -> Delivery:
    """Put every document of `folder` and its subfolders into the archive.

    Raises FetchError where the folder does not exist, RegistryError where inbox.csv is malformed,
    ArchiveError where the archive cannot be written. A file that cannot be taken in is refused.
    """
    if not folder.is_dir():
        raise FetchError("no such folder", str(folder), "name a folder that holds documents")
    rows = read_manifest(folder)
    known = {_identity(origin) for origin in archive.origins()}
    found: dict[str, ManifestRow] = {}
    attached: dict[str, tuple[str, ...]] = {}
    refused: list[Refused] = []
    files = new = 0
    for files, (name, path) in enumerate(_files(folder, archive), start=1):  # noqa: B007
        try:
            row = _resolved(rows.pop(name, ManifestRow(name)), registry)
            inside = attachments.opened(_bytes(path, name), row, registry)
        except DocumentError as error:
            refused.append(Refused(name, error.reason, _words(error)))
            continue
        if inside[0].row.file != name:
            attached[name] = tuple(one.row.file for one in inside)
        for one in inside:
            origin = _origin(one, now)
            found.setdefault(origin.sha256, one.row)
            if _identity(origin) not in known:
                archive.put(one.data, origin)
                new += 1
    absent = f"{NAME} names it, and it is not there"
    refused += [Refused(name, "unreadable", absent) for name in rows]
    return Delivery(files, new, found, tuple(refused), attached)


def refusals(extraction: Extraction, row: ManifestRow, registry: Registry) -> Iterator[Refused]:
    """Why nothing of a document enters the warehouse; nothing where something does.

    Either it holds no figures, or neither it nor its manifest row states the issuer, the form or
    the period.
    """
    document = extraction.document
    if not extraction.figures:
        yield from without_figures(extraction, row.file)
        if extraction.opinions and row.company_id is None:
            yield from _issuer_refusal(document, row.file, registry)
        return
    missing = [] if row.company_id else list(_issuer_refusal(document, row.file, registry))
    if row.form is None and document.form is None:
        missing.append(Refused(row.file, "no_form", f"which form it is, say in {NAME}"))
    if row.period_end is None and document.period_end is None:
        missing.append(Refused(row.file, "no_period", f"which period it covers, say in {NAME}"))
    yield from _as_one(missing)


def _as_one(missing: Sequence[Refused]) -> Iterator[Refused]:
    """All that a document does not say in one line, under the first reason."""
    if missing:
        yield replace(missing[0], what="; ".join(one.what for one in missing))


def without_figures(extraction: Extraction, name: str) -> Iterator[Refused]:
    """Why a document gave no figures; nothing where it gave figures, rates, signals or opinions."""
    is_of_facts = kinds.gives(extraction.document.kind) in ("rates", "signals")
    has_facts = is_of_facts and extraction.facts
    if not (extraction.figures or extraction.opinions or has_facts):
        sha256 = extraction.document.sha256
        none = Refusal(sha256, "it holds no figures that we know", "no_figures")
        last = (none, *extraction.refusals)[-1]  # the document's refusal follows its facts'
        yield Refused(name, last.reason, last.what)


def _issuer_refusal(document: Document, name: str, registry: Registry) -> Iterator[Refused]:
    says = [text for text in (document.cik, document.ticker) if text]
    if any(_company(text, document, registry) for text in says):
        return
    if document.issuer and not document.cik and registry.named(document.issuer):
        return
    if not says and not document.issuer:
        yield Refused(name, "no_issuer", f"by which company it is, say in {NAME}")
        return
    who = ", ".join(filter(None, (document.issuer, *says)))
    todo = f"add the company to companies.csv and identifiers.csv, or say in {NAME} which it is"
    yield Refused(name, "unknown_issuer", f"{who} is not in the registry; {todo}")


def _words(error: DocumentError) -> str:
    return f"{error.what}; {error.to_do}" if error.to_do else error.what


def _company(identifier: str, document: Document, registry: Registry) -> str | None:
    try:
        return registry.company(identifier, document.period_end)
    except RegistryError:
        return None


def _files(folder: Path, archive: Archive) -> Iterator[tuple[str, Path]]:
    """Name and path of each document, sorted by name.

    Hidden files, inbox.csv and our own files are skipped: the data folder may lie inside.
    """
    home = archive.root.parent
    ours = {home / "archive", home / "builds", *home.glob("*.duckdb*")}
    for path in sorted(folder.absolute().rglob("*")):
        inner = path.relative_to(folder.absolute())
        is_hidden = any(part.startswith(".") for part in inner.parts)
        if is_hidden or inner == Path(NAME) or not ours.isdisjoint((path, *path.parents)):
            continue
        if path.is_file():
            # A file name that is not UTF-8 could not be stored or printed.
            yield os.fsencode(inner.as_posix()).decode(errors="backslashreplace"), path


def _bytes(path: Path, name: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            what = f"{size:,} bytes, and {MAX_BYTES:,} are the limit"
            raise DocumentError(what, name, reason="too_large")
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError((error.strerror or str(error)).lower(), name) from error
    _check_name(data, name)
    return data


def _check_name(data: bytes, name: str) -> None:
    """Raise DocumentError where the file name's suffix contradicts the kind of the bytes.

    Checked here, as the archive identifies bytes by hash alone: under its right name the same
    document may come in later. Bytes that cannot be unpacked are archived, and the extractor
    refuses them.
    """
    try:
        kind = kinds.kind_of(kinds.unpacked(data))
    except DocumentError:
        return
    kinds.check_name(name, kind)


def _resolved(row: ManifestRow, registry: Registry) -> ManifestRow:
    """The row with the company_id in place of whatever identifier it gives."""
    if row.company_id is None:
        return row
    try:
        company = registry.company(row.company_id, row.period_end or row.published)
    except RegistryError as error:
        raise DocumentError(f"{NAME}: {error}", row.file, reason="unknown_issuer") from error
    return replace(row, company_id=company)


def _origin(one: Attachment, now: datetime) -> Origin:
    row = one.row
    known_at, basis = _known_at(row, now)
    return Origin(
        sha256=hashlib.sha256(one.data).hexdigest(),
        url=row.url or f"inbox:{row.file}",
        retrieved=now,
        known_at=known_at,
        known_at_basis=basis,
        accession=one.accession,
        form=row.form,
        published=row.published,
        accepted=row.accepted,
        company_id=row.company_id,
        document_type=one.document_type,
    )


def _known_at(
    row: ManifestRow, now: datetime
) -> tuple[datetime, Literal["acceptance", "published", "retrieved"]]:
    """When the document was known, and what that rests on."""
    if row.accepted:
        return row.accepted, "acceptance"
    if row.published:
        # The start of that day, as a release comes before the filing accepted after it.
        return datetime.combine(row.published, time.min, UTC), "published"
    return now, "retrieved"


def _identity(origin: Origin) -> tuple[object, ...]:
    """What makes an origin a new one; the time of retrieval does not."""
    return (
        origin.sha256, origin.url, origin.accession, origin.form, origin.published,
        origin.accepted, origin.company_id,
    )  # fmt: skip
