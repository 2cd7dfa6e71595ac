"""Writing down what a human judges: rows at the end of reviews.csv, corrections.csv, readings.csv.

<folder>/reviews.csv and the others    rows are added, none that stands there is touched
<folder>/.lock                          held by who writes: two reviewers write in turn
<folder>/.writing/                      where the new file is made before it takes the old place
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
    """Add the rows, all or none, and give the id that each got.

    Of a row all columns of its table are given but the id, which follows from the others and from
    `now` (aware). The folder is made where it is not there. Raises RegistryError: a cell that is
    not allowed, a row that stands there already, files that are not in order; ArchiveError.
    """
    path = (folder / f"{table}.csv").resolve()  # a link stays one
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
            sweep(scratch)  # of a reviewer that was killed
            mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
            write(path, scratch, lambda file: _fill(file, new, mode))
            scratch.rmdir()
    return ids


def _fill(file: BinaryIO, data: bytes, mode: int | None) -> None:
    file.write(data)
    if mode is not None:  # who may read the file may read it still
        os.fchmod(file.fileno(), mode)


def _names(rows: Sequence[Cells], taken: Collection[str], now: datetime, where: str) -> list[str]:
    """An id for each row: when it was judged, and 8 hex digits of what."""
    ids: list[str] = []
    for row in rows:
        content = digest(*(f"{column}={row[column]}" for column in sorted(row)))
        name = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{content[:8]}"
        if name in taken or name in ids:
            raise RegistryError("this judgement stands there already", where, "give it once")
        ids.append(name)
    return ids


def _appended(old: bytes, declaration: Declaration, rows: Sequence[Cells], file: str) -> bytes:
    """The bytes of the file and behind them the rows, in its own order of columns."""
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
