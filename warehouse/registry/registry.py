"""The registry: judgement as data. Packaged CSV files, overlaid with the rows of a folder.

The files are in the folder `data` beside this module, declared in `declarations`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from extractors.errors import RegistryError
from warehouse.registry import claim_queries, left_out
from warehouse.registry.column import Declaration, suggestion
from warehouse.registry.csv_rows import Row, read
from warehouse.registry.declarations import TABLES
from warehouse.registry.rules import check_registry, check_table


@dataclass(frozen=True, slots=True)
class Table:
    """One table: rows in the order of their files, canonical cells, None where empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]

    def records(self) -> Iterator[dict[str, str | None]]:
        """The rows, each by column name."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Registry:
    """All tables, checked. `hash` (16 hex digits) depends on content, not on order or format.

    queries: the overlay's queries of claims, by claim_id; they replace packaged ones.
    """

    tables: Mapping[str, Table]
    hash: str
    queries: Mapping[str, claim_queries.Query] = field(default_factory=dict)

    def company(self, identifier: str, on: date | None = None) -> str:
        """The company_id of a company_id, ticker, CIK or LEI, in any case.

        With `on`, only identifiers valid on that date count; without, the latest valid. Raises
        RegistryError with near matches.
        """
        text = identifier.strip()
        companies = {str(row["company_id"]) for row in self.tables["companies"].records()}
        if text.casefold() in companies:
            return text.casefold()
        named = self._named(text)
        valid = [row for row in named if on is None or _holds(row, on.isoformat())]
        if valid:
            latest = max(
                valid, key=lambda row: (row["valid_to"] or "9999", row["valid_from"] or "")
            )
            return str(latest["company_id"])
        if named:
            times = "; ".join(map(_span, named))
            raise RegistryError(f"{text!r} names no company on {on}", "", f"it named {times}")
        raise RegistryError(f"{text!r} names no company", "", self._near(text))

    def named(self, name: str) -> str | None:
        """The company_id of the one company of this name, as covers print it: ADOBE INC."""
        plain = _plain(name)
        found = {
            str(row["company_id"])
            for row in self.tables["companies"].records()
            if plain and _plain(str(row["name"])) == plain
        }
        return found.pop() if len(found) == 1 else None

    def _named(self, text: str) -> list[dict[str, str | None]]:
        digits = text.upper().removeprefix("CIK").strip()
        forms = {(scheme, text.upper()) for scheme in ("ticker", "lei", "twse", "dart", "edinet")}
        forms.add(("cik", digits.zfill(10)))
        return [
            row
            for row in self.tables["identifiers"].records()
            if (str(row["scheme"]), str(row["identifier"])) in forms
        ]

    def _near(self, text: str) -> str:
        names = {
            str(name).casefold(): str(row["company_id"])
            for row in self.tables["companies"].records()
            for name in (row["company_id"], row["name"])
        }
        for row in self.tables["identifiers"].records():
            names[str(row["identifier"]).casefold()] = str(row["company_id"])
        near = get_close_matches(text.casefold(), names, n=5, cutoff=0.6)
        if near:
            return f"did you mean {' or '.join(dict.fromkeys(names[name] for name in near))}?"
        return (
            "give a company_id, ticker, CIK or LEI, or add it to companies.csv and identifiers.csv"
        )


def load(overlay: Path | None = None) -> Registry:
    """The packaged registry with the rows of the `overlay` folder's CSV files.

    An overlay row with the key of a packaged one replaces it, others are added, and so are queries
    of claims; `left_out.csv` removes packaged rows first. Raises RegistryError, which names file,
    line, column, the value and what is allowed.
    """
    packaged = resources.files("warehouse.registry") / "data"
    rows = {name: _rows(packaged / f"{name}.csv", "registry", name) for name in TABLES}
    queries: dict[str, claim_queries.Query] = {}
    if overlay is not None:
        queries = claim_queries.overlaid(overlay)
        rows = left_out.without(rows, _left_out(overlay))
        for name in _overlaid(overlay):
            added = _rows(overlay / f"{name}.csv", str(overlay), name)
            rows[name] = _merged(rows[name], added, TABLES[name])
    check_registry(rows)
    claim_queries.check(rows["claims"], claim_queries.packaged() | queries)
    tables = {
        name: Table(declared.names, tuple(row.values(declared.names) for row in rows[name]))
        for name, declared in TABLES.items()
    }
    return Registry(tables, _hash(tables, queries), queries)


def _overlaid(folder: Path) -> list[str]:
    """The tables that the overlay has files for.

    Raises RegistryError for other, non-hidden files.
    """
    if not folder.is_dir():
        raise RegistryError(
            "there is no such folder", str(folder), "set PROFIT_POOLS_REGISTRY to one, or unset it"
        )
    files = tuple(f"{name}.csv" for name in TABLES)
    found = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    others = (f"{left_out.FILE}.csv", claim_queries.FOLDER)
    for name in found:
        if name not in (*files, *others) and not name.endswith(".md"):
            raise RegistryError(f"unknown file {name!r}", str(folder), suggestion(name, files))
    return [name.removesuffix(".csv") for name in found if name in files]


def _left_out(folder: Path) -> list[Row]:
    path = folder / f"{left_out.FILE}.csv"
    return _read(path, str(path), left_out.DECLARATION) if path.exists() else []


def _rows(path: Traversable | Path, folder: str, table: str) -> list[Row]:
    return _read(path, f"{folder}/{table}.csv", TABLES[table])


def _read(path: Traversable | Path, file: str, declaration: Declaration) -> list[Row]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RegistryError(
            (error.strerror or str(error)).lower(), file, "see to the file, or install again"
        ) from error
    rows = read(data, file, declaration)
    check_table(rows, declaration)
    return rows


def _merged(rows: Sequence[Row], added: Sequence[Row], declaration: Declaration) -> list[Row]:
    by_key = {row.values(declaration.key): row for row in rows}
    by_key.update((row.values(declaration.key), row) for row in added)
    return list(by_key.values())


def _plain(name: str) -> str:
    """As ref.plain_name: letters and digits alone."""
    return re.sub(r"[\W_]+", " ", name.lower()).strip()


def _span(row: Mapping[str, str | None]) -> str:
    return f"{row['company_id']} from {row['valid_from'] or 'ever'} to {row['valid_to'] or 'now'}"


def _holds(row: Mapping[str, str | None], day: str) -> bool:
    return (row["valid_from"] or "") <= day <= (row["valid_to"] or "9999")


def _hash(tables: Mapping[str, Table], queries: Mapping[str, claim_queries.Query]) -> str:
    content = {name: _content(table, TABLES[name]) for name, table in tables.items()}
    if queries:
        content["queries"] = [f"{name}\n{queries[name].text}" for name in sorted(queries)]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _content(table: Table, declaration: Declaration) -> list[str]:
    """Every row as text, sorted; with its rank where rank matters."""
    ranks: Counter[tuple[str | None, ...]] = Counter()
    lines = []
    for row in table.records():
        cells: dict[str, str | int] = {name: cell for name, cell in row.items() if cell is not None}
        if declaration.ranked_within:
            group = tuple(row[column] for column in declaration.ranked_within)
            ranks[group] += 1
            cells["rank"] = ranks[group]
        lines.append(json.dumps(cells, sort_keys=True, ensure_ascii=False))
    return sorted(lines)
