"""Origins: written ahead as one small JSON object each, folded into Parquet when they are many.

    origins/ab/<sha256>.<identity>.json       written ahead
    origins/ab/<sha256>.<identity>.<n>.json   the same, retrieved earlier than the one above says
    origins/folded/<sha256 of itself>.parquet

Two origins are the same when all but the ETag, the document's type in its filing and the time of
retrieval agree (known_at counts, unless it is that time): fetching a document again is no news. Of
the same the earliest retrieval counts, wherever it stands, so that a fold that was killed, or two
at once, change nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import lru_cache
from io import BytesIO
from itertools import count
from typing import get_args, get_type_hints

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extractors.errors import ArchiveError
from extractors.model import Origin, digest
from warehouse.disk.objects import Entry, Objects

LOOSE = 256
"""Origins written ahead from which on they are folded: reading so many costs next to nothing."""
PARTS = 16
"""Parts from which on those are folded that are not full."""
FULL = 500_000
"""Origins from which on a part is left alone."""
_FOLDER, _FOLDED = "origins/", "origins/folded/"
_BASES = {name: name for name in get_args(get_type_hints(Origin)["known_at_basis"])}
_TIME, _DAY, _TEXT = pa.timestamp("us", "UTC"), pa.date32(), pa.string()
SCHEMA = pa.schema(
    [
        ("sha256", _TEXT), ("url", _TEXT), ("company_id", _TEXT), ("accession", _TEXT),
        ("form", _TEXT), ("published", _DAY), ("accepted", _TIME), ("retrieved", _TIME),
        ("known_at", _TIME), ("known_at_basis", _TEXT), ("etag", _TEXT),
        ("document_type", _TEXT), ("identity", _TEXT),
    ]
)  # fmt: skip
"""The columns of raw.origin, and the name of each origin."""


def identity(origin: Origin) -> str:
    """16 hex digits that identify an origin, independent of when it was retrieved."""
    known_at = None if origin.known_at_basis == "retrieved" else _time(origin.known_at)
    return digest(
        origin.sha256, origin.url, origin.accession, origin.form, origin.published,
        origin.accepted and _time(origin.accepted), known_at, origin.known_at_basis,
        origin.company_id,
    )  # fmt: skip


def keep(origin: Origin, objects: Objects) -> None:
    """Write the origin, unless it is stored with an earlier retrieval. Raises OSError."""
    stem = f"{_FOLDER}{origin.sha256[:2]}/{origin.sha256}.{identity(origin)}"
    data = json.dumps(_fields(origin), indent=1, ensure_ascii=False).encode()
    for number in count():
        key = f"{stem}.{number}.json" if number else f"{stem}.json"
        with suppress(FileNotFoundError):  # folded just now
            if objects.put(key, data) or _parsed(objects, key).retrieved <= origin.retrieved:
                return


def read(objects: Objects) -> pa.Table:
    """All origins without duplicates, sorted by document, known_at and address, as SCHEMA.

    Raises ArchiveError, which names all damaged ones; OSError.
    """
    while True:
        loose = _loose(objects)  # first: what is folded meanwhile is in a part that is listed then
        parts = _parts(objects)
        try:
            tables = [_part(objects, entry) for entry in parts]
            tables.append(table(_read(objects, loose)))
        except FileNotFoundError:
            continue  # folded since it was listed
        if parts == _parts(objects):
            return _once(pa.concat_tables(tables))


def documents(objects: Objects) -> set[str]:
    """The sha256 of every document that has an origin. Raises ArchiveError, OSError."""
    while True:
        found = {entry.name.split(".")[0] for entry in _loose(objects)}
        parts = _parts(objects)
        try:
            for entry in parts:
                found.update(_part(objects, entry)["sha256"].to_pylist())
        except FileNotFoundError:
            continue
        if parts == _parts(objects):
            return found


def table(origins: Iterable[Origin]) -> pa.Table:
    """Origins as rows of SCHEMA, in their order."""
    rows = [
        (
            one.sha256, one.url, one.company_id, one.accession, one.form, one.published,
            one.accepted, one.retrieved, one.known_at, one.known_at_basis, one.etag,
            one.document_type, identity(one),
        )
        for one in origins
    ]  # fmt: skip
    columns = list(zip(*rows, strict=True)) or [()] * len(SCHEMA)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, SCHEMA.types, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def listed(found: pa.Table) -> list[Origin]:
    """The rows of a table of SCHEMA as origins."""
    names = [name for name in SCHEMA.names if name != "identity"]
    rows = found.select(names).to_pylist()
    return [Origin(**row | {"known_at_basis": _BASES[row["known_at_basis"]]}) for row in rows]


def at(found: pa.Table, urls: Collection[str]) -> pa.Table:
    """The rows of these addresses."""
    return found.filter(pc.is_in(found["url"], value_set=pa.array(sorted(urls), _TEXT)))


def fold(objects: Objects) -> None:
    """Fold single origins into a part if they are many, and many parts into one."""
    loose = _loose(objects)
    if len(loose) >= LOOSE:
        seal(objects, table(_read(objects, loose)), [entry.key for entry in loose])
    small = [entry for entry in _parts(objects) if len(_part(objects, entry)) < FULL]
    if len(small) >= PARTS:
        merged = pa.concat_tables([_part(objects, entry) for entry in small])
        seal(objects, merged, [entry.key for entry in small])


def seal(objects: Objects, rows: pa.Table, replaced: Sequence[str] = ()) -> None:
    """Put a part, named by its own hash, and then remove what it replaces."""
    file = BytesIO()
    pq.write_table(_once(rows), file, compression="zstd")
    data = file.getvalue()
    key = f"{_FOLDED}{hashlib.sha256(data).hexdigest()}.parquet"
    objects.put(key, data)
    for name in replaced:
        if name != key:
            objects.delete(name)


def _loose(objects: Objects) -> list[Entry]:
    return [one for one in objects.list(_FOLDER) if one.name.endswith(".json")]


def _parts(objects: Objects) -> list[Entry]:
    return [one for one in objects.list(_FOLDED) if one.name.endswith(".parquet")]


def _read(objects: Objects, entries: Iterable[Entry]) -> list[Origin]:
    found: list[Origin] = []
    damaged: list[ArchiveError] = []
    for entry in entries:
        try:
            found.append(_at(objects, entry))
        except ArchiveError as error:
            damaged.append(error)
    if damaged:
        places = ", ".join(error.where for error in damaged)
        what = "the origin is" if len(damaged) == 1 else f"{len(damaged)} origins are"
        raise ArchiveError(f"{what} not whole", places, damaged[0].to_do)
    return found


@lru_cache(maxsize=64)
def _part(objects: Objects, entry: Entry) -> pa.Table:
    """One part, read once per process. Raises ArchiveError where it is damaged."""
    data = objects.get(entry.key)
    if f"{hashlib.sha256(data).hexdigest()}.parquet" != entry.name:
        raise ArchiveError(
            f"{entry.size:,} bytes of origins are damaged", objects.place(entry.key),
            "remove this file and run profitpools refresh --recheck 36500 (a copy brings all back)",
        )  # fmt: skip
    return pq.read_table(BytesIO(data), schema=SCHEMA)


@lru_cache(maxsize=1 << 12)
def _at(objects: Objects, entry: Entry) -> Origin:
    """One origin that is not folded yet, read once per process."""
    return _parsed(objects, entry.key)


def _once(found: pa.Table) -> pa.Table:
    """Of equal origins the one retrieved first, in the order of raw.origin."""
    ordered = ("sha256", "identity", "retrieved")
    rows = found.sort_by([(name, "ascending") for name in ordered]).combine_chunks()
    if len(rows) > 1:
        ids = rows["identity"].combine_chunks()
        is_new = pc.not_equal(ids.slice(1), ids.slice(0, len(ids) - 1))
        rows = rows.filter(pa.concat_arrays([pa.array([True]), is_new]))
    return rows.sort_by([(name, "ascending") for name in ("sha256", "known_at", "url", "identity")])


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


def _parsed(objects: Objects, key: str) -> Origin:
    try:
        field = json.loads(objects.get(key))
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
            "the origin is not whole", objects.place(key),
            "remove this file and fetch the document again",
        ) from error  # fmt: skip


def _time(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ArchiveError(f"the time {moment} has no zone", "origin", "give times in UTC")
    return moment.astimezone(UTC).isoformat()
