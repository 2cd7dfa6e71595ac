"""Appends judgements to the overlay's reviews.csv, corrections.csv and readings.csv.

<folder>/reviews.csv and the others    rows are appended, existing ones never changed
<folder>/.lock                         held while writing, so that two reviewers take turns
<folder>/.writing/                     where the new file is written before it replaces the old
"""

from __future__ import annotations

import csv
import io
import os
import stat
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Literal

from extractors.errors import RegistryError
from extractors.model import digest
from warehouse import registry
from warehouse.disk.files import explained, lock, make_folder, sweep, write
from warehouse.registry.column import Declaration
from warehouse.registry.csv_rows import read
from warehouse.registry.declarations import TABLES
from warehouse.registry.rules import check_table

Table = Literal["reviews", "corrections", "readings"]
Cells = Mapping[str, str | None]


def append(folder: Path, table: Table, rows: Sequence[Cells], now: datetime) -> list[str]:
    """Append the rows, all or none, and return the id that each got.

    Rows have all columns of their table but the id, which is derived from the others and from `now`
    (aware). The folder is created if missing. Raises RegistryError: an invalid cell, a duplicate
    row, invalid files; ArchiveError.
    """
    path = (folder / f"{table}.csv").resolve()  # a symbolic link is kept
    with explained(folder):
        make_folder(folder)
        with lock(folder / ".lock", alone=True):
            there = registry.load(folder).tables[table]
            key = TABLES[table].key[0]
            ids = _names(rows, {str(row[key]) for row in there.records()}, now, str(path))
            named = [{key: name, **row} for name, row in zip(ids, rows, strict=True)]
            old = path.read_bytes() if path.exists() else b""
            new = _appended(old, TABLES[table], named, str(path))
            check_table(read(new, str(path), TABLES[table]), TABLES[table])
            scratch = path.parent / ".writing"
            sweep(scratch)  # left by a killed process
            mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
            write(path, scratch, lambda file: _fill(file, new, mode))
            scratch.rmdir()
    return ids


def _fill(file: BinaryIO, data: bytes, mode: int | None) -> None:
    file.write(data)
    if mode is not None:  # keep the file's permissions
        os.fchmod(file.fileno(), mode)


def _names(rows: Sequence[Cells], taken: Collection[str], now: datetime, where: str) -> list[str]:
    """An id for each row: the time of the judgement, and 8 hex digits of its content."""
    ids: list[str] = []
    for row in rows:
        content = digest(*(f"{column}={row[column]}" for column in sorted(row)))
        name = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{content[:8]}"
        if name in taken or name in ids:
            raise RegistryError("this judgement stands there already", where, "give it once")
        ids.append(name)
    return ids


def _appended(old: bytes, declaration: Declaration, rows: Sequence[Cells], file: str) -> bytes:
    """The file's bytes followed by the rows, in the file's own order of columns."""
    columns, ending = list(declaration.names), "\n"
    if old.strip():
        first = old.decode("utf-8-sig").splitlines()[0]
        columns = [name.strip() for name in next(csv.reader([first]))]
        ending = "\r\n" if old.split(b"\n", 1)[0].endswith(b"\r") else "\n"
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=ending)
    if not old.strip():
        writer.writerow(columns)
    for row in rows:
        lacking = [name for name, cell in row.items() if cell is not None and name not in columns]
        if lacking:
            what = f"has no column {' or '.join(lacking)}"
            raise RegistryError(what, file, "add it to the header and to every row")
        writer.writerow([row.get(name) or "" for name in columns])
    gap = b"" if not old.strip() or old.endswith(b"\n") else ending.encode()
    return (old if old.strip() else b"") + gap + text.getvalue().encode()
