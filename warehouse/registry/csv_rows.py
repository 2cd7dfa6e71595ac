"""Rows of registry files: canonical cells, with file and line for error messages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extractors.errors import RegistryError
from warehouse.registry.column import Declaration, suggestion


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `cells` has a value or None for every declared column."""

    file: str
    line: int
    cells: Mapping[str, str | None]

    def __getitem__(self, column: str) -> str | None:
        """The cell of `column`."""
        return self.cells[column]

    def where(self, column: str = "") -> str:
        """File, line and column, for errors."""
        place = f"{self.file}, line {self.line}"
        return f"{place}, column {column}" if column else place

    def values(self, columns: tuple[str, ...]) -> tuple[str | None, ...]:
        """The cells of `columns`, in that order."""
        return tuple(self.cells[column] for column in columns)


def read(data: bytes, file: str, declaration: Declaration) -> list[Row]:
    """The rows of one CSV file (UTF-8, a header, any order of columns). Raises RegistryError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RegistryError(
            f"byte {data[error.start]:#04x} is not UTF-8",
            f"{file}, line {line}",
            "save it as UTF-8",
        ) from error
    lines = _lines(text, file)
    header = next(lines, (1, []))[1]
    _check_header(header, file, declaration)
    return [_row(line, cells, header, file, declaration) for line, cells in lines]


def _lines(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """First line and cells of every row that is not blank; a quoted cell may span lines."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise RegistryError(str(error), f"{file}, line {line}", "mend the quotes") from error


def _check_header(header: list[str], file: str, declaration: Declaration) -> None:
    names, where = declaration.names, f"{file}, line 1"
    for column in header:
        if column.strip() not in names:
            raise RegistryError(f"unknown column {column!r}", where, suggestion(column, names))
    columns = [column.strip() for column in header]
    if len(set(columns)) < len(columns):
        raise RegistryError("a column stands twice", where, "name every column once")
    for declared in declaration.columns:
        if declared.name not in columns and (declared.required or declared.name in declaration.key):
            raise RegistryError(
                f"the column {declared.name!r} is missing", where, f"columns: {', '.join(names)}"
            )


def _row(line: int, cells: list[str], header: list[str], file: str, declared: Declaration) -> Row:
    where = f"{file}, line {line}"
    if len(cells) != len(header):
        raise RegistryError(
            f"{len(cells)} cells stand under {len(header)} columns", where, "quote commas in cells"
        )
    given = dict(zip((column.strip() for column in header), cells, strict=True))
    parsed = {
        column.name: column.parse(given.get(column.name, ""), f"{where}, column {column.name}")
        for column in declared.columns
    }
    return Row(file, line, parsed)
