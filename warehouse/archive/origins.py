"""Origins on disk: one small JSON file each, named by document and identity.

Two origins are the same when all but the ETag, the document's type in its filing and the time of
retrieval agree (known_at counts, unless it is that time): fetching a document again is no news. The
earliest retrieval is kept.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args, get_type_hints

from extractors.errors import ArchiveError
from extractors.model import Origin, digest
from warehouse.disk.files import write

_BASES = {name: name for name in get_args(get_type_hints(Origin)["known_at_basis"])}


def identity(origin: Origin) -> str:
    """16 hex digits that name an origin, whenever it was retrieved."""
    known_at = None if origin.known_at_basis == "retrieved" else _time(origin.known_at)
    return digest(
        origin.sha256, origin.url, origin.accession, origin.form, origin.published,
        origin.accepted and _time(origin.accepted), known_at, origin.known_at_basis,
        origin.company_id,
    )  # fmt: skip


def keep(origin: Origin, folder: Path, scratch: Path) -> None:
    """Write the origin, unless it is there with an earlier retrieval. Raises OSError."""
    path = folder / origin.sha256[:2] / f"{origin.sha256}.{identity(origin)}.json"
    if path.exists() and _load(path).retrieved <= origin.retrieved:
        return
    text = json.dumps(_fields(origin), indent=1, ensure_ascii=False).encode()
    write(path, scratch, lambda file: file.write(text))


def read(folder: Path) -> list[Origin]:
    """All origins, sorted by document, time known and address. Raises ArchiveError, OSError."""
    found: list[Origin] = []
    damaged: list[ArchiveError] = []
    for path in sorted(folder.glob("*/*.json")):
        try:
            found.append(_load(path))
        except ArchiveError as error:
            damaged.append(error)
    if damaged:
        places = ", ".join(error.where for error in damaged)
        what = "the origin is" if len(damaged) == 1 else f"{len(damaged)} origins are"
        raise ArchiveError(f"{what} not whole", places, damaged[0].to_do)
    return sorted(found, key=lambda one: (one.sha256, one.known_at, one.url, identity(one)))


def documents(folder: Path) -> set[str]:
    """The sha256 of every document that has an origin. Raises OSError."""
    return {path.name.split(".")[0] for path in folder.glob("*/*.json")}


def _fields(origin: Origin) -> dict[str, str | None]:
    return {
        "sha256": origin.sha256,
        "url": origin.url,
        "company_id": origin.company_id,
        "accession": origin.accession,
        "form": origin.form,
        "published": None if origin.published is None else origin.published.isoformat(),
        "accepted": None if origin.accepted is None else _time(origin.accepted),
        "retrieved": _time(origin.retrieved),
        "known_at": _time(origin.known_at),
        "known_at_basis": origin.known_at_basis,
        "etag": origin.etag,
        "document_type": origin.document_type,
    }


def _load(path: Path) -> Origin:
    try:
        field = json.loads(path.read_bytes())
        published, accepted = field["published"], field["accepted"]
        return Origin(
            sha256=field["sha256"],
            url=field["url"],
            retrieved=datetime.fromisoformat(field["retrieved"]),
            known_at=datetime.fromisoformat(field["known_at"]),
            known_at_basis=_BASES[field["known_at_basis"]],
            accession=field["accession"],
            form=field["form"],
            published=None if published is None else date.fromisoformat(published),
            accepted=None if accepted is None else datetime.fromisoformat(accepted),
            etag=field["etag"],
            company_id=field["company_id"],
            document_type=field.get("document_type"),  # older origins do not have it
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveError(
            "the origin is not whole", str(path), "remove this file and fetch the document again"
        ) from error


def _time(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ArchiveError(f"the time {moment} has no zone", "origin", "give times in UTC")
    return moment.astimezone(UTC).isoformat()
