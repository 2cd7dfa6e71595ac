"""inbox.csv: what a person states about the documents in a folder, one row per file.

Columns: file, company_id (or ticker, CIK, LEI), form, period_end, published, accepted, url. Only
`file`, a path within the folder, is required; an empty cell states nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from extractors.errors import RegistryError

NAME = "inbox.csv"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One row; `accepted` is aware UTC, `company_id` as written: any identifier of the company."""

    file: str
    company_id: str | None = None
    form: str | None = None
    period_end: date | None = None
    published: date | None = None
    accepted: datetime | None = None
    url: str | None = None


COLUMNS = tuple(field.name for field in fields(ManifestRow))


def read_manifest(folder: Path) -> dict[str, ManifestRow]:
    """The rows of inbox.csv in `folder` by file; empty without it.

    Raises RegistryError, OSError.
    """
    path = folder / NAME
    if not path.is_file():
        return {}
    try:
        table = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")), strict=True)
        named = tuple(table.fieldnames or ())
        if "file" not in named or not set(named) <= set(COLUMNS):
            raise RegistryError(
                f"its columns are {', '.join(named) or 'none'}", NAME, f"use {', '.join(COLUMNS)}"
            )
        rows: dict[str, ManifestRow] = {}
        for cells in table:
            where = f"{NAME}, line {table.line_num}"
            row = _row(cells, where)
            if row.file in rows:
                raise RegistryError(f"{row.file} stands there twice", where, "keep one row")
            rows[row.file] = row
    except (csv.Error, UnicodeDecodeError) as error:
        raise RegistryError(f"it is not a table: {error}", NAME, "save it as UTF-8 CSV") from error
    return rows


def _row(cells: Mapping[str | None, str | None], where: str) -> ManifestRow:
    if None in cells or None in cells.values():
        raise RegistryError("it has more or fewer cells than there are columns", where, "mend it")
    cell = {str(column): (text or "").strip() for column, text in cells.items()}
    if not cell["file"]:
        raise RegistryError("its column file is empty", where, "name a file of the folder")
    return ManifestRow(
        file=cell["file"],
        company_id=cell.get("company_id") or None,
        form=cell.get("form") or None,
        period_end=_parsed(cell, "period_end", date.fromisoformat, "YYYY-MM-DD", where),
        published=_parsed(cell, "published", date.fromisoformat, "YYYY-MM-DD", where),
        accepted=_parsed(cell, "accepted", _moment, "YYYY-MM-DDThh:mm:ss-05:00", where),
        url=cell.get("url") or None,
    )


def _parsed(
    cell: Mapping[str, str], column: str, parse: Callable[[str], T], shape: str, where: str
) -> T | None:
    text = cell.get(column)
    if not text:
        return None
    try:
        return parse(text)
    except ValueError as error:
        what = f"its column {column} holds {text!r}"
        raise RegistryError(what, where, f"write it as {shape}") from error


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone")
    return moment.astimezone(UTC)
